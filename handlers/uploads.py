"""Files that people bring to a web page, because their channel hands on none: each answers the question it was asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import PurePath

import structlog
from aiohttp import BodyPartReader, ClientPayloadError, MultipartReader, web

from bot.domain.messages import Incoming, IncomingFile, IncomingKind, Sender
from bot.errors import BotError, DeliveryError, InvalidInput, StorageError
from bot.texts import uploads as texts
from bot.usecases import uploads
from bot.usecases.cards import is_number
from bot.usecases.conversations import KEPT
from bot.usecases.desk import Desk, Doors
from bot.usecases.uploads import Waiting
from bot.vietnamese import one_line
from handlers import upload_page
from handlers.evidence import Fetcher
from handlers.files import MAX_BYTES
from handlers.incoming import deal
from handlers.links import Links, is_over
from handlers.passing import PassingStore
from handlers.turn import Surroundings

log = structlog.get_logger()

PASSING = KEPT + timedelta(days=1)
"""How long a file is kept until a report or an errand has fetched it: longer than a conversation waits."""

AT_ONCE = 4
PATIENCE = 300.0
"""Seconds that bringing one file may take, on a slow telephone."""
_CHUNK = 256 * 1024
_LONGEST_NAME = 120
_MEGABYTES = MAX_BYTES // (1024 * 1024)
_REF = "upload:"
"""Before the hash of a file that was brought; no channel's own handle begins so."""


class Refused(BotError):
    """A file that is not taken; `code` is a key of `texts.REFUSED`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class _Question:
    """The question an address belongs to."""

    conversation: int
    position: int
    waiting: Waiting


class Uploads:
    """The page that takes one file for one question. An address is good once: the answer moves the conversation on."""

    def __init__(
        self,
        doors: Doors,
        store: PassingStore,
        links: Links,
        surroundings: Surroundings,
        wake: Callable[[], None],
    ) -> None:
        self._doors = doors
        self._store = store
        self._links = links
        self._surroundings = surroundings
        self._wake = wake
        self._free = asyncio.Semaphore(AT_ONCE)

    def routes(self) -> list[web.AbstractRouteDef]:
        """List the addresses."""
        place = "/u/{conversation}/{position}/{expires}/{signature}"
        return [web.get(place, self._show), web.post(place, self._bring)]

    async def _show(self, request: web.Request) -> web.Response:
        try:
            await self._question(request)
        except Refused as refusal:
            return _refused(refusal.code)
        return _answer(upload_page.form(_MEGABYTES))

    async def _bring(self, request: web.Request) -> web.Response:
        """Take a file.

        1. The address is checked before a byte is read; what says itself that it is too long is not begun.
        2. The file goes to the disk as it arrives, up to the limit, and counts for nothing yet.
        3. It becomes the answer in one transaction, if the question is still open.
        """
        try:
            question = await self._question(request)
            if self._free.locked():
                raise Refused("busy")
            async with self._free:
                file = await self._received(request)
            await self._answered(question, file)
        except Refused as refusal:
            log.info("upload.refused", why=refusal.code)
            return _refused(refusal.code)
        return _answer(upload_page.notice(texts.taken(file.name)))

    async def _question(self, request: web.Request) -> _Question:
        """Find the question an address belongs to; raises `Refused`, in the same way for all that is none of ours."""
        parts = request.match_info
        if not (is_number(parts["conversation"]) and is_number(parts["position"])):
            raise Refused("unknown")
        conversation, position = int(parts["conversation"]), int(parts["position"])
        found = await self._read(conversation, position)
        place = f"{parts['conversation']}:{parts['position']}"
        if found is None or not self._links.is_genuine_upload(
            parts["expires"], place, found.address, parts["signature"]
        ):
            raise Refused("unknown")
        if not found.is_open:
            raise Refused("used")
        if is_over(parts["expires"], self._doors.clock.now()):
            raise Refused("late")
        return _Question(conversation, position, found)

    async def _read(self, conversation: int, position: int) -> Waiting | None:
        try:
            return await self._doors.read(uploads.waiting, conversation, position)
        except StorageError as error:
            raise Refused("full") from error

    async def _received(self, request: web.Request) -> IncomingFile:
        if (request.content_length or 0) > MAX_BYTES + _CHUNK:
            raise Refused("too_big")
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._kept(request)
        except InvalidInput as error:
            raise Refused("too_big") from error
        except (TimeoutError, ClientPayloadError, ConnectionError, web.RequestPayloadError) as error:
            raise Refused("broken") from error
        except OSError as error:
            log.error("upload.not_kept", error=type(error).__name__)
            raise Refused("full") from error

    async def _kept(self, request: web.Request) -> IncomingFile:
        form = await _form_of(request)
        part = await _file_of(form)
        digest, size = await self._store.take_in(_chunks(form, part), MAX_BYTES)
        if not size:
            raise Refused("nothing")
        kind = part.headers.get("Content-Type", "")
        return IncomingFile(_REF + digest, _name_of(part), kind or "application/octet-stream", size)

    async def _answered(self, question: _Question, file: IncomingFile) -> None:
        try:
            taken = await self._doors.write(arrive, question.conversation, question.position, file, self._surroundings)
        except StorageError as error:
            raise Refused("full") from error
        if not taken:
            raise Refused("used")
        self._wake()


def arrive(desk: Desk, conversation: int, position: int, file: IncomingFile, surroundings: Surroundings) -> bool:
    """Let a file that was brought be what somebody sent in their chat; tells whether its question was still open."""
    waiting = uploads.waiting(desk, conversation, position)
    if waiting is None or not waiting.is_open:
        return False
    incoming = _incoming(waiting, file, desk.now)
    if desk.updates.first_time(incoming.address.channel, incoming.update, desk.now):
        deal(desk, incoming, surroundings)
    return True


def _incoming(waiting: Waiting, file: IncomingFile, now: datetime) -> Incoming:
    channel = waiting.address.channel
    update = "upload-" + sha256(f"{waiting.card} {file.ref}".encode()).hexdigest()[:40]
    return Incoming(update, IncomingKind.FILES, waiting.address, Sender(channel, waiting.user), now, files=(file,))


async def _form_of(request: web.Request) -> MultipartReader:
    if not request.content_type.startswith("multipart/form-data"):
        raise Refused("nothing")
    try:
        return await request.multipart()
    except ValueError as error:
        raise Refused("broken") from error


async def _file_of(form: MultipartReader) -> BodyPartReader:
    """Find the one file in a form; raises `Refused`."""
    try:
        async for part in form:
            if isinstance(part, BodyPartReader) and part.name == "file" and part.filename:
                return part
    except ValueError as error:
        raise Refused("broken") from error
    raise Refused("nothing")


async def _chunks(form: MultipartReader, part: BodyPartReader) -> AsyncIterator[bytes]:
    """Give a file's content; raises `Refused` when the form ends before the file does."""
    try:
        while chunk := await part.read_chunk(_CHUNK):
            yield bytes(chunk)
        # What comes next is the form's end, or is missing with the rest of the file.
        await form.next()
    except ValueError as error:
        raise Refused("broken") from error


