"""The weekly digest for leaders: one screen, under a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.agencies import AgencyId
from bot.domain.figures import Figures
from bot.domain.markup import Block, Bullets, Span, Text, b, i, p, plain, spans, text
from bot.domain.standings import LateAgency
from bot.domain.trends import Change
from bot.texts import days
from bot.texts.dues import shorten
from bot.vietnamese import utf16_length

LISTED = 5
SCREEN = 1000
"""Signs that fit on one screen and under a picture, in UTF-16 units; the channels draw list marks of their own."""
_NAME, _WHAT, _OPINION = 48, 60, 110
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Ahead:
    """One of next week's deadlines: what is owed by so many agencies."""

    day: date
    what: str
    agencies: int


@dataclass(frozen=True, slots=True)
class Opinion:
    """A difficulty or proposal on which leaders are asked to decide; `no` is the task's number."""

    agency: str
    no: str
    words: str


@dataclass(frozen=True, slots=True)
class Week:
    """What the digest tells.

    `since` is the day of the last digest. Since then `new_reports` came for this period and `older_reports` for earlier
    ones, and its figures have grown by `change`, `None` where it had none of this period. `late` are the first of
    `late_in_all` who are late with anything, of this period or an earlier one, with `overdue` dues in all; `overdue_before` is
    how many were in the last digest, `None` when unknown. `opinions` are the first of `opinions_in_all`. Of both there are at
    least as many as are listed. Nobody can be written to at the `unmanned` of the `late`.
    """

    period: str
    day: date
    figures: Figures
    since: date
    new_reports: int
    older_reports: int
    change: Change | None
    overdue_before: int | None
    late: Sequence[LateAgency]
    late_in_all: int
    overdue: int
    ahead: Sequence[Ahead]
    opinions: Sequence[Opinion]
    opinions_in_all: int
    unmanned: frozenset[AgencyId] = frozenset()


def has_news(week: Week) -> bool:
    """Tell whether there is more to say than one line: a report, a deadline next week, or another figure than last time.

    What was late then and still is, is no news.
    """
    if week.new_reports or week.older_reports or week.ahead:
        return True
    if week.change is not None and not week.change.is_nothing:
        return True
    return week.overdue != (week.overdue_before or 0)


def digest(week: Week) -> tuple[Text, Sequence[LateAgency]]:
    """Tell leaders how far, who is behind, what comes next; fewer lines of each where it would not fit one screen.

    Gives also the late agencies that are named, in the order of their numbers.
    """
    if not has_news(week):
        return _unchanged(week), ()
    lights, listed = _lights(week.figures), LISTED
    while utf16_length(plain(body := _written(week, lights, listed))) > SCREEN and listed > 1:
        listed -= 1
    return body, week.late[:listed]


def _unchanged(week: Week) -> Text:
    totals = week.figures.totals
    still = f" Vẫn còn {week.late_in_all} cơ quan quá hạn, lâu nhất {week.late[0].days} ngày." if week.late else ""
    received = f"đã báo cáo {totals.received}/{totals.expected}, không có thay đổi so với {_before(week)}.{still}"
    return text(p(b(f"Bản tin tuần {days.short_day(week.day)}: "), received))


def _late(one: LateAgency, *, unmanned: bool) -> tuple[Span, ...]:
    nobody = ", chưa có đầu mối" if unmanned else ""
    return spans(b(shorten(one.name, _NAME)), f": {one.missing} việc, {one.days} ngày{nobody}")


def _written(week: Week, lights: str, listed: int) -> Text:
    late = [_late(one, unmanned=one.agency in week.unmanned) for one in week.late[:LISTED]]
    opinions = [
        spans(b(shorten(one.agency, _NAME)), f" – {one.no}: " if one.no else ": ", shorten(one.words, _OPINION))
        for one in week.opinions
    ]
    return text(
        p(b(f"Bản tin tuần – {days.period_name(week.period)}"), "\n", i(days.long_day(week.day))),
        p(*_how_far(week)),
        p(lights),
        *_listed(f"🔴 Quá hạn ({week.late_in_all} cơ quan)", late, listed, numbered=True, in_all=week.late_in_all),
        *_listed("🟡 Sắp đến hạn", [_ahead(one) for one in week.ahead], listed),
        *_listed("Cần lãnh đạo cho ý kiến", opinions, listed, in_all=week.opinions_in_all),
    )


def _how_far(week: Week) -> tuple[Span, ...]:
    totals = week.figures.totals
    return spans(
        f"{_light(week)} Đã báo cáo ", b(f"{totals.received}/{totals.expected}"), f", {_grown(week)}. ", _tasks(week)
    )


