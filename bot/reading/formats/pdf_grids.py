"""Find ruled tables on a page: lines that cross, the cells between them, and the cells that are merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

_THIN = 2.6  # points; a rule is drawn as a thin box
_LONG = 8.0
_NEAR = 3.0
_MOST = 4000  # a page with more strokes is a drawing


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


class HasBox(Protocol):
    """Something with a box."""

    @property
    def left(self) -> float: ...
    @property
    def top(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def bottom(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: `at` across it, from `start` to `end` along it."""

    at: float
    start: float
    end: float


class Grid:
    """A ruled table: the places of its lines, and which cells are one."""

    def __init__(self, level: list[Rule], upright: list[Rule]) -> None:
        self.ys = _places([rule.at for rule in level])
        self.xs = _places([rule.at for rule in upright])
        self._level, self._upright = level, upright
        self._origins = self._merge()

    @property
    def top(self) -> float:
        return self.ys[0]

    def holds(self, box: HasBox) -> bool:
        """Tell whether the middle of a box is inside."""
        x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        return self.xs[0] < x < self.xs[-1] and self.ys[0] < y < self.ys[-1]

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """Tell the first cell, by row and column, of the merged cell that this one is part of."""
        return self._origins[(row, column)]

    def area(self, row: int, column: int) -> Box:
        """Give the box of a merged cell by its first cell."""
        cells = [cell for cell, origin in self._origins.items() if origin == (row, column)]
        bottom = max(cell[0] for cell in cells) + 1
        right = max(cell[1] for cell in cells) + 1
        return Box(self.xs[column], self.ys[row], self.xs[right], self.ys[bottom])

    def _merge(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Unite cells that have no line between them; a cell belongs to the one at its left, else to the one above."""
        origins: dict[tuple[int, int], tuple[int, int]] = {}
        for row in range(len(self.ys) - 1):
            for column in range(len(self.xs) - 1):
                origin = (row, column)
                if column and not self._ruled(self._upright, self.xs[column], self.ys[row], self.ys[row + 1]):
                    origin = origins[(row, column - 1)]
                elif row and not self._ruled(self._level, self.ys[row], self.xs[column], self.xs[column + 1]):
                    origin = origins[(row - 1, column)]
                origins[(row, column)] = origin
        return origins

    def _ruled(self, rules: list[Rule], at: float, start: float, end: float) -> bool:
        covered = sum(
            max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules if abs(rule.at - at) <= _NEAR
        )
        return covered >= 0.5 * (end - start)


def find_grids(boxes: list[Box]) -> list[Grid]:
    """Find the tables of at least two columns and one row that the drawn boxes make, from top to bottom."""
    if len(boxes) > _MOST:
        return []
    level, upright = _rules(boxes)
    grids = []
    for lying, standing in _connected(level, upright):
        if len(_places([rule.at for rule in lying])) >= 2 and len(_places([rule.at for rule in standing])) >= 3:
            grids.append(Grid(lying, standing))
    return sorted(grids, key=lambda grid: grid.top)


def _rules(boxes: list[Box]) -> tuple[list[Rule], list[Rule]]:
    """Tell level and upright lines; a larger box gives its four sides."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for box in boxes:
        if box.height <= _THIN and box.width >= _LONG:
            level.append(Rule((box.top + box.bottom) / 2, box.left, box.right))
        elif box.width <= _THIN and box.height >= _LONG:
            upright.append(Rule((box.left + box.right) / 2, box.top, box.bottom))
        elif box.width >= _LONG and box.height >= _LONG:
            level += [Rule(box.top, box.left, box.right), Rule(box.bottom, box.left, box.right)]
            upright += [Rule(box.left, box.top, box.bottom), Rule(box.right, box.top, box.bottom)]
    return level, upright


def _connected(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Group the lines that touch each other."""
    groups: list[tuple[list[Rule], list[Rule]]] = []
    for standing in upright:
        touched = [rule for rule in level if _cross(rule, standing)]
        joined = ([*touched], [standing])
        apart = []
        for group in groups:
            if any(rule in group[0] for rule in touched):
                joined = (list(dict.fromkeys([*group[0], *joined[0]])), [*group[1], *joined[1]])
            else:
                apart.append(group)
        groups = [*apart, joined]
    return groups


def _cross(lying: Rule, standing: Rule) -> bool:
    return (
        lying.start - _NEAR <= standing.at <= lying.end + _NEAR
        and standing.start - _NEAR <= lying.at <= standing.end + _NEAR
    )


def _places(values: list[float]) -> list[float]:
    """Give the distinct places of lines; those close together are one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places
