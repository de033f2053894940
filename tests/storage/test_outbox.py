"""The outbox on both databases: who goes first, who waits for whom, what a claim is worth."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.domain import markup
from bot.domain.messages import Address, Button, Channel, Outgoing, Priority
from storage.answers import Answers
from storage.engine import Storage
from storage.outbox import Outbox, Row
from storage.prepared import apart
from storage.schema import outbox

NOW = datetime(2024, 11, 8, 1, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
LAN = Address(Channel.TELEGRAM, "100")
HUNG = Address(Channel.TELEGRAM, "200")


def said(text: str) -> Outgoing:
    return Outgoing(markup.text(text))


def add(
    box: Outbox,
    key: str,
    address: Address = LAN,
    priority: Priority = Priority.REMINDER,
    not_before: datetime | None = None,
) -> int:
    row = box.add(key, address, said(key), priority=priority, now=NOW, not_before=not_before)
    assert row is not None
    return row


def keys(rows: list[Row]) -> list[str]:
    return [row.key for row in rows]


def claim(box: Outbox, now: datetime = NOW, limit: int = 100, worker: str = "w") -> list[str]:
    return keys(box.claim(now, now + timedelta(minutes=1), worker, limit))


async def test_a_key_is_used_once(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        box = Outbox(connection)
        assert box.add("a", LAN, said("một"), priority=Priority.ANSWER, now=NOW) is not None
        assert box.add("a", LAN, said("hai"), priority=Priority.ANSWER, now=NOW) is None
        (row,) = box.claim(NOW, LATER, "w", 10)
        assert row.message == said("một")
        assert (row.address, row.priority, row.created_at) == (LAN, Priority.ANSWER, NOW)

    await storage.write(story)


async def test_one_row_a_chat_and_each_chat_in_order(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        box = Outbox(connection)
        for key, chat in (("a1", LAN), ("a2", LAN), ("b1", HUNG), ("b2", HUNG)):
            add(box, key, chat)
        rows = box.claim(NOW, LATER, "w", 10)
        assert keys(rows) == ["a1", "b1"]
        assert claim(box) == []
        box.sent([(rows[0].id, "11"), (rows[1].id, "12")], NOW)
        assert claim(box) == ["a2", "b2"]
        assert box.message_of("a1") == "11"
        assert box.message_of("a2") is None
        assert box.find(LAN, "11") == rows[0].id
        assert box.find(HUNG, "11") is None

    await storage.write(story)


async def test_answers_pass_reminders_but_not_each_other(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        box = Outbox(connection)
        add(box, "reminder")
        add(box, "broadcast", HUNG, Priority.BROADCAST)
        add(box, "answer 1", LAN, Priority.ANSWER)
        add(box, "answer 2", LAN, Priority.ANSWER)
        assert claim(box, limit=1) == ["answer 1"]
        assert claim(box) == ["broadcast"]

    await storage.write(story)


async def test_a_less_urgent_row_can_be_left(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        box = Outbox(connection)
        add(box, "broadcast", priority=Priority.BROADCAST)
        add(box, "zalo", Address(Channel.ZALO, "1"))
        assert box.claim(NOW, LATER, "w", 9, lowest=Priority.REMINDER, channels=[Channel.TELEGRAM]) == []
        assert keys(box.claim(NOW, LATER, "w", 9, channels=[Channel.TELEGRAM])) == ["broadcast"]

    await storage.write(story)


async def test_what_is_for_later_holds_nobody_up_but_a_failed_row_does(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        box = Outbox(connection)
        add(box, "tomorrow", not_before=NOW + timedelta(days=1))
        failed = add(box, "first")
        add(box, "second")
        assert claim(box) == ["first"]
        box.retry(failed, NOW + timedelta(seconds=30), "network")
        assert claim(box) == []
        assert box.next_wake(NOW) == NOW + timedelta(seconds=30)
        assert claim(box, NOW + timedelta(seconds=30)) == ["first"]

    await storage.write(story)


async def test_a_claim_runs_out_with_its_worker(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        box = Outbox(connection)
        row = add(box, "a")
        assert claim(box, worker="dead") == ["a"]
        assert box.next_wake(NOW) == LATER
        assert claim(box, LATER, worker="alive") == ["a"]
        box.release([row])
        assert claim(box) == ["a"]

    await storage.write(story)


async def test_whoever_lost_a_row_to_another_changes_nothing_about_it(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        box = Outbox(connection)
        row = add(box, "a")
        assert claim(box, worker="slow") == ["a"]
        (taken,) = box.claim(LATER, LATER + timedelta(minutes=1), "quick", 1)
        assert taken.worker == "quick"
        box.release([row], "slow")
        box.retry(row, NOW, "network", "slow")
        box.hold(Channel.TELEGRAM, "100", NOW, "slow")
        assert claim(box, LATER) == []
        box.release([row], "quick")
        assert claim(box, LATER) == ["a"]

    await storage.write(story)


async def test_a_held_chat_waits_and_keeps_its_order(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        box = Outbox(connection)
        for key in ("a1", "a2"):
            add(box, key)
        add(box, "b", HUNG)
        add(box, "a3", not_before=NOW + timedelta(days=1))
        claim(box)
        box.hold(Channel.TELEGRAM, "100", NOW + timedelta(seconds=5))
        assert claim(box, NOW + timedelta(seconds=4)) == []
        rows = box.claim(NOW + timedelta(seconds=5), LATER, "w", 9)
        assert keys(rows) == ["a1"]
        assert rows[0].attempts == 0
        times = connection.execute(select(outbox.c.not_before).where(outbox.c.key == "a3")).scalar_one()
        assert times == NOW + timedelta(days=1)

    await storage.write(story)


async def test_cancelled_parked_and_sent_rows_stay_as_they_are(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        box = Outbox(connection)
        rows = {key: add(box, key, Address(Channel.TELEGRAM, key)) for key in ("cancelled", "parked", "sent")}
        assert box.cancel([rows["cancelled"]]) == 1
        assert box.cancel([rows["cancelled"]]) == 0
        box.park(rows["parked"], "refused")
        box.sent([(rows["sent"], "1")], NOW)
        for row in rows.values():
            box.retry(row, NOW, "late")
        assert claim(box) == []
        assert box.depth(NOW).parked == 1

    await storage.write(story)


async def test_what_was_under_way_when_it_was_cancelled_counts_as_sent(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        box = Outbox(connection)
        row = add(box, "a")
        claim(box)
        box.cancel([row])
        box.sent([(row, "77")], NOW)
        assert box.message_of("a") == "77"
        assert claim(box) == []

    await storage.write(story)


async def test_a_moved_chat_takes_what_waits_along(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        box = Outbox(connection)
        add(box, "a")
        box.move(Channel.TELEGRAM, "100", "-100999")
        (row,) = box.claim(NOW, LATER, "w", 9)
        assert row.address.chat == "-100999"
        assert box.cancel_chat(Channel.TELEGRAM, "-100999") == 1

    await storage.write(story)


async def test_depth_counts_by_priority(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        box = Outbox(connection)
        assert box.next_wake(NOW) is None
        assert box.depth(NOW).oldest is None
        add(box, "a", priority=Priority.ANSWER)
        add(box, "b")
        add(box, "c", not_before=LATER)
        depth = box.depth(NOW)
        assert depth.waiting == {Priority.ANSWER: 1, Priority.REMINDER: 2}
        assert depth.oldest == NOW

    await storage.write(story)


@pytest.mark.parametrize("limit", [1, 7, 100])
async def test_a_broadcast_is_claimed_whole_and_each_row_once(storage: Storage, limit: int) -> None:
    def story(connection: Connection) -> None:
        box = Outbox(connection)
        wanted = [f"k{number}" for number in range(100)]
        for number, key in enumerate(wanted):
            add(box, key, Address(Channel.TELEGRAM, str(number)), Priority.BROADCAST)
        got: list[str] = []
        while rows := claim(box, limit=limit):
            got += rows
        assert got == wanted

    await storage.write(story)


ANSWER = Priority.ANSWER


def taking(connection: Connection, worker: str = "w") -> Outbox:
    box = Outbox(connection)
    box.answers = Answers(connection, LAN, NOW, LATER, worker)
    return box


def taken(box: Outbox) -> list[str]:
    assert box.answers is not None
    return keys(box.answers.taken())


async def test_answers_are_taken_on_as_they_are_written(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        box = taking(connection)
        add(box, "một", priority=ANSWER)
        add(box, "nhắc")
        add(box, "chỗ khác", HUNG, ANSWER)
        add(box, "hai", priority=ANSWER)
        assert taken(box) == ["một", "hai"]
        assert claim(box) == ["chỗ khác"]
        assert claim(box, LATER, worker="v") == ["một", "chỗ khác"], "until the claims run out"

    await storage.write(story)


async def test_what_is_taken_on_is_what_stands_in_the_outbox(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        box = taking(connection)
        message = Outgoing(markup.text("một"), ((Button("Có", "do:yes"),),), edits="7")
        row = box.add("một", LAN, message, priority=ANSWER, now=NOW, check={"dues": [3]})
        assert box.answers is not None
        [found] = box.answers.taken()
        box.release([row or 0])
        assert box.claim(NOW, LATER, "w", 1) == [found]
        assert found.message == message

    await storage.write(story)


async def test_an_answer_taken_back_with_its_savepoint_is_not_sent(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        box = taking(connection)
        with suppress(LookupError), apart(connection):
            add(box, "một", priority=ANSWER)
            raise LookupError
        add(box, "sau", priority=ANSWER, not_before=LATER)
        assert taken(box) == []
        assert claim(box) == []

    await storage.write(story)


async def test_an_answer_waits_behind_what_is_under_way_or_has_failed(storage: Storage) -> None:
    def under_way(connection: Connection) -> None:
        box = taking(connection)
        add(box, "trước", priority=ANSWER)
        assert taken(box) == ["trước"]

    def story(connection: Connection) -> None:
        box = taking(connection)
        row = add(box, "một", priority=ANSWER)
        assert taken(box) == []
        assert claim(box, LATER) == ["trước"]
        box.retry(row - 1, LATER, "network")
        add(box, "hai", priority=ANSWER)
        assert taken(box) == []

    await storage.write(under_way)
    await storage.write(story)


async def test_no_answer_waits_until_old_buttons_are_gone(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        before = taking(connection)
        assert add(before, "hỏi", priority=ANSWER)
        tidying = before.add("dọn", LAN, Outgoing(edits="7", keyboard_only=True), priority=ANSWER, now=NOW)
        assert taken(before) == ["hỏi", "dọn"]
        assert tidying is not None
        asked = [row for row in before.answers.taken() if row.id != tidying] if before.answers else []
        before.sent([(row.id, "8") for row in asked], NOW)
        box = taking(connection)
        add(box, "hỏi tiếp", priority=ANSWER)
        assert taken(box) == ["hỏi tiếp"]

    await storage.write(story)


async def test_answers_that_waited_are_taken_on_with_the_new_ones(storage: Storage) -> None:
    def story(connection: Connection) -> None:
        add(Outbox(connection), "trước", priority=ANSWER)
        box = taking(connection)
        add(box, "một", priority=ANSWER)
        assert taken(box) == ["trước", "một"]
        assert claim(box) == []

    await storage.write(story)
