"""Calls to the Zalo Bot API. The protocol is small and not wholly known: what sources disagree on is taken both ways."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.errors import BotError

Json = dict[str, Any]

IDLE = 408
"""How an empty poll ends: as HTTP status, or as `error_code` of a good answer."""
_CONNECT = 10.0
_ANSWER = 20.0
_MOST_BYTES = 20 * 1024 * 1024


class Refused(BotError):
    """Zalo answered that it will not; `code` is that of the body, else the HTTP status; `retry_after` in seconds."""

    def __init__(self, code: int, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after


class Away(BotError):
    """Zalo could not be reached, or its answer not be read."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What lay at an address: `status` is that of HTTP, `None` of `content` means that it was longer than is taken."""

    status: int
    content: bytes | None


class ZaloClient:
    """One bot at Zalo. `base_url` ends with "/bot", and the token follows it. Works from `open` to `close`."""

    def __init__(self, token: str, base_url: str) -> None:
        self._prefix = f"{base_url}{token}/"
        self._session: aiohttp.ClientSession | None = None

    def __repr__(self) -> str:
        return "ZaloClient(…)"

    async def open(self) -> None:
        """Open the connections."""
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=_CONNECT + _ANSWER, sock_connect=_CONNECT)
            self._session = aiohttp.ClientSession(
                timeout=timeout, trust_env=True, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=True
            )

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get_me(self) -> Json:
        """Tell who the bot is, for instance ``{"id": "14592…", "account_name": "bot.nhacviec", "display_name": "…"}``."""
        return _object(await self.call("getMe"))

    async def get_updates(self, seconds: int) -> list[Json]:
        """Wait up to `seconds` for updates; they do not come again. An object or a list of them is taken."""
        try:
            result = await self.call("getUpdates", {"timeout": str(seconds)}, patience=seconds + _ANSWER)
        except Refused as refusal:
            if refusal.code == IDLE:
                return []
            raise
        found = result if isinstance(result, list) else [result]
        return [update for update in found if isinstance(update, dict) and update]

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have updates brought to an address (HTTPS); `secret` has 8 to 256 signs."""
        await self.call("setWebhook", {"url": url, "secret_token": secret})

    async def delete_webhook(self) -> None:
        """Have updates brought no longer, so that they can be polled for."""
        await self.call("deleteWebhook")

    async def send_message(self, chat: str, text: str) -> str:
        """Send 1 to 2000 signs; tell the message's id."""
        return _message_id(await self.call("sendMessage", {"chat_id": chat, "text": text}))

    async def send_photo(self, chat: str, url: str, caption: str) -> str:
        """Send the picture at a public address; tell the message's id."""
        params = {"chat_id": chat, "photo": url} | ({"caption": caption} if caption else {})
        return _message_id(await self.call("sendPhoto", params))

    async def send_typing(self, chat: str) -> None:
        """Show that the bot is about to answer."""
        await self.call("sendChatAction", {"chat_id": chat, "action": "typing"})

    async def call(self, method: str, params: Json | None = None, *, patience: float = _ANSWER) -> Any:
        """Call a method and give its result; raises `Refused` and `Away`."""
        assert self._session is not None
        timeout = aiohttp.ClientTimeout(total=_CONNECT + patience, sock_connect=_CONNECT)
        # Errors name their class and nothing else: the address contains the token.
        try:
            async with self._session.post(
                self._prefix + method, json=params or {}, timeout=timeout, allow_redirects=False
            ) as answer:
                status, content = answer.status, await answer.read()
        except TimeoutError:
            raise Away("timeout") from None
        except (aiohttp.ClientError, OSError) as error:
            raise Away(type(error).__name__) from None
        return _result(status, content)

    async def fetch(self, address: str) -> Fetched:
        """Fetch what lies at an address, up to `_MOST_BYTES`; raises `Away`."""
        assert self._session is not None
        try:
            async with self._session.get(address, max_redirects=3) as answer:
                return Fetched(answer.status, await _content(answer))
        except TimeoutError:
            raise Away("timeout") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise Away(type(error).__name__) from None


async def _content(answer: aiohttp.ClientResponse) -> bytes | None:
    """Read what came, `None` once it is too long; what an answer says of its own length is not relied upon."""
    content = bytearray()
    async for chunk in answer.content.iter_chunked(64 * 1024):
        content += chunk
        if len(content) > _MOST_BYTES:
            return None
    return bytes(content)


def _result(status: int, content: bytes) -> Any:
    """Read an answer; refusals come as HTTP status, or in the body of a good one."""
    try:
        packed = json.loads(content)
    except ValueError:
        packed = None
    if not isinstance(packed, dict):
        if status >= 400:
            raise Refused(status)
        raise Away("unreadable")
    if packed.get("ok") is True and status < 400:
        return packed.get("result")
    raise Refused(_code(packed, status), _retry_after(packed))


def _code(packed: Json, status: int) -> int:
    given = packed.get("error_code")
    if isinstance(given, int) and given:
        return given
    return status if status >= 400 else 500


def _retry_after(packed: Json) -> float | None:
    parameters = packed.get("parameters")
    given = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(given) if isinstance(given, int | float) and given > 0 else None


def _object(result: Any) -> Json:
    if not isinstance(result, dict):
        raise Away("unreadable")
    return result


def _message_id(result: Any) -> str:
    given = result.get("message_id") if isinstance(result, dict) else None
    return str(given or "")
