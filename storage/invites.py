"""Invites: rights to join, known by the hash of their code."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from bot.domain.agencies import AgencyId
from bot.domain.people import Invite, PersonId, Role
from storage.schema import invites


class Invites:
    """Queries about invites."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_invite(
        self,
        code_hash: str,
        role: Role,
        agency: AgencyId | None,
        *,
        uses: int,
        expires_at: datetime,
        by: PersonId | None = None,
        replaces: PersonId | None = None,
    ) -> int:
        """Keep an invite; the code itself is not kept."""
        row = {"code_hash": code_hash, "role": role, "agency_id": agency, "uses": uses, "expires_at": expires_at}
        added = insert(invites).values(**row, created_by=by, replaces_id=replaces).returning(invites.c.id)
        return int(self._connection.execute(added).scalar_one())

    def invite(self, code_hash: str) -> Invite | None:
        """Find an invite by its code's hash, whether or not it is still good."""
        row = self._connection.execute(select(invites).where(invites.c.code_hash == code_hash)).one_or_none()
        if row is None:
            return None
        agency = None if row.agency_id is None else AgencyId(row.agency_id)
        replaces = None if row.replaces_id is None else PersonId(row.replaces_id)
        return Invite(row.id, Role(row.role), agency, row.uses, row.expires_at, replaces)

    def revoke_invite(self, invite: int, by: PersonId) -> bool:
        """Take back what somebody's own invite is still good for; tells whether it was good for anything."""
        mine = (invites.c.id == invite) & (invites.c.created_by == by) & (invites.c.uses > 0)
        return self._connection.execute(update(invites).where(mine).values(uses=0)).rowcount == 1

    def take_invite(self, code_hash: str, now: datetime) -> bool:
        """Use an invite up by one; tells whether it was still good at `now` (aware)."""
        good = (invites.c.code_hash == code_hash) & (invites.c.uses > 0) & (invites.c.expires_at > now)
        return self._connection.execute(update(invites).where(good).values(uses=invites.c.uses - 1)).rowcount == 1
