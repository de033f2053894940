"""Whom a one-off request goes to: the groups offered, and the names that an officer types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.domain.agencies import AgencyGroup, AgencyId
from bot.domain.people import PersonId
from bot.domain.register import group_key
from bot.reading.chat.receivers import Named, read_receivers
from bot.texts import requests as texts
from bot.usecases.desk import Desk
from bot.usecases.naming import register_of
from bot.usecases.permissions import coordinator
from bot.usecases.receivers import receivers
from bot.vietnamese import fold

GROUPS = 6
EVERYBODY = "all"
_ALIKE = 80.0
"""From this likeness on, in percent, a group is offered for a name with a slip in it; never taken by itself."""
_AGREED = frozenset(
    ("dung", "dung roi", "dung vay", "phai", "phai roi", "co", "u", "uh", "ok", "vang", "da", "chinh no")
)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of agencies to choose."""

    value: str
    label: str


@dataclass(frozen=True)
class GroupsToAsk:
    """Look up the groups that can be chosen with one tap, the largest first, and all agencies together."""

    person: PersonId

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = tuple[Group, ...]

    def perform(self, desk: Desk) -> tuple[Group, ...]:
        coordinator(desk, self.person)
        sizes = {group: len(desk.agencies.expand(group.id)) for group in desk.agencies.groups()}
        largest = sorted((group for group in sizes if sizes[group]), key=lambda group: -sizes[group])[:GROUPS]
        everybody = Group(EVERYBODY, f"{texts.EVERYBODY} ({len(desk.agencies.all_active())})")
        return (*(Group(f"g{group.id}", f"{group.name} ({sizes[group]})") for group in largest), everybody)


@dataclass(frozen=True, slots=True)
class Receivers:
    """Whom names mean; `unmanned` are those of `names` with nobody who can be reached.

    `unknown` are names that are none for certain, to be asked about one after another ("trừ Sở Y" for one to be left out);
    `like` are the agencies and groups that the first of them may mean.
    """

    agencies: tuple[AgencyId, ...]
    names: tuple[str, ...]
    unmanned: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    like: tuple[Group, ...] = ()


@dataclass(frozen=True)
class FindReceivers:
    """Find the agencies a person names, beside `known` ones: the value of a choice, or names as typed.

    `asked` are the names of which the first was asked about: what is said now is about that one, and no words leave it out.
    """

    words: str
    known: tuple[AgencyId, ...] = ()
    asked: tuple[str, ...] = ()

    effect: ClassVar[bool] = False
    result: ClassVar[Any] = Receivers

    def perform(self, desk: Desk) -> Receivers:
        asked = self.asked[0] if self.asked else ""
        found = _meant(desk, self._said(desk, asked))
        if asked.startswith(texts.BUT):
            found = _Meant([], [*found.spared, *found.wanted], [_but(name) for name in found.unknown])
        kept = (agency for agency in (*self.known, *found.wanted) if agency not in found.spared)
        ids = tuple(dict.fromkeys(kept))
        bodies, people = desk.agencies.get_many(ids), receivers(desk, ids)
        unmanned = tuple(bodies[agency].name for agency in ids if not people[agency])
        unknown = tuple(dict.fromkeys((*found.unknown, *self.asked[1:])))
        return Receivers(
            ids, tuple(bodies[agency].name for agency in ids), unmanned, unknown, _likely(desk, unknown[:1])
        )

    def _said(self, desk: Desk, asked: str) -> str:
        """Give the words, or what was offered where they only agree to it: "đúng rồi"."""
        offered = _likely(desk, (asked,)) if asked and fold(self.words) in _AGREED else ()
        return offered[0].value if len(offered) == 1 else self.words


@dataclass(frozen=True, slots=True)
class _Meant:
    """Whom a list means: those to ask, those to leave out, and names that are none for certain."""

    wanted: list[AgencyId]
    spared: list[AgencyId]
    unknown: list[str]


def _but(name: str) -> str:
    return name if name.startswith(texts.BUT) else f"{texts.BUT}{name}"


def _likely(desk: Desk, unknown: Sequence[str]) -> tuple[Group, ...]:
    """Offer the groups and agencies that names with a slip in them may mean."""
    names = [name.removeprefix(texts.BUT) for name in unknown]
    groups = {group.id: group for name in names for group in _like_groups(desk, name)}
    named = tuple(
        Group(f"g{group.id}", f"{group.name} ({len(desk.agencies.expand(group.id))})") for group in groups.values()
    )
    register = register_of(desk)
    like = [agency for name in names for one in read_receivers(name, register) for agency in one.like]
    bodies = desk.agencies.get_many(like[:GROUPS])
    return (*named, *(Group(f"a{agency.id}", agency.name) for agency in bodies.values()))[:GROUPS]


def _like_groups(desk: Desk, name: str) -> list[AgencyGroup]:
    from rapidfuzz import fuzz

    return [group for group in desk.agencies.groups() if fuzz.ratio(group_key(group.name), group_key(name)) >= _ALIKE]


def _meant(desk: Desk, words: str) -> _Meant:
    """Split what was typed into agencies, those to be left out, and names that are none for certain."""
    if words == EVERYBODY:
        return _Meant([agency.id for agency in desk.agencies.all_active()], [], [])
    by_value = {f"g{group.id}": list(desk.agencies.expand(group.id)) for group in desk.agencies.groups()}
    by_value |= {f"a{agency.id}": [agency.id] for agency in desk.agencies.all_active()}
    if words in by_value:
        return _Meant(by_value[words], [], [])
    found = _Meant([], [], [])
    for named in read_receivers(words, register_of(desk)):
        bodies = _bodies(desk, named)
        if bodies:
            (found.spared if named.spared else found.wanted).extend(bodies)
        else:
            found.unknown.append(_but(named.typed) if named.spared else named.typed)
    return found


def _bodies(desk: Desk, named: Named) -> list[AgencyId]:
    """List the agencies that a name stands for; empty where it stands for none for certain."""
    if named.everybody:
        return [agency.id for agency in desk.agencies.all_active()]
    if named.group is not None:
        return list(desk.agencies.expand(named.group))
    if named.kinds:
        return [agency.id for agency in desk.agencies.of_kinds(named.kinds)]
    return list(named.agencies)
