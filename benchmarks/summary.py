"""Status, digest and the year's report of agencies with 40 tasks in each of 4 quarters, in SQLite: 16,000 dues of 100 agencies.

Processor time of the database's thread for what chat shows; of a process of its own, with its memory, for each file, beside
the same tables written bare with the same libraries. Run it with `python -m benchmarks.summary`, or with another
number of agencies behind it (300: 48,000 dues, two minutes or three).
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from benchmarks._results import Result, Wanted, tell
from bot.clock import CountingIds, ManualClock
from bot.domain.calendar import Quarter
from bot.domain.figures import count
from bot.domain.office import Office
from bot.rendering.charts import status_picture
from bot.rendering.documents import summary_docx
from bot.rendering.summary import SummaryFacts
from bot.rendering.workbooks import summary_xlsx
from bot.usecases import digests, summaries
from bot.usecases.desk import Desk, Doors
from bot.usecases.status import picture
from storage.engine import Storage
from storage.schema import agencies, assignments, deadlines, dues, plans, reports, tasks
from storage.tallies import Tallies
from tests.worlds import at

AGENCIES = int(sys.argv[1]) if sys.argv[1:] else 100
TASKS, YEAR = 40, 2024
NOW = "2025-01-06 08:00"
PERIOD = f"{YEAR}-Q4"
BATCH = 20_000
REPEATS = 7
WORDS = "Đã tổ chức 02 lớp tập huấn cho 150 lượt người; đăng 12 tin, bài trên Cổng thông tin điện tử."
STATUS, DIGEST = "/status, the figures of the quarter", "digest, with its picture's figures"
IN_CHAT = {STATUS: Wanted("≤", 100, "ours"), DIGEST: Wanted("≤", 100, "ours")}

Timed = tuple[float, int, int]
"""Seconds of the processor, peak memory in MB, bytes of the file."""


def scene(connection: Connection) -> None:
    """Fill the tables: two of three dues are reported on, one of ten of these late."""
    then = at(f"{YEAR}-01-03 08:00")
    connection.execute(
        insert(agencies),
        [{"id": n, "name": f"UBND xã số {n}", "folded": f"ubnd xa so {n}"} for n in range(1, AGENCIES + 1)],
    )
    plan = {"id": 1, "title": "Kế hoạch", "folded": "ke hoach", "year": YEAR, "legal_basis": [], "settings": {}}
    connection.execute(insert(plans), plan | {"imported_at": then})
    connection.execute(insert(tasks), [_task(n) for n in range(1, TASKS + 1)])
    lead = {"role": "lead", "printed": "UBND các xã, phường", "agency_id": None, "group_id": None}
    connection.execute(insert(assignments), [lead | {"task_id": n} for n in range(1, TASKS + 1)])
    slots = [(task, Quarter(YEAR, number)) for task in range(1, TASKS + 1) for number in range(1, 5)]
    connection.execute(insert(deadlines), [_deadline(n, *slot) for n, slot in enumerate(slots, start=1)])
    owed = list(_dues(slots))
    for start in range(0, len(owed), BATCH):
        connection.execute(insert(dues), owed[start : start + BATCH])
    said = [_report(due) for due in owed if due["state"] == "fulfilled"]
    for start in range(0, len(said), BATCH):
        connection.execute(insert(reports), said[start : start + BATCH])
    Tallies(connection).rebuild()


def _task(number: int) -> dict[str, Any]:
    title = f"Tổ chức các hoạt động thông tin, tuyên truyền, tập huấn nghiệp vụ số {number}"
    common = {"plan_id": 1, "timeframe": {"kind": "ongoing"}, "outputs": [], "place": ""}
    return common | {"id": number, "position": number, "no": f"II.{number}", "title": title}


def _deadline(number: int, task: int, quarter: Quarter) -> dict[str, Any]:
    days = {"opens_on": quarter.first_day, "last_day": quarter.last_day, "named_day": None}
    key = {"id": number, "plan_id": 1, "task_id": task, "kind": "quarter", "key": f"task:{task}:{quarter}"}
    return key | days | {"period": str(quarter)}


def _dues(slots: list[tuple[int, Quarter]]) -> Iterator[dict[str, Any]]:
    for number, (task, quarter) in enumerate(slots):
        for agency in range(1, AGENCIES + 1):
            identity = number * AGENCIES + agency
            yield {
                "id": identity,
                "deadline_id": number + 1,
                "plan_id": 1,
                "agency_id": agency,
                "task_id": task,
                "role": "lead",
                "period": str(quarter),
                "opens_on": quarter.first_day,
                "last_day": quarter.last_day,
                "extended": False,
                "state": "open" if identity % 3 == 0 else "fulfilled",
            }


def _report(due: dict[str, Any]) -> dict[str, Any]:
    number = due["id"]
    day: date = due["last_day"] + timedelta(2 if number % 10 == 0 else -3)
    return {
        "code": f"BC-{number:06d}",
        "due_id": number,
        "agency_id": due["agency_id"],
        "task_id": due["task_id"],
        "period": due["period"],
        "revision": 1,
        "current": True,
        "status": ("done", "in_progress", "not_started", "blocked")[number % 97 % 4],
        "results": WORDS,
        "difficulties": "Thiếu kinh phí, đề nghị bố trí thêm." if number % 40 == 0 else "",
        "raised": number % 40 == 0,
        "at": at(f"{day} 09:00"),
        "in_time": number % 10 != 0,
        "on_behalf": False,
        "extra": {},
    }


# ---------------------------------------------------------------- what is shown in chat


def shown_in_chat(desk: Desk) -> dict[str, float]:
    """Time the figures of one quarter (12,000 dues); seconds of the processor, the median of several."""
    shown = picture(desk, PERIOD)
    return {
        "the quarter's dues one by one, and counted": _median(
            lambda: count(desk.reports.standings(periods=[PERIOD]), desk.today)
        ),
        STATUS: _median(lambda: picture(desk, PERIOD)),
        "one agency's page": _median(lambda: picture(desk, PERIOD, [desk.agencies.all_active()[7].id])),
        DIGEST: _median(lambda: digests.digest_message(desk, shown, desk.now - timedelta(7))),
        "the picture (PNG)": _median(lambda: status_picture(shown.figures, "Tình hình báo cáo")),
    }


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        start = time.thread_time()
        work()
        times.append(time.thread_time() - start)
    return statistics.median(times)


# ---------------------------------------------------------------- files


def bare_docx(facts: SummaryFacts) -> bytes:
    """Write the same two tables with docxtpl alone: plain text in plain cells."""
    import docx
    from docxtpl import DocxTemplate

    paper, form, file = docx.Document(), BytesIO(), BytesIO()
    table = paper.add_table(rows=3, cols=6)
    table.rows[0].cells[0].text = "{%tr for row in rows %}"
    for index in range(6):
        table.rows[1].cells[index].text = f"{{{{ row[{index}] }}}}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    paper.save(form)
    template = DocxTemplate(form)
    template.render({"rows": _plain_rows(facts)}, autoescape=True)
    template.save(file)
    return file.getvalue()


def bare_xlsx(facts: SummaryFacts) -> bytes:
    """Write the same reports with XlsxWriter alone: no formats, no widths, no other sheets."""
    from xlsxwriter import Workbook

    file = BytesIO()
    book = Workbook(file, {"in_memory": True})
    page = book.add_worksheet()
    for number, row in enumerate(facts.standings):
        said = row.said
        due = (row.no, row.title, row.agency_name, row.role, row.period, str(row.last_day), str(row.state))
        answer = (said.code, str(said.at), said.status, said.percent, said.results, said.difficulties) if said else ()
        page.write_row(number, 0, (*due, *answer))
    book.close()
    return file.getvalue()


def _plain_rows(facts: SummaryFacts) -> list[tuple[str, ...]]:
    return [
        (str(n), row.agency_name, row.title, str(row.said.at) if row.said else "", str(row.state), row.no)
        for n, row in enumerate(facts.standings)
    ]


def apart(work: Callable[[SummaryFacts], bytes], facts: SummaryFacts) -> Timed:
    """Write a file in a process of its own, which begins with the facts."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
        return pool.submit(_timed, work, facts).result()


