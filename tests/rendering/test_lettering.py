from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.lettering import balanced, fit, width

WORDS = st.lists(
    st.sampled_from(["SỞ", "VĂN", "HÓA,", "THỂ", "THAO", "VÀ", "DU", "LỊCH", "TRUYỀN", "ƯƠNG"]), min_size=1, max_size=20
)


def test_known_widths() -> None:
    assert width("A", 10, bold=True) == 7.22
    assert width("Ậ", 10, bold=True) == width("A", 10, bold=True)
    assert width("Ự", 10) == width("Ư", 10) > width("U", 10)
    assert width("中", 10) == 10


@given(WORDS, st.floats(100, 400))
def test_lines_keep_the_words_and_the_limit(words: list[str], limit: float) -> None:
    text = " ".join(words)
    lines = balanced(text, limit, 12, bold=True)
    assert " ".join(lines) == text
    assert all(width(line, 12, bold=True) <= limit for line in lines)


def test_lines_are_even() -> None:
    lines = balanced(
        "Kết quả thực hiện Kế hoạch công tác thông tin đối ngoại và truyền thông chính sách năm 2024",
        420,
        14,
        bold=True,
    )
    assert len(lines) == 2
    assert min(map(len, lines)) > 0.7 * max(map(len, lines))


def test_a_word_too_long_has_a_line_of_its_own() -> None:
    assert balanced("a " + "X" * 200 + " b", 100, 12) == ("a", "X" * 200, "b")
    assert balanced("", 100, 12) == ("",)


def test_the_largest_size_that_fits() -> None:
    assert fit((("AAAA", False),), 40, (12, 13)) == 13
    assert fit((("AAAA", False),), 36, (12, 13)) == 12
    assert fit((("AAAA", False),), 30, (12, 13)) is None
