"""Words of the official report, of its workbook and of the picture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.clock import VIETNAM
from bot.domain.deadlines import DueState
from bot.domain.reports import STATUS_LABELS, Status
from bot.domain.standings import Said, Standing

if TYPE_CHECKING:
    from bot.rendering.figures import Figures, Rate

ON_TIME, LATE, MISSING, PENDING = "Đúng hạn", "Trễ hạn", "Quá hạn", "Chưa đến hạn"
NOTHING_DUE = "Kỳ này chưa có việc phải báo cáo"
_ROMAN = ("I", "II", "III", "IV")


def picture_caption(rate: Rate) -> str:
    """Name what the large figure counts, and the on-time rate where something was due."""
    if rate.percent is None:
        return "báo cáo đã nhận"
    return f"báo cáo đã nhận · đúng hạn {rate_text(rate)}"


def rate_text(rate: Rate) -> str:
    """Say a rate in percent; over a small number say the number too, for it means little."""
    if rate.percent is None:
        return "chưa có"
    return f"{rate.part}/{rate.whole}" if rate.small else f"{rate.percent}%"


def counted(number: int) -> str:
    """Write a number as official documents do: two digits at least, thousands with a dot."""
    return f"{number:02d}" if number < 10 else f"{number:,}".replace(",", ".")


def period_label(key: str) -> str:
    """Name a period: "2024-Q3" is "quý III năm 2024", "2024-H1" "6 tháng đầu năm 2024", "2024" "năm 2024".

    Anything else is given back as it is.
    """
    found = re.fullmatch(r"(\d{4})(?:-(?:Q([1-4])|H([12])))?", key)
    if not found:
        return key
    year, quarter, half = found.groups()
    if quarter:
        return f"quý {_ROMAN[int(quarter) - 1]} năm {year}"
    if half:
        return f"6 tháng {'đầu' if half == '1' else 'cuối'} năm {year}"
    return f"năm {year}"


def day(value: date) -> str:
    """Write a day as "05/01/2024"."""
    return f"{value:%d/%m/%Y}"


def moment(value: datetime) -> str:
    """Write an instant (aware) as "15 giờ 30 ngày 14/11/2024" in the plan's zone."""
    local = value.astimezone(VIETNAM)
    return f"{local:%H} giờ {local:%M} ngày {local:%d/%m/%Y}"


def status(said: Said) -> str:
    """Say how far an agency is: "Đang thực hiện (60%)"."""
    label = STATUS_LABELS[said.status]
    return f"{label} ({said.percent}%)" if said.percent is not None and said.status is Status.IN_PROGRESS else label


def standing(row: Standing, today: date) -> str:
    """Say how one due stands on `today`, for the tables."""
    if row.state is DueState.EXCUSED:
        return "Được miễn báo cáo"
    if row.state is DueState.RETURNED or (row.said and row.said.returned):
        return "Trả lại để bổ sung"
    if row.said:
        return status(row.said)
    return "Quá hạn, chưa báo cáo" if row.is_late(today) else "Chưa đến hạn"


def general(figures: Figures, as_of: datetime) -> str:
    """Say in one sentence how many reports were owed and came."""
    totals = figures.totals
    return (
        f"Tính đến {moment(as_of)}, có {counted(totals.received)}/{counted(totals.expected)} báo cáo của "
        f"{counted(sum(1 for agency in figures.agencies if agency.expected))} cơ quan, đơn vị được gửi đến; trong đó "
        f"đúng hạn {counted(totals.on_time)}, trễ hạn {counted(totals.late)}; còn {counted(totals.missing)} báo cáo quá hạn "
        f"chưa gửi, {counted(totals.pending)} báo cáo chưa đến hạn."
    )


def tasks(figures: Figures) -> str:
    """Say in one sentence how far the tasks are."""
    tally = figures.tasks
    return (
        f"Trong {counted(tally.total)} nhiệm vụ được theo dõi: {counted(tally.done)} nhiệm vụ đã hoàn thành, "
        f"{counted(tally.in_progress)} nhiệm vụ đang thực hiện, {counted(tally.blocked)} nhiệm vụ có vướng mắc, "
        f"{counted(tally.not_started)} nhiệm vụ chưa triển khai, {counted(tally.unreported)} nhiệm vụ chưa có báo cáo."
    )


def on_time(rate: Rate) -> str:
    """Say the on-time rate over what was due; empty where nothing was."""
    if rate.percent is None:
        return ""
    caution = " (số lượng ít, chỉ để tham khảo)" if rate.small else ""
    return f"Tỷ lệ báo cáo đúng hạn trên số đã đến hạn: {rate.percent}% ({counted(rate.part)}/{counted(rate.whole)}){caution}."


def silent(names: Sequence[str]) -> str:
    """Name the agencies that sent nothing though the day has passed."""
    return f"Có {counted(len(names))} cơ quan, đơn vị đã quá hạn chưa gửi báo cáo: {'; '.join(names)}."
