"""The last numbered choices shown in each chat of a channel without buttons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.domain.messages import Address
from storage.schema import menus
from storage.upserts import insert_into


@dataclass(frozen=True, slots=True)
class Menu:
    """Choices as (number, label, data), for instance ``(1, "Báo cáo", "do:report")``, and the message that shows them."""

    message: str
    choices: tuple[tuple[int, str, str], ...]
    shown_at: datetime


class Menus:
    """Queries about numbered choices."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, address: Address, menu: Menu) -> None:
        """Keep what a chat shows last."""
        values = {
            "message": menu.message,
            "choices": [list(choice) for choice in menu.choices],
            "shown_at": menu.shown_at,
        }
        row = insert_into(menus, self._connection.dialect.name).values(
            channel=address.channel, chat=address.chat, **values
        )
        self._connection.execute(row.on_conflict_do_update(index_elements=["channel", "chat"], set_=values))

    def last(self, address: Address) -> Menu | None:
        """Find what a chat shows last."""
        here = (menus.c.channel == address.channel) & (menus.c.chat == address.chat)
        row = self._connection.execute(select(menus).where(here)).one_or_none()
        if row is None:
            return None
        return Menu(row.message, tuple((number, label, data) for number, label, data in row.choices), row.shown_at)
