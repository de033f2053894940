"""`/status` and the pages below it: one message, in which buttons lead to quarters, agencies, tasks, plans, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.domain.agencies import AgencyId
from bot.domain.markup import Text
from bot.domain.messages import Button, Outgoing, Rendered
from bot.domain.people import Person, Role
from bot.domain.plans import PlanId, TaskId
from bot.domain.status_pages import PageKind, Place
from bot.errors import NotAllowed
from bot.texts import agency_slips as slip_texts
from bot.texts import days
from bot.texts import status_pages as texts
from bot.texts.status import status as status_text
from bot.usecases.status import Picture, picture, trend_of, visible_agencies
from handlers.turn import Rows, Turn

A_PAGE, DUES_A_PAGE = 10, 5
A_ROW = 5
"""So many numbers stand in a row of buttons."""

T = TypeVar("T")


@dataclass(frozen=True)
class _Sight:
    """A place as one person may see it. `mine` are the only agencies they may see, `None` for all."""

    turn: Turn
    place: Place
    shown: Picture
    mine: tuple[AgencyId, ...] | None
    photo: Rendered

    @property
    def period(self) -> str:
        return self.place.period


def page(turn: Turn, person: Person, place: Place) -> Outgoing:
    """Write a page as this person may see it, as a message of its own.

    Raises `NotAllowed("status.other_agency")` for an agency that is not theirs.
    """
    sight = _look(turn, person, place)
    body, rows = _PAGES[place.kind](sight)
    return Outgoing(body, rows, photo=sight.photo if sight.shown.figures.totals.expected else None)


def turn_to(turn: Turn, person: Person, place: Place) -> Outgoing:
    """Show another page in the message whose button was pressed; raises what `page` raises."""
    sight = _look(turn, person, place)
    body, rows = _PAGES[place.kind](sight)
    # Every page has its picture: one cannot be taken out of a message that has it.
    return Outgoing(body, rows, photo=sight.photo, edits=turn.incoming.message)


def _look(turn: Turn, person: Person, place: Place) -> _Sight:
    mine = visible_agencies(person)
    if place.kind is PageKind.AGENCY and mine is not None and place.id not in mine:
        raise NotAllowed("status.other_agency")
    agencies = (AgencyId(place.id),) if place.kind is PageKind.AGENCY else mine
    plan = PlanId(place.plan) if place.plan is not None else None
    task = TaskId(place.id) if place.kind is PageKind.TASK else None
    shown = picture(turn.desk, place.period, agencies, plan, task)
    args: dict[str, Any] = {"period": place.period, "agencies": None if agencies is None else list(agencies)}
    args.update({name: value for name, value in (("plan", plan), ("task", task)) if value is not None})
    return _Sight(turn, place, shown, mine, Rendered("status", args))


# ---------------------------------------------------------------- pages


def _overview(sight: _Sight) -> tuple[Text, Rows]:
    shown = sight.shown
    desk, plan = sight.turn.desk, PlanId(sight.place.plan) if sight.place.plan is not None else None
    before = trend_of(desk, shown, sight.mine, plan)
    body = status_text(shown.period, shown.as_of, desk.office.zone, shown.figures, shown.late, shown.scope, before)
    return body, (*_quarters(sight), *_doors(sight))


def _doors(sight: _Sight) -> Rows:
    """Lead to what can be looked at from here."""
    place, shown = sight.place, sight.shown
    late, wanted = len(shown.late), list[tuple[str, Place]]()
    if shown.figures.agencies:
        if sight.mine is not None and len(sight.mine) == 1:
            wanted.append((texts.MINE, place.at(PageKind.AGENCY, sight.mine[0])))
        else:
            wanted += [(f"{texts.LATE} ({late})", place.at(PageKind.LATE))] if late else []
            wanted.append((texts.AGENCIES, place.at(PageKind.AGENCIES)))
        wanted.append((texts.TASKS, place.at(PageKind.TASKS)))
        wanted += [(texts.REQUESTS, place.at(PageKind.REQUESTS))] if shown.requests else []
    row = tuple(Button(label, there.data) for label, there in wanted)
    return tuple(part for part in (row, _plan_door(sight)) if part)


def _plan_door(sight: _Sight) -> tuple[Button, ...]:
    """Lead to the plans where there are several, and from one plan back to all."""
    if sight.place.plan is not None:
        return (Button(texts.ALL_PLANS, Place(sight.period).data),)
    several = len(sight.shown.plans) > 1
    return (Button(texts.PLANS, sight.place.at(PageKind.PLANS).data),) if several else ()


def _late(sight: _Sight) -> tuple[Text, Rows]:
    part, page, pages = _cut(sight.shown.late, sight.place.page, A_PAGE)
    rows = _numbers(sight.place, PageKind.AGENCY, (one.agency for one in part))
    return texts.late(sight.period, part, page, pages), (*rows, *_turns(sight.place, page, pages))


def _agencies(sight: _Sight) -> tuple[Text, Rows]:
    part, page, pages = _cut(sight.shown.figures.agencies, sight.place.page, A_PAGE)
    rows = _numbers(sight.place, PageKind.AGENCY, (one.id for one in part))
    return texts.agencies(sight.period, part, page, pages), (*rows, *_turns(sight.place, page, pages))


def _tasks(sight: _Sight) -> tuple[Text, Rows]:
    part, page, pages = _cut(sight.shown.figures.by_task, sight.place.page, A_PAGE)
    rows = _numbers(sight.place, PageKind.TASK, (one.id for one in part))
    return texts.tasks(sight.period, part, page, pages), (*rows, *_turns(sight.place, page, pages))


def _plans(sight: _Sight) -> tuple[Text, Rows]:
    part, page, pages = _cut(sight.shown.plans, sight.place.page, A_PAGE)
    lines = [(plan.name, plan.tally) for plan in part]
    places = [Place(sight.period, plan=plan.id) for plan in part]
    return texts.plans(sight.period, lines, page, pages), (*_numbered(places), *_turns(sight.place, page, pages))


def _requests(sight: _Sight) -> tuple[Text, Rows]:
    """List the one-off requests; who sees all agencies is led to what came back of each."""
    part, page, pages = _cut(sight.shown.requests, sight.place.page, A_PAGE)
    lines = [(request.name, request.tally) for request in part]
    doors = [f"do:request:{request.id}" for request in part] if sight.mine is None else []
    body = texts.requests(sight.period, lines, page, pages)
    return body, (*_buttons(doors), *_turns(sight.place, page, pages))


def _agency(sight: _Sight) -> tuple[Text, Rows]:
    shown, place = sight.shown, sight.place
    if not shown.figures.agencies:
        return texts.nothing(sight.period), (*_quarters(sight), *_turns(place, 0, 1))
    part, page, pages = _cut(shown.standings, place.page, DUES_A_PAGE)
    rows = _numbers(place, PageKind.TASK, (standing.task for standing in part))
    body = texts.agency(sight.period, shown.figures.agencies[0], part, shown.today, page, pages)
    return body, (*rows, *_quarters(sight), *_mending(sight), *_turns(place, page, pages))


def _mending(sight: _Sight) -> Rows:
    """Let a coordinator mend the agency's name, in private."""
    person, private = sight.turn.person, sight.turn.incoming.private
    if not private or person is None or not person.has(Role.COORDINATOR):
        return ()
    return ((Button(slip_texts.FIX, f"do:mend:{sight.place.id}"),),)