def _name_of(part: BodyPartReader) -> str:
    """Take the last part of a file's name, cut in front of its ending."""
    name = one_line(PurePath(part.filename or "").name) or "tep"
    ending = PurePath(name).suffix[:10]
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - len(ending)] + ending


_STATUS = {"unknown": 404, "used": 410, "late": 410, "too_big": 413, "busy": 503, "full": 503}


def _refused(code: str) -> web.Response:
    words = texts.REFUSED[code]
    again = code in ("nothing", "too_big", "broken", "busy", "full")
    return _answer(upload_page.form(_MEGABYTES, words) if again else upload_page.notice(words), _STATUS.get(code, 400))


def _answer(page: str, status: int = 200) -> web.Response:
    return web.Response(
        text=page, status=status, content_type="text/html", charset="utf-8", headers=upload_page.HEADERS
    )


class WithUploads:
    """A channel's fetcher that knows the files which were brought to the page too."""

    def __init__(self, fetcher: Fetcher, store: PassingStore) -> None:
        self._fetcher = fetcher
        self._store = store

    async def fetch(self, file: IncomingFile) -> bytes:
        """Fetch a file; raises what the channel's fetcher raises."""
        if not file.ref.startswith(_REF):
            return await self._fetcher.fetch(file)
        try:
            return await self._store.read(file.ref.removeprefix(_REF))
        except (FileNotFoundError, ValueError) as error:
            raise DeliveryError("file.gone", permanent=True) from error
