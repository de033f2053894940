"""Find a printed name among the agencies or groups that are known.

In this order: an exact name or alias, an acronym, the words without the generic head word. Where two fit, nobody is chosen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.reading.bodies import PROVINCES
from bot.reading.name_lists import full_name, is_group
from bot.vietnamese import fold

How = Literal["exact", "acronym", "words", "similar", "ambiguous", "none"]


@dataclass(frozen=True, slots=True)
class KnownAgency:
    """An agency, or a group, of the register, with the other names it goes by."""

    id: int
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """What was found: the agencies that fit and by which step; one agency is certain, several are a question."""

    agencies: tuple[KnownAgency, ...]
    how: How

    @property
    def only(self) -> KnownAgency | None:
        """Give the agency when just one fits, and not by likeness alone."""
        return self.agencies[0] if len(self.agencies) == 1 and self.how in ("exact", "acronym", "words") else None


_NONE = Match((), "none")
# Words that say what sort of body it is, or where; they tell no two bodies of a province apart.
_HEADS = re.compile(
    r"^(?:so|ban|bo|cuc|chi cuc|phong|hoi|lien hiep|trung tam|van phong|uy ban nhan dan|uy "
    r"ban|bao|dai|cong an|vien|truong|tap chi|cong|lien minh"
    r"|lien doan|huyen|thi xa|thanh pho|quan|xa|phuong|thi tran|dac khu)\b"
)
_PLACES = re.compile(r"\b(?:cua|cap|truc thuoc|thuoc)?\s*tinh(?: [a-z]+(?: [a-z]+){0,3})?$|\btren dia ban.*$")
_PROVINCE = re.compile(rf"(?<!thanh pho)\s(?:{'|'.join(fold(name).replace(' - ', ' ') for name in PROVINCES)})$")
_LOCAL = ("huyen", "thi xa", "thanh pho", "quan", "xa", "phuong", "thi tran", "dac khu")
# From this likeness on a name with a slip of typing is offered; never taken by itself.
_ALIKE = 86.0
# From this likeness on a name like none is offered what comes nearest to it.
_NEAR = 62.0
_SHORTEST_LIKE = 4
_OFFERED = 3
_ANOTHER_HEAD = 5.0
_WITHIN = 12.0
# So many words tell which of the names that begin alike is meant; one may be of many.
_TELLING = 2
_LONGEST_SHORT = 7


def match(name: str, register: Sequence[KnownAgency]) -> Match:
    """Find a printed name in the register.

    `how` is "ambiguous" where several fit equally and "similar" where the best only looks alike: both are for a person to
    decide.
    """
    steps: tuple[tuple[How, Sequence[KnownAgency]], ...] = (
        ("exact", _by_key(_key(name), register, _keys)),
        ("exact", _by_key(_bare(_key(name)), register, _bare_keys)),
        ("acronym", _by_acronym(name, register)),
        ("words", _by_words(name, register)),
    )
    for how, found in steps:
        if found:
            return Match(tuple(found), how if len(found) == 1 else "ambiguous")
    return _by_likeness(name, register)


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """Give the words of a name written out, without marks and "và"."""
    words = re.findall(r"[a-z0-9]+", fold(full_name(re.sub(r"\([^()]*\)?", " ", name))))
    key = " ".join(word for word in words if word != "va")
    return re.sub(r"^cac ", "", key) if is_group(name) else key


@lru_cache(maxsize=4096)
def _bare(key: str) -> str:
    """Leave the place out: "cong an tinh vinh long" and "cong an" are one body of a province."""
    bare = _PLACES.sub("", key).strip() or key
    without_province = _PROVINCE.sub("", bare)
    # "Báo Quảng Ngãi" is a name, "Đài Phát thanh và Truyền hình Quảng Ngãi" has one without the place.
    return without_province if len(without_province.split()) >= 3 else bare


@lru_cache(maxsize=4096)
def _keys(known: KnownAgency) -> frozenset[str]:
    return frozenset(_key(name) for name in (known.name, *known.aliases))


@lru_cache(maxsize=4096)
def _bare_keys(known: KnownAgency) -> frozenset[str]:
    return frozenset(_bare(key) for key in _keys(known))


def _by_key(
    key: str, register: Sequence[KnownAgency], keys: Callable[[KnownAgency], frozenset[str]]
) -> list[KnownAgency]:
    return [known for known in register if key and key in keys(known)]


def _by_acronym(name: str, register: Sequence[KnownAgency]) -> list[KnownAgency]:
    """Find "STTTT", "Sở TT-TT", "BQLKKT": letters that are the initials of a known name."""
    letters = _letters(name)
    return [known for known in register if letters and letters in _acronyms(known)] if letters else []


def _letters(name: str) -> str:
    """Give the letters of a name that is an acronym, its head word as its initial; empty when it is none."""
    words = name.split()
    if not words:
        return ""
    head = _HEADS.match(fold(words[0])) is not None and len(words) > 1
    rest = "".join(words[1:] if head else words)
    bare = re.sub(r"[\s&.,/-]", "", rest)
    if len(bare) < 2 or not bare.isalpha() or bare != bare.upper():
        return ""
    return (fold(words[0])[0] if head else "") + fold(bare)


@lru_cache(maxsize=2048)
def _acronyms(known: KnownAgency) -> frozenset[str]:
    """Make the acronyms of a name: all initials, those without the head, those without the place."""
    made: set[str] = set()
    for key in _keys(known):
        for words in (key.split(), _bare(key).split()):
            initials = "".join(word[0] for word in words)
            without_head = "".join(word[0] for word in _without_head(" ".join(words)).split())
            made |= {initials, without_head}
    return frozenset(letters for letters in made if len(letters) >= 2)


@lru_cache(maxsize=8192)
def _without_head(key: str) -> str:
    """Leave the head out, also the second of two: "uy ban nhan dan huyen binh son"."""
    bare = _HEADS.sub("", key).strip()
    bare = _HEADS.sub("", bare).strip() or bare
    return re.sub(r"^(?:chi huy |bo doi |doi (?=bien phong))+", "", bare)


def _by_words(name: str, register: Sequence[KnownAgency]) -> list[KnownAgency]:
    """Find a name by its words in any order; head words count only where both have one.

    Where several have the same words ("An Bình", "Bình An") their order decides.
    """
    key = _bare(_key(name))
    words = sorted(_without_head(key).split())
    if len(words) < 2 and not _HEADS.match(key):
        words = sorted(key.split())
    found = [
        known
        for known in register
        if any(
            words and words == sorted(_without_head(other).split()) and _heads_agree(key, other)
            for other in _bare_keys(known)
        )
    ]
    in_order = [
        known for known in found if any(_without_head(key) == _without_head(other) for other in _bare_keys(known))
    ]
    return in_order if len(in_order) == 1 else found


def _heads_agree(one: str, other: str) -> bool:
    first, second = _HEADS.match(one), _HEADS.match(other)
    if first is None or second is None or first[0] == second[0]:
        return True
    # A district is its committee.
    return "uy ban nhan dan" in (first[0], second[0]) and (first[0] in _LOCAL or second[0] in _LOCAL)


def _by_likeness(name: str, register: Sequence[KnownAgency]) -> Match:
    """Offer the names that look most alike, for a slip of typing."""
    from rapidfuzz import fuzz

    key = _bare(_key(name))
    if len(key) < 5:
        return _NONE
    scored = []
    for known in register:
        score = max(fuzz.ratio(_core(key), _core(other)) for other in _bare_keys(known))
        if score >= _ALIKE and any(_heads_agree(key, other) for other in _bare_keys(known)):
            scored.append((score, known))
    if not scored:
        return _NONE
    best = max(score for score, _ in scored)
    found = tuple(known for score, known in scored if score >= best - 4)
    return Match(found, "similar" if len(found) == 1 else "ambiguous")


def beginning(name: str, register: Sequence[KnownAgency]) -> list[KnownAgency]:
    """Find the names that begin with two or more words of a field: "Sở Văn hóa", "quân sự".

    A head word counts only where both have one.
    """
    key = _bare(_key(name))
    return [known for known in register if any(_begins(other, key) for other in _bare_keys(known))]


def _begins(other: str, key: str) -> bool:
    core, words = _without_head(other), _without_head(key)
    if len(key.split()) >= _TELLING and any(f"{whole} ".startswith(f"{key} ") for whole in (other, core)):
        return True
    return len(words.split()) >= _TELLING and f"{core} ".startswith(f"{words} ") and _heads_agree(key, other)


def written(name: str, register: Sequence[KnownAgency]) -> list[KnownAgency]:
    """Find the names that are written so, or begin so, word by word and without a place: what holds a comma or "và"."""
    key = _key(name)
    if len(key.split()) < _TELLING:
        return []
    exact = _by_key(key, register, _keys) or _by_key(key, register, _bare_keys)
    return exact or [known for known in register if any(f"{other} ".startswith(f"{key} ") for other in _keys(known))]


def with_initials(name: str, register: Sequence[KnownAgency]) -> list[KnownAgency]:
    """Find the names that a short form in any letters may stand for: "sở nv" is Nội vụ and Ngoại vụ."""
    *head, letters = name.split() or [""]
    if len(head) > 1 or not letters.isalpha() or not _TELLING <= len(letters) <= _LONGEST_SHORT:
        return []
    return _by_acronym(" ".join((*head, letters.upper())), register)


def nearest(name: str, register: Sequence[KnownAgency]) -> list[KnownAgency]:
    """Find the few names that come nearest to one that fits none, the nearest first; only to be offered."""
    key = _bare(_key(name))
    if len(key) < _SHORTEST_LIKE:
        return []
    rare = _rare_words(tuple(register))
    scored = []
    for known in register:
        score = max(_nearness(key, other, rare) for other in _bare_keys(known))
        if score >= _NEAR:
            scored.append((score, known))
    scored.sort(key=lambda one: -one[0])
    return [known for score, known in scored if score >= scored[0][0] - _WITHIN][:_OFFERED]


def _nearness(key: str, other: str, rare: frozenset[str]) -> float:
    """Compare the whole of both names, and as many first words as both have; another head takes a little off."""
    from rapidfuzz import fuzz

    mine, theirs = _core(key), _core(other)
    both = min(len(mine.split()), len(theirs.split()))
    first, begun = (" ".join(words.split()[:both]) for words in (mine, theirs))
    alike = max(fuzz.ratio(mine, theirs), fuzz.ratio(first, begun), _shared(mine, other, rare))
    return alike - (0 if _heads_agree(key, other) else _ANOTHER_HEAD)


@lru_cache(maxsize=8)
def _rare_words(register: tuple[KnownAgency, ...]) -> frozenset[str]:
    """Collect the words that stand in few names, and so tell bodies apart."""
    counted = Counter(word for known in register for key in _bare_keys(known) for word in set(_core(key).split()))
    return frozenset(word for word, count in counted.items() if count <= _OFFERED)


def _shared(core: str, other: str, rare: frozenset[str]) -> float:
    """Tell how many percent of the words of a name are rare ones that stand in the other."""
    words = core.split()
    return 100 * sum(word in rare and word in other.split() for word in words) / len(words) if words else 0


def _core(key: str) -> str:
    # Without the head, which would make all names of one sort alike.
    return _without_head(key) or key
