"""A local Zalo Bot API server over HTTP, with a switch wherever the sources on the real one disagree."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable
from typing import Any, TypeVar

import aiohttp
from aiohttp import web

from bot.demo.faults import Fault, Faults
from bot.demo.http_calls import Call, Pulse, answer_with_fault, raise_refusal, read_params
from bot.demo.telegram_model import Json
from bot.demo.telegram_params import ApiError, Params
from bot.demo.zalo_methods import METHODS, open_chat, post_photo
from bot.demo.zalo_model import ZaloChange, ZaloFile, ZaloRules
from bot.demo.zalo_webhook import ZaloWebhook
from bot.demo.zalo_world import ZaloWorld

__all__ = ["ZALO_DEMO_TOKEN", "Fault", "ZaloRules", "ZaloServer", "ZaloWorld"]

ZALO_DEMO_TOKEN = "1459232241454765289:demo-token-of-the-local-zalo"  # noqa: S105  # opens nothing but this server
T = TypeVar("T")

_DEFAULT_POLL = 30.0
_FETCH_WITHIN = aiohttp.ClientTimeout(total=10)


class ZaloServer:
    """Serves a world to one bot; `faults`, `latency` (seconds) and the world's `rules` may be changed at any time."""

    def __init__(self, world: ZaloWorld, *, token: str = ZALO_DEMO_TOKEN, latency: float = 0.0) -> None:
        self.world, self.token, self.latency = world, token, latency
        self.faults = Faults()
        self.calls: list[Call] = []
        self.base_url = ""
        self._pulse = Pulse()
        self.webhook = ZaloWebhook(world, self.faults, self._pulse)
        self._stopping = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._deaf: Callable[[], None] | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one. The address is in `base_url`; ``/bot<token>/<method>`` follows it."""
        app = web.Application()
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self._call)
        app.router.add_get("/files/{file}", self._file)
        self._stopping.clear()
        self._deaf = self.world.listen(self._changed)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound = self._runner.addresses[0]
        self.base_url = f"http://{bound[0]}:{bound[1]}"
        self.world.files_url = f"{self.base_url}/files"

    async def stop(self) -> None:
        """Stop: (1) webhook deliveries end, (2) polls return, (3) connections close."""
        await self.webhook.stop()
        self._stopping.set()
        self._pulse.beat()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        if self._deaf is not None:
            self._deaf()
            self._deaf = None

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 5) -> T:  # noqa: ASYNC109  # ends a test
        """Wait until the predicate tells something true, and tell it; it is asked after every change and call."""
        return await self._pulse.wait_for(predicate, timeout)

    def calls_of(self, method: str) -> list[Call]:
        """List the calls of one method, oldest first."""
        return [call for call in self.calls if call.method == method]

    def _changed(self, _change: ZaloChange) -> None:
        self._pulse.beat()

    async def _rest(self, seconds: float) -> None:
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait([stopping], timeout=seconds)
        stopping.cancel()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method, params = request.match_info["method"], await read_params(request)
        call = Call(method, params.text("chat_id") or None, asyncio.get_running_loop().time(), params.loggable())
        self.calls.append(call)
        self._pulse.beat()
        if self.latency:
            await self._rest(self.latency)
        fault = self.faults.strike(method, call.chat)
        return await answer_with_fault(
            request, fault, lambda: self._answer(request.match_info["token"], call, params, fault), self._rest
        )

    async def _answer(self, token: str, call: Call, params: Params, fault: Fault | None) -> web.Response:
        try:
            if not hmac.compare_digest(token.encode(), self.token.encode()):
                raise ApiError(401, "Unauthorized")
            if fault:
                raise_refusal(fault)
            body: Json = {"ok": True, "result": await self._result(call.method, params)}
            call.status = 200
        except ApiError as error:
            body, call.status = error.packed(), error.status
        return web.json_response(body, status=self._http_status(call.status))

    def _http_status(self, status: int) -> int:
        idle_in_body = status == 408 and self.world.rules.idle == "body"
        return 200 if idle_in_body or (status != 408 and self.world.rules.errors_in_body) else status

    async def _result(self, method: str, params: Params) -> Any:
        match method:
            case "getUpdates":
                return await self._get_updates(params)
            case "sendPhoto":
                open_chat(self.world, params)
                return post_photo(self.world, params, await self._fetch(params.text("photo")))
            case "setWebhook":
                return await self.webhook.point_to(params)
            case "deleteWebhook":
                return await self.webhook.remove()
            case "getWebhookInfo":
                return self.webhook.info()
        if method not in METHODS:
            raise ApiError(404, "Not found")
        return METHODS[method](self.world, params)

    async def _get_updates(self, params: Params) -> Any:
        if self.webhook.url:
            raise ApiError(409, "Conflict: webhook is set")
        over = asyncio.get_running_loop().time() + _poll_seconds(params)
        while not self.world.updates:
            left = over - asyncio.get_running_loop().time()
            if left <= 0 or self._stopping.is_set():
                raise ApiError(408, "Request timeout")
            await self._wait_for_beat(left)
        fault = self.faults.strike_delivery("getUpdates")
        update = self.world.take(newest=fault == "reorder")
        if update is None:
            raise ApiError(408, "Request timeout")
        if fault == "duplicate":
            self.world.updates.append(update)
        return [update.packed] if self.world.rules.array else update.packed

    async def _wait_for_beat(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._pulse.wait()
        except TimeoutError:
            return

    async def _fetch(self, address: str) -> ZaloFile | None:
        if not address.startswith(("http://", "https://")):
            return None
        try:
            async with aiohttp.ClientSession(timeout=_FETCH_WITHIN) as session, session.get(address) as response:
                content = await response.read()
                return self.world.store("photo", content, response.content_type) if response.ok else None
        except (aiohttp.ClientError, TimeoutError):
            return None

    async def _file(self, request: web.Request) -> web.Response:
        file = self.world.files.get(request.match_info["file"])
        if file is None:
            return web.Response(status=404)
        return web.Response(body=file.content, content_type=file.mime)


def _poll_seconds(params: Params) -> float:
    """Read the `timeout` of a poll: seconds, which some clients send as text."""
    try:
        return min(float(params.text("timeout", str(_DEFAULT_POLL))), 60.0)
    except ValueError:
        raise ApiError(400, "Bad request: timeout is invalid") from None
