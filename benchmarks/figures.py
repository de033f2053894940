"""`/status` and the digest over 1,000,000 reports by the kept counts, against the same counted anew by GROUP BY, in SQLite.

500 agencies with 750 tasks in each of 4 quarters owe 1,500,000 reports, and two of three have come: 250,000 of a quarter's
375,000. Processor time of the database's thread, the median of several. Run it with `python -m benchmarks.figures`, or
with another number of agencies behind it (2500: more agencies, fewer tasks); it takes a minute.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, case, func, insert, literal, null, select, text

from benchmarks._results import Result, Wanted, tell
from bot.clock import CountingIds, ManualClock
from bot.domain.calendar import Quarter
from bot.domain.office import Office
from bot.domain.reports import DueId
from bot.usecases import digests
from bot.usecases.desk import Desk, Doors
from bot.usecases.status import picture
from storage.engine import Storage
from storage.schema import agencies, assignments, deadlines, dues, plans, reports, tasks
from storage.tallies import Tallies, tallied_due
from storage.types import UtcDateTime
from tests.worlds import at

AGENCIES = int(sys.argv[1]) if sys.argv[1:] else 500
TASKS, YEAR = 375_000 // AGENCIES, 2024
NOW, PERIOD = "2025-01-06 08:00", f"{YEAR}-Q4"
REPEATS, CHANGES = 9, 300
WORDS = "Đã tổ chức 02 lớp tập huấn cho 150 lượt người; đăng 12 tin, bài trên Cổng thông tin điện tử."
STATUS, DIGEST = "/status, all figures of the quarter", "digest, with all its figures"
GROUP_BY = "GROUP BY agency and by task, rows alone"
MARKED = (STATUS, DIGEST)

# What the pictures need, as one would ask for it without kept counts.
BY_AGENCY = """
SELECT d.agency_id, d.last_day, d.state, r.in_time, r.returned_at IS NOT NULL, count(*) FROM dues d
LEFT JOIN reports r ON r.due_id = d.id AND r.current WHERE d.period = :period AND d.state <> 'dropped' GROUP BY 1, 2, 3, 4, 5
"""
BY_TASK = """
SELECT d.task_id, d.role, d.last_day, d.state, r.status, r.in_time, r.returned_at IS NOT NULL, count(*) FROM dues d
LEFT JOIN reports r ON r.due_id = d.id AND r.current WHERE d.period = :period AND d.state <> 'dropped'
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""


def scene(connection: Connection) -> None:
    """Fill the tables: two of three dues are reported on, one of ten of these late, one of forty with difficulties."""
    names = [{"id": n, "name": f"UBND xã số {n}", "folded": f"ubnd xa so {n}"} for n in range(1, AGENCIES + 1)]
    connection.execute(insert(agencies), names)
    plan = {"id": 1, "title": "Kế hoạch", "folded": "ke hoach", "year": YEAR, "legal_basis": [], "settings": {}}
    connection.execute(insert(plans), plan | {"imported_at": at(f"{YEAR}-01-03 08:00")})
    connection.execute(insert(tasks), [_task(n) for n in range(1, TASKS + 1)])
    lead = {"role": "lead", "printed": "UBND các xã, phường", "agency_id": None, "group_id": None}
    connection.execute(insert(assignments), [lead | {"task_id": n} for n in range(1, TASKS + 1)])
    for number in range(1, 5):
        quarter = Quarter(YEAR, number)
        first = (number - 1) * TASKS
        connection.execute(insert(deadlines), [_deadline(first + n, n, quarter) for n in range(1, TASKS + 1)])
        _owe(connection, quarter)
        _say(connection, quarter)
    Tallies(connection).rebuild()


def _task(number: int) -> dict[str, Any]:
    common = {"plan_id": 1, "timeframe": {"kind": "ongoing"}, "outputs": [], "place": ""}
    return common | {
        "id": number,
        "position": number,
        "no": f"II.{number}",
        "title": f"Tuyên truyền, tập huấn số {number}",
    }


def _deadline(identity: int, task: int, quarter: Quarter) -> dict[str, Any]:
    days = {"opens_on": quarter.first_day, "last_day": quarter.last_day, "named_day": None}
    key = {"id": identity, "plan_id": 1, "task_id": task, "kind": "quarter", "key": f"task:{task}:{quarter}"}
    return key | days | {"period": str(quarter)}


