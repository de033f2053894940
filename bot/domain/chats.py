"""Chats that get the weekly digest: groups the bot has been taken into, and people who want it themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from bot.domain.messages import Address
from bot.domain.people import PersonId

ChatId = NewType("ChatId", int)


@dataclass(frozen=True, slots=True)
class Chat:
    """A group chat, or the private chat of `person`.

    `digest` says that it wants the weekly digest, `active` that the bot is still in the group.
    """

    id: ChatId
    address: Address
    title: str
    person: PersonId | None = None
    digest: bool = False
    active: bool = True
