"""`nhacviec plan`: reads, imports and exports plans."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.invocation import invocation
from bot.commands.vietnamese_help import Command, Group
from bot.errors import UnreadableDocument

if TYPE_CHECKING:
    from bot.domain.plans import PlanDraft

app = typer.Typer(cls=Group, rich_markup_mode=None, no_args_is_help=True, help="Đọc, nhập và xuất kế hoạch.")

File = Annotated[Path, typer.Argument(metavar="TỆP", help="Văn bản kế hoạch: .docx, .pdf, .xlsx, .html, .txt.")]


@app.command(cls=Command)
def read(
    context: typer.Context,
    file: File,
    json: Annotated[bool, typer.Option("--json", help="Ghi ra một tài liệu JSON.")] = False,
) -> None:
    """Đọc một văn bản kế hoạch và cho xem đã hiểu những gì; không lưu lại gì."""
    from bot.commands.doors import load_config
    from bot.reading.plan_documents import read_document

    draft = read_document(file.read_bytes(), file.name, limits=load_config(invocation(context)).as_limits())
    if json:
        from bot.commands.screens import write_json
        from bot.reading.as_json import plan_as_json

        write_json(plan_as_json(draft))
    _must_hold_something(draft, file)
    if not json:
        from bot.commands.plan_screens import show_draft

        show_draft(draft)


@app.command("import", cls=Command)
def import_(
    context: typer.Context,
    file: File,
    yes: Annotated[bool, typer.Option("--yes", help="Nhập luôn, không hỏi lại.")] = False,
    drop_reported: Annotated[
        bool, typer.Option("--drop-reported", help="Bỏ cả nhiệm vụ đã có báo cáo mà bản mới không còn.")
    ] = False,
) -> None:
    """Nhập một kế hoạch; nhập lại bản mới thì cho xem thay đổi rồi cập nhật."""
    from bot.commands.doors import load_config, write
    from bot.commands.doors import read as look
    from bot.commands.plan_screens import show_difference, show_draft, show_result
    from bot.commands.screens import ask
    from bot.reading.plan_documents import read_document
    from bot.usecases.plans import difference, import_plan

    draft = read_document(file.read_bytes(), file.name, limits=load_config(invocation(context)).as_limits())
    _must_hold_something(draft, file)
    changes = look(invocation(context), difference, draft)
    if changes.known is None:
        show_draft(draft)
    else:
        show_difference(changes, drop_reported=drop_reported)
    if not yes and not ask("Nhập kế hoạch này?"):
        raise typer.Abort
    show_result(write(invocation(context), import_plan, draft, drop_reported=drop_reported))


@app.command(cls=Command)
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="TỆP.xlsx", help="Bảng tính sẽ ghi ra.")],
    plan: Annotated[
        int | None, typer.Option(metavar="SỐ", help="Số của kế hoạch; mặc định là kế hoạch mới nhất.")
    ] = None,
) -> None:
    """Xuất các nhiệm vụ ra bảng tính Excel để sửa rồi nhập lại."""
    from bot.commands.doors import read as look
    from bot.commands.screens import console
    from bot.errors import InvalidInput
    from bot.rendering.plan_workbook import plan_workbook
    from bot.usecases.plans import choose_plan, kept_draft

    if file.suffix.lower() != ".xlsx":
        raise InvalidInput("usage.xlsx", name=file.name)
    draft = look(invocation(context), lambda desk: kept_draft(desk, choose_plan(desk, plan).id))
    file.write_bytes(plan_workbook(draft))
    console().print(
        f"Đã ghi {len(draft.tasks)} nhiệm vụ vào {file}. Sửa xong, nhập lại bằng: nhacviec plan import {file}"
    )


def _must_hold_something(draft: PlanDraft, file: Path) -> None:
    if not (draft.tasks or draft.reporting):
        raise UnreadableDocument("document.nothing", name=file.name)
