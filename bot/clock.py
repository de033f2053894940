"""The only place that knows what time it is, draws identifiers and rolls dice.

Everything else receives a `Clock` and `Ids` as arguments, so that a test can let a year pass in a second and read the
same codes twice.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

# No 0/O, 1/I/L: a code is read over the telephone.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class Clock(Protocol):
    """Tells the present instant, aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ShiftedClock:
    """A clock that runs at the usual pace from an instant that can be moved, for the demo's time machine."""

    def __init__(self, start: datetime, base: Clock | None = None) -> None:
        self._base = base or SystemClock()
        self._shift = start - self._base.now()

    def now(self) -> datetime:
        return self._base.now() + self._shift

    def jump_to(self, instant: datetime) -> None:
        """Make `instant` (aware) the present."""
        self._shift = instant - self._base.now()


class ManualClock:
    """A clock that stands still until it is moved, for tests and rehearsals."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def jump_to(self, instant: datetime) -> None:
        """Make `instant` (aware) the present."""
        self._now = instant.astimezone(UTC)

    def advance(self, **step: float) -> None:
        """Move on by a `timedelta` given by its keywords, for instance `hours=2`."""
        self._now += timedelta(**step)


class Ids(Protocol):
    """Draws what nobody may guess or foresee."""

    def token(self) -> str:
        """Draw an unguessable text of letters, digits, '-' and '_'."""
        ...

    def code(self, length: int) -> str:
        """Draw a code of `length` signs that can be read over the telephone."""
        ...

    def key(self) -> str:
        """Draw a unique key, a UUID in hexadecimal."""
        ...


class RandomIds:
    """Identifiers from the operating system's source of randomness."""

    def token(self) -> str:
        return secrets.token_urlsafe(18)

    def code(self, length: int) -> str:
        return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))

    def key(self) -> str:
        return uuid.uuid4().hex


class CountingIds:
    """Foreseeable identifiers for tests and golden transcripts."""

    def __init__(self) -> None:
        self._next = 0

    def _count(self) -> int:
        self._next += 1
        return self._next

    def token(self) -> str:
        return f"token-{self._count():04d}"

    def code(self, length: int) -> str:
        number, signs = self._count(), ""
        for _ in range(length):
            number, digit = divmod(number, len(CODE_ALPHABET))
            signs = CODE_ALPHABET[digit] + signs
        return signs

    def key(self) -> str:
        return f"{self._count():032x}"


def local_day(instant: datetime, zone: ZoneInfo = VIETNAM) -> date:
    """Tell the day it is in the plan's time zone at `instant` (aware)."""
    return instant.astimezone(zone).date()
