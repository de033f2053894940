"""`nhacviec invite`: lets people in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.invocation import invocation
from bot.domain.people import Role

if TYPE_CHECKING:
    from bot.usecases.desk import Desk


def invite(
    context: typer.Context,
    agency: Annotated[
        str | None, typer.Argument(metavar="CƠ_QUAN", help="Tên, tên tắt hoặc tên gọi khác; bắt buộc với đầu mối.")
    ] = None,
    role: Annotated[
        Role, typer.Option(help="focal đầu mối, coordinator điều phối, leader lãnh đạo, admin quản trị.")
    ] = Role.FOCAL,
    days: Annotated[int, typer.Option(metavar="SỐ", help="Mã có hạn bao nhiêu ngày.")] = 14,
    uses: Annotated[int, typer.Option(metavar="SỐ", help="Mã dùng được bao nhiêu lần.")] = 1,
) -> None:
    """Tạo mã mời: in liên kết tham gia của từng kênh và mã."""
    from bot.commands.doors import load_config, write
    from bot.commands.links import invite_links
    from bot.commands.screens import console
    from bot.errors import InvalidInput
    from bot.usecases import people
    from bot.usecases.naming import find_agency

    if agency is None and role is Role.FOCAL:
        raise InvalidInput("usage.agency")

    def do(desk: Desk) -> tuple[str, str | None]:
        found = find_agency(desk, agency) if agency else None
        return people.invite(desk, found.id if found else None, role, days, uses), found.name if found else None

    code, name = write(invocation(context), do)
    out = console()
    of = f" của {name}" if name and role is Role.FOCAL else ""
    out.print(f"Mã mời {_ROLES[role]}{of}, hạn {days} ngày, dùng {uses} lần:", markup=False)
    for channel, link in invite_links(load_config(invocation(context)), code):
        out.print(f"{channel}: {link}", markup=False, soft_wrap=True)
    out.print(f"Mã: {code}")


_ROLES = {
    Role.FOCAL: "đầu mối",
    Role.COORDINATOR: "điều phối",
    Role.LEADER: "lãnh đạo",
    Role.ADMIN: "quản trị",
}
