"""Words around files that are brought by a web page, on channels that hand on none."""

from __future__ import annotations

from bot.domain.markup import Text, b, i, p, text

SEND_PLAN = "Gửi tệp kế hoạch"
SECRECY = "Không gửi tài liệu, thông tin bí mật nhà nước."


def link(url: str) -> str:
    """Give the address by which a file can be brought instead of sent."""
    return f"Gửi tệp (Word, Excel, PDF…) qua liên kết riêng của anh/chị, dùng một lần, trong 24 giờ:\n{url}"


def plan_wanted() -> Text:
    """Ask for a plan."""
    return text(
        p(b("Anh/chị gửi văn bản kế hoạch"), " (Word, PDF hoặc Excel). Bot đọc, hỏi lại chỗ chưa rõ, rồi mới nhập."),
        p(i(SECRECY)),
    )


def plan_elsewhere() -> Text:
    """Say how a plan gets in when the office serves no such page."""
    return text(
        "Zalo không chuyển tệp cho bot. Anh/chị gửi tệp kế hoạch cho bot trên Telegram (nối hai tài khoản: /lienket), "
        "hoặc nhờ quản trị nhập trên máy chủ: nhacviec plan import TỆP."
    )


def cancelled() -> Text:
    return text("Đã dừng, chưa nhập kế hoạch nào.")


# ---------------------------------------------------------------- the page

TITLE = "Gửi tệp cho bot"
CHOOSE = "Chọn tệp"
SEND = "Gửi"
AGAIN = "Chọn tệp khác"


def page_intro(megabytes: int) -> str:
    return f"Chọn một tệp trên máy hoặc điện thoại, nhiều nhất {megabytes} MB. Bot trả lời anh/chị trong Zalo."


def page_secrecy() -> str:
    return SECRECY + " Liên kết này chỉ dành cho anh/chị, xin đừng chuyển cho người khác."


def taken(name: str) -> str:
    return f"Bot đã nhận tệp “{name}”. Mời anh/chị quay lại Zalo để tiếp tục."


REFUSED = {
    "unknown": "Liên kết này không đúng. Xin anh/chị mở lại liên kết trong tin nhắn mới nhất của bot.",
    "late": "Liên kết này đã hết hạn. Anh/chị nhắn “tệp” cho bot để nhận liên kết mới.",
    "used": "Liên kết này đã được dùng, hoặc bot không còn chờ tệp nữa. Mời anh/chị quay lại Zalo xem tin mới nhất của bot.",
    "nothing": "Chưa có tệp nào. Xin anh/chị chọn một tệp rồi gửi lại.",
    "too_big": "Tệp lớn quá 20 MB. Xin anh/chị gửi phần cần thiết, hoặc lưu lại cho nhẹ hơn.",
    "broken": "Đường truyền bị ngắt giữa chừng, tệp chưa tới. Xin anh/chị gửi lại.",
    "busy": "Bot đang nhận nhiều tệp cùng lúc. Xin anh/chị thử lại sau ít phút.",
    "full": "Bot chưa lưu được tệp. Xin anh/chị thử lại sau ít phút.",
}
"""Why a file was not taken."""