def _grown(week: Week) -> str:
    """Say what has come since the last digest: "+5 báo cáo so với tuần trước"."""
    number = week.new_reports if week.change is None else week.change.totals.received
    older = f" (và {week.older_reports} của kỳ trước)" if week.older_reports else ""
    grown = f"{number:+d} báo cáo" if number else "không thêm báo cáo nào"
    return f"{grown}{older} so với {_before(week)}"


def _before(week: Week) -> str:
    ago = (week.day - week.since).days
    return "tuần trước" if _WEEK - 1 <= ago <= _WEEK + 1 else f"ngày {days.short_day(week.since)}"


def _tasks(week: Week) -> str:
    tasks, grown = week.figures.tasks, week.change.tasks if week.change else None
    done = _with_change(tasks.done, grown.done if grown else 0)
    blocked = _with_change(tasks.blocked, grown.blocked if grown else 0)
    return f"Nhiệm vụ: {done} hoàn thành, {blocked} vướng mắc."


def _with_change(number: int, grown: int) -> str:
    return f"{number} ({grown:+d})" if grown else str(number)


def _lights(figures: Figures) -> str:
    """Count the agencies by their light: all reported, something still to come, something late."""
    owing = [one for one in figures.agencies if one.expected]
    red = sum(1 for one in owing if one.missing)
    green = sum(1 for one in owing if one.received == one.expected)
    yellow = len(owing) - red - green
    return f"Cơ quan: 🟢 {green} đủ · 🟡 {yellow} còn hạn · 🔴 {red} quá hạn"


def _ahead(one: Ahead) -> tuple[Span, ...]:
    how_many = f" ({one.agencies} cơ quan)" if one.agencies > 1 else ""
    return spans(b(days.long_day(one.day)), f": {shorten(one.what, _WHAT)}{how_many}")


def _light(week: Week) -> str:
    if week.late:
        return "🔴"
    totals = week.figures.totals
    return "🟢" if totals.received == totals.expected else "🟡"


def _listed(
    title: str, lines: Sequence[tuple[Span, ...]], listed: int, *, numbered: bool = False, in_all: int | None = None
) -> list[Block]:
    if not lines:
        return []
    rest = (len(lines) if in_all is None else in_all) - listed
    blocks: list[Block] = [p(b(f"{title}:")), Bullets(tuple(lines[:listed]), numbered)]
    return [*blocks, p(i(f"… và {rest} mục khác"))] if rest > 0 else blocks


def switched(on: bool, when: str) -> Text:
    """Confirm in a group that the weekly digest is on or off."""
    if on:
        return text(f"Đã bật bản tin tuần cho nhóm này: {when}. Gõ /bantin lần nữa để tắt.")
    return text("Đã tắt bản tin tuần cho nhóm này. Gõ /bantin lần nữa để bật.")


WEEKLY_ON = "Nhận hằng tuần"
WEEKLY_OFF = "Thôi nhận hằng tuần"


def switched_own(on: bool, when: str) -> Text:
    """Confirm to one person that they get the weekly digest, or no longer."""
    if on:
        return text(f"Từ nay bot gửi riêng anh/chị bản tin tuần: {when}. Khi không cần nữa, anh/chị gõ /bantin.")
    return text("Bot không gửi bản tin tuần cho anh/chị nữa. Muốn nhận lại, anh/chị gõ /bantin.")


# ---------------------------------------------------------------- urging

URGE = "Đôn đốc"


def in_the_name_of(leader: str) -> Text:
    """Head what an agency gets when a leader has it urged."""
    return text(p(b("Đôn đốc: "), f"{leader} (lãnh đạo) đề nghị cơ quan anh/chị báo cáo ngay các việc sau."))


def urged(agency: str, people: int, by: str, *, waits: bool) -> Text:
    """Say in the chat whom an urging has reached."""
    when = "; tin sẽ gửi vào đầu giờ làm việc tới" if waits else ""
    return text(f"Đã đôn đốc {agency} ({people} đầu mối) thay mặt {by}{when}.")


def urged_already(agency: str) -> Text:
    return text(f"Hôm nay đã đôn đốc {agency}. Mỗi cơ quan chỉ đôn đốc một lần một ngày.")


def not_late(agency: str) -> Text:
    return text(f"{agency} không còn việc nào quá hạn.")


def nobody_to_urge(agency: str) -> Text:
    return text(f"{agency} chưa có đầu mối nhận tin, đề nghị điều phối viên gọi điện.")
