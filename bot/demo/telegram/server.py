"""A local Bot API server over HTTP, good enough for python-telegram-bot to run on unchanged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.demo.faults import Fault, FloodLimits
from bot.demo.http_calls import Call, answer_with_fault, read_params
from bot.demo.local_server import LocalServer
from bot.demo.params import ApiError, Json, Params
from bot.demo.telegram.methods import canonical, execute
from bot.demo.telegram.updates import Update
from bot.demo.telegram.webhook import Webhook
from bot.demo.telegram.world import TelegramWorld

__all__ = ["DEMO_TOKEN", "Fault", "FloodLimits", "TelegramServer", "TelegramWorld"]

DEMO_TOKEN = "7000000001:AAdemo-token-of-the-local-server"  # noqa: S105  # opens nothing but this server

_UPDATES_AT_ONCE = 100
_LONGEST_POLL = 50
_MESSAGES = frozenset({"sendMessage", "sendPhoto", "sendDocument", "sendMediaGroup"})


class TelegramServer(LocalServer):
    """Serves a world to one bot. `limits` too may be changed at any time; polls that brought nothing are not in `calls`."""

    webhook: Webhook

    def __init__(self, world: TelegramWorld, *, token: str = DEMO_TOKEN, latency: float = 0.0) -> None:
        super().__init__(token, latency)
        self.world = world
        self.limits: FloodLimits | None = None
        self.webhook = Webhook(world, self.faults, self._pulse)
        self._poll_turn = 0

    @property
    def base_url(self) -> str:
        """The address for `base_url` of python-telegram-bot: the token follows it."""
        return f"{self.origin}/bot"

    @property
    def base_file_url(self) -> str:
        """The address for `base_file_url` of python-telegram-bot."""
        return f"{self.origin}/file/bot"

    @property
    def polls(self) -> int:
        """How many polls have begun so far."""
        return self._poll_turn

    def _route(self, router: web.UrlDispatcher) -> None:
        router.add_route("*", "/bot{token:[^/]+}/{method}", self._call)
        router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._file)

    def _listen(self) -> Callable[[], None]:
        return self.world.listen(self._changed)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = canonical(request.match_info["method"])
        params = await read_params(request)
        call = Call(method, params.text("chat_id") or None, asyncio.get_running_loop().time(), params.loggable())
        if method != "getUpdates":
            self._record(call)

        async def answer(fault: Fault | None) -> web.Response:
            return await self._answer(request, call, params, fault)

        return await self._serve(request, call, answer)

    async def _answer(self, request: web.Request, call: Call, params: Params, fault: Fault | None) -> web.Response:
        try:
            self._check(request, fault)
            self._check_pace(call)
            body: Json = {"ok": True, "result": await self._result(call.method, params)}
            call.status = 200
        except ApiError as error:
            body, call.status = error.packed(), error.status
        if call.method == "getUpdates" and body.get("result") != []:
            self._record(call)
        return web.json_response(body, status=call.status)

    def _check_pace(self, call: Call) -> None:
        if self.limits is None or call.method not in _MESSAGES:
            return
        wait = self.limits.wait(call.chat or "", call.at)
        if wait > 0:
            seconds = int(wait) + 1
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)

    async def _result(self, method: str, params: Params) -> Any:
        match method:
            case "getUpdates":
                return await self._get_updates(params)
            case "setWebhook":
                return await self.webhook.point_to(params)
            case "deleteWebhook":
                drop = {"drop_pending_updates": params.flag("drop_pending_updates")}
                return await self.webhook.point_to(Params(drop))
            case "getWebhookInfo":
                return self.webhook.info()
        return execute(self.world, method, params)

    async def _get_updates(self, params: Params) -> list[Json]:
        if self.webhook.url:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            )
        queue = self.world.updates
        queue.allow(params.json("allowed_updates"))
        queue.confirm(params.integer("offset", 0))
        await self._poll(min(params.integer("timeout", 0), _LONGEST_POLL))
        batch = queue.take(max(1, min(params.integer("limit", _UPDATES_AT_ONCE), _UPDATES_AT_ONCE)))
        self.world.mark_read(update.about for update in batch)
        return [update.packed for update in self._as_faulty(batch)]

    async def _poll(self, seconds: float) -> None:
        self._poll_turn += 1
        turn = self._poll_turn
        self._pulse.beat()
        over = asyncio.get_running_loop().time() + seconds
        while not self.world.updates.ready and not self._stopping.is_set():
            left = over - asyncio.get_running_loop().time()
            if left <= 0:
                return
            await self._wait_for_beat(left)
            if turn != self._poll_turn:
                raise ApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )

    def _as_faulty(self, batch: list[Update]) -> list[Update]:
        kind = self.faults.strike_delivery("getUpdates") if batch else None
        if kind == "duplicate":
            self.world.updates.repeat(batch)
        return batch[::-1] if kind == "reorder" else batch

    async def _file(self, request: web.Request) -> web.StreamResponse:
        method, path = "file", request.match_info["path"]
        fault = self.faults.strike(method, None)
        call = Call(method, None, asyncio.get_running_loop().time(), {"path": path})
        self.calls.append(call)
        return await answer_with_fault(request, fault, lambda: self._download(request, fault, call), self._rest)

    async def _download(self, request: web.Request, fault: Fault | None, call: Call) -> web.Response:
        try:
            self._check(request, fault)
        except ApiError as error:
            call.status = error.status
            return web.json_response(error.packed(), status=error.status)
        file = next((file for file in self.world.files.values() if file.path == call.params["path"]), None)
        call.status = 200 if file else 404
        if file is None:
            return web.json_response(ApiError(404, "Not Found").packed(), status=404)
        return web.Response(body=file.content, content_type="application/octet-stream")
