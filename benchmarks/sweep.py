"""A sweep over 1,000,000 dues of which 0, 100, 1,000 and 10,000 have come due: its time follows what has come due.

Compared with the same over 10,000 dues in all; medians. Run it with `python -m benchmarks.sweep`; it takes a minute.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, insert, update

from benchmarks._results import Result, Wanted, tell
from bot.clock import VIETNAM, CountingIds, ManualClock
from bot.domain.office import Office
from bot.usecases.desk import Desk, Doors
from bot.usecases.sweep import Swept, sweep
from storage.engine import Storage
from storage.schema import accounts, agencies, deadlines, dues, memberships, people, plans, tasks

MANY, FEW = 1_000_000, 10_000
AGENCIES = 2_000
NOW = datetime(2024, 11, 7, 7, 30, tzinfo=VIETNAM)
LAST_DAY = date(2024, 11, 14)
FAR = datetime(2025, 12, 1, 0, 30, tzinfo=UTC)
BATCH = 50_000
COME_DUE = (0, 100, 1_000, 10_000)
WANTED = {0: Wanted("<", 2, "ours"), 1_000: Wanted("<", 50, "ours")}
IDLE_BEATS, REPEATS = 200, 5


def _scene(connection: Connection, total: int) -> None:
    """Make agencies with a focal point each, and `total` dues that are far off."""
    ids = range(1, AGENCIES + 1)
    connection.execute(insert(agencies), [{"id": n, "name": f"Cơ quan {n}", "folded": f"co quan {n}"} for n in ids])
    connection.execute(insert(people), [{"id": n, "name": f"Người {n}", "notice": 1, "consented_at": NOW} for n in ids])
    homes = [
        {"person_id": n, "channel": "telegram", "user": str(n), "chat": str(n), "reach": "ok", "preferred": True}
        for n in ids
    ]
    connection.execute(insert(accounts), homes)
    roles = [{"person_id": n, "role": "focal", "agency_id": n, "since": NOW} for n in ids]
    connection.execute(insert(memberships), roles)
    plan = {"id": 1, "title": "Kế hoạch", "folded": "ke hoach", "year": 2024, "legal_basis": [], "settings": {}}
    connection.execute(insert(plans), plan | {"imported_at": NOW})
    rounds = range(1, total // AGENCIES + 1)
    connection.execute(insert(tasks), [_task(n) for n in rounds])
    connection.execute(insert(deadlines), [_deadline(n) for n in rounds])
    rows = [_due(agency, round_) for round_ in rounds for agency in ids]
    for start in range(0, len(rows), BATCH):
        connection.execute(insert(dues), rows[start : start + BATCH])


def _task(number: int) -> dict[str, object]:
    return {
        "id": number,
        "plan_id": 1,
        "position": number,
        "no": f"II.{number}",
        "title": f"Tổ chức hoạt động thông tin đối ngoại số {number}",
        "timeframe": {"kind": "ongoing"},
        "outputs": [],
        "place": "",
    }


def _days() -> dict[str, object]:
    return {"period": "2024-Q4", "opens_on": date(2024, 10, 1), "last_day": LAST_DAY}


def _deadline(number: int) -> dict[str, object]:
    return _days() | {"id": number, "plan_id": 1, "task_id": number, "kind": "task", "key": f"task:{number}:2024"}


def _due(agency: int, number: int) -> dict[str, object]:
    known = {"deadline_id": number, "plan_id": 1, "agency_id": agency, "task_id": number, "role": "lead"}
    return _days() | known | {"extended": False, "state": "open", "next_fire_at": FAR}


def _ripen(connection: Connection, count: int) -> None:
    """Let the first stage of `count` dues that have not been reminded of come now."""
    far = dues.c.next_fire_at == FAR
    wanted = dues.select().with_only_columns(dues.c.id).where(far).order_by(dues.c.id).limit(count)
    connection.execute(update(dues).where(dues.c.id.in_(wanted)).values(next_fire_at=NOW))


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of the processor in the database's thread, seconds until it was on the disk, and what was done."""

    processor: float
    wall: float
    swept: Swept


def _timed(desk: Desk) -> tuple[float, Swept]:
    start = time.thread_time()
    swept = sweep(desk)
    return time.thread_time() - start, swept


async def _seconds(doors: Doors, storage: Storage, count: int) -> Taken:
    processor, wall, swept = [], [], Swept()
    for _ in range(IDLE_BEATS if count == 0 else REPEATS):
        await storage.write(lambda connection: _ripen(connection, count))
        start = time.perf_counter()
        seconds, swept = await doors.write(_timed)
        wall.append(time.perf_counter() - start)
        processor.append(seconds)
    return Taken(statistics.median(processor), statistics.median(wall), swept)


async def measure(folder: Path, total: int, counts: Sequence[int]) -> dict[int, Taken]:
    """Sweep over `total` dues with each number of them come due."""
    async with await Storage.open(f"sqlite:///{folder / f'{total}.db'}", data_dir=folder) as storage:
        await storage.write(lambda connection: _scene(connection, total))
        doors = Doors(storage, ManualClock(NOW + timedelta(seconds=1)), Office(), CountingIds())
        await doors.write(sweep)
        # As the bot does when it has started, see bot/app.py.
        gc.freeze()
        return {count: await _seconds(doors, storage, count) for count in counts}


async def main() -> None:
    """Tell two figures for each number of dues that have come due."""
    with tempfile.TemporaryDirectory() as name:
        few = await measure(Path(name), FEW, [count for count in COME_DUE if count * REPEATS < FEW])
        many = await measure(Path(name), MANY, COME_DUE)
    for count, taken in many.items():
        name, wanted = (
            f"sweep over {MANY:,} dues, {count:,} have come due ({taken.swept.messages:,} messages)",
            WANTED.get(count),
        )
        other = 1000 * few[count].processor if count in few else None
        against = f"over {FEW:,} dues" if count in few else ""
        tell(
            Result(name, "ms", 1000 * taken.processor, against, other, wanted),
            Result("– until they are on the disk", "ms", 1000 * taken.wall),
        )


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
