"""Being away and coming back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.markup import Text, b, p, text
from bot.texts import days

BACK_AT_WORK = "Tôi đã đi làm lại"
CHANGE = "Đổi ngày nghỉ"
KEEP = "Giữ nguyên"
SOMEBODY_NEW = "Mời người khác"
NOBODY = "Không có ai"
CONFIRM = "Đồng ý"
CANCEL = "Hủy"


def away_now(first: date, last: date, deputy: str) -> Text:
    return text(p("Anh/chị đã báo nghỉ ", b(span(first, last)), _deputy(deputy)))


def _deputy(deputy: str) -> str:
    return f", {deputy} nhận tin thay." if deputy else ", chưa có người nhận tin thay."


def span(first: date, last: date) -> str:
    """Write the days of an absence."""
    if first == last:
        return f"ngày {days.long_day(first)}"
    return f"từ {days.long_day(first)} đến hết {days.long_day(last)}"


def from_when() -> Text:
    return text("Anh/chị nghỉ từ ngày nào? (chọn, hoặc gõ, ví dụ: 20/11, thứ 2 tuần sau)")


def last_day(day: date) -> str:
    """Label a day that is offered; it is read like a typed one."""
    return f"{day:%d/%m/%Y}"


def until_when() -> Text:
    return text("Đến hết ngày nào?")


def not_a_day() -> Text:
    return text("Tôi chưa rõ ngày nào, hoặc ngày này đã qua. Xin gõ ngày, ví dụ: 20/11/2024.")


def wrong_order(first: date) -> Text:
    return text(f"Ngày cuối phải từ {days.long_day(first)} trở đi. Đến hết ngày nào?")


def who_stands_in() -> Text:
    return text("Ai nhận tin nhắc việc thay anh/chị trong thời gian này?")


def confirm(first: date, last: date, deputy: str) -> Text:
    instead = f"{deputy} nhận tin thay." if deputy else "Không có người nhận tin thay; điều phối viên sẽ được báo."
    return text(p("Anh/chị nghỉ ", b(span(first, last)), "."), instead, "Hạn báo cáo của cơ quan không thay đổi.")


def done(last: date) -> Text:
    return text(f"Đã ghi. Bot không nhắc anh/chị đến hết {days.long_day(last)}. Đi làm sớm hơn, anh/chị gõ /nghi.")


def code_for_deputy(code: str) -> Text:
    return text(
        p("Mã mời cho người nhận thay: ", b(code)),
        "Anh/chị chuyển mã này cho đồng nghiệp để gửi cho bot; người đó sẽ là đầu mối thứ hai của cơ quan.",
    )


def back() -> Text:
    return text("Chào mừng anh/chị trở lại. Bot sẽ nhắc việc như trước.")


def unchanged() -> Text:
    return text("Không thay đổi gì.")


def uncovered(name: str, agencies: Sequence[str], first: date, last: date) -> Text:
    """Tell a coordinator that a focal point is away and named nobody to stand in."""
    where = f" ({', '.join(agencies)})" if agencies else ""
    return text(p(b(f"{name}{where} "), f"nghỉ {span(first, last)}, chưa có người nhận tin thay."))
