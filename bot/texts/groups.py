"""What the bot says in a group instead of what is for one agency's eyes."""

from __future__ import annotations

from bot.domain.markup import Text, text

OPEN = "Mở trò chuyện riêng"


def figures_in_private(*, switchable: bool) -> Text:
    """Lead to the private chat; `switchable` says that whoever asked may let this group see the figures."""
    switch = " Nếu đây là nhóm lãnh đạo, gõ /bantin để bật bản tin và xem tại nhóm." if switchable else ""
    return text(f"Số liệu chỉ xem được trong cuộc trò chuyện riêng với bot.{switch}")


def buttons_in_private() -> Text:
    return text("Việc này chỉ làm được trong cuộc trò chuyện riêng với bot.")


def reports_in_private() -> Text:
    return text("Trong nhóm tôi không nhận báo cáo. Anh/chị nhắn riêng cho bot giúp tôi.")
