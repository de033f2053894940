"""`nhacviec status`, `schedule` and `summary`: what stands, what will be sent, what is written for signing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.invocation import invocation

Json = Annotated[bool, typer.Option("--json", help="Ghi ra một tài liệu JSON.")]


def status(
    context: typer.Context,
    period: Annotated[
        str | None, typer.Option(metavar="KỲ", help="Ví dụ 2024-Q3; mặc định là quý đang báo cáo.")
    ] = None,
    json: Json = False,
) -> None:
    """Tình hình báo cáo của một quý, như /status trong chat."""
    from bot.commands.doors import load_config, read
    from bot.commands.figure_screens import show_status
    from bot.commands.screens import write_json
    from bot.usecases.status import status_document, with_trend

    if json:
        write_json(read(invocation(context), status_document, period))
    else:
        shown, trend = read(invocation(context), with_trend, period)
        show_status(shown, trend, load_config(invocation(context)).as_office().zone)


def schedule(
    context: typer.Context,
    days: Annotated[int, typer.Option(metavar="SỐ", help="Xem trước bao nhiêu ngày.")] = 30,
    json: Json = False,
) -> None:
    """Chạy thử: ai sẽ được nhắc việc gì, lúc nào, và bao nhiêu tin nhắn so với hạn mức của từng kênh."""
    from bot.commands.doors import load_config, read
    from bot.commands.figure_screens import schedule_as_json, show_schedule
    from bot.commands.screens import write_json
    from bot.errors import InvalidInput
    from bot.usecases.schedule import schedule as forecast

    if not 1 <= days <= 366:
        raise InvalidInput("usage.days", days=days)
    config = load_config(invocation(context))
    zone = config.as_office().zone
    shown = read(invocation(context), forecast, days)
    if json:
        write_json(schedule_as_json(shown, zone))
    else:
        show_schedule(shown, zone)


def summary(
    context: typer.Context,
    out: Annotated[Path, typer.Option(metavar="THƯ_MỤC", help="Nơi ghi báo cáo (.docx) và bảng số liệu (.xlsx).")],
    period: Annotated[
        str | None, typer.Option(metavar="KỲ", help="Ví dụ 2024-Q3, 2024-H1 (6 tháng đầu năm), 2024.")
    ] = None,
    request: Annotated[
        str | None,
        typer.Option(metavar="SỐ", help="Tổng hợp trả lời một yêu cầu đột xuất, ví dụ YC-3; thay cho --period."),
    ] = None,
    plan: Annotated[int | None, typer.Option(metavar="SỐ", help="Chỉ một kế hoạch; mặc định tất cả.")] = None,
    previous: Annotated[
        Path | None, typer.Option(metavar="TỆP", help="Bản .docx trước đã sửa tay: giữ lại các đoạn đã sửa.")
    ] = None,
) -> None:
    """Viết báo cáo tổng hợp của một kỳ, hoặc của một yêu cầu đột xuất, cùng bảng số liệu."""
    from bot.commands.documents import write_reply, write_summary
    from bot.errors import InvalidInput

    if (period is None) == (request is None) or (request is not None and plan is not None):
        raise InvalidInput("usage.summary")
    if request is not None:
        write_reply(invocation(context), request, out, previous)
    elif period is not None:
        write_summary(invocation(context), period, plan, out, previous)
