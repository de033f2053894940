"""People, their accounts, roles and absences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, insert, select, update

from bot.domain.agencies import AgencyId
from bot.domain.messages import Address, Channel
from bot.domain.people import Absence, Account, Membership, Person, PersonId, Reach, Receiver, Role
from bot.errors import NotFound
from storage import names, traces
from storage.chats import Chats
from storage.invites import Invites
from storage.lists import one_of
from storage.prepared import Prepared
from storage.schema import absences, accounts, memberships, people

Reachable = tuple[Receiver, ...]

_PERSON = (people.c.id, people.c.name, people.c.phone, people.c.notice, people.c.consented_at)
_ROLE = (memberships.c.role, memberships.c.agency_id)
_ALIVE = people.c.erased_at.is_(None)
_RUNS = (memberships.c.person_id == people.c.id) & memberships.c.until.is_(None)

# Each gives a row for every running role, and one without a role for somebody who has none.
_ONE = Prepared(
    select(*_PERSON, *_ROLE)
    .outerjoin_from(people, memberships, _RUNS)
    .where(people.c.id == bindparam("person"), _ALIVE)
    .order_by(memberships.c.id)
)
_OWNER = Prepared(
    select(*_PERSON, *_ROLE, accounts.c.preferred, accounts.c.reach)
    .join_from(accounts, people, people.c.id == accounts.c.person_id)
    .outerjoin(memberships, _RUNS)
    .where(accounts.c.channel == bindparam("channel"), accounts.c.user == bindparam("user"), _ALIVE)
    .order_by(memberships.c.id)
)
_FOCAL_POINTS = Prepared(
    lambda dialect: (
        select(memberships.c.agency_id, people.c.id, people.c.name, accounts.c.channel, accounts.c.chat)
        .join_from(memberships, people, people.c.id == memberships.c.person_id)
        .join(accounts, (accounts.c.person_id == people.c.id) & (accounts.c.reach == Reach.OK))
        .where(one_of(memberships.c.agency_id, "agencies", dialect), memberships.c.role == Role.FOCAL)
        .where(memberships.c.until.is_(None), _ALIVE, people.c.consented_at.is_not(None))
        .order_by(memberships.c.id, accounts.c.preferred.desc(), accounts.c.id)
    )
)
_MEMBERS = Prepared(
    select(memberships.c.person_id)
    .where(memberships.c.agency_id == bindparam("agency"), memberships.c.role == Role.FOCAL)
    .where(memberships.c.until.is_(None))
)


def _account(row: Any) -> Account:
    home = Address(Channel(row.channel), row.chat)
    return Account(PersonId(row.person_id), home, Reach(row.reach))


def _membership(row: Any) -> Membership:
    return Membership(Role(row.role), None if row.agency_id is None else AgencyId(row.agency_id))


def _person(row: Any, roles: Iterable[Membership]) -> Person:
    return Person(PersonId(row.id), row.name, tuple(roles), row.phone, row.notice, row.consented_at)


def _with_roles(rows: Sequence[Any]) -> Person | None:
    """Make a person of their rows, one for each role."""
    return _person(rows[0], [_membership(row) for row in rows if row.role is not None]) if rows else None


class People(Invites, Chats):
    """Everybody known on a channel, with the invites by which they come in and the group chats they are in."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ------------------------------------------------------------ persons

    def get(self, person: PersonId) -> Person:
        """Find a person; raises `NotFound("person.unknown")`, also for one who was erased."""
        found = _with_roles(_ONE.all(self._connection, person=person))
        if found is None:
            raise NotFound("person.unknown", name=f"#{person}")
        return found

    def get_many(self, ids: Iterable[PersonId]) -> dict[PersonId, Person]:
        """Find people with their running roles; those unknown or erased are left out."""
        wanted = sorted(set(ids))
        if len(wanted) < 2:
            found = (_with_roles(_ONE.all(self._connection, person=person)) for person in wanted)
            return {person.id: person for person in found if person is not None}
        roles = self._roles(wanted)
        alive: Select[Any] = select(*_PERSON).where(people.c.id.in_(wanted), _ALIVE).order_by(people.c.id)
        return {PersonId(row.id): _person(row, roles[row.id]) for row in self._connection.execute(alive).all()}

    def _roles(self, ids: Collection[PersonId]) -> defaultdict[int, list[Membership]]:
        running = memberships.c.person_id.in_(ids) & memberships.c.until.is_(None)
        found: defaultdict[int, list[Membership]] = defaultdict(list)
        roles = select(memberships.c.person_id, *_ROLE).where(running).order_by(memberships.c.id)
        for row in self._connection.execute(roles).all():
            found[row.person_id].append(_membership(row))
        return found

    def by_account(self, channel: Channel, user: str) -> Person | None:
        """Find whose account it is."""
        return self.who(channel, user)[0]

    def who(self, channel: Channel, user: str) -> tuple[Person | None, bool]:
        """Find whose account it is; tell also whether it works and is where they are written to."""
        rows = _OWNER.all(self._connection, channel=channel, user=user)
        return _with_roles(rows), bool(rows) and rows[0].preferred and rows[0].reach == Reach.OK

    def add(self, name: str, phone: str | None = None) -> PersonId:
        """Add a person without account or role."""
        row = insert(people).values(name=name, phone=phone).returning(people.c.id)
        return PersonId(self._connection.execute(row).scalar_one())

    def set_consent(self, person: PersonId, notice: int, at: datetime) -> None:
        """Note that somebody agreed to the notice of that version."""
        self._connection.execute(update(people).where(people.c.id == person).values(notice=notice, consented_at=at))

    def rename(self, person: PersonId, name: str) -> None:
        """Call a person by another name."""
        self._connection.execute(update(people).where(people.c.id == person).values(name=name))

    def erase(self, person: PersonId, at: datetime, name: str) -> None:
        """Forget who somebody is: `name` takes the place of theirs; accounts, roles, telephone, absences and chats go.

        Their reports stay, under the agency; in what others were told their name is replaced too.
        """
        traces.remove(self._connection, person)
        names.forget(self._connection, self.get(person).name, name)
        gone = {"name": name, "phone": None, "notice": None, "consented_at": None, "erased_at": at}
        self._connection.execute(update(people).where(people.c.id == person).values(**gone))
        self._connection.execute(delete(accounts).where(accounts.c.person_id == person))
        self._connection.execute(delete(absences).where(absences.c.person_id == person))
        self._connection.execute(update(absences).where(absences.c.deputy_id == person).values(deputy_id=None))
        running = (memberships.c.person_id == person) & memberships.c.until.is_(None)
        self._connection.execute(update(memberships).where(running).values(until=at))

    # ------------------------------------------------------------ accounts

    def add_account(self, person: PersonId, user: str, home: Address) -> None:
        """Give somebody an account, or move the account to them."""
        mine = (accounts.c.channel == home.channel) & (accounts.c.user == user)
        values = {"person_id": person, "chat": home.chat, "reach": Reach.OK, "preferred": True}
        if self._connection.execute(update(accounts).where(mine).values(**values)).rowcount == 0:
            self._connection.execute(insert(accounts).values(channel=home.channel, user=user, **values))
        others = (accounts.c.person_id == person) & ~mine
        self._connection.execute(update(accounts).where(others).values(preferred=False))

    def heard_from(self, channel: Channel, user: str) -> None:
        """Note that somebody wrote from an account: it works, and it is where they are written to from now on."""
        mine = (accounts.c.channel == channel) & (accounts.c.user == user)
        news = accounts.c.preferred.is_(False) | (accounts.c.reach != Reach.OK)
        changed = update(accounts).where(mine, news).values(preferred=True, reach=Reach.OK)
        for owner in self._connection.execute(changed.returning(accounts.c.person_id)).scalars().all():
            others = (accounts.c.person_id == owner) & ~mine
            self._connection.execute(update(accounts).where(others).values(preferred=False))

    def accounts(self, person: PersonId) -> tuple[Account, ...]:
        """List somebody's accounts, the first taken first."""
        mine = select(accounts).where(accounts.c.person_id == person).order_by(accounts.c.id)
        return tuple(_account(row) for row in self._connection.execute(mine))

    def set_reach(self, home: Address, reach: Reach) -> PersonId | None:
        """Note whether a private chat can be written to; tells whose it is when that has changed."""
        mine = (accounts.c.channel == home.channel) & (accounts.c.chat == home.chat) & (accounts.c.reach != reach)
        changed = update(accounts).where(mine).values(reach=reach).returning(accounts.c.person_id)
        owner = self._connection.execute(changed).scalars().first()
        return None if owner is None else PersonId(owner)

    # ------------------------------------------------------------ roles

    def add_membership(self, person: PersonId, role: Role, agency: AgencyId | None, since: datetime) -> bool:
        """Give somebody a role; tells whether they did not have it."""
        if Membership(role, agency) in self._roles([person])[person]:
            return False
        row = {"person_id": person, "role": role, "agency_id": agency, "since": since}
        self._connection.execute(insert(memberships).values(**row))
        return True

    def end_membership(self, person: PersonId, role: Role, agency: AgencyId | None, at: datetime) -> bool:
        """Take a role away; tells whether they had it."""
        where = memberships.c.agency_id.is_(None) if agency is None else memberships.c.agency_id == agency
        running = (memberships.c.person_id == person) & (memberships.c.role == role) & memberships.c.until.is_(None)
        ended = update(memberships).where(running & where).values(until=at)
        return self._connection.execute(ended).rowcount > 0

    def move_memberships(self, old: AgencyId, new: AgencyId, at: datetime) -> int:
        """Let the focal points of `old` be those of `new` from now on; returns how many."""
        members = self.members_of(old)
        for person in members:
            self.end_membership(person.id, Role.FOCAL, old, at)
            self.add_membership(person.id, Role.FOCAL, new, at)
        return len(members)

    def members_of(self, agency: AgencyId) -> tuple[Person, ...]:
        """List an agency's focal points, reachable or not."""
        members = _MEMBERS.all(self._connection, agency=agency)
        return tuple(self.get_many(PersonId(row.person_id) for row in members).values())

    def with_role(self, role: Role) -> tuple[Person, ...]:
        """List those who hold a role, reachable or not."""
        return self._people(
            select(memberships.c.person_id).where(memberships.c.role == role, memberships.c.until.is_(None))
        )

    def coordinators(self) -> Reachable:
        """List the coordinators who can be written to, each with one account."""
        return self.reachable(self.with_role(Role.COORDINATOR))

    def focal_points(self, agency: AgencyId) -> Reachable:
        """List an agency's focal points who have agreed to the notice and can be written to, each with one account."""
        return self.focal_points_of((agency,))[agency]

    def focal_points_of(self, agencies: Iterable[AgencyId]) -> dict[AgencyId, Reachable]:
        """List the reachable focal points of many agencies in one question; every agency asked for is a key."""
        found: dict[AgencyId, dict[PersonId, Receiver]] = {agency: {} for agency in sorted(set(agencies))}
        for row in _FOCAL_POINTS.all(self._connection, agencies=list(found)):
            known = found[row.agency_id]
            if row.id not in known:
                known[row.id] = Receiver(row.id, row.name, Address(Channel(row.channel), row.chat))
        return {agency: tuple(known.values()) for agency, known in found.items()}

    def reachable(self, candidates: Iterable[Person]) -> Reachable:
        """Keep those who have agreed to the notice and can be written to, each with the account they like best that works."""
        joined = {person.id: person for person in candidates if person.joined}
        ok = accounts.c.person_id.in_(list(joined)) & (accounts.c.reach == Reach.OK)
        first: dict[PersonId, Address] = {}
        best_first = select(accounts).where(ok).order_by(accounts.c.preferred.desc(), accounts.c.id)
        for row in self._connection.execute(best_first).all():
            first.setdefault(PersonId(row.person_id), _account(row).home)
        return tuple(
            Receiver(person.id, person.name, first[person.id]) for person in joined.values() if person.id in first
        )

    def _people(self, ids: Select[Any]) -> tuple[Person, ...]:
        return tuple(self.get_many(PersonId(person) for person in self._connection.scalars(ids)).values())

    # ------------------------------------------------------------ absences

    def add_absence(self, absence: Absence) -> None:
        """Keep that somebody is away."""
        row = {"person_id": absence.person, "first": absence.first, "last": absence.last, "deputy_id": absence.deputy}
        self._connection.execute(insert(absences).values(**row))

    def end_absences(self, person: PersonId, day: date) -> int:
        """Drop the absences of somebody who is back on `day`, those to come as well; returns how many."""
        mine = (absences.c.person_id == person) & (absences.c.last >= day)
        return self._connection.execute(delete(absences).where(mine)).rowcount

    def absence(self, person: PersonId, day: date) -> Absence | None:
        """Tell whether somebody is away on `day`; of several absences the one entered last counts."""
        mine = (absences.c.person_id == person) & (absences.c.first <= day) & (absences.c.last >= day)
        row = self._connection.execute(select(absences).where(mine).order_by(absences.c.id.desc())).first()
        if row is None:
            return None
        deputy = None if row.deputy_id is None else PersonId(row.deputy_id)
        return Absence(person, row.first, row.last, deputy)
