"""The plan of numbered items, told in the many ways in which offices tell it, is read as the one it was made of."""

from __future__ import annotations

import json
import random
import re
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.plans import PlanDraft
from bot.vietnamese import fold

NAME = "quang-ngai-2024"
Score = Callable[[str, PlanDraft], dict[str, Any]]
Read = Callable[[str], PlanDraft]
LABELS = {
    "lead": (
        "Cơ quan chủ trì", "Đơn vị chủ trì", "Chủ trì", "Cơ quan thực hiện", "Đơn vị thực hiện", "Cơ quan, đơn vị chủ trì", "ĐƠN VỊ CHỦ TRÌ",
        "Cơ quan thực hiện (tùy theo chức năng, nhiệm vụ)", "Phân công thực hiện", "Đơn vị chủ trì thực hiện", "Sở, ngành chủ trì",
        "Giao chủ trì", "Cơ quan đầu mối", "Trách nhiệm thực hiện",
    ),
    "cooperating": ("Cơ quan phối hợp", "Đơn vị phối hợp", "Phối hợp", "Cơ quan, đơn vị phối hợp", "Phối hợp thực hiện", "Đơn vị tham gia"),
    "time": ("Thời gian thực hiện", "Thời gian", "Thời gian hoàn thành", "Hoàn thành", "Tiến độ", "Thời hạn", "Thời gian, tiến độ thực hiện"),
}  # fmt: skip
_LINE = re.compile(r"^- (Cơ quan chủ trì|Cơ quan thực hiện|Cơ quan phối hợp|Thời gian thực hiện): (.*)$")
_ROLES = {
    "Cơ quan chủ trì": "lead",
    "Cơ quan thực hiện": "lead",
    "Cơ quan phối hợp": "cooperating",
    "Thời gian thực hiện": "time",
}


def lines_of(text: str) -> list[str]:
    # One block of the plan is broken by a page; here each follows on its item.
    return [line for line in text.split("\n") if line.strip()]


def relabel(text: str, labels: dict[str, str], form: str = "- {label}: {value}") -> str:
    def write(line: str) -> str:
        found = _LINE.match(line)
        return form.format(label=labels[_ROLES[found[1]]], value=found[2]) if found else line

    return "\n".join(map(write, lines_of(text)))


def usual(**other: str) -> dict[str, str]:
    return {role: other.get(role, names[0]) for role, names in LABELS.items()}


def check(score: Score, read: Read, text: str, least: float = 0.97) -> None:
    result = score(NAME, read(text))
    assert result["overall"] >= least, (result["parts"], result["tasks"]["missed"], result["tasks"]["wrong"])


@pytest.mark.parametrize("role", LABELS)
def test_a_label_that_nobody_uses_is_noticed(
    role: str, text_of: Callable[[str], str], score: Score, read: Read
) -> None:
    with pytest.raises(AssertionError):
        check(score, read, relabel(text_of(NAME), usual(**{role: "Chuyện khác"})))


@pytest.mark.parametrize(("role", "label"), [(role, label) for role, labels in LABELS.items() for label in labels])
def test_a_label_in_other_words_is_read(
    role: str, label: str, text_of: Callable[[str], str], score: Score, read: Read
) -> None:
    check(score, read, relabel(text_of(NAME), usual(**{role: label})))


@pytest.mark.parametrize(
    "form",
    [
        "+ {label}: {value}", "* {label}: {value}", "• {label} : {value}", "{label}: {value}", "- **{label}**: {value}", "- *{label}:* {value}",
        "-{label}:{value}", "  –  {label}:   {value}", "- <b>{label}</b>: {value}", "- _{label}_: {value}",
    ],
)  # fmt: skip
def test_lines_in_another_form_are_read(form: str, text_of: Callable[[str], str], score: Score, read: Read) -> None:
    check(score, read, relabel(text_of(NAME), usual(), form))


def blocks(text: str) -> list[list[str]]:
    """Give the lines of the plan with the three lines of each task together."""
    grouped: list[list[str]] = []
    for line in lines_of(text):
        if _LINE.match(line) and grouped and _LINE.match(grouped[-1][-1]):
            grouped[-1].append(line)
        else:
            grouped.append([line])
    return grouped


@pytest.mark.parametrize("seed", range(4))
def test_lines_in_another_order_are_read(seed: int, text_of: Callable[[str], str], score: Score, read: Read) -> None:
    shuffled = random.Random(seed)
    check(score, read, "\n".join("\n".join(shuffled.sample(block, len(block))) for block in blocks(text_of(NAME))))


@pytest.mark.parametrize("form", ["- {}; {}; {}", "- {}. {}. {}", "({}; {}; {})"])
def test_what_stands_on_one_line_is_read(form: str, text_of: Callable[[str], str], score: Score, read: Read) -> None:
    def join(block: list[str]) -> str:
        if len(block) != 3:
            return "\n".join(block)
        # Semicolons within a list would be lost among those between the labels only where no label follows.
        return form.format(*(line.removeprefix("- ").rstrip(".") for line in block))

    check(score, read, "\n".join(map(join, blocks(text_of(NAME)))))


