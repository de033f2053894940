"""The office's own form of the report: filled in, harmless, refused with a reason."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import InvalidInput, UnreadableDocument
from bot.rendering.documents import summary_docx
from bot.rendering.summary import SummaryFacts
from bot.rendering.templates import filled, report_docx
from tests.rendering import samples

FORM = (
    "{{ co_quan }} – {{ ky_hieu }} – {{ ky }}",
    "{%p for p in phan %}",
    "{{ p.so }}. {{ p.tieu_de }}",
    "{%p for m in p.muc %}",
    "{{ m.tieu_de }}",
    "{%p for d in m.dong %}",
    "{{ d.don_vi }}: {{ d.noi_dung }} [{{ d.ma }}]",
    "{%p endfor %}",
    "{%p endfor %}",
    "{%p endfor %}",
    "Đã nhận {{ so_lieu.da_nhan }}/{{ so_lieu.phai_bao_cao }}, {{ so_lieu.hoan_thanh }} hoàn thành",
    "{%p for b in bao_cao %}",
    "{{ b.stt }}|{{ b.don_vi }}|{{ b.han }}|{{ b.tinh_trang }}|{{ b.ket_qua }}",
    "{%p endfor %}",
)


def _facts() -> SummaryFacts:
    return SummaryFacts((samples.HEAD,), "2024-Q3", samples.standings(), samples.AS_OF)


def _form(*lines: str) -> bytes:
    paper, file = docx.Document(), io.BytesIO()
    for line in lines:
        paper.add_paragraph(line)
    paper.save(file)
    return file.getvalue()


def _lines(content: bytes) -> list[str]:
    return [each.text for each in docx.Document(io.BytesIO(content)).paragraphs]


def test_a_form_is_filled_in_with_the_same_figures() -> None:
    facts = _facts()
    lines = _lines(filled(_form(*FORM), facts, samples.OFFICE))
    totals = facts.figures.totals
    assert lines[0].startswith(f"{samples.OFFICE.coordinator} – BC-")
    assert f"Đã nhận {totals.received}/{totals.expected}, {facts.figures.tasks.done} hoàn thành" in lines
    assert sum(1 for line in lines if line.count("|") >= 4) == len(facts.standings)
    assert any("[BC-" in line for line in lines)


@settings(max_examples=15, deadline=None)
@given(
    st.text(max_size=80) | st.sampled_from(["{{ 7*7 }}", "{% for x in y %}", "<w:p/>", "&amp;", "=cmd()", "\x00\x1f"])
)
def test_nobodys_words_become_part_of_the_form(words: str) -> None:
    facts = _facts()
    (first, *rest) = [row for row in facts.standings if row.said]
    assert first.said
    said = replace(first, said=replace(first.said, results=f"a {words} b"))
    lines = _lines(filled(_form("{{ bao_cao[0].ket_qua }}"), replace(facts, standings=(said, *rest)), samples.OFFICE))
    assert lines[0].startswith("a")
    assert "49" not in lines[0] or "49" in words


@pytest.mark.parametrize(
    "line", ["{{ khong_co }}", "{% for x in %}", "{{ ().__class__.__bases__[0].__subclasses__() }}"]
)
def test_a_place_that_cannot_be_filled_in_is_named(line: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        filled(_form(line), _facts(), samples.OFFICE)
    assert refusal.value.code == "template.wrong"
    assert refusal.value.values["problem"]


def test_the_configured_form_is_used(tmp_path: Path) -> None:
    form = tmp_path / "mau.docx"
    office = replace(samples.OFFICE, template=str(form))
    with pytest.raises(UnreadableDocument, match="missing"):
        report_docx(_facts(), office)
    form.write_bytes(b"no document")
    with pytest.raises(UnreadableDocument, match="unreadable"):
        report_docx(_facts(), office)
    form.write_bytes(_form("{{ trich_yeu }}"))
    assert _lines(report_docx(_facts(), office))[0].startswith("Kết quả thực hiện")
    with pytest.raises(InvalidInput, match="no_previous"):
        report_docx(_facts(), office, summary_docx(_facts(), samples.OFFICE))
