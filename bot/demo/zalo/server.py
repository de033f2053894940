"""A local Zalo Bot API server over HTTP, with a switch wherever the sources on the real one disagree."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
from aiohttp import web

from bot.demo.faults import Fault
from bot.demo.http_calls import Call, read_params
from bot.demo.local_server import LocalServer
from bot.demo.params import ApiError, Json, Params
from bot.demo.zalo.methods import METHODS, open_chat, post_photo
from bot.demo.zalo.model import ZaloFile, ZaloRules
from bot.demo.zalo.webhook import ZaloWebhook
from bot.demo.zalo.world import ZaloWorld

__all__ = ["ZALO_DEMO_TOKEN", "Fault", "ZaloRules", "ZaloServer", "ZaloWorld"]

ZALO_DEMO_TOKEN = "1459232241454765289:demo-token-of-the-local-zalo"  # noqa: S105  # opens nothing but this server

_DEFAULT_POLL = 30.0
_FETCH_WITHIN = aiohttp.ClientTimeout(total=10)


class ZaloServer(LocalServer):
    """Serves a world to one bot; the world's `rules` too may be changed at any time."""

    webhook: ZaloWebhook

    def __init__(self, world: ZaloWorld, *, token: str = ZALO_DEMO_TOKEN, latency: float = 0.0) -> None:
        super().__init__(token, latency)
        self.world = world
        self.webhook = ZaloWebhook(world, self.faults, self._pulse)

    @property
    def base_url(self) -> str:
        """The address of the API: ``/bot<token>/<method>`` follows it."""
        return self.origin

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen, and let the world know where its files are."""
        await super().start(host, port)
        self.world.files_url = f"{self.origin}/files"

    def _route(self, router: web.UrlDispatcher) -> None:
        router.add_route("*", "/bot{token:[^/]+}/{method}", self._call)
        router.add_get("/files/{file}", self._file)

    def _listen(self) -> Callable[[], None]:
        return self.world.listen(self._changed)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method, params = request.match_info["method"], await read_params(request)
        call = Call(method, params.text("chat_id") or None, asyncio.get_running_loop().time(), params.loggable())
        self._record(call)

        async def answer(fault: Fault | None) -> web.Response:
            return await self._answer(request, call, params, fault)

        return await self._serve(request, call, answer)

    async def _answer(self, request: web.Request, call: Call, params: Params, fault: Fault | None) -> web.Response:
        try:
            self._check(request, fault)
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
