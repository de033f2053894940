"""Files are there whole or not at all, also on a full disk."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from handlers.files import FileStore


def _files(directory: Path) -> list[str]:
    return [path.name for path in directory.rglob("*") if path.is_file()]


async def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    store = FileStore(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            await store.keep(b"content")
    assert _files(tmp_path) == []
    digest = await store.keep(b"content")
    assert _files(tmp_path) == [digest]
    assert await store.read(digest) == b"content"
