"""Files that stay for a while: those behind links that expire, and those that were brought and nobody has kept yet."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile, _TemporaryFileWrapper

import structlog

from bot.clock import Clock
from bot.errors import InvalidInput
from handlers.files import MAX_BYTES, FileStore

log = structlog.get_logger()

SWEPT_EVERY = timedelta(hours=1)


class PassingStore(FileStore):
    """Files kept for `kept` from the last time that somebody wanted them kept; their times are those of our clock."""

    def __init__(self, directory: Path, clock: Clock, kept: timedelta) -> None:
        super().__init__(directory)
        self._clock = clock
        self._kept = kept
        self._swept: datetime | None = None

    async def take_in(self, chunks: AsyncIterator[bytes], most: int = MAX_BYTES) -> tuple[str, int]:
        """Keep a content as it arrives, whole or not at all; tell its hash and its bytes.

        Raises `InvalidInput("file.too_big")` as soon as it is, and then leaves nothing behind.
        """
        with self._arriving() as file:
            digest, size = sha256(), 0
            async for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                if size > most:
                    raise InvalidInput("file.too_big", most=most)
                await asyncio.to_thread(file.write, chunk)
            await asyncio.to_thread(self._settle, file, digest.hexdigest())
        return digest.hexdigest(), size

    @contextmanager
    def _arriving(self) -> Iterator[_TemporaryFileWrapper[bytes]]:
        """Give a file to write into, which is gone afterwards unless it was put in its place."""
        self._directory.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._directory, delete=False) as file:
            try:
                yield file
            finally:
                Path(file.name).unlink(missing_ok=True)

    async def sweep(self) -> int:
        """Delete what has been kept long enough; tell how much. It looks once an hour, however often it is asked."""
        now = self._clock.now()
        if self._swept is not None and abs(now - self._swept) < SWEPT_EVERY:
            return 0
        self._swept = now
        gone = await asyncio.to_thread(self._forget, now - self._kept)
        if gone:
            log.info("files.deleted", directory=self._directory.name, files=gone)
        return gone

    def _keep(self, content: bytes) -> str:
        digest = super()._keep(content)
        try:
            self._stamp(self.path(digest))
        except FileNotFoundError:
            # Its time was over, and it was swept away just now.
            super()._keep(content)
            self._stamp(self.path(digest))
        return digest

    def _settle(self, file: _TemporaryFileWrapper[bytes], digest: str) -> None:
        """Put a file that has arrived in its place."""
        file.flush()
        os.fsync(file.fileno())
        path, place = Path(file.name), self.path(digest)
        self._stamp(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)

    def _stamp(self, path: Path) -> None:
        seconds = self._clock.now().timestamp()
        os.utime(path, (seconds, seconds))

    def _forget(self, before: datetime) -> int:
        old = list(self._older_than(before.timestamp()))
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _older_than(self, seconds: float) -> Iterator[Path]:
        for path in self._directory.rglob("*"):
            try:
                if path.is_file() and path.stat().st_mtime < seconds:
                    yield path
            except FileNotFoundError:
                continue
