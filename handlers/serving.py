"""Listens for whoever calls us, and keeps those who only hold the line from keeping others out."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager

import structlog
from aiohttp import web
from aiohttp.http import HttpProcessingError

from bot.errors import ConfigError

log = structlog.get_logger()

MOST_BYTES = 1024 * 1024
"""The largest body that is taken from anybody."""
MOST_AT_ONCE = 200
"""Connections that an address holds; more are closed at once. The files a process may open are needed for the database too."""
SILENCE = 75.0
"""Seconds until a connection is closed on which no whole head of a request has come, or none further."""
_LAST_WORDS = 2.0
"""Seconds that requests in hand get when the bot is told to stop; what is broken off comes again."""


class _OursAlone(logging.Filter):
    """Leaves out what strangers write wrongly: it is no fault of ours, and whoever likes could fill the disk with it."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError | web.RequestPayloadError))


_OURS_ALONE = _OursAlone()


@asynccontextmanager
async def serving(doors: Iterable[tuple[str, Iterable[web.AbstractRouteDef]]]) -> AsyncIterator[list[str]]:
    """Serve routes, each at its "host:port"; those of the same address share it. Gives the addresses, port 0 made real.

    Raises `ConfigError("config.listen")` for an address that is none or that is taken.
    """
    tables: defaultdict[str, list[web.AbstractRouteDef]] = defaultdict(list)
    for listen, routes in doors:
        tables[listen] += routes
    runners: list[web.AppRunner] = []
    async with AsyncExitStack() as stack:
        # All at once: each may have to wait for what it has in hand.
        stack.push_async_callback(_end, runners)
        addresses = []
        for listen, table in tables.items():
            runner = await _prepared(table)
            runners.append(runner)
            server = await _listen(listen, runner)
            stack.callback(server.close)
            addresses += [f"{host}:{port}" for host, port, *_ in (socket.getsockname() for socket in server.sockets)]
        yield addresses


async def _prepared(routes: Iterable[web.AbstractRouteDef]) -> web.AppRunner:
    app = web.Application(client_max_size=MOST_BYTES)
    app.add_routes(routes)
    logger = logging.getLogger("aiohttp.server")
    logger.addFilter(_OURS_ALONE)
    # No access log: the platforms' addresses are nobody's business, and the signatures of links are secrets.
    runner = web.AppRunner(app, access_log=None, logger=logger, keepalive_timeout=SILENCE, shutdown_timeout=_LAST_WORDS)
    await runner.setup()
    return runner


async def _end(runners: Iterable[web.AppRunner]) -> None:
    await asyncio.gather(*(runner.cleanup() for runner in runners))


async def _listen(listen: str, runner: web.AppRunner) -> asyncio.Server:
    """Open a door that closes at once behind whoever is too many."""
    host, _, port = listen.rpartition(":")
    if not (port.isascii() and port.isdigit()):
        raise ConfigError("config.listen", given=listen)

    def met() -> asyncio.Protocol:
        inside = runner.server
        return _Full() if inside is None or len(inside.connections) >= MOST_AT_ONCE else inside()

    try:
        server = await asyncio.get_running_loop().create_server(met, host.strip("[]") or None, int(port))
    except OSError as error:
        raise ConfigError("config.listen", given=listen) from error
    log.info("web.listening", address=listen)
    return server


class _Full(asyncio.Protocol):
    """Hangs up."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()
