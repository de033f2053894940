"""Messages of people who write too fast: kept at once, dealt with in turn."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.messages import Incoming, Outgoing, Priority
from bot.texts import delivery as texts
from bot.usecases.desk import Desk
from storage.backlog import Backlog, Lane, Waiting
from storage.paces import Paces, Rate

WORTH_SAYING = 10
"""So many messages of a person wait before they are told; then they are told once."""


def keep(desk: Desk, incoming: Incoming) -> None:
    """Let a message wait for its turn; a repeat changes nothing."""
    waiting = Backlog(desk.connection).add(incoming)
    if waiting == WORTH_SAYING:
        message = Outgoing(texts.one_after_the_other(), reply_to=incoming.message)
        key = f"slower:{incoming.address.channel}:{incoming.update}"
        desk.outbox.add(key, incoming.address, message, priority=Priority.ANSWER, now=desk.now)


def admit(desk: Desk, lane: Lane, rate: Rate) -> bool:
    """Book messages of a person with all workers, which is for PostgreSQL; tell whether they may be dealt with at once.

    They may not where the person is too fast, wherever the messages came in, or where others of theirs wait already.
    """
    channel, user = lane
    # Whoever books first has the row until the end: of two workers one sees what the other has let through.
    name = f"said:{user}"[:64]
    wait = Paces(desk.connection).book(channel, [name], rate)[name]
    return wait <= 0 and Backlog(desk.connection).first(lane) is None


def lanes(desk: Desk) -> list[Lane]:
    """List whose messages wait."""
    return Backlog(desk.connection).lanes()


def next_of(desk: Desk, of: Iterable[Lane]) -> dict[Lane, Waiting]:
    """Find the oldest message of each lane; those of which none waits are left out."""
    backlog = Backlog(desk.connection)
    found = {lane: backlog.first(lane) for lane in of}
    return {lane: waiting for lane, waiting in found.items() if waiting is not None}


def done(desk: Desk, waiting: int) -> None:
    """Drop a message that has been dealt with."""
    Backlog(desk.connection).remove(waiting)
