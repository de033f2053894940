"""Messages that this worker has taken on and not yet sent, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import inf

from bot.domain.messages import Channel, Priority
from handlers.pacing import Pace
from storage.outbox import Row

_ORDER = (Priority.ANSWER, Priority.REMINDER, Priority.BROADCAST)
Chat = tuple[Channel, str]


class Tray:
    """Rows in hand, a queue for each chat. Of one chat, one message is under way at a time.

    Behind one that only takes old buttons away, others need not wait: save those that change the same message.
    Only the first rows of chats that are free are ever looked at: what waits behind others costs nothing.
    """

    def __init__(self, paces: Mapping[Channel, Pace]) -> None:
        self._paces = paces
        self._queues: dict[Chat, list[Row]] = {}
        self._busy: set[Chat] = set()
        # The messages whose buttons are being taken away.
        self._tidied: set[tuple[Chat, str | None]] = set()
        # Chats that are free, by how urgent their first row is.
        self._free: dict[Priority, dict[Chat, Row]] = {priority: {} for priority in _ORDER}
        self._not_before: dict[int, float] = {}

    def __len__(self) -> int:
        return sum(len(queue) for queue in self._queues.values())

    def put(self, rows: Iterable[Row], times: Mapping[int, float]) -> None:
        """Add rows; `times` tells for some before when they must not go."""
        for row in rows:
            queue = self._queues.setdefault(_chat(row), [])
            queue.append(row)
            # Stable: rows that are as urgent stay in the order in which they came.
            queue.sort(key=lambda one: _ORDER.index(one.priority))
            if row.id in times:
                self._not_before[row.id] = times[row.id]
            self._offer(_chat(row))

    def take(self, now: float) -> Row | None:
        """Take the first row that may go now, most urgent first; it is under way until `done`."""
        row = next((row for row in self._firsts() if self._wait(row, now) <= 0), None)
        if row is not None:
            self._start(row, now)
        return row

    def _start(self, row: Row, now: float) -> None:
        chat = _chat(row)
        self._queues[chat].remove(row)
        self._not_before.pop(row.id, None)
        if row.only_tidies:
            self._tidied.add((chat, row.edits))
        else:
            self._busy.add(chat)
        self._offer(chat)
        self._paces[row.address.channel].take(row.address.chat, now)

    def done(self, row: Row) -> None:
        """Note that a row taken is no longer under way."""
        chat = _chat(row)
        if row.only_tidies:
            self._tidied.discard((chat, row.edits))
        else:
            self._busy.discard(chat)
        self._offer(chat)

    def _offer(self, chat: Chat) -> None:
        """Put a chat where its first row belongs, or nowhere while it is busy or has none."""
        queue = self._queues.get(chat)
        if not queue:
            self._queues.pop(chat, None)
        first = queue[0] if queue and not self._waits(chat, queue[0]) else None
        for priority, chats in self._free.items():
            if first is not None and first.priority is priority:
                chats[chat] = first
            else:
                chats.pop(chat, None)

    def _waits(self, chat: Chat, row: Row) -> bool:
        return chat in self._busy or (chat, row.edits) in self._tidied

    def _firsts(self) -> Iterator[Row]:
        for chats in self._free.values():
            yield from chats.values()

    def wait(self, now: float) -> float:
        """Tell in how many seconds a row can go; infinite when that depends on something other than time."""
        return min((self._wait(row, now) for row in self._firsts()), default=inf)

    def _wait(self, row: Row, now: float) -> float:
        channel, chat = _chat(row)
        pace = self._paces[channel]
        urgent = row.priority is Priority.ANSWER
        shared = self._not_before.get(row.id, now) - now
        return max(shared, pace.wait_overall(now, urgent=urgent), pace.wait_chat(chat, now, urgent=urgent))

    def clear(self, channels: Iterable[Channel]) -> list[Row]:
        """Put down all rows of some channels."""
        gone = frozenset(channels)
        return self._clear(lambda chat: chat[0] in gone)

    def clear_chat(self, channel: Channel, chat: str) -> list[Row]:
        """Put down all rows of a chat."""
        return self._clear(lambda one: one == (channel, chat))

    def _clear(self, gone: Callable[[Chat], bool]) -> list[Row]:
        chats = [chat for chat in self._queues if gone(chat)]
        left = [row for chat in chats for row in self._queues.pop(chat)]
        for chat in chats:
            self._offer(chat)
        for row in left:
            self._not_before.pop(row.id, None)
        return left


def _chat(row: Row) -> Chat:
    return row.address.channel, row.address.chat
