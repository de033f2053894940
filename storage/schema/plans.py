"""Tables of plans: tasks, who has them, when reports are asked for, and one-off requests."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, UniqueConstraint

from storage.schema.base import Id, metadata, ref
from storage.types import CleanText, Day, FoldedText, Json, UtcDateTime

plans = Table(
    "plans",
    metadata,
    Column("id", Id, primary_key=True),
    Column("title", CleanText, nullable=False),
    Column("folded", FoldedText, nullable=False),
    Column("number", CleanText),
    Column("issuer", CleanText),
    Column("province", CleanText),
    Column("year", Integer, nullable=False),
    Column("issued_on", Day),
    Column("coordinator", CleanText),
    Column("legal_basis", Json, nullable=False),
    Column("settings", Json, nullable=False),
    Column("imported_at", UtcDateTime, nullable=False),
    UniqueConstraint("folded", "year"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", Id, primary_key=True),
    ref("plan_id", "plans"),
    Column("position", Integer, nullable=False),
    Column("no", CleanText, nullable=False),
    Column("title", CleanText, nullable=False),
    Column("timeframe_text", CleanText),
    Column("timeframe", Json, nullable=False),
    Column("budget_vnd", BigInteger),
    Column("outputs", Json, nullable=False),
    Column("place", CleanText, nullable=False),
    Column("dropped_at", UtcDateTime),
    Index(None, "plan_id", "position"),
)

assignments = Table(
    "assignments",
    metadata,
    Column("id", Id, primary_key=True),
    ref("task_id", "tasks"),
    Column("role", String(16), nullable=False),
    Column("printed", CleanText, nullable=False),
    ref("agency_id", "agencies", nullable=True),
    ref("group_id", "agency_groups", nullable=True),
    Index(None, "task_id"),
    Index(None, "agency_id"),
)

reporting_rules = Table(
    "reporting_rules",
    metadata,
    Column("id", Id, primary_key=True),
    ref("plan_id", "plans"),
    Column("no", CleanText),
    Column("name", CleanText, nullable=False),
    Column("reporters", Json, nullable=False),
    Column("receivers", Json, nullable=False),
    Column("due_text", CleanText, nullable=False),
    Column("rule", Json, nullable=False),
    Column("place", CleanText, nullable=False),
    Column("dropped_at", UtcDateTime),
    Index(None, "plan_id"),
)

requests = Table(
    "requests",
    metadata,
    Column("id", Id, primary_key=True),
    Column("text", CleanText, nullable=False),
    ref("created_by", "people", nullable=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
)
