"""Finds the bodies and groups that printed names mean, and takes new ones into the register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.domain.agencies import Agency, AgencyId, GroupId
from bot.domain.plans import Question
from bot.domain.register import kinds_of_group
from bot.errors import InvalidInput, NotFound
from bot.reading.whom import Meaning, Meant, Register, whom
from bot.usecases.desk import Desk


def register_of(desk: Desk) -> Register:
    """Index the register as it stands."""
    return Register.of(desk.agencies.all_active(), desk.agencies.aliases(), desk.agencies.groups())


def find_agency(desk: Desk, name: str) -> Agency:
    """Find the one existing body that a person means.

    Raises `NotFound("agency.unknown")`, `NotFound("agency.unknown_but_like")` with the likeliest in `like`, or
    `InvalidInput("agency.ambiguous")` with the `candidates`.
    """
    found = register_of(desk).find_typed(name)
    if len(found.certain) == 1:
        return desk.agencies.get(found.certain[0])
    names = desk.agencies.get_many(found.certain or found.similar)
    listed = "; ".join(agency.name for agency in names.values())
    if found.certain:
        raise InvalidInput("agency.ambiguous", name=name, candidates=listed)
    if listed:
        raise NotFound("agency.unknown_but_like", name=name, like=listed)
    raise NotFound("agency.unknown", name=name)


@dataclass
class Names:
    """The printed names of one document. New bodies and groups are taken in as they come up; what is unsure is asked."""

    desk: Desk
    new_agencies: list[str] = field(default_factory=list)
    new_groups: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    _known: dict[str, Meant] = field(default_factory=dict)
    _register: Register | None = None

    def whom(self, printed: str) -> Meant:
        """Find whom a name means, taking in what is new: the answer is never `NEW_AGENCY` or `NEW_GROUP`."""
        if printed not in self._known:
            self._known[printed] = self._settle(self._look(printed), printed)
        return self._known[printed]

    def take_in(self, printed: Iterable[str]) -> None:
        """Take in the new bodies among names before any new group, whose members may be among them."""
        for name in printed:
            if self.look(name).meaning is Meaning.NEW_AGENCY:
                self.whom(name)

    def look(self, printed: str) -> Meant:
        """Find whom a name means without taking anything in."""
        return self._known.get(printed) or self._look(printed)

    def _look(self, printed: str) -> Meant:
        if self._register is None:
            self._register = register_of(self.desk)
        return whom(printed, self._register)

    def _settle(self, meant: Meant, printed: str) -> Meant:
        if meant.meaning is Meaning.NEW_AGENCY:
            return self._new_agency(meant, printed)
        if meant.meaning is Meaning.NEW_GROUP:
            return self._new_group(meant, printed)
        if meant.meaning is Meaning.AMBIGUOUS:
            self._ask("agency.ambiguous", printed, meant.candidates)
        return meant

    def _new_agency(self, meant: Meant, printed: str) -> Meant:
        if meant.candidates:
            self._ask("agency.similar", printed, meant.candidates)
        agency = self.desk.agencies.add(meant.name)
        if meant.name != printed:
            self.desk.agencies.add_alias(agency, printed)
        self.new_agencies.append(meant.name)
        self._register = None
        return Meant(Meaning.AGENCY, meant.name, agency=agency)

    def _new_group(self, meant: Meant, printed: str) -> Meant:
        members = self.desk.agencies.of_kinds(kinds_of_group(meant.name))
        group = self.desk.agencies.group(meant.name)
        self.desk.agencies.set_members(group, [agency.id for agency in members])
        self._ask("group.guessed" if members else "group.empty", printed, [agency.id for agency in members])
        self.new_groups.append(meant.name)
        self._register = None
        return Meant(Meaning.GROUP, meant.name, group=group)

    def _ask(self, code: str, printed: str, candidates: tuple[AgencyId, ...] | list[AgencyId]) -> None:
        names = self.desk.agencies.get_many(candidates)
        self.questions.append(Question(code, "", printed, tuple(agency.name for agency in names.values())))


@dataclass
class Expander:
    """Turns groups into their existing members, looking each group up once."""

    desk: Desk
    _known: dict[GroupId, tuple[AgencyId, ...]] = field(default_factory=dict)

    def members(self, agency: AgencyId | None, group: GroupId | None) -> tuple[AgencyId, ...]:
        """List the bodies that an assignment is about."""
        if agency is not None:
            return (agency,)
        if group is None:
            return ()
        if group not in self._known:
            self._known[group] = self.desk.agencies.expand(group)
        return self._known[group]
