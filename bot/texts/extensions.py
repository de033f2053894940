"""Giving an agency more time, excusing it, and sending a report back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.markup import Bullets, Text, b, i, p, spans, text
from bot.texts import days

EXCUSE = "Miễn báo cáo kỳ này"
CONFIRM = "Đồng ý"
CANCEL = "Hủy"
MORE = "Xem tiếp"
UNDO = "Hoàn tác"


def which_agency(what: str) -> Text:
    return text(p("Cơ quan nào ", b(what), "? Xin gõ tên, ví dụ: Sở Ngoại vụ."))


def which_due(agency: str, items: Sequence[tuple[str, str]], page: int, pages: int) -> Text:
    """Ask which of an agency's dues is meant; each item is (name, deadline)."""
    where = f" (trang {page}/{pages})" if pages > 1 else ""
    return text(p(b(agency), f": việc nào?{where}"), _items(items))


def _items(items: Sequence[tuple[str, str]]) -> Bullets:
    return Bullets(tuple(spans(b(name), f"\n{deadline}") for name, deadline in items), True)


def nothing_open(agency: str) -> Text:
    return text(p(b(agency), " hiện không có việc nào đang chờ báo cáo."))


def until_when(name: str, deadline: str) -> Text:
    return text(p(b(name)), deadline, "Gia hạn đến hết ngày nào? (chọn, hoặc gõ, ví dụ: 20/11, thứ 6 tuần sau)")


def until(day: date) -> str:
    """Label a day that is offered."""
    return f"Hết {days.long_day(day)}"


def not_a_day() -> Text:
    return text("Tôi chưa rõ ngày nào. Xin gõ ngày, ví dụ: 20/11/2024.")


def refused(sentence: str) -> Text:
    return text(p(sentence, " Xin chọn ngày khác."))


def why(what: str) -> Text:
    return text(f"Lý do {what}? (một câu, sẽ gửi cho cơ quan)")


def confirm_extension(agency: str, name: str, old: str, day: date, reason: str, remark: str) -> Text:
    return text(
        p(b("Gia hạn cho "), b(agency)),
        Bullets(
            (
                spans(name),
                spans("Hạn cũ: ", days.after_label(old)),
                spans("Hạn mới: hết ", b(days.long_day(day))),
                spans("Lý do: ", reason),
            )
        ),
        remark,
    )


def confirm_excuse(agency: str, name: str, reason: str) -> Text:
    return text(p(b("Miễn báo cáo cho "), b(agency)), Bullets((spans(name), spans("Lý do: ", reason))))


def on_a_day_off(day: date) -> str:
    """Point out that a day is a day off."""
    return f"Lưu ý: {days.long_day(day)} là ngày nghỉ."


def done(told: int) -> Text:
    """Acknowledge a decision, which can be taken back."""
    if told == 0:
        said = "Đã ghi. Cơ quan này chưa có đầu mối nhận được tin, đề nghị anh/chị báo trực tiếp."
    else:
        said = f"Đã ghi và đã báo cho {told} đầu mối của cơ quan."
    return text(said, p(i("Hoàn tác được trong 24 giờ.")))


def taken_back(name: str, corrected: int, spared: int) -> Text:
    """Acknowledge that a decision was taken back: so many were told the contrary, so many had not been told yet."""
    heard = f" Đã báo lại cho {corrected} đầu mối." if corrected else ""
    unheard = " Tin báo chưa gửi đi nên cơ quan không nhận gì." if spared and not corrected else ""
    return text(f"Đã hoàn tác: “{name}” trở lại như trước.{heard}{unheard}")


def cancelled() -> Text:
    return text("Đã hủy, không thay đổi gì.")


def extended(name: str, old: date, new: date, reason: str) -> Text:
    """Tell an agency that it has more time."""
    return text(
        p(b("Được gia hạn: "), name),
        p("Hạn mới: hết ", b(days.long_day(new)), f" (hạn cũ: {days.short_day(old)})."),
        f"Lý do: {reason}",
    )


def excused(name: str, reason: str) -> Text:
    """Tell an agency that it need not report."""
    return text(p(b("Được miễn báo cáo: "), name), f"Lý do: {reason}")


def extension_taken_back(name: str, deadline: str) -> Text:
    """Tell an agency that it has no more time after all."""
    return text(
        p(b("Rút lại gia hạn: "), name),
        "Điều phối viên đã rút lại, xin bỏ qua tin gia hạn trước.",
        p("Hạn vẫn là: ", b(days.after_label(deadline))),
    )


def excuse_taken_back(name: str, deadline: str) -> Text:
    """Tell an agency that it has to report after all."""
    return text(
        p(b("Rút lại miễn báo cáo: "), name),
        "Điều phối viên đã rút lại, xin bỏ qua tin miễn báo cáo trước.",
        p("Đơn vị vẫn cần báo cáo: ", b(deadline)),
    )


def return_taken_back(name: str, code: str) -> Text:
    """Tell an agency that its report stands as it is."""
    return text(
        p(b("Không cần bổ sung nữa: "), f"{name} (mã {code})"),
        "Điều phối viên đã rút lại, xin bỏ qua tin trả lại trước. Báo cáo đã gửi vẫn được tính, không cần gửi lại.",
    )


def no_reports(agency: str) -> Text:
    return text(p(b(agency), " chưa có báo cáo nào để trả lại trong kỳ này."))


def returned_by_when() -> Text:
    return text("Bổ sung đến hết ngày nào? (chọn, hoặc gõ ngày)")


def confirm_return(agency: str, name: str, code: str, reason: str, wanted: date, due: date) -> Text:
    """Ask to confirm; a day before the due's own last day gives way to that one."""
    later = f" (hạn của việc này, muộn hơn {days.short_day(wanted)})" if wanted < due else ""
    return text(
        p(b("Trả lại báo cáo của "), b(agency)),
        Bullets(
            (
                spans(f"{name} (mã {code})"),
                spans("Cần bổ sung: ", reason),
                spans("Đến hết ", b(days.long_day(max(wanted, due))), later),
            )
        ),
    )


def returned(name: str, code: str, reason: str, day: date) -> Text:
    """Tell an agency that its report needs to be supplemented."""
    return text(
        p(b("Báo cáo cần bổ sung: "), f"{name} (mã {code})"),
        p("Nội dung: ", b(reason)),
        p("Xin gửi lại đến hết ", b(days.long_day(day)), ". Báo cáo đã gửi vẫn được lưu."),
    )
