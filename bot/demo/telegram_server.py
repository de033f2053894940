"""A local Bot API server over HTTP, good enough for python-telegram-bot to run on unchanged."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable
from typing import Any, TypeVar

from aiohttp import web

from bot.demo.faults import Fault, Faults, FloodLimits
from bot.demo.http_calls import Call, Pulse, answer_with_fault, raise_refusal, read_params
from bot.demo.telegram_methods import canonical, execute
from bot.demo.telegram_model import Change, Json
from bot.demo.telegram_params import ApiError, Params
from bot.demo.telegram_updates import Update
from bot.demo.telegram_webhook import Webhook
from bot.demo.telegram_world import TelegramWorld

__all__ = ["DEMO_TOKEN", "Fault", "FloodLimits", "TelegramServer", "TelegramWorld"]

DEMO_TOKEN = "7000000001:AAdemo-token-of-the-local-server"  # noqa: S105  # opens nothing but this server
T = TypeVar("T")

_BODY_BYTES = 64 * 1024 * 1024
_UPDATES_AT_ONCE = 100
_LONGEST_POLL = 50
_MESSAGES = frozenset({"sendMessage", "sendPhoto", "sendDocument", "sendMediaGroup"})


class TelegramServer:
    """Serves a world to one bot.

    `faults`, `limits` and `latency` (seconds added to every answer) may be changed at any time. `calls` keeps a record
    of every call but polls that brought nothing. World and server belong to one event loop.
    """

    def __init__(self, world: TelegramWorld, *, token: str = DEMO_TOKEN, latency: float = 0.0) -> None:
        self.world, self.token, self.latency = world, token, latency
        self.faults = Faults()
        self.limits: FloodLimits | None = None
        self.calls: list[Call] = []
        self._pulse = Pulse()
        self.webhook = Webhook(world, self.faults, self._pulse)
        self._poll_turn = 0
        self._stopping = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._origin = ""
        self._deaf: Callable[[], None] | None = None

    @property
    def base_url(self) -> str:
        """The address for `base_url` of python-telegram-bot: the token follows it."""
        return f"{self._origin}/bot"

    @property
    def base_file_url(self) -> str:
        """The address for `base_file_url` of python-telegram-bot."""
        return f"{self._origin}/file/bot"

    @property
    def polls(self) -> int:
        """How many polls have begun so far."""
        return self._poll_turn

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one. A stopped server can be started again, also on its old port."""
        app = web.Application(client_max_size=_BODY_BYTES)
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self._call)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._file)
        self._stopping.clear()
        self._deaf = self.world.listen(self._changed)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound = self._runner.addresses[0]
        self._origin = f"http://{bound[0]}:{bound[1]}"

    async def stop(self) -> None:
        """Stop: (1) webhook deliveries end, (2) polls and waits return, (3) connections close."""
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

    def _record(self, call: Call) -> None:
        self.calls.append(call)
        self._pulse.beat()

    def _changed(self, _change: Change) -> None:
        self._pulse.beat()

    async def _rest(self, seconds: float) -> None:
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait([stopping], timeout=seconds)
        stopping.cancel()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = canonical(request.match_info["method"])
        params = await read_params(request)
        call = Call(method, params.text("chat_id") or None, asyncio.get_running_loop().time(), params.loggable())
        if method != "getUpdates":
            self._record(call)
        if self.latency:
            await self._rest(self.latency)
        fault = self.faults.strike(method, call.chat)
        return await answer_with_fault(
            request, fault, lambda: self._answer(request.match_info["token"], call, params, fault), self._rest
        )

    async def _answer(self, token: str, call: Call, params: Params, fault: Fault | None) -> web.Response:
        try:
            self._check_token(token)
            if fault:
                raise_refusal(fault)
            self._check_pace(call)
            body: Json = {"ok": True, "result": await self._result(call.method, params)}
            call.status = 200
        except ApiError as error:
            body, call.status = error.packed(), error.status
        if call.method == "getUpdates" and body.get("result") != []:
            self._record(call)
        return web.json_response(body, status=call.status)

    def _check_token(self, token: str) -> None:
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            raise ApiError(401, "Unauthorized")

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

    async def _wait_for_beat(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._pulse.wait()
        except TimeoutError:
            return

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
        return await answer_with_fault(
            request, fault, lambda: self._download(request.match_info["token"], path, fault, call), self._rest
        )

    async def _download(self, token: str, path: str, fault: Fault | None, call: Call) -> web.Response:
        try:
            self._check_token(token)
            if fault:
                raise_refusal(fault)
        except ApiError as error:
            call.status = error.status
            return web.json_response(error.packed(), status=error.status)
        file = next((file for file in self.world.files.values() if file.path == path), None)
        call.status = 200 if file else 404
        if file is None:
            return web.json_response(ApiError(404, "Not Found").packed(), status=404)
        return web.Response(body=file.content, content_type="application/octet-stream")
