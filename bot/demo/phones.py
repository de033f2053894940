"""The phones on the demo's page, whatever channel they are on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from bot.demo.params import Json


@dataclass(frozen=True)
class Phone:
    """One phone: who holds it and the chat it shows.

    `title` and `role` are what the page writes over it; `hint` offers sentences to tap. On Telegram the ids are numbers,
    on Zalo texts; both may be given as either.
    """

    id: str
    title: str
    role: str
    user_id: int | str
    chat_id: int | str
    hint: tuple[str, ...] = ()
    channel: Literal["telegram", "zalo"] = "telegram"


@dataclass(frozen=True)
class PhoneFile:
    """A file as the page serves it."""

    name: str
    mime: str
    content: bytes


class Handset(Protocol):
    """What the page needs of a phone; its methods raise our `UserError`s for what a person cannot do."""

    @property
    def phone(self) -> Phone: ...

    def view(self) -> Json:
        """Draw the whole phone with all its messages, for the page's script."""
        ...

    def listen(self, listener: Callable[[Json], None]) -> Callable[[], None]:
        """Tell of each change as an event, e.g. ``{"kind": "message", "message": {...}}``; the answer ends that."""
        ...

    def say(self, text: str, reply_to: str | None) -> None:
        """Write a text."""
        ...

    def press(self, message_id: str, data: str) -> None:
        """Press a button, as the screen showed it when it was pressed."""
        ...

    def send_file(self, file: PhoneFile, caption: str) -> None:
        """Send a file; a picture goes as a photo."""
        ...

    def file(self, file_id: str) -> PhoneFile | None:
        """Find a file that is in the chat."""
        ...

    def documents(self) -> list[Json]:
        """List the documents that the bot has sent here, oldest first."""
        ...


class Timeline(Protocol):
    """The demo's time, which the page can move but never back."""

    def now(self) -> datetime:
        """Tell the present (aware)."""
        ...

    async def jump(self, to: datetime) -> None:
        """Go to an instant (aware) through all that happens before it."""
        ...

    async def next_event(self) -> datetime | None:
        """Tell when the next reminder or digest goes out, None where nothing is planned."""
        ...
