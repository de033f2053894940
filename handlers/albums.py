"""Several files sent at once: the channels bring them one by one, and they are to be taken and answered together."""

from __future__ import annotations

from datetime import timedelta

from bot.conversations.steps import adapter
from bot.domain.markup import Text
from bot.domain.messages import Channel, Incoming
from bot.domain.reports import Evidence
from bot.scripts.quick_report import quick_report
from bot.usecases import conversations
from bot.usecases.speaking import Hand
from handlers.files_of import evidence
from handlers.turn import Turn
from storage.conversations import Conversation

TOGETHER = timedelta(seconds=10)
"""So long after the first file of several the others may still come, over a slow line."""


def may_have_more(incoming: Incoming) -> bool:
    """Tell whether files may be followed by others at once: those of an album, or pictures where none is named."""
    pictures = bool(incoming.files) and all(file.mime.startswith("image/") for file in incoming.files)
    return incoming.album is not None or (pictures and incoming.address.channel is Channel.ZALO)


def say_once(turn: Turn, content: Text) -> None:
    """Answer files that nothing is done with, once for all that were sent together."""
    incoming = turn.incoming
    if not may_have_more(incoming):
        turn.say(content)
        return
    together = incoming.album or int(turn.desk.now.timestamp() // TOGETHER.total_seconds())
    turn.say(content, key=f"album:{incoming.address.channel}:{incoming.address.chat}:{together}")


def join(turn: Turn, running: Conversation) -> bool:
    """Give more files of an album to the short report that its first one began, before anything is answered in it."""
    incoming, desk = turn.incoming, turn.desk
    if running.script != quick_report.name or not running.args.get("files") or incoming.text:
        return False
    if not may_have_more(incoming) or desk.now - running.touched_at > TOGETHER:
        return False
    if any(entry.kind in ("ask", "do") for entry in desk.conversations.journal(running.id)):
        return False
    more = adapter(list[Evidence]).dump_python(list(evidence(incoming)), mode="json")
    args = running.args | {"files": [*running.args["files"], *more]}
    conversations.close(desk, running, Hand(incoming.update))
    turn.begin(quick_report, args, Hand(incoming.update, said=running.answered, more=True))
    return True
