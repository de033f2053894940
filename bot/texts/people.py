"""Joining, the notice, and what each role can do."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.markup import Bullets, Text, b, i, p, spans, text
from bot.domain.people import Role

AGREE = "Đồng ý"
REFUSE = "Không"
RENAME = "Sửa tên"

ROLE_NAMES = {
    Role.FOCAL: "đầu mối",
    Role.COORDINATOR: "điều phối viên",
    Role.LEADER: "lãnh đạo",
    Role.ADMIN: "quản trị",
}

COMMANDS: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.FOCAL: (
        ("/baocao", "báo cáo tiến độ"),
        ("/nhiemvu", "nhiệm vụ của đơn vị tôi"),
        ("/lich", "các kỳ hạn sắp tới"),
        ("/status", "tình hình của đơn vị tôi"),
        ("/nghi", "báo vắng mặt, ai nhận tin thay"),
        ("/bangiao", "bàn giao cho người khác"),
    ),
    Role.COORDINATOR: (
        ("/status", "tình hình chung"),
        ("/tonghop", "báo cáo tổng hợp, ví dụ: /tonghop quý 4/2024"),
        ("/yeucau", "yêu cầu báo cáo đột xuất"),
        ("/nhac", "đôn đốc cơ quan trễ hạn báo cáo"),
        ("/giahan", "gia hạn hoặc miễn báo cáo cho một cơ quan"),
        ("/tralai", "trả lại báo cáo để bổ sung"),
        ("/nhapho", "nhập hộ báo cáo của một cơ quan"),
        ("/moi", "mã mời cho một cơ quan, ví dụ: /moi Sở Ngoại vụ"),
        ("/suaten", "sửa tên cơ quan viết sai, gộp cơ quan bị ghi hai lần"),
        ("/bantin", "bản tin tuần, nhận riêng hằng tuần; trong nhóm: bật hoặc tắt"),
        ("/kehoach", "các kế hoạch; nhập kế hoạch: gửi tệp văn bản vào đây"),
    ),
    Role.LEADER: (
        ("/status", "tình hình chung"),
        ("/bantin", "bản tin tuần; chọn nhận riêng hằng tuần"),
        ("/tonghop", "báo cáo tổng hợp"),
    ),
    Role.ADMIN: (("/moi", "mã mời cho mọi vai trò"),),
}


def _position(role: Role, agency: str | None) -> str:
    return f"{ROLE_NAMES[role]} của {agency}" if agency else ROLE_NAMES[role]


def notice(role: Role, agency: str | None, controller: str) -> Text:
    """Show the notice on personal data and state secrets, and ask for consent. See `NOTICE_VERSION`."""
    return text(
        p("Chào anh/chị. Mã này mời anh/chị làm ", b(_position(role, agency)), "."),
        p(b("Trước khi bắt đầu, xin anh/chị đọc:")),
        Bullets(
            (
                spans(
                    f"{controller} quản lý dữ liệu: họ tên, cơ quan, tài khoản chat và nội dung báo cáo của anh/chị."
                ),
                spans(
                    "Chỉ dùng để nhắc việc và tổng hợp báo cáo; giữ đến khi anh/chị rời bot, báo cáo lưu theo quy định."
                ),
                spans("Tin nhắn đi qua máy chủ của ứng dụng chat, có thể đặt ở nước ngoài."),
                spans("Xem dữ liệu: /dulieucuatoi. Xóa: /xoadulieu."),
                spans(b("Không gửi tài liệu, thông tin bí mật nhà nước.")),
            )
        ),
    )


def notice_above() -> Text:
    """Ask for consent once more, right below the notice."""
    return text("Anh/chị có đồng ý với các điều nêu trên không?")


def one_more_role(role: Role, agency: str | None) -> Text:
    """Offer a further role to somebody who has agreed to the notice before."""
    return text(p("Mã này mời anh/chị làm ", b(_position(role, agency)), ". Anh/chị đồng ý không ạ?"))


def ask_name() -> Text:
    return text("Họ và tên của anh/chị để ghi trong báo cáo?")


def renamed(name: str) -> Text:
    return text(p("Đã ghi tên anh/chị là ", b(name), "."))


def declined() -> Text:
    return text("Anh/chị chưa đồng ý nên bot không lưu gì. Khi cần, anh/chị gửi lại mã mời.")


def role_declined() -> Text:
    return text("Anh/chị chưa nhận vai trò này. Khi cần, anh/chị gửi lại mã mời.")


def welcome(name: str, role: Role, agency: str | None, due: Sequence[tuple[str, str]], *, mend: bool = False) -> Text:
    """Greet somebody who has joined, with what is due now as (name, deadline); `mend` tells how to mend the name."""
    return text(
        p(f"Cảm ơn {name}. Anh/chị là ", b(_position(role, agency)), "."),
        p(b("Việc gần nhất cần báo cáo:")) if due else None,
        Bullets(tuple(spans(item, "\n", i(deadline)) for item, deadline in due)) if due else None,
        p("Bot sẽ nhắc trước kỳ hạn. " if role is Role.FOCAL else "", "Anh/chị có thể:"),
        commands((role,)),
        p("Tên ghi trong báo cáo: ", b(name), f". Chưa đúng họ tên thì chọn {RENAME}.") if mend else None,
    )


def commands(roles: Sequence[Role]) -> Bullets:
    """List what roles can do, each command once."""
    found = {command: what for role in roles for command, what in COMMANDS[role]}
    return Bullets(tuple(spans(b(command), f" – {what}") for command, what in found.items()))


def help_for(roles: Sequence[Role]) -> Text:
    return text(
        p(b("Anh/chị có thể:")),
        commands(roles),
        p("Trả lời tin nhắc bằng lời cũng được, ví dụ: “xong rồi, 12 tin bài”, “đang làm 70%”, “mai nhắc lại”.")
        if Role.FOCAL in roles
        else None,
        p("Sửa báo cáo đã gửi: /suabaocao.") if Role.FOCAL in roles else None,
        p("Dùng cả Telegram và Zalo bằng một tài khoản: /lienket. Dừng việc đang làm dở: /huy."),
        p(i("Không gửi tài liệu, thông tin bí mật nhà nước qua bot.")),
    )


def stranger() -> Text:
    return text(
        "Chào anh/chị. Bot này dành cho các cơ quan được mời. Xin anh/chị gửi mã mời (8 ký tự) do điều phối viên cấp."
    )


def not_for_you(command: str) -> Text:
    return text(f"Lệnh {command} dành cho vai trò khác. Gõ /help để xem các việc anh/chị làm được.")


def only_in_private(command: str) -> Text:
    return text(f"Lệnh {command} chỉ dùng trong cuộc trò chuyện riêng với bot.")


def unknown_command() -> Text:
    return text("Tôi không biết lệnh này. Gõ /help để xem các việc có thể làm.")


def not_understood() -> Text:
    return text("Tôi chưa hiểu ý anh/chị. Anh/chị gõ /baocao để báo cáo, /help để xem các việc có thể làm.")


def not_understood_by_an_office() -> Text:
    """Tell somebody who reports for no agency."""
    return text("Tôi chưa hiểu ý anh/chị. Anh/chị gõ /status để xem tình hình, /help để xem các việc có thể làm.")


def files_need_a_report() -> Text:
    return text(
        "Tôi chưa biết tệp này dùng cho báo cáo nào nên chưa giữ. Anh/chị gõ /baocao, rồi gửi tệp ở bước minh chứng."
    )


def files_have_no_use() -> Text:
    return text("Tôi chưa biết dùng tệp này vào việc gì nên không giữ. Gõ /help để xem các việc có thể làm.")


def cannot_take() -> Text:
    return text("Cảm ơn anh/chị. Tôi chỉ nhận chữ, ảnh và tệp; xin anh/chị gõ giúp bằng chữ.")


def _how(links: Sequence[str]) -> str:
    return "mở đường dẫn, hoặc nhắn mã cho bot." if links else "người đó nhắn mã cho bot."


def invitation(who: str, code: str, links: Sequence[str], days: int, uses: int) -> Text:
    """Hand out an invite: the bare code and a link for each channel that has links."""
    return text(
        p("Mã mời ", b(who), ": ", b(code)),
        p(f"Dùng được {uses} lần, trong {days} ngày. Chuyển tin này cho người được mời: {_how(links)}"),
        Bullets(tuple(spans(address) for address in links)) if links else None,
    )
