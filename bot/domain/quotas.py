"""How many messages a platform lets a bot send in a month, and what waits when they run out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.messages import Channel

LEVELS = (70, 90, 100)
"""Shares of the month's messages, in per cent, at which the coordinators are told."""

HELD_FROM = 90
HELD_STEP = 5
"""From so many per cent on the first kind of message is held back, and with each step one kind more."""

KINDS = ("digest", "colleague", "reminder")
"""The kinds of message that can be held back: weekly digests, notes to colleagues, reminders."""


@dataclass(frozen=True)
class QuotaPolicy:
    """`monthly` messages of each channel that counts them; `hold_back` names kinds in the order in which they are held."""

    monthly: Mapping[Channel, int] = field(default_factory=lambda: {Channel.ZALO: 3000})
    hold_back: tuple[str, ...] = KINDS[:2]

    def limit(self, channel: Channel) -> int | None:
        """Tell how many messages a month a channel takes; `None` for any number."""
        return self.monthly.get(channel)

    def held(self, channel: Channel, sent: int) -> tuple[str, ...]:
        """Tell which kinds are held back once so many messages have gone out this month."""
        limit = self.limit(channel)
        if limit is None:
            return ()
        steps = (min(HELD_FROM + HELD_STEP * place, 100) for place in range(len(self.hold_back)))
        return tuple(kind for kind, step in zip(self.hold_back, steps, strict=True) if sent * 100 >= limit * step)


def levels_reached(before: int, after: int, limit: int) -> list[int]:
    """List the levels that are reached by going from `before` to `after` messages.

    >>> levels_reached(2099, 2100, 3000)
    [70]
    """
    return [level for level in LEVELS if before * 100 < limit * level <= after * 100]
