"""Calls to the Bot API over aiohttp: python-telegram-bot's own way, on httpx, costs several times the processor time."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

import aiohttp
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

from bot.errors import ConfigError

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_UNSAFE_IN_NAME = str.maketrans({'"': "'", "\r": " ", "\n": " "})
_CONNECT = 10.0
_UPLOAD = 60.0


class ServerError(NetworkError):
    """The platform answered with an error of its own (HTTP status 500 and above)."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


class TooFast(TelegramError):
    """The platform asks for `seconds` of silence.

    Ours, because building python-telegram-bot's `RetryAfter` warns about its own future.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"retry after {seconds}")
        self.seconds = seconds


class AiohttpRequest(BaseRequest):
    """One pool of connections to the Bot API. `read_timeout` in seconds, without the time that a long poll may last."""

    def __init__(self, *, connections: int = 64, read_timeout: float = 15.0, proxy: str | None = None) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is not None:
            return
        socks = self._proxy is not None and self._proxy.startswith("socks")
        connector = _socks_connector(self._proxy or "", self._connections) if socks else self._connector()
        self._session = aiohttp.ClientSession(
            connector=connector,
            proxy=None if socks else self._proxy,
            headers={"User-Agent": self.USER_AGENT},
            # One limit for all of a call: aiohttp sets each further one anew at every piece that arrives.
            timeout=aiohttp.ClientTimeout(total=self._read_timeout, sock_connect=_CONNECT),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=True,
        )

    def _connector(self) -> aiohttp.TCPConnector:
        # Connections are given up before the platform does: a call on one that is just being closed would have to be repeated.
        return aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=30, ttl_dns_cache=300)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Call one method. The other timeouts are ours: a call has one limit for connecting and one for the answer."""
        has_files = request_data is not None and request_data.contains_files
        arguments: dict[str, Any] = {"allow_redirects": False}
        if has_files or read_timeout is not BaseRequest.DEFAULT_NONE:
            seconds = self._read_timeout if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
            arguments["timeout"] = self._timeout(seconds, uploads=has_files)
        if request_data is not None:
            arguments |= _body(request_data)
        return await self._call(method, url, arguments)

    async def call(self, url: str, values: dict[str, Any]) -> Any:
        """Call a method and give its result; raises the errors that the library's own way would."""
        fields = {name: value if isinstance(value, str) else _packed(value) for name, value in values.items()}
        body = urlencode(fields, errors="replace").encode()
        status, content = await self._call("POST", url, {"allow_redirects": False, "data": body, "headers": _FORM})
        if status > 299:
            raise _refusal(status, content)
        return self.parse_json_payload(content).get("result")

    async def _call(self, method: str, url: str, arguments: dict[str, Any]) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError
        status, content = await self._answered(self._session, method, url, arguments)
        if status >= 500:
            raise ServerError(status)
        if status == 429:
            raise TooFast(_retry_after(content))
        if status == 413:
            # Left to the library, this would pass for trouble of the network, and be tried again.
            raise BadRequest("too large")
        return status, content

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer. The library's own way writes what it cannot read in the log, people's words with it."""
        try:
            packed = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            raise TelegramError("unreadable") from None
        if not isinstance(packed, dict) or not packed.keys() & {"result", "error_code"}:
            raise TelegramError("unreadable")
        return packed

    async def _answered(
        self, session: aiohttp.ClientSession, method: str, url: str, arguments: dict[str, Any]
    ) -> tuple[int, bytes]:
        # Errors name their class and nothing else: addresses contain the token.
        try:
            async with session.request(method, url, **arguments) as answer:
                return answer.status, await answer.read()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None

    def _timeout(self, seconds: float | None, *, uploads: bool) -> aiohttp.ClientTimeout:
        answer = None if seconds is None else seconds + (_UPLOAD if uploads else 0)
        total = None if answer is None else _CONNECT + answer
        return aiohttp.ClientTimeout(total=total, sock_connect=_CONNECT, sock_read=answer)


def _packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _body(request_data: RequestData) -> dict[str, Any]:
    if not request_data.contains_files:
        return {"data": request_data.url_encoded_parameters().encode(), "headers": _FORM}
    # Names go out as UTF-8: percent signs would be shown to people as they are.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, part in request_data.multipart_data.items():
        file_name, content, mime = part
        form.add_field(name, content, filename=str(file_name).translate(_UNSAFE_IN_NAME), content_type=mime)
    return {"data": form}


_REFUSALS = {400: BadRequest, 401: InvalidToken, 403: Forbidden, 404: InvalidToken, 409: Conflict}


def _refusal(status: int, content: bytes) -> TelegramError:
    """Tell refusals apart as the library does."""
    try:
        said = json.loads(content)
        moved, why = (said.get("parameters") or {}).get("migrate_to_chat_id"), str(said.get("description"))
    except (ValueError, AttributeError):
        moved, why = None, f"status {status}"
    return ChatMigrated(int(moved)) if moved else _REFUSALS.get(status, NetworkError)(why)


def _retry_after(content: bytes) -> float:
    try:
        return max(1.0, float(json.loads(content)["parameters"]["retry_after"]))
    except (ValueError, KeyError, TypeError):
        return 5.0


def _socks_connector(proxy: str, connections: int) -> aiohttp.BaseConnector:
    try:
        socks = import_module("aiohttp_socks")
    except ImportError as error:
        raise ConfigError("config.socks_missing") from error
    connector: aiohttp.BaseConnector = socks.ProxyConnector.from_url(proxy, limit=connections, rdns=True)
    return connector
