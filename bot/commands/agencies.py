"""`nhacviec agency`: the register of agencies."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.invocation import invocation
from bot.commands.vietnamese_help import Command, Group

if TYPE_CHECKING:
    from bot.usecases.agencies import Succession
    from bot.usecases.desk import Desk

app = typer.Typer(cls=Group, rich_markup_mode=None, no_args_is_help=True, help="Danh bạ cơ quan, tên gọi khác và nhóm.")

Old = Annotated[str, typer.Argument(metavar="CŨ", help="Cơ quan hiện có: tên đầy đủ, tên tắt hoặc tên gọi khác.")]
On = Annotated[str | None, typer.Option(metavar="NGÀY", help="Ngày có hiệu lực, ví dụ 01/07/2025; mặc định hôm nay.")]
Ref = Annotated[str | None, typer.Option(metavar="VĂN BẢN", help="Căn cứ, ví dụ: Nghị quyết số 202/2025/QH15.")]
Yes = Annotated[bool, typer.Option("--yes", help="Làm luôn, không hỏi lại.")]


@app.command("list", cls=Command)
def list_(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Ghi ra một tài liệu JSON.")] = False,
) -> None:
    """Liệt kê các cơ quan, tên gọi khác và nhóm."""
    from bot.commands.doors import read
    from bot.commands.screens import write_json

    shown = read(invocation(context), _register)
    if json:
        write_json(shown)
    else:
        _show(shown)


def _register(desk: Desk) -> dict[str, Any]:
    names = {agency.id: agency.name for agency in desk.agencies.everything()}
    aliases = desk.agencies.aliases()
    agencies = [
        {"name": agency.name, "short": agency.short, "kind": agency.kind, "aliases": list(aliases.get(agency.id, ()))}
        for agency in desk.agencies.all_active()
    ]
    groups = [
        {"name": group.name, "members": [names[member] for member in desk.agencies.expand(group.id)]}
        for group in desk.agencies.groups()
    ]
    return {"agencies": agencies, "groups": groups}


def _show(shown: dict[str, Any]) -> None:
    from rich.markup import escape

    from bot.commands.screens import console, table

    agencies = table("Cơ quan", "Tên tắt", "Loại", "Tên gọi khác")
    for agency in shown["agencies"]:
        others = "; ".join(alias for alias in agency["aliases"] if alias != agency["short"])
        agencies.add_row(*(escape(cell or "") for cell in (agency["name"], agency["short"], agency["kind"], others)))
    console().print(agencies)
    groups = table("Nhóm", ("Số cơ quan", "right"), "Gồm")
    for group in shown["groups"]:
        groups.add_row(escape(group["name"]), str(len(group["members"])), escape("; ".join(group["members"])))
    console().print(groups)


@app.command("import", cls=Command)
def import_(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="TỆP", help="Danh bạ: .toml, .csv hoặc .xlsx (xem docs/register.md).")
    ],
) -> None:
    """Nhập danh bạ từ tệp; cơ quan đã có thì cập nhật, không xóa cơ quan nào."""
    from bot.commands.doors import write
    from bot.commands.screens import console
    from bot.reading.register import read_register
    from bot.usecases.agencies import import_register

    entries = read_register(file.read_bytes(), file.name)
    done = write(invocation(context), import_register, entries)
    console().print(f"Đã thêm {len(done.added)}, cập nhật {done.updated} cơ quan, {done.groups} nhóm.")


@app.command(cls=Command)
def merge(
    context: typer.Context,
    old: Old,
    new: Annotated[str, typer.Argument(metavar="MỚI", help="Cơ quan nhận, đã có trong danh bạ.")],
    on: On = None,
    ref: Ref = None,
    yes: Yes = False,
) -> None:
    """Sáp nhập cơ quan CŨ vào MỚI: người, việc chưa báo cáo và nhóm chuyển sang; báo cáo cũ giữ tên cũ."""
    from bot.commands.doors import write
    from bot.usecases import agencies
    from bot.usecases.naming import find_agency

    day = read_day(on)

    def do(desk: Desk) -> Succession:
        return agencies.merge(desk, find_agency(desk, old), find_agency(desk, new), effective_on=day, legal_ref=ref)

    _confirm(context, old, new, "Sáp nhập", yes)
    _tell(write(invocation(context), do))


@app.command(cls=Command)
def rename(
    context: typer.Context,
    old: Old,
    new: Annotated[str, typer.Argument(metavar="MỚI", help="Tên mới đầy đủ.")],
    on: On = None,
    ref: Ref = None,
    correct: Annotated[
        bool, typer.Option("--correct", help="Chỉ sửa tên viết sai: báo cáo cũ cũng hiện tên mới.")
    ] = False,
    yes: Yes = False,
) -> None:
    """Đổi tên cơ quan CŨ thành MỚI; báo cáo cũ giữ tên cũ."""
    from bot.commands.doors import write
    from bot.commands.screens import console
    from bot.usecases import agencies
    from bot.usecases.naming import find_agency

    day, name = read_day(on), agencies.read_name(new)

    def do(desk: Desk) -> Succession | None:
        found = find_agency(desk, old)
        if correct:
            agencies.correct(desk, found, name)
            return None
        return agencies.rename(desk, found, name, effective_on=day, legal_ref=ref)

    _confirm(context, old, None, "Sửa tên" if correct else "Đổi tên", yes, name=name)
    done = write(invocation(context), do)
    if done is None:
        console().print(f"Đã sửa tên thành {name}.", markup=False)
    else:
        _tell(done)


@app.command(cls=Command)
def split(
    context: typer.Context,
    old: Old,
    parts: Annotated[list[str], typer.Argument(metavar="MỚI...", help="Các cơ quan nhận, đã có trong danh bạ.")],
    on: On = None,
    ref: Ref = None,
    yes: Yes = False,
) -> None:
    """Tách cơ quan CŨ: cơ quan MỚI đầu tiên nhận người và việc chưa báo cáo; tất cả vào các nhóm của CŨ."""
    from bot.commands.doors import write
    from bot.usecases import agencies
    from bot.usecases.naming import find_agency

    day = read_day(on)

    def do(desk: Desk) -> Succession:
        bodies = [find_agency(desk, part) for part in parts]
        return agencies.split(desk, find_agency(desk, old), bodies, effective_on=day, legal_ref=ref)

    _confirm(context, old, parts[0], "Tách", yes)
    _tell(write(invocation(context), do))


def _confirm(context: typer.Context, old: str, new: str | None, what: str, yes: bool, *, name: str = "") -> None:
    """Show before anything changes which body is meant, and the body `new` or the `name` that takes its place."""
    from bot.commands.doors import read
    from bot.commands.screens import ask
    from bot.usecases.naming import find_agency

    found = read(invocation(context), find_agency, old)
    into = read(invocation(context), find_agency, new).name if new else name
    if not yes and not ask(f"{what}: {found.name} → {into}?"):
        raise typer.Abort


def _tell(done: Succession) -> None:
    from bot.commands.screens import console

    console().print(
        f"{done.new.name} thay {done.old.name}: chuyển {done.people} người và {done.dues} việc chưa báo cáo.",
        markup=False,
    )


def read_day(given: str | None) -> date | None:
    """Read a day as typed on the command line; raises `InvalidInput("usage.day")`."""
    from datetime import datetime

    from bot.errors import InvalidInput

    if given is None:
        return None
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(given, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise InvalidInput("usage.day", given=given)
