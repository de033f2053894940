"""A platform's Bot API over HTTP for one bot: what the local Telegram and the local Zalo do alike."""

from __future__ import annotations

import asyncio
import hmac
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiohttp import web

from bot.demo.deliveries import Deliveries
from bot.demo.faults import Fault, Faults
from bot.demo.http_calls import Call, Pulse, answer_with_fault, raise_refusal
from bot.demo.params import ApiError

T = TypeVar("T")

_BODY_BYTES = 64 * 1024 * 1024


class LocalServer(ABC):
    """Serves one bot.

    `faults` and `latency` (seconds added to every answer) may be changed at any time. `calls` keeps a record of the calls.
    World and server belong to one event loop.
    """

    webhook: Deliveries

    def __init__(self, token: str, latency: float) -> None:
        self.token, self.latency = token, latency
        self.faults = Faults()
        self.calls: list[Call] = []
        self.origin = ""
        self._pulse = Pulse()
        self._stopping = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._deaf: Callable[[], None] | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one. A stopped server can be started again, also on its old port."""
        app = web.Application(client_max_size=_BODY_BYTES)
        self._route(app.router)
        self._stopping.clear()
        self._deaf = self._listen()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound = self._runner.addresses[0]
        self.origin = f"http://{bound[0]}:{bound[1]}"

    @abstractmethod
    def _route(self, router: web.UrlDispatcher) -> None:
        """Tell which addresses are served."""

    @abstractmethod
    def _listen(self) -> Callable[[], None]:
        """Let every change of the world beat the pulse; gives what ends that."""

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

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 20) -> T:  # noqa: ASYNC109  # ends a test
        """Wait until the predicate tells something true, and tell it; it is asked after every change and call."""
        return await self._pulse.wait_for(predicate, timeout)

    def calls_of(self, method: str) -> list[Call]:
        """List the calls of one method, oldest first."""
        return [call for call in self.calls if call.method == method]

    def _record(self, call: Call) -> None:
        self.calls.append(call)
        self._pulse.beat()

    def _changed(self, _change: object) -> None:
        self._pulse.beat()

    async def _serve(
        self, request: web.Request, call: Call, answer: Callable[[Fault | None], Awaitable[web.Response]]
    ) -> web.StreamResponse:
        """Answer a call, late and under a fault as it comes; one that refuses is for `answer` to raise, by `_check`."""
        if self.latency:
            await self._rest(self.latency)
        fault = self.faults.strike(call.method, call.chat)
        return await answer_with_fault(request, fault, lambda: answer(fault), self._rest)

    def _check(self, request: web.Request, fault: Fault | None) -> None:
        """Raise the `ApiError` of a wrong token or of a fault that refuses."""
        token = request.match_info["token"]
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            raise ApiError(401, "Unauthorized")
        if fault:
            raise_refusal(fault)

    async def _rest(self, seconds: float) -> None:
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait([stopping], timeout=seconds)
        stopping.cancel()

    async def _wait_for_beat(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._pulse.wait()
        except TimeoutError:
            return
