"""The bot's doors on the web: webhooks, health, metrics, signed downloads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import PurePath
from urllib.parse import quote, urlsplit

from aiohttp import web

from bot.errors import StorageError
from bot.usecases import outbox, queues
from bot.usecases.desk import Doors
from handlers.counters import Counters
from handlers.files import FileStore
from handlers.links import Links

_PATIENCE = 5.0

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_SHOWN = {".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg"}
"""Kinds of file that a browser may show; all others are only saved."""
_NAMED = {".ics": "text/calendar; charset=utf-8"}
"""Kinds of file that a telephone opens by their name alone, once they are saved."""


class Service:
    """What an operator asks: is it alive, is it ready, how does it do.

    `ready` tells of each channel whether it works; `gauges` gives figures of other parts, for instance
    ``{"last_backup_timestamp_seconds": 1.7e9}``. A bot is ready that can be worked with: with its database, by one channel at
    least. To start it anew would mend no token that one of two channels refuses.
    """

    def __init__(
        self,
        doors: Doors,
        counters: Counters,
        *,
        ready: Callable[[], Mapping[str, bool]] = dict,
        gauges: Callable[[], Mapping[str, float]] = dict,
    ) -> None:
        self._doors = doors
        self._counters = counters
        self._ready = ready
        self._gauges = gauges

    def routes(self) -> list[web.AbstractRouteDef]:
        """List the addresses."""
        return [
            web.get("/healthz", self._healthz),
            web.get("/readyz", self._readyz),
            web.get("/metrics", self._metrics),
        ]

    async def _healthz(self, _request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def _readyz(self, _request: web.Request) -> web.Response:
        database, channels = await self._database(), self._ready()
        able = database and (any(channels.values()) or not channels)
        return web.json_response({"database": database, **channels}, status=200 if able else 503)

    async def _database(self) -> bool:
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._doors.read(outbox.depth)
        except (StorageError, TimeoutError):
            return False
        return True

    async def _metrics(self, _request: web.Request) -> web.Response:
        from handlers.metrics import exposition

        gauges = {**self._gauges(), **{f"{channel}_ready": float(works) for channel, works in self._ready().items()}}
        text = exposition(self._counters, await self._queues(), gauges, self._doors.clock.now())
        return web.Response(body=text, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    async def _queues(self) -> queues.Queues | None:
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._doors.read(queues.look)
        except (StorageError, TimeoutError):
            return None


class Downloads:
    """Gives out kept files under signed addresses."""

    def __init__(self, doors: Doors, store: FileStore, links: Links) -> None:
        self._doors = doors
        self._store = store
        self._links = links

    def routes(self) -> list[web.AbstractRouteDef]:
        """List the addresses."""
        return [web.get("/f/{expires}/{digest}/{signature}/{name}", self._file)]

    async def _file(self, request: web.Request) -> web.StreamResponse:
        parts = {name: request.match_info[name] for name in ("expires", "digest", "signature", "name")}
        if not self._links.check(**parts, now=self._doors.clock.now()):
            return web.Response(status=404)
        path = self._store.path(parts["digest"])
        if not await asyncio.to_thread(path.is_file):
            return web.Response(status=404)
        return web.FileResponse(path, headers=_file_headers(parts["name"]))


def _file_headers(name: str) -> dict[str, str]:
    ending = PurePath(name.lower()).suffix
    shown = _SHOWN.get(ending)
    return {
        "Content-Type": shown or _NAMED.get(ending, "application/octet-stream"),
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
    }


def webhook_route(url: str, handler: Handler) -> web.AbstractRouteDef:
    """Make the route of a webhook from the address that the platform was given."""
    return web.post(urlsplit(url).path or "/", handler)
