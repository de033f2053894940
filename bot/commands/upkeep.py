"""`nhacviec backup`, `restore` and `doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.failures import FAILED
from bot.commands.invocation import invocation
from bot.errors import InvalidInput, NotFound, StorageError


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Nơi ghi bản sao.")],
) -> None:
    """Ghi một bản sao nhất quán của dữ liệu, cả khi bot đang chạy."""
    from bot.commands.doors import load_config
    from bot.commands.screens import console
    from storage.backup import back_up

    if file.is_dir():
        raise InvalidInput("backup.is_directory", path=str(file))
    if not file.absolute().parent.is_dir():
        raise NotFound("backup.directory", path=str(file.parent))
    config = load_config(invocation(context))
    back_up(config.database.url, file, data_dir=config.bot.data_dir)
    console().print(f"Đã sao lưu vào {file} ({file.stat().st_size / 1_000_000:.1f} MB).", markup=False)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Bản sao lưu.")],
    yes: Annotated[bool, typer.Option("--yes", help="Khôi phục luôn, không hỏi lại.")] = False,
) -> None:
    """Khôi phục dữ liệu từ bản sao lưu; kiểm tra bản sao trước khi thay. Dừng bot trước."""
    from bot.commands.doors import load_config
    from bot.commands.screens import ask, console
    from storage.backup import check
    from storage.backup import restore as replace

    if not file.is_file():
        raise NotFound("backup.missing", path=str(file))
    config = load_config(invocation(context))
    try:
        check(file)
    except StorageError as error:
        if error.code != "corrupt":
            raise
        raise StorageError("bad_copy") from error
    if not yes and not ask(f"Thay toàn bộ dữ liệu hiện tại bằng {file}?"):
        raise typer.Abort
    old = replace(config.database.url, file, data_dir=config.bot.data_dir)
    kept = f" Dữ liệu trước đó còn ở {old}." if old else ""
    console().print(f"Đã khôi phục.{kept} Chạy lại bot bằng: nhacviec run", markup=False)


def doctor(
    context: typer.Context,
    quiet: Annotated[bool, typer.Option("--quiet", help="Chỉ nói những gì cần sửa.")] = False,
    recount: Annotated[bool, typer.Option("--recount", help="Đếm lại số liệu giữ sẵn trước khi kiểm tra.")] = False,
) -> None:
    """Kiểm tra cấu hình, mã truy cập, đường truyền, cơ sở dữ liệu, đồng hồ, múi giờ, quyền; nói cách sửa."""
    from bot.commands.doors import write
    from bot.commands.examination import examine
    from bot.commands.screens import console
    from bot.usecases.clockwork import recount as count_anew

    out = console()
    if recount:
        write(invocation(context), count_anew)
    findings = examine(invocation(context))
    for finding in findings:
        if not (quiet and finding.healthy):
            out.print(f"[{finding.mark}] {finding.about}: {finding.words}", markup=False)
        if finding.mend:
            out.print(f"    → {finding.mend}", markup=False)
    if any(finding.broken for finding in findings):
        raise typer.Exit(FAILED)
