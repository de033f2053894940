"""Addresses under which a file can be fetched or brought for a while, for channels that hand on no documents."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import quote

from bot.domain.messages import Address, Stored

VALID = timedelta(days=7)
UPLOAD = timedelta(days=1)
"""How long a file can be brought; whoever is later asks the bot again."""


@dataclass(frozen=True, slots=True)
class Links:
    """Makes and checks signed addresses below `public_url`; whoever has one can read that file, until it expires.

    For instance ``https://bot.example/f/1731632400/ab12…/9f0c…/bao-cao.docx``: when it expires (seconds since 1970), the
    file's hash, the signature, the name.
    """

    secret: bytes
    public_url: str

    def make(self, file: Stored, now: datetime, valid: timedelta = VALID) -> str:
        """Make an address that is good until `now` + `valid`."""
        expires = int((now + valid).timestamp())
        name = quote(file.name.replace("/", "-"), safe="")
        signature = self._sign(expires, file.sha256, file.name.replace("/", "-"))
        return f"{self.public_url.rstrip('/')}/f/{expires}/{file.sha256}/{signature}/{name}"

    def check(self, expires: str, digest: str, signature: str, name: str, now: datetime) -> bool:
        """Tell whether the parts of an address (not percent-encoded) are ours and still good."""
        if not _is_instant(expires):
            return False
        ours = self._sign(int(expires), digest, name)
        return _same(ours, signature) and now < _instant(expires)

    def make_upload(self, place: str, chat: Address, now: datetime) -> str:
        """Make an address for a file that answers the question at `place`, for instance "12:3", in somebody's chat."""
        expires = int((now + UPLOAD).timestamp())
        conversation, _, position = place.partition(":")
        signature = self._sign_upload(expires, place, chat)
        return f"{self.public_url.rstrip('/')}/u/{conversation}/{position}/{expires}/{signature}"

    def is_genuine_upload(self, expires: str, place: str, chat: Address, signature: str) -> bool:
        """Tell whether the parts of such an address are ours; it may be too late all the same."""
        return _is_instant(expires) and _same(self._sign_upload(int(expires), place, chat), signature)

    def _sign(self, expires: int, digest: str, name: str) -> str:
        return self._signature(f"{expires}\n{digest}\n{name}")

    def _sign_upload(self, expires: int, place: str, chat: Address) -> str:
        # The first line of a file's words is a number: no address for files is one for uploads.
        return self._signature(f"upload\n{chat.channel}\n{chat.chat}\n{place}\n{expires}")

    def _signature(self, words: str) -> str:
        return hmac.new(self.secret, words.encode("utf-8", "surrogateescape"), sha256).hexdigest()[:40]


def is_over(expires: str, now: datetime) -> bool:
    """Tell whether an address is no longer good; `expires` has been checked before."""
    return now >= _instant(expires)


def _is_instant(expires: str) -> bool:
    return expires.isascii() and expires.isdigit() and len(expires) <= 11


def _instant(expires: str) -> datetime:
    return datetime.fromtimestamp(int(expires), UTC)


def _same(ours: str, given: str) -> bool:
    return hmac.compare_digest(ours.encode(), given.encode("utf-8", "surrogateescape"))
