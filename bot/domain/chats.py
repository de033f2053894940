"""Group chats the bot has been taken into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from bot.domain.messages import Address

ChatId = NewType("ChatId", int)


@dataclass(frozen=True, slots=True)
class Chat:
    """A group chat. `digest` says that it wants the weekly digest, `active` that the bot is still in it."""

    id: ChatId
    address: Address
    title: str
    digest: bool = False
    active: bool = True
