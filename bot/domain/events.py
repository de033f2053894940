"""The log of who changed what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.people import PersonId


@dataclass(frozen=True, slots=True)
class Event:
    """One change: `what` is "noun.verb" ("due.extended"), `subject` "noun:id" ("due:12").

    `person` is `None` for the bot itself.
    """

    at: datetime
    person: PersonId | None
    what: str
    subject: str
    before: Any = None
    after: Any = None
