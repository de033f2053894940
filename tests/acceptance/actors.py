"""What people of a story need on every channel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from bot.domain.messages import Channel
from bot.wiring import House
from tests.acceptance.acts import Act
from tests.acceptance.troupe import PLAYERS
from tests.demo.pictures import PNG

FILES = Path(__file__).with_name("transcripts") / "files"
ON_TELEGRAM, ON_ZALO = -500, "g500"
_FORUM = -1_000_000_000_777


class Lacking(Exception):
    """The channel has no such thing; says what."""


class Shown(NamedTuple):
    """A message of the bot as it stands: where, which, its words with the buttons below, its buttons' labels."""

    place: str
    id: str
    words: str
    labels: tuple[str, ...] = ()


class Actors(Protocol):
    """All people of a story on one channel."""

    channel: Channel

    @property
    def house(self) -> House: ...

    async def do(self, act: Act) -> str:
        """Do what an act says; tell how it looks on this channel. Raises `Lacking`."""
        ...

    def shown(self) -> Iterator[Shown]:
        """List what the bot has said in all chats, private ones first."""
        ...

    async def settle(self) -> None:
        """Wait until the bot has nothing more to do."""
        ...

    async def jump(self, to: str) -> None:
        """Go to an instant in Việt Nam."""
        ...


def content_of(name: str) -> bytes:
    """Give a file of the stories, or something by that name; a picture is one."""
    kept = FILES / name
    if kept.exists():
        return kept.read_bytes()
    return PNG + name.encode()


def listed_files(what: str) -> tuple[list[str], str]:
    listed, _, caption = what.partition(" | ")
    return [name.strip() for name in listed.split(",")], caption


def long_text(signs: int) -> str:
    """Write a text of about so many signs, whose lines can be told apart."""
    lines = (f"Dòng {number}: đã tổ chức họp báo về đối ngoại, có 12 tin bài." for number in range(1, signs))
    text = ""
    while len(text) < signs:
        text += next(lines) + "\n"
    return text.strip()


def number_of(act: Act) -> int:
    """Tell who acts, by their number on Telegram."""
    return PLAYERS[act.who].number
