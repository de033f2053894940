"""A lighter start: what libraries would load for uses that a running bot has none of is kept from them."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType

UNUSED = frozenset({"apscheduler", "click", "cryptography", "rich", "tornado"})
"""What python-telegram-bot takes for timers, passports and webhooks of its own, httpx for a command line, and structlog for
coloured tracebacks; each of them does without where it is not installed."""


class _Absent:
    """A finder of modules by which some are not found, however well they are installed."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = names

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        """Refuse the names; leave all others to the finders after it."""
        if name in self._names:
            raise ModuleNotFoundError(name=name)
        return None


@contextmanager
def lightly(unused: Collection[str] = UNUSED) -> Iterator[None]:
    """Load modules within the block as if the unused ones were not installed.

    Those that are loaded already stay, and all can be loaded after it. Nothing is thrown away while modules are loaded, so the
    collector need not look for anything; where it is spared already, it is spared what has been loaded by then too.
    """
    absent = _Absent(unused)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()
    sys.meta_path.insert(0, absent)
    try:
        yield
    finally:
        sys.meta_path.remove(absent)
        if gc.get_freeze_count():
            gc.freeze()
        gc.enable()
