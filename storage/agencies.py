"""The register of agencies, their aliases and groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, insert, select, update

from bot.domain.agencies import Agency, AgencyGroup, AgencyId, GroupId, RegisterEntry
from bot.domain.register import group_key, kind_of
from bot.errors import NotFound
from bot.vietnamese import fold, sort_key
from storage.lists import one_of
from storage.prepared import Prepared
from storage.schema import agencies, agency_aliases, agency_group_members, agency_groups, agency_successions

_GET = Prepared(select(agencies).where(agencies.c.id == bindparam("agency")))
_SEVERAL = Prepared(lambda dialect: select(agencies).where(one_of(agencies.c.id, "ids", dialect)))


def _agency(row: Any) -> Agency:
    return Agency(AgencyId(row.id), row.name, row.short, row.kind, row.active_until)


def _in_order(found: Iterable[Agency]) -> tuple[Agency, ...]:
    return tuple(sorted(found, key=lambda agency: sort_key(agency.name)))


class Agencies:
    """Bodies and groups. Whole lists come in the order of the Vietnamese alphabet."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ------------------------------------------------------------ one or several bodies

    def get(self, agency: AgencyId) -> Agency:
        """Find a body; raises `NotFound("agency.unknown")`."""
        row = _GET.first(self._connection, agency=agency)
        if row is None:
            raise NotFound("agency.unknown", name=f"#{agency}")
        return _agency(row)

    def get_many(self, ids: Iterable[AgencyId]) -> dict[AgencyId, Agency]:
        """Find bodies by id; those that do not exist are left out."""
        found = _SEVERAL.all(self._connection, ids=sorted(set(ids)))
        return {AgencyId(row.id): _agency(row) for row in found}

    def all_active(self) -> tuple[Agency, ...]:
        """List the bodies that exist."""
        return self._list(select(agencies).where(agencies.c.active_until.is_(None)))

    def everything(self) -> tuple[Agency, ...]:
        """List all bodies, also those merged or renamed."""
        return self._list(select(agencies))

    def of_kinds(self, kinds: Iterable[str]) -> tuple[Agency, ...]:
        """List the bodies of some kinds that exist."""
        return self._list(select(agencies).where(agencies.c.active_until.is_(None), agencies.c.kind.in_(list(kinds))))

    def find_by_folded(self, name: str) -> Agency | None:
        """Find a body by its whole name, whatever its diacritics and capitals."""
        found = self._list(select(agencies).where(agencies.c.folded == fold(name)))
        return found[0] if found else None

    def aliases(self) -> dict[AgencyId, tuple[str, ...]]:
        """List what else each body is called, short names among it."""
        found: defaultdict[AgencyId, list[str]] = defaultdict(list)
        for row in self._connection.execute(select(agency_aliases).order_by(agency_aliases.c.id)):
            found[AgencyId(row.agency_id)].append(row.alias)
        return {agency: tuple(names) for agency, names in found.items()}

    def _list(self, query: Select[Any]) -> tuple[Agency, ...]:
        return _in_order(_agency(row) for row in self._connection.execute(query))

    # ------------------------------------------------------------ changing the register

    def add(self, name: str, short: str | None = None, kind: str | None = None) -> AgencyId:
        """Add a body; its kind is taken from its name where it is not given."""
        row = {"name": name, "folded": fold(name), "short": short, "kind": kind or kind_of(name)}
        added = self._connection.execute(insert(agencies).values(**row).returning(agencies.c.id)).scalar_one()
        if short:
            self.add_alias(AgencyId(added), short)
        return AgencyId(added)

    def add_alias(self, agency: AgencyId, alias: str) -> bool:
        """Let a body be called `alias` too; tells whether that is new."""
        folded = fold(alias)
        mine = (agency_aliases.c.agency_id == agency) & (agency_aliases.c.folded == folded)
        if self._connection.execute(select(agency_aliases.c.id).where(mine)).first() is not None:
            return False
        self._connection.execute(insert(agency_aliases).values(agency_id=agency, alias=alias, folded=folded))
        return True

    def correct(self, agency: AgencyId, name: str) -> None:
        """Mend a slip in a body's name; what was reported shows the mended name too."""
        self._connection.execute(update(agencies).where(agencies.c.id == agency).values(name=name, folded=fold(name)))

    def upsert(self, entry: RegisterEntry) -> tuple[AgencyId, bool]:
        """Bring one line of a register file in, by whole name; tells whether the body is new.

        Aliases and groups are added to those that are there; nothing is taken away, and a body that has ended stays so.
        """
        known = self.find_by_folded(entry.name)
        agency = known.id if known else self.add(entry.name, entry.short, entry.kind)
        if known:
            self._refresh(known, entry)
        for alias in entry.aliases:
            self.add_alias(agency, alias)
        for name in entry.groups:
            self.add_member(self.group(name), agency)
        return agency, known is None

    def _refresh(self, known: Agency, entry: RegisterEntry) -> None:
        values = {"name": entry.name, "short": entry.short or known.short, "kind": entry.kind or known.kind}
        self._connection.execute(update(agencies).where(agencies.c.id == known.id).values(**values))
        if entry.short:
            self.add_alias(known.id, entry.short)

    # ------------------------------------------------------------ one body after another

    def close(self, agency: AgencyId, effective_on: date) -> bool:
        """End a body the day before `effective_on`; tells whether it still existed."""
        mine = (agencies.c.id == agency) & agencies.c.active_until.is_(None)
        ended = update(agencies).where(mine).values(active_until=effective_on - timedelta(1))
        return self._connection.execute(ended).rowcount == 1

    def add_succession(
        self, old: AgencyId, new: AgencyId, kind: str, effective_on: date, legal_ref: str | None
    ) -> None:
        """Note that `new` takes over from `old`; `kind` is "merge", "split" or "rename"."""
        row = {"old_id": old, "new_id": new, "kind": kind, "effective_on": effective_on, "legal_ref": legal_ref}
        self._connection.execute(insert(agency_successions).values(**row))

    def successors(self, agency: AgencyId) -> tuple[AgencyId, ...]:
        """List the bodies that directly took over from `agency`."""
        query = select(agency_successions.c.new_id).where(agency_successions.c.old_id == agency)
        return tuple(AgencyId(new) for new in self._connection.scalars(query.order_by(agency_successions.c.id)))

    def succeed_in_groups(self, old: AgencyId, new: AgencyId) -> None:
        """Put `new` in the place of `old` in every group."""
        members = agency_group_members.c
        groups = self._connection.scalars(select(members.group_id).where(members.agency_id == old)).all()
        self._connection.execute(delete(agency_group_members).where(members.agency_id == old))
        for group in groups:
            self.add_member(GroupId(group), new)

    # ------------------------------------------------------------ groups

    def find_group(self, name: str) -> AgencyGroup | None:
        """Find a group by its name, whatever its commas, capitals and "các"."""
        row = self._connection.execute(select(agency_groups).where(agency_groups.c.folded == group_key(name))).first()
        return None if row is None else AgencyGroup(GroupId(row.id), row.name, self.members(GroupId(row.id)))

    def get_group(self, group: GroupId) -> AgencyGroup:
        """Find a group; raises `NotFound("group.unknown")`."""
        row = self._connection.execute(select(agency_groups).where(agency_groups.c.id == group)).one_or_none()
        if row is None:
            raise NotFound("group.unknown", name=f"#{group}")
        return AgencyGroup(group, row.name, self.members(group))

    def group(self, name: str) -> GroupId:
        """Find a group by name, or make it without members."""
        known = select(agency_groups.c.id).where(agency_groups.c.folded == group_key(name))
        found = self._connection.execute(known).scalar_one_or_none()
        if found is None:
            row = insert(agency_groups).values(name=name, folded=group_key(name)).returning(agency_groups.c.id)
            found = self._connection.execute(row).scalar_one()
        return GroupId(found)

    def groups(self) -> tuple[AgencyGroup, ...]:
        """List the groups with their members."""
        found = self._connection.execute(select(agency_groups)).all()
        whole = (AgencyGroup(GroupId(row.id), row.name, self.members(GroupId(row.id))) for row in found)
        return tuple(sorted(whole, key=lambda group: sort_key(group.name)))

    def members(self, group: GroupId) -> tuple[AgencyId, ...]:
        """List a group's members, also those merged or renamed since."""
        mine = agency_group_members.c.group_id == group
        found = self._connection.scalars(select(agency_group_members.c.agency_id).where(mine))
        return tuple(AgencyId(agency) for agency in sorted(found))

    def add_member(self, group: GroupId, agency: AgencyId) -> None:
        """Put a body in a group; nothing happens when it is in."""
        if agency not in self.members(group):
            self._connection.execute(insert(agency_group_members).values(group_id=group, agency_id=agency))

    def set_members(self, group: GroupId, members: Iterable[AgencyId]) -> None:
        """Let a group have exactly these members."""
        self._connection.execute(delete(agency_group_members).where(agency_group_members.c.group_id == group))
        rows = [{"group_id": group, "agency_id": agency} for agency in sorted(set(members))]
        if rows:
            self._connection.execute(insert(agency_group_members), rows)

    def expand(self, group: GroupId) -> tuple[AgencyId, ...]:
        """List a group's members that exist."""
        active = select(agencies.c.id).where(agencies.c.active_until.is_(None))
        inside = (agency_group_members.c.group_id == group) & agency_group_members.c.agency_id.in_(active)
        found = self._connection.scalars(select(agency_group_members.c.agency_id).where(inside))
        return tuple(AgencyId(agency) for agency in sorted(found))
