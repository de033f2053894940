"""What comes in the middle of a conversation, or long after its last answer: nothing is given up unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.conversations.steps import Answer, adapter
from bot.domain.messages import Button, Incoming, IncomingFile, IncomingKind
from bot.scripts.catalogue import ALL as SCRIPTS
from bot.scripts.join import join
from bot.texts import conversations as texts
from bot.usecases import conversations
from bot.usecases.cards import is_number
from bot.usecases.speaking import Hand
from bot.vietnamese import fold
from handlers.commands import Command
from handlers.files_of import evidence
from handlers.turn import Rows, Turn
from storage.conversations import Conversation

GO_ON, STOP = "on", "off"
SILENCE = timedelta(days=1)
"""After so long without an answer words are no answer any more: the conversation is offered anew."""

_TYPED = {"1": GO_ON, "tiep tuc": GO_ON, "lam tiep": GO_ON, "2": STOP, "dung": STOP, "dung lai": STOP, "thoi": STOP}


def asks_first(running: Conversation, command: Command) -> bool:
    """Tell whether a command has to wait for a decision: not /huy, not a mere slip, not a second try to join."""
    again = running.script == join.name and command.name == "start"
    return command.name not in ("", "huy") and not again


def is_silent(turn: Turn, running: Conversation) -> bool:
    """Tell whether the last answer lies so far back that the person has to be reminded of it."""
    return turn.desk.now - running.touched_at > SILENCE


def ask(turn: Turn, running: Conversation, *, answers: bool = False) -> None:
    """Ask whether to go on or to leave for what was just wanted, which is kept for that.

    `answers` says that it was meant as the answer to the open question.
    """
    title = SCRIPTS[running.script].title
    if is_silent(turn, running):
        question = texts.unfinished(title, running.touched_at, turn.desk.office.zone)
    else:
        question = texts.in_the_middle(title, _instead(turn.incoming))
    turn.desk.conversations.update(running.id, wanted=_wanted(turn.incoming, answers=answers))
    turn.say(question, _rows(running))


def _instead(incoming: Incoming) -> str:
    """Name what was wanted: a command as typed, a document; nothing for the rest."""
    if incoming.text.startswith("/"):
        return f"chuyển sang {incoming.text.split()[0]}"
    return f"nhập tệp {incoming.files[0].name}" if incoming.files and not incoming.reply_to else ""


def back_to(turn: Turn, running: Conversation) -> None:
    """Put the open question once more below what was only shown, so that the person can go on."""
    turn.desk.conversations.update(running.id, wanted=None)
    reason = texts.back_to(SCRIPTS[running.script].title)
    conversations.ask_again(turn.desk, SCRIPTS, running, Hand(turn.incoming.update), reason)


def _rows(running: Conversation) -> Rows:
    return ((Button(texts.GO_ON, f"c:{running.id}:{GO_ON}"), Button(texts.STOP, f"c:{running.id}:{STOP}")),)


def _wanted(incoming: Incoming, *, answers: bool) -> dict[str, Any]:
    """Pack what was wanted: ``{"kind": "press", "pressed": "do:report", "message": "17", "text": "", "reply_to": null}``.

    Files that came with it are in "files". "answers" says that it was meant for the open question, after a long silence.
    """
    kind = incoming.kind if incoming.kind in (IncomingKind.PRESS, IncomingKind.FILES) else IncomingKind.TEXT
    return {
        "kind": kind,
        "answers": answers,
        "files": adapter(tuple[IncomingFile, ...]).dump_python(incoming.files, mode="json"),
        "text": incoming.text,
        "pressed": incoming.pressed,
        "message": incoming.message,
        "reply_to": incoming.reply_to,
    }


def typed(turn: Turn, running: Conversation | None) -> str | None:
    """Read a typed decision, where one is open."""
    if running is None or running.wanted is None or turn.incoming.files:
        return None
    return _TYPED.get(fold(turn.incoming.text).strip(" .!"))


def pressed(data: str) -> tuple[int, str] | None:
    """Read a button like ``c:12:off`` as (conversation, decision); `None` when it is none."""
    parts = data.split(":")
    if len(parts) != 3 or parts[0] != "c" or not is_number(parts[1]) or parts[2] not in (GO_ON, STOP):
        return None
    return int(parts[1]), parts[2]


def settle(turn: Turn, running: Conversation, decision: str) -> Incoming | None:
    """Go on with a conversation, or leave it; returns what the person wanted instead, which is to be done now."""
    hand = Hand(turn.incoming.update)
    if decision == GO_ON:
        _go_on(turn, running)
        return None
    conversations.close(turn.desk, running, hand)
    turn.say(texts.stopped())
    wanted = _unpacked(turn.incoming, running)
    return wanted if wanted is not None and (wanted.text or wanted.pressed or wanted.files) else None


def _go_on(turn: Turn, running: Conversation) -> None:
    """Put the open question once more, or take what was said to it after the long silence."""
    turn.desk.conversations.update(running.id, wanted=None)
    kept = _unpacked(turn.incoming, running) if running.wanted and running.wanted.get("answers") else None
    hand = Hand(turn.incoming.update)
    if kept is not None:
        given = Answer(kept.text, files=evidence(kept))
        hand = Hand(turn.incoming.update, said=kept.message)
        if conversations.take_if_fitting(turn.desk, SCRIPTS, running, given, hand):
            return
    conversations.ask_again(turn.desk, SCRIPTS, running, hand, texts.go_on())


def _unpacked(incoming: Incoming, running: Conversation) -> Incoming | None:
    """Make a message again of what was wanted in the middle of a conversation."""
    wanted = running.wanted
    if wanted is None:
        return None
    return replace(
        incoming,
        kind=IncomingKind(wanted["kind"]),
        text=wanted["text"],
        pressed=wanted["pressed"],
        message=wanted["message"],
        reply_to=wanted["reply_to"],
        files=adapter(tuple[IncomingFile, ...]).validate_python(wanted.get("files", ())),
    )
