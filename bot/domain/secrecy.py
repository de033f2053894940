"""Marks of state secrets on texts and file names: what bears one is refused before anything else is done with it.

A mark is a stamp ("MẬT", "TỐI MẬT", "TUYỆT MẬT"), a level ("độ mật: ..."), or a document called secret ("công văn mật số 12").
Words that merely contain the syllable ("bảo mật", "mật độ", "mật ong") and sentences about keeping secrets are none. In doubt a
short text is refused: to write it again costs a minute, a secret on a foreign server cannot be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.vietnamese import clean, fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BEFORE = _words(
    "bảo bí cơ thân kín cẩn chu chặt nghiêm dày đường túi sỏi gan nước ống dịch nấm tuần trăng ngọt hội thâm nội"
)
"""After these the syllable belongs to an ordinary word: "bảo mật", "cơ mật", "túi mật"."""

_AFTER = _words(
    "độ khẩu ong thư thiết mã mía vụ danh tông lệnh đàm nghị báo thám ngữ ước phục giao hoa đạo gấu ngọt hàng kỳ nhân"
)
"""Before these it belongs to an ordinary word too: "mật độ", "mật khẩu"."""

_GAP = r"[\s_.\-–]+"
_LEVELS = re.compile(rf"\b(?:tuyệt{_GAP}mật|tối{_GAP}mật|tuyet{_GAP}mat)\b", re.IGNORECASE)
_BARE_LEVELS = re.compile(rf"\bTOI{_GAP}MAT\b")
_DEGREE = re.compile(
    rf"\b(?:mức\s+)?độ{_GAP}mật\b|\b(?:muc\s+)?do{_GAP}mat\s*:|\b(?:đóng )?dấu{_GAP}mật\b", re.IGNORECASE
)
_STATE_SECRET = re.compile(r"BÍ MẬT NHÀ NƯỚC|BI MAT NHA NUOC")
_DOCUMENT = re.compile(
    r"\b(?:công văn|văn bản|tài liệu|hồ sơ|báo cáo|kế hoạch|quyết định|tờ trình|thông báo|công điện|cv|vb)\s+mật\b"
    r"(?!\s+(?:độ|khẩu|mã|thư|thiết))",
    re.IGNORECASE,
)
_STAMP = re.compile(r"(?<!\w)M ?Ậ ?T(?!\w)")
_ALONE = re.compile(r"[\W_]*(?:M ?[ẬA] ?T|[Mm]ật)[\W_]*(?:số\W*\d+[\W_]*)?")
_IN_BRACKETS = re.compile(r"[(\[{<]\s*(?:MẬT|MAT|[Mm]ật)\s*[)\]}>]")
_ABOUT = re.compile(
    r"\b(?:tập huấn|bồi dưỡng|tuyên truyền|phổ biến|quán triệt|quy định|luật|nghị định|thông tư|quản lý|bảo vệ|bảo quản|"
    r"công tác|kiểm tra|rà soát|giải mật|thống kê|xác định|danh mục|không (?:gửi|có|chứa|phải|đăng|soạn|được|liên quan))\b",
    re.IGNORECASE,
)
"""A sentence with one of these speaks of secrets in general: "tập huấn công tác quản lý tài liệu mật"."""

_SENTENCE = re.compile(r"[^.;!?\n]+")
_LAST_WORD = re.compile(r"(\w+)\s*$")
_NEXT_WORD = re.compile(r"\s*(\w+)")


def is_marked(text: str, file_names: Sequence[str] = ()) -> bool:
    """Tell whether a text or caption, or one of the names of the files with it, bears a mark of secrecy."""
    return _text_is_marked(clean(text)) or any(name_is_marked(name) for name in file_names)


def _text_is_marked(text: str) -> bool:
    if any(_ALONE.fullmatch(line) for line in text.split("\n")) or _IN_BRACKETS.search(text):
        return True
    return any(_sentence_is_marked(sentence) for sentence in _SENTENCE.findall(text))


def _sentence_is_marked(sentence: str) -> bool:
    general = _ABOUT.search(sentence) is not None
    if _BARE_LEVELS.search(sentence) or _is_stamped(sentence):
        return True
    if _STATE_SECRET.search(sentence) and not general:
        return True
    return not general and any(pattern.search(sentence) for pattern in (_LEVELS, _DEGREE, _DOCUMENT))


def _is_stamped(sentence: str) -> bool:
    """Look for the stamp in capitals, with no word beside it that it is part of."""
    return any(
        not (_word_before(sentence, found.start()) in _BEFORE or _word_after(sentence, found.end()) in _AFTER)
        for found in _STAMP.finditer(sentence)
    )


def _word_before(sentence: str, place: int) -> str:
    """Take the word straight before a place; nothing where a sign stands between ("Số 12: MẬT")."""
    found = _LAST_WORD.search(sentence[:place])
    return found.group(1).lower() if found else ""


def _word_after(sentence: str, place: int) -> str:
    found = _NEXT_WORD.match(sentence, place)
    return found.group(1).lower() if found else ""


_PAGE_STAMP = re.compile(
    rf"[\W_]*(?:(?:MỨC )?ĐỘ MẬT\W*)?(?:TUYỆT{_GAP}MẬT|TỐI{_GAP}MẬT|M ?Ậ ?T|Tuyệt mật|Tối mật|Mật)[\W_]*(?:số\W*\d+[\W_]*)?"
)


def page_is_marked(lines: Iterable[str]) -> bool:
    """Tell whether one of the lines of a document's first page is a stamp, and nothing else.

    A document may speak of secrets at length without being one, so only a line of its own counts.
    """
    return any(_PAGE_STAMP.fullmatch(clean(line)) for line in lines)


# ---------------------------------------------------------------- file names

_PAPERS = frozenset(
    ("cv", "congvan", "vb", "vanban", "tl", "tailieu", "hs", "hoso", "bc", "baocao", "kh", "kehoach", "qd", "quyetdinh")
)
_LEVEL_WORDS = frozenset(("dau", "do", "toi", "tuyet"))
_TWO_WORDS = frozenset({"cong van", "van ban", "tai lieu", "ho so", "bao cao", "ke hoach", "quyet dinh", "to trinh"})
_JOINED = frozenset({"tuyetmat", "toimat", "domat", "cvmat", "congvanmat", "tailieumat", "vanbanmat", "daumat"})
_TAIL = frozenset({"so", "ngay", "scan", "ban", "final", "ky", "da", "signed", "pdf", "doc", "docx"})
_PART = re.compile(r"[^\W_]+")


def name_is_marked(name: str) -> bool:
    """Tell whether a file's name bears a mark: "cv-mat.pdf", "TUYET_MAT 12.docx", "Công văn mật.pdf".

    Without diacritics the syllable is one of several words ("ra mắt", "mặt trận", "mất"): only beside the name of a paper or a
    number, or alone in capitals, is it taken for the mark.
    """
    stem = clean(name).rpartition(".")[0] or clean(name)
    parts = _PART.findall(stem)
    return _text_is_marked(" ".join(parts)) or any(_part_is_marked(parts, index) for index in _syllables(parts))


def _syllables(parts: Sequence[str]) -> Iterator[int]:
    """Find the places where the syllable stands, without another diacritic ("mắt") that tells it apart."""
    for index, part in enumerate(parts):
        if part.lower() in ("mat", "mật") or fold(part) in _JOINED:
            yield index


def _part_is_marked(parts: Sequence[str], index: int) -> bool:
    if fold(parts[index]) in _JOINED:
        return True
    before = parts[index - 1].lower() if index else ""
    after = parts[index + 1].lower() if index + 1 < len(parts) else ""
    if before in _BEFORE or after in _AFTER:
        return False
    if parts[index].lower() == "mật":
        return True
    if index == 0 and not after:
        return parts[index] == "MAT"
    return _after_a_paper(parts, index, after) or (index == 0 and (after in _PAPERS or after.isdigit()))


def _after_a_paper(parts: Sequence[str], index: int, after: str) -> bool:
    """Tell whether the bare syllable follows the name of a paper and ends the name, or is followed by a number."""
    ends = not after or after.isdigit() or fold(after) in _TAIL
    before = [fold(part) for part in parts[max(0, index - 2) : index]]
    return ends and bool(before) and (before[-1] in _PAPERS | _LEVEL_WORDS or " ".join(before) in _TWO_WORDS)
