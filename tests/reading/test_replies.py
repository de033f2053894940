"""Short replies: the examples read by hand, more of our own, and what holds for any text."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.reports import Status
from bot.reading.replies import Intent, Part, Reply, read_reply
from bot.vietnamese import clean, fold

DATA = Path(__file__).parents[1] / "data"
WEDNESDAY = date(2024, 10, 9)

Row = dict[str, str]
COLUMNS = ("intent", "status", "percent", "date", "numbers", "difficulty")


def rows(name: str) -> list[Row]:
    """Read a table of examples; a `\\n` in a text is a line break."""
    with (DATA / name).open(encoding="utf-8", newline="") as table:
        read = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [{**row, "text": row["text"].replace("\\n", "\n")} for row in read]


def as_row(reply: Reply) -> Row:
    """Write a reading as the tables do."""
    return {
        "intent": reply.intent,
        "status": reply.status or "null",
        "percent": "null" if reply.percent is None else str(reply.percent),
        "date": "null" if reply.day is None else reply.day.isoformat(),
        "numbers": "; ".join(reply.numbers) or "null",
        "difficulty": reply.difficulty or "null",
    }


def expected(row: Row) -> Row:
    return {key: unicodedata.normalize("NFC", row[key]) for key in COLUMNS}


GOLD = rows("gold/replies.tsv")
MORE = rows("replies_more.tsv")
EXAMPLES = [*GOLD, *MORE]


# All rows in one test: with thousands of tests, to name, send and report them took longer than the reading.
def test_reads_the_examples() -> None:
    read = {row["text"]: (as_row(read_reply(row["text"], WEDNESDAY)), expected(row)) for row in EXAMPLES}
    assert {text: both for text, both in read.items() if both[0] != both[1]} == {}


def test_the_examples_cover_every_intent() -> None:
    assert {row["intent"] for row in MORE} == set(Intent)
    assert len(MORE) >= 150


def without_marks(text: str) -> str:
    return "\n".join(fold(line) for line in text.split("\n"))


ALIKE = ("intent", "status", "percent", "date")


@pytest.mark.parametrize("change", [without_marks, str.upper, lambda text: unicodedata.normalize("NFD", text)])
def test_reads_them_without_marks_in_capitals_and_decomposed(change: Callable[[str], str]) -> None:
    read = {row["text"]: (as_row(read_reply(change(row["text"]), WEDNESDAY)), row) for row in EXAMPLES}
    told = {text: [{key: one[key] for key in ALIKE} for one in both] for text, both in read.items()}
    assert {text: both for text, both in told.items() if both[0] != both[1]} == {}


SPLIT = {
    "1 xong 2: 50% 3 chưa": [((1,), "done", None), ((2,), "in_progress", 50), ((3,), "not_started", None)],
    "1. xong\n2. xong\n3. 70%": [((1,), "done", None), ((2,), "done", None), ((3,), "in_progress", 70)],
    "xong 1 3 5, con lai dang lam": [((1, 3, 5), "done", None), (None, "in_progress", None)],
    "mục 1 90%, mục 2 30 %, mục 3 0%": [((1,), "in_progress", 90), ((2,), "in_progress", 30), ((3,), "not_started", 0)],
    "a) xong b) xong c) 40%": [((1,), "done", None), ((2,), "done", None), ((3,), "in_progress", 40)],
    "xong hết trừ số 4": [(None, "done", None), ((4,), None, None)],
    "1, 2 xong, 3 chưa": [((1, 2), "done", None), ((3,), "not_started", None)],
    "xong 1, 2, 3": [((1, 2, 3), "done", None)],
    "1xong 2chưa": [((1,), "done", None), ((2,), "not_started", None)],
    "1 100% 2 50% 3 0%": [((1,), "done", 100), ((2,), "in_progress", 50), ((3,), "not_started", 0)],
    "1 xong, chưa 2": [((1,), "done", None), ((2,), "not_started", None)],
    "II.1 xong, II.2 đang làm 50%": [((), "done", None), ((), "in_progress", 50)],
    "pano xong rồi, clip đang dựng, hội thảo chưa có ngày": [
        ((), "done", None),
        ((), "in_progress", None),
        ((), "not_started", None),
    ],
    "hoàn thành tất cả trừ mục 2 và 3 đang làm": [(None, "done", None), ((2, 3), "in_progress", None)],
}


@pytest.mark.parametrize("text", SPLIT)
def test_splits_a_report_on_several_tasks(text: str) -> None:
    reply = read_reply(text, WEDNESDAY)
    assert reply.intent is Intent.MULTI_REPORT
    assert (reply.status, reply.percent) == (None, None)
    assert [(part.targets, part.status, part.percent) for part in reply.parts] == SPLIT[text]
    assert all(part.text and part.text in text for part in reply.parts)


def test_keeps_the_task_that_a_report_names_by_its_number() -> None:
    assert read_reply("Task 2 done", WEDNESDAY).parts == (Part((2,), Status.DONE, None, "Task 2 done"),)
    assert read_reply("Mục II.2: đang làm, 45%", WEDNESDAY).parts == (
        Part((), Status.IN_PROGRESS, 45, "Mục II.2: đang làm, 45%"),
    )
    assert read_reply("xong rồi", WEDNESDAY).parts == ()


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("Số 123/BC-SNgV ngày 10/11/2024", "123/BC-SNgV ngày 10/11/2024"),
        ("xong rồi, báo cáo số 45/BC-UBND", "45/BC-UBND"),
        ("da gui cv 1123/ubnd-vx ngay 2/10", "1123/ubnd-vx ngay 2/10"),
        ("giải ngân được 320tr/500tr", None),
        ("xong 3/3 lớp", None),
    ],
)
def test_finds_the_number_of_an_official_document(text: str, document: str | None) -> None:
    assert read_reply(text, WEDNESDAY).document == document


WORDS = st.sampled_from(
    [
        "xong",
        "rồi",
        "chưa",
        "đang",
        "làm",
        "50%",
        "1",
        "2",
        "3",
        "còn",
        "lại",
        "trừ",
        "mai",
        "thứ",
        "6",
        "tuần",
        "sau",
        "nhắc",
        "báo",
        "cáo",
        "vướng",
        "do",
        "kinh",
        "phí",
        ",",
        ".",
        ":",
        ";",
        "?",
        ")",
        "(",
        "-",
        "/",
        "%",
        "12",
        "tin",
        "bài\n",
        "",
        "",
        "",
        "27/9",
        "không",
        "được",
        "ạ",
        "em",
        "k",
        "dc",
        "👍",
        "\n",
        "ngày",
        "31/2",
        "30-40%",
        "3/5",
        "lớp",
        "123/BC-UBND",
        "II.2",
        "a)",
        "đã",
        "hủy",
        "quý",
        "4",
        "nửa",
    ]
)
MESSAGES = st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=25).map(" ".join))
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@settings(deadline=None)
@given(MESSAGES, DAYS)
def test_any_text_is_read_the_same_twice_and_quoted_as_typed(text: str, today: date) -> None:
    reply = read_reply(text, today)
    kept = clean(text)
    assert read_reply(text, today) == reply
    quotes = (*reply.numbers, *(part.text for part in reply.parts), *filter(None, (reply.difficulty, reply.document)))
    assert all(quote and quote in kept for quote in quotes)
    assert reply.percent is None or 0 <= reply.percent <= 100


@settings(deadline=None)
@given(MESSAGES, DAYS)
def test_composed_and_decomposed_text_are_read_alike(text: str, today: date) -> None:
    composed, decomposed = (read_reply(unicodedata.normalize(form, text), today) for form in ("NFC", "NFD"))
    assert composed == decomposed


@settings(deadline=None)
@given(MESSAGES, DAYS)
def test_only_reports_say_how_far_a_task_is(text: str, today: date) -> None:
    reply = read_reply(text, today)
    if reply.intent is not Intent.REPORT:
        assert (reply.status, reply.percent, reply.numbers, reply.difficulty) == (None, None, (), None)
    if reply.intent is Intent.MULTI_REPORT:
        assert any(part.status is not None for part in reply.parts)


def test_a_text_as_long_as_channels_allow_is_read() -> None:
    text = "Trong quý III, đơn vị đã tổ chức 02 lớp tập huấn, đăng 12 tin bài và đang chuẩn bị hội nghị. " * 210
    assert read_reply(text, WEDNESDAY).intent is Intent.REPORT
