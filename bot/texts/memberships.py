"""Handing over, leaving, inviting."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.markup import Bullets, Text, b, i, p, spans, text

HAND_OVER = "Tạo mã bàn giao"
LEAVE = "Rời, không bàn giao"
KEEP = "Thôi"
REVOKE = "Thu hồi mã"
MORE = "Xem tiếp"
SURE = "Rời"


def which_agency() -> Text:
    return text("Anh/chị đang phụ trách nhiều cơ quan. Cơ quan nào ạ?")


def hand_over_or_leave(agency: str) -> Text:
    return text(
        p(b(f"Bàn giao đầu mối {agency}")),
        p("Anh/chị gửi mã bàn giao cho người nhận. Khi người nhận vào bot, anh/chị tự động thôi làm đầu mối."),
    )


def handover_code(agency: str, code: str, links: Sequence[str], days: int) -> Text:
    return text(
        p("Mã bàn giao ", b(agency), ": ", b(code)),
        p(f"Dùng 1 lần, trong {days} ngày. Chuyển tin này cho người nhận:"),
        Bullets(tuple(spans(address) for address in links)) if links else None,
        p(i("Cho đến khi đó, anh/chị vẫn là đầu mối.")),
    )


def sure_to_leave(agency: str) -> Text:
    return text(
        p(b(f"Rời nhiệm vụ đầu mối {agency}?")), p("Bot sẽ không nhắc anh/chị nữa; điều phối viên sẽ được báo.")
    )


def kept() -> Text:
    return text("Không thay đổi gì.")


def left(agency: str, others: int) -> Text:
    rest = f"Cơ quan còn {others} đầu mối." if others else "Cơ quan hiện không còn đầu mối nào."
    return text(p("Anh/chị đã thôi làm đầu mối ", b(agency), ". ", rest, " Cảm ơn anh/chị đã cộng tác."))


def somebody_left(name: str, agency: str, others: Sequence[str]) -> Text:
    """Tell the coordinators that a focal point has left."""
    rest = f"Đầu mối còn lại: {', '.join(others)}." if others else f"Chưa còn đầu mối nào. Mời người mới: /moi {agency}"
    return text(p(b(name or "Một đồng chí"), " thôi làm đầu mối ", b(agency), "."), p(rest))


def handed_over(old: str, new: str, agency: str) -> Text:
    """Tell the coordinators that an agency has another focal point."""
    return text(p(b(agency), f": {old} đã bàn giao cho ", b(new), "."))


def you_are_free(new: str, agency: str) -> Text:
    return text(p(b(new), f" đã nhận bàn giao {agency}. Anh/chị thôi làm đầu mối từ bây giờ. Cảm ơn anh/chị."))


def which_role() -> Text:
    return text("Mời người mới làm gì ạ?")


def for_which_agency(unmanned: int) -> Text:
    """Ask for an agency; below, those are offered that have nobody yet."""
    if not unmanned:
        return text("Mời đầu mối cho cơ quan nào? Xin gõ tên, ví dụ: Sở Ngoại vụ.")
    return text(f"Mời đầu mối cho cơ quan nào? Xin gõ tên, hoặc chọn cơ quan chưa có đầu mối ({unmanned}):")


def no_such_agency(typed: str) -> Text:
    return text(f"Tôi không tìm thấy cơ quan “{typed}”. Xin gõ lại tên.")


def did_you_mean(typed: str) -> Text:
    return text(f"“{typed}” là cơ quan nào ạ? Chọn dưới đây, hoặc gõ lại tên.")


def revoked() -> Text:
    return text("Đã thu hồi, mã này không dùng được nữa.")


def nothing_to_revoke() -> Text:
    return text("Mã này đã được dùng hoặc đã thu hồi.")
