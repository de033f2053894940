"""Tables of what agencies said, how many said so, and what came with it."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.schema.base import PARTIAL, Id, metadata, ref
from storage.types import CleanText, Day, Json, UtcDateTime

reports = Table(
    "reports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    ref("due_id", "dues"),
    ref("agency_id", "agencies"),
    ref("task_id", "tasks", nullable=True),
    Column("period", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("status", String(16), nullable=False),
    Column("percent", Integer),
    Column("results", CleanText, nullable=False),
    Column("difficulties", CleanText, nullable=False),
    # Whether the difficulties say more than that there are none, so that leaders are to be shown them.
    Column("raised", Boolean, nullable=False),
    ref("person_id", "people", nullable=True),
    Column("at", UtcDateTime, nullable=False),
    Column("in_time", Boolean, nullable=False),
    Column("on_behalf", Boolean, nullable=False),
    Column("returned_at", UtcDateTime),
    Column("return_reason", CleanText),
    Column("extra", Json, nullable=False),
    UniqueConstraint("due_id", "revision"),
    Index(None, "agency_id", "task_id", "at"),
    Index(None, "at", "revision", "period"),
    Index(
        "ix_reports_raised",
        "period",
        "status",
        "task_id",
        "due_id",
        sqlite_where=text("raised = 1 AND current = 1 AND returned_at IS NULL"),
        info={PARTIAL: "raised AND current AND returned_at IS NULL"},
    ),
)

tallies = Table(
    "tallies",
    metadata,
    # Dues counted by what is alike about them: once by agency (no deadline), once by deadline (no agency). A sum of many rows,
    # see storage/tallies.py; without foreign keys, for it follows from dues and reports and can be made anew from them.
    Column("id", Id, primary_key=True),
    Column("period", String(16), nullable=False),
    Column("plan_id", Id),
    Column("agency_id", Id),
    Column("deadline_id", Id),
    Column("task_id", Id),
    Column("role", String(16)),
    Column("last_day", Day, nullable=False),
    Column("state", String(16), nullable=False),
    # What the newest report says; null where there is none.
    Column("status", String(16)),
    Column("in_time", Boolean),
    Column("returned", Boolean, nullable=False),
    Column("number", Integer, nullable=False),
    # Whether it is a change that has not been added up with others.
    Column("fresh", Boolean, nullable=False),
    CheckConstraint("(agency_id IS NULL) = (deadline_id IS NOT NULL)", name="side"),
    Index(None, "period"),
    Index(None, "state", "last_day", "agency_id", "number"),
    Index("ix_tallies_fresh", "period", sqlite_where=text("fresh = 1"), info={PARTIAL: "fresh"}),
)

# What officers changed by hand in a compiled report and sent back; the next compilation keeps it.
corrections = Table(
    "corrections",
    metadata,
    # Which report: "summary:2024-Q4", "summary:2024-Q4:3" for one plan, "request:5".
    Column("document", String(48), primary_key=True),
    # The regions that were changed: [{"key": "results-1f0c9a2b", "digest": …, "content": "<w:p>…</w:p>", …}, …].
    Column("regions", Json, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Id, primary_key=True),
    ref("report_id", "reports"),
    Column("channel", String(16)),
    Column("ref", String(256)),
    Column("url", CleanText),
    Column("name", CleanText, nullable=False),
    Column("mime", String(128), nullable=False),
    Column("size", BigInteger),
    Column("sha256", String(64)),
    # wanted, fetched, failed, link
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", UtcDateTime),
    Index(None, "report_id"),
    Index(None, "state", "not_before"),
)
