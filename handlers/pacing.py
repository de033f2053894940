"""How fast a platform may be written to. All times are seconds on the monotonic clock, given by the caller."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """A platform's limits in messages a second: over all chats, to one person, to one group; `None` means no limit.

    The bursts say how many may go at once after a silence. Telegram allows 30 a second, 1 a second to a chat and 20 a minute
    to a group; 29.6 leaves room for the jitter of the network.
    """

    overall: float | None = 29.6
    overall_burst: int = 12
    chat: float | None = 1.0
    chat_burst: int = 4
    group: float | None = 17 / 60
    group_burst: int = 3


UNLIMITED = Limits(overall=None, chat=None, group=None)


class Bucket:
    """Lets `rate` messages a second through, and `burst` at once after a silence (generic cell rate algorithm)."""

    __slots__ = ("_burst", "_free_at", "_interval")

    def __init__(self, rate: float | None, burst: int) -> None:
        self._interval = 1 / rate if rate else 0.0
        self._burst = burst
        self._free_at = 0.0

    def wait(self, now: float, *, even: bool = False) -> float:
        """Tell how long the next message has to wait; `even` leaves the burst to those who are more urgent."""
        credit = 0 if even else self._burst - 1
        return max(0.0, self._free_at - credit * self._interval - now)

    def take(self, now: float) -> None:
        """Note that a message goes out."""
        self._free_at = max(self._free_at, now) + self._interval

    def idle(self, now: float) -> bool:
        """Tell whether the past no longer matters."""
        return self._free_at <= now


class Pace:
    """The pace of one platform: over all, and for each chat."""

    def __init__(self, limits: Limits, remembered: int = 4096) -> None:
        self._limits = limits
        self._overall = Bucket(limits.overall, limits.overall_burst)
        self._chats: OrderedDict[str, Bucket] = OrderedDict()
        self._remembered = remembered
        self._paused_until = 0.0

    def wait_overall(self, now: float, *, urgent: bool) -> float:
        """Tell how long the platform must be left alone; what is not urgent goes evenly, and leaves the burst alone."""
        return max(self._paused_until - now, self._overall.wait(now, even=not urgent))

    def wait_chat(self, chat: str, now: float) -> float:
        """Tell how long a chat must be left alone."""
        bucket = self._chats.get(chat)
        return 0.0 if bucket is None else bucket.wait(now)

    def take(self, chat: str, now: float) -> None:
        """Note that a message to `chat` goes out."""
        self._overall.take(now)
        self._bucket(chat, now).take(now)

    def pause(self, until: float) -> None:
        """Leave the whole platform alone until then."""
        self._paused_until = max(self._paused_until, until)

    def paused(self, now: float) -> bool:
        """Tell whether the whole platform is left alone."""
        return self._paused_until > now

    def _bucket(self, chat: str, now: float) -> Bucket:
        if chat not in self._chats:
            is_group = chat.startswith("-")
            rate, burst = (
                (self._limits.group, self._limits.group_burst)
                if is_group
                else (self._limits.chat, self._limits.chat_burst)
            )
            self._chats[chat] = Bucket(rate, burst)
            self._forget(now)
        return self._chats[chat]

    def _forget(self, now: float) -> None:
        """Drop chats of long ago; one that still has to wait is kept at the other end."""
        while len(self._chats) > self._remembered:
            chat, bucket = self._chats.popitem(last=False)
            if not bucket.idle(now):
                self._chats[chat] = bucket
                return


class Trouble:
    """Counts failures of a platform, to tell one bad message from a platform that is away."""

    def __init__(self, patience: int = 5, longest: float = 30.0) -> None:
        self._patience = patience
        self._longest = longest
        self._failures = 0
        self._told_off: dict[str, float] = {}

    def success(self) -> None:
        """Note that the platform took a message."""
        self._failures = 0
        self._told_off.clear()

    def failure(self) -> float:
        """Note that it could not be reached; tell for how long to leave it alone: not at all for the first few times."""
        self._failures += 1
        excess = self._failures - self._patience
        return 0.0 if excess < 0 else min(2.0**excess, self._longest)

    def too_fast(self, chat: str, now: float) -> bool:
        """Note that it asked for patience; tell whether it means everybody: three chats within a second, none served."""
        self._told_off = {who: when for who, when in self._told_off.items() if now - when < 1.0}
        self._told_off[chat] = now
        return len(self._told_off) >= 3


def backoff(attempts: int, longest: float = 300.0) -> float:
    """Tell how long a message waits after its failed attempt number `attempts` (from 0): 1, 2, 4 ... seconds."""
    return min(2.0 ** min(attempts, 20), longest)
