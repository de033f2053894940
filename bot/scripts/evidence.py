"""Asking for evidence: photos, documents, links, and the numbers of official documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversations.steps import Answer, Ask, Choice, Tell
from bot.domain.reports import Evidence, ReportDraft
from bot.errors import InvalidInput
from bot.reading.chat.quantities import find_document
from bot.reading.chat.typed import read_typed
from bot.texts import reports as texts

MOST_FILES = 10


async def ask_evidence(draft: ReportDraft) -> ReportDraft:
    """Collect photos, documents and links until [Xong] or [Bỏ qua]; what was given before stays unless it is cleared."""
    found = draft.evidence
    kept = bool(found)
    while True:
        question = texts.kept_evidence(found) if kept else texts.evidence(len(found), full=len(found) >= MOST_FILES)
        given = await Ask[str | list[Evidence]](
            "evidence", question, _enough(found, kept=kept), accept=read_evidence, kind=str | list[Evidence], files=True
        )
        if isinstance(given, str) and given != "clear":
            return replace(draft, evidence=found)
        found = () if isinstance(given, str) else await within_limit((*found, *given))
        kept = False


async def within_limit(given: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Take as much evidence as a report holds, and say which was not taken."""
    if len(given) > MOST_FILES:
        await Tell("full", texts.too_much_evidence(MOST_FILES, given[MOST_FILES:]))
    return tuple(given[:MOST_FILES])


def _enough(found: Sequence[Evidence], *, kept: bool) -> tuple[Choice, ...]:
    """Offer to give no more; `kept` says that what was found has been given before."""
    if kept:
        return Choice("keep", texts.KEEP), Choice("clear", texts.CLEAR)
    return (Choice("done", texts.DONE) if found else Choice("skip", texts.SKIP),)


def read_evidence(answer: Answer) -> list[Evidence]:
    """Take files, links among the words, and the number of an official document; raises `InvalidInput` for none of them."""
    links = [word for word in answer.text.split() if word.lower().startswith(("http://", "https://"))]
    found = [*answer.files, *(Evidence(link, "text/uri-list", url=link) for link in links)]
    document = None if found else find_document(read_typed(answer.text))
    if document is not None:
        found.append(Evidence(document, "text/plain"))
    if not found:
        raise InvalidInput("evidence.none")
    return found
