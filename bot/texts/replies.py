"""How a short reply was understood, shown back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.markup import Bullets, Span, Text, b, i, p, spans, text
from bot.domain.reports import STATUS_LABELS, ReportDraft, Status
from bot.texts.reports import named

ALL = "Tất cả"
AS_REPORT = "Ghi thành báo cáo"
TELL_OFFICE, LEAVE_IT = "Chuyển ý kiến", "Thôi"


@dataclass(frozen=True, slots=True)
class Line:
    """One report as understood; the answer to a one-off `request` has no status.

    `earlier` names the report that it replaces as `revision`: ``BC-7K2MX lúc 08:00 ngày 07/11/2024``; empty for none.
    """

    name: str
    draft: ReportDraft
    request: bool = False
    earlier: str = ""
    revision: int = 1


def _replaces(lines: Sequence[Line]) -> Text:
    """Say which earlier reports are replaced."""
    return text(
        *(
            p(i(f"{line.name}: đã có báo cáo {line.earlier}; gửi sẽ thay bằng bản {line.revision}."))
            for line in lines
            if line.earlier
        )
    )


def _line(line: Line) -> tuple[Span, ...]:
    files = named(line.draft.evidence)
    evidence = f"\nMinh chứng: {files}" if files else ""
    if line.request:
        return spans(b(line.name), "\nTrả lời: ", line.draft.results + evidence)
    state = STATUS_LABELS[line.draft.status]
    if line.draft.percent is not None and line.draft.status is Status.IN_PROGRESS:
        state += f" {line.draft.percent}%"
    results = f"\nKết quả: {line.draft.results}" if line.draft.results else ""
    difficulties = f"\nKhó khăn: {line.draft.difficulties}" if line.draft.difficulties else ""
    return spans(b(line.name), "\n", "→ ", b(state), results + difficulties + evidence)


def understood(lines: Sequence[Line], unknown: Sequence[int]) -> Text:
    """Show each report as it will be kept."""
    one = len(lines) == 1
    return text(
        p("Tôi hiểu báo cáo của anh/chị như sau:"),
        p(*_line(lines[0])) if one else Bullets(tuple(_line(line) for line in lines), numbered=True),
        p(i(f"Không có việc số {', '.join(map(str, unknown))} trong danh sách.")) if unknown else None,
        *_replaces(lines),
        p("Gửi ạ?"),
    )


def which(items: Sequence[tuple[str, str]]) -> Text:
    """Ask which of several dues a reply is about, given as (name, deadline)."""
    return text(
        p(b("Anh/chị báo cáo cho việc nào?"), " Chọn số, hoặc gõ cho nhiều việc: “1 xong, 2: 50%”."),
        Bullets(tuple(spans(name, "\n", i(deadline)) for name, deadline in items), numbered=True),
    )


def which_again(items: Sequence[tuple[str, str]]) -> Text:
    """Ask the same again after words that are no report."""
    return text(p("Tôi chưa rõ ý anh/chị."), *which(items))


def which_not_mine(items: Sequence[tuple[str, str]]) -> Text:
    """Ask which of several dues is said to be somebody else's, given as (name, deadline)."""
    return text(
        p(b("Việc nào không thuộc trách nhiệm của đơn vị ạ?")),
        Bullets(tuple(spans(name, "\n", i(deadline)) for name, deadline in items), numbered=True),
    )


def surely_not_mine(names: Sequence[str], words: str) -> Text:
    """Ask before an objection goes to the coordinators."""
    return text(
        p("Tôi chuyển ý kiến này tới điều phối viên ạ?"),
        p(i(f"“{words}”")),
        Bullets(tuple(spans(b(name)) for name in names), numbered=len(names) > 1) if names else None,
    )


def stays() -> Text:
    return text("Dạ, tôi không chuyển. Việc vẫn thuộc đơn vị anh/chị.")


def place(words: str, items: Sequence[tuple[str, str]]) -> Text:
    """Ask which task a part of a reply is about."""
    return text(
        p(b(f"“{words}”"), " là về việc nào ạ?"),
        Bullets(tuple(spans(name, "\n", i(deadline)) for name, deadline in items), numbered=True),
    )


def anothers(by: str, at: str) -> str:
    """Name a report by who sent it and when."""
    return f"của {by or 'đơn vị'} lúc {at}"


def which_line(names: Sequence[str]) -> Text:
    return text(p("Anh/chị sửa việc nào?"), Bullets(tuple(spans(name) for name in names), numbered=True))


def whose_evidence(count: int, names: Sequence[str]) -> Text:
    """Ask which of several reports the files that came with the words belong to."""
    return text(
        p(f"{count} minh chứng kèm theo là của việc nào ạ?"),
        Bullets(tuple(spans(name) for name in names), numbered=True),
    )


def status_of(name: str) -> Text:
    return text(p(b(name)), p("Việc này đến đâu rồi ạ?"))


def kept(codes: Sequence[tuple[str, str]], late: int) -> Text:
    """Acknowledge several reports, given as (code, name)."""
    return text(
        p(b(f"Đã nhận {len(codes)} báo cáo."), f" {late} báo cáo trễ hạn." if late else ""),
        Bullets(tuple(spans(b(code), f" {name}") for code, name in codes)),
    )


def snooze_when() -> Text:
    return text("Tôi nhắc lại khi nào ạ?")


def snooze_again() -> Text:
    return text("Tôi chưa rõ ngày. Anh/chị gõ ví dụ: “mai”, “thứ 2 tuần sau”, “20/11”.")


def acknowledged() -> Text:
    return text("Dạ, cảm ơn anh/chị.")


def deadlines(items: Sequence[tuple[str, str]]) -> Text:
    """Answer a question with what is known: the deadlines, and whom to ask."""
    return text(
        p("Các việc của đơn vị anh/chị và kỳ hạn:"),
        Bullets(tuple(spans(b(name), "\n" + deadline) for name, deadline in items)),
        p("Điều khác xin anh/chị hỏi điều phối viên. Để báo cáo: /baocao"),
    )


def not_mine_noted() -> Text:
    return text("Tôi đã chuyển ý kiến này tới điều phối viên. Khi chưa có trả lời, việc vẫn thuộc đơn vị anh/chị.")


def not_mine(agency: str, by: str, names: Sequence[str], words: str) -> Text:
    """Tell the coordinators that an agency says a task is not its own."""
    return text(
        p(b(agency), f" ({by}) cho rằng việc này không thuộc trách nhiệm của đơn vị:"),
        Bullets(tuple(spans(name) for name in names), numbered=len(names) > 1),
        p(i(f"“{words}”")),
    )
