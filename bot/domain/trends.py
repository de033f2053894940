"""What has changed between two countings, and the form in which an earlier one is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Protocol, TypeVar

from bot.domain.figures import Rate, Tally, TaskTally

C = TypeVar("C", Tally, TaskTally)


class Counted(Protocol):
    """`Figures` now, or what was kept of earlier ones."""

    @property
    def totals(self) -> Tally: ...
    @property
    def tasks(self) -> TaskTally: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """Figures of a period as they were kept; `overdue` counts what was late then, of all periods."""

    period: str
    overdue: int
    totals: Tally
    tasks: TaskTally


@dataclass(frozen=True, slots=True)
class Change:
    """The difference of two countings of one period, figure by figure; a figure that fell is negative."""

    totals: Tally
    tasks: TaskTally

    @property
    def is_nothing(self) -> bool:
        """Whether all figures are the same, but for what time alone changes."""
        return self == Change(Tally(), TaskTally())


def change(before: Counted, after: Counted) -> Change:
    """Tell by how much every figure has grown from `before` to `after`."""
    return Change(_less(after.totals, before.totals), _less(after.tasks, before.tasks))


@dataclass(frozen=True, slots=True)
class Step:
    """One share, as it was and as it is."""

    before: Rate
    now: Rate

    @property
    def points(self) -> int | None:
        """By how many percentage points it rose (fell when negative), of the percents that are shown; `None` over nothing."""
        before, now = self.before.percent, self.now.percent
        return None if before is None or now is None else now - before

    @property
    def small(self) -> bool:
        """Whether either of the two says little, being a share of few."""
        return self.before.small or self.now.small


@dataclass(frozen=True, slots=True)
class Trend:
    """How a period stands against the one before: what came of what is owed, what was in time of what was due, tasks done.

    `pending` counts what of this period may still come: until then the two are not the same.
    """

    received: Step
    on_time: Step
    done: Step
    pending: int


def trend(before: Counted, now: Counted) -> Trend | None:
    """Compare a period with the one before; `None` where nothing was owed in either."""
    if not before.totals.expected or not now.totals.expected:
        return None
    received, on_time, done = (Step(share(before), share(now)) for share in (_received, _on_time, _done))
    return Trend(received, on_time, done, now.totals.pending)


def _received(figures: Counted) -> Rate:
    return Rate(figures.totals.received, figures.totals.expected)


def _on_time(figures: Counted) -> Rate:
    return figures.totals.rate


def _done(figures: Counted) -> Rate:
    return Rate(figures.tasks.done, figures.tasks.total)


def _less(after: C, before: C) -> C:
    names = [field.name for field in fields(before)]
    return type(before)(**{name: getattr(after, name) - getattr(before, name) for name in names})


def dump_figures(period: str, overdue: int, figures: Counted) -> dict[str, Any]:
    """Pack figures to be kept.

    Example: ``{"period": "2024-Q3", "overdue": 4, "totals": {"expected": 5}, "tasks": {"done": 2}}``, with all figures.
    """
    return {"period": period, "overdue": overdue, "totals": asdict(figures.totals), "tasks": asdict(figures.tasks)}


def load_figures(packed: Mapping[str, Any]) -> Kept | None:
    """Unpack kept figures; `None` for what an earlier version kept, which says less. Figures added since count as 0."""
    if "totals" not in packed or "tasks" not in packed:
        return None
    overdue = int(packed.get("overdue", 0))
    return Kept(str(packed["period"]), overdue, _load(Tally, packed["totals"]), _load(TaskTally, packed["tasks"]))


def _load(kind: type[C], packed: Mapping[str, int]) -> C:
    known = {field.name for field in fields(kind)}
    return kind(**{name: number for name, number in packed.items() if name in known})
