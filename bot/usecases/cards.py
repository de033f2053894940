"""The message that shows a question: its buttons, and what a press of one of them means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversations import engine
from bot.conversations.engine import Replay
from bot.conversations.steps import Answer, Ask, Choice
from bot.domain.markup import Text
from bot.domain.messages import Button, Channel, Outgoing
from bot.texts import conversations as texts
from storage.conversations import Conversation

BUTTONLESS = frozenset({Channel.ZALO})
"""The channels on which choices are answered by number, and 0 leads back."""

BACK = "back"

NARROW = 16
"""Labels up to this many characters stand two in a row."""

LONGEST_ID = 18
"""Digits of the longest id; what is longer was made up by somebody."""


def card(conversation: int, replay: Replay, question: Ask[Any], preface: Text = ()) -> Outgoing:
    """Show a question below `preface`, its choices as buttons, the way back below them where there is one."""
    rows = _rows(conversation, replay.position, question)
    if engine.back(replay.journal) is not None:
        rows = (*rows, (Button(texts.BACK, f"a:{conversation}:{replay.position}:{BACK}"),))
    upload = f"{conversation}:{replay.position}" if question.files else None
    return Outgoing((*preface, *question.question), rows, upload=upload)


def _rows(conversation: int, position: int, question: Ask[Any]) -> tuple[tuple[Button, ...], ...]:
    """Lay out the choices: two in a row where their labels are short."""
    buttons = [Button(choice.label, f"a:{conversation}:{position}:{choice.value}") for choice in question.choices]
    columns = question.columns or (2 if _all_narrow(question.choices) else 1)
    return tuple(tuple(buttons[start : start + columns]) for start in range(0, len(buttons), columns))


def _all_narrow(choices: Sequence[Choice]) -> bool:
    return all(len(choice.label) <= NARROW for choice in choices)


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button of a question: ``a:12:3:done`` is the choice "done" of the question at position 3 of conversation 12."""

    conversation: int
    position: int
    choice: str


def parse_press(data: str) -> Press | None:
    """Read a question's button; `None` when it is no such button."""
    parts = data.split(":", 3)
    if len(parts) != 4 or parts[0] != "a" or not (is_number(parts[1]) and is_number(parts[2])):
        return None
    return Press(int(parts[1]), int(parts[2]), parts[3])


def is_number(part: str) -> bool:
    """Tell whether a part of a button may be an id: digits such as "²" are none, and the database takes 18 at most."""
    return part.isascii() and part.isdigit() and len(part) <= LONGEST_ID


def pressed_answer(conversation: Conversation, press: Press) -> Answer | None:
    """Turn a press into an answer; `None` when the button does not belong to the open question."""
    if conversation.state != "running" or conversation.pending != press.position:
        return None
    return Answer(pressed=press.choice)
