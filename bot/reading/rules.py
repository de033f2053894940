"""Read the days of a sentence about reports as rules: each day, each period, and "đột xuất"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.domain.plans import Rule, RuleKind
from bot.reading.date_items import Spot, scan_spots
from bot.reading.date_parts import Period, Word, make_date
from bot.vietnamese import fold, one_line


@dataclass(frozen=True, slots=True)
class Printed:
    """A rule with the words it was read from, and the name of its report where those words give one."""

    rule: Rule
    text: str
    name: str = ""


@dataclass(slots=True)
class _Day:
    """A deadline in a sentence with the repetition that is said of it; `joined` when "và" ties it to the one before."""

    period: Period
    strict: bool
    start: int
    end: int
    every: str | None = None
    joined: bool = False
    where: str = ""


@dataclass(slots=True)
class _Sentence:
    text: str
    folded: str
    days: list[_Day] = field(default_factory=list)
    # Repetitions that have no day of their own: unit, start, end.
    loose: list[tuple[str, int, int]] = field(default_factory=list)
    sudden: list[tuple[int, int]] = field(default_factory=list)
    summary: list[int] = field(default_factory=list)


_KINDS = {
    "year": RuleKind.YEARLY,
    "half": RuleKind.HALF_YEAR,
    "quarter": RuleKind.QUARTERLY,
    "month": RuleKind.MONTHLY,
}
_SUDDEN = re.compile(r"dot xuat(?: (?:khac )?(?:theo|khi co) yeu cau)?")
_SUMMARY = re.compile(r"bao cao (?:tong ket|ket qua|tong hop|cuoi ky)|tong ket")


def read_rules(text: str, year: int | None) -> list[Printed]:
    """Read all rules of a sentence in printed order; `year` is the plan's, for days that print none.

    A half-year's two days give a rule each. A day without a month belongs only to what repeats monthly or quarterly; else
    it is no rule.
    """
    text = one_line(text)
    sentence = _Sentence(text, fold(text))
    _collect(sentence)
    _spread(sentence)
    _settle(sentence)
    rules = [*_day_rules(sentence, year), *_loose_rules(sentence), *_sudden_rules(sentence)]
    return [printed for _, printed in sorted(rules, key=lambda rule: rule[0])]


def _collect(sentence: _Sentence) -> None:
    """Put the deadlines and repetitions of the sentence in lists."""
    spots = scan_spots(sentence.text)
    waiting: list[tuple[str, int, int]] = []
    sentence.summary = [found.start() for found in _SUMMARY.finditer(sentence.folded)]
    sentence.sudden = [found.span() for found in _SUDDEN.finditer(sentence.folded)]
    for index, spot in enumerate(spots):
        every = _every(spot)
        last = sentence.days[-1] if sentence.days else None
        if every and last and _said_of(sentence, last, spot):
            last.every, last.end = every, spot.end
        elif every and last and not waiting and _follows(sentence, last, spot, every):
            last.every, last.end = last.every if last.every == "half" else every, spot.end
        elif every:
            waiting.append((every, spot.start, spot.end))
        elif day := _deadline(spots, index):
            _attach(sentence, day, waiting)
            if _FOR_THE_YEAR.match(sentence.folded[day.end :]):
                day.every = "year"
            waiting = []
        elif isinstance(spot.item, Word) and last and spot.item.kind in ("last_month", "next_month", "next_quarter"):
            last.where, last.end = spot.item.kind, spot.end
            last.every = last.every or ("month" if spot.item.kind == "next_month" else "quarter")
    sentence.loose += waiting


def _every(spot: Spot) -> str | None:
    item = spot.item
    if isinstance(item, Period):
        return "half" if item.what == "half" else None
    if item.kind == "every":
        return item.value if item.value in _KINDS else None
    return {"every_half": "half", "annual": "year"}.get(item.kind)


def _follows(sentence: _Sentence, day: _Day, spot: Spot, every: str) -> bool:
    """Tell whether "hằng năm" stands right behind a day and speaks of it."""
    between = sentence.folded[day.end : spot.start]
    if re.match(r"va |bao cao", sentence.folded[spot.start : spot.end]):
        return False
    return (
        every in ("year", "month", "quarter")
        and len(between) <= 8
        and not re.search(r"[,;]|\bva\b|\bhoac\b|\)", between)
    )


_FOR_THE_YEAR = re.compile(r"\s*\((?:doi voi )?(?:bao cao )?nam\)")
_OF = re.compile(r"[\s,]*(?:\(\s*(?:(?:doi voi|cho) )?|(?:doi voi|cho) )(?:bao cao )?(?:dinh ky )?")


def _said_of(sentence: _Sentence, day: _Day, spot: Spot) -> bool:
    """Tell whether a repetition stands behind a day as its subject: "trước ngày 15/6 (đối với báo cáo 6 tháng)"."""
    return _OF.fullmatch(sentence.folded[day.end : spot.start]) is not None


def _deadline(spots: list[Spot], index: int) -> _Day | None:
    """Read a day that is a deadline: "trước", "chậm nhất" or "hết" before it, or joined to one that is."""
    spot = spots[index]
    if not isinstance(spot.item, Period) or spot.item.what not in ("day", "month"):
        return None
    kinds: list[str] = []
    start = spot.start
    for earlier in reversed(spots[:index]):
        if isinstance(earlier.item, Period):
            break
        kind = earlier.item.kind
        if {"before", "by", "until"} & set(kinds) and kind not in ("and", "dash", "on", "by"):
            break
        kinds.append(kind)
        start = earlier.start if kind in ("before", "by", "until", "on", "hour") else start
    said = any(kind in ("before", "by", "until", "on") for kind in kinds)
    joined = "and" in kinds or "dash" in kinds
    # Between two days may stand what the first is for: "trước 05/6 (6 tháng), 05/12 (năm)".
    passed = {"and", "every_half", "annual"}
    if not said and not (joined and set(kinds) <= passed and _previous_deadline(spots, index)):
        return None
    if spot.item.what == "month" and not said:
        return None
    strict = ("before" in kinds or not said) and "hour" not in kinds
    return _Day(spot.item, strict, start, spot.end, None, joined)


def _previous_deadline(spots: list[Spot], index: int) -> bool:
    earlier = [place for place in range(index) if isinstance(spots[place].item, Period)]
    return bool(earlier) and _deadline(spots, earlier[-1]) is not None


def _attach(sentence: _Sentence, day: _Day, waiting: list[tuple[str, int, int]]) -> None:
    """Give a day the repetition said right before it; those said earlier stand alone."""
    summary = [start for start in sentence.summary if waiting and waiting[-1][2] < start < day.start]
    if waiting and not summary:
        day.every = waiting.pop()[0]
    elif day.joined and sentence.days:
        before = sentence.days[-1].every if not re.search(r"bao cao", _between(sentence, day)) else None
        # "trước ngày 20 tháng cuối quý và trước ngày 10/12": a day with its month comes once in the year.
        day.every = None if before in ("month", "quarter") and day.period.month else before
    sentence.days.append(day)
    sentence.loose += waiting


def _between(sentence: _Sentence, day: _Day) -> str:
    return sentence.folded[sentence.days[-1].end : day.start]


def _spread(sentence: _Sentence) -> None:
    """Read two joined days of one repetition as the two days of a half-yearly report."""
    for first, second in zip(sentence.days, sentence.days[1:], strict=False):
        if not second.joined or not first.period.month or not second.period.month:
            continue
        apart = abs(first.period.month - second.period.month)
        told = {first.every, second.every} - {None}
        if "bao cao" in sentence.folded[first.end : second.start] or told == {"half", "year"}:
            continue
        if told <= {"half", "year"} and (5 <= apart <= 7 or "half" in told):
            units = [unit for unit, _, _ in sentence.loose]
            first.every, second.every = ("half", "year") if units == ["half"] and told == {"year"} else ("half", "half")
            sentence.loose = [] if units == ["half"] else sentence.loose


_QUARTER = re.compile(r"quy (?:iv|i{1,3}|[1-4])[^,.;]{0,40}$")


def _settle(sentence: _Sentence) -> None:
    """Drop the repetitions that only announce days told one by one: "hằng quý, 6 tháng, năm: quý I trước ngày 10/3; …"."""
    told = {day.every for day in sentence.days}
    for day in sentence.days:
        if _QUARTER.search(sentence.folded[: day.start]):
            day.every = None
            told.add("quarter")
    sentence.loose = [loose for loose in sentence.loose if loose[0] not in told]


def _day_rules(sentence: _Sentence, year: int | None) -> Iterator[tuple[int, Printed]]:
    yearly = re.search(r"hang nam|moi nam", sentence.folded) is not None
    years = [day.period.year for day in sentence.days if day.period.year]
    for day in sentence.days:
        # In a plan for several years a day without a year comes every year.
        single = RuleKind.ONCE if year or years else RuleKind.YEARLY
        kind = _KINDS[day.every] if day.every else single
        month = day.period.number if day.period.what == "month" else day.period.month
        number = None if day.period.what == "month" else day.period.number
        if kind in (RuleKind.QUARTERLY, RuleKind.MONTHLY):
            month = None
        elif month is None or (number and make_date(2024, month, number) is None):
            continue
        printed_year = day.period.year or (years[-1] if years and kind is RuleKind.ONCE else None)
        repeated = kind in (RuleKind.YEARLY, RuleKind.QUARTERLY, RuleKind.MONTHLY) or yearly
        rule = Rule(kind, month, number, printed_year or (None if repeated else year), day.strict)
        text = _balanced(sentence.text[_word_start(sentence, day.start) : day.end].strip(" ,;()"))
        yield day.start, Printed(rule, text, _own_name(sentence, day))


def _balanced(text: str) -> str:
    return text + ")" if text.count("(") > text.count(")") else text


def _word_start(sentence: _Sentence, start: int) -> int:
    """Begin with "định kỳ" where it stands before the repetition."""
    before = sentence.folded[:start]
    return start - len("dinh ky ") if before.endswith("dinh ky ") else start


def _own_name(sentence: _Sentence, day: _Day) -> str:
    """Give the name that stands right before the day: "báo cáo 6 tháng"."""
    earlier = max((other.end for other in sentence.days if other.end <= day.start), default=0)
    found = re.search((
        r"bao cao (?:6 thang|quy|nam|thang|tong ket|so ket|chuyen de)[^,.;:(]{0,20}$|bao cao (?:6 "
        r"thang|nam|tong ket)"
    ),
                      sentence.folded[earlier : day.start + 8])  # fmt: skip
    if not found:
        return ""
    name = sentence.text[earlier + found.start() : earlier + found.end()]
    return re.split(r"\s+(?:trước|chậm)", name)[0].strip()


def _loose_rules(sentence: _Sentence) -> Iterator[tuple[int, Printed]]:
    """Keep a repetition without a day only where it is said of the report itself."""
    for unit, start, end in sentence.loose:
        before, after = sentence.folded[max(0, start - 40) : start], sentence.folded[end : end + 25]
        near = re.search(r"dinh ky[^.;]{0,25}$|bao cao(?: ket qua)?[^.;,]{0,12}$", before) or re.match(
            r"[\s,]*(?:tong hop,? )?bao cao", after
        )
        if near or sentence.folded[start:end].startswith(("dinh ky", "bao cao")):
            text = sentence.text[_word_start(sentence, start) : end].strip(" ,;()")
            yield start, Printed(Rule(_KINDS[unit]), text)


def _sudden_rules(sentence: _Sentence) -> Iterator[tuple[int, Printed]]:
    for start, end in sentence.sudden[:1]:
        begin = start - len("bao cao ") if sentence.folded[:start].endswith("bao cao ") else start
        yield start, Printed(Rule(RuleKind.AD_HOC), sentence.text[begin:end], "Báo cáo đột xuất")
