"""A plan in chat: what a document holds, what importing it changes, what is asked, what was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.markup import Block, Bullets, Span, Text, b, i, p, spans, text
from bot.domain.plans import Question, TaskDraft
from bot.texts.dues import shorten
from bot.texts.questions import question_line
from bot.texts.summary import plan_title

IMPORT = "Nhập"
EXCEL = "Sửa trong Excel"
CANCEL = "Hủy"
SKIP = "Bỏ qua"
SKIP_ALL = "Bỏ qua tất cả"
LATER = "Chọn sau"
IS_AGENCY = "Là một cơ quan"
NO_AGENCY = "Không phải"
NEW_AGENCY = "Cơ quan mới"
KEEP = "Giữ lại"
DROP = "Bỏ"

SHOWN = 8
"""So many lines of one sort are shown; the rest is counted."""
LONGEST = 90
WIDTH = 60
NAMES = "; "


@dataclass(frozen=True, slots=True)
class Line:
    """One task or report that an import adds, changes or drops; `details` say what changes."""

    name: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """The first of several lines, and how many there are."""

    count: int = 0
    first: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """What a document holds and what importing it would do; `known` says that the plan is kept already.

    `reported` are tasks the document has no more although something was reported on them. `empty` says that no task
    and no rule changes, `same` that nothing does; `seen` tells one difference from another. `over` is the year of a plan whose
    last year has passed.
    """

    title: str
    number: str | None
    tasks: int
    agencies: int
    rules: int
    known: bool
    unchanged: int
    added: Lines
    changed: Lines
    dropped: Lines
    reported: Lines
    empty: bool
    same: bool
    seen: str
    over: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an import did. `unmanned` are agencies that owe reports and have no focal point yet."""

    title: str
    known: bool
    added: int
    changed: int
    dropped: int
    unchanged: int
    deadlines: int
    dues: int
    new_agencies: tuple[str, ...] = ()
    new_groups: tuple[str, ...] = ()
    kept_with_reports: tuple[str, ...] = ()
    unmanned: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def changed_fields(old: TaskDraft, new: TaskDraft, width: int = WIDTH) -> tuple[str, ...]:
    """Name what differs between two versions of a task: "Thời gian: Quý III → Quý IV"; values are cut at `width`."""
    fields = {
        "Số": (old.no, new.no),
        "Tên": (old.title, new.title),
        "Chủ trì": (NAMES.join(old.lead), NAMES.join(new.lead)),
        "Phối hợp": (NAMES.join(old.cooperating), NAMES.join(new.cooperating)),
        "Thời gian": (old.timeframe_text or "", new.timeframe_text or ""),
        "Kinh phí": (_money(old.budget_vnd), _money(new.budget_vnd)),
        "Sản phẩm": (NAMES.join(old.outputs), NAMES.join(new.outputs)),
    }
    return tuple(
        f"{name}: {shorten(was, width) or '(trống)'} → {shorten(now, width) or '(trống)'}"
        for name, (was, now) in fields.items()
        if was != now
    )


def _money(vnd: int | None) -> str:
    return "" if vnd is None else f"{vnd:,} đồng".replace(",", ".")


# ---------------------------------------------------------------- reading


def reading(name: str, others: int) -> Text:
    """Say that a document is being read; `others` files came with it and are left."""
    return text(
        p("Đang đọc văn bản ", b(shorten(name, LONGEST)), "…"),
        p(f"Mỗi lần tôi đọc một tệp. Xin anh/chị gửi lại {others} tệp kia sau.") if others else None,
    )


def unreadable(reason: str) -> Text:
    return text(p(reason), p("Chưa có gì được lưu."))


def only_documents() -> Text:
    return text("Kế hoạch xin gửi bằng tệp .docx, .pdf, .xlsx, .html hoặc .txt; bot sẽ đọc và cho xem trước khi nhập.")


def cancelled() -> Text:
    return text("Đã dừng, chưa có gì được lưu.")


# ---------------------------------------------------------------- what was read


def summary(overview: Overview, questions: int, left_out: int, remarks: Sequence[str]) -> Text:
    """Show what a document holds, before the questions."""
    return text(
        *_head(overview),
        *to_look_at(remarks),
        p(f"Có {questions} điểm cần anh/chị cho biết:"),
        p(i(f"Còn {left_out} điểm nữa, xin xem trong bản Excel.")) if left_out else None,
    )


def _head(overview: Overview) -> tuple[Block, ...]:
    number = f" (số {overview.number})" if overview.number else ""
    counts = f"{overview.tasks} nhiệm vụ, {overview.agencies} cơ quan, {overview.rules} kỳ báo cáo"
    return text(p(b(shorten(overview.title, 200)), number), p("Đọc được ", b(counts), "."))


def to_look_at(remarks: Sequence[str]) -> tuple[Block, ...]:
    """List what a person should look at in the document."""
    if not remarks:
        return ()
    rest = len(remarks) - SHOWN
    return text(
        p("Xin anh/chị xem lại:"),
        Bullets(tuple(spans(line) for line in remarks[:SHOWN])),
        p(i(f"… và {rest} điểm khác")) if rest > 0 else None,
    )


def question(asked: Question, number: int, total: int) -> Text:
    """Ask what the text leaves open."""
    return text(
        p(i(f"Câu {number}/{total}")) if total > 1 else None,
        p(question_line(asked)),
        p(_HINTS[asked.code]) if asked.code in _HINTS else None,
    )


