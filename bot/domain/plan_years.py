"""The years a plan covers."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from bot.domain.plans import PlanDraft

_SPAN = re.compile(r"\b(20\d\d)\s*[-–—]\s*(20\d\d)\b")
_UNTIL = re.compile(r"\bđến (?:hết )?(?:năm )?(20\d\d)\b", re.IGNORECASE)
_LONGEST = 15


def first_year(draft: PlanDraft, today: date) -> int:
    """Find the year a plan begins in.

    The year in its head; else the first year of a span in its title; else the year most of its time frames name; else the
    year it was issued in, or `today`'s.
    """
    if draft.head.year is not None:
        return draft.head.year
    span = _SPAN.search(draft.head.title)
    if span:
        return int(span[1])
    named = Counter(task.timeframe.year for task in draft.tasks if task.timeframe.year is not None)
    if named:
        return named.most_common(1)[0][0]
    return (draft.head.issued_on or today).year


def last_year(title: str, first: int) -> int:
    """Find the last year a plan covers by its title; `first` for a plan of one year.

    >>> last_year("Kế hoạch giai đoạn 2023-2030", 2023), last_year("Kế hoạch năm 2024", 2024)
    (2030, 2024)
    """
    span, until = _SPAN.search(title), _UNTIL.search(title)
    last = int(span[2]) if span and int(span[1]) <= first else int(until[1]) if until else first
    return last if first <= last <= first + _LONGEST else first
