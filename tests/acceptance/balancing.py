"""A small load balancer: hands each request to the next of several bots that takes it."""

from __future__ import annotations

import os
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count, islice

import aiohttp
from aiohttp import web

_TAKE_WITHIN = aiohttp.ClientTimeout(total=30, sock_connect=2)


# Below those that connections take for themselves, each process in a place of its own.
_PORTS = count(12_000 + os.getpid() % 200 * 100)


def free_ports(number: int) -> list[int]:
    """Find ports that nobody listens on, each only once."""
    return list(islice(filter(_is_free, _PORTS), number))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@asynccontextmanager
async def balancing(port: int, backends: Sequence[int]) -> AsyncIterator[None]:
    """Hand requests that come to `port` round to `backends`, ports of this machine; 502 where one is not there."""
    turn = count()

    async def hand_on(request: web.Request) -> web.Response:
        content = await request.read()
        target = f"http://127.0.0.1:{backends[next(turn) % len(backends)]}{request.path_qs}"
        try:
            async with session.post(target, data=content, headers=request.headers) as answer:
                return web.Response(status=answer.status, body=await answer.read())
        except (aiohttp.ClientError, TimeoutError):
            return web.Response(status=502)

    app = web.Application()
    app.router.add_post("/{path:.*}", hand_on)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    async with aiohttp.ClientSession(timeout=_TAKE_WITHIN) as session:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield
        finally:
            await runner.cleanup()
