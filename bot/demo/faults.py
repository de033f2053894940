"""Faults that the local servers can be told to have, and the limits they can be told to keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

FaultKind = Literal[
    "401",
    "429",
    "500",
    "502",
    "slow",
    "timeout",
    "drop_before",
    "drop_after",
    "truncated",
    "duplicate",
    "reorder",
]

# These strike what is delivered to the bot; all others strike the bot's calls.
_DELIVERY: frozenset[FaultKind] = frozenset({"duplicate", "reorder"})


@dataclass
class Fault:
    """One kind of trouble for the calls it fits.

    401, 429, 500, 502: refused, not executed. slow: executed after `seconds`. timeout: neither executed nor answered for
    `seconds`, then closed. drop_before, drop_after: the connection closes before or after execution. truncated: executed,
    half of the answer arrives. duplicate, reorder: for `getUpdates` and `webhook`: updates come twice, or newest first.

    `method` "*" fits all methods, `chat` one chat only. The first `skip` fitting calls pass, then every `every`-th is
    hit, `times` times in all (None: for ever).
    """

    method: str
    kind: FaultKind
    times: int | None = 1
    retry_after: int = 1
    seconds: float = 0.5
    chat: str | None = None
    skip: int = 0
    every: int = 1
    hits: int = 0
    _seen: int = 0

    def hit(self, method: str, chat: str | None) -> bool:
        """Decide whether this call is hit, and count it."""
        fits = self.method in ("*", method) and self.chat in (None, chat)
        if not fits or self.spent:
            return False
        self._seen += 1
        if self._seen <= self.skip or (self._seen - self.skip - 1) % self.every:
            return False
        self.hits += 1
        return True

    @property
    def spent(self) -> bool:
        """Whether it will not hit again."""
        return self.times is not None and self.hits >= self.times


@dataclass
class Faults:
    """The faults that are switched on; the first that fits a call wins."""

    active: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> Fault:
        """Switch a fault on."""
        self.active.append(fault)
        return fault

    def clear(self) -> None:
        """Switch all off."""
        self.active.clear()

    def strike(self, method: str, chat: str | None) -> Fault | None:
        """Find the fault that hits this call, if any."""
        calls = (fault for fault in self.active if fault.kind not in _DELIVERY)
        return next((fault for fault in calls if fault.hit(method, chat)), None)

    def strike_delivery(self, method: str) -> FaultKind | None:
        """Find the fault that hits this delivery (`getUpdates` with something to hand out, or `webhook`), if any."""
        deliveries = (fault for fault in self.active if fault.kind in _DELIVERY)
        return next((fault.kind for fault in deliveries if fault.hit(method, None)), None)


@dataclass
class FloodLimits:
    """Telegram's pace: messages a second in all and a chat, and a minute a group; times are monotonic seconds."""

    per_second: float = 30
    chat_per_second: float = 1
    chat_burst: float = 3
    group_per_minute: float = 20
    _tokens: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait(self, chat: str, now: float) -> float:
        """Tell how many seconds too early a message to this chat is; 0 lets it pass and counts it."""
        buckets = [("*", self.per_second, self.per_second)]
        if chat.startswith("-"):
            buckets.append((chat, self.group_per_minute / 60, self.group_per_minute))
        else:
            buckets.append((chat, self.chat_per_second, self.chat_burst))
        levels = [(key, rate, self._level(key, rate, burst, now)) for key, rate, burst in buckets]
        wait = max((1 - level) / rate for _, rate, level in levels)
        if wait > 0:
            return wait
        for key, _, level in levels:
            self._tokens[key] = (level - 1, now)
        return 0.0

    def _level(self, key: str, rate: float, burst: float, now: float) -> float:
        level, since = self._tokens.get(key, (burst, now))
        return min(level + (now - since) * rate, burst)
