"""What one body holds, as it was before another took it over, and giving it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, delete, insert, select, update

from bot.domain.agencies import AgencyId
from bot.domain.deadlines import DueState
from bot.domain.people import Role
from bot.domain.reports import DueId
from storage.obligations import OWED
from storage.schema import (
    agencies,
    agency_aliases,
    agency_group_members,
    agency_successions,
    assignments,
    dues,
    memberships,
)
from storage.tallies import tallied


class Successions:
    """Queries about what passes from one body to another.

    Holdings are kept in the log of changes as numbers: ``{"groups": [1], "assignments": [4, 9], "people": [3], "dues": [12],
    "aliases": ["so ngoai vu"]}``; dues are those still owed, people its focal points.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def holdings(self, agency: AgencyId) -> dict[str, list[Any]]:
        """List what a body holds now."""
        focal = memberships.c.until.is_(None) & (memberships.c.role == Role.FOCAL)
        return {
            "groups": self._all(agency_group_members.c.group_id, agency_group_members.c.agency_id == agency),
            "assignments": self._all(assignments.c.id, assignments.c.agency_id == agency),
            "people": self._all(memberships.c.person_id, focal & (memberships.c.agency_id == agency)),
            "dues": self._all(dues.c.id, (dues.c.agency_id == agency) & dues.c.state.in_(OWED)),
            "aliases": self._all(agency_aliases.c.folded, agency_aliases.c.agency_id == agency),
        }

    def _all(self, column: Column[Any], condition: Any) -> list[Any]:
        return list(self._connection.scalars(select(column).where(condition).order_by(column)))

    def answered(self, ids: Sequence[int], agency: AgencyId) -> int:
        """Count those of some dues that `agency` has settled."""
        mine = dues.c.id.in_(ids) & (dues.c.agency_id == agency) & dues.c.state.not_in((*OWED, DueState.DROPPED))
        return len(self._all(dues.c.id, mine))

    def take_up_again(self, old: AgencyId, new: AgencyId) -> bool:
        """Let a body exist again that `new` took over; tells whether it had ended."""
        gone = (agencies.c.id == old) & agencies.c.active_until.is_not(None)
        back = self._connection.execute(update(agencies).where(gone).values(active_until=None)).rowcount == 1
        mine = (agency_successions.c.old_id == old) & (agency_successions.c.new_id == new)
        self._connection.execute(delete(agency_successions).where(mine))
        return back

    def give_back(self, old: AgencyId, new: AgencyId, held: dict[str, list[Any]], had: dict[str, list[Any]]) -> None:
        """Give `old` the assignments, groups and open dues back that it `held`; `new` keeps what it `had`."""
        mine = assignments.c.id.in_(held["assignments"]) & (assignments.c.agency_id == new)
        self._connection.execute(update(assignments).where(mine).values(agency_id=old))
        these, owed = dues.c.id.in_(held["dues"]), (dues.c.agency_id == new) & dues.c.state.in_(OWED)
        with tallied(self._connection, these):
            self._connection.execute(update(dues).where(these, owed).values(agency_id=old))
        members = agency_group_members.c
        joined = members.group_id.in_(set(held["groups"]) - set(had["groups"])) & (members.agency_id == new)
        self._connection.execute(delete(agency_group_members).where(joined))
        rows = [{"group_id": group, "agency_id": old} for group in held["groups"]]
        if rows:
            self._connection.execute(insert(agency_group_members), rows)

    def forget_names(self, agency: AgencyId, folded: Iterable[str]) -> None:
        """Let a body no longer be called by some names (folded)."""
        mine = (agency_aliases.c.agency_id == agency) & agency_aliases.c.folded.in_(set(folded))
        self._connection.execute(delete(agency_aliases).where(mine))

    def dropped(self, ids: Sequence[int], agency: AgencyId) -> list[DueId]:
        """List those of some dues of `agency` that were dropped, because who took it over owed the same."""
        return self._all(
            dues.c.id, dues.c.id.in_(ids) & (dues.c.agency_id == agency) & (dues.c.state == DueState.DROPPED)
        )
