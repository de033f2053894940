from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from io import BytesIO

import docx
import pytest

from bot.errors import UnreadableDocument
from bot.rendering.documents import summary_docx
from bot.rendering.regions import changed_by_hand
from tests.rendering import papers, samples
from tests.rendering.test_documents import text_of

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OWN = "Sở Ngoại vụ đã đón 12 đoàn (số liệu đã rà soát lại)."


def corrected(content: bytes, old: str, new: str) -> bytes:
    """Change words as an officer would in Word: the text of a run is cut in two and typed over."""
    document = docx.Document(BytesIO(content))
    for node in document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"):
        if node.text and old in node.text:
            node.text = node.text.replace(old, new)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_an_untouched_document_keeps_nothing() -> None:
    assert changed_by_hand(papers.sample_docx()) == {}
    assert text_of(summary_docx(papers.FACTS, samples.OFFICE, papers.sample_docx())) == text_of(papers.sample_docx())


def test_what_was_changed_by_hand_is_kept_and_the_rest_is_new() -> None:
    edited = corrected(papers.sample_docx(), "Đón 11 đoàn khách quốc tế với 96 lượt người.", OWN)
    rows = list(papers.FACTS.standings)
    assert rows[0].said is not None
    rows[0] = replace(rows[0], said=replace(rows[0].said, results="họp báo dời sang ngày 25/9/2024"))
    again = summary_docx(replace(papers.FACTS, standings=tuple(rows)), samples.OFFICE, edited)
    text = text_of(again)
    assert OWN in text
    assert "Đón 11 đoàn" not in text.split("Phụ lục I")[0]
    assert "Họp báo dời sang ngày 25/9/2024." in text
    assert "[BC-AN13]" in text
    third = text_of(summary_docx(papers.FACTS, samples.OFFICE, again))
    assert OWN in third


def test_what_was_changed_in_libreoffice_is_kept_too() -> None:
    """It drops the controls, and writes the beginning of a bookmark that stood between paragraphs twice."""
    edited = docx.Document(
        BytesIO(corrected(papers.sample_docx(), "Đón 11 đoàn khách quốc tế với 96 lượt người.", OWN))
    )
    body = edited.element.body
    for control in list(body.iter(f"{WORD}sdt")):
        start = control.getprevious()
        for child in control.find(f"{WORD}sdtContent"):
            control.addprevious(child)
        again = deepcopy(start)
        again.set(f"{WORD}id", f"9{start.get(f'{WORD}id')}")
        control.getnext().set(f"{WORD}id", again.get(f"{WORD}id"))
        control.getprevious().append(again)
        body.remove(control)
    file = BytesIO()
    edited.save(file)
    (kept,) = changed_by_hand(file.getvalue()).values()
    assert (kept.heading[:3], kept.paragraphs, kept.things) == ("4. ", 1, False)
    assert OWN in text_of(summary_docx(papers.FACTS, samples.OFFICE, file.getvalue()))


def test_what_the_officer_typed_is_text_and_stays_so() -> None:
    edited = corrected(papers.sample_docx(), "Đón 11 đoàn khách quốc tế", "</w:p> & {{ x }} \u202e")
    assert "</w:p> & {{ x }}" in text_of(summary_docx(papers.FACTS, samples.OFFICE, edited))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a document"])
def test_a_file_that_is_no_document(content: bytes) -> None:
    if not content:
        assert summary_docx(papers.FACTS, samples.OFFICE, content)
        return
    with pytest.raises(UnreadableDocument):
        summary_docx(papers.FACTS, samples.OFFICE, content)
