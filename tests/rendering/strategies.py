"""Random dues and hostile text."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import DueState
from bot.domain.plans import PlanId, TaskId
from bot.domain.reports import DueId, Status
from bot.domain.standings import Said, Standing

FIRST = date(2024, 7, 1)
HOSTILE_PIECES = (
    *("<w:t>", "&amp;", "</w:p>", "]]>", "{{ 7*7 }}", "{% for %}"),
    *("=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "https://a.b/?x=1&y=2"),
    *("😀👍🏽", "\u202eđảo", "\u200f", "\x00", "\x0b\x1b", "\ud800", "\ufffe", "\t\n", "'\""),
    *("Hòa", "A\u0302\u0301", "мир", "中文"),
)


def said() -> st.SearchStrategy[Said]:
    return st.builds(
        Said,
        code=st.integers(1, 999).map("BC-{:03d}".format),
        status=st.sampled_from(Status),
        percent=st.none() | st.integers(0, 100),
        results=st.sampled_from(["", "đăng 12 tin, bài", "mở 02 lớp tập huấn cho 350 lượt người", "xong"]),
        difficulties=st.sampled_from(["", "Không có", "Thiếu kinh phí. Đề nghị cấp bổ sung"]),
        at=st.integers(0, 120).map(lambda days: datetime(2024, 7, 1, 3, tzinfo=UTC) + timedelta(days)),
        in_time=st.booleans(),
        returned=st.booleans(),
    )


@st.composite
def standing(draw: st.DrawFn) -> Standing:
    task = draw(st.none() | st.integers(1, 4))
    agency = draw(st.integers(1, 6))
    report = draw(st.none() | said())
    states = [DueState.EXCUSED, DueState.DROPPED]
    states += [DueState.OPEN] if report is None else [DueState.RETURNED if report.returned else DueState.FULFILLED] * 3
    return Standing(
        due=DueId(draw(st.integers(1, 10_000))),
        plan=PlanId(1),
        plan_title="Kế hoạch thử",
        agency=AgencyId(agency),
        agency_name=f"Sở {agency}",
        role=draw(st.sampled_from(["lead", "cooperating"])),
        task=None if task is None else TaskId(task),
        no="" if task is None else f"II.{task}",
        title="Báo cáo năm" if task is None else f"Nhiệm vụ {task}",
        timeframe_text=None,
        leads=("Sở 1",),
        cooperating=(),
        period="2024-Q3",
        opens_on=FIRST,
        last_day=FIRST + timedelta(draw(st.integers(0, 100))),
        named_day=None,
        state=draw(st.sampled_from(states)),
        said=report,
    )


def standings(most: int = 30) -> st.SearchStrategy[tuple[Standing, ...]]:
    return st.lists(standing(), max_size=most).map(tuple)


def days() -> st.SearchStrategy[date]:
    return st.integers(0, 120).map(lambda number: FIRST + timedelta(number))


def hostile() -> st.SearchStrategy[str]:
    pieces = st.lists(st.sampled_from(HOSTILE_PIECES) | st.text(max_size=20), min_size=1, max_size=8)
    return pieces.map("".join)
