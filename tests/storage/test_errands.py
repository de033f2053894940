"""Errands are claimed under a lease, end once, and keep what they brought as it was."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.domain.messages import Address, Channel, IncomingFile
from bot.domain.plans import PlanDraft, PlanHead, Question, TaskDraft
from bot.domain.timeframes import FrameKind, TimeFrame
from bot.errors import NotFound, UnreadableDocument
from storage.conversations import Conversations
from storage.engine import Storage
from storage.errands import Errands
from tests.worlds import at

NOW = at("2024-01-08 08:00")
LATER = NOW + timedelta(minutes=2)
FILE = IncomingFile("ref", "Kế hoạch.docx", "application/msword", 1000, "https://example.org/a")
FRAME = TimeFrame(FrameKind.QUARTERS, 2024, (3, 4))
DRAFT = PlanDraft(
    PlanHead("KẾ HOẠCH", legal_basis=("Nghị định",)),
    (TaskDraft("II.1", "Họp báo", ("Sở Ngoại vụ",), timeframe_text="Quý III, IV/2024", timeframe=FRAME),),
    questions=(Question("plan.no_year", "KẾ HOẠCH", options=("2024",)),),
)


def wanted(connection: Connection, at_instant: datetime = NOW) -> int:
    """Want a document read for a new conversation."""
    conversations = Conversations(connection)
    user = str(Errands(connection).waiting())
    conversation = conversations.start(None, Address(Channel.TELEGRAM, user), user, "plan.import", 1, {}, at_instant)
    return Errands(connection).add(conversation, Channel.TELEGRAM, FILE, at_instant)


async def test_an_errand_is_claimed_by_one_until_its_lease_is_over(storage: Storage) -> None:
    def claim(connection: Connection) -> None:
        errands = Errands(connection)
        number = wanted(connection)
        (first,) = errands.claim(NOW, LATER, 5)
        assert (first.id, first.file, first.channel, first.attempts) == (number, FILE, Channel.TELEGRAM, 0)
        assert errands.claim(NOW, LATER, 5) == []
        assert errands.next_wake() == LATER
        assert [one.attempts for one in errands.claim(LATER, LATER, 5)] == [1]
        errands.again(number, NOW)
        assert errands.next_wake() == NOW

    await storage.write(claim)


async def test_what_was_read_comes_back_as_it_was(storage: Storage) -> None:
    def read(connection: Connection) -> PlanDraft:
        errands = Errands(connection)
        number = wanted(connection)
        with pytest.raises(NotFound):
            errands.draft(number)
        assert errands.done(number, DRAFT)
        assert not errands.done(number, DRAFT)
        assert not errands.cancel(number)
        assert (errands.waiting(), errands.next_wake()) == (0, None)
        return errands.draft(number)

    assert await storage.write(read) == DRAFT


async def test_an_error_comes_back_as_it_was(storage: Storage) -> None:
    def fail(connection: Connection) -> None:
        errands = Errands(connection)
        number = wanted(connection)
        errands.failed(number, UnreadableDocument("document.too_big", megabytes=25))
        with pytest.raises(UnreadableDocument) as error:
            errands.draft(number)
        assert (error.value.code, error.value.values) == ("document.too_big", {"megabytes": 25})

    await storage.write(fail)


async def test_old_errands_are_forgotten(storage: Storage) -> None:
    def forget(connection: Connection) -> None:
        errands = Errands(connection)
        old = wanted(connection)
        new = wanted(connection, LATER)
        assert errands.forget(LATER) == 1
        with pytest.raises(NotFound):
            errands.draft(old)
        assert [one.id for one in errands.claim(LATER, LATER, 5)] == [new]

    await storage.write(forget)
