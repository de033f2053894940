"""A report corrected by hand comes back: what is taken over for the next compilation, and giving that up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any, ClassVar

from bot.domain.people import PersonId
from bot.errors import Conflict
from bot.rendering.corrections import Correction
from bot.rendering.regions import Kept
from bot.texts.corrections import Returned
from bot.usecases.desk import Desk
from bot.usecases.permissions import coordinator
from storage.corrections import Corrections
from storage.errands import Errands

_MARKUP = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class WhatCame:
    """See whether an errand has brought a report of our own; `None` for a plan, or when reading failed."""

    errand: int

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = Returned | None

    def perform(self, desk: Desk) -> Returned | None:
        found = Errands(desk.connection).correction(self.errand)
        return None if found is None else _returned(desk, found)


def _returned(desk: Desk, found: Correction) -> Returned:
    before = Corrections(desk.connection).of(found.document)
    return Returned(
        found.document,
        tuple(region.heading for region in found.regions),
        found.paragraphs,
        found.lost,
        found.around,
        tuple(region.heading for region in found.regions if region.things),
        sum(region.paragraphs for region in before),
    )


@dataclass(frozen=True)
class KeepCorrection:
    """Keep what was changed by hand in a report for its next compilation, in place of what was kept before.

    Raises `NotAllowed("coordinator.only")`, and `Conflict("errand.unknown")` for a file that is no longer kept.
    """

    person: PersonId
    errand: int

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = Returned

    def perform(self, desk: Desk) -> Returned:
        coordinator(desk, self.person)
        found = Errands(desk.connection).correction(self.errand)
        if found is None:
            raise Conflict("errand.unknown")
        shown = _returned(desk, found)
        _keep(desk, self.person, found.document, found.regions)
        return shown


def give_up(desk: Desk, by: PersonId, document: str) -> bool:
    """Let the next compilation be written anew; tells whether anything was kept. Raises `NotAllowed("coordinator.only")`."""
    coordinator(desk, by)
    if not Corrections(desk.connection).of(document):
        return False
    _keep(desk, by, document, ())
    return True


def _keep(desk: Desk, by: PersonId, document: str, regions: tuple[Kept, ...]) -> None:
    kept = Corrections(desk.connection)
    before = kept.of(document)
    kept.keep(document, regions, desk.now)
    desk.events.log(desk.now, by, "report.corrected", document, _told(before), _told(regions))


def _told(regions: tuple[Kept, ...]) -> dict[str, str]:
    """Give the words of regions by their keys, for the log of changes."""
    return {region.key: unescape(_MARKUP.sub(" ", region.content)).strip() for region in regions}


def paragraphs_kept(desk: Desk, document: str) -> int:
    """Count the paragraphs that a compilation keeps as they were changed by hand."""
    return sum(region.paragraphs for region in Corrections(desk.connection).of(document))


def kept_of(desk: Desk, document: str) -> dict[str, Kept]:
    """Give the regions that a compilation keeps as they were changed by hand."""
    return {region.key: region for region in Corrections(desk.connection).of(document)}
