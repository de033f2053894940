"""How fast a platform may be written to. All times are seconds on the monotonic clock, given by the caller."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.messages import Channel
from bot.usecases.paces import Rates, is_group
from storage.paces import Rate


@dataclass(frozen=True, slots=True)
class Limits:
    """A platform's limits: messages a second over all chats and to one person, messages a minute to one group.

    `None` means no limit; the bursts say how many may go at once after a silence. As given here they keep a little below
    Telegram's 30, 1 and 20. `said` limits the other way: messages a second of one person that are dealt with.
    """

    overall: int | None = 30
    chat: float | None = 0.98
    chat_burst: int = 3
    group: float | None = 17.0
    group_burst: int = 3
    said: float | None = 2.0
    said_burst: int = 30


UNLIMITED = Limits(overall=None, chat=None, group=None, said=None)

# A little more than the second in which the platform counts: the network makes some messages arrive early.
_SECOND = 1.01
# Messages over the pace that a bucket remembers.
_MEMORY = 5


class Bucket:
    """Lets a message through every `interval` seconds, and `burst` at once after a silence (generic cell rate algorithm)."""

    __slots__ = ("_credit", "_free_at", "_interval")

    def __init__(self, interval: float, burst: float) -> None:
        self._interval = interval
        self._credit = (burst - 1) * interval
        self._free_at = 0.0

    def wait(self, now: float) -> float:
        """Tell how long the next message has to wait."""
        return max(0.0, self._free_at - self._credit - now)

    def take(self, now: float) -> None:
        """Note that a message goes out; what went out regardless of the wait is held against later ones only so far."""
        furthest = now + self._credit + _MEMORY * self._interval
        self._free_at = min(max(self._free_at, now) + self._interval, furthest)

    def idle(self, now: float) -> bool:
        """Tell whether the past no longer matters."""
        return self._free_at <= now


class Window:
    """Lets at most `most` messages through within any second."""

    __slots__ = ("_taken",)

    def __init__(self, most: int) -> None:
        self._taken: deque[float] = deque(maxlen=most)

    def wait(self, now: float) -> float:
        """Tell how long the next message has to wait."""
        full = len(self._taken) == self._taken.maxlen
        return max(0.0, self._taken[0] + _SECOND - now) if full else 0.0

    def take(self, now: float) -> None:
        """Note that a message goes out."""
        self._taken.append(now)


class Pace:
    """The pace of one platform: over all, and for each chat."""

    def __init__(self, limits: Limits, remembered: int = 4096) -> None:
        self._limits = limits
        self._window = Window(limits.overall) if limits.overall else None
        # Half a message of credit: a timer that fires late must not slow the whole row down.
        self._even = Bucket(_SECOND / limits.overall if limits.overall else 0.0, 1.5)
        self._chats: OrderedDict[str, Bucket] = OrderedDict()
        self._remembered = remembered
        self._paused_until = 0.0

    def wait_overall(self, now: float, *, urgent: bool) -> float:
        """Tell how long the platform must be left alone; what is not urgent goes at an even pace."""
        waits = [0.0, self._paused_until - now]
        if self._window is not None:
            waits.append(self._window.wait(now))
        if not urgent:
            waits.append(self._even.wait(now))
        return max(waits)

    def wait_chat(self, chat: str, now: float, *, urgent: bool) -> float:
        """Tell how long a chat must be left alone.

        A person who is being answered does not wait for a timer: platforms bear such bursts, and say so when they do not.
        """
        bucket = self._chats.get(chat)
        if bucket is None or (urgent and not is_group(chat)):
            return 0.0
        return bucket.wait(now)

    def take(self, chat: str, now: float) -> None:
        """Note that a message to `chat` goes out."""
        if self._window is not None:
            self._window.take(now)
        self._even.take(now)
        self._bucket(chat, now).take(now)

    def pause(self, until: float) -> None:
        """Leave the whole platform alone until then."""
        self._paused_until = max(self._paused_until, until)

    def paused(self, now: float) -> bool:
        """Tell whether the whole platform is left alone."""
        return self._paused_until > now

    def _bucket(self, chat: str, now: float) -> Bucket:
        if chat not in self._chats:
            self._chats[chat] = self._new_bucket(for_group=is_group(chat))
            self._forget(now)
        return self._chats[chat]

    def _new_bucket(self, *, for_group: bool) -> Bucket:
        if for_group:
            return Bucket(60 / self._limits.group if self._limits.group else 0.0, self._limits.group_burst)
        return Bucket(1 / self._limits.chat if self._limits.chat else 0.0, self._limits.chat_burst)

    def _forget(self, now: float) -> None:
        """Drop chats of long ago; one that still has to wait is kept at the other end."""
        while len(self._chats) > self._remembered:
            chat, bucket = self._chats.popitem(last=False)
            if not bucket.idle(now):
                self._chats[chat] = bucket
                return


def rates_of(limits: Mapping[Channel, Limits]) -> dict[Channel, Rates]:
    """Tell the paces that workers keep together; empty where nothing is limited."""
    if not any(one.overall or one.chat or one.group for one in limits.values()):
        return {}
    return {channel: _rates(one) for channel, one in limits.items()}


def _rates(limits: Limits) -> Rates:
    step = _SECOND / limits.overall if limits.overall else 0.0
    person = 1 / limits.chat if limits.chat else 0.0
    group = 60 / limits.group if limits.group else 0.0
    return Rates(step, Rate(person, (limits.chat_burst - 1) * person), Rate(group, (limits.group_burst - 1) * group))


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
