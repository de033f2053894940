"""Plays a conversation that is written down as text, over HTTP, and writes down what was really said.

A transcript is read aloud like a play. Acts are these lines; all other lines are what followed, and are compared::

    === 2024-11-08 08:00        the clock goes to this instant in Việt Nam, through all that happens before
    Lan> /baocao                Lan writes
    Lan> [Hoàn thành]           Lan presses the last button of that name
    Lan (sửa)> 3 tin bài        Lan edits her last message
    Lan (trả lời)> xong rồi     Lan replies to the last message that has [Báo cáo]
    Lan (gửi)> anh.jpg | chú thích     Lan sends a file
    Lan (dán)>                  Lan sends a sticker
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.demo.telegram_model import Message
from bot.demo.telegram_world import written
from tests.acceptance.towns import Town

_ACT = re.compile(r"(?P<who>\w+)(?: \((?P<how>sửa|trả lời|gửi|dán)\))?> ?(?P<what>.*)")
_CLOCK = re.compile(r"=== (?P<at>\d{4}-\d\d-\d\d \d\d:\d\d)")


@dataclass
class Stage:
    """A town and its players by name."""

    town: Town
    players: Mapping[str, int]
    _shown: dict[int, dict[int, tuple[str, str]]] = field(default_factory=dict)
    _said: dict[str, Message] = field(default_factory=dict)

    async def play(self, transcript: str) -> str:
        """Play the acts of a transcript; returns the transcript as it really went."""
        self._look()
        lines: list[str] = []
        for line in transcript.splitlines():
            if line.startswith("#"):
                lines.append(line)
            elif await self._act(line):
                lines += [*([""] if lines else []), line, *self._news()]
        return "\n".join(lines) + "\n"

    async def _act(self, line: str) -> bool:
        """Do what a line says; tells whether it was an act."""
        clock, act = _CLOCK.fullmatch(line), _ACT.fullmatch(line)
        if clock is not None:
            await self.town.jump(clock["at"])
        elif act is not None and act["who"] in self.players:
            self._do(act["who"], act["how"] or "", act["what"])
        else:
            return False
        await self.town.settle()
        return True

    def _do(self, who: str, how: str, what: str) -> None:
        world, user = self.town.world, self.players[who]
        if how == "sửa":
            world.edit(user, self._said[who], what)
        elif how == "gửi":
            name, _, caption = what.partition(" | ")
            world.send_file(user, name, name.encode(), "image/jpeg", caption)
        elif how == "dán":
            world.sticker(user)
        elif what.startswith("[") and what.endswith("]"):
            world.press(user, self._with_button(user, what[1:-1]).id, what[1:-1])
        else:
            reply_to = self._with_button(user, "Báo cáo") if how == "trả lời" else None
            self._said[who] = world.say(user, what, reply_to=reply_to.id if reply_to else None)

    def _with_button(self, user: int, label: str) -> Message:
        shown = self.town.world.transcript(user)
        found = next((one for one in reversed(shown) if label in one.labels), None)
        if found is None:
            raise LookupError(f"no [{label}] in: {self.town.world.chat_text(user)}")
        return found

    def _look(self) -> None:
        self._shown = {user: dict(self._messages(user)) for user in self.players.values()}

    def _messages(self, user: int) -> Iterator[tuple[int, tuple[str, str]]]:
        for message in self.town.world.transcript(user):
            if message.sender.is_bot:
                spoken = written(message).partition(": ")[2]
                yield message.id, (spoken, " ".join(message.labels))

    def _news(self) -> list[str]:
        """Write down what is new in every chat; buttons that were merely taken away are not news."""
        before = self._shown
        self._look()
        lines: list[str] = []
        for who, user in self.players.items():
            for number, (spoken, labels) in self._shown[user].items():
                known = before[user].get(number)
                if known is None or (known[0] != spoken and (labels or _words(known[0]) != _words(spoken))):
                    first, *rest = spoken.split("\n")
                    lines += [f"  Bot → {who}: {first}", *(f"    {line.strip()}" for line in rest)]
        return lines


def _words(spoken: str) -> str:
    return "\n".join(line for line in spoken.split("\n") if not line.startswith("  ["))
