"""An officer's answers go where the questions came from, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.plans import PlanDraft, PlanHead, Question, ReportingRule, Rule, RuleKind, TaskDraft
from bot.domain.timeframes import UNSPECIFIED, FrameKind
from bot.errors import InvalidInput
from bot.reading.plan_answers import ANSWERABLE, NAMES, Answered, check, is_open, rename, settle

RULE = ReportingRule("IV", "Báo cáo", (), (), "khi kết thúc", Rule(RuleKind.ONCE), "dòng 30")
DRAFT = PlanDraft(
    PlanHead("KẾ HOẠCH của tỉnh"),
    (
        TaskDraft("II.1", "Họp báo", place="dòng 3", timeframe_text="Quý III"),
        TaskDraft("II.2", "Bản tin", lead=("Sở VHTT",), place="dòng 4", timeframe_text="mùa thu"),
        TaskDraft("II.3", "Tập huấn", place="dòng 5"),
    ),
    (RULE,),
)
NO_YEAR = Question("plan.no_year", "KẾ HOẠCH của tỉnh")


def settled(question: Question, words: str, draft: PlanDraft = DRAFT) -> PlanDraft:
    """Answer one question."""
    return settle(draft, [Answered(question, check(question, words))])


def test_a_head_is_completed() -> None:
    assert settled(Question("plan.no_number", ""), " 12/KH-UBND ").head.number == "12/KH-UBND"
    assert settled(Question("plan.no_coordinator", ""), "Sở Nội vụ").head.coordinator == "Sở Nội vụ"


def test_a_year_dates_what_printed_none() -> None:
    dated = settled(NO_YEAR, "năm 2024")
    assert dated.head.year == 2024
    assert (dated.tasks[0].timeframe.year, dated.tasks[0].timeframe.quarters) == (2024, (3,))
    assert dated.tasks[1].timeframe == UNSPECIFIED
    assert dated.reporting[0].rule.year == 2024


def test_one_task_or_all_that_were_asked_about() -> None:
    one = settled(Question("task.no_lead", "dòng 3", "II.1 Họp báo"), "Sở Y tế; Sở Văn hóa, Thể thao và Du lịch")
    assert [task.lead for task in one.tasks] == [
        ("Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở VHTT",),
        (),
    ]
    many = settled(Question("task.no_lead", "dòng 3", "II.1, II.2, II.3"), "Sở Y tế")
    assert [task.lead for task in many.tasks] == [("Sở Y tế",), ("Sở VHTT",), ("Sở Y tế",)]


def test_a_time_is_read_again() -> None:
    question = Question("task.timeframe_unread", "dòng 4", "II.2: mùa thu")
    changed = settled(question, "Quý IV/2024")
    assert changed.tasks[1].timeframe_text == "Quý IV/2024"
    assert changed.tasks[1].timeframe.quarters == (4,)
    assert (changed.tasks[0], changed.tasks[2]) == (DRAFT.tasks[0], DRAFT.tasks[2])


def test_all_questions_of_one_rule_are_answered_whatever_their_order() -> None:
    day = Question("reporting.no_day", "dòng 30", "khi kết thúc")
    receiver = Question("reporting.no_receiver", "dòng 30", "khi kết thúc")
    reporter = Question("reporting.no_reporter", "dòng 30", "khi kết thúc")
    answers = [Answered(day, "trước ngày 15/11/2024"), Answered(receiver, "UBND tỉnh"), Answered(reporter, "Sở Y tế")]
    (rule,) = settle(DRAFT, answers).reporting
    assert (rule.rule.month, rule.rule.day, rule.rule.year, rule.rule.strictly_before) == (11, 15, 2024, True)
    assert (rule.receivers, rule.reporters) == (("UBND tỉnh",), ("Sở Y tế",))


def test_names_change_only_for_the_workbook() -> None:
    answer = Answered(Question("agency.ambiguous", "dòng 4", "Sở VHTT"), "Sở Văn hóa và Thể thao")
    assert settle(DRAFT, [answer]) == DRAFT
    assert rename(DRAFT, [answer]).tasks[1].lead == ("Sở Văn hóa và Thể thao",)


def test_what_was_answered_is_open_no_more() -> None:
    question = Question("task.no_lead", "dòng 3", "II.1 Họp báo")
    asking = replace(DRAFT, questions=(question, NO_YEAR))
    assert is_open(question, asking)
    answered = settled(question, "Sở Y tế", asking)
    assert not is_open(question, answered)
    assert answered.questions == (NO_YEAR,)


@pytest.mark.parametrize(
    ("code", "words", "refusal"),
    [
        ("plan.no_year", "năm nay", "plan.year_unclear"),
        ("plan.no_year", "2023-2025", "plan.year_unclear"),
        ("plan.no_year", "1824", "plan.year_unclear"),
        ("task.no_timeframe", "sắp tới", "plan.timeframe_unclear"),
        ("reporting.no_day", "31/2", "plan.day_unclear"),
        ("task.no_lead", "; ;", "plan.names_unclear"),
        ("plan.no_number", "  ", "answer.empty"),
        ("plan.no_issuer", "x" * 501, "answer.long"),
    ],
)
def test_what_does_not_answer_is_refused(code: str, words: str, refusal: str) -> None:
    with pytest.raises(InvalidInput) as error:
        check(Question(code, ""), words)
    assert error.value.code == refusal


QUESTIONS = st.builds(
    Question,
    code=st.sampled_from(sorted(ANSWERABLE)),
    place=st.sampled_from(["", "dòng 3", "dòng 4", "dòng 30"]),
    about=st.sampled_from(["", "II.1 Họp báo", "II.1, II.3", "II.2: mùa thu", "khi kết thúc", "Sở VHTT"]),
)
WORDS = st.text(max_size=60) | st.sampled_from(["2024", "Quý III", "trước ngày 15/11", "Sở Y tế; Sở Nội vụ", "; ,"])


@given(st.lists(st.tuples(QUESTIONS, WORDS), max_size=6))
def test_any_answers_are_refused_or_settled_and_invent_no_task(given_answers: list[tuple[Question, str]]) -> None:
    answers = []
    for question, words in given_answers:
        try:
            answers.append(Answered(question, check(question, words)))
        except InvalidInput:
            continue
    done = rename(settle(DRAFT, answers), answers)
    assert [(task.no, task.title) for task in done.tasks] == [(task.no, task.title) for task in DRAFT.tasks]
    for before, after in zip(DRAFT.tasks, done.tasks, strict=True):
        if before.timeframe_text != after.timeframe_text and done.head.year is not None:
            assert after.timeframe.kind is not FrameKind.UNSPECIFIED
        if before.lead and not any(answer.question.code in NAMES for answer in answers):
            assert after.lead == before.lead
