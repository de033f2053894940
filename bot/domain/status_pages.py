"""The pages of `/status` that buttons lead to, and how a button names one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.calendar import Quarter

PREFIX = "do:status:"
_ID = r"\d{1,9}"
_DATA = re.compile(
    rf"(?P<period>\d{{4}}-Q[1-4])(?:\.(?P<plan>{_ID}))?(?::(?P<kind>[lgtpakr]):(?P<rest>[\d:lgtpakr]{{1,40}}))?"
)
_BACK = re.compile(rf"([lgtpakr])({_ID})")


class PageKind(StrEnum):
    """What a page shows; the values are the letters in a button's data."""

    OVERVIEW = "o"
    LATE = "l"
    AGENCIES = "g"
    TASKS = "t"
    PLANS = "p"
    REQUESTS = "r"
    AGENCY = "a"
    TASK = "k"


ONE_THING = frozenset({PageKind.AGENCY, PageKind.TASK})
"""Pages about one agency or one task; the others are lists."""


@dataclass(frozen=True, slots=True)
class Back:
    """Where a page was come to from: a page of a list (`number` from 0), or an agency or task by its id."""

    kind: PageKind
    number: int


@dataclass(frozen=True, slots=True)
class Place:
    """One page of `/status`. `plan` is `None` for all plans; `id` is an agency's or task's; `page` counts from 0."""

    period: str
    kind: PageKind = PageKind.OVERVIEW
    id: int = 0
    page: int = 0
    plan: int | None = None
    back: Back | None = None

    @property
    def data(self) -> str:
        """Name the place as a button does, for instance "do:status:2024-Q4.3:a:12:0:l2"; at most 64 bytes."""
        scope = self.period if self.plan is None else f"{self.period}.{self.plan}"
        if self.kind is PageKind.OVERVIEW:
            return f"{PREFIX}{scope}"
        number = f"{self.id}:{self.page}" if self.kind in ONE_THING else str(self.page)
        back = f":{self.back.kind}{self.back.number}" if self.back else ""
        return f"{PREFIX}{scope}:{self.kind}:{number}{back}"

    def at(self, kind: PageKind, number: int = 0, back: Back | None = None) -> Place:
        """Go to another page of the same period and plan: `number` is a thing's id, or the page of a list."""
        one = kind in ONE_THING
        return replace(self, kind=kind, id=number if one else 0, page=0 if one else number, back=back)

    def turned(self, page: int) -> Place:
        """Turn to another page of the same list or thing."""
        return replace(self, page=page)

    @property
    def here(self) -> Back | None:
        """Say how to come back to this place; `None` for the overview, to which every page leads."""
        if self.kind is PageKind.OVERVIEW:
            return None
        return Back(self.kind, self.id if self.kind in ONE_THING else self.page)

    @property
    def before(self) -> Place:
        """Find the page this one was come to from; the overview when it is not known."""
        return self.at(self.back.kind, self.back.number) if self.back else self.at(PageKind.OVERVIEW)


def parse_place(text: str) -> Place | None:
    """Read what follows "do:status:", for instance "2024-Q4" or "2024-Q4:a:12:0"; `None` for anything else."""
    found = _DATA.fullmatch(text)
    if found is None:
        return None
    plan = int(found["plan"]) if found["plan"] else None
    place = Place(str(Quarter.parse(found["period"])), plan=plan)
    return place if found["kind"] is None else _page(place, PageKind(found["kind"]), found["rest"].split(":"))


def _page(place: Place, kind: PageKind, parts: list[str]) -> Place | None:
    wanted = 2 if kind in ONE_THING else 1
    numbers, more = parts[:wanted], parts[wanted:]
    if len(numbers) < wanted or len(more) > 1 or not all(re.fullmatch(_ID, number) for number in numbers):
        return None
    came = _BACK.fullmatch(more[0]) if more else None
    if more and came is None:
        return None
    back = Back(PageKind(came[1]), int(came[2])) if came else None
    identity, page = (int(numbers[0]), int(numbers[1])) if wanted == 2 else (0, int(numbers[0]))
    return replace(place, kind=kind, id=identity, page=page, back=back)
