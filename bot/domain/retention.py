"""How long is kept what was said and what was noted on the way. Reports and all that they rest on are kept for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import VIETNAM

STEP = timedelta(days=2)
"""So far the days that count move on in a night: a clock that is years ahead for one night takes two days away, not all."""


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """Calendar days for which words of messages and conversations are kept, and traces such as who was answered when.

    Once a day, at `at` in `zone`, is looked for what is older.
    """

    words: int = 90
    traces: int = 400
    at: time = time(2, 0)
    zone: ZoneInfo = VIETNAM

    def night(self, now: datetime) -> date:
        """Tell the newest day at whose hour `now` (aware) has arrived."""
        local = now.astimezone(self.zone)
        return local.date() if local.time() >= self.at else local.date() - timedelta(1)

    def counted_from(self, now: datetime, last: datetime) -> datetime:
        """Tell the instant that ages are counted from; `last` is that of the time before."""
        return min(now, last + STEP)

    def words_before(self, counted_from: datetime) -> datetime:
        """Tell before when words are no longer kept."""
        return counted_from - timedelta(self.words)

    def traces_before(self, counted_from: datetime) -> datetime:
        """Tell before when traces are no longer kept."""
        return counted_from - timedelta(self.traces)
