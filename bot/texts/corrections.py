"""A report that was corrected by hand and sent back: what is kept for the next compilation, and what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.markup import Block, Bullets, Text, b, i, p, spans, text
from bot.domain.requests import code
from bot.texts.dues import shorten
from bot.texts.summary import period_label

KEEP, CANCEL, COMPILE, GIVE_UP = "Giữ các chỗ sửa", "Hủy", "Tổng hợp lại", "Bỏ các chỗ sửa"
_SHOWN, _HEADING = 6, 70


@dataclass(frozen=True, slots=True)
class Returned:
    """A report that came back. `before` counts the paragraphs kept of it already; see `bot.rendering.corrections.Correction`.

    `things` are the headings of regions with a table or picture, which is not kept.
    """

    document: str
    headings: tuple[str, ...]
    paragraphs: int
    lost: int
    around: bool
    things: tuple[str, ...]
    before: int


def named(document: str) -> str:
    """Name a report by its mark: "báo cáo quý IV năm 2024", "báo cáo tổng hợp trả lời yêu cầu YC-5"."""
    kind, *rest = document.split(":")
    if kind == "request":
        return f"báo cáo tổng hợp trả lời yêu cầu {code(int(rest[0]))}"
    return f"báo cáo {period_label(rest[0])}" + (f" của kế hoạch số {rest[1]}" if len(rest) > 1 else "")


def offer(came: Returned) -> Text:
    """Show what was changed by hand, before it is kept."""
    return text(
        p("Đây là ", b(named(came.document)), " do bot soạn, đã sửa tay."),
        p(f"Sẽ giữ {came.paragraphs} đoạn cho lần tổng hợp sau, trong {len(came.headings)} mục:"),
        _listed(came.headings),
        *_not_kept(came),
        p(i(f"Thay cho {came.before} đoạn đã giữ trước đây.")) if came.before else None,
    )


def _listed(headings: Sequence[str]) -> Bullets:
    shown = [spans(shorten(heading or "(không có đề mục)", _HEADING)) for heading in headings[:_SHOWN]]
    rest = len(headings) - _SHOWN
    return Bullets((*shown, spans(f"… và {rest} mục khác")) if rest > 0 else tuple(shown))


def _not_kept(came: Returned) -> list[Block]:
    """Say what the next compilation writes anew all the same."""
    said = []
    if came.around:
        said.append("chỗ sửa ngoài các mục (số, ngày, căn cứ, nơi nhận, chữ ký)")
    if came.things:
        said.append(f"bảng, hình chèn trong mục {'; '.join(shorten(heading, _HEADING) for heading in came.things)}")
    if came.lost:
        said.append(f"{came.lost} mục đã bị xóa (sẽ được viết lại)")
    said.append("phụ lục (luôn lập lại từ số liệu)")
    return [p(b("Không giữ: "), f"{'; '.join(said)}.")]


def unchanged(came: Returned) -> Text:
    """Say that there is nothing to keep."""
    return text(
        p(
            "Đây là ",
            b(named(came.document)),
            " do bot soạn. Không thấy đoạn nào được sửa trong các mục, nên không giữ gì.",
        ),
        *(_not_kept(came) if came.around or came.lost else ()),
    )


def left() -> Text:
    return text("Đã hủy, không giữ chỗ sửa nào của tệp này.")


def kept(came: Returned) -> Text:
    """Acknowledge what was taken over, and what was not."""
    return text(
        p(
            b(f"Đã giữ {came.paragraphs} đoạn sửa tay"),
            f" của {named(came.document)}; lần tổng hợp sau sẽ dùng các đoạn này.",
        ),
        *_not_kept(came),
    )


def in_use(paragraphs: int) -> str:
    """Say that a compilation keeps what was changed by hand."""
    return f" Giữ {paragraphs} đoạn đã sửa tay."


def given_up() -> Text:
    return text("Đã bỏ các chỗ sửa tay; lần tổng hợp sau viết lại từ báo cáo của các cơ quan.")


def nothing_kept() -> Text:
    return text("Không có chỗ sửa tay nào đang được giữ.")
