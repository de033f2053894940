"""Which chat has had which week's digest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from bot.domain.chats import ChatId
from storage.schema import digests, reports


class Digests:
    """Queries about digests."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def had(self, chat: ChatId, week: str) -> bool:
        """Tell whether a chat has had a week's digest."""
        found = select(digests.c.chat_id).where(digests.c.chat_id == chat, digests.c.week == week)
        return self._connection.execute(found).first() is not None

    def last(self, chat: ChatId) -> tuple[datetime, dict[str, Any]] | None:
        """Find when the chat had its last digest, and its figures."""
        found = self._connection.execute(
            select(digests.c.sent_at, digests.c.figures)
            .where(digests.c.chat_id == chat)
            .order_by(digests.c.sent_at.desc())
            .limit(1)
        ).first()
        return (found.sent_at, found.figures) if found else None

    def add(self, chat: ChatId, week: str, figures: dict[str, Any], now: datetime) -> None:
        """Note a digest."""
        self._connection.execute(insert(digests).values(chat_id=chat, week=week, figures=figures, sent_at=now))

    def new_reports(self, since: datetime) -> dict[str, int]:
        """Count the dues that were first reported on after `since` (aware), by their period."""
        first = select(reports.c.period, func.count()).where(reports.c.at > since, reports.c.revision == 1)
        rows = self._connection.execute(first.group_by(reports.c.period))
        return {row[0]: row[1] for row in rows}
