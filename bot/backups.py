"""The nightly copy of the database: asks every minute whether one is due, and makes it beside the bot's other work."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path

import structlog

from bot.domain.backups import BackupPolicy, file_name
from bot.errors import StorageError
from bot.usecases import backups
from bot.usecases.desk import Doors

LOOK = 60.0
"""Seconds between two looks at the clock; looking costs nothing until a night has passed."""

log = structlog.get_logger(__name__)


class NightlyBackup:
    """Makes copies of the database at `url` in `directory` until it is cancelled."""

    def __init__(self, doors: Doors, policy: BackupPolicy, *, url: str, data_dir: Path, directory: Path) -> None:
        self._doors = doors
        self._policy = policy
        self._url = url
        self._data_dir = data_dir
        self._directory = data_dir / directory
        self._seen: date | None = None
        self._last: datetime | None = None

    def gauges(self) -> Mapping[str, float]:
        """Tell for /metrics when the newest copy was finished, in seconds since 1970; nothing while that is not known."""
        return {"last_backup_timestamp_seconds": self._last.timestamp()} if self._last else {}

    async def run(self) -> None:
        """Look again and again."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK)

    async def look(self) -> bool:
        """Make the copy of the newest night if it is missing; tell whether one was made."""
        night = self._policy.night(self._doors.clock.now())
        if night is None or night == self._seen:
            return False
        try:
            return await self._look_closely(night)
        except StorageError as error:
            # The database is away: there is nothing to copy, and nowhere to note it.
            log.error("backup.not_begun", error=error.code)
            return False

    async def _look_closely(self, night: date) -> bool:
        mine = await self._doors.write(backups.begin, self._policy)
        made = mine is not None and await self._make(mine)
        self._last = await self._doors.read(backups.last_done)
        if made or await self._doors.read(backups.is_done, night):
            self._seen = night
        return made

    async def _make(self, night: date) -> bool:
        # Brings PostgreSQL's driver along, which nothing else needs at the start.
        from storage.copies import keep_copy

        outdated = partial(self._policy.outdated, night=night)
        try:
            await asyncio.to_thread(
                keep_copy,
                self._url,
                file_name(night),
                directory=self._directory,
                data_dir=self._data_dir,
                outdated=outdated,
            )
        except StorageError as error:
            log.error("backup.failed", error=error.code)
            await self._doors.write(backups.failed, night, error)
            return False
        await self._doors.write(backups.done, night)
        log.info("backup.done", night=night.isoformat())
        return True
