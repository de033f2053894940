"""What the bot says about a conversation as such."""

from __future__ import annotations

from bot.domain.markup import Text, p, text
from bot.vietnamese import fold

BACK = "Quay lại"


def is_back(typed: str) -> bool:
    """Tell whether somebody typed that they want the question before."""
    return fold(typed).strip(" .!") in ("quay lai", "0", "lui", "tro lai")


def first(reason: str) -> Text:
    """Put a sentence before a question that is asked again."""
    return text(p(reason))


def left() -> Text:
    return text("Đã dừng, không có gì được gửi. Gõ /help để xem các việc có thể làm.")


def left_for_another() -> Text:
    return text("Việc đang làm dở đã được dừng, chưa có gì được gửi.")


def nothing_before() -> str:
    return "Đây là câu hỏi đầu tiên. Gõ /huy nếu anh/chị muốn dừng."


def changed() -> str:
    return "Bot vừa được nâng cấp. Các câu trả lời của anh/chị vẫn được giữ, mời anh/chị tiếp tục."


def stale() -> str:
    return "Nút vừa bấm thuộc câu hỏi cũ. Mời anh/chị trả lời câu hỏi hiện tại:"


def stale_and_over() -> Text:
    return text("Nút này đã cũ và không còn tác dụng. Gõ /help để xem các việc có thể làm.")


def nothing_running() -> Text:
    return text("Hiện không có việc nào đang làm dở.")
