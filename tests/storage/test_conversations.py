"""What an edited message had answered is found without a look at all that was ever said."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.domain.messages import Address, Channel
from storage.conversations import Conversations
from storage.engine import Storage

HOME = Address(Channel.TELEGRAM, "1")
NOW = datetime(2024, 11, 8, 1, 0, tzinfo=UTC)
QUERY = "SELECT id FROM conversations WHERE channel='telegram' AND chat='1' AND \"user\"='1' AND answered='7' ORDER BY id DESC"


def _talk(connection: Connection, message: str | None) -> int:
    kept = Conversations(connection)
    number = kept.start(None, HOME, "1", "x", 1, {}, NOW)
    kept.update(number, state="ended", answered=message)
    return number


async def test_the_newest_conversation_that_a_message_answered_is_found(storage: Storage) -> None:
    await storage.write(_talk, "7")
    newest = await storage.write(_talk, "7")
    await storage.write(_talk, None)
    found = await storage.read(lambda connection: Conversations(connection).answered_by(HOME, "1", "7"))
    assert found is not None
    assert found.id == newest
    assert await storage.read(lambda connection: Conversations(connection).answered_by(HOME, "2", "7")) is None


async def test_it_is_found_by_an_index(storage: Storage) -> None:
    if storage.dialect != "sqlite":
        return
    plan = await storage.read(lambda connection: connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {QUERY}").all())
    assert "ix_conversations_answered" in str(plan)
