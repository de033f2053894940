"""What officers changed by hand in compiled reports."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.conversations.steps import adapter
from bot.rendering.regions import Kept
from storage.schema import corrections


class Corrections:
    """Queries about the regions of reports that the next compilation keeps."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, document: str) -> tuple[Kept, ...]:
        """List the regions kept of a report, for instance "summary:2024-Q4"; none where nothing is kept."""
        found = self._connection.scalar(select(corrections.c.regions).where(corrections.c.document == document))
        regions: tuple[Kept, ...] = adapter(tuple[Kept, ...]).validate_python(found or [])
        return regions

    def keep(self, document: str, regions: tuple[Kept, ...], at: datetime) -> None:
        """Keep regions of a report in place of those kept before; none of them is nothing to keep."""
        self._connection.execute(delete(corrections).where(corrections.c.document == document))
        if regions:
            dumped = adapter(tuple[Kept, ...]).dump_python(regions, mode="json")
            self._connection.execute(insert(corrections).values(document=document, regions=dumped, at=at))
