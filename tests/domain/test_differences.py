"""Which task of a newer version is which kept one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.differences import match_rules, match_tasks
from bot.domain.plan_years import first_year, last_year
from bot.domain.plans import (
    KeptRule,
    PlanDraft,
    PlanHead,
    PlanId,
    ReportingRule,
    Rule,
    RuleId,
    RuleKind,
    Task,
    TaskDraft,
    TaskId,
)
from bot.domain.timeframes import FrameKind, TimeFrame
from tests.worlds import at

TITLES = ["Tổ chức họp báo quý", "Xuất bản bản tin", "Tập huấn nghiệp vụ thông tin đối ngoại", "Quảng bá du lịch"]
DRAFTS = st.lists(
    st.builds(TaskDraft, no=st.sampled_from(["1", "2", "3"]), title=st.sampled_from(TITLES)),
    max_size=4,
    unique_by=lambda task: task.title,
)


def kept(drafts: list[TaskDraft]) -> list[tuple[Task, TaskDraft]]:
    return [
        (Task(TaskId(number), PlanId(1), number, draft.no, draft.title), draft) for number, draft in enumerate(drafts)
    ]


@given(DRAFTS, DRAFTS)
def test_every_task_is_matched_added_or_dropped_once(old: list[TaskDraft], new: list[TaskDraft]) -> None:
    found = match_tasks(kept(old), new)
    assert sorted([pair.position for pair in found.pairs] + [place for place, _ in found.added]) == list(
        range(len(new))
    )
    assert sorted([pair.task.id for pair in found.pairs] + [task.id for task in found.dropped]) == list(range(len(old)))
    assert {pair.new.title for pair in found.pairs} >= {draft.title for draft in old} & {draft.title for draft in new}


@given(DRAFTS)
def test_the_same_version_changes_nothing(drafts: list[TaskDraft]) -> None:
    found = match_tasks(kept(drafts), drafts)
    assert not (found.added)
    assert not (found.dropped)
    assert not (any(pair.changed for pair in found.pairs))


def test_a_mended_title_is_the_same_task_and_an_other_title_is_not() -> None:
    old = [TaskDraft("1", "Tổ chức họp báo quý"), TaskDraft("2", "Xuất bản bản tin")]
    new = [TaskDraft("1", "Tổ chức Họp báo định kỳ hằng quý"), TaskDraft("2", "Đào tạo cán bộ xã")]
    found = match_tasks(kept(old), new)
    assert [pair.task.no for pair in found.pairs] == ["1"]
    assert [draft.title for _, draft in found.added] == ["Đào tạo cán bộ xã"]
    assert [task.no for task in found.dropped] == ["2"]


def test_a_rule_with_another_day_is_changed() -> None:
    old = ReportingRule("IV", "Báo cáo", ("Các sở",), ("UBND tỉnh",), "trước 15/11", Rule(RuleKind.ONCE, 11, 15, 2024))
    new = ReportingRule("IV", "Báo cáo", ("Các sở",), ("UBND tỉnh",), "trước 20/11", Rule(RuleKind.ONCE, 11, 20, 2024))
    other = ReportingRule(
        "V", "Báo cáo tháng", ("Các sở",), ("UBND tỉnh",), "hằng tháng", Rule(RuleKind.MONTHLY, day=20)
    )
    mine = KeptRule(RuleId(1), PlanId(1), old)
    assert match_rules([mine], [old]).same == (mine,)
    found = match_rules([mine], [other, new])
    assert (found.changed, found.added, found.dropped) == (((mine, new),), (other,), ())


def test_years_of_a_plan() -> None:
    today = at("2026-05-01 08:00").date()
    frame = TimeFrame(FrameKind.QUARTERS, 2024, (1,))

    def year(title: str, *tasks: TaskDraft, printed: int | None = None) -> int:
        return first_year(PlanDraft(PlanHead(title, year=printed), tasks), today)

    assert year("Kế hoạch năm 2024", printed=2024) == 2024
    assert year("Kế hoạch giai đoạn 2023 - 2030") == 2023
    assert year("Kế hoạch", TaskDraft("1", "x", timeframe=frame)) == 2024
    assert year("Kế hoạch") == 2026
    assert last_year("Kế hoạch giai đoạn 2023-2030", 2024) == 2030
    assert last_year("Kế hoạch đến năm 2025", 2023) == 2025
    assert last_year("Kế hoạch năm 2024", 2024) == 2024
    assert last_year("Kế hoạch tuyên truyền chiến lược đến năm 2090", 2024) == 2024
