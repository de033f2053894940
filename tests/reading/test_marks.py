"""A document with a stamp on its first page is not read as a plan."""

from __future__ import annotations

import pytest

from bot.errors import UnreadableDocument
from bot.reading.marks import document_is_marked
from bot.reading.plan import read_plan


def test_a_plan_with_a_stamp_is_refused() -> None:
    with pytest.raises(UnreadableDocument) as refused:
        read_plan("ỦY BAN NHÂN DÂN TỈNH\nTỐI MẬT\nKẾ HOẠCH\n1. Tập huấn\n".encode(), "ke-hoach.txt")
    assert refused.value.code == "document.secret"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"%PDF-1.7 broken", "MẬT".encode()])
def test_what_cannot_be_read_quickly_is_let_through(content: bytes) -> None:
    assert not document_is_marked(content, "a.docx")
