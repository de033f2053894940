"""What lies on the desk of every use case: the transaction, the present, the office's rules.

What asks the database about a noun is loaded with the first question about it: the doors stand before the first poll goes out,
all else after it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection

from bot.clock import Clock, Ids
from bot.domain.office import Office
from storage.engine import Storage

if TYPE_CHECKING:
    from storage.agencies import Agencies
    from storage.conversations import Conversations
    from storage.digests import Digests
    from storage.dues import Dues
    from storage.events import Events
    from storage.outbox import Outbox
    from storage.people import People
    from storage.plans import Plans
    from storage.reports import Reports
    from storage.tallies import Tallies
    from storage.updates import Updates

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Desk:
    """One use case's surroundings. `now` is aware and stands still for the whole transaction."""

    connection: Connection
    now: datetime
    office: Office
    ids: Ids

    @property
    def today(self) -> date:
        """The day it is in the office."""
        return self.office.today(self.now)

    @cached_property
    def agencies(self) -> Agencies:
        from storage.agencies import Agencies

        return Agencies(self.connection)

    @cached_property
    def people(self) -> People:
        from storage.people import People

        return People(self.connection)

    @cached_property
    def plans(self) -> Plans:
        from storage.plans import Plans

        return Plans(self.connection)

    @cached_property
    def dues(self) -> Dues:
        from storage.dues import Dues

        return Dues(self.connection)

    @cached_property
    def reports(self) -> Reports:
        from storage.reports import Reports

        return Reports(self.connection)

    @cached_property
    def tallies(self) -> Tallies:
        from storage.tallies import Tallies

        return Tallies(self.connection)

    @cached_property
    def conversations(self) -> Conversations:
        from storage.conversations import Conversations

        return Conversations(self.connection)

    @cached_property
    def digests(self) -> Digests:
        from storage.digests import Digests

        return Digests(self.connection)

    @cached_property
    def updates(self) -> Updates:
        from storage.updates import Updates

        return Updates(self.connection)

    @cached_property
    def outbox(self) -> Outbox:
        from storage.outbox import Outbox

        return Outbox(self.connection)

    @cached_property
    def events(self) -> Events:
        from storage.events import Events

        return Events(self.connection)


class Doors:
    """The doors to the database, for the asynchronous shell.

    A use case is run whole in the database's thread: ``await doors.write(reports.submit, draft)`` runs
    ``reports.submit(desk, draft)`` in one transaction.
    """

    def __init__(self, storage: Storage, clock: Clock, office: Office, ids: Ids) -> None:
        self._storage = storage
        self.clock = clock
        self.office = office
        self.ids = ids

    @property
    def shared(self) -> bool:
        """Whether other workers may have the same database."""
        return self._storage.dialect == "postgresql"

    def _desk(self, connection: Connection) -> Desk:
        return Desk(connection, self.clock.now(), self.office, self.ids)

    async def read(self, fn: Callable[Concatenate[Desk, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case that only looks."""
        return await self._storage.read(lambda connection: fn(self._desk(connection), *args, **kwargs))

    async def write(self, fn: Callable[Concatenate[Desk, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case that changes things; returns once all of it is on the disk."""
        return await self._storage.write(lambda connection: fn(self._desk(connection), *args, **kwargs))

    async def write_in_turn(
        self, turn: str, fn: Callable[Concatenate[Desk, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a use case that changes things, after those of the same turn, for instance "telegram:1001"."""
        return await self._storage.write_in_turn(turn, lambda connection: fn(self._desk(connection), *args, **kwargs))

    async def claim(self, fn: Callable[Concatenate[Desk, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a use case that takes rows off a queue and notes what became of those it had taken."""
        return await self._storage.claim(lambda connection: fn(self._desk(connection), *args, **kwargs))
