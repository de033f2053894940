"""Words that only a channel without buttons, files and edits needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.markup import Text, b, p, text


def choices(listed: Sequence[tuple[int, str]], unlisted: int) -> str:
    """List what can be answered by number; the first `unlisted` numbers stand in the text above already."""
    if len(listed) == 1 and listed[0][0] == 1:
        return f"Gõ 1 để chọn “{listed[0][1]}”."
    heading = f"Gõ số (1–{unlisted}) để chọn." if unlisted > 1 else "Gõ số 1 để chọn." if unlisted else "Gõ số để chọn:"
    if all(number == 0 for number, _ in listed) and not unlisted:
        heading = ""
    return "\n".join(filter(None, [heading, *(f"{number}. {label}" for number, label in listed)]))


def address(label: str, url: str) -> str:
    """Give a button's address as words."""
    return f"{label}: {url}"


def file_link(name: str, url: str, days: int) -> str:
    """Give the address of a document; `days` are calendar days."""
    return f"Tệp {name} (liên kết dùng được {days} ngày, đừng chuyển cho người ngoài):\n{url}"


def picture_link(url: str) -> str:
    """Give the address of a picture that Zalo did not take."""
    return f"Xem hình: {url}"


def file_elsewhere(name: str) -> str:
    """Say where to get a document when the office serves no links."""
    return (
        f"Zalo không nhận tệp {name}. Anh/chị lấy tệp này qua bot trên Telegram, "
        "hoặc nhờ người quản trị bật liên kết tải về."
    )


def picture_elsewhere() -> str:
    """Say where to see a picture when the office serves no links."""
    return "(Hình biểu đồ chỉ xem được trên Telegram, hoặc khi người quản trị bật liên kết tải về.)"


def cannot_take() -> str:
    """Answer what Zalo does not hand on: stickers, voices, files, cards, and what protected people write."""
    return (
        "Zalo không chuyển nội dung vừa gửi cho bot (tệp, danh thiếp, giọng nói, nhãn dán). "
        "Xin anh/chị gõ bằng chữ, gửi ảnh chụp, đường dẫn, hoặc ghi số văn bản."
    )


def which_question() -> str:
    """Say that a number was not taken, because a reminder came after the question."""
    return "Tin nhắc vừa đến xen vào câu hỏi đang dở, nên số vừa gõ chưa được tính. Mời anh/chị trả lời lại:"


def quota(month: str, level: int, sent: int, limit: int) -> Text:
    """Tell a coordinator how far the month's messages are used up; `month` is "2024-11"."""
    used = f"Tháng {_month(month)}: bot đã gửi {sent}/{limit} tin Zalo của gói ({level}%)."
    return text(p(b("Hạn mức Zalo: "), used), _ADVICE[level])


_ADVICE = {
    70: "Nếu cần nhiều hơn, đề nghị nâng gói Zalo Bot hoặc mời thêm đầu mối dùng Telegram.",
    90: "Từ giờ tin không gấp (bản tin tuần, tin báo đồng nghiệp) lần lượt được giữ lại đến đầu tháng sau; nhắc việc vẫn gửi.",
    100: "Zalo có thể không nhận thêm tin nào đến hết tháng. Đề nghị nâng gói, hoặc gọi điện cho các đầu mối chỉ dùng Zalo.",
}


def quota_refused(month: str, sent: int, limit: int) -> Text:
    """Tell a coordinator that Zalo takes nothing more this month."""
    return text(
        p(b("Zalo báo hết hạn mức "), f"tháng {_month(month)} (bot đã đếm {sent}/{limit} tin)."),
        "Tin chưa gửi vẫn được giữ và thử lại đều đặn. Đề nghị nâng gói, hoặc gọi điện cho đầu mối chỉ dùng Zalo.",
    )


_HELD = {"digest": "bản tin tuần", "colleague": "tin báo đồng nghiệp", "reminder": "tin nhắc việc"}


def held_back(kind: str, until: date) -> Text:
    """Tell a coordinator that a kind of message waits until next month."""
    what = _HELD.get(kind, kind)
    return text(
        p(b("Hạn mức Zalo sắp hết: "), f"{what} qua Zalo được giữ lại đến {until:%d/%m/%Y}, không bị mất."),
    )


def _month(month: str) -> str:
    year, _, number = month.partition("-")
    return f"{number}/{year}"
