"""How much waits in all our queues, for those who watch over the bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.usecases.desk import Desk
from storage.backlog import Backlog
from storage.errands import Errands
from storage.evidence import EvidenceFiles
from storage.outbox import Depth


@dataclass(frozen=True, slots=True)
class Queues:
    """What waits: messages to send; messages of people who write too fast, and when the first of them was written;
    documents to read for a conversation; files of evidence to fetch.
    """

    outbox: Depth
    backlog: int
    backlog_oldest: datetime | None
    errands: int
    evidence: int


def look(desk: Desk) -> Queues:
    """Count what waits, all at one instant."""
    backlog, connection = Backlog(desk.connection), desk.connection
    return Queues(
        outbox=desk.outbox.depth(desk.now),
        backlog=backlog.count(),
        backlog_oldest=backlog.oldest(),
        errands=Errands(connection).waiting(),
        evidence=EvidenceFiles(connection).waiting(),
    )
