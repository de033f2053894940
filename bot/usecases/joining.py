"""The steps of joining, as the conversation runs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.messages import Address, Channel, Sender
from bot.domain.people import NOTICE_VERSION, PersonId, Role
from bot.errors import UserError
from bot.texts import days
from bot.texts import dues as due_texts
from bot.usecases import people
from bot.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invite offers, and who answers for the data; `known` is the name of who has agreed to the notice before."""

    role: Role
    agency: str | None
    controller: str
    known: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a code is not good: the error's code and its values."""

    refused: str
    values: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Joined:
    """Who has come in, and what is due soon as (name, deadline)."""

    name: str
    role: Role
    agency: str | None
    due: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CheckCode:
    """Look up what a code offers. A wrong one is a result and no error: that it was tried has to be kept."""

    code: str
    channel: Channel
    user: str

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = Offer | Refusal

    def perform(self, desk: Desk) -> Offer | Refusal:
        try:
            found = people.check_code(desk, self.code, Sender(self.channel, self.user))
        except UserError as refusal:
            return Refusal(refusal.code, dict(refusal.values))
        person = desk.people.by_account(self.channel, self.user)
        known = person is not None and person.joined and person.notice == NOTICE_VERSION and bool(person.memberships)
        return Offer(found.role, found.agency_name, desk.office.coordinator, person.name if person and known else "")


@dataclass(frozen=True)
class Join:
    """Use up the code; the person has agreed to the notice."""

    code: str
    channel: Channel
    user: str
    chat: str
    name: str

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = Joined

    def perform(self, desk: Desk) -> Joined:
        sender = Sender(self.channel, self.user, self.name)
        offer = people.check_code(desk, self.code, sender)
        person = people.join(desk, self.code, sender, Address(self.channel, self.chat), self.name)
        people.consent(desk, person.id, NOTICE_VERSION)
        agencies = (offer.agency,) if offer.agency else person.agencies
        soon = desk.dues.upcoming_of(agencies, desk.today, limit=3) if agencies else []
        due = tuple((due_texts.name(due), days.deadline(due, desk.today, desk.office.calendar)) for due in soon)
        return Joined(person.name, offer.role, offer.agency_name, due)


@dataclass(frozen=True)
class Rename:
    """Call somebody by the name they give."""

    person: PersonId
    name: str

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = None

    def perform(self, desk: Desk) -> None:
        people.rename(desk, self.person, self.name)