NUMBERING = {
    "1)": (r"^(\d+)\. ", r"\1) "),
    "1/": (r"^(\d+)\. ", r"\1/ "),
    "1.1": (r"^(\d+)\. ", r"2.\1. "),
    "Nhiệm vụ 1:": (r"^(\d+)\. ", r"Nhiệm vụ \1: "),
    "II -": (r"^([IV]+)\. ", r"\1 - "),
    "II/": (r"^([IV]+)\. ", r"\1/ "),
    "a.": (r"^(?:- )?([abc])\) ", r"\1. "),
    "**1.**": (r"^(\d+\.) (.*)$", r"**\1** **\2**"),
    "### II.": (r"^([IV]+\. .*)$", r"### \1"),
    "1\\.": (r"^(\d+)\. ", r"\1\\. "),
}


@pytest.mark.parametrize("style", NUMBERING)
def test_another_numbering_is_read(style: str, text_of: Callable[[str], str], score: Score, read: Read) -> None:
    pattern, replacement = NUMBERING[style]
    check(score, read, re.sub(pattern, replacement, text_of(NAME), flags=re.MULTILINE))


SPELLING: dict[str, Callable[[str], str]] = {
    "nfd": lambda text: unicodedata.normalize("NFD", text),
    "windows lines": lambda text: text.replace("\n", "\r\n"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0", 400),
    "zero-width": lambda text: text.replace("Sở ", "Sở\u200b "),
    "Ð": lambda text: text.replace("Đ", "Ð"),
    "uỷ, hoá": lambda text: text.replace("ủy", "uỷ").replace("hóa", "hoá"),
    "abbreviations": lambda text: text.replace("Sở Thông tin và Truyền thông", "Sở TT&TT").replace("Văn phòng UBND tỉnh", "VP UBND tỉnh"),
    "slips": lambda text: text.replace("Cơ quan chủ trì:", "Cơ quan chủ tri :").replace("Thời gian thực hiện:", "Thời gian thưc hiện:"),
    "labels without diacritics": lambda text: re.sub(r"^- (Cơ quan|Thời gian)[^:]*:", lambda found: bare(found[0]), text, flags=re.MULTILINE),
    "no blank lines": lambda text: "\n".join(lines_of(text)),
    "indented": lambda text: textwrap.indent(text, "    "),
}  # fmt: skip


def bare(text: str) -> str:
    return f"- {fold(text.removeprefix('- '))}"


@pytest.mark.parametrize("way", SPELLING)
def test_another_spelling_is_read(way: str, text_of: Callable[[str], str], score: Score, read: Read) -> None:
    check(score, read, SPELLING[way](text_of(NAME)))


@pytest.mark.parametrize("width", [70, 90])
def test_lines_cut_at_a_width_are_read(width: int, text_of: Callable[[str], str], score: Score, read: Read) -> None:
    lines = [textwrap.fill(line, width, break_on_hyphens=False) for line in text_of(NAME).split("\n")]
    check(score, read, "\n".join(lines), least=0.95)


COLUMNS = {
    "no": ("STT", "TT", "Số TT"),
    "title": ("Nhiệm vụ", "Nội dung công việc", "Nội dung, nhiệm vụ"),
    "lead": ("Cơ quan chủ trì", "Đơn vị chủ trì, thực hiện", "Chủ trì"),
    "cooperating": ("Cơ quan phối hợp", "Đơn vị phối hợp", "Phối hợp"),
    "timeframe_text": ("Thời gian", "Thời gian hoàn thành", "Tiến độ thực hiện"),
}


def as_table(text: str, order: list[str], heads: dict[str, str], write: Callable[[list[str]], str]) -> str:
    """Tell the same plan with its tasks in an annex."""
    gold = json.loads((Path(__file__).parents[1] / "data" / "gold" / f"{NAME}.json").read_text(encoding="utf-8"))
    rows = [[heads[column] for column in order]]
    for number, task in enumerate(gold["tasks"], start=1):
        cells = {"no": str(number), "title": task["title"], "lead": "; ".join(task["lead"]), "cooperating": "; ".join(task["cooperating"]),
                 "timeframe_text": task["timeframe_text"]}  # fmt: skip
        rows.append([cells[column] for column in order])
    start, end = text.index("II. NHIỆM VỤ"), text.index("III. KINH PHÍ")
    body = text[:start] + "II. NHIỆM VỤ\nChi tiết tại Phụ lục.\n" + text[end:]
    return f"{body}\nPHỤ LỤC\nDANH MỤC NHIỆM VỤ\n\n" + "\n".join(map(write, rows)) + "\n"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None)
@given(
    st.permutations(["title", "lead", "cooperating", "timeframe_text"]),
    st.fixed_dictionaries({column: st.sampled_from(heads) for column, heads in COLUMNS.items()}),
    st.sampled_from(
        [lambda row: "\t".join(row), lambda row: "| " + " | ".join(row) + " |", lambda row: "\n".join(row)]
    ),
)
def test_the_same_plan_as_a_table_is_read(
    text_of: Callable[[str], str],
    score: Score,
    read: Read,
    order: list[str],
    heads: dict[str, str],
    write: Callable[[list[str]], str],
) -> None:
    check(score, read, as_table(text_of(NAME), ["no", *order], heads, write), least=0.95)
