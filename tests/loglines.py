"""What is logged, as the running bot logs it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from bot.logs import set_up


def log_plainly() -> None:
    """Log as when nothing is set up, but with Python's own tracebacks: the library's take a second each to be drawn."""
    structlog.reset_defaults()
    *before, _console = structlog.get_config()["processors"]
    structlog.configure(
        processors=[*before, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    )


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
        log_plainly()
