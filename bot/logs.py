"""Sets up the log: one line an event, for a terminal or as JSON, with no secret in it."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable
from typing import Any, TextIO
from urllib.parse import quote

import structlog
from structlog.typing import EventDict, Processor

HIDDEN = "***"
SHORTEST_SECRET = 4
"""Shorter secrets are not looked for: they would be found in every other word."""

# A bot's token, also in an address where the colon is written as %3A.
_TOKEN = re.compile(r"\d{6,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)

# At INFO and below these write addresses, with their tokens, and people's messages.
_TALKATIVE = (
    "aiohttp",
    "aiosqlite",
    "alembic",
    "apscheduler",
    "asyncio",
    "httpcore",
    "httpx",
    "pdfminer",
    "sqlalchemy",
    "telegram",
)


class Redactor:
    """Takes tokens and the configured secrets out of a line, in whatever form they stand there."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets if len(secret) >= SHORTEST_SECRET for form in _forms(secret)}
        # The longest first, lest a part of a secret hides the rest of it.
        words = sorted(forms, key=lambda form: (-len(form), form))
        self._secrets = re.compile("|".join(map(re.escape, words))) if words else None

    def __call__(self, line: str) -> str:
        if self._secrets is not None:
            line = self._secrets.sub(HIDDEN, line)
        return _TOKEN.sub(HIDDEN, line)


def _forms(secret: str) -> set[str]:
    """List how a secret looks as it is, in an address, in JSON and in a Python text."""
    return {secret, quote(secret), quote(secret, safe=""), _in_json(secret), repr(secret)[1:-1]}


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def set_up(*, debug: bool = False, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send all logs, those of libraries too, to `stream` (standard error when not given).

    A terminal gets lines for people, anything else JSON, one object a line. `secrets` are the configured ones
    (`Config.secrets`); tokens are recognised by their form in any case. `debug` adds our own details, never the libraries'.
    """
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(stream.isatty(), Redactor(secrets)))
    logging.basicConfig(level=logging.DEBUG if debug else logging.INFO, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            *_noted(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _noted() -> list[Processor]:
    """List what is noted of every event, ours or a library's."""
    return [
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]


def _formatter(for_people: bool, redact: Redactor) -> structlog.stdlib.ProcessorFormatter:
    """Make the formatter; redacting comes last, when messages, fields and tracebacks have become one text."""

    def redacted(_logger: Any, _method: str, line: Any) -> Any:
        return redact(line)

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_noted(),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *(_for_people() if for_people else _for_machines()),
            redacted,
        ],
    )


def _for_people() -> list[Processor]:
    # The library's own tracebacks print every local variable: names, messages, tokens.
    return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]


def _for_machines() -> list[Processor]:
    return [structlog.processors.format_exc_info, _event_first, structlog.processors.JSONRenderer(ensure_ascii=False)]


def _event_first(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Put what a reader looks for at the line's head."""
    head = {key: event.pop(key) for key in ("timestamp", "level", "event") if key in event}
    return {**head, **event}
