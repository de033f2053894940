"""The register of agencies: taking a file in, and one body following another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.agencies import Agency, AgencyId, RegisterEntry
from bot.domain.people import PersonId
from bot.errors import Conflict, InvalidInput
from bot.texts.days import short_day
from bot.usecases.desk import Desk
from bot.usecases.obligations import make_all_dues
from bot.vietnamese import one_line
from storage.obligations import Obligations
from storage.successions import Successions


@dataclass(frozen=True, slots=True)
class RegisterResult:
    """What taking a register file in did."""

    added: tuple[str, ...]
    updated: int
    groups: int


@dataclass(frozen=True, slots=True)
class Succession:
    """What passed from one body to another; `event` is its number in the log of changes."""

    old: Agency
    new: Agency
    people: int
    dues: int
    event: int = 0


def import_register(desk: Desk, entries: Sequence[RegisterEntry], *, by: PersonId | None = None) -> RegisterResult:
    """Take the lines of a register file in; bodies not in it stay.

    What is owed by the groups that changed is made anew. Raises `InvalidInput("register.empty")`.
    """
    if not entries:
        raise InvalidInput("register.empty")
    done = [(entry.name, desk.agencies.upsert(entry)[1]) for entry in entries]
    make_all_dues(desk)
    added = tuple(name for name, new in done if new)
    groups = len({name for entry in entries for name in entry.groups})
    counts = {"added": len(added), "updated": len(done) - len(added), "groups": groups}
    desk.events.log(desk.now, by, "register.imported", "register", after=counts)
    return RegisterResult(added, len(done) - len(added), groups)


def read_name(typed: str) -> str:
    """Read the name a body is to have; raises `InvalidInput("agency.nameless")` where there is no letter in it."""
    name = one_line(typed)
    if not any(sign.isalpha() for sign in name):
        raise InvalidInput("agency.nameless", given=name)
    return name


def rename(
    desk: Desk,
    old: Agency,
    name: str,
    *,
    effective_on: date | None = None,
    legal_ref: str | None = None,
    by: PersonId | None = None,
) -> Succession:
    """Let a body go on under a new name from a day on (today when not given).

    What was reported keeps the old name: the new name is a body of its own that takes over. To mend a slip use `correct`.
    Raises `Conflict("agency.exists")`, and `InvalidInput("agency.nameless")` as `read_name` does.
    """
    name = read_name(name)
    if desk.agencies.find_by_folded(name):
        raise Conflict("agency.exists", name=name)
    new = desk.agencies.get(desk.agencies.add(name, kind=None))
    return _succeed(desk, old, new, "rename", effective_on, legal_ref, by)


def merge(
    desk: Desk,
    old: Agency,
    new: Agency,
    *,
    effective_on: date | None = None,
    legal_ref: str | None = None,
    by: PersonId | None = None,
) -> Succession:
    """Let `new` take `old` over from a day on (today when not given).

    Its focal points, assignments, places in groups and what it still owes pass to `new`; what was reported stays under the old
    name, and the old names go on being understood as `new`. Raises `InvalidInput("agency.same")`,
    `InvalidInput("agency.future")` for a day to come, `Conflict("agency.gone")` for a body that was merged already.
    """
    return _succeed(desk, old, new, "merge", effective_on, legal_ref, by)


def split(
    desk: Desk,
    old: Agency,
    parts: Sequence[Agency],
    *,
    effective_on: date | None = None,
    legal_ref: str | None = None,
    by: PersonId | None = None,
) -> Succession:
    """Let several bodies take `old` over; the first takes on what it still owes and its people, all come into its groups."""
    groups = [group for group in desk.agencies.groups() if old.id in group.members]
    day = effective_on or desk.today
    for part in parts[1:]:
        _check(desk, old, part, day)
        desk.agencies.add_succession(old.id, part.id, "split", day, legal_ref)
        for group in groups:
            desk.agencies.add_member(group.id, part.id)
    return _succeed(desk, old, parts[0], "split", effective_on, legal_ref, by)


@dataclass(frozen=True, slots=True)
class Correction:
    """A body with its mended name; `event` is the correction's number in the log of changes."""

    agency: Agency
    event: int


def correct(desk: Desk, agency: Agency, name: str, *, by: PersonId | None = None) -> Correction:
    """Mend a slip in a body's name, in all that was reported too; the mistaken name stays as an alias.

    Raises `Conflict("agency.exists")` for the name of another body, and `InvalidInput("agency.nameless")`.
    """
    name = read_name(name)
    other = desk.agencies.find_by_folded(name)
    if other is not None and other.id != agency.id:
        raise Conflict("agency.exists", name=name)
    desk.agencies.correct(agency.id, name)
    desk.agencies.add_alias(agency.id, agency.name)
    event = desk.events.log(desk.now, by, "agency.corrected", f"agency:{agency.id}", agency.name, name)
    return Correction(desk.agencies.get(agency.id), event)


def _check(desk: Desk, old: Agency, new: Agency, effective_on: date) -> None:
    if old.id == new.id:
        raise InvalidInput("agency.same", name=old.name)
    if effective_on > desk.today:
        raise InvalidInput("agency.future", day=short_day(effective_on))
    if old.active_until is not None:
        raise Conflict("agency.gone", name=old.name)


def _succeed(
    desk: Desk,
    old: Agency,
    new: Agency,
    kind: str,
    effective_on: date | None,
    legal_ref: str | None,
    by: PersonId | None,
) -> Succession:
    """Let `new` take over.

    1. The old body ends the day before, and who follows it is noted with the legal reference.
    2. Groups, assignments, focal points and what is still owed pass on.
    3. Dues are made anew: a group may have brought `new` what it did not owe before.
    """
    day = effective_on or desk.today
    _check(desk, old, new, day)
    if not desk.agencies.close(old.id, day):
        raise Conflict("agency.gone", name=old.name)
    successions = Successions(desk.connection)
    held = {"held": successions.holdings(old.id), "had": successions.holdings(new.id)}
    desk.agencies.add_succession(old.id, new.id, kind, day, legal_ref)
    desk.agencies.succeed_in_groups(old.id, new.id)
    desk.plans.reassign_all(old.id, new.id)
    people = desk.people.move_memberships(old.id, new.id, desk.now)
    owed = Obligations(desk.connection).hand_over(old.id, new.id, desk.now)
    _keep_old_names(desk, old, new.id)
    make_all_dues(desk)
    told = {"new": new.id, "kind": kind, "effective_on": day.isoformat(), "legal_ref": legal_ref}
    event = desk.events.log(desk.now, by, "agency.succeeded", f"agency:{old.id}", {"name": old.name} | held, told)
    return Succession(desk.agencies.get(old.id), desk.agencies.get(new.id), people, owed, event)


def _keep_old_names(desk: Desk, old: Agency, new: AgencyId) -> None:
    names: Iterable[str] = (old.name, *desk.agencies.aliases().get(old.id, ()))
    for name in names:
        desk.agencies.add_alias(new, name)
