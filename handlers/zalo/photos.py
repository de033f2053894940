"""Pictures that people sent: brought home at once, since their addresses expire, and kept until a report wants them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

import structlog

from bot.clock import Clock
from bot.domain.messages import IncomingFile
from bot.errors import DeliveryError, InvalidInput
from handlers.files import MAX_BYTES
from handlers.zalo.client import Away, ZaloClient

log = structlog.get_logger()

KEPT = timedelta(days=8)
"""A little longer than an unfinished conversation waits."""
_SWEPT_EVERY = timedelta(hours=6)
_WAITS = (0.5, 5.0, 30.0)


class Arrivals:
    """Pictures in a directory by the hash of the message's id, each for `KEPT`; the files' times are those of our clock."""

    def __init__(self, directory: Path, clock: Clock) -> None:
        self._directory = directory
        self._clock = clock
        self._swept: datetime | None = None

    def keep(self, ref: str, content: bytes) -> None:
        """Keep a picture, whole or not at all."""
        self._directory.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._directory, delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        seconds = self._clock.now().timestamp()
        os.utime(file.name, (seconds, seconds))
        Path(file.name).replace(self._path(ref))

    def read(self, ref: str) -> bytes | None:
        """Give a picture; `None` when it is not here."""
        try:
            return self._path(ref).read_bytes()
        except FileNotFoundError:
            return None

    def _path(self, ref: str) -> Path:
        return self._directory / sha256(ref.encode()).hexdigest()

    async def sweep(self) -> int:
        """Delete what no report has wanted; tell how much. It looks every few hours, however often it is asked."""
        now = self._clock.now()
        if self._swept is not None and abs(now - self._swept) < _SWEPT_EVERY:
            return 0
        self._swept = now
        return await asyncio.to_thread(self._forget, now - KEPT)

    def _forget(self, before: datetime) -> int:
        old = list(self._older_than(before.timestamp())) if self._directory.is_dir() else []
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _older_than(self, seconds: float) -> Iterator[Path]:
        for path in self._directory.iterdir():
            try:
                if path.stat().st_mtime < seconds:
                    yield path
            except FileNotFoundError:
                continue


class ZaloFetcher:
    """Fetches pictures; those that have been brought home are given from there."""

    def __init__(self, client: ZaloClient, arrivals: Arrivals) -> None:
        self._client = client
        self._arrivals = arrivals

    async def bring(self, file: IncomingFile) -> None:
        """Bring a picture home; when that fails it is tried again with the report."""
        for wait in (*_WAITS, None):
            try:
                content = await self._get(file)
                await asyncio.to_thread(self._arrivals.keep, file.ref, content)
                return
            except InvalidInput:
                return
            except (DeliveryError, OSError) as error:
                log.warning("photo.not_brought", error=type(error).__name__)
                if wait is None or (isinstance(error, DeliveryError) and error.permanent):
                    return
                await asyncio.sleep(wait)

    async def fetch(self, file: IncomingFile) -> bytes:
        """Fetch a picture; raises `InvalidInput("file.too_big")`, or `DeliveryError` when Zalo does not give it out."""
        kept = await asyncio.to_thread(self._arrivals.read, file.ref)
        return await self._get(file) if kept is None else kept

    async def _get(self, file: IncomingFile) -> bytes:
        if not file.url:
            raise DeliveryError("file.gone", permanent=True)
        try:
            found = await self._client.fetch(file.url)
        except Away as away:
            raise DeliveryError("network") from away
        if found.status >= 500:
            raise DeliveryError("server")
        if found.status != 200:
            raise DeliveryError("file.gone", permanent=True)
        if found.content is None:
            raise InvalidInput("file.too_big", most=MAX_BYTES)
        return found.content
