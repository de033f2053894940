"""Commands that show something or do one thing at once, without a conversation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.agencies import Agency, AgencyId
from bot.domain.deadlines import Due
from bot.domain.messages import Button, Outgoing, Rendered
from bot.domain.people import Person
from bot.domain.status_pages import PageKind, Place
from bot.errors import NotFound
from bot.texts import conversations as conversation_texts
from bot.texts import days
from bot.texts import digest as digest_texts
from bot.texts import dues as due_texts
from bot.texts import memberships as membership_texts
from bot.texts import people as people_texts
from bot.texts import requests as request_texts
from bot.texts import views as texts
from bot.texts.summary import plan_title
from bot.usecases import conversations, digests, leader_urging, summaries
from bot.usecases.cards import BUTTONLESS
from bot.usecases.invitations import FindAgency
from bot.usecases.leader_urging import Met
from bot.usecases.memberships import NamedAgency
from bot.usecases.status import split_period
from handlers import groups, status_pages
from handlers.turn import Rows, Turn

COMING = 12


def tasks(turn: Turn, person: Person, rest: str) -> None:
    """Show the agency's tasks by nearest deadline, each with its source."""
    desk = turn.desk
    dues = desk.dues.current_of(person.agencies, desk.today)
    titles = desk.dues.plan_titles(due.plan for due in dues if due.plan is not None)
    agencies = desk.agencies.get_many(person.agencies)
    lines = [
        texts.TaskLine(
            _whose(due, agencies) + due_texts.name(due),
            days.deadline(due, desk.today, desk.office.calendar),
            request_texts.one_off(due.request) if due.plan is None else plan_title(titles[due.plan]),
            due.no,
            due.state == "fulfilled",
        )
        for due in dues
    ]
    names = ", ".join(agency.name for agency in agencies.values())
    rows: Rows = ((Button("Báo cáo", "do:report"),),) if lines else ()
    turn.say(texts.tasks(names, lines), rows)


def _whose(due: Due, agencies: Mapping[AgencyId, Agency]) -> str:
    """Name the agency in front of what it owes, for those who speak for several."""
    return f"{agencies[due.agency].name}: " if len(agencies) > 1 else ""


def agenda(turn: Turn, person: Person, rest: str) -> None:
    """Show the next deadlines, also as a calendar file."""
    desk = turn.desk
    dues = desk.dues.upcoming_of(person.agencies, desk.today, limit=COMING)
    agencies = desk.agencies.get_many(person.agencies)
    lines = [
        (_whose(due, agencies) + due_texts.name(due), days.deadline(due, desk.today, desk.office.calendar))
        for due in dues
    ]
    if not lines:
        turn.say(texts.no_deadlines())
        return
    turn.say(texts.agenda(lines))
    if turn.incoming.address.channel in BUTTONLESS and not turn.surroundings.uploads:
        # No way to hand the file over: a sentence about it would come with every list.
        return
    turn.send(Outgoing(texts.calendar_file(), document=Rendered("calendar", {"person": person.id})))


def status(turn: Turn, person: Person, rest: str) -> None:
    """Show how a period stands, with a picture: of all, or of the agency that is named ("/status Sở Ngoại vụ quý 3")."""
    if not groups.may_see(turn, person):
        groups.no_figures(turn, person)
        return
    name, period = split_period(rest)
    span = summaries.read_span(turn.desk, period)
    place = Place(str(span.quarters[-1]))
    if name:
        found = FindAgency(name).perform(turn.desk)
        if found.certain is None:
            _which_agency(turn, name, place, found.like)
            return
        place = place.at(PageKind.AGENCY, found.certain.id)
    turn.send(status_pages.page(turn, person, place))


def _which_agency(turn: Turn, name: str, place: Place, like: Sequence[NamedAgency]) -> None:
    """Offer the agencies that a name may mean; raises `NotFound("agency.unknown")` where it is like none."""
    if not like:
        raise NotFound("agency.unknown", name=name)
    rows = tuple((Button(body.name, place.at(PageKind.AGENCY, body.id).data),) for body in like)
    turn.say(membership_texts.did_you_mean(name), rows)


def digest(turn: Turn, person: Person, rest: str) -> None:
    """In private: this week's digest now. In a group: switch the weekly digest on or off."""
    desk = turn.desk
    if turn.incoming.private:
        turn.send(digests.on_demand(desk, person))
        return
    on = digests.switch(desk, turn.incoming.address, turn.incoming.chat_title)
    _note_switch(turn, person, on=on)
    turn.say(texts.digest_switched(on=on, next_at=digests.next_appointment(desk), zone=desk.office.zone))


def own_digest(turn: Turn, person: Person, *, wanted: bool) -> None:
    """Let somebody have the weekly digest in private, or no longer."""
    desk = turn.desk
    digests.switch_own(desk, person.id, turn.incoming.address, wanted=wanted)
    _note_switch(turn, person, on=wanted)
    said = texts.digest_switched(on=wanted, next_at=digests.next_appointment(desk), zone=desk.office.zone, own=True)
    turn.say(said)


def _note_switch(turn: Turn, person: Person, *, on: bool) -> None:
    where = f"chat:{turn.incoming.address.chat}" if not turn.incoming.private else f"person:{person.id}"
    turn.desk.events.log(turn.desk.now, person.id, "digest.switched", where, after={"on": on})


def urge_late(turn: Turn, person: Person, agency: int) -> None:
    """Urge a late agency in a leader's name and say what came of it; raises what the use case raises."""
    answer = leader_urging.urge_late(turn.desk, person, AgencyId(agency))
    told = {
        Met.URGED: digest_texts.urged(answer.agency, answer.people, person.name, waits=answer.waits),
        Met.ALREADY: digest_texts.urged_already(answer.agency),
        Met.NOT_LATE: digest_texts.not_late(answer.agency),
        Met.NOBODY: digest_texts.nobody_to_urge(answer.agency),
    }
    turn.say(told[answer.met])


def my_data(turn: Turn, person: Person, rest: str) -> None:
    """Show all that is kept about whoever asks."""
    desk = turn.desk
    accounts = [account.home.channel.value for account in desk.people.accounts(person.id)]
    agencies = [agency.name for agency in desk.agencies.get_many(person.agencies).values()]
    roles = [*dict.fromkeys(people_texts.ROLE_NAMES[membership.role] for membership in person.memberships)]
    agreed = days.moment(person.consented_at, desk.office.zone) if person.consented_at else ""
    turn.say(
        texts.my_data(
            person.name,
            person.phone,
            roles=roles,
            agencies=agencies,
            channels=accounts,
            agreed=agreed,
            reports=desk.reports.count_by(person.id),
        )
    )


def leave(turn: Turn, person: Person, rest: str) -> None:
    """Leave the running conversation; nothing of it is sent."""
    running = turn.desk.conversations.running(turn.incoming.address, turn.incoming.sender.user)
    if running is None:
        turn.say(conversation_texts.nothing_running())
        return
    conversations.leave(turn.desk, running, turn.hand)