_TYPE_NAMES = "Anh/chị gõ tên cơ quan; nhiều cơ quan thì cách nhau bằng dấu chấm phẩy."
_HINTS = {
    "plan.no_year": "Kế hoạch của năm nào ạ?",
    "plan.no_number": "Anh/chị gõ số, ký hiệu, ví dụ: 12/KH-UBND.",
    "plan.no_issuer": "Anh/chị gõ tên cơ quan ban hành.",
    "plan.no_province": "Anh/chị gõ tên tỉnh, thành phố.",
    "plan.no_coordinator": "Anh/chị gõ tên cơ quan.",
    "task.no_lead": _TYPE_NAMES,
    "task.no_timeframe": "Anh/chị gõ thời gian, ví dụ: Quý III/2024; trước ngày 30/6/2024; Thường xuyên.",
    "task.timeframe_unread": "Anh/chị gõ lại thời gian, ví dụ: Quý III/2024; trước ngày 30/6/2024; Thường xuyên.",
    "reporting.no_day": "Anh/chị gõ ngày báo cáo, ví dụ: trước ngày 15/11/2024.",
    "reporting.no_receiver": _TYPE_NAMES,
    "reporting.no_reporter": _TYPE_NAMES,
    "agency.unknown": "Hoặc anh/chị gõ tên đầy đủ của cơ quan.",
    "agency.ambiguous": "Là cơ quan nào ạ?",
    "group.empty": "Anh/chị gõ tên các cơ quan trong nhóm, cách nhau bằng dấu chấm phẩy.",
}


# ---------------------------------------------------------------- what would change


def offer(overview: Overview, remarks: Sequence[str] = ()) -> Text:
    """Show what an import would do, and offer it."""
    if not overview.known:
        return text(
            *_head(overview),
            *_lines("Nhiệm vụ và kỳ báo cáo", overview.added),
            *to_look_at(remarks),
            p(b(f"Năm {overview.over} đã qua: "), _OVER) if overview.over else None,
            p("Kế hoạch này chưa có trong bot. Nhập ạ?"),
        )
    return text(
        *_head(overview),
        *to_look_at(remarks),
        p("Kế hoạch này đã có. So với bản đang lưu:"),
        *_lines("Thêm", overview.added),
        *_lines("Sửa", overview.changed),
        *_lines("Bỏ", overview.dropped),
        *_lines("Không còn trong bản này nhưng đã có báo cáo", overview.reported),
        p("Chỉ phần đầu văn bản có thay đổi.") if overview.empty else None,
        p(f"Giữ nguyên {overview.unchanged} nhiệm vụ. Cập nhật ạ?"),
    )


_OVER = "nhập thì bot không tự nhắc các kỳ hạn cũ, nhưng việc chưa báo cáo tính là quá hạn."


def _lines(title: str, lines: Lines) -> tuple[Block, ...]:
    if not lines.count:
        return ()
    rest = lines.count - len(lines.first)
    return text(
        p(b(f"{title} ({lines.count})")),
        Bullets(tuple(_line(line) for line in lines.first)),
        p(i(f"… và {rest} mục khác")) if rest > 0 else None,
    )


def _line(line: Line) -> tuple[Span, ...]:
    return spans(line.name, *(f"\n{detail}" for detail in line.details))


def same(overview: Overview) -> Text:
    return text(*_head(overview), p("Kế hoạch này đã có trong bot và không có gì thay đổi."))


def changed_meanwhile() -> Text:
    return text("Kế hoạch vừa được người khác cập nhật. Xin anh/chị xem lại thay đổi.")


def ask_drop(reported: Lines) -> Text:
    """Ask expressly before tasks with reports are dropped."""
    return text(
        *_lines("Các nhiệm vụ này đã có báo cáo nhưng không còn trong bản mới", reported),
        p("Bỏ các nhiệm vụ này, hay giữ lại ạ? Báo cáo đã gửi vẫn được lưu."),
    )


def workbook() -> Text:
    return text(
        "Anh/chị sửa trong tệp này, lưu lại rồi gửi lại cho tôi. Tôi sẽ cho xem thay đổi trước khi nhập; "
        "đến lúc đó chưa có gì được lưu."
    )


# ---------------------------------------------------------------- what was made


def receipt(made: Receipt) -> Text:
    """Tell what an import did, and who has nobody to be reminded yet."""
    title = shorten(plan_title(made.title), LONGEST)
    counts = f"thêm {made.added}, sửa {made.changed}, bỏ {made.dropped}, giữ nguyên {made.unchanged} nhiệm vụ"
    return text(
        p(b("Đã cập nhật " if made.known else "Đã nhập "), f"{title[:1].lower()}{title[1:]}"),
        p(f"{counts[0].upper()}{counts[1:]}." if made.known else f"{made.added} nhiệm vụ."),
        p(f"Có {made.deadlines} kỳ hạn, {made.dues} việc phải báo cáo."),
        _named("Cơ quan mới trong danh bạ", made.new_agencies),
        _named("Nhóm mới", made.new_groups),
        _named("Vẫn giữ vì đã có báo cáo", made.kept_with_reports),
        *to_look_at(made.remarks),
        _named("Chưa có đầu mối", made.unmanned, SHOWN),
        p("Gõ ", b("/moi"), " để lấy mã mời cho từng cơ quan.") if made.unmanned else None,
    )


def _named(title: str, names: Sequence[str], most: int = 3 * SHOWN) -> Block | None:
    if not names:
        return None
    rest = len(names) - most
    more = f" … và {rest} mục khác" if rest > 0 else ""
    return p(b(f"{title} ({len(names)}): "), NAMES.join(names[:most]), more)
