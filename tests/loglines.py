"""What is logged, as the running bot logs it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot.logs import set_up


@contextmanager
def logged(*, debug: bool = True) -> Iterator[io.StringIO]:
    """Give what is logged meanwhile; everything about logging is put back afterwards."""
    root, kept = logging.getLogger(), logging.getLogger().handlers[:]
    stream = io.StringIO()
    set_up(debug=debug, stream=stream)
    try:
        yield stream
    finally:
        root.handlers[:] = kept
        root.setLevel(logging.WARNING)
        logging.captureWarnings(False)
        structlog.reset_defaults()
