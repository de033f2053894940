"""Words of the official report, of its workbook and of the picture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from bot.clock import VIETNAM
from bot.domain.deadlines import DueState
from bot.domain.figures import Figures, Rate
from bot.domain.quantities import Total
from bot.domain.reports import STATUS_LABELS, Status
from bot.domain.requests import read_code
from bot.domain.standings import Said, Standing
from bot.texts.days import short_day

ON_TIME, LATE, MISSING, PENDING = "Đúng hạn", "Trễ hạn", "Quá hạn", "Chưa đến hạn"
OTHER_REPORTS = "Báo cáo định kỳ, đột xuất"
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


def quarter_label(key: str) -> str:
    """Name a quarter without its year: "2024-Q3" is "quý III"."""
    return period_label(key).partition(" năm ")[0]


def quarters(keys: Sequence[str]) -> str:
    """Name several quarters without their year: "2024-Q1", "2024-Q3" is "quý I, III"; other periods by their own names."""
    labels = [quarter_label(key) for key in keys]
    if all(label.startswith("quý ") for label in labels):
        return "quý " + ", ".join(label.removeprefix("quý ") for label in labels)
    return ", ".join(labels)


def moment(value: datetime) -> str:
    """Write an instant (aware) as "15 giờ 30 ngày 14/11/2024" in the plan's zone."""
    local = value.astimezone(VIETNAM)
    return f"{local:%H} giờ {local:%M} ngày {local:%d/%m/%Y}"


def local_day(value: datetime) -> str:
    """Write the day of an instant (aware) in the plan's zone, without its year: "14/11"."""
    return f"{value.astimezone(VIETNAM):%d/%m}"


def status(said: Said) -> str:
    """Say how far an agency is: "Đang thực hiện, 60%"."""
    label = STATUS_LABELS[said.status]
    return f"{label}, {said.percent}%" if said.percent is not None and said.status is Status.IN_PROGRESS else label


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
    agencies = sum(1 for agency in figures.agencies if agency.expected)
    received = _listed((totals.on_time, "đúng hạn"), (totals.late, "trễ hạn"))
    owed = _listed((totals.missing, "báo cáo quá hạn chưa gửi"), (totals.pending, "báo cáo chưa đến hạn"))
    return (
        f"Tính đến {moment(as_of)}, đã nhận {counted(totals.received)}/{counted(totals.expected)} báo cáo phải gửi của "
        f"{counted(agencies)} cơ quan, đơn vị{f' ({received})' if received else ''}{f'; còn {owed}' if owed else ''}."
    )


def tasks(figures: Figures) -> str:
    """Say in one sentence how far the tasks are; empty where there are none."""
    tally = figures.tasks
    parts = _listed(
        (tally.done, "nhiệm vụ đã hoàn thành"),
        (tally.in_progress, "nhiệm vụ đang thực hiện"),
        (tally.blocked, "nhiệm vụ có vướng mắc"),
        (tally.not_started, "nhiệm vụ chưa triển khai"),
        (tally.unreported, "nhiệm vụ chưa có báo cáo"),
    )
    return f"Trong {counted(tally.total)} nhiệm vụ được theo dõi: {parts}." if parts else ""


def _listed(*counts: tuple[int, str]) -> str:
    """Join what there is; what there is none of is not mentioned."""
    return ", ".join(f"{counted(number)} {what}" for number, what in counts if number)


def without_results(said: Said) -> str:
    """Stand in for results that an agency did not write."""
    if said.status is Status.BLOCKED:
        return "Đang vướng mắc (nêu tại phần khó khăn, vướng mắc)."
    return f"{status(said)}."


def on_time(rate: Rate) -> str:
    """Say the on-time rate over what was due; empty where nothing was."""
    if rate.percent is None:
        return ""
    caution = " (số lượng ít, chỉ để tham khảo)" if rate.small else ""
    return f"Tỷ lệ báo cáo đúng hạn trên số đã đến hạn: {rate.percent}% ({counted(rate.part)}/{counted(rate.whole)}){caution}."


def silent(names: Sequence[str]) -> str:
    """Name the agencies that sent nothing though the day has passed."""
    return f"Có {counted(len(names))} cơ quan, đơn vị đã quá hạn chưa gửi báo cáo: {'; '.join(names)}."


