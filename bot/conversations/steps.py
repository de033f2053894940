"""The steps a conversation may await: `Ask` waits for a person, `Tell` says something, `Do` runs one use case.

A step yields itself to the engine and returns what the engine sends back. Nothing else can be awaited in a script.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from pydantic import TypeAdapter

from bot.domain.markup import Text
from bot.domain.reports import Evidence
from bot.errors import InvalidInput
from bot.vietnamese import fold

V = TypeVar("V")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a person can choose: `value` is journalled, `label` is shown.

    The value travels in the button's data, so it is ASCII and at most 32 signs, and never "back".
    """

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered: a pressed choice by its value, or text, or files (with their caption as text).

    `errand` is set when no person answers but an errand that has ended; nothing a person sends can set it.
    """

    text: str = ""
    pressed: str | None = None
    files: tuple[Evidence, ...] = ()
    errand: int | None = None


@lru_cache(maxsize=256)
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Make the translator between values of `kind` and JSON."""
    return TypeAdapter(kind)


def choose(answer: Answer, choices: tuple[Choice, ...]) -> str | None:
    """Find the choice that was pressed, or typed as label or number from 1; `None` when there is none.

    Words under a file choose nothing: the file is the answer, and must not get lost.
    """
    if answer.files:
        return None
    if answer.pressed is not None:
        return next((choice.value for choice in choices if choice.value == answer.pressed), None)
    typed = fold(answer.text).strip(" .!?,")
    if typed.isascii() and typed.isdigit() and len(typed) < 10 and 1 <= int(typed) <= len(choices):
        return choices[int(typed) - 1].value
    return next((choice.value for choice in choices if fold(choice.label) == typed), None)


def only_choices(answer: Answer) -> Any:
    """Take nothing but the choices."""
    raise InvalidInput("answer.files" if answer.files else "answer.choose")


@dataclass(frozen=True, eq=False)
class Ask(Generic[V]):
    """Ask a person and wait for the answer.

    `choices` can be pressed, or typed as label or number. What is no choice goes through `accept`, which returns the value
    or raises `InvalidInput`; without it only choices are taken. The value is journalled as JSON of type `kind`.
    `numeric` says that any number may be the answer, 0 too; `files` that files may be, so that a channel which hands on none
    has to offer another way. `again` says that the question repeats one whose answer was not understood: who goes back comes
    to the question as it was put first. `short` is what is asked when an answer did not fit, where the question is long.
    """

    label: str
    question: Text
    choices: tuple[Choice, ...] = ()
    accept: Callable[[Answer], V] = only_choices
    kind: Any = str
    columns: int | None = None
    numeric: bool = False
    files: bool = False
    again: bool = False
    short: Text = ()

    def __await__(self) -> Generator[Any, Any, V]:
        value: V = yield self
        return value

    def read(self, answer: Answer) -> Any:
        """Turn an answer into the JSON value to journal; raises `InvalidInput` when it does not fit."""
        chosen = choose(answer, self.choices)
        if chosen is not None:
            return chosen
        if answer.pressed is not None:
            raise InvalidInput("answer.stale")
        return adapter(self.kind).dump_python(self.accept(answer), mode="json")

    def recall(self, value: Any) -> Any:
        """Turn the journalled value back."""
        if any(choice.value == value for choice in self.choices):
            return value
        return adapter(self.kind).validate_python(value)

    def fits(self, value: Any) -> bool:
        """Tell whether a value kept by an earlier version could have been given to this question."""
        if any(choice.value == value for choice in self.choices):
            return True
        return self.accept is not only_choices and not isinstance(value, dict | list)


def pick(
    label: str, question: Text, choices: tuple[Choice, ...], columns: int | None = None, short: Text = ()
) -> Ask[str]:
    """Ask for nothing but one of the choices; returns its value."""
    return Ask[str](label, question, choices, columns=columns, short=short)


@dataclass(frozen=True, eq=False)
class Tell:
    """Say something; `extra` is for the channel's side (buttons, files) and passes through untouched."""

    label: str
    content: Text
    extra: Any = None

    def __await__(self) -> Generator[Any, Any, None]:
        yield self


class Intent(Protocol[R_co]):
    """One use case, ready to run: a frozen dataclass with a `perform` that takes the use case's surroundings.

    `effect` says whether it changes anything: what only looks may be repeated when a person goes back. `result` is the
    type `perform` returns, by which it is journalled.
    """

    effect: ClassVar[bool]
    result: ClassVar[Any]

    def perform(self, desk: Any) -> R_co: ...


@dataclass(frozen=True, eq=False)
class Do(Generic[R]):
    """Run one use case. A `UserError` it raises is journalled, and raised here again on every replay."""

    label: str
    intent: Intent[R]

    def __await__(self) -> Generator[Any, Any, R]:
        value: R = yield self
        return value


Step = Ask[Any] | Tell | Do[Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One outcome in the journal.

    `kind` is "ask", "tell", "do" or "look" (a `Do` without effect). Examples of `value`: an answer ``"in_progress"``; a
    result ``{"ok": {"code": "BC-7K2MX"}}``; a refusal ``{"error": ["Conflict", "due.closed", {"no": "II.5"}]}``; `None` for
    something told.
    """

    kind: str
    label: str
    value: Any = field(default=None)
