"""Lists and acknowledgements of the commands that show something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.markup import Bullets, Text, b, i, p, spans, text
from bot.texts import days
from bot.texts.corrections import in_use
from bot.texts.digest import switched, switched_own
from bot.texts.dues import shorten
from bot.texts.summary import plan_title

LISTED = 10
_DOCUMENTS = {"summary-docx": "Dự thảo báo cáo", "summary-xlsx": "Bảng số liệu"}


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task of an agency, with its source."""

    name: str
    deadline: str
    plan: str
    no: str
    reported: bool


def tasks(agency: str, lines: Sequence[TaskLine]) -> Text:
    if not lines:
        return text(p(b(agency), ": hiện không có nhiệm vụ nào đang mở. Kỳ hạn sắp tới: /lich"))
    rest = len(lines) - LISTED
    return text(
        p(b(f"Nhiệm vụ của {agency}"), f" ({len(lines)})"),
        Bullets(
            tuple(
                spans(b(line.name), " ✓ đã báo cáo" if line.reported else "", f"\n{line.deadline}\n", i(_source(line)))
                for line in lines[:LISTED]
            ),
            numbered=True,
        ),
        p(i(f"… và {rest} việc khác, hạn xa hơn")) if rest > 0 else None,
    )


def _source(line: TaskLine) -> str:
    where = f", mục {line.no}" if line.no else ""
    return f"{shorten(line.plan, 70)}{where}"


def agenda(lines: Sequence[tuple[str, str]]) -> Text:
    """List the next deadlines as (name, deadline in full)."""
    return text(
        p(b("Các kỳ hạn sắp tới")),
        Bullets(tuple(spans(b(name), "\n" + deadline) for name, deadline in lines), numbered=True),
    )


def no_deadlines() -> Text:
    return text("Đơn vị của anh/chị không có kỳ hạn nào sắp tới.")


def calendar_file() -> Text:
    return text("Mở tệp này để đưa các kỳ hạn vào lịch trên điện thoại.")


def digest_switched(*, on: bool, next_at: datetime, zone: ZoneInfo, own: bool = False) -> Text:
    """Confirm that a group gets the digest, or no longer; `own` says that it is one person who does."""
    local = next_at.astimezone(zone)
    when = f"bản tin tới vào {local:%H:%M} {days.long_day(local.date())}"
    return switched_own(on, when) if own else switched(on, when)


def compiling(period: str, plan: str | None = None, by_hand: int = 0) -> Text:
    """Say that a report is being compiled; `by_hand` paragraphs are kept as an officer changed them."""
    what = f"báo cáo {period}" + (f" của “{shorten(plan_title(plan), 80)}”" if plan else "")
    return text(f"Đang tổng hợp {what}, xin anh/chị chờ trong giây lát.{in_use(by_hand) if by_hand else ''}")


def making(number: int, of: int) -> Text:
    """Say which of the documents is being made."""
    return text(f"Đang tổng hợp… {number}/{of}")


def made() -> Text:
    return text("Đã tổng hợp xong.")


LETTER = "Công văn đôn đốc"


def letter_caption(agencies: int, period: str) -> Text:
    return text(f"Dự thảo công văn đôn đốc {agencies} cơ quan quá hạn báo cáo {period}")


def more_of_summary(plans: Sequence[str], *, late: int, requests: int) -> Text:
    """Offer the report of one plan, what came back of one-off requests, and the letter to those who are late."""
    return text(
        "Báo cáo riêng của từng kế hoạch:" if plans else None,
        Bullets(tuple(spans(shorten(plan_title(title), 90)) for title in plans), numbered=True) if plans else None,
        f"Có {requests} yêu cầu đột xuất trong kỳ:" if requests else None,
        f"Còn {late} cơ quan quá hạn báo cáo kỳ này." if late else None,
    )


def document_caption(what: str, period: str) -> Text:
    return text(f"{_DOCUMENTS[what]} {period}")


def my_data(
    name: str,
    phone: str | None,
    *,
    roles: Sequence[str],
    agencies: Sequence[str],
    channels: Sequence[str],
    agreed: str,
    reports: int,
) -> Text:
    """Show all that is kept about a person."""
    return text(
        p(b("Dữ liệu bot đang giữ về anh/chị")),
        Bullets(
            (
                spans(f"Họ tên: {name}"),
                spans(f"Điện thoại: {phone or 'không có'}"),
                spans(f"Vai trò: {', '.join(roles) or 'không có'}"),
                spans(f"Cơ quan: {', '.join(agencies) or 'không có'}"),
                spans(f"Kênh: {', '.join(channels)}"),
                spans(f"Đồng ý thông báo về dữ liệu: {agreed or 'chưa'}"),
                spans(f"Báo cáo đã gửi: {reports} (lưu theo cơ quan)"),
            )
        ),
        p("Xóa dữ liệu cá nhân: /xoadulieu"),
    )


def ask_erase() -> Text:
    return text(
        p(b("Xóa dữ liệu cá nhân?")),
        p("Họ tên, số điện thoại và tài khoản chat của anh/chị sẽ bị xóa; anh/chị không còn là đầu mối."),
        p("Báo cáo đã gửi vẫn lưu dưới tên cơ quan."),
    )


def erased() -> Text:
    return text("Đã xóa dữ liệu cá nhân của anh/chị. Cảm ơn anh/chị đã cộng tác.")


def erase_refused() -> Text:
    return text("Dữ liệu được giữ nguyên.")
