"""Agencies and the groups that plans address them by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NewType

AgencyId = NewType("AgencyId", int)
GroupId = NewType("GroupId", int)


@dataclass(frozen=True, slots=True)
class Agency:
    """One body. `short` is how its people call it ("Sở Ngoại vụ" has "SNgV"), `kind` its sort ("sở", "huyện", "báo").

    `active_until` is the last day before it was merged or renamed; `None` while it exists.
    """

    id: AgencyId
    name: str
    short: str | None = None
    kind: str | None = None
    active_until: date | None = None


@dataclass(frozen=True, slots=True)
class AgencyGroup:
    """A named set of agencies, for instance "Các sở, ban, ngành"."""

    id: GroupId
    name: str
    members: tuple[AgencyId, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One line of a register file: a body, what else it is called, and the groups it belongs to."""

    name: str
    short: str | None = None
    kind: str | None = None
    aliases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
