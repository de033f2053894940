from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.sentences import as_sentence, as_sentences, parted
from tests.rendering import strategies


def test_only_the_first_letter_the_full_stop_and_spaces_change() -> None:
    assert as_sentence("đã  đăng 12 tin,  bài") == "Đã đăng 12 tin, bài."
    assert as_sentences("- đón 11 đoàn;\n+ hướng dẫn 05 đoàn\n\n") == ("Đón 11 đoàn.", "Hướng dẫn 05 đoàn.")
    assert as_sentence("Đã xong!") == "Đã xong!"
    assert as_sentence("") == ""
    assert as_sentence("1) mở lớp\n2. bế mạc") == "Mở lớp. Bế mạc."
    assert as_sentence("12 tin, bài") == "12 tin, bài."


@given(strategies.hostile())
def test_no_letter_is_lost_or_added(text: str) -> None:
    def letters(value: str) -> str:
        return "".join(sign for sign in value.casefold() if sign.isalpha())

    edited = as_sentence(text)
    assert letters(as_sentence(edited)) == letters(edited)
    assert "\n" not in edited


@given(
    st.lists(st.sampled_from(["Thiếu người", "Đề nghị cấp kinh phí", "kiến nghị sửa quy định", "Mưa bão"]), max_size=5)
)
def test_difficulties_and_proposals_are_parted_without_loss(parts: list[str]) -> None:
    difficulties, proposals = parted(". ".join(parts))
    assert difficulties.count("hiếu người") == parts.count("Thiếu người")
    assert proposals.count("kinh phí") == parts.count("Đề nghị cấp kinh phí")
    assert "ề nghị" not in difficulties
