"""A lighter start: what libraries would load for uses that a running bot has none of is kept from them."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_UNUSED = ("cryptography", "rich", "tornado")
"""What python-telegram-bot takes for passports and for webhooks of its own, and structlog and httpx for coloured tracebacks;
each of them does without where it is not installed."""


@contextmanager
def lightly() -> Iterator[None]:
    """Load modules within the block without the unused libraries, which can be loaded as ever after it.

    Nothing is thrown away while modules are loaded, so the collector need not look for anything; what has been loaded by then
    stays, and is never looked at again.
    """
    hidden = [name for name in _UNUSED if name not in sys.modules]
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()
    # A module that is None is how an import is told that there is none.
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
        gc.freeze()
        gc.enable()
