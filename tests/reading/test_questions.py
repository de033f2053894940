"""What was taken out of a plan is asked, never guessed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest

from bot.domain.plans import PlanDraft, Question
from bot.domain.timeframes import FrameKind

NAME = "quang-ngai-2024"
Read = Callable[[str], PlanDraft]
Text = Callable[[str], str]
LABELS = re.compile(r"- (?:Cơ quan chủ trì|Cơ quan thực hiện|Cơ quan phối hợp|Thời gian thực hiện):")


def asked(draft: PlanDraft, code: str) -> list[Question]:
    return [question for question in draft.questions if question.code == code]


def test_a_complete_plan_asks_only_for_its_number(text_of: Text, read: Read) -> None:
    assert [question.code for question in read(text_of(NAME)).questions] == ["plan.no_number"]


@pytest.mark.parametrize("seed", range(12))
def test_lines_removed_at_random(seed: int, text_of: Text, read: Read) -> None:
    """Each line of an assignment that is gone is asked for at its task, and nothing takes its place."""
    lines = text_of(NAME).split("\n")
    whole = {task.title: task for task in read(text_of(NAME)).tasks}
    chance = random.Random(seed)
    places = [index for index, line in enumerate(lines) if LABELS.match(line)]
    gone = set(chance.sample(places, 6))
    draft = read("\n".join(line for index, line in enumerate(lines) if index not in gone))
    missing = 0
    for task in draft.tasks:
        before = whole[task.title]
        assert task.lead in (before.lead, ())
        assert task.cooperating in (before.cooperating, ())
        assert task.timeframe in (
            before.timeframe,
            task.timeframe if task.timeframe.kind is FrameKind.UNSPECIFIED else None,
        )
        if not task.lead:
            assert any(task.no in question.about for question in asked(draft, "task.no_lead"))
        if task.timeframe_text is None:
            assert any(task.no in question.about for question in asked(draft, "task.no_timeframe"))
        missing += (not task.lead) + (task.timeframe_text is None) + (not task.cooperating)
    # A task that lost all its lines is asked for as an item without an assignment.
    lost = len(whole) - len(draft.tasks)
    assert lost == len(asked(draft, "task.no_assignment")) or asked(draft, "task.shared_block")
    assert missing + 3 * lost >= 6 or asked(draft, "task.shared_block")


@pytest.mark.parametrize("number", [3, 7, 11])
def test_an_item_that_is_gone_leaves_a_gap(number: int, text_of: Text, read: Read) -> None:
    without = re.sub(rf"^{number}\. (?=[A-ZĐ])", "", text_of(NAME), count=1, flags=re.MULTILINE)
    text = text_of(NAME).replace("\n2. Tổ chức Hội nghị", "\nTổ chức Hội nghị")
    assert asked(read(text), "numbering.gap")
    assert read(without) is not None


def test_a_report_without_its_day(text_of: Text, read: Read) -> None:
    text = text_of(NAME).replace("**trước ngày 15/11/2024**", "theo quy định")
    draft = read(text)
    assert draft.reporting == ()
    assert asked(draft, "reporting.none")


def test_a_time_that_is_not_understood(text_of: Text, read: Read) -> None:
    text = text_of(NAME).replace("Quý I/2024.", "Khi thuận lợi.", 1)
    draft = read(text)
    question = asked(draft, "task.timeframe_unread")[0]
    assert "Khi thuận lợi" in question.about
    assert question.place.startswith("dòng ")


def test_two_times_for_one_task(text_of: Text, read: Read) -> None:
    text = text_of(NAME).replace(
        "- Thời gian thực hiện: Quý I/2024.", "- Thời gian: Quý I/2024.\n- Hoàn thành: Quý II/2024."
    )
    assert [question.about for question in asked(read(text), "timeframe.doubled")] == ["Quý II/2024."]


def test_a_name_that_is_none(text_of: Text, read: Read) -> None:
    text = text_of(NAME).replace("- Cơ quan chủ trì: Công an tỉnh.", "- Cơ quan chủ trì: Bà Nguyễn Thị Lan.")
    assert [question.about for question in asked(read(text), "agency.unknown")] == ["Bà Nguyễn Thị Lan"]


def test_a_letter_is_no_plan_but_its_day_is_read(read: Read) -> None:
    draft = read(
        "Số: 12/STTTT-BC\nV/v báo cáo\nKính gửi: Sở Nội vụ.\nĐề nghị Sở Nội vụ gửi báo cáo về Sở Thông tin và Truyền thông trước ngày 10/6/2024."
    )
    assert asked(draft, "plan.no_tasks")
    assert [(rule.rule.month, rule.rule.day, rule.receivers) for rule in draft.reporting] == [
        (6, 10, ("Sở Thông tin và Truyền thông",))
    ]


def test_each_question_has_a_place_or_is_about_the_whole(text_of: Text, read: Read) -> None:
    for name in ("thua-thien-hue-2024", "vinh-long-2018"):
        for question in read(text_of(name)).questions:
            assert question.place or question.code in ("plan.no_tasks", "reporting.none")
