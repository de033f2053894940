"""`nhacviec run` and `nhacviec demo`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.invocation import invocation
from bot.commands.starting import start

_HIGHEST_PORT = 65_535


def run(context: typer.Context) -> None:
    """Chạy bot trên mọi kênh đã có mã truy cập (token)."""
    start(invocation(context))


def demo(
    port: Annotated[int, typer.Option(metavar="SỐ", help="Cổng của trang điện thoại.")] = 8080,
    plan: Annotated[Path | None, typer.Option(metavar="TỆP", help="Kế hoạch khác kế hoạch mẫu.")] = None,
    at: Annotated[str | None, typer.Option(metavar="LÚC", help="Thời điểm bắt đầu, ví dụ 2024-11-08T08:00.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Mở trình duyệt.")] = True,
) -> None:
    """Chạy thử không cần token: bot, máy chủ Bot API tại chỗ và một trang có các điện thoại, trên dữ liệu mẫu."""
    from bot.errors import InvalidInput

    instant = read_instant(at)
    if not 0 <= port <= _HIGHEST_PORT:
        raise InvalidInput("usage.port_range", port=port)
    from bot.demo.run import run_demo

    run_demo(port=port, plan=plan, at=instant, browser=browser)


def read_instant(given: str | None) -> datetime | None:
    """Read an instant in Việt Nam as typed; raises `InvalidInput("usage.instant")`."""
    from bot.clock import VIETNAM
    from bot.errors import InvalidInput

    if given is None:
        return None
    try:
        typed = datetime.fromisoformat(given)
    except ValueError:
        raise InvalidInput("usage.instant", given=given) from None
    return typed if typed.tzinfo else typed.replace(tzinfo=VIETNAM)