PART_GENERAL = "TÌNH HÌNH CHUNG"
PART_RESULTS = "KẾT QUẢ THỰC HIỆN NHIỆM VỤ"
PART_TOTALS = "TỔNG HỢP SỐ LIỆU"
PART_DIFFICULTIES = "KHÓ KHĂN, VƯỚNG MẮC VÀ NGUYÊN NHÂN"
PART_PROPOSALS = "ĐỀ XUẤT, KIẾN NGHỊ"
PART_NEXT = "NHIỆM VỤ TRỌNG TÂM KỲ TIẾP THEO"
NO_RESULTS = "Trong kỳ không có nhiệm vụ đến hạn báo cáo."
NO_DIFFICULTIES = "Các cơ quan, đơn vị không phản ánh khó khăn, vướng mắc."
NO_PROPOSALS = "Các cơ quan, đơn vị không có đề xuất, kiến nghị."
NO_TOTALS = "Báo cáo của các cơ quan, đơn vị trong kỳ không nêu số liệu."
TOTALS_LEAD = "Cộng số liệu nêu trong báo cáo của các cơ quan, đơn vị (mỗi loại cộng riêng):"
URGE = "Đôn đốc các cơ quan, đơn vị chưa gửi báo cáo khẩn trương báo cáo đầy đủ kết quả thực hiện."
NEXT_GENERAL = "Tiếp tục triển khai các nhiệm vụ theo Kế hoạch."
CLOSING = "./."


def behind(names: Sequence[str]) -> str:
    """Name the agencies that sent some of what they owed."""
    return f"Có {counted(len(names))} cơ quan, đơn vị đã báo cáo một phần, còn nhiệm vụ quá hạn: {'; '.join(names)}."


def not_reported(names: Sequence[str]) -> str:
    """Name who has not reported on one task."""
    return f"Chưa có báo cáo của: {'; '.join(names)}."


def task_heading(no: str, title: str, plan: str) -> str:
    """Head the results of a task with its title and its place in the plan; several plans are told apart by `plan`."""
    source = ", ".join(part for part in (_place(no), plan) if part)
    return f"{title.rstrip(' .;')} ({source})" if source else title.rstrip(" .;")


def cooperating(name: str) -> str:
    """Mark an agency that cooperates in a task and does not lead it."""
    return f"{name} (phối hợp)"


def about_task(no: str) -> str:
    """Say which task a difficulty is about."""
    return (_place(no) if read_code(no) else f"nhiệm vụ {no}") if no else ""


def _place(no: str) -> str:
    """Say where something was asked for: "mục II.5", "yêu cầu YC-3"."""
    return (f"yêu cầu {no}" if read_code(no) else f"mục {no}") if no else ""


def total(value: Total, *, last: bool) -> str:
    """Write one sum of a row of them: " 42 tin, bài;"."""
    return f" {counted(value.amount)} {value.unit}{'.' if last else ';'}"


def in_all(totals: Sequence[Total]) -> str:
    """Write the sums of one task in a sentence."""
    return f"Cộng: {'; '.join(f'{counted(each.amount)} {each.unit}' for each in totals)}."


def upcoming(row: Standing) -> str:
    """Name a task that is owed next, with its last day."""
    who = "; ".join(row.leads) or row.agency_name
    return f"{row.title.rstrip(' .;')} ({who}; báo cáo chậm nhất ngày {short_day(row.last_day)})."


def abstract(titles: Sequence[str], label: str) -> str:
    """Say what the report is about; the period is not said twice where the plan's own title ends with it."""
    subject = titles[0] if len(titles) == 1 else "các kế hoạch được giao theo dõi"
    return f"Kết quả thực hiện {subject}" + ("" if subject.endswith(label) else f", {label}")


def bases(legal_basis: Sequence[str], plans: Sequence[str]) -> tuple[str, ...]:
    """List the grounds of the report, each ending with a semicolon, the last with a full stop."""
    grounds = [f"Căn cứ {ground.rstrip(' .;')}" for ground in (*legal_basis, *plans)]
    return tuple(f"{ground}{'.' if index == len(grounds) - 1 else ';'}" for index, ground in enumerate(grounds))


def plan_named(title: str, number: str | None, issued_on: date | None, issuer: str | None) -> str:
    """Name a plan with its number, day and issuer as far as they are known: "Kế hoạch số 245/KH-UBND ngày ... về ..."."""
    subject = re.sub(r"(?i)^kế hoạch\s+", "", title)
    number_part = f" số {number}" if number else ""
    day_part = f" ngày {short_day(issued_on)}" if issued_on else ""
    issuer_part = f" của {issuer}" if issuer else ""
    return f"Kế hoạch{number_part}{day_part}{issuer_part} về {subject[:1].lower()}{subject[1:]}"


def opening(office: str, abstract_text: str) -> str:
    """Open the report."""
    return f"{office} báo cáo {abstract_text[:1].lower()}{abstract_text[1:]} như sau:"


REPORT = "BÁO CÁO"
SOME_PLAN = "nhiệm vụ được giao"


def plan_title(title: str) -> str:
    """Name a plan in running text: "KẾ HOẠCH Công tác ..." is "Kế hoạch công tác ...".

    One all in capitals keeps them: which of its words are names cannot be told any more.
    """
    subject = re.sub(r"(?i)^kế hoạch\s+", "", title)
    return f"Kế hoạch {subject}" if subject.isupper() else f"Kế hoạch {subject[:1].lower()}{subject[1:]}"


def abstract_of_period(label: str) -> str:
    """Name the workbook."""
    return f"Tổng hợp kết quả thực hiện nhiệm vụ, {label}"
