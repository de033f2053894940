"""The focal points of many agencies with what is needed to telephone them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select

from bot.domain.agencies import AgencyId
from bot.domain.people import PersonId, Reach, Role
from storage.schema import accounts, memberships, people


@dataclass(frozen=True, slots=True)
class Contact:
    """A focal point: `joined` when they agreed to the notice, `reachable` when one of their accounts can be written to."""

    person: PersonId
    name: str
    phone: str | None
    joined: bool
    reachable: bool


def contacts_of(connection: Connection, agencies: Iterable[AgencyId]) -> dict[AgencyId, list[Contact]]:
    """List the focal points of agencies, reachable or not; every agency asked for is a key."""
    wanted = sorted(set(agencies))
    works = and_(accounts.c.person_id == people.c.id, accounts.c.reach == Reach.OK)
    query = (
        select(
            memberships.c.agency_id,
            people.c.id,
            people.c.name,
            people.c.phone,
            people.c.consented_at,
            func.count(accounts.c.id).label("accounts"),
        )
        .join(people, people.c.id == memberships.c.person_id)
        .outerjoin(accounts, works)
        .where(memberships.c.agency_id.in_(wanted), memberships.c.role == Role.FOCAL, memberships.c.until.is_(None))
        .group_by(memberships.c.id, people.c.id)
        .order_by(memberships.c.id)
    )
    found: dict[AgencyId, list[Contact]] = {agency: [] for agency in wanted}
    for row in connection.execute(query):
        contact = Contact(row.id, row.name, row.phone, row.consented_at is not None, row.accounts > 0)
        found[row.agency_id].append(contact)
    return found
