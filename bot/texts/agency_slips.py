"""Mending a slip in an agency's name, and making one of an agency that is in the register twice."""

from __future__ import annotations

from bot.domain.markup import Text, b, i, p, text

FIX, CONFIRM, CANCEL, UNDO = "Sửa tên", "Đồng ý", "Hủy", "Hoàn tác"


def which() -> Text:
    return text("Sửa tên cơ quan nào? Xin gõ tên đang ghi trong danh bạ.")


def what_name(name: str) -> Text:
    return text(
        p("Tên đang ghi: ", b(name)),
        p("Xin gõ tên đúng, đầy đủ. Nếu cơ quan này bị ghi hai lần, gõ tên của cơ quan giữ lại."),
    )


def same(name: str) -> Text:
    return text(p("Tên này đã ghi đúng như vậy: ", b(name)))


def confirm_name(before: str, after: str) -> Text:
    """Show a correction before it is made."""
    return text(
        p(b("Sửa tên viết sai")),
        p("Trước: ", before),
        p("Sau: ", b(after)),
        p(i("Báo cáo cũ cũng hiện tên mới; tên cũ vẫn hiểu được khi gõ. Đổi tên do sắp xếp bộ máy: xin báo quản trị.")),
    )


def confirm_merger(old: str, into: str, people: int, dues: int) -> Text:
    """Show what making one of two does, before it is done."""
    return text(
        p(b("Gộp cơ quan bị ghi hai lần")),
        p("Trước: ", f"{old} và {into}"),
        p("Sau: ", b(into)),
        p(f"Chuyển sang {into}: {people} đầu mối, {dues} việc chưa báo cáo, nhiệm vụ và nhóm."),
        p(i("Báo cáo đã gửi giữ tên cũ; tên cũ vẫn hiểu được khi gõ.")),
    )


def cancelled() -> Text:
    return text("Đã hủy, danh bạ giữ nguyên.")


def done(before: str, after: str, *, merged: bool) -> Text:
    """Acknowledge what was done."""
    what = "Đã gộp" if merged else "Đã sửa tên"
    return text(p(f"{what}: {before} → ", b(after)), p(i("Hoàn tác được trong 24 giờ.")))


def undone(before: str, after: str) -> Text:
    """Acknowledge that a correction or merger was taken back."""
    return text(p(f"Đã hoàn tác: {before} → ", b(after)))
