"""The demo's page: phones side by side and a time machine, over plain HTTP and server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlsplit

from aiohttp import BodyPartReader, web

from bot.clock import VIETNAM
from bot.demo.params import Json
from bot.demo.phones import Handset, Phone, PhoneFile, Timeline
from bot.demo.telegram.phone import TelegramHandset
from bot.demo.telegram.world import TelegramWorld
from bot.errors import InvalidInput, NotFound, UserError

_STATIC = Path(__file__).with_name("static")
_TYPES = {"page.css": "text/css", "page.js": "text/javascript"}
_SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif"})
_KEEP_ALIVE_SECONDS = 15
_FURTHEST = timedelta(days=366 * 5)
_SAFETY = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class DemoPage:
    """Serves the page for a world, its phones and its time.

    Add `routes()` to an aiohttp application and `close` to its `on_shutdown`, or let `attach` do both. `more` brings
    phones of other channels, which stand after those of `phones`.
    """

    def __init__(
        self, world: TelegramWorld, timeline: Timeline, *, phones: Sequence[Phone], more: Sequence[Handset] = ()
    ) -> None:
        own: list[Handset] = [TelegramHandset(world, phone) for phone in phones]
        self._handsets = {handset.phone.id: handset for handset in (*own, *more)}
        self._timeline = timeline
        self._moving = asyncio.Lock()
        self._watchers: set[asyncio.Queue[Json | None]] = set()

    def attach(self, app: web.Application) -> None:
        """Put the page into an application, with its orderly end."""
        app.add_routes(self.routes())
        app.on_shutdown.append(self.close)

    async def close(self, _app: web.Application | None = None) -> None:
        """End the open event streams, which would keep the server from stopping."""
        for watcher in self._watchers:
            watcher.put_nowait(None)

    def routes(self) -> list[web.RouteDef]:
        """List the page's addresses; all are relative to where the page is."""
        return [
            web.get("/", self._guarded(self._page)),
            web.get("/static/{name}", self._guarded(self._asset)),
            web.get("/api/state", self._guarded(self._state)),
            web.get("/api/events", self._events),
            web.post("/api/jump", self._guarded(self._jump)),
            web.post("/api/phones/{phone}/say", self._guarded(self._say)),
            web.post("/api/phones/{phone}/press", self._guarded(self._press)),
            web.post("/api/phones/{phone}/file", self._guarded(self._send_file)),
            web.get("/files/{phone}/{file}/{name}", self._guarded(self._file)),
        ]

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                _refuse_foreign(request)
                response = await handler(request)
            except UserError as error:
                status = 404 if isinstance(error, NotFound) else 409
                response = web.json_response({"error": error.code}, status=status)
            response.headers.update(_SAFETY)
            return response

        return guarded

    async def _page(self, _request: web.Request) -> web.Response:
        return web.Response(text=(_STATIC / "page.html").read_text("utf-8"), content_type="text/html")

    async def _asset(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in _TYPES:
            raise NotFound("demo.page", name=name)
        return web.Response(text=(_STATIC / name).read_text("utf-8"), content_type=_TYPES[name])

    async def _state(self, _request: web.Request) -> web.Response:
        phones = [handset.view() for handset in self._handsets.values()]
        return web.json_response({"phones": phones, **await self._present()})

    async def _present(self) -> Json:
        upcoming = await self._timeline.next_event()
        documents = [document for handset in self._handsets.values() for document in handset.documents()]
        return {
            "now": self._timeline.now().astimezone(VIETNAM).isoformat(),
            "next": upcoming.astimezone(VIETNAM).isoformat() if upcoming else None,
            "documents": sorted(documents, key=lambda document: str(document["time"])),
        }

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **_SAFETY})
        await response.prepare(request)
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        ends = [handset.listen(queue.put_nowait) for handset in self._handsets.values()]
        self._watchers.add(queue)
        try:
            await _stream(response, queue)
        except ConnectionResetError:
            # The page was closed: that is how event streams end.
            return response
        finally:
            self._watchers.discard(queue)
            for end in ends:
                end()
        return response

    async def _jump(self, request: web.Request) -> web.Response:
        asked = await _body(request)
        if self._moving.locked():
            raise InvalidInput("demo.jump_running")
        async with self._moving:
            to = await self._destination(asked)
            if to is not None:
                await self._timeline.jump(to)
        present = await self._present()
        for watcher in self._watchers:
            watcher.put_nowait({"kind": "time", **present})
        return web.json_response(present)

    async def _destination(self, asked: Json) -> datetime | None:
        """Read where to go: ``{"next": true}``, ``{"hours": 1}``, ``{"days": 7}`` or ``{"to": "2024-11-15T08:00"}``."""
        now = self._timeline.now()
        if asked.get("next"):
            return await self._timeline.next_event()
        try:
            if "to" in asked:
                given = datetime.fromisoformat(str(asked["to"]))
                to = given if given.tzinfo else given.replace(tzinfo=VIETNAM)
            else:
                to = now + timedelta(hours=float(asked.get("hours", 0)), days=float(asked.get("days", 0)))
        except (ValueError, OverflowError, TypeError) as error:
            raise InvalidInput("demo.jump_unreadable") from error
        if not now < to <= now + _FURTHEST:
            raise InvalidInput("demo.jump_back" if to <= now else "demo.jump_far")
        return to

    async def _say(self, request: web.Request) -> web.Response:
        said = await _body(request)
        reply_to = said.get("reply_to")
        self._handset(request).say(str(said.get("text", "")), str(reply_to) if reply_to else None)
        return web.json_response({})

    async def _press(self, request: web.Request) -> web.Response:
        pressed = await _body(request)
        self._handset(request).press(str(pressed.get("message", "")), str(pressed.get("data", "")))
        return web.json_response({})

    async def _send_file(self, request: web.Request) -> web.Response:
        handset, caption, files = self._handset(request), "", list[PhoneFile]()
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                continue
            content = bytes(await part.read(decode=True))
            if part.filename is None:
                caption = content.decode("utf-8", "replace")
            else:
                files.append(PhoneFile(part.filename, part.headers.get("Content-Type", ""), content))
        for file in files:
            handset.send_file(file, caption)
            caption = ""
        return web.json_response({})

    async def _file(self, request: web.Request) -> web.Response:
        file = self._handset(request).file(request.match_info["file"])
        if file is None:
            raise NotFound("demo.file")
        inline = file.mime in _SHOWN_INLINE
        disposition = f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(file.name)}"
        mime = file.mime if inline else "application/octet-stream"
        return web.Response(body=file.content, content_type=mime, headers={"Content-Disposition": disposition})

    def _handset(self, request: web.Request) -> Handset:
        handset = self._handsets.get(request.match_info["phone"])
        if handset is None:
            raise NotFound("demo.phone", phone=request.match_info["phone"])
        return handset


def _refuse_foreign(request: web.Request) -> None:
    """Let no other web page act here: a browser names the page that a request comes from."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise InvalidInput("demo.foreign_page")


async def _body(request: web.Request) -> Json:
    try:
        body = await request.json()
    except ValueError as error:
        raise InvalidInput("demo.body") from error
    if not isinstance(body, dict):
        raise InvalidInput("demo.body")
    return body


async def _stream(response: web.StreamResponse, queue: asyncio.Queue[Json | None]) -> None:
    while True:
        try:
            async with asyncio.timeout(_KEEP_ALIVE_SECONDS):
                event = await queue.get()
        except TimeoutError:
            await response.write(b": still here\n\n")
            continue
        if event is None:
            return
        await response.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())
