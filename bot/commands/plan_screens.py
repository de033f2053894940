"""Plans on a terminal: what was read, what an import would change, what it did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape

from bot.commands.screens import console, table
from bot.domain.plans import PlanDraft, Question, TaskDraft
from bot.texts.plans import changed_fields
from bot.texts.questions import question_line
from bot.usecases.plans import Difference, ImportResult

NAMES = "; "
WHOLE = 1000
"""A terminal has room for whole values."""


def show_draft(draft: PlanDraft) -> None:
    """Show a plan as read: its head, tasks, reporting rules and open questions."""
    out = console()
    head = draft.head
    out.print(escape(head.title), style="bold")
    facts = {"Số": head.number, "Cơ quan ban hành": head.issuer, "Năm": head.year, "Cơ quan đầu mối": head.coordinator}
    out.print(" · ".join(f"{name}: {value}" for name, value in facts.items() if value), markup=False)
    _tasks(out, draft.tasks)
    for rule in draft.reporting:
        out.print(f"Báo cáo {rule.due_text}: {NAMES.join(rule.reporters)} → {NAMES.join(rule.receivers)}", markup=False)
    counts = f"{len(draft.tasks)} nhiệm vụ, {len(draft.agencies_used)} cơ quan, {len(draft.reporting)} kỳ báo cáo"
    out.print(f"\nĐọc được {counts}.", style="bold")
    _questions(out, draft.questions)


def _tasks(out: Console, tasks: Iterable[TaskDraft]) -> None:
    shown = table("Số", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian")
    for task in tasks:
        cells = (task.no, task.title, NAMES.join(task.lead), NAMES.join(task.cooperating), task.timeframe_text or "")
        shown.add_row(*map(escape, cells))
    out.print(shown)


def _questions(out: Console, questions: Sequence[Question]) -> None:
    if questions:
        out.print(f"Cần anh/chị xem lại {len(questions)} điểm:", style="bold")
    for number, question in enumerate(questions, start=1):
        out.print(f"  {number}. {question_line(question)}", markup=False)


def show_difference(changes: Difference, *, drop_reported: bool) -> None:
    """Show what importing a newer version would change."""
    out = console()
    known = changes.known
    out.print(f"Kế hoạch này đã có (số {known.id if known else ''}). Bản mới khác bản đang lưu:", style="bold")
    for task in changes.added:
        out.print(f"  + {task.no} {task.title}", markup=False)
    for pair in changes.changed:
        out.print(f"  ~ {pair.new.no} {pair.new.title}", markup=False)
        for line in changed_fields(pair.old, pair.new, WHOLE):
            out.print(f"      {line}", markup=False)
    for dropped in changes.dropped:
        out.print(f"  - {dropped.no} {dropped.title}", markup=False)
    for reported in changes.dropped_with_reports:
        fate = "sẽ bỏ" if drop_reported else "vẫn giữ; muốn bỏ thì thêm --drop-reported"
        out.print(f"  - {reported.no} {reported.title} (đã có báo cáo, {fate})", markup=False)
    _rules(out, changes)
    if changes.empty:
        out.print("  Không có gì thay đổi.")


def _rules(out: Console, changes: Difference) -> None:
    for rule in changes.rules.added:
        out.print(f"  + Báo cáo {rule.due_text}: {rule.name}", markup=False)
    for kept, rule in changes.rules.changed:
        out.print(f"  ~ Báo cáo: {kept.reporting.due_text} → {rule.due_text}", markup=False)
    for kept in changes.rules.dropped:
        out.print(f"  - Báo cáo {kept.reporting.due_text}: {kept.reporting.name}", markup=False)


def show_result(result: ImportResult) -> None:
    """Show what an import did."""
    out = console()
    out.print(
        f"Đã nhập kế hoạch số {result.plan_id}: thêm {result.added}, sửa {result.changed}, bỏ {result.dropped}, "
        f"giữ nguyên {result.unchanged} nhiệm vụ; {result.deadlines} kỳ hạn, {result.dues} việc phải báo cáo.",
        style="bold",
    )
    if result.new_agencies:
        out.print(f"Cơ quan mới vào danh bạ: {NAMES.join(result.new_agencies)}", markup=False)
    if result.new_groups:
        out.print(f"Nhóm mới: {NAMES.join(result.new_groups)}", markup=False)
    for task in result.kept_with_reports:
        out.print(f"Vẫn giữ vì đã có báo cáo: {task.no} {task.title}", markup=False)
    _questions(out, result.questions)
