"""Which of several workers are there, and which of them has what only one may have at a time."""

from __future__ import annotations

import asyncio
from typing import Protocol


class Baton:
    """What one worker has at a time, for instance the right to poll a channel."""

    def __init__(self, *, held: bool = False) -> None:
        self._held, self._lost = asyncio.Event(), asyncio.Event()
        self.give() if held else self.take_away()

    @property
    def held(self) -> bool:
        """Whether this worker has it."""
        return self._held.is_set()

    def give(self) -> None:
        """Let this worker have it."""
        self._held.set()
        self._lost.clear()

    def take_away(self) -> None:
        """Let this worker no longer have it."""
        self._held.clear()
        self._lost.set()

    async def taken(self) -> None:
        """Wait until this worker has it."""
        await self._held.wait()

    async def lost(self) -> None:
        """Wait until it has it no longer."""
        await self._lost.wait()


class Presence(Protocol):
    """A worker among others."""

    def baton(self, name: str) -> Baton:
        """Want what one worker has at a time, such as "telegram.polling"; where it lies free it is ours at the next look."""
        ...

    async def look(self) -> frozenset[str]:
        """Show that we are there, take the batons that lie free, and tell which workers have claims but are not there.

        Called about once a second; raises `StorageError` when the database is away, and all batons are lost.
        """
        ...

    async def close(self) -> None:
        """Leave: the others may take everything on."""
        ...


class Alone:
    """The presence of a worker beside whom there is none: SQLite."""

    def baton(self, _name: str) -> Baton:
        return Baton(held=True)

    async def look(self) -> frozenset[str]:
        return frozenset()

    async def close(self) -> None:
        return
