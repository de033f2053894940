"""The report conversation: questions, preview, receipt."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.markup import Bullets, Text, b, i, p, spans, text
from bot.domain.reports import STATUS_LABELS, Evidence, ReportDraft, Status

SAME_AS_BEFORE = "Như kỳ trước"
NONE = "Không có"
DONE = "Xong"
SKIP = "Bỏ qua"
KEEP = "Giữ nguyên"
CLEAR = "Xóa hết"
SEND = "Gửi"
EDIT = "Sửa"
CANCEL = "Hủy"
MORE = "Xem tiếp"
NOTHING_MORE = "Không có, xem lại luôn"

PARTS = {"status": "Tình trạng", "results": "Kết quả", "difficulties": "Khó khăn, đề xuất", "evidence": "Minh chứng"}
SECRECY = "Không gửi tài liệu, thông tin bí mật nhà nước qua bot."


def nothing_to_report() -> Text:
    return text("Hiện đơn vị của anh/chị không có nhiệm vụ nào đang chờ báo cáo. Xem kỳ hạn sắp tới: /lich")


def nothing_to_amend() -> Text:
    return text("Gần đây đơn vị của anh/chị chưa gửi báo cáo nào để sửa. Gõ /baocao để báo cáo.")


def which(items: Sequence[tuple[str, str]], page: int, pages: int, *, unclear: bool = False) -> Text:
    """Ask which of the items, given as (name, deadline); `unclear` says that the words before were no report."""
    where = f" (trang {page}/{pages})" if pages > 1 else ""
    return text(
        p("Tôi chưa rõ ý anh/chị. Chọn số, hoặc gõ ví dụ: “1 xong, 2: 50%”.") if unclear else None,
        p(b("Anh/chị báo cáo nhiệm vụ nào?"), where),
        Bullets(tuple(spans(b(name), "\n" + deadline) for name, deadline in items), numbered=True),
    )


def status(agency: str, name: str, deadline: str, *, unclear: bool = False) -> Text:
    """Ask how far a task is; `unclear` says that the words before did not tell."""
    return text(
        p("Tôi chưa rõ ý anh/chị. Chọn một câu dưới đây, hoặc gõ ví dụ: “đang làm 70%”.") if unclear else None,
        p(b(name)),
        p(agency, " · ", i(deadline)),
        p("Nhiệm vụ này đến đâu rồi ạ?"),
    )


def already(by: str, at: str, draft: ReportDraft, returned: str = "") -> Text:
    """Show what was reported for this period already, and why it was sent back; sending again makes a new revision."""
    return text(
        p("Kỳ này ", b(by or "đơn vị"), f" đã báo cáo lúc {at}. Gửi lại sẽ thay bản trước:"),
        *_body(draft),
        p(b("Cần bổ sung: "), returned) if returned else None,
    )


def percent() -> Text:
    return text("Khoảng bao nhiêu phần trăm ạ? (có thể gõ số, ví dụ: 60)")


def results(status: Status) -> Text:
    if status is Status.BLOCKED:
        return text("Đến nay đã làm được những gì ạ?")
    return text(p("Kết quả chính ạ? Gõ ngắn gọn, có số liệu càng tốt, ví dụ: “12 tin bài, 2 lớp tập huấn”."))


def difficulties(*, required: bool) -> Text:
    if required:
        return text("Đang vướng ở đâu, đề xuất gì ạ?")
    return text("Có khó khăn, đề xuất gì không ạ?")


def evidence(count: int, *, full: bool = False) -> Text:
    """Ask for evidence, or for more of it; `full` says that a report holds no more."""
    if full:
        return text(p(f"Đã nhận đủ {count} minh chứng. Chọn {DONE} để tiếp tục."))
    if count:
        return text(p(f"Đã nhận {count} minh chứng. Gửi tiếp, hoặc chọn {DONE}."))
    return text(p("Anh/chị gửi ảnh, tệp hoặc đường dẫn minh chứng (nếu có)."), p(i(SECRECY)))


def too_much_evidence(most: int, left_out: Sequence[Evidence]) -> Text:
    """Say which evidence was not taken because a report holds no more."""
    return text(
        p(
            b(f"Mỗi báo cáo nhận tối đa {most} minh chứng. "),
            f"Tôi chưa nhận {len(left_out)} tệp sau: ",
            named(left_out),
            ".",
        ),
        p("Anh/chị có thể gộp ảnh vào một tệp, hoặc gửi đường dẫn tới thư mục."),
    )


def named(given: Sequence[Evidence]) -> str:
    """Name evidence for people: pictures by their number, since only we have named them; all else by its own name."""
    pictures = sum(1 for item in given if _is_picture(item))
    return ", ".join([*([f"{pictures} ảnh"] if pictures else []), *(one.name for one in given if not _is_picture(one))])


def _is_picture(item: Evidence) -> bool:
    return item.mime.startswith("image/") and item.name.startswith("anh-")


def kept_evidence(given: Sequence[Evidence]) -> Text:
    """Ask whether the evidence given before stays; more can be added."""
    return text(p(b(f"Đang có {len(given)} minh chứng: "), named(given)), p("Gửi thêm, giữ nguyên, hay xóa hết ạ?"))


def _body(draft: ReportDraft) -> Text:
    state = STATUS_LABELS[draft.status]
    if draft.percent is not None and draft.status is Status.IN_PROGRESS:
        state += f" (khoảng {draft.percent}%)"
    files = named(draft.evidence)
    return text(
        p(b("Tình trạng: "), state),
        p(b("Kết quả: "), draft.results) if draft.results else None,
        p(b("Khó khăn, đề xuất: "), draft.difficulties or NONE),
        p(b("Minh chứng: "), files) if files else None,
    )


def preview(agency: str, name: str, draft: ReportDraft, *, with_status: bool = True) -> Text:
    """Show a report before it is sent; the answer to a request has neither status nor difficulties."""
    body = _body(draft) if with_status else _answer(draft)
    return text(p(b("Xem lại trước khi gửi")), p(b(name)), p(agency), *body)


def _answer(draft: ReportDraft) -> Text:
    files = named(draft.evidence)
    return text(p(b("Trả lời: "), draft.results), p(b("Minh chứng: "), files) if files else None)


def which_part() -> Text:
    return text("Anh/chị muốn sửa phần nào ạ?")


def cancelled() -> Text:
    return text("Đã hủy, báo cáo chưa được gửi.")


def changed_meanwhile(by: str, at: str) -> Text:
    return text(p("Trong lúc anh/chị soạn, ", b(by or "đồng nghiệp"), f" đã gửi báo cáo cho việc này lúc {at}."))


def task_gone() -> Text:
    return text(
        "Việc này vừa được điều phối viên khép lại hoặc giao cho đơn vị khác, không cần báo cáo nữa. Cảm ơn anh/chị."
    )


def receipt(
    code: str,
    at: str,
    name: str,
    *,
    revision: int,
    days_late: int,
    left: Sequence[tuple[str, str]],
    open_in_all: int,
    document: str | None = None,
) -> Text:
    """Acknowledge a report. `left` are the nearest of what is still open, as (name, deadline), out of `open_in_all`."""
    timely = "đúng hạn" if days_late == 0 else f"trễ hạn {days_late} ngày"
    version = f", bản thứ {revision}" if revision > 1 else ""
    return text(
        p(b("Đã nhận báo cáo "), b(code), f" lúc {at}, {timely}{version}."),
        p(name),
        p("Văn bản: ", document) if document else None,
        *_still_open(left, open_in_all),
    )


def _still_open(left: Sequence[tuple[str, str]], open_in_all: int) -> Text:
    if not open_in_all:
        return text("Đơn vị không còn việc nào chờ báo cáo. Cảm ơn anh/chị.")
    if not left:
        return text(
            f"Còn {open_in_all} việc chưa báo cáo, hạn{' đều' if open_in_all > 1 else ''} trên một tháng nữa. Cảm ơn anh/chị."
        )
    rest = open_in_all - len(left)
    return text(
        p(b(f"Còn {open_in_all} việc chưa báo cáo:")),
        Bullets(tuple(spans(item, " – ", deadline) for item, deadline in left)),
        p(i(f"… và {rest} việc khác, xem /nhiemvu")) if rest else None,
    )


def colleague_reported_several(by: str, items: Sequence[tuple[str, str, int]]) -> Text:
    """Tell the agency's other focal points of several reports sent at once, given as (name, code, revision)."""
    return text(
        p(b(by), f" đã gửi {len(items)} báo cáo thay đơn vị:"),
        Bullets(
            tuple(
                spans(name, f" (mã {code}{f', bản thứ {revision}' if revision > 1 else ''})")
                for name, code, revision in items
            )
        ),
        p("Anh/chị không cần báo cáo các việc này nữa."),
    )


def colleague_reported(by: str, name: str, code: str, revision: int) -> Text:
    """Tell the agency's other focal points, quietly; what was reported before is replaced by a further `revision`."""
    if revision > 1:
        return text(p(b(by), " đã gửi bản thứ ", str(revision), f" thay báo cáo trước: {name} (mã {code})."))
    return text(p(b(by), " đã báo cáo thay đơn vị: ", name, f" (mã {code}). Anh/chị không cần báo cáo việc này nữa."))
