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


@dataclass(frozen=True, slots=True)
class Card:
    """One kept plan; `next_deadline` is its next day in full."""

    id: int
    title: str
    number: str | None
    year: int
    tasks: int
    agencies: int
    deadlines: int
    dues: int
    next_deadline: str | None
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


def card(plan: Card) -> Text:
    """Show one kept plan."""
    number = f"Số {plan.number}, năm {plan.year}" if plan.number else f"Năm {plan.year}"
    return text(
        p(b(plan_title(plan.title))),
        p(number),
        p(f"{plan.tasks} nhiệm vụ, {plan.agencies} cơ quan, {plan.deadlines} kỳ hạn, {plan.dues} việc phải báo cáo."),
        p("Kỳ hạn tới: ", plan.next_deadline) if plan.next_deadline else None,
        *to_look_at(plan.remarks),
    )