def _owe(connection: Connection, quarter: Quarter) -> None:
    d, a = deadlines.c, agencies.c
    number = (d.id - 1) * AGENCIES + a.id
    state = case((number % 3 == 0, "open"), else_="fulfilled")
    rows = select(
        number, d.id, d.plan_id, a.id, d.task_id, literal("lead"), d.period, d.opens_on, d.last_day, literal(False), state
    )  # fmt: skip
    names = [
        "id", "deadline_id", "plan_id", "agency_id", "task_id", "role", "period", "opens_on", "last_day", "extended", "state",
    ]  # fmt: skip
    crossed = rows.join_from(deadlines, agencies, literal(True)).where(d.period == str(quarter)).order_by(d.id, a.id)
    connection.execute(insert(dues).from_select(names, crossed))


def _say(connection: Connection, quarter: Quarter) -> None:
    d = dues.c
    late, raised = d.id % 10 == 0, d.id % 40 == 0
    values: dict[str, Any] = {
        "code": literal("BC-").concat(d.id),
        "due_id": d.id,
        "agency_id": d.agency_id,
        "task_id": d.task_id,
        "period": d.period,
        "revision": literal(1),
        "current": literal(True),
        "status": case(
            *((d.id % 97 % 4 == n, name) for n, name in enumerate(("done", "in_progress", "not_started"))),
            else_="blocked",
        ),
        "results": literal(WORDS),
        "difficulties": case((raised, "Thiếu kinh phí, đề nghị bố trí thêm."), else_=""),
        "raised": raised,
        "at": case((late, _instant(quarter.last_day, 2)), else_=_instant(quarter.last_day, -3)),
        "in_time": ~late,
        "on_behalf": literal(False),
        "returned_at": null(),
        "extra": literal("{}"),
    }
    mine = select(*values.values()).where(d.period == str(quarter), d.state == "fulfilled").order_by(d.id)
    connection.execute(insert(reports).from_select(list(values), mine))


def _instant(day: date, after: int) -> Any:
    return literal(at(f"{day + timedelta(after)} 09:00"), UtcDateTime())


def look(desk: Desk) -> dict[str, float]:
    """Time what chat shows, and the same by GROUP BY; seconds."""
    shown = picture(desk, PERIOD)
    return {
        STATUS: _median(lambda: picture(desk, PERIOD)),
        "/status, one agency's page": _median(lambda: picture(desk, PERIOD, [desk.agencies.all_active()[7].id])),
        DIGEST: _median(lambda: digests.digest_message(desk, picture(desk), desk.now - timedelta(7))),
        "digest, after the figures": _median(lambda: digests.digest_message(desk, shown, desk.now - timedelta(7))),
        GROUP_BY: _median(lambda: plain(desk.connection)),
    }  # fmt: skip


def plain(connection: Connection) -> int:
    """Count a quarter anew; tells how many groups there are."""
    return sum(len(connection.execute(text(query), {"period": PERIOD}).all()) for query in (BY_AGENCY, BY_TASK))


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        start = time.thread_time()
        work()
        times.append(time.thread_time() - start)
    return statistics.median(times)


def keep(connection: Connection) -> dict[str, float]:
    """Time what keeping the counts costs: a change of one due, and adding the changes up."""
    start = time.thread_time()
    for due in range(1, CHANGES + 1):
        with tallied_due(connection, DueId(due)):
            pass
    changed = time.thread_time()
    Tallies(connection).fold(most=0)
    return {
        "keeping them, a change of a due": (changed - start) / CHANGES,
        "adding up a quarter's changes": time.thread_time() - changed,
    }


async def main() -> None:
    """Print a line a figure."""
    with tempfile.TemporaryDirectory() as name:
        async with await Storage.open("sqlite:///figures.db", data_dir=Path(name)) as storage:
            await storage.write(scene)
            doors = Doors(storage, ManualClock(at(NOW)), Office(), CountingIds())
            # As the bot does when it has started, see bot/app.py.
            gc.freeze()
            times = await doors.read(look) | await storage.write(keep)
            total = await storage.read(lambda connection: connection.scalar(select(func.count()).select_from(reports)))
            wrong = await storage.read(lambda connection: Tallies(connection).differing())
    what = f"{total:,} reports, {AGENCIES:,} agencies x {TASKS:,} tasks"
    tell(*results(times, what), Result("– counts that differ from a recount", "", wrong, wanted=Wanted("≤", 0, "ours")))


def results(times: dict[str, float], what: str) -> list[Result]:
    """Compare all but the plain counting with it, in milliseconds."""
    found = {name: 1000 * seconds for name, seconds in times.items()}
    plainly = found.pop(GROUP_BY)
    return [
        Result(
            f"{what}: {name}" if name == STATUS else f"– {name}",
            "ms",
            time_,
            "GROUP BY" if name in MARKED else "",
            plainly if name in MARKED else None,
            Wanted("<", 50, "ours") if name in MARKED else None,
        )
        for name, time_ in found.items()
    ]


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
