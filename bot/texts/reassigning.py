"""Giving a task to another agency."""

from __future__ import annotations

from bot.domain.markup import Bullets, Text, b, i, p, spans, text

MOVE = "Chuyển đơn vị"
KEEP = "Giữ nguyên"
CONFIRM = "Chuyển"
CANCEL = "Thôi"


def move_one(number: int) -> str:
    """Label the button that moves one of several things."""
    return f"Chuyển việc {number}"


def keep_one(number: int) -> str:
    """Label the button that lets one of several things stay."""
    return f"Giữ việc {number}"


def to_whom(name: str, agency: str) -> Text:
    return text(p(b(name)), p(f"Đang giao cho {agency}. Chuyển cho cơ quan nào? Xin gõ tên."))


def preview(name: str, old: str, new: str, dues: int, *, manned: bool) -> Text:
    """Show what would move; `dues` counts the deadlines not reported on yet."""
    return text(
        p(b("Chuyển nhiệm vụ")),
        Bullets((spans(name), spans(f"Từ: {old}"), spans("Sang: ", b(new)), spans(f"Số kỳ chưa báo cáo: {dues}"))),
        p(i("Báo cáo đã có vẫn lưu dưới tên cơ quan cũ.")),
        None if manned else p(i(f"{new} chưa có đầu mối trong bot; mời bằng /moi {new}")),
    )


def same_agency(agency: str) -> Text:
    return text(f"Việc này đang giao cho {agency} rồi.")


def cancelled() -> Text:
    return text("Không chuyển, việc vẫn thuộc cơ quan cũ.")


def done(new: str, dues: int, *, manned: bool) -> Text:
    """Confirm; `manned` says that somebody of the new agency could be told."""
    told = " và đã báo cho hai bên." if manned else f". {new} chưa có đầu mối để báo; mời bằng /moi {new}"
    return text(p("Đã chuyển ", b(f"{dues} kỳ báo cáo"), f" sang {new}{told}"))


def taken_away(name: str, new: str) -> Text:
    """Tell the old agency that it need not report any more."""
    return text(p(b("Đã chuyển sang "), b(new), f": {name}"), p("Đơn vị anh/chị không cần báo cáo việc này nữa."))


def given(name: str, old: str, deadline: str) -> Text:
    """Tell the new agency what it has been given."""
    return text(p(b("Việc mới được giao: "), name), p(deadline), p(i(f"Chuyển từ {old}.")))


def stays(name: str) -> Text:
    """Tell an agency that what it said is not its own stays with it."""
    return text(
        p(b("Vẫn thuộc đơn vị anh/chị: "), name),
        p("Điều phối viên đã xem ý kiến và giữ nguyên phân công. Để báo cáo: /baocao"),
    )


def told_that_it_stays(name: str, people: int) -> Text:
    return text(f"Đã giữ nguyên việc “{name}” và báo cho {people} đầu mối của cơ quan.")


def has_stayed(name: str) -> Text:
    """Say that it was decided before, by whomever; the agency is not told twice."""
    return text(f"Việc “{name}” đã được giữ nguyên từ trước, cơ quan đã được báo.")
