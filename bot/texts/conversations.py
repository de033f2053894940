"""What the bot says about a conversation as such."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.markup import Text, b, p, text
from bot.texts import days
from bot.vietnamese import fold

BACK = "Quay lại"
GO_ON = "Tiếp tục"
STOP = "Dừng"


def is_back(typed: str) -> bool:
    """Tell whether somebody typed that they want the question before."""
    return fold(typed).strip(" .!") in ("quay lai", "lui", "tro lai")


def is_leaving(typed: str) -> bool:
    """Tell whether somebody typed no more than that they want to stop."""
    return fold(typed).strip(" .!") in ("huy", "thoi", "huy bo")


def first(reason: str) -> Text:
    """Put a sentence before a question that is asked again."""
    return text(p(reason))


def left() -> Text:
    return text("Đã dừng, không có gì được gửi. Gõ /help để xem các việc có thể làm.")


def left_for_another() -> Text:
    return text("Việc đang làm dở đã được dừng, chưa ghi nhận gì.")


def nothing_before() -> str:
    return "Đây là câu hỏi đầu tiên. Gõ /huy nếu anh/chị muốn dừng."


def too_long() -> Text:
    return text(
        "Cuộc trao đổi này đã quá dài nên bot dừng lại, phần chưa gửi không được giữ. Mời anh/chị bắt đầu lại: /help"
    )


def joined() -> Text:
    return text("Tin vừa rồi dài nên ứng dụng cắt làm đôi; tôi đã ghép lại thành một câu trả lời.")


def changed() -> str:
    return "Bot vừa được nâng cấp. Các câu trả lời của anh/chị vẫn được giữ, mời anh/chị tiếp tục."


def stale() -> str:
    return "Nút vừa bấm thuộc câu hỏi cũ. Mời anh/chị trả lời câu hỏi hiện tại:"


def stale_and_over() -> Text:
    return text("Lựa chọn này đã cũ và không còn tác dụng. Gõ /help để xem các việc có thể làm.")


def nothing_running() -> Text:
    return text("Hiện không có việc nào đang làm dở.")


def in_the_middle(title: str, wanted: str) -> Text:
    """Ask whether to leave a conversation for what is `wanted`: "chuyển sang /status"; empty for something else."""
    instead = f" để {wanted}" if wanted else ""
    return text(p("Anh/chị đang làm dở “", b(title), f"”, chưa gửi. Làm tiếp, hay dừng{instead} ạ?"))


def unfinished(title: str, since: datetime, zone: ZoneInfo) -> Text:
    """Offer a conversation again that was left lying."""
    return text(p("Anh/chị còn làm dở “", b(title), f"” từ {days.moment(since, zone)}, chưa gửi. Làm tiếp chứ ạ?"))


def go_on() -> str:
    return "Mời anh/chị tiếp tục:"


def back_to(title: str) -> str:
    """Lead back to a conversation after something else was shown."""
    return f"Mời anh/chị làm tiếp “{title}”:"


def taken(words: str, files: int) -> Text:
    """Say what was taken as the answer of what had been sent before."""
    given = f"“{words}”" if words else f"{files} tệp"
    return text(p("Tôi đã ghi câu trả lời: ", given))


def stopped() -> Text:
    return text("Đã dừng việc làm dở, chưa có gì được gửi.")


def edited_too_late() -> Text:
    return text(
        "Câu trả lời cũ đã được ghi nhận nên sửa tin nhắn không đổi được nữa. Để sửa báo cáo đã gửi, gõ /suabaocao."
    )