def _timed(work: Callable[[SummaryFacts], bytes], facts: SummaryFacts) -> Timed:
    start = time.process_time()
    size = len(work(facts))
    seconds = time.process_time() - start
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, size


def our_docx(facts: SummaryFacts) -> bytes:
    return summary_docx(facts, Office())


def our_xlsx(facts: SummaryFacts) -> bytes:
    return summary_xlsx(facts, Office())


def fill(directory: Path) -> None:
    """Fill a database, in a process of its own: what that takes of memory is no part of what is measured."""

    async def write() -> None:
        async with await Storage.open("sqlite:///summary.db", data_dir=directory) as storage:
            await storage.write(scene)

    asyncio.run(write())


async def measure(directory: Path) -> tuple[dict[str, float], SummaryFacts, SummaryFacts]:
    """Time what chat shows, and fetch the facts of the year and of a part small enough for docxtpl."""
    async with await Storage.open("sqlite:///summary.db", data_dir=directory) as storage:
        doors = Doors(storage, ManualClock(at(NOW)), Office(), CountingIds())
        times = await doors.read(shown_in_chat)
        start = time.perf_counter()
        year = await doors.read(summaries.facts, str(YEAR))
        times["the year's facts from the database"] = time.perf_counter() - start
    few = SummaryFacts(year.heads, year.period, year.standings[:1500], year.as_of)
    return times, year, few


def main() -> None:
    with tempfile.TemporaryDirectory() as directory:
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            pool.submit(fill, Path(directory)).result()
        times, year, few = asyncio.run(measure(Path(directory)))
    size = f"{len(year.standings):,} dues"
    tell(*(Result(f"{size}: {name}", "ms", 1000 * took, wanted=IN_CHAT.get(name)) for name, took in times.items()))
    for name, ours, bare, against, facts in (
        (f"{size}: the year's report (.docx)", our_docx, None, "", year),
        (f"{size}: the year's workbook (.xlsx)", our_xlsx, bare_xlsx, "the reports alone, bare XlsxWriter", year),
        ("1,500 dues: report (.docx)", our_docx, bare_docx, "one table, bare docxtpl", few),
    ):
        tell(*compared(name, apart(ours, facts), against, apart(bare, facts) if bare else None))


def compared(name: str, ours: Timed, against: str, bare: Timed | None) -> list[Result]:
    """Tell seconds and memory of a file; the marks are those of the year's files of 48,000 dues."""
    seconds, memory = (Wanted("≤", 15, "ours"), Wanted("≤", 400, "ours")) if "the year" in name else (None, None)
    return [
        Result(name, "s", ours[0], against, bare[0] if bare else None, seconds),
        Result("– memory", "MB", ours[1], against, bare[1] if bare else None, memory),
    ]


if __name__ == "__main__":
    main()
