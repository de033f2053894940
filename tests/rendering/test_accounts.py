from __future__ import annotations

from dataclasses import replace

from bot.domain.reports import Status
from bot.domain.standings import Said, Standing
from bot.rendering.accounts import accounts
from bot.rendering.documents import summary_docx
from bot.rendering.summary import Line, SummaryFacts, compose
from bot.rendering.templates import context
from tests.rendering import samples
from tests.rendering.test_documents import text_of

FIRST = next(row for row in samples.standings() if row.said)


def said(period: str, results: str, code: str, status: Status = Status.DONE) -> Standing:
    """Let one agency say something of one task in a quarter."""
    words = Said(code, status, None, results, "", samples.AS_OF, in_time=True)
    return replace(FIRST, period=period, said=words)


YEAR = (
    said("2024-Q1", "đăng 12 tin bài", "BC-A1"),
    said("2024-Q2", "đã mở 02 lớp tập huấn", "BC-A2", Status.IN_PROGRESS),
    said("2024-Q3", "Đăng  12 tin bài.", "BC-A3"),
    said("2024-Q4", "", "BC-A4"),
)


def line_of(*rows: Standing) -> Line:
    facts = SummaryFacts((samples.HEAD,), "2024", rows, samples.AS_OF)
    return next(part for part in compose(facts) if part.key == "results").topics[0].lines[0]


def test_an_agency_speaks_once_of_a_task_and_repeats_nothing() -> None:
    (account,) = accounts(YEAR)
    assert [(one.text, one.periods, one.codes) for one in account.passages] == [
        ("Đăng 12 tin bài.", ("2024-Q1", "2024-Q3"), ("BC-A1", "BC-A3")),
        ("Đã mở 02 lớp tập huấn.", ("2024-Q2",), ("BC-A2",)),
        ("Hoàn thành.", ("2024-Q4",), ("BC-A4",)),
    ]


def test_the_same_words_at_another_stage_are_told_apart() -> None:
    (account,) = accounts((YEAR[0], said("2024-Q2", "đăng 12 tin bài", "BC-A2", Status.IN_PROGRESS)))
    assert [one.stood for one in account.passages] == ["Hoàn thành", "Đang thực hiện"]


def test_what_was_returned_or_never_came_says_nothing() -> None:
    assert YEAR[0].said is not None
    returned = replace(YEAR[0], said=replace(YEAR[0].said, returned=True))
    assert accounts((returned, replace(FIRST, said=None))) == ()


def test_lead_and_cooperating_are_two_accounts() -> None:
    assert [one.role for one in accounts((YEAR[0], replace(YEAR[1], role="cooperating")))] == ["lead", "cooperating"]


def test_a_year_names_the_quarters_and_a_quarter_does_not() -> None:
    year = line_of(*YEAR)
    assert (year.who, year.note) == (FIRST.agency_name, "quý I, III; Hoàn thành")
    assert [(one.text, one.note) for one in year.run_in] == [
        (" Đã mở 02 lớp tập huấn.", "quý II; Đang thực hiện"),
        (" Hoàn thành.", "quý IV"),
    ]
    assert line_of(YEAR[0]).note == "Hoàn thành"


def test_the_paper_shows_one_paragraph_and_hides_the_codes_of_each_piece() -> None:
    facts = SummaryFacts((samples.HEAD,), "2024", YEAR, samples.AS_OF)
    content = summary_docx(facts, samples.OFFICE)
    told = f"- {FIRST.agency_name}: Đăng 12 tin bài. (quý I, III; Hoàn thành) Đã mở 02 lớp tập huấn. (quý II; Đang thực hiện)"
    assert told in text_of(content, hidden=False)
    assert "[BC-A1, BC-A3]" in text_of(content)


def test_a_form_of_the_office_gets_each_note_behind_its_own_piece() -> None:
    facts = SummaryFacts((samples.HEAD,), "2024", YEAR, samples.AS_OF)
    line = context(facts, samples.OFFICE)["phan"][1]["muc"][0]["dong"][0]
    assert line["noi_dung"].startswith("Đăng 12 tin bài. (quý I, III; Hoàn thành) Đã mở 02 lớp tập huấn. (quý II;")
    assert (line["ghi_chu"], line["ma"]) == ("", "BC-A1, BC-A3, BC-A2, BC-A4")
