"""One person on two channels."""

from __future__ import annotations

from bot.domain.markup import Text, b, p, text
from bot.domain.messages import Channel

NAMES = {Channel.TELEGRAM: "Telegram", Channel.ZALO: "Zalo"}


def code(code: str, minutes: int) -> Text:
    """Hand out a link code."""
    return text(
        p("Mã liên kết của anh/chị: ", b(code), f" (dùng một lần, trong {minutes} phút)."),
        "Mở bot ở ứng dụng kia (Zalo hoặc Telegram) và nhắn mã này. Đừng đưa mã cho người khác.",
        "Sau đó bot nhắn cho anh/chị ở nơi anh/chị dùng gần nhất, không nhắn hai nơi.",
    )


def linked(name: str, channel: Channel) -> Text:
    """Greet somebody on their second channel."""
    return text(
        p(f"Đã liên kết: tài khoản {NAMES[channel]} này nay là của ", b(name), "."),
        "Bot sẽ nhắn ở nơi anh/chị dùng gần nhất. Gõ /help để xem các việc có thể làm.",
    )


def linked_elsewhere(channel: Channel) -> Text:
    """Tell somebody on their first channel that a second was linked."""
    return text(
        f"Một tài khoản {NAMES[channel]} vừa được liên kết với anh/chị. "
        "Nếu không phải anh/chị làm, xin báo ngay điều phối viên."
    )


def taken_over(name: str, lost: Channel, other: Channel) -> Text:
    """Tell a coordinator that a person is written to on another channel from now on."""
    return text(
        p(
            b(name or "Một người dùng"),
            f" không còn nhận tin trên {NAMES[lost]}. Từ nay bot nhắn qua {NAMES[other]}; tin chưa gửi đã chuyển sang.",
        )
    )
