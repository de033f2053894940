"""One person on two channels: linked by a code, written to where they wrote last, and by the other when that fails."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.messages import Address, Channel, Outgoing, Priority, Sender
from bot.domain.people import Person, PersonId, Reach
from bot.errors import Conflict
from bot.texts import linking as texts
from bot.usecases.desk import Desk
from bot.usecases.people import CODE_LENGTH, may_try
from storage.linking import LinkCodes

VALID = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Linked:
    """Whose account a code has linked."""

    person: Person


def make_code(desk: Desk, person: PersonId) -> str:
    """Make a code that links one account on another channel within `VALID`; an earlier one is over."""
    code = desk.ids.code(CODE_LENGTH)
    LinkCodes(desk.connection).put(person, _hash(code), desk.now + VALID)
    return code


def link(desk: Desk, code: str, sender: Sender, home: Address) -> Linked | None:
    """Give an account to the person whose code was typed there; `None` when it is no link code.

    Raises `Conflict("account.taken")` for an account that has roles of its own: nobody is to lose or lend them by typing
    eight signs.
    """
    if not may_try(desk, sender):
        return None
    owner = LinkCodes(desk.connection).take(_hash(code), desk.now)
    if owner is None:
        return None
    known = desk.people.by_account(sender.channel, sender.user)
    if known is not None and known.id != owner and known.memberships:
        raise Conflict("account.taken")
    before = [account.home for account in desk.people.accounts(owner) if account.home != home]
    desk.people.add_account(owner, sender.user, home)
    desk.events.log(desk.now, owner, "account.linked", f"person:{owner}", after={"channel": sender.channel})
    for number, other in enumerate(before):
        _say(desk, f"linked:{owner}:{desk.now:%Y%m%dT%H%M%S}:{number}", other, owner, sender.channel)
    return Linked(desk.people.get(owner))


def _say(desk: Desk, key: str, home: Address, person: PersonId, channel: Channel) -> None:
    """Tell the person on their other account, in case it was not they who did it."""
    message = Outgoing(texts.linked_elsewhere(channel))
    desk.outbox.add(key, home, message, priority=Priority.ANSWER, now=desk.now, person=person)


def take_over(desk: Desk, person: PersonId, lost: Address) -> Address | None:
    """Send what waits for a person's lost chat to another of theirs; tell which, `None` when they have none."""
    homes = [account.home for account in desk.people.accounts(person) if account.reach is Reach.OK]
    other = next((home for home in homes if home != lost), None)
    if other is None:
        return None
    moved = desk.outbox.readdress(lost, other)
    after = {"from": lost.channel, "to": other.channel, "messages": moved}
    desk.events.log(desk.now, None, "account.taken_over", f"person:{person}", after=after)
    return other


def _hash(code: str) -> str:
    return hashlib.sha256(b"link:" + "".join(code.split()).upper().encode()).hexdigest()
