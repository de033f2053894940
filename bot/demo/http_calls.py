"""What both local servers share: reading calls, keeping a record of them, having faults, and waiting for changes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import BodyPartReader, web

from bot.demo.faults import Fault
from bot.demo.params import ApiError, Params, Upload

T = TypeVar("T")


@dataclass
class Call:
    """One call of the bot; `at` is in monotonic seconds, `status` 0 while it runs and where no answer went out."""

    method: str
    chat: str | None
    at: float
    params: Mapping[str, Any] = field(default_factory=dict)
    status: int = 0


class Pulse:
    """Wakes everybody who waits, at each beat; for one event loop only."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def beat(self) -> None:
        """Wake those who wait now."""
        woken, self._event = self._event, asyncio.Event()
        woken.set()

    async def wait(self) -> None:
        """Wait for the next beat."""
        await self._event.wait()

    async def wait_for(self, predicate: Callable[[], T], seconds: float) -> T:
        """Wait until the predicate tells something true, and tell it; raises `TimeoutError`."""
        async with asyncio.timeout(seconds):
            while not (value := predicate()):
                await self.wait()
        return value


async def read_params(request: web.Request) -> Params:
    """Read a call's values from its query and its body: a form, a multipart form or JSON."""
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json" and request.can_read_body:
        body = await request.json()
        return Params(values | body if isinstance(body, dict) else values)
    if request.content_type == "multipart/form-data":
        return await _read_multipart(request, values)
    if request.can_read_body:
        values |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return Params(values)


async def _read_multipart(request: web.Request, values: dict[str, Any]) -> Params:
    uploads: dict[str, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        content = bytes(await part.read(decode=True))
        if part.filename is None:
            values[part.name] = content.decode()
        else:
            mime = part.headers.get("Content-Type", "")
            uploads[part.name] = Upload(part.filename, mime, content)
    return Params(values, uploads)


_REFUSALS = {"401": "Unauthorized", "500": "Internal Server Error", "502": "Bad Gateway"}


def raise_refusal(fault: Fault) -> None:
    """Raise the `ApiError` of a fault that refuses calls; return for one that does not."""
    if fault.kind == "429":
        raise ApiError(429, f"Too Many Requests: retry after {fault.retry_after}", retry_after=fault.retry_after)
    if fault.kind in _REFUSALS:
        raise ApiError(int(fault.kind), _REFUSALS[fault.kind])


async def answer_with_fault(
    request: web.Request,
    fault: Fault | None,
    answer: Callable[[], Awaitable[web.Response]],
    rest: Callable[[float], Awaitable[None]],
) -> web.StreamResponse:
    """Answer a call under a fault that is not a refusal; `rest` waits so many seconds, or less when the server stops."""
    kind = fault.kind if fault else None
    if fault and kind in ("slow", "timeout"):
        await rest(fault.seconds)
    if kind in ("drop_before", "timeout"):
        return _hang_up(request)
    response = await answer()
    if kind == "drop_after":
        return _hang_up(request)
    return await _truncate(request, response) if kind == "truncated" else response


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _truncate(request: web.Request, whole: web.Response) -> web.StreamResponse:
    body = whole.body if isinstance(whole.body, bytes) else b""
    response = web.StreamResponse(status=whole.status, headers={"Content-Type": whole.content_type})
    response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    if request.transport is not None:
        # `close` lets what was written go out first, `abort` would not.
        request.transport.close()
    return response
