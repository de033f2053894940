"""Entering a report for an agency."""

from __future__ import annotations

from bot.domain.markup import Text, b, p, text


def which_agency() -> Text:
    return text("Nhập hộ báo cáo của cơ quan nào? Xin gõ tên, ví dụ: Sở Ngoại vụ.")


def nothing_open(agency: str) -> Text:
    return text(p(b(agency), " hiện không có việc nào để báo cáo."))


def marked(agency: str) -> Text:
    return text(
        p("Nhập hộ cho ", b(agency), ". Báo cáo sẽ được ghi là do điều phối viên nhập hộ, và cơ quan được báo.")
    )


def entered(by: str, name: str, code: str) -> Text:
    """Tell an agency that a coordinator has entered its report."""
    return text(
        p(b("Điều phối viên đã nhập hộ báo cáo "), f"({by}): {name} (mã {code})."),
        p("Nếu chưa đúng, anh/chị gửi lại bằng /baocao; bản mới sẽ thay bản này."),
    )
