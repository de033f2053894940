"""The commands as a program of the command line's library, which is loaded for all of them but `run`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.main import get_command

from bot.commands import agencies, figures, people, plans, running, setting_up, upkeep
from bot.commands.failures import FAILED, WRONG_USAGE, tell_usage
from bot.commands.invocation import Invocation
from bot.commands.vietnamese_help import Command, Group

app = typer.Typer(cls=Group, add_completion=False, rich_markup_mode=None, no_args_is_help=True)
app.add_typer(plans.app, name="plan")
app.add_typer(agencies.app, name="agency")
for command in (
    setting_up.init,
    running.run,
    running.demo,
    people.invite,
    figures.schedule,
    figures.status,
    figures.summary,
    upkeep.backup,
    upkeep.restore,
    upkeep.doctor,
):
    app.command(cls=Command)(command)


@app.callback()
def root(
    config: Annotated[
        Path | None, typer.Option(help="Tệp cấu hình; mặc định ./config.toml hoặc $NHACVIEC_CONFIG.", metavar="TỆP")
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Ghi chi tiết lỗi vào nhật ký.")] = False,
) -> None:
    """nhacviec: nhắc việc và tổng hợp báo cáo thực hiện kế hoạch, qua Telegram và Zalo.

    --config và --debug đặt trước hoặc sau lệnh nào cũng được.
    """


def perform(words: list[str], common: Invocation) -> int:
    """Run the command that is named; return the exit status. What our own code raises passes through."""
    try:
        # Not app(): it would put its own report of errors in the place of ours.
        result = get_command(app).main(args=words, prog_name="nhacviec", standalone_mode=False, obj=common)
    except typer.Abort:
        return _stopped()
    except typer.TyperException as error:
        return _usage(error)
    return result if isinstance(result, int) else 0


def _stopped() -> int:
    sys.stderr.write("\nĐã dừng, chưa có gì thay đổi.\n")
    return FAILED


def _usage(error: typer.TyperException) -> int:
    """Show the help of a group that was called without a command; say what else was wrong."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError" and context is not None:
        typer.echo(context.get_help())
        return WRONG_USAGE
    return tell_usage(error)
