"""What the office is told about messages that did not arrive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.markup import Text, b, p, text
from bot.domain.messages import Channel
from bot.texts.linking import NAMES


def unreachable(name: str, agencies: Sequence[str], phone: str | None, waiting: int) -> Text:
    """Tell a coordinator that somebody can no longer be written to; `waiting` messages were taken back."""
    where = f" ({', '.join(agencies)})" if agencies else ""
    return text(
        p(b("Không gửi được tin cho "), b(name), f"{where}: người này đã chặn hoặc đã rời bot."),
        f"{waiting} tin đang chờ gửi đã được hủy." if waiting else None,
        f"Đề nghị liên hệ trực tiếp: {phone or 'chưa có số điện thoại'}.",
    )


def group_lost(title: str) -> Text:
    """Tell a coordinator that a group no longer takes messages."""
    return text(
        p(b("Không gửi được tin vào nhóm "), b(title or "(không tên)"), ": bot không còn trong nhóm."),
        "Muốn nhận bản tin trở lại, đề nghị thêm bot vào nhóm rồi gõ /bantin.",
    )


def not_delivered(name: str, error: str) -> Text:
    """Tell a coordinator that one message was given up; `name` is the person's or the group's, empty when unknown."""
    return text(
        p(b("Một tin nhắn không gửi được"), f" cho {name}" if name else "", f" (lỗi: {error})."),
        "Các tin khác vẫn được gửi bình thường. Đề nghị báo người quản trị nếu lặp lại.",
    )


def token_refused(channel: Channel, since: datetime) -> Text:
    """Tell a coordinator that a platform no longer takes the bot's token; `since` is in the office's zone."""
    name = NAMES[channel]
    return text(
        p(b(f"{name} không nhận mã truy cập (token) của bot"), f" từ {since:%H:%M ngày %d/%m/%Y}."),
        f"Tin qua {name} chưa đi và chưa đến được; tin chờ gửi vẫn được giữ. "
        f"Đề nghị quản trị kiểm tra {channel}.token rồi khởi động lại bot.",
    )


def one_after_the_other() -> Text:
    """Tell somebody who writes very fast that nothing is lost."""
    return text("Bot nhận được nhiều tin cùng lúc và sẽ trả lời lần lượt, anh/chị chờ một chút; không cần gửi lại.")


def went_wrong() -> Text:
    """Say that a message could not be dealt with, to whom sent it."""
    return text("Xin lỗi, bot gặp lỗi khi xử lý tin này nên chưa ghi nhận. Anh/chị vui lòng gửi lại sau ít phút.")
