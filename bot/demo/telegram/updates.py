"""The queue of updates between Telegram and the bot."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice, takewhile

from bot.demo.params import Json

# Telegram leaves these out unless `allowed_updates` names them.
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True)
class Update:
    """One update in wire form and the message of a person that it tells of: (chat id, message id)."""

    id: int
    packed: Json
    about: tuple[int, int] | None = None

    @property
    def lane(self) -> int:
        """The chat whose order must be kept; 0 where there is none."""
        return self.about[0] if self.about else 0


class UpdateQueue:
    """Keeps updates until the bot confirms them by asking for a later offset."""

    def __init__(self, on_add: Callable[[], None]) -> None:
        self._pending: dict[int, Update] = {}
        self._again: list[Update] = []
        self._last_id = 100_000
        self._allowed: frozenset[str] | None = None
        self._on_add = on_add

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def ready(self) -> bool:
        """Whether the next `take` hands out anything."""
        return bool(self._pending or self._again)

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Set the kinds that are queued from now on; none named means the usual ones, None leaves it as it was."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def add(self, kind: str, payload: Json, about: tuple[int, int] | None = None) -> None:
        """Queue an update of a kind (`message`, `callback_query`, ...) unless the bot does not want that kind."""
        wanted = kind in self._allowed if self._allowed else kind not in _ON_REQUEST
        if not wanted:
            return
        self._last_id += 1
        packed = {"update_id": self._last_id, kind: payload}
        self._pending[self._last_id] = Update(self._last_id, packed, about)
        self._on_add()

    def confirm(self, offset: int) -> None:
        """Forget all before `offset`; a negative one keeps only that many of the newest."""
        ids = list(self._pending)[:offset] if offset < 0 else takewhile(lambda id_: id_ < offset, list(self._pending))
        for update_id in ids:
            del self._pending[update_id]

    def take(self, limit: int) -> list[Update]:
        """Hand out up to `limit` updates, oldest first; they stay until confirmed."""
        again, self._again = self._again, []
        repeated = {update.id for update in again}
        fresh = (update for update in self._pending.values() if update.id not in repeated)
        return again + list(islice(fresh, max(limit - len(again), 0)))

    def repeat(self, updates: Iterable[Update]) -> None:
        """Hand these out once more next time, confirmed or not, as Telegram does after a lost confirmation."""
        self._again.extend(updates)

    def done(self, update: Update) -> None:
        """Forget one update that a webhook has taken."""
        self._pending.pop(update.id, None)

    def clear(self) -> None:
        """Forget all that waits."""
        self._pending.clear()
        self._again.clear()

    def waiting(self) -> list[Update]:
        """List what waits, oldest first."""
        return list(self._pending.values())