def _task(sight: _Sight) -> tuple[Text, Rows]:
    shown, place = sight.shown, sight.place
    if not shown.figures.by_task:
        return texts.nothing(sight.period), _turns(place, 0, 1)
    part, page, pages = _cut(shown.standings, place.page, A_PAGE)
    rows = _numbers(place, PageKind.AGENCY, (standing.agency for standing in part))
    body = texts.task(shown.figures.by_task[0], part, shown.today, page, pages)
    return body, (*rows, *_turns(place, page, pages))


_PAGES: dict[PageKind, Callable[[_Sight], tuple[Text, Rows]]] = {
    PageKind.OVERVIEW: _overview,
    PageKind.LATE: _late,
    PageKind.AGENCIES: _agencies,
    PageKind.TASKS: _tasks,
    PageKind.PLANS: _plans,
    PageKind.REQUESTS: _requests,
    PageKind.AGENCY: _agency,
    PageKind.TASK: _task,
}


# ---------------------------------------------------------------- buttons


def _cut(lines: Sequence[T], page: int, size: int) -> tuple[Sequence[T], int, int]:
    """Cut one page out of a list; one that is no more there is the last. Returns the part, its page from 0, and how many."""
    pages = max(-(-len(lines) // size), 1)
    page = min(page, pages - 1)
    return lines[page * size : (page + 1) * size], page, pages


def _numbers(place: Place, kind: PageKind, ids: Iterable[int | None]) -> Rows:
    """Give every line that leads somewhere a button with its number."""
    return _numbered([None if one is None else place.at(kind, one, place.here) for one in ids])


def _numbered(places: Sequence[Place | None]) -> Rows:
    return _buttons([None if there is None else there.data for there in places])


def _buttons(doors: Sequence[str | None]) -> Rows:
    """Number what leads somewhere, in rows."""
    buttons = [Button(str(number), data) for number, data in enumerate(doors, start=1) if data is not None]
    return tuple(tuple(buttons[start : start + A_ROW]) for start in range(0, len(buttons), A_ROW))


def _turns(place: Place, page: int, pages: int) -> Rows:
    """Lead to the pages before and after, to where one came from, and to the first page of all."""
    turns = []
    if page > 0:
        turns.append(Button(texts.PREVIOUS, place.turned(page - 1).data))
    if page < pages - 1:
        turns.append(Button(texts.NEXT, place.turned(page + 1).data))
    back = [Button(texts.BACK, place.before.data)] if place.back else []
    home = [*back, Button(texts.OVERVIEW, place.at(PageKind.OVERVIEW).data)]
    return (tuple(turns), tuple(home)) if turns else (tuple(home),)


def _quarters(sight: _Sight) -> Rows:
    """Lead to the same page of the quarters before and after in which anything is due."""
    known = sight.turn.desk.dues.periods()
    before = [period for period in known if period < sight.period][-1:]
    after = [period for period in known if period > sight.period][:1]
    row = [Button(f"‹ {days.period_name(period)}", _of(sight.place, period)) for period in before]
    row += [Button(f"{days.period_name(period)} ›", _of(sight.place, period)) for period in after]
    return (tuple(row),) if row else ()


def _of(place: Place, period: str) -> str:
    there = Place(period, plan=place.plan)
    return there.at(place.kind, place.id, place.back).data if place.kind is PageKind.AGENCY else there.data
