"""Addresses under which a file can be fetched for a while, for channels that take no documents."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import quote

from bot.domain.messages import Stored

VALID = timedelta(days=7)


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
        if not (expires.isascii() and expires.isdigit() and len(expires) <= 11):
            return False
        ours = self._sign(int(expires), digest, name)
        genuine = hmac.compare_digest(ours.encode(), signature.encode("utf-8", "surrogateescape"))
        return genuine and now < datetime.fromtimestamp(int(expires), UTC)

    def _sign(self, expires: int, digest: str, name: str) -> str:
        words = f"{expires}\n{digest}\n{name}".encode("utf-8", "surrogateescape")
        return hmac.new(self.secret, words, sha256).hexdigest()[:40]
