"""Messages that this worker has taken on and not yet sent, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import inf

from bot.domain.messages import Channel, Priority
from handlers.pacing import Pace
from storage.outbox import Row

_ORDER = (Priority.ANSWER, Priority.REMINDER, Priority.BROADCAST)


class Tray:
    """Rows in hand by urgency. Of one chat, one message is under way at a time."""

    def __init__(self, paces: Mapping[Channel, Pace]) -> None:
        self._paces = paces
        self._rows: dict[Priority, list[Row]] = {priority: [] for priority in _ORDER}
        self._busy: set[tuple[Channel, str]] = set()
        self._not_before: dict[int, float] = {}

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._rows.values())

    def put(self, rows: Iterable[Row], times: Mapping[int, float]) -> None:
        """Add rows; `times` tells for some before when they must not go."""
        for row in rows:
            self._rows[row.priority].append(row)
            if row.id in times:
                self._not_before[row.id] = times[row.id]

    def take(self, now: float) -> Row | None:
        """Take the first row that may go now, most urgent first; its chat is busy until `done`."""
        for priority in _ORDER:
            for index, row in enumerate(self._rows[priority]):
                if self._wait(row, now) <= 0:
                    return self._start(priority, index, now)
        return None

    def _start(self, priority: Priority, index: int, now: float) -> Row:
        row = self._rows[priority].pop(index)
        self._not_before.pop(row.id, None)
        self._busy.add((row.address.channel, row.address.chat))
        self._paces[row.address.channel].take(row.address.chat, now)
        return row

    def done(self, row: Row) -> None:
        """Note that a row taken is no longer under way."""
        self._busy.discard((row.address.channel, row.address.chat))

    def wait(self, now: float) -> float:
        """Tell in how many seconds a row can go; infinite when that depends on something other than time."""
        return min((self._wait(row, now) for rows in self._rows.values() for row in rows), default=inf)

    def _wait(self, row: Row, now: float) -> float:
        channel, chat = row.address.channel, row.address.chat
        if (channel, chat) in self._busy:
            return inf
        pace = self._paces[channel]
        urgent = row.priority is Priority.ANSWER
        shared = self._not_before.get(row.id, now) - now
        return max(shared, pace.wait_overall(now, urgent=urgent), pace.wait_chat(chat, now, urgent=urgent))

    def clear(self, channels: Iterable[Channel]) -> list[Row]:
        """Put down all rows of some channels."""
        gone = frozenset(channels)
        return self._clear(lambda row: row.address.channel in gone)

    def clear_chat(self, channel: Channel, chat: str) -> list[Row]:
        """Put down all rows of a chat."""
        return self._clear(lambda row: (row.address.channel, row.address.chat) == (channel, chat))

    def _clear(self, gone: Callable[[Row], bool]) -> list[Row]:
        left = [row for rows in self._rows.values() for row in rows if gone(row)]
        for rows in self._rows.values():
            rows[:] = [row for row in rows if not gone(row)]
        for row in left:
            self._not_before.pop(row.id, None)
        return left
