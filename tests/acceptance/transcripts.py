"""Plays a story over HTTP, and writes down what was really said: to be read aloud like a play."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.acceptance.actors import Actors, Lacking, Shown
from tests.acceptance.acts import CLOCK, Act, Story

_LIMIT = re.compile(r"(\d+) lần chọn, (\d+) dòng")
_NAMES = {"telegram": "Telegram", "zalo": "Zalo"}


@dataclass
class Effort:
    """What it costs somebody to answer: choices made by a tap or a number, lines typed, signs typed."""

    choices: int = 0
    lines: int = 0
    signs: int = 0

    def add(self, act: Act, told: str) -> None:
        """Count an act as it was done."""
        typed = told.partition("> ")[2].partition("   [")[0]
        if act.label is None and act.how in ("", "trả lời", "sửa"):
            self.lines += 1
            self.signs += len(typed)
        elif act.label is not None:
            self.choices += 1
            self.signs += 0 if typed.startswith("[") else len(typed)

    def __str__(self) -> str:
        return f"{self.choices} lần chọn, {self.lines} dòng, {self.signs} ký tự"


@dataclass
class Performance:
    """A story on one channel."""

    actors: Actors
    lines: list[str] = field(default_factory=list)
    _before: dict[tuple[str, str], Shown] = field(default_factory=dict)
    _efforts: dict[str, Effort] = field(default_factory=dict)
    _in_all: dict[str, Effort] = field(default_factory=dict)

    async def play(self, story: Story) -> str:
        """Play a story; returns the transcript."""
        self._news()
        self.lines = list(story.heading)
        for act in story.acts:
            if act.only in (None, self.actors.channel):
                await self._perform(act)
        self.lines += ["", *(f"# {who}: {effort}" for who, effort in self._in_all.items())]
        return "\n".join(self.lines) + "\n"

    async def _perform(self, act: Act) -> None:
        if act.how == CLOCK:
            await self.actors.jump(act.what)
            self._efforts.clear()
            told = act.line
        elif act.how == "đếm":
            self.lines += ["", *self._counted(act)]
            return
        else:
            told = await self._done(act)
        await self.actors.settle()
        self.lines += ["", told, *self._news()]

    async def _done(self, act: Act) -> str:
        try:
            told = await self.actors.do(act)
        except Lacking as lacking:
            return f"{act.line}\n  ({_NAMES[self.actors.channel]} không có: {lacking})"
        for efforts in (self._efforts, self._in_all):
            efforts.setdefault(act.who, Effort()).add(act, told)
        return told

    def _counted(self, act: Act) -> Iterator[str]:
        """Write down what it took since the clock last moved; an `AssertionError` where that is more than was said."""
        limit, effort = _LIMIT.search(act.what), self._efforts[act.who]
        assert limit is not None, act.line
        assert effort.choices <= int(limit[1]), f"{act.line}: {effort}"
        # Where choices are typed they are no lines of their own.
        assert effort.lines <= int(limit[2]), f"{act.line}: {effort}"
        yield act.line
        yield f"  ({effort})"

    def _news(self) -> list[str]:
        """Write down what is new in every chat; buttons that were merely taken away are not news."""
        now = {(one.place, one.id): one for one in self.actors.shown()}
        before, self._before = self._before, now
        return [*_written(one for key, one in now.items() if _is_new(before.get(key), one))]


def _is_new(known: Shown | None, one: Shown) -> bool:
    if known is None:
        return True
    return known.words != one.words and (bool(one.labels) or _words(known.words) != _words(one.words))


def _written(news: Iterable[Shown]) -> Iterator[str]:
    """Write messages down; what several people were told alike, once."""
    told = list(news)
    copies = Counter(one.words for one in told)
    seen = set()
    for one in told:
        if copies[one.words] > 1 and one.words in seen:
            continue
        seen.add(one.words)
        whom = ", ".join(dict.fromkeys(other.place for other in told if other.words == one.words))
        first, *rest = one.words.split("\n")
        yield f"  Bot → {whom}: {first}"
        yield from (f"    {line.strip()}" for line in rest)


def _words(spoken: str) -> str:
    return "\n".join(line for line in spoken.split("\n") if not line.startswith("  ["))
