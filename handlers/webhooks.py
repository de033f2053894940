"""Who may call a webhook: whoever bears its secret."""

from __future__ import annotations

import hashlib
import hmac

from aiohttp import web


def bears_secret(request: web.Request, header: str, secret: bytes) -> bool:
    """Tell whether a call bears the secret in a header; compared so that the time it takes tells nothing."""
    given = request.headers.get(header, "").encode("utf-8", "surrogateescape")
    return hmac.compare_digest(given, secret)


async def body_of(request: web.Request) -> bytes:
    """Read a call's body, nothing where it is not packed as it says; what is too long the web application answers with 413."""
    try:
        return await request.read()
    except web.RequestPayloadError:
        return b""


def derived_secret(token: str, purpose: str) -> str:
    """Derive a secret from a token, the same at every start; `purpose` sets it apart from other channels' secrets."""
    return hmac.new(token.encode(), purpose.encode(), hashlib.sha256).hexdigest()
