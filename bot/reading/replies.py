"""Short replies on a phone, read as reports: "xong rồi, 12 tin bài", "dang lam 70%", "1 xong 2: 50% 3 chưa", "mai nhắc lại"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from bot.domain.reports import Status
from bot.reading.chat import intents
from bot.reading.chat.difficulties import find_difficulty
from bot.reading.chat.parts import split
from bot.reading.chat.quantities import Figures, find_document, find_figures, quantities, without_documents
from bot.reading.chat.reply import Intent, Part, Reply
from bot.reading.chat.statuses import completion_day, expected_day, read_status
from bot.reading.chat.typed import Typed, read_typed
from bot.reading.days import DayMention, find_days

__all__ = ["Intent", "Part", "Reply", "read_reply"]

_LONGEST_READ = 4000
"""So many signs of a message are read; of what follows only the quantities are taken."""

_CLAUSE = re.compile(r"(?:[^,.;!?\n]|[,.](?=\d))+[?!]*")


def read_reply(text: str, today: date) -> Reply:
    """Read a message that came in reply to a reminder, or freely, on the day `today` in the plan's zone.

    Whatever is not certain is `Intent.OTHER`, or left `None`: it is for the caller to ask. Never raises, whatever the text.
    """
    typed = read_typed(text)
    reply = _read(_Message(typed.part(0, _LONGEST_READ), today))
    if reply.intent is not Intent.REPORT:
        return replace(reply, document=find_document(typed))
    return replace(reply, numbers=tuple(quantities(typed)), document=find_document(typed))


@dataclass(frozen=True)
class _Message:
    """What is found in a message, each found once."""

    typed: Typed
    today: date

    @cached_property
    def plain(self) -> str:
        return without_documents(self.typed.plain)

    @cached_property
    def figures(self) -> Figures:
        return find_figures(self.typed)

    @cached_property
    def days(self) -> tuple[DayMention, ...]:
        return find_days(self.figures.days_plain, self.today)

    @cached_property
    def status(self) -> Status | None:
        whole = read_status(intents.without_conditions(self.plain), self.figures, self.days, self.today)
        return self.parts[0].status if whole is None and len(self.parts) == 1 else whole

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return split(self.typed, self.today)

    @property
    def settled(self) -> bool:
        """Whether it says how far the task is beyond doubt, so that what else it says comes second."""
        return self.status is Status.DONE or self.figures.percent is not None


def _read(message: _Message) -> Reply:
    if len(message.parts) > 1 or any(part.targets is None or len(part.targets) > 1 for part in message.parts):
        return Reply(Intent.MULTI_REPORT, parts=message.parts)
    intent = _without_report(message)
    if intent in (None, Intent.ACK):
        return _report(message) if intent is None else Reply(Intent.ACK)
    return Reply(intent, day=_day_to_come(message, intent))


def _without_report(message: _Message) -> Intent | None:
    """Tell what the message wants if not to report; `None` for a report."""
    plain = message.plain
    if not message.settled and (intents.is_complaint(plain) or intents.is_small_talk(plain)):
        return Intent.OTHER
    if not message.settled and intents.is_passed_on(plain):
        return Intent.OTHER
    if intents.is_not_mine(plain) and not _settled_beside_others(message):
        return Intent.NOT_MINE
    if intents.is_question(plain) and not _settled_beside_question(message):
        return Intent.QUESTION
    if _puts_off(message):
        return Intent.SNOOZE
    if not message.settled and intents.is_ack(plain):
        return Intent.ACK
    if message.status is not None or intents.tells_of_nothing(plain):
        return None
    return None if message.figures.quantities or find_document(message.typed) else Intent.OTHER


def _settled_beside_others(message: _Message) -> bool:
    """Tell whether it is done or counted in percent by more than "bàn giao cho bạn Hoa rồi"."""
    telling = intents.without_others(message.plain)
    if intents.at_work_first(message.plain):
        return True
    return message.settled and (
        message.figures.percent is not None
        or read_status(telling, message.figures, message.days, message.today) is Status.DONE
    )


def _settled_beside_question(message: _Message) -> bool:
    """Tell whether the clauses that ask nothing say how far the task is: "xong rồi, gửi về đâu ạ?"."""
    telling = " , ".join(clause for clause in _CLAUSE.findall(message.plain) if not intents.is_question(clause))
    figures = find_figures(read_typed(telling)) if message.figures.percent is not None else message.figures
    return figures.percent is not None or read_status(telling, message.figures, (), message.today) is Status.DONE


def _puts_off(message: _Message) -> bool:
    if intents.asks_to_remind(message.plain) or intents.is_only_days(message.plain, message.days):
        return True
    coming = tuple(mention for mention in message.days if mention.ahead >= message.today)
    if message.status is Status.NOT_STARTED and intents.works_when_back(message.plain, coming):
        return True
    return not message.settled and intents.puts_off(message.plain, coming, told=message.status is not None)


def _day_to_come(message: _Message, intent: Intent) -> date | None:
    """Find the day on which to remind (snooze), or up to which more time is asked for (question)."""
    coming = [mention for mention in message.days if mention.ahead >= message.today]
    if intent is Intent.SNOOZE:
        promised = [mention for mention in coming if intents.promises(message.plain, mention)]
        later = (mention.ahead for mention in (*promised, *coming) if mention.ahead > message.today)
        return next(later, message.today if coming else None)
    if intent is Intent.QUESTION and intents.asks_for_time(message.plain):
        return next((mention.ahead for mention in coming if mention.exact), None)
    return None


def _report(message: _Message) -> Reply:
    return Reply(
        Intent.REPORT,
        message.status,
        message.figures.percent,
        _day_of_report(message),
        difficulty=find_difficulty(message.typed, message.status),
        parts=message.parts,
    )


def _day_of_report(message: _Message) -> date | None:
    if message.status is Status.DONE:
        return completion_day(message.plain, message.days, message.today)
    if message.status in (Status.IN_PROGRESS, Status.NOT_STARTED):
        return expected_day(message.plain, message.days, message.today)
    return None
