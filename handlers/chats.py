"""News about chats: blocked and unblocked, taken into a group and out of it, moved to a supergroup."""

from __future__ import annotations

from bot.domain.messages import Incoming, IncomingKind
from bot.domain.people import Reach
from bot.usecases import outbox
from bot.usecases.desk import Desk


def note(desk: Desk, incoming: Incoming) -> bool:
    """Keep what a service message tells; returns whether there is nothing more to do about it."""
    if incoming.kind is IncomingKind.MIGRATED:
        outbox.move_chat(desk, incoming.address.channel, incoming.address.chat, incoming.text)
        return True
    if incoming.kind not in (IncomingKind.BLOCKED, IncomingKind.UNBLOCKED):
        return False
    reachable = incoming.kind is IncomingKind.UNBLOCKED
    if incoming.private and reachable:
        desk.people.set_reach(incoming.address, Reach.OK)
    elif incoming.private:
        outbox.lost(desk, incoming.address)
    else:
        chat = desk.people.upsert_chat(incoming.address, incoming.chat_title)
        desk.people.set_active(chat, reachable)
    return True
