"""How a conversation speaks: what a script says becomes rows of the outbox, what it does a use case in a savepoint."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.conversations.steps import Do, Tell
from bot.domain.messages import Address, Button, Outgoing, Priority
from bot.domain.people import PersonId
from bot.usecases.desk import Desk
from storage.prepared import apart

GATHERING = timedelta(seconds=1.5)
"""How long the answer to one picture waits for the next: an app sends those of an album one by one."""


@dataclass(frozen=True, slots=True)
class Hand:
    """By which message a turn was brought about: its update, the message whose button was pressed, or the one that was said.

    `more` says that others like it may follow at once: the question waits for them, so that they get one answer together.
    """

    update: str
    pressed: str | None = None
    said: str | None = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class Extra:
    """What a `Tell` may carry beside words."""

    rows: tuple[tuple[Button, ...], ...] = ()
    document: Any = None
    photo: Any = None


class Speaker:
    """Puts what a script says in the outbox, and runs its use cases, each in a savepoint."""

    def __init__(self, desk: Desk, address: Address, person: PersonId | None, hand: Hand) -> None:
        self._desk = desk
        self._address = address
        self._person = person
        self._hand = hand
        self._said = 0

    def tell(self, position: int, step: Tell) -> None:
        """Say what a script tells."""
        extra = step.extra if isinstance(step.extra, Extra) else Extra()
        self.say(Outgoing(step.content, extra.rows, photo=extra.photo, document=extra.document))

    def perform(self, step: Do[Any]) -> Any:
        """Run a use case; what it had done is taken back when it raises."""
        if not step.intent.effect:
            return step.intent.perform(self._desk)
        with apart(self._desk.connection):
            return step.intent.perform(self._desk)

    def say(self, message: Outgoing) -> str:
        """Queue a message and return its key; after the first that follows a press the pressed message's buttons go."""
        first = self._said == 0
        key = self._queue(message)
        if first and self._hand.pressed and message.edits is None:
            self._queue(Outgoing(edits=self._hand.pressed, keyboard_only=True))
        return key

    def question(self, message: Outgoing) -> str:
        """Queue a question; straight after a press it takes the place of the pressed message."""
        if self._said == 0 and self._hand.pressed:
            message = replace(message, edits=self._hand.pressed)
        return self.ask_again(message)

    def ask_again(self, message: Outgoing) -> str:
        """Queue a question below what was said, once no more can be expected to follow."""
        return self._queue(message, GATHERING) if self._hand.more else self.say(message)

    def _queue(self, message: Outgoing, wait: timedelta = timedelta(0)) -> str:
        self._said += 1
        key = f"turn:{self._address.channel}:{self._hand.update}:{self._said}"
        self._desk.outbox.add(
            key,
            self._address,
            message,
            priority=Priority.ANSWER,
            now=self._desk.now,
            person=self._person,
            not_before=self._desk.now + wait,
        )
        return key
