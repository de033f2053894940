"""One-off requests: asking for one, telling the agencies, showing what came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.markup import Bullets, Span, Text, b, i, p, spans, text
from bot.domain.requests import RequestId
from bot.domain.requests import code as code_of
from bot.texts import days
from bot.texts.corrections import in_use
from bot.texts.dues import shorten

EVERYBODY = "Mọi cơ quan"
BUT = "trừ "
"""Before the name of an agency that is to be left out."""
SKIP = "Bỏ qua"
RECALL = "Thu hồi yêu cầu"
SEND, EDIT, CANCEL = "Gửi", "Sửa", "Hủy"
ANSWER = "Nội dung trả lời"
PARTS = {"text": "Nội dung", "to": "Nơi nhận", "day": "Thời hạn"}
DAYS = ("Mai", "3 ngày nữa", "1 tuần nữa", "Cuối tháng")
NAMED = 12


@dataclass(frozen=True, slots=True)
class Answered:
    """What one agency answered, and when; `files` counts its evidence."""

    agency: str
    words: str
    at: str
    in_time: bool
    files: int
    on_behalf: bool


def one_off(request: RequestId | None) -> str:
    """Say where a one-off request comes from, in place of a plan's title."""
    return f"Yêu cầu đột xuất {code_of(request)}" if request is not None else "Yêu cầu đột xuất"


def what() -> Text:
    return text("Anh/chị yêu cầu báo cáo nội dung gì? (một tin nhắn, sẽ gửi nguyên văn)")


def to_whom() -> Text:
    return text("Gửi những cơ quan nào? Chọn nhóm, hoặc gõ tên, ví dụ: Sở Ngoại vụ, Sở Tư pháp, UBND các huyện.")


def unknown(names: Sequence[str], found: int, like: Sequence[str] = ()) -> Text:
    """Ask about the first of the names that were not understood, offering what it may mean."""
    have = f"Đã có {found} cơ quan. " if found else ""
    then = f" (sau đó: “{'; '.join(names[1:])}”)" if names[1:] else ""
    return text(f"{have}Tôi chưa rõ “{names[0] if names else ''}”{then}. {_ask_again(found, like)}")


def _ask_again(found: int, like: Sequence[str]) -> str:
    if like:
        meant = f"Ý anh/chị là {like[0]}?" if len(like) == 1 else "Ý anh/chị là nơi nào dưới đây?"
        return f"{meant} Nếu không, xin gõ lại{', hoặc bỏ qua' if found else ''}."
    return "Xin gõ lại riêng phần này, hoặc bỏ qua." if found else "Xin gõ lại tên cơ quan hoặc nhóm."


def by_when(agencies: Sequence[str]) -> Text:
    """Ask for the deadline; `agencies` are those that were understood from words, shown back."""
    return text(
        p(b(f"Nơi nhận ({len(agencies)}): "), _names(agencies)) if agencies else None,
        p("Báo cáo trước khi nào? Ví dụ: trước thứ sáu tuần sau, 20/11, 5 ngày nữa."),
    )


def no_day() -> Text:
    return text("Tôi chưa rõ ngày, hoặc ngày đã qua. Xin gõ lại, ví dụ: 20/11.")


def preview(words: str, agencies: Sequence[str], deadline: str, unmanned: Sequence[str], remark: str) -> Text:
    """Show a request before it is sent; `unmanned` agencies have nobody who can be reached."""
    return text(
        p(b("Xem lại trước khi gửi")),
        p(b("Nội dung: "), words),
        p(b(f"Nơi nhận ({len(agencies)}): "), _names(agencies)),
        p(b("Thời hạn: "), days.after_label(deadline)),
        p(i(remark)) if remark else None,
        p(i(f"Chưa có đầu mối, phải báo trực tiếp: {_names(unmanned)}")) if unmanned else None,
    )


def _names(names: Sequence[str]) -> str:
    rest = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" và {rest} cơ quan khác" if rest > 0 else "")


def which_part() -> Text:
    return text("Anh/chị muốn sửa phần nào ạ?")


def cancelled() -> Text:
    return text("Đã hủy, chưa gửi yêu cầu nào.")


def sent(code: str, agencies: int, people: int, unmanned: Sequence[str], opening: str) -> Text:
    """Acknowledge a request that was made; `opening` says when it goes out where that is not now."""
    return text(
        p(b("Đã gửi yêu cầu "), b(code), f" tới {agencies} cơ quan ({people} đầu mối)."),
        p(f"Ngoài giờ làm việc, tin sẽ tới lúc {opening}.") if opening else None,
        p(f"Chưa có đầu mối, xin báo trực tiếp: {_names(unmanned)}") if unmanned else None,
        p("Bot sẽ nhắc trước hạn. Xem trả lời: ", b(f"/tonghop {code}")),
    )


