"""The command line: `nhacviec`, also `python -m bot`."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

from bot.commands.failures import last_resort, tell, tell_os
from bot.commands.invocation import Invocation, take_common
from bot.errors import BotError


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status: 0 done, 1 could not be done, 2 wrong usage or configuration.

    Without `words` it is the process's own command line, and what nobody foresaw ends in one line too.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        rest, common = take_common(sys.argv[1:] if words is None else words)
        if words is None:
            last_resort(common.debug)
        return _perform(rest, common)
    except BotError as error:
        return tell(error)
    except OSError as error:
        return tell_os(error)


def _perform(words: list[str], common: Invocation) -> int:
    """Run what is named. The bot itself is started without the command line's library, which is big and soon idle."""
    if words == ["run"]:
        from bot.commands.starting import start

        start(common)
        return 0
    from bot.commands.program import perform

    return perform(words, common)
