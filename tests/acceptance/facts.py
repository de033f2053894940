"""What a story leaves behind, written so that the same story leaves the same on every channel."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from bot.clock import VIETNAM
from bot.usecases.desk import Desk
from storage import schema

TOLD: dict[Table, str] = {
    schema.agencies: "id name",
    schema.people: "id name phone notice consented_at erased_at",
    schema.memberships: "person_id role agency_id since until",
    schema.invites: "code_hash role agency_id uses expires_at created_by replaces_id",
    schema.absences: "person_id first last deputy_id",
    schema.plans: "id title number year issued_on",
    schema.tasks: "id plan_id no title timeframe dropped_at",
    schema.assignments: "task_id role printed agency_id",
    schema.reporting_rules: "id plan_id name rule dropped_at",
    schema.requests: "id text created_by created_at closed_at",
    schema.deadlines: "id kind period opens_on last_day named_day key",
    schema.dues: "id deadline_id agency_id role period opens_on last_day extended state reason closed_at",
    schema.reports: "code due_id agency_id revision current status percent results difficulties person_id at in_time"
    " on_behalf returned_at return_reason extra",
    schema.evidence: "report_id url sha256 state",
    schema.snoozes: "person_id due_id fire_at",
    schema.reminders: "due_id person_id stage number",
    schema.events: "at person_id what subject before after",
}
"""The columns of each table that hold facts: no ids of chats and messages, and no names that a channel gives to pictures."""

_OF_A_CHANNEL = re.compile(r"^(update|chat|account|sender):.*")
_ON_ZALO = "http://127.0.0.1:"
"""Pictures come from Zalo with an address that soon expires; what is kept of them is their hash."""


def facts(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """List what is kept, table by table; instants to the minute in Việt Nam."""
    return {table.name: _rows(desk, table, columns.split()) for table, columns in TOLD.items()}


def _rows(desk: Desk, table: Table, columns: list[str]) -> list[tuple[Any, ...]]:
    kept = desk.connection.execute(select(*(table.c[name] for name in columns)).order_by(*table.primary_key)).all()
    return [tuple(_plain(value) for value in row) for row in kept]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value.astimezone(VIETNAM):%Y-%m-%d %H:%M}"
    if not isinstance(value, str):
        return value
    return None if value.startswith(_ON_ZALO) else _OF_A_CHANNEL.sub(r"\1", value)
