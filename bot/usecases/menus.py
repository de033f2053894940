"""Numbered choices in place of buttons, on channels that have none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.messages import Address, Button
from bot.usecases.cards import BACK, parse_press
from bot.usecases.cards import BUTTONLESS as BUTTONLESS
from bot.usecases.desk import Desk
from bot.vietnamese import fold
from storage.conversations import Conversation
from storage.menus import Menu, Menus

LONGEST = 64
"""A longer text is no label."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A choice as it is shown: `number` 0 goes back to the question before."""

    number: int
    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Meant:
    """The button that a person means; `message` is the channel's id of the message that shows it."""

    data: str
    message: str


def numbered(rows: Sequence[Sequence[Button]]) -> list[Numbered]:
    """Number the buttons row by row from 1; what leads back is 0 and comes last, what leads to an address has no number."""
    buttons = [button for row in rows for button in row if not button.url]
    forward = [button for button in buttons if not _leads_back(button)]
    found = [Numbered(number, button.label, button.data) for number, button in enumerate(forward, start=1)]
    return found + [Numbered(0, button.label, button.data) for button in buttons if _leads_back(button)]


def _leads_back(button: Button) -> bool:
    press = parse_press(button.data)
    return press is not None and press.choice == BACK


def remember(desk: Desk, address: Address, rows: Sequence[Sequence[Button]], message: str) -> None:
    """Keep the choices of a message that has gone out, to be answered by number."""
    choices = [(choice.number, choice.label, choice.data) for choice in numbered(rows)]
    if choices:
        Menus(desk.connection).put(address, Menu(message, tuple(choices), desk.now))


def meant(desk: Desk, address: Address, text: str, running: Conversation | None) -> Meant | None:
    """Find the standing button that a typed label stands for, or a number where no question is open; `None` for none.

    A question's own choices are none of these: it reads its answer itself.
    """
    found = _shown(desk, address, text, running)
    return None if running is not None and _is_number(text) else found


def is_doubtful(desk: Desk, address: Address, text: str, running: Conversation | None) -> bool:
    """Tell whether a bare number may answer the open question as well as something that was shown after it."""
    return running is not None and _is_number(text) and _shown(desk, address, text, running) is not None


def _is_number(text: str) -> bool:
    return _bare(text).isdecimal()


def _bare(text: str) -> str:
    return fold(text).strip(" .!?,")


def _shown(desk: Desk, address: Address, text: str, running: Conversation | None) -> Meant | None:
    """Look a number or label up among the standing buttons shown last, unless the open question is newer."""
    if address.channel not in BUTTONLESS or not 0 < len(text) <= LONGEST:
        return None
    menu = Menus(desk.connection).last(address)
    if menu is None or (running is not None and menu.shown_at <= running.touched_at):
        return None
    standing = [choice for choice in menu.choices if parse_press(choice[2]) is None]
    fitting = (data for number, label, data in standing if _bare(text) in (str(number), fold(label)))
    return next((Meant(data, menu.message) for data in fitting), None)
