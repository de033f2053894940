"""The official report as a Word file, in the form of Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.domain.office import Office
from bot.rendering.annexes import annex_reports, annex_tasks
from bot.rendering.corrections import marks
from bot.rendering.harmless import harmless
from bot.rendering.letterhead import Numbering, addressee, foot, head, proper, symbol, title
from bot.rendering.paper import BODY, FIRST_LINE, GAP, Properties, document
from bot.rendering.regions import Kept, changed_by_hand, key_of, region
from bot.rendering.summary import Line, Part, SummaryFacts, Topic, compose
from bot.rendering.wordml import bookmark, paragraph, run
from bot.texts import annexes as annex_words
from bot.texts import letterhead as head_words
from bot.texts import summary as words

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_LONGEST_BOOKMARK = 40


def summary_docx(
    facts: SummaryFacts, office: Office, previous: bytes | None = None, by_hand: Mapping[str, Kept] | None = None
) -> bytes:
    """Write the report with its two annexes, ready to be numbered, dated and signed.

    `previous` is an earlier compilation: what was changed in it by hand, topic by topic of the body, is kept as it is there;
    without it what was changed `by_hand` in one that came back.
    Raises `UnreadableDocument` when it cannot be read.
    """
    kept = changed_by_hand(previous) if previous else by_hand or {}
    abstract = abstract_of(facts)
    own = symbol(office.coordinator)
    numbering = Numbering("BC", own, facts.number, facts.signed_on, facts.today)
    of = annex_words.report_named(head_words.number_line(facts.number or "…", "BC", own), proper(office.coordinator))
    body = [head(office, numbering), title(words.REPORT, abstract)]
    if office.parent:
        body.append(addressee((proper(harmless(office.parent)),)))
    body += [*_grounds(facts), _plain(words.opening(proper(harmless(office.coordinator)), abstract))]
    body += written(compose(facts), kept)
    body.append(foot(office))
    marked = marks(facts.mark, body)
    properties = Properties(f"{words.REPORT} {abstract}", office.coordinator, facts.as_of, marked)
    return document((body, annex_tasks(facts, of), annex_reports(facts, of)), properties)


def abstract_of(facts: SummaryFacts) -> str:
    """Say what the report is about: the plan, or the plans, and the period."""
    titles = [words.plan_title(head.title) for head in facts.heads] or [words.SOME_PLAN]
    return words.abstract(titles, facts.label)


def _grounds(facts: SummaryFacts) -> Iterator[str]:
    """Write the grounds in italics, one a paragraph."""
    basis = dict.fromkeys(ground for head in facts.heads for ground in head.legal_basis)
    plans = [words.plan_named(head.title, head.number, head.issued_on, head.issuer) for head in facts.heads]
    for ground in words.bases(tuple(basis), plans):
        yield paragraph(run(ground, BODY, italic=True), first_line=FIRST_LINE, after=GAP)


def written(parts: tuple[Part, ...], kept: Mapping[str, Kept]) -> list[str]:
    """Write the parts of a report in marked regions (XML), what was changed by hand as it was `kept`; "./." ends them."""
    return _Writer(kept).parts(_closed(parts))


def _plain(text: str) -> str:
    return paragraph(run(text, BODY), first_line=FIRST_LINE, after=GAP)


def _closed(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """End the last sentence of the body with "./.", as a document ends."""
    *before, last = parts
    *topics, final = last.topics
    *lines, end = final.lines
    closed = replace(end, text=end.text.rstrip(" .") + words.CLOSING, last=True)
    return (*before, replace(last, topics=(*topics, replace(final, lines=(*lines, closed)))))


def _headed(number: int, part: Part) -> Iterator[tuple[Topic, str]]:
    """Give each topic of a part its headings; the part's own stands over its first."""
    above = _heading(f"{_ROMAN[number]}. {part.heading}", before=GAP, level=0)
    for index, topic in enumerate(part.topics, start=1):
        yield topic, above + (_heading(f"{index}. {topic.heading}", level=1) if topic.heading else "")
        above = ""


def _heading(text: str, *, before: float = 0, level: int) -> str:
    return paragraph(run(text), first_line=FIRST_LINE, before=before, after=GAP, keep_next=True, outline=level)


class _Writer:
    """Writes the body and numbers its bookmarks, by which every paragraph can be followed to its reports."""

    def __init__(self, kept: Mapping[str, Kept]) -> None:
        self._bookmarks = 0
        self._kept = kept

    def parts(self, parts: tuple[Part, ...]) -> list[str]:
        return [
            self._topic(part.key, topic, heading)
            for number, part in enumerate(parts)
            for topic, heading in _headed(number, part)
        ]

    def _topic(self, part: str, topic: Topic, heading: str) -> str:
        key = key_of(part, topic.heading)
        if key in self._kept:
            return self._kept[key].under(heading)
        return region(key, heading, "".join(map(self._line, topic.lines)))

    def _line(self, line: Line) -> str:
        content = "".join(map(self._piece, (line, *line.run_in)))
        return paragraph(content, first_line=FIRST_LINE, after=GAP, keep_next=line.last)

    def _piece(self, line: Line) -> str:
        content = run(f"- {line.who}: ", BODY, bold=True) if line.who else ""
        content += run(line.text, BODY)
        content += run(f" ({line.note})", BODY, italic=True) if line.note else ""
        if not line.codes:
            return content
        return self._mark(line.codes, content + run(f" [{', '.join(line.codes)}]", BODY, hidden=True))

    def _mark(self, codes: tuple[str, ...], content: str) -> str:
        self._bookmarks += 1
        name = re.sub(r"\W", "_", f"{codes[0]}_{self._bookmarks}", flags=re.ASCII)
        return bookmark(self._bookmarks, name[-_LONGEST_BOOKMARK:], content)
