"""Messages to one person and to the coordinators, once for each key."""

from __future__ import annotations

from datetime import datetime

from bot.domain.markup import Text
from bot.domain.messages import Address, Channel, Outgoing, Priority
from bot.domain.people import Person, PersonId, Reach, Receiver, Role
from bot.usecases.desk import Desk


def tell(
    desk: Desk,
    key: str,
    who: Receiver,
    message: Outgoing,
    *,
    priority: Priority = Priority.REMINDER,
    not_before: datetime | None = None,
) -> bool:
    """Say something to somebody, once for each `key`; tells whether it was queued, to go out from `not_before` (aware) on."""
    row = desk.outbox.add(
        f"{key}:{who.id}",
        who.home,
        message,
        priority=priority,
        now=desk.now,
        person=who.id,
        not_before=not_before,
    )
    return row is not None


def tell_person(
    desk: Desk, key: str, person: PersonId, message: Outgoing, priority: Priority = Priority.REMINDER
) -> bool:
    """Say something to somebody where they can be reached; tells whether it was queued."""
    found = desk.people.reachable(desk.people.get_many([person]).values())
    return any(tell(desk, key, who, message, priority=priority) for who in found)


def tell_coordinators(desk: Desk, key: str, message: Outgoing, not_before: datetime | None = None) -> None:
    """Say something to every coordinator."""
    for who in desk.people.coordinators():
        tell(desk, key, who, message, not_before=not_before)


def tell_elsewhere(desk: Desk, scarce: Channel, key: str, content: Text) -> None:
    """Say something to every coordinator, on a channel other than `scarce` where they have one."""
    for person in desk.people.with_role(Role.COORDINATOR):
        home = _home(desk, person, scarce)
        if person.joined and home is not None:
            tell(desk, key, Receiver(person.id, person.name, home), Outgoing(content))


def _home(desk: Desk, person: Person, scarce: Channel) -> Address | None:
    homes = [account.home for account in desk.people.accounts(person.id) if account.reach is Reach.OK]
    return min(homes, key=lambda home: home.channel is scarce, default=None)
