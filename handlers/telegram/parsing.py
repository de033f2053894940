"""Telegram's updates out of JSON, each by itself: one that cannot be parsed must not take others down with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from pydantic import ValidationError

from handlers.telegram.shapes import Update

log = structlog.get_logger()

_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An update that cannot be parsed; `reason` is a kind of error, never what stood there."""

    update_id: int
    reason: str


Arrival = Update | Unreadable


def parse_all(packed: Sequence[Any]) -> list[Arrival]:
    """Parse a batch. What has no id of its own is left out: it can neither be noted nor acknowledged."""
    parsed = [parse(one) for one in packed]
    found = [one for one in parsed if one is not None]
    if len(found) < len(parsed):
        log.error("updates.nameless", count=len(parsed) - len(found))
    return found


def parse(packed: Any) -> Arrival | None:
    """Parse one update; `None` for what has no id."""
    update_id = packed.get("update_id") if isinstance(packed, dict) else None
    if not isinstance(update_id, int) or isinstance(update_id, bool) or not 0 < update_id <= _LARGEST_ID:
        return None
    try:
        return Update.model_validate(packed)
    except ValidationError as error:
        return Unreadable(
            update_id, error.errors(include_url=False, include_context=False, include_input=False)[0]["type"]
        )
