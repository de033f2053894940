"""The menu of commands that Telegram shows beside the text box."""

from __future__ import annotations

from collections.abc import Iterable

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

PRIVATE = (
    ("baocao", "Báo cáo tiến độ"),
    ("suabaocao", "Sửa báo cáo đã gửi"),
    ("nhiemvu", "Nhiệm vụ của cơ quan tôi"),
    ("lich", "Các kỳ hạn sắp tới"),
    ("status", "Tình hình báo cáo"),
    ("nghi", "Báo vắng mặt, người làm thay"),
    ("bangiao", "Bàn giao cho người khác"),
    ("nhac", "Điều phối: đôn đốc cơ quan trễ hạn"),
    ("yeucau", "Điều phối: yêu cầu báo cáo đột xuất"),
    ("giahan", "Điều phối: gia hạn"),
    ("tralai", "Điều phối: trả lại để bổ sung"),
    ("nhapho", "Điều phối: nhập hộ báo cáo"),
    ("suaten", "Điều phối: sửa tên, gộp cơ quan"),
    ("tonghop", "Báo cáo tổng hợp"),
    ("bantin", "Bản tin tuần"),
    ("moi", "Điều phối: mời đầu mối"),
    ("kehoach", "Điều phối: các kế hoạch"),
    ("lienket", "Dùng thêm kênh chat khác"),
    ("dulieucuatoi", "Dữ liệu về tôi"),
    ("xoadulieu", "Xóa dữ liệu về tôi"),
    ("huy", "Thôi việc đang làm"),
    ("help", "Hướng dẫn"),
)
"""Commands shown in a private chat, with what they do. All of them exist: a test looks, lest they be loaded with the menu."""

GROUP = (
    ("status", "Tình hình báo cáo"),
    ("bantin", "Bản tin tuần: xem, bật, tắt"),
    ("help", "Hướng dẫn"),
)
"""Commands shown in a group."""


async def publish(bot: Bot) -> None:
    """Let Telegram show the commands."""
    await bot.set_my_commands(_shown(PRIVATE), scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(_shown(GROUP), scope=BotCommandScopeAllGroupChats())


def _shown(words: Iterable[tuple[str, str]]) -> list[BotCommand]:
    return [BotCommand(name, what) for name, what in words]
