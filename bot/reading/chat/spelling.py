"""Spelling of single words as phones write them: without marks, with Telex keys left over, with slips and short forms.

A word's canonical form keeps its letters (ă â đ ê ô ơ ư among them) and puts the tone behind them as the Telex key in
upper case: "hoàn", "hòan" and "hoanf" are all "hoanF". Everything else in it is lower case.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.reading.chat.habits import FOREIGN, KEYWORDS, SHORT_FORMS, SOUNDS_LIKE
from bot.vietnamese import fold

_TONES = {"\u0300": "F", "\u0301": "S", "\u0309": "R", "\u0303": "X", "\u0323": "J"}

_SWAPPED = {"R": "X", "X": "R"}
_TOLD_APART = frozenset({"nua", "nghi", "bao", "mai"})

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
    r"(?:(?:ia|ie|oa|oe|ua|ue|uo|uye|uy|ye|[aeiouy])(?:ch|ng|nh|[cmnpt])?"
    r"|ai|ao|au|ay|eo|eu|ieu|iu|oi|oai|oay|oao|oeo|ui|uoi|uou|uu|uay|uya|uyu|yeu)"
)
_TELEX = (("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("uow", "ươ"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"))
_TELEX_TONE = re.compile(r"(?<=[aeiouyăâêôơư])([a-zđ]*?)([sfrxj])([a-zđ]*)$")
_REPEATED = re.compile(r"(.)\1+")


def canonical(word: str) -> str:
    """Bring a word to its canonical form.

    >>> canonical("Rồi"), canonical("hòan"), canonical("dang")
    ('rôiF', 'hoanF', 'dang')
    """
    letters, tone = "", ""
    for sign in unicodedata.normalize("NFD", word.lower()):
        if sign in _TONES:
            tone = _TONES[sign]
        else:
            letters += sign
    return unicodedata.normalize("NFC", letters) + tone


def bare(form: str) -> str:
    """Take a correctly written word, or a canonical form, to its letters without any marks."""
    return fold(form if form.islower() else re.sub("[FSRXJ]", "", form))


def variants(word: str) -> tuple[str, ...]:
    """List the canonical forms in which a correctly written word may be typed: in full, without its tone, without the
    marks of its letters, without either; with hỏi and ngã taken for each other, and as it sounds in the south.

    >>> variants("rồi")
    ('rôiF', 'rôi', 'roiF', 'roi')
    """
    full = canonical(word)
    letters, tone = full.rstrip("FSRXJ"), full[len(full.rstrip("FSRXJ")) :]
    forms = [full, letters, fold(letters) + tone, fold(letters)]
    if tone in _SWAPPED and fold(letters) not in _TOLD_APART:
        forms += [letters + _SWAPPED[tone], fold(letters) + _SWAPPED[tone]]
    if word in SOUNDS_LIKE:
        forms += variants(SOUNDS_LIKE[word])
    return tuple(dict.fromkeys(forms))


@lru_cache(maxsize=8192)
def respell(raw: str, shouted: bool) -> str:
    """Read one typed word (NFC, letters only) as canonical words; what cannot be a Vietnamese word is mended if it can be.

    `shouted` says that the whole message is in capitals, so that capitals do not make a word an acronym.
    """
    word = raw.lower()
    acronym = raw.isupper() and len(raw) > 1 and not shouted
    if not acronym and word in SHORT_FORMS:
        return " ".join(canonical(part) for part in SHORT_FORMS[word].split())
    form = canonical(word)
    if acronym or word in FOREIGN or _is_syllable(form):
        return form
    telex = _from_telex(word)
    if telex is not None and telex in _keyword_forms():
        return telex
    return _collapsed(form) or telex or _nearest(form) or form


def _is_syllable(form: str) -> bool:
    return _SYLLABLE.fullmatch(fold(form.rstrip("FSRXJ"))) is not None


def _collapsed(form: str) -> str | None:
    """Undo a key held too long: "rồiii", "vướnng"."""
    letters = form.rstrip("FSRXJ")
    once = _REPEATED.sub(r"\1", letters)
    return once + form[len(letters) :] if once in FOREIGN or _is_syllable(once) else None


def _from_telex(word: str) -> str | None:
    """Undo Telex keys that the phone left as they are: "ddang lamf" is "đang làm"."""
    for keys, letter in _TELEX:
        word = word.replace(keys, letter)
    tone = ""
    found = _TELEX_TONE.search(word)
    if found and not _is_syllable(word):
        tone = found[2].upper()
        word = word[: found.start(2)] + found[3]
    return word + tone if _is_syllable(word) else None


@lru_cache(maxsize=1)
def _keyword_forms() -> frozenset[str]:
    return frozenset(canonical(word) for word in KEYWORDS)


@lru_cache(maxsize=1)
def _bare_keywords() -> frozenset[str]:
    return frozenset(fold(word) for word in KEYWORDS if len(word) >= 4)


def _nearest(form: str) -> str | None:
    """Find the one keyword that is a single slip away; none or several give `None`."""
    from rapidfuzz.distance import OSA

    bare = fold(form.rstrip("FSRXJ"))
    if len(bare) < 3:
        return None
    near = [word for word in _bare_keywords() if OSA.distance(bare, word, score_cutoff=1) <= 1]
    return near[0] if len(near) == 1 else None
