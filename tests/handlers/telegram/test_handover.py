"""Answers that go from the transaction that writes them straight to the sender, and what was sent noted with the next."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest

from bot.demo.faults import Fault
from bot.demo.telegram.server import TelegramServer, TelegramWorld
from bot.domain import markup
from bot.domain.messages import Address, Channel, Outgoing, Priority
from bot.errors import StorageError
from bot.usecases import outbox
from bot.usecases.desk import Desk
from bot.usecases.outbox import Batch, Claim, Sent
from tests.handlers.telegram.rig import Rig
from tests.handlers.telegram.test_sending import held, states

LAN, HOA = 7, 8


@pytest.fixture(autouse=True)
async def _open(rig: Rig, world: TelegramWorld) -> AsyncIterator[None]:
    world.user(LAN, "Lan", started=True)
    world.user(HOA, "Hoa", started=True)
    await rig.channel.open()
    yield
    await rig.channel.close()


def _add(desk: Desk, user: int, words: str, priority: Priority = Priority.ANSWER) -> None:
    message = Outgoing(markup.text(words))
    desk.outbox.add(words, Address(Channel.TELEGRAM, str(user)), message, priority=priority, now=desk.now)


async def _say(rig: Rig, *words: str, also: str = "", fail: bool = False) -> list[Sent]:
    """Answer Lan in the transaction of a message of hers, and maybe write to Hoa; tell what was noted with it."""
    home = Address(Channel.TELEGRAM, str(LAN))
    noted: list[Sent] = []

    def keep(desk: Desk, sent: Sequence[Sent], wanted: Claim | None) -> Batch:
        noted[:] = sent
        outbox.note(desk, sent)
        outbox.take_on(desk, home, wanted)
        for one in words:
            _add(desk, LAN, one)
        if also:
            _add(desk, HOA, also, Priority.REMINDER)
        if fail:
            raise StorageError("full")
        return outbox.taken_on(desk)

    await rig.sender.answer(home, lambda sent, wanted: rig.doors.write(keep, sent, wanted))
    return noted


def _texts(world: TelegramWorld, user: int) -> list[str]:
    return [message.text for message in world.transcript(user)]


async def test_answers_go_out_without_a_round_and_are_noted_with_the_next_message(
    rig: Rig, server: TelegramServer, world: TelegramWorld
) -> None:
    await _say(rig, "một", "hai")
    await server.wait_for(lambda: _texts(world, LAN) == ["một", "hai"])
    assert await states(rig) == {"một": "waiting", "hai": "waiting"}
    noted = await _say(rig, "ba")
    assert "một" in [sent.row.key for sent in noted]
    await server.wait_for(lambda: _texts(world, LAN) == ["một", "hai", "ba"])
    assert (await states(rig))["một"] == "sent"


async def test_without_a_next_message_the_sender_notes_after_a_moment(
    rig: Rig, server: TelegramServer, world: TelegramWorld
) -> None:
    async with rig.running():
        await _say(rig, "một", also="nhắc")
        await server.wait_for(lambda: _texts(world, LAN) == ["một"] and _texts(world, HOA) == ["nhắc"])
    assert await states(rig) == {"một": "sent", "nhắc": "sent"}


async def test_what_comes_behind_a_message_that_fails_waits_for_it(
    rig: Rig, server: TelegramServer, world: TelegramWorld
) -> None:
    server.faults.add(Fault("sendMessage", "429", retry_after=3, chat=str(LAN)))
    async with rig.running():
        await _say(rig, "một", "hai")
        await held(rig)
        await _say(rig, "ba")
        assert _texts(world, LAN) == []
        rig.clock.advance(seconds=3)
        rig.wake()
        await server.wait_for(lambda: len(_texts(world, LAN)) == 3)
    assert _texts(world, LAN) == ["một", "hai", "ba"]


async def test_what_a_failed_write_could_not_note_is_noted_by_the_next_round(
    rig: Rig, server: TelegramServer, world: TelegramWorld
) -> None:
    await _say(rig, "một")
    await server.wait_for(lambda: _texts(world, LAN) == ["một"])
    with pytest.raises(StorageError):
        await _say(rig, "hai", fail=True)
    assert await states(rig) == {"một": "waiting"}
    async with rig.running():
        pass
    assert await states(rig) == {"một": "sent"}
    assert _texts(world, LAN) == ["một"]
