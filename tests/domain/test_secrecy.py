"""What bears a mark of secrecy is found, and ordinary words are let through."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.secrecy import is_marked, name_is_marked, page_is_marked

MARKED = [
    "MẬT",
    "  Mật.",
    "(Mật)",
    "[MẬT] Công văn 12/CV",
    "TỐI MẬT",
    "tối mật",
    "TUYỆT MẬT",
    "Tuyệt-mật",
    "TUYET MAT",
    "MẬT: danh sách đoàn",
    "Số 12, MẬT - hoa",
    "TOI MAT",
    "M Ậ T",
    "MAT",
    "Kính gửi Sở\nMẬT\nSố 12/BC",
    "Số: 12/BC-SNgV MẬT",
    "Độ mật: Mật",
    "do mat: toi mat",
    "Báo cáo này độ mật B",
    "Văn bản đóng dấu mật",
    "Gửi anh công văn mật số 12",
    "gửi kèm tài liệu mật",
    "BÍ MẬT NHÀ NƯỚC",
    "Đã xong, 12 tin bài. TỐI MẬT",
    unicodedata.normalize("NFD", "Tài liệu này là TUYỆT MẬT"),
    "MẬ\u200bT",
]

ORDINARY = [
    "",
    "Đã tập huấn công tác bảo mật cho 50 cán bộ",
    "ĐÃ TẬP HUẤN BẢO MẬT, 2 LỚP",
    "CÔNG TÁC BẢO VỆ BÍ MẬT NHÀ NƯỚC",
    "Tập huấn Luật Bảo vệ bí mật nhà nước, 120 lượt người",
    "Tuyên truyền về các độ mật theo quy định",
    "Rà soát tài liệu mật theo kế hoạch",
    "Không gửi tài liệu mật qua bot",
    "mật độ dân số 200 người/km2",
    "MẬT ĐỘ BAO PHỦ 80%",
    "hội chợ mật ong, 12 gian hàng",
    "Đổi mật khẩu hệ thống",
    "tôi mất giấy tờ nên nộp chậm",
    "toi mat giay to",
    "do mất điện nên chậm",
    "do mat dien",
    "Lễ ra mắt trang tin đối ngoại",
    "gặp mặt báo chí, 30 phóng viên",
    "Mặt trận Tổ quốc",
    "giữ bí mật giúp em",
    "quan hệ thân mật",
    "xong rồi, 12 tin bài",
    "Số 123/BC-SNgV ngày 10/11/2024",
]

MARKED_NAMES = [
    "cv-mat.pdf",
    "CV_MAT_12.pdf",
    "MAT.docx",
    "mật.pdf",
    "MAT cv 12.pdf",
    "cong-van-mat.pdf",
    "Công văn mật.pdf",
    "tuyet_mat.docx",
    "TOIMAT.pdf",
    "toi-mat-12.pdf",
    "do-mat.pdf",
    "2. MẬT.pdf",
    "tai lieu mat so 5.doc",
    "(mật) bao cao.docx",
    "[MẬT]",
]

ORDINARY_NAMES = [
    "bao-mat.docx",
    "mat.pdf",
    "bat_mat.pdf",
    "bat-mat-2.jpg",
    "mat-do-dan-so.xlsx",
    "mat-ong.jpg",
    "mat-tran-to-quoc.pdf",
    "bc-mat-tran.docx",
    "le-ra-mat.jpg",
    "gap-mat-bao-chi.jpg",
    "mat-bang.png",
    "bo-mat-nong-thon.jpg",
    "ke-hoach-bao-mat-2024.docx",
    "mật khẩu.txt",
    "matrix.xlsx",
    "format.docx",
    "anh-AQADmat.jpg",
    "giay-co-mat.pdf",
    "Luật Bảo vệ bí mật nhà nước.pdf",
]


@pytest.mark.parametrize("text", MARKED)
def test_a_marked_text_is_found(text: str) -> None:
    assert is_marked(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_text_is_let_through(text: str) -> None:
    assert not is_marked(text)


@pytest.mark.parametrize("name", MARKED_NAMES)
def test_a_marked_file_name_is_found(name: str) -> None:
    assert name_is_marked(name)
    assert is_marked("Gửi anh", ["anh.jpg", name])


@pytest.mark.parametrize("name", ORDINARY_NAMES)
def test_an_ordinary_file_name_is_let_through(name: str) -> None:
    assert not name_is_marked(name)


@pytest.mark.parametrize("stamp", ["MẬT", "TỐI MẬT", "Độ mật: Mật".upper(), " TUYỆT  MẬT ", "(Mật)", "MẬT số 3"])
def test_a_stamp_on_a_page_is_found(stamp: str) -> None:
    assert page_is_marked(["ỦY BAN NHÂN DÂN TỈNH", stamp, "Số: 12/KH-UBND"])


@pytest.mark.parametrize(
    "line", ["BẢO MẬT", "Bảo vệ bí mật nhà nước", "Độ mật của tài liệu", "Rà soát tài liệu TỐI MẬT", "Mặt", ""]
)
def test_a_page_that_speaks_of_secrets_is_none(line: str) -> None:
    assert not page_is_marked(["KẾ HOẠCH", line])


@given(st.text(max_size=200))
def test_any_text_gets_the_same_answer_in_any_form(text: str) -> None:
    assert is_marked(unicodedata.normalize("NFD", text)) == is_marked(unicodedata.normalize("NFC", text))


@given(st.sampled_from(MARKED[:10]), st.sampled_from(ORDINARY))
def test_a_mark_on_a_line_of_its_own_is_found_anywhere(mark: str, other: str) -> None:
    assert is_marked(f"{other}\n{mark}")
    assert is_marked(f"{mark}\n{other}")
