"""What each agency said of a task through a period, told once: one account an agency, words said again not repeated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.standings import Standing
from bot.rendering.sentences import as_sentence
from bot.texts import summary as words


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of one or more of an agency's reports: in which quarters (`periods`, keys) they were said, and in which `codes`.

    `stood` is how far the agency was ("Hoàn thành"); empty where the words themselves say it.
    """

    text: str
    stood: str
    periods: tuple[str, ...]
    codes: tuple[str, ...]

    def when(self, *, by_period: bool) -> str:
        """Say in which quarters it was said; empty where the report is about one quarter only."""
        return words.quarters(self.periods) if by_period else ""


@dataclass(frozen=True, slots=True)
class Account:
    """One agency's passages about one task, in the order of its reports; never empty."""

    agency_name: str
    role: str
    passages: tuple[Passage, ...]


def accounts(standings: Iterable[Standing]) -> tuple[Account, ...]:
    """Tell what was said of one task, agency by agency in the order in which each is first met.

    Without a report, or with one that was returned, a due says nothing.
    """
    told: dict[tuple[str, str], dict[tuple[str, str], list[Standing]]] = {}
    for standing in standings:
        if standing.said is None or standing.said.returned:
            continue
        own = told.setdefault((standing.agency_name, standing.role), {})
        own.setdefault(_passage(standing), []).append(standing)
    return tuple(
        Account(agency_name, role, tuple(_together(text, stood, rows) for (text, stood), rows in own.items()))
        for (agency_name, role), own in told.items()
    )


def _passage(standing: Standing) -> tuple[str, str]:
    """Give an agency's words and how far it is; where it wrote none, how far it is stands for them."""
    said = standing.said
    if said is None:
        return "", ""
    results = as_sentence(said.results)
    return (results, words.status(said)) if results else (words.without_results(said), "")


def _together(text: str, stood: str, rows: Iterable[Standing]) -> Passage:
    said = [(row.period, row.said.code) for row in rows if row.said]
    periods = tuple(dict.fromkeys(period for period, _ in said))
    return Passage(text, stood, periods, tuple(code for _, code in said))