def asked(by: str, agencies: Sequence[str], words: str, deadline: str) -> Text:
    """Put the request to an agency."""
    return text(
        p(b("Yêu cầu báo cáo đột xuất: "), ", ".join(agencies)),
        p(words),
        p(b("Thời hạn: "), days.after_label(deadline)),
        p(i(f"Người yêu cầu: {by}. Chọn Báo cáo, hoặc trả lời ngay tin này.")),
    )


ANSWERS, DOCUMENTS, RECALL_NOW, KEEP = "Xem trả lời", "Văn bản tổng hợp", "Thu hồi", "Giữ lại"
_ANSWERS, _WORDS = 20, 400
"""So many answers of a request, and signs of each, are shown in a chat; the document has them all."""


def listed(lines: Sequence[tuple[str, str, int, int, str]]) -> Text:
    """List requests as (code, words, answered, agencies, deadline), the newest first."""
    if not lines:
        return text("Chưa có yêu cầu báo cáo đột xuất nào. Tạo yêu cầu: /yeucau")
    shown = [
        spans(b(name), f" {shorten(words, 90)}\n", i(f"{answered}/{agencies} trả lời · {deadline}"))
        for name, words, answered, agencies, deadline in lines
    ]
    return text(p(b("Yêu cầu báo cáo đột xuất")), Bullets(tuple(shown), True))


def ask_recall(code: str, words: str, owing: int) -> Text:
    """Show what taking a request back does, before it is done."""
    return text(
        p(b(f"Thu hồi yêu cầu {code}?")),
        p(shorten(words, 200)),
        p(
            f"{owing} cơ quan chưa trả lời không bị nhắc nữa; ai đã nhận yêu cầu được báo một lần. Trả lời đã nhận vẫn giữ."
        ),
    )


def compiling(code: str, by_hand: int = 0) -> Text:
    """Say that a reply is being compiled; `by_hand` paragraphs are kept as an officer changed them."""
    kept = in_use(by_hand) if by_hand else ""
    return text(f"Đang tổng hợp trả lời yêu cầu {code}, xin anh/chị chờ trong giây lát.{kept}")


def document_caption(what: str, code: str) -> Text:
    return text(f"{_DOCUMENTS[what]} yêu cầu {code}")


_DOCUMENTS = {"request-docx": "Dự thảo báo cáo tổng hợp trả lời", "request-xlsx": "Bảng trả lời"}


def recalled() -> Text:
    return text("Đã thu hồi yêu cầu. Các cơ quan được báo; trả lời đã nhận vẫn được giữ.")


def recalled_already() -> Text:
    return text("Yêu cầu này không còn thu hồi được.")


def no_longer_wanted(words: str) -> Text:
    """Tell an agency that a request was taken back."""
    return text(p(b("Yêu cầu đã được thu hồi, không cần báo cáo nữa: ")), p(words))


def complete(code: str, count: int, words: str) -> Text:
    """Tell whoever asked that all have answered."""
    return text(
        p(b(f"Yêu cầu {code}: đã đủ {count}/{count} trả lời.")), p(words), p("Xem tổng hợp: ", b(f"/tonghop {code}"))
    )


def compiled(code: str, words: str, deadline: str, answers: Sequence[Answered], missing: Sequence[str]) -> Text:
    """Show all answers to a request, and who is missing."""
    total = len(answers) + len(missing)
    return text(
        p(b(f"Tổng hợp trả lời yêu cầu {code}"), f" ({len(answers)}/{total} cơ quan)"),
        p(words),
        p(i(deadline)),
        Bullets(tuple(_answer(answer) for answer in answers[:_ANSWERS]), True) if answers else None,
        p(i(f"… và {len(answers) - _ANSWERS} trả lời khác, xem trong văn bản.")) if len(answers) > _ANSWERS else None,
        p(b(f"Chưa trả lời ({len(missing)}): "), _names(missing)) if missing else None,
    )


def _answer(answer: Answered) -> tuple[Span, ...]:
    when = f" ({answer.at}{'' if answer.in_time else ', trễ hạn'}{', nhập hộ' if answer.on_behalf else ''})"
    files = f"\nMinh chứng: {answer.files} tệp" if answer.files else ""
    return spans(b(answer.agency), when, "\n" + shorten(answer.words, _WORDS), files)


def answer_wanted(agency: str, words: str, deadline: str) -> Text:
    """Ask an agency's focal point for the answer, in the report conversation."""
    return text(p(b(words)), p(agency, " · ", i(deadline)), p("Xin anh/chị gõ nội dung trả lời."))
