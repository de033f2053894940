"""A function on its way to the database's thread, and what came of it on the way back."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Generic, TypeVar

from sqlalchemy import Connection

from bot.errors import StorageError

T = TypeVar("T")


class Work(Generic[T]):
    """Run a function in another thread and carry its outcome to the task that waits for it.

    It is its own context: what is raised inside `with work:` is kept and raised again by `result()`. An exception is not
    handed to a future, because a future that is given a `StopIteration` never ends.
    """

    def __init__(self, fn: Callable[[Connection], T]) -> None:
        self._fn = fn
        self._values: list[T] = []
        self.error: BaseException | None = StorageError("lost")
        # False once nobody waits any more: what has not begun need not begin.
        self.wanted = True

    def __enter__(self) -> None:
        self._values.clear()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error
        return True

    def run(self, connection: Connection) -> None:
        """Call the function; only inside `with work:`."""
        self._values.append(self._fn(connection))

    def result(self) -> T:
        """Return what the function returned or raise what it raised."""
        if self.error is not None:
            raise self.error
        return self._values[-1]
