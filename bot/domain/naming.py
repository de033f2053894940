"""Whom a printed name means: one body of the register, a group, or nobody in particular."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.agencies import Agency, AgencyGroup, AgencyId, GroupId
from bot.domain.register import acronym_keys, agency_key, compact, group_keys, kind_of, loose_key
from bot.vietnamese import one_line

_MANY = re.compile(r"^(?:tat ca |toan the )?(?:cac|nhung|moi)\b|^(?:ubnd|thanh vien|trung tam \S.*?|phong \S.*?) cac\b")
_SETS = re.compile(r"^(?:dia phuong|so (?:ban )?nganh|huyen thi xa|xa phuong|ubnd huyen thi xa|ubnd xa phuong)\b")
_GENERIC = re.compile(
    r"^(?:\b(?:cac|nhung|moi|tat ca|toan the|va|hoac|co quan|don vi|to chuc|ca nhan|doanh nghiep|dia phuong|khac|trong"
    r"|tren|tinh|thuoc|cua|dia ban|tung|theo|chuc nang|nhiem vu|duoc giao)\b ?)+$"
)
_ANYBODY = re.compile(r"\b(?:co quan|don vi|to chuc|ca nhan|doanh nghiep)\b")
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
    """Whom a name means; for `NEW_AGENCY` and `NEW_GROUP` `name` is what to call them, for `AMBIGUOUS` `candidates` fit."""

    meaning: Meaning
    name: str
    agency: AgencyId | None = None
    group: GroupId | None = None
    candidates: tuple[AgencyId, ...] = ()


@dataclass(frozen=True)
class Register:
    """The existing bodies and the groups, ready for looking names up.

    The tiers are tried in order: whole names, aliases, names without "tỉnh" and the province's, names without "Sở", first
    letters.
    """

    tiers: tuple[Mapping[str, tuple[AgencyId, ...]], ...] = ()
    groups: Mapping[str, GroupId] = field(default_factory=dict)
    province: str | None = None
    names: Mapping[AgencyId, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        agencies: Iterable[Agency],
        aliases: Mapping[AgencyId, tuple[str, ...]],
        groups: Iterable[AgencyGroup],
        province: str | None = None,
    ) -> Register:
        """Index the register."""
        names = {agency.id: agency.name for agency in agencies}
        tiers = (
            _index((agency_key(name), agency) for agency, name in names.items()),
            _index((agency_key(alias), agency) for agency in names for alias in aliases.get(agency, ())),
            _index((loose_key(name, province), agency) for agency, name in names.items()),
            _index((agency_key(name).removeprefix("so "), agency) for agency, name in names.items()),
            _index((key, agency) for agency, name in names.items() for key in acronym_keys(name)),
            _index((key, agency) for agency, name in names.items() for key in acronym_keys(loose_key(name, province))),
        )
        by_key = {group_keys(group.name)[0]: group.id for group in groups}
        families = {group_keys(group.name)[-1]: group.id for group in groups}
        return cls(tiers, families | by_key, province, names)

    def find(self, name: str) -> tuple[AgencyId, ...]:
        """List the bodies that a name or alias fits; several when it is ambiguous."""
        key, loose = agency_key(name), loose_key(name, self.province)
        wanted = (key, key, loose, key, compact(name), compact(loose))
        return next((tier[key] for tier, key in zip(self.tiers, wanted, strict=False) if key in tier), ())

    def find_group(self, name: str) -> GroupId | None:
        """Find a group by any writing of its name, or one that means the same set."""
        return next((self.groups[key] for key in group_keys(name) if key in self.groups), None)

    def similar(self, name: str) -> tuple[AgencyId, ...]:
        """List the bodies whose names differ from `name` by little, as by a typing slip; the likeliest first."""
        from rapidfuzz import fuzz, process

        keys = {agency: agency_key(known) for agency, known in self.names.items()}
        found = process.extract(agency_key(name), keys, scorer=fuzz.ratio, score_cutoff=88, limit=4)
        return tuple(agency for _, _, agency in found)


def _index(pairs: Iterable[tuple[str, AgencyId]]) -> dict[str, tuple[AgencyId, ...]]:
    found: defaultdict[str, tuple[AgencyId, ...]] = defaultdict(tuple)
    for key, agency in pairs:
        if agency not in found[key]:
            found[key] += (agency,)
    return dict(found)


def is_several(name: str) -> bool:
    """Tell whether a name means a set of bodies.

    >>> is_several("UBND các huyện, thị xã, thành phố"), is_several("Sở Ngoại vụ")
    (True, False)
    """
    key = agency_key(name)
    return bool(_MANY.search(key) or _SETS.search(key))


def is_phrase(name: str) -> bool:
    """Tell whether a name means nobody in particular.

    >>> is_phrase("Các cơ quan, đơn vị liên quan"), is_phrase("địa phương")
    (True, False)
    """
    key = agency_key(name)
    if "lien quan" in key:
        return True
    return bool(_GENERIC.search(key) and _ANYBODY.search(key))


def whom(printed: str, register: Register) -> Meant:
    """Decide whom a printed name means.

    A group comes first, then a name or alias, then phrases. A remark in brackets is left aside. Of "Trung tâm Công báo và Tin
    học, Văn phòng UBND tỉnh" the first is meant: the second says whose it is.
    """
    name = one_line(_ASIDE.sub("", printed)) or one_line(printed)
    group = register.find_group(name)
    if group is not None:
        return Meant(Meaning.GROUP, name, group=group)
    found = register.find(name) or register.find(printed)
    if found:
        return _bodies(name, found)
    if is_phrase(name):
        return Meant(Meaning.PHRASE, name)
    if is_several(name):
        return Meant(Meaning.NEW_GROUP, name)
    return _single(name, register)


def _bodies(name: str, found: tuple[AgencyId, ...]) -> Meant:
    if len(found) == 1:
        return Meant(Meaning.AGENCY, name, agency=found[0])
    return Meant(Meaning.AMBIGUOUS, name, candidates=found)


def _single(name: str, register: Register) -> Meant:
    first, comma, rest = name.partition(", ")
    if comma and kind_of(first) and (register.find(rest) or kind_of(rest)):
        return whom(first, register)
    return Meant(Meaning.NEW_AGENCY if kind_of(name) else Meaning.PHRASE, name)
