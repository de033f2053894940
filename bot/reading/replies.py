"""Short replies on a phone, read as reports: "xong rồi, 12 tin bài", "dang lam 70%", "1 xong 2: 50% 3 chưa", "mai nhắc lại"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from bot.domain.reports import Status
from bot.reading.chat import intents
from bot.reading.chat.difficulties import find_difficulty
from bot.reading.chat.parts import split
from bot.reading.chat.quantities import Figures, find_document, find_figures, quantities
from bot.reading.chat.reply import Intent, Part, Reply
from bot.reading.chat.statuses import completion_day, expected_day, read_status
from bot.reading.chat.typed import Typed, read_typed
from bot.reading.days import DayMention, find_days

__all__ = ["Intent", "Part", "Reply", "read_reply"]


def read_reply(text: str, today: date) -> Reply:
    """Read a message that came in reply to a reminder, or freely, on the day `today` in the plan's zone.

    Whatever is not certain is `Intent.OTHER`, or left `None`: it is for the caller to ask. Never raises on any text.
    """
    message = _Message(read_typed(text), today)
    reply = replace(_read(message), document=find_document(message.typed))
    if reply.intent in (Intent.REPORT, Intent.MULTI_REPORT):
        return replace(reply, numbers=tuple(quantities(message.typed, message.figures)) if not reply.parts[1:] else ())
    return reply
