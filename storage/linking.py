"""Codes by which an account on another channel becomes somebody's own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert

from bot.domain.people import PersonId
from storage.schema import link_codes


class LinkCodes:
    """Queries about link codes; the codes themselves are not kept, only their hashes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, person: PersonId, code_hash: str, expires_at: datetime) -> None:
        """Keep a person's code in the place of an earlier one."""
        self.drop(person)
        row = {"person_id": person, "code_hash": code_hash, "expires_at": expires_at}
        self._connection.execute(insert(link_codes).values(**row))

    def take(self, code_hash: str, now: datetime) -> PersonId | None:
        """Use a code up; tell whose it was, `None` for one that is unknown or over."""
        mine = delete(link_codes).where(link_codes.c.code_hash == code_hash, link_codes.c.expires_at > now)
        owner = self._connection.execute(mine.returning(link_codes.c.person_id)).scalar_one_or_none()
        return None if owner is None else PersonId(owner)

    def drop(self, person: PersonId) -> None:
        """Forget a person's code."""
        self._connection.execute(delete(link_codes).where(link_codes.c.person_id == person))
