"""Questions that can be answered by a file which somebody brings to a web page."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.messages import Address
from bot.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class Waiting:
    """Whose question it is. `card` names the message that asked it last, so that the same file may come again to another."""

    address: Address
    user: str
    card: str
    is_open: bool


def waiting(desk: Desk, conversation: int, position: int) -> Waiting | None:
    """Find the question at a position of a conversation, whether or not it is still open; `None` for no such conversation."""
    found = desk.conversations.get(conversation)
    if found is None:
        return None
    is_open = found.state == "running" and found.pending == position
    return Waiting(found.address, found.user, found.card or "", is_open)
