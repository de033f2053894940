"""What goes before or after any command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import InvalidInput

if TYPE_CHECKING:
    import typer


@dataclass(frozen=True, slots=True)
class Invocation:
    """The options of all commands. `config_file` is `None` when not given; `debug` sends tracebacks to the log."""

    config_file: Path | None = None
    debug: bool = False


def take_common(words: Sequence[str]) -> tuple[list[str], Invocation]:
    """Split the words of a command line into the command's own and what is common to all, which may stand anywhere.

    >>> take_common(["status", "--config", "a.toml", "--json"])
    (['status', '--json'], Invocation(config_file=PosixPath('a.toml'), debug=False))

    Words after "--" are the command's own. Raises `InvalidInput("usage.config")` for `--config` without a file.
    """
    rest: list[str] = []
    config: str | None = None
    debug = False
    place = 0
    while place < len(words):
        word = words[place]
        if word == "--":
            rest += words[place:]
            break
        if word == "--config":
            place += 1
            config = words[place] if place < len(words) else ""
        elif word.startswith("--config="):
            config = word.removeprefix("--config=")
        elif word == "--debug":
            debug = True
        else:
            rest.append(word)
        place += 1
    if config == "":
        raise InvalidInput("usage.config")
    return rest, Invocation(Path(config) if config else None, debug)


def invocation(context: typer.Context) -> Invocation:
    """Give the common options to a command."""
    found = context.find_root().obj
    return found if isinstance(found, Invocation) else Invocation()
