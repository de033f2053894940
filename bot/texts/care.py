"""What is said to a message that may not be taken in."""

from __future__ import annotations

from bot.domain.markup import Text, b, p, text


def secret_refused() -> Text:
    return text(
        p(b("Bot không nhận tin này vì có dấu hiệu mật.")),
        p("Nội dung không được lưu, và đã được xóa khỏi cuộc trò chuyện nếu ứng dụng cho phép."),
        p("Tài liệu mật xin gửi qua văn thư theo quy định về bảo vệ bí mật nhà nước, không gửi qua mạng."),
        p("Nếu chỉ là trùng chữ, xin anh/chị viết lại bằng từ khác, hoặc đổi tên tệp rồi gửi lại."),
    )


def evidence_refused(name: str) -> Text:
    """Tell the sender of a report that one of its files was not kept."""
    return text(
        p(b(f"Tệp {name} có dấu mật nên bot không giữ. "), "Báo cáo của anh/chị vẫn được nhận, không kèm tệp này."),
        p(
            "Xin anh/chị xóa tệp khỏi cuộc trò chuyện. Tài liệu mật xin gửi qua văn thư theo quy định, không gửi qua mạng."
        ),
    )


def go_on_without() -> str:
    return "Mời anh/chị trả lời câu hỏi này bằng nội dung không mật:"
