"""One message being dealt with: what came, from whom, and ways to answer it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.conversations.engine import Script
from bot.domain.markup import Text
from bot.domain.messages import Announced, Button, Channel, Incoming, Outgoing, Priority, Rendered
from bot.domain.people import Person
from bot.usecases import conversations
from bot.usecases.cards import BUTTONLESS
from bot.usecases.desk import Desk
from bot.usecases.speaking import Hand

Rows = tuple[tuple[Button, ...], ...]


def _no_links(code: str) -> list[str]:
    return []


@dataclass(frozen=True)
class Surroundings:
    """What handlers know from the configuration and the platforms.

    `admins` are users who are administrators by configuration, as (channel, user id). `links` makes of an invite code the
    join link of each channel that has links, for instance ``https://t.me/nhacviec_bot?start=7K2MXQ4P``. `uploads` says that
    files can be brought to a page of ours.
    """

    admins: frozenset[tuple[Channel, str]] = frozenset()
    links: Callable[[str], list[str]] = _no_links
    uploads: bool = False


@dataclass
class Turn:
    """One message in its transaction. `person` is `None` for somebody unknown.

    `aside` says that what is shown comes in the middle of a conversation: where choices are numbered it offers none, so that
    numbers keep answering the question.
    """

    desk: Desk
    incoming: Incoming
    person: Person | None
    surroundings: Surroundings
    aside: bool = False
    _said: int = 0

    @property
    def hand(self) -> Hand:
        """By what this turn came about."""
        pressed = self.incoming.message if self.incoming.pressed is not None else None
        return Hand(self.incoming.update, pressed)

    def say(self, content: Text, rows: Rows = (), *, key: str | None = None, **extra: Any) -> None:
        """Answer in the chat the message came from."""
        self.send(Outgoing(content, rows, **extra), key)

    def send(self, message: Outgoing, key: str | None = None) -> None:
        """Queue a message to the chat the message came from; what bears the same `key` is said once."""
        self._said += 1
        if self.aside and self.incoming.address.channel in BUTTONLESS:
            message = replace(message, rows=())
        self.desk.outbox.add(
            key or self._key(),
            self.incoming.address,
            message,
            priority=Priority.ANSWER,
            now=self.desk.now,
            person=self.person.id if self.person else None,
        )

    def _key(self) -> str:
        return f"turn:{self.incoming.address.channel}:{self.incoming.update}:h{self._said}"

    def announce(self, content: Text, files: Sequence[tuple[Text, Rendered]]) -> None:
        """Say that files are being made, and queue them, each with its caption; the message then tells how far they are."""
        self.say(content)
        key = self._key()
        for number, (caption, file) in enumerate(files, start=1):
            self.send(Outgoing(caption, document=replace(file, announced=Announced(key, number, len(files)))))

    def replace_buttons(self, rows: Rows) -> None:
        """Change the buttons of the message that was pressed."""
        if self.incoming.message is not None:
            self.send(Outgoing(rows=rows, edits=self.incoming.message, keyboard_only=True))

    def begin_below(self, script: Script, args: dict[str, Any]) -> None:
        """Start a conversation below the pressed message, which stays as it is: a reminder is not overwritten."""
        self.begin(script, args, Hand(self.incoming.update))

    def begin(self, script: Script, args: dict[str, Any], hand: Hand | None = None) -> None:
        """Start a conversation with whoever wrote."""
        conversations.begin(
            self.desk,
            script,
            self.person.id if self.person else None,
            self.incoming.address,
            self.incoming.sender.user,
            args,
            hand or self.hand,
        )
