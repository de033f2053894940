"""Tables of what is owed, and of what was told about it."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.schema.base import PARTIAL, Id, metadata, ref
from storage.types import CleanText, Day, UtcDateTime

deadlines = Table(
    "deadlines",
    metadata,
    Column("id", Id, primary_key=True),
    # A request stands by itself, and has one deadline; every other deadline is a plan's.
    ref("plan_id", "plans", nullable=True),
    ref("task_id", "tasks", nullable=True),
    ref("rule_id", "reporting_rules", nullable=True),
    Column("request_id", Id, ForeignKey("requests.id"), unique=True),
    Column("kind", String(16), nullable=False),
    Column("period", String(16), nullable=False),
    Column("opens_on", Day, nullable=False),
    Column("last_day", Day, nullable=False),
    Column("named_day", Day),
    # For instance "task:7:2024-Q3": what makes a deadline the same when a plan is imported again.
    Column("key", String(96), nullable=False),
    UniqueConstraint("plan_id", "key"),
    CheckConstraint("(plan_id IS NULL) = (request_id IS NOT NULL)", name="whose"),
)

dues = Table(
    "dues",
    metadata,
    Column("id", Id, primary_key=True),
    ref("deadline_id", "deadlines"),
    ref("plan_id", "plans", nullable=True),
    ref("agency_id", "agencies"),
    ref("task_id", "tasks", nullable=True),
    Column("role", String(16), nullable=False),
    Column("period", String(16), nullable=False),
    Column("opens_on", Day, nullable=False),
    Column("last_day", Day, nullable=False),
    Column("extended", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", CleanText),
    # When the next stage is to be looked at; null when no further reminder can come of this due.
    Column("next_fire_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    UniqueConstraint("deadline_id", "agency_id"),
    Index(None, "agency_id", "state", "last_day"),
    Index(None, "agency_id", "period"),
    Index(None, "task_id", "period"),
    Index(None, "period", "plan_id"),
    Index(
        "ix_dues_next_fire_at",
        "next_fire_at",
        sqlite_where=text("next_fire_at IS NOT NULL"),
        info={PARTIAL: "next_fire_at IS NOT NULL"},
    ),
)

reminders = Table(
    "reminders",
    metadata,
    Column("id", Id, primary_key=True),
    ref("due_id", "dues"),
    ref("person_id", "people"),
    Column("stage", Integer, nullable=False),
    ref("outbox_id", "outbox", nullable=True),
    # The line's number in the message, so that "2 xong" can be understood.
    Column("number", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("due_id", "stage", "person_id"),
    Index(None, "outbox_id"),
    Index(None, "person_id", "created_at"),
)

snoozes = Table(
    "snoozes",
    metadata,
    Column("id", Id, primary_key=True),
    ref("person_id", "people"),
    ref("due_id", "dues"),
    Column("fire_at", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "due_id"),
    Index(None, "fire_at"),
)
