"""Whom a printed name means: one body of the register, a group, or nobody in particular."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.agencies import Agency, AgencyGroup, AgencyId, GroupId
from bot.domain.register import agency_key, group_keys, kind_of
from bot.reading.name_lists import full_name, is_catch_all, is_group
from bot.reading.name_matching import KnownAgency, beginning, match, nearest, with_initials, written
from bot.vietnamese import fold, one_line

_WHOEVER = re.compile(r"\blien quan\b|\bduoc (?:giao|phan cong)\b")
_ASIDE = re.compile(r"\s*\([^()]*\)")


class Meaning(StrEnum):
    """What a printed name turned out to be."""

    AGENCY = "agency"
    GROUP = "group"
    PHRASE = "phrase"
    NEW_AGENCY = "new_agency"
    NEW_GROUP = "new_group"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a name means.

    For `NEW_AGENCY` and `NEW_GROUP` `name` is what to call them. `candidates` are the bodies that fit an `AMBIGUOUS` name, or
    that look like a `NEW_AGENCY`.
    """

    meaning: Meaning
    name: str
    agency: AgencyId | None = None
    group: GroupId | None = None
    candidates: tuple[AgencyId, ...] = ()


MOST_ALIKE = 6
"""Words that stand in more names say nothing ("sở")."""


def _bare(name: str) -> str:
    return " ".join(re.findall(r"\w+", fold(name)))


@dataclass(frozen=True, slots=True)
class Found:
    """The bodies a name fits: one is certain, several are a question, `similar` ones only look alike."""

    certain: tuple[AgencyId, ...] = ()
    similar: tuple[AgencyId, ...] = ()


def _ids(known: Iterable[KnownAgency]) -> tuple[AgencyId, ...]:
    return tuple(AgencyId(one.id) for one in known)


@dataclass(frozen=True)
class Register:
    """The existing bodies and the groups, ready for looking names up."""

    known: tuple[KnownAgency, ...] = ()
    by_name: Mapping[str, AgencyId] = field(default_factory=dict)
    groups: Mapping[str, GroupId] = field(default_factory=dict)

    @classmethod
    def of(
        cls, agencies: Iterable[Agency], aliases: Mapping[AgencyId, tuple[str, ...]], groups: Iterable[AgencyGroup]
    ) -> Register:
        """Index the register."""
        listed = list(agencies)
        known = tuple(KnownAgency(agency.id, agency.name, aliases.get(agency.id, ())) for agency in listed)
        sets = list(groups)
        by_key = {group_keys(group.name)[0]: group.id for group in sets}
        families = {group_keys(group.name)[-1]: group.id for group in sets}
        return cls(known, {agency_key(agency.name): agency.id for agency in listed}, families | by_key)

    def find(self, name: str) -> Found:
        """Find the bodies that a name fits: a whole name wins over other bodies' aliases."""
        own = self.by_name.get(agency_key(name))
        if own is not None:
            return Found((own,))
        found = match(name, self.known)
        ids = tuple(AgencyId(known.id) for known in found.agencies)
        return Found(similar=ids) if found.how == "similar" else Found(ids)

    def find_typed(self, name: str) -> Found:
        """Find the bodies that a person means in a chat, where a few words of a name are enough to be asked back."""
        found = self.find(name)
        if found.certain or found.similar:
            return found
        return Found(similar=self._with_words(name) or _ids(nearest(name, self.known)))

    def beginning(self, name: str) -> tuple[AgencyId, ...]:
        """Find the bodies whose names begin so: "Sở Văn hóa", "giáo dục"."""
        return _ids(beginning(name, self.known))

    def verbatim(self, name: str, ids: tuple[AgencyId, ...]) -> tuple[AgencyId, ...]:
        """Of several bodies keep those in whose names the words stand with their marks: "xã An Thành", not An Thạnh."""
        words = one_line(name).casefold()
        return tuple(AgencyId(one.id) for one in self.known if one.id in ids and words in one.name.casefold())

    def written(self, name: str) -> tuple[AgencyId, ...]:
        """Find the bodies whose names are, or begin, word by word so: what holds a comma or "và"."""
        return _ids(written(name, self.known))

    def with_initials(self, name: str) -> tuple[AgencyId, ...]:
        """Find the bodies that a short form in any letters stands for: "sở nv"."""
        return _ids(with_initials(name, self.known))

    def _with_words(self, name: str) -> tuple[AgencyId, ...]:
        """Find the bodies in whose names the words stand: "văn hóa" is part of "Sở Văn hóa, Thể thao và Du lịch"."""
        words = f" {_bare(name)} "
        found = [AgencyId(one.id) for one in self.known if words.strip() and words in f" {_bare(one.name)} "]
        return tuple(found) if len(found) <= MOST_ALIKE else ()

    def find_group(self, name: str) -> GroupId | None:
        """Find a group by any writing of its name, or one that means the same set."""
        return next((self.groups[key] for key in group_keys(name) if key in self.groups), None)


def whom(printed: str, register: Register) -> Meant:
    """Decide whom a printed name means.

    A group comes first, then phrases and new groups, then bodies. A remark in brackets is left aside. Of "Trung tâm Công báo
    và Tin học, Văn phòng UBND tỉnh" the first is meant: the second says whose it is.
    """
    name = one_line(_ASIDE.sub("", printed)) or one_line(printed)
    group = register.find_group(name)
    if group is not None:
        return Meant(Meaning.GROUP, name, group=group)
    if is_catch_all(name) or _WHOEVER.search(fold(name)):
        return Meant(Meaning.PHRASE, name)
    if is_group(name):
        return Meant(Meaning.NEW_GROUP, name)
    return _body(name, register)


def _body(name: str, register: Register) -> Meant:
    found = register.find(name)
    if len(found.certain) == 1:
        return Meant(Meaning.AGENCY, name, agency=found.certain[0])
    if found.certain:
        return Meant(Meaning.AMBIGUOUS, name, candidates=found.certain)
    first, comma, rest = name.partition(", ")
    if comma and kind_of(first) and (kind_of(rest) or register.find(rest).certain):
        return whom(first, register)
    if kind_of(name) is None:
        return Meant(Meaning.PHRASE, name)
    return Meant(Meaning.NEW_AGENCY, spelled_out(name), candidates=found.similar)


def spelled_out(name: str) -> str:
    """Write what is shortened in a name out, save "UBND", which everybody reads.

    >>> spelled_out("Sở TTTT"), spelled_out("UBND huyện Ba Tơ")
    ('Sở Thông tin và Truyền thông', 'UBND huyện Ba Tơ')
    """
    whole = full_name(name)
    return name if agency_key(whole) == agency_key(name) else whole
