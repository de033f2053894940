"""The plans that are kept, as a list and as cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.markup import Bullets, Span, Text, b, i, p, spans, text
from bot.texts.dues import shorten
from bot.texts.plans import LONGEST, to_look_at
from bot.texts.summary import plan_title

EXPORT = "Xuất Excel"
TASKS = "Nhiệm vụ"
BEFORE = "Trang trước"
NEXT = "Trang sau"
ASK_COOPERATING = {True: "Cơ quan phối hợp cùng báo cáo", False: "Chỉ cơ quan chủ trì báo cáo"}
"""What the button on a plan's card would change to."""
AGREE = "Đồng ý"


@dataclass(frozen=True, slots=True)
class Card:
    """One kept plan; `next_deadline` is its next day in full.

    `cooperating` tells whether cooperating agencies owe reports too; it is `None` where the plan names none.
    """

    id: int
    title: str
    number: str | None
    year: int
    tasks: int
    agencies: int
    deadlines: int
    dues: int
    next_deadline: str | None
    cooperating: bool | None
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """One plan of the list."""

    title: str
    year: int
    tasks: int


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task of a plan; `place` tells where in the document it stands."""

    name: str
    lead: str
    timeframe: str
    place: str


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A page of a plan's tasks, counted from 1."""

    title: str
    lines: tuple[TaskLine, ...]
    page: int
    pages: int


def plans(listed: Sequence[Listed]) -> Text:
    """List the plans; each has a button with its number below."""
    if not listed:
        return text(
            "Chưa có kế hoạch nào. Anh/chị gửi tệp văn bản kế hoạch vào đây, bot sẽ đọc và cho xem trước khi nhập."
        )
    return text(
        p(b("Các kế hoạch đang theo dõi")),
        Bullets(
            tuple(
                spans(shorten(plan_title(one.title), 160), f" – {one.tasks} nhiệm vụ, năm {one.year}") for one in listed
            ),
            numbered=True,
        ),
        p("Chọn số để xem một kế hoạch. Gửi tệp văn bản vào đây để nhập hoặc cập nhật."),
    )


def tasks(shown: TaskPage) -> Text:
    """List tasks, each with who leads it, when, and where it stands in the document."""
    where = f" (trang {shown.page}/{shown.pages})" if shown.pages > 1 else ""
    return text(
        p(b(shorten(plan_title(shown.title), LONGEST)), where),
        Bullets(tuple(_task(line) for line in shown.lines)) if shown.lines else None,
        None if shown.lines else "Kế hoạch này không có nhiệm vụ.",
    )


def _task(line: TaskLine) -> tuple[Span, ...]:
    about = " · ".join(part for part in (line.lead, line.timeframe) if part)
    place = f"\nVăn bản: {line.place}" if line.place else ""
    return spans(b(line.name), f"\n{about}" if about else "", i(place) if place else "")


def exported(title: str) -> Text:
    return text(
        p(b(shorten(plan_title(title), LONGEST))), p("Anh/chị sửa trong tệp này rồi gửi lại cho tôi để cập nhật.")
    )


def ask_cooperating(title: str, wanted: bool) -> Text:
    """Tell what would come of a change of who reports, to be confirmed."""
    comes = (
        "Cơ quan phối hợp sẽ phải báo cáo như cơ quan chủ trì, từ kỳ hạn chưa qua trở đi, và được nhắc như thường lệ."
        if wanted
        else "Từ nay chỉ cơ quan chủ trì phải báo cáo; việc đang chờ của cơ quan phối hợp được bỏ. Báo cáo đã gửi vẫn giữ."
    )
    return text(p(b(shorten(plan_title(title), LONGEST))), p(comes))


def changed_cooperating(made: int, dropped: int) -> Text:
    """Tell how many dues a change of who reports has made or dropped."""
    if made:
        return text(f"Đã đổi. Thêm {made} việc phải báo cáo.")
    return text(f"Đã đổi. Bỏ {dropped} việc phải báo cáo." if dropped else "Đã đổi. Không có việc nào thêm hay bớt.")


def cooperating_already() -> Text:
    return text("Kế hoạch đã được đặt như vậy rồi.")


def card(plan: Card) -> Text:
    """Show one kept plan."""
    number = f"Số {plan.number}, năm {plan.year}" if plan.number else f"Năm {plan.year}"
    return text(
        p(b(plan_title(plan.title))),
        p(number),
        p(f"{plan.tasks} nhiệm vụ, {plan.agencies} cơ quan, {plan.deadlines} kỳ hạn, {plan.dues} việc phải báo cáo."),
        p("Kỳ hạn tới: ", plan.next_deadline) if plan.next_deadline else None,
        p("Cơ quan phối hợp cũng báo cáo.") if plan.cooperating else None,
        *to_look_at(plan.remarks),
    )
