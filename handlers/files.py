"""Files on disk, kept by the hash of their content, and files made at the moment of sending."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.domain.messages import Outgoing, Rendered, Stored
from bot.errors import DeliveryError

MAX_BYTES = 20 * 1024 * 1024
"""The most that a channel lets a bot fetch."""


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A file ready to be sent."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Attachments:
    """The files of one message, ready to be sent."""

    photo: RenderedFile | None = None
    document: RenderedFile | None = None


Renderer = Callable[[Rendered], Awaitable[RenderedFile]]


class FileStore:
    """Files under `directory`, each at the first two signs of its hash and then the hash: ``ab/ab12…``.

    A file is there whole or not at all; the same content is kept once.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def path(self, digest: str) -> Path:
        """Tell where the content with a SHA-256 (64 hexadecimal digits) lies; raises `ValueError` for anything else."""
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise ValueError(digest)
        return self._directory / digest[:2] / digest

    async def read(self, digest: str) -> bytes:
        """Read a file; raises `FileNotFoundError`."""
        return await asyncio.to_thread(self.path(digest).read_bytes)

    async def keep(self, content: bytes) -> str:
        """Keep a content on the disk for good; tell its hash."""
        return await asyncio.to_thread(self._keep, content)

    def _keep(self, content: bytes) -> str:
        digest = sha256(content).hexdigest()
        path = self.path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, delete=False) as file:
                try:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                    Path(file.name).replace(path)
                finally:
                    # Gone already where it was put in its place; a full disk is not to be filled with pieces.
                    Path(file.name).unlink(missing_ok=True)
        return digest


class Workshop:
    """Gets the files of a message ready: those kept are read, the others are made."""

    def __init__(self, store: FileStore, render: Renderer) -> None:
        self._store = store
        self._render = render

    async def attachments(self, message: Outgoing) -> Attachments:
        """Get the files of a message; raises `DeliveryError("file.lost")` for one that is no longer kept."""
        return Attachments(photo=await self._ready(message.photo), document=await self._ready(message.document))

    async def _ready(self, file: Rendered | Stored | None) -> RenderedFile | None:
        if file is None:
            return None
        if isinstance(file, Rendered):
            return await self._render(file)
        try:
            return RenderedFile(file.name, file.mime, await self._store.read(file.sha256))
        except FileNotFoundError as error:
            raise DeliveryError("file.lost", permanent=True) from error
