"""What of a chat message may stand in an official report."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.chat.wording import official, plain_answer
from bot.vietnamese import clean

EXAMPLES = {
    "xong 2 tin bài": "2 tin, bài",
    "75": "",
    "trên bảy mươi phần trăm": "",
    "Xong rồi, 12 tin bài": "12 tin, bài",
    "xong rồi, 12 tin, bài nhé chị": "12 tin, bài",
    "xong rồi 12 tin bài": "12 tin, bài",
    "dạ em báo cáo chị: đã tổ chức 2 lớp tập huấn, 120 học viên ạ": "đã tổ chức 2 lớp tập huấn, 120 học viên",
    "xong rồi ạ": "",
    "dạ xong hết rồi chị ơi": "",
    "đang làm 60%": "",
    "dang lam, khoang 30%": "",
    "sáu mươi phần trăm": "",
    "bên em đã mở 01 lớp cho 60 học viên nha": "đã mở 01 lớp cho 60 học viên",
    "đã xong, không vướng gì": "",
    "đang triển khai bình thường, ko có khó khăn": "đang triển khai bình thường",
    "đang làm, dự kiến 25/10 xong": "dự kiến 25/10 xong",
    "xong rồi, gửi về đâu ạ?": "",
    "đã ban hành CV 1123/UBND-VX hôm 2/10": "đã ban hành CV 1123/UBND-VX hôm 2/10",
    "Đã tập huấn quyền trẻ em": "Đã tập huấn quyền trẻ em",
    "đã hoàn thành nhiệm vụ được giao": "",
    "Kết quả: 08 tin, 03 bài.": "Kết quả: 08 tin, 03 bài",
    "Kính gửi Sở TTTT, đơn vị đã rà soát 45 văn bản": "đơn vị đã rà soát 45 văn bản",
    "Báo cáo anh Tuấn: đã phát 2 phóng sự": "đã phát 2 phóng sự",
    "nv3 ht": "",
    "đã xong nhưng chưa có chứng từ": "chưa có chứng từ",
    "đăng 8 tin rồi em": "đăng 8 tin rồi",
    "đang chờ lãnh đạo ký": "đang chờ lãnh đạo ký",
    "Đã họp 2 lần\nĐã có dự thảo ạ": "Đã họp 2 lần\nĐã có dự thảo",
}


@pytest.mark.parametrize("text", EXAMPLES)
def test_leaves_out_what_is_only_said_in_chat(text: str) -> None:
    assert official(text) == EXAMPLES[text]


@pytest.mark.parametrize(
    ("text", "difficulty", "left"),
    [
        ("đang làm 60% nhưng thiếu kinh phí", "thiếu kinh phí", ""),
        ("chưa triển khai do chưa có kinh phí", "chưa có kinh phí", ""),
        ("đã mở 2 lớp nhưng thiếu giảng viên tiếng Anh", "thiếu giảng viên tiếng Anh", "đã mở 2 lớp"),
        ("chưa mời được chuyên gia do thiếu kinh phí", "thiếu kinh phí", "chưa mời được chuyên gia do thiếu kinh phí"),
    ],
)
def test_leaves_out_the_difficulty_that_stands_elsewhere(text: str, difficulty: str, left: str) -> None:
    assert official(text, difficulty) == left


PROSE = (
    "Thực hiện Kế hoạch số 45/KH-UBND ngày 12/02/2024 của UBND tỉnh, Sở Nội vụ đã tổ chức 02 hội nghị với 230 lượt người"
    " tham dự; nhiệm vụ đã hoàn thành."
)


def test_prose_stays_whole() -> None:
    assert official(f"Dạ em báo cáo chị: {PROSE}") == PROSE


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_taken_and_nothing_is_invented(text: str) -> None:
    words = official(text).replace("tin, bài", "tin bài")
    assert set(words) <= set(clean(text)) | set(", ;.\n")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("dạ 5 cán bộ chị ơi", "5 cán bộ"),
        ("Dạ không có ạ", "không có"),
        ("dạ chưa xong, còn 2 xã", "chưa xong, còn 2 xã"),
        ("xong rồi, 12 tin", "xong rồi, 12 tin"),
        ("1. Có\n2. Không.", "1. Có\n2. Không."),
        ("dạ", "dạ"),
    ],
)
def test_an_answer_keeps_all_but_politeness(said: str, kept: str) -> None:
    assert plain_answer(said) == kept
