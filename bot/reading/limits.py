"""How much of a file is read before it is refused."""

from __future__ import annotations

import time
from dataclasses import dataclass

from bot.errors import UnreadableDocument


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading: bytes of the file, bytes it unpacks to, pages, rows of all its tables, seconds of work."""

    bytes: int = 25_000_000
    unpacked: int = 200_000_000
    pages: int = 600
    rows: int = 20_000
    seconds: float = 30.0


class Meter:
    """Count what a reading has used and refuse to go past the limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        # A monotonic stopwatch, not the time of day: it bounds the work and decides nothing else.
        self._started = time.monotonic()
        self._rows = 0

    def row(self) -> None:
        """Count one row of a table."""
        self._rows += 1
        if self._rows > self._limits.rows:
            raise UnreadableDocument("document.too_many_rows", rows=self._limits.rows)
        if self._rows % 64 == 0:
            self.tick()

    def pages(self, count: int) -> None:
        """Refuse a document of more pages than allowed."""
        if count > self._limits.pages:
            raise UnreadableDocument("document.too_many_pages", pages=self._limits.pages)

    def tick(self) -> None:
        """Refuse to work longer than allowed."""
        if time.monotonic() - self._started > self._limits.seconds:
            raise UnreadableDocument("document.too_slow", seconds=round(self._limits.seconds))
