"""What has changed between two countings, and the form in which an earlier one is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Protocol, TypeVar

from bot.rendering.figures import Tally, TaskTally

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
