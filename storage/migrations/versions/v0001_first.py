"""Version 1: every table of the first release. Written by `storage.migrations.draft`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

from storage import types


def upgrade(op: Operations) -> None:
    """Make the tables and their indexes."""
    op.create_table(
        "agencies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", types.CleanText(), nullable=False),
        sa.Column("folded", types.FoldedText(), nullable=False),
        sa.Column("short", types.CleanText(), nullable=True),
        sa.Column("kind", types.CleanText(), nullable=True),
        sa.Column("active_until", types.Day(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
        sa.UniqueConstraint("folded", name=op.f("uq_agencies_folded")),
    )
    op.create_table(
        "agency_groups",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", types.CleanText(), nullable=False),
        sa.Column("folded", types.FoldedText(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_groups")),
        sa.UniqueConstraint("folded", name=op.f("uq_agency_groups_folded")),
    )
    op.create_table(
        "appointments",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("done", sa.String(length=32), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_appointments")),
    )
    op.create_table(
        "backlog",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("update", sa.String(length=96), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("incoming", types.Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backlog")),
        sa.UniqueConstraint("channel", "update", name=op.f("uq_backlog_channel_update")),
    )
    op.create_index(op.f("ix_backlog_channel_user_id"), "backlog", ["channel", "user", "id"], unique=False)
    op.create_table(
        "corrections",
        sa.Column("document", sa.String(length=48), nullable=False),
        sa.Column("regions", types.Json(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_corrections")),
    )
    op.create_table(
        "files",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", types.CleanText(), nullable=False),
        sa.Column("mime", sa.String(length=128), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_files")),
    )
    op.create_table(
        "menus",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("choices", types.Json(), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.Column("shown_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "chat", name=op.f("pk_menus")),
    )
    op.create_table(
        "paces",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("free_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "chat", name=op.f("pk_paces")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", types.CleanText(), nullable=False),
        sa.Column("phone", types.CleanText(), nullable=True),
        sa.Column("notice", sa.Integer(), nullable=True),
        sa.Column("consented_at", types.UtcDateTime(), nullable=True),
        sa.Column("erased_at", types.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", types.CleanText(), nullable=False),
        sa.Column("folded", types.FoldedText(), nullable=False),
        sa.Column("number", types.CleanText(), nullable=True),
        sa.Column("issuer", types.CleanText(), nullable=True),
        sa.Column("province", types.CleanText(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("issued_on", types.Day(), nullable=True),
        sa.Column("coordinator", types.CleanText(), nullable=True),
        sa.Column("legal_basis", types.Json(), nullable=False),
        sa.Column("settings", types.Json(), nullable=False),
        sa.Column("imported_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
        sa.UniqueConstraint("folded", "year", name=op.f("uq_plans_folded_year")),
    )
    op.create_table(
        "tallies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("deadline_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=True),
        sa.Column("last_day", types.Day(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=True),
        sa.Column("in_time", sa.Boolean(), nullable=True),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fresh", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(agency_id IS NULL) = (deadline_id IS NOT NULL)", name=op.f("ck_tallies_side")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tallies")),
    )
    op.create_index(
        "ix_tallies_fresh",
        "tallies",
        ["period"],
        unique=False,
        sqlite_where=sa.text("fresh = 1"),
        postgresql_where=sa.text("fresh"),
    )
    op.create_index(op.f("ix_tallies_period"), "tallies", ["period"], unique=False)
    op.create_index(
        op.f("ix_tallies_state_last_day_agency_id_number"),
        "tallies",
        ["state", "last_day", "agency_id", "number"],
        unique=False,
    )
    op.create_table(
        "traffic",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "month", name=op.f("pk_traffic")),
    )
    op.create_table(
        "updates",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("id", sa.String(length=96), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "id", name=op.f("pk_updates")),
    )
    op.create_index(op.f("ix_updates_at"), "updates", ["at"], unique=False)
    op.create_table(
        "absences",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first", types.Day(), nullable=False),
        sa.Column("last", types.Day(), nullable=False),
        sa.Column("deputy_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["people.id"], name=op.f("fk_absences_deputy_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_absences_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index(op.f("ix_absences_person_id"), "absences", ["person_id"], unique=False)
    op.create_table(
        "accounts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("reach", sa.String(length=16), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_accounts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("channel", "user", name=op.f("uq_accounts_channel_user")),
    )
    op.create_index(op.f("ix_accounts_person_id"), "accounts", ["person_id"], unique=False)
    op.create_table(
        "agency_aliases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alias", types.CleanText(), nullable=False),
        sa.Column("folded", types.FoldedText(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_agency_aliases_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_aliases")),
        sa.UniqueConstraint("agency_id", "folded", name=op.f("uq_agency_aliases_agency_id_folded")),
    )
    op.create_index(op.f("ix_agency_aliases_folded"), "agency_aliases", ["folded"], unique=False)
    op.create_table(
        "agency_group_members",
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_agency_group_members_agency_id")),
        sa.ForeignKeyConstraint(["group_id"], ["agency_groups.id"], name=op.f("fk_agency_group_members_group_id")),
        sa.PrimaryKeyConstraint("group_id", "agency_id", name=op.f("pk_agency_group_members")),
    )
    op.create_index(op.f("ix_agency_group_members_agency_id"), "agency_group_members", ["agency_id"], unique=False)
    op.create_table(
        "agency_successions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("old_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("new_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("effective_on", types.Day(), nullable=False),
        sa.Column("legal_ref", types.CleanText(), nullable=True),
        sa.ForeignKeyConstraint(["new_id"], ["agencies.id"], name=op.f("fk_agency_successions_new_id")),
        sa.ForeignKeyConstraint(["old_id"], ["agencies.id"], name=op.f("fk_agency_successions_old_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_successions")),
    )
    op.create_index(op.f("ix_agency_successions_old_id"), "agency_successions", ["old_id"], unique=False)
    op.create_table(
        "chats",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("thread", sa.String(length=64), nullable=True),
        sa.Column("title", types.CleanText(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_chats_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chats")),
        sa.UniqueConstraint("channel", "chat", name=op.f("uq_chats_channel_chat")),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("user", sa.String(length=64), nullable=False),
        sa.Column("script", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("args", types.Json(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("pending", sa.Integer(), nullable=True),
        sa.Column("card", sa.String(length=160), nullable=True),
        sa.Column("answered", sa.String(length=64), nullable=True),
        sa.Column("answered_at", sa.Integer(), nullable=True),
        sa.Column("wanted", types.Json(), nullable=True),
        sa.Column("started_at", types.UtcDateTime(), nullable=False),
        sa.Column("touched_at", types.UtcDateTime(), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_conversations_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
    )
    op.create_index(
        "ix_conversations_answered",
        "conversations",
        ["channel", "chat", "answered"],
        unique=False,
        sqlite_where=sa.text("answered IS NOT NULL"),
        postgresql_where=sa.text("answered IS NOT NULL"),
    )
    op.create_index(
        "ix_conversations_running",
        "conversations",
        ["channel", "chat", "user"],
        unique=True,
        sqlite_where=sa.text("state = 'running'"),
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_index(op.f("ix_conversations_state_expires_at"), "conversations", ["state", "expires_at"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("what", sa.String(length=48), nullable=False),
        sa.Column("subject", sa.String(length=48), nullable=False),
        sa.Column("before", types.Json(), nullable=True),
        sa.Column("after", types.Json(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_events_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_at"), "events", ["at"], unique=False)
    op.create_index(op.f("ix_events_subject"), "events", ["subject"], unique=False)
    op.create_table(
        "invites",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("replaces_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("uses >= 0", name=op.f("ck_invites_uses")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_invites_agency_id")),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_invites_created_by")),
        sa.ForeignKeyConstraint(["replaces_id"], ["people.id"], name=op.f("fk_invites_replaces_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invites")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invites_code_hash")),
    )
    op.create_table(
        "link_codes",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_link_codes_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_link_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_link_codes_code_hash")),
    )
    op.create_table(
        "memberships",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("since", types.UtcDateTime(), nullable=False),
        sa.Column("until", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_memberships_agency_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_memberships_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_agency_id"), "memberships", ["agency_id"], unique=False)
    op.create_index(op.f("ix_memberships_person_id"), "memberships", ["person_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("thread", sa.String(length=64), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("payload", types.Json(), nullable=False),
        sa.Column("check", types.Json(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("not_before", types.UtcDateTime(), nullable=False),
        sa.Column("claimed_until", types.UtcDateTime(), nullable=True),
        sa.Column("claimed_by", sa.String(length=40), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("sent_at", types.UtcDateTime(), nullable=True),
        sa.Column("message", sa.String(length=64), nullable=True),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_outbox_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index(op.f("ix_outbox_channel_chat_message"), "outbox", ["channel", "chat", "message"], unique=False)
    op.create_index(
        "ix_outbox_chat_waiting",
        "outbox",
        ["channel", "chat", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(op.f("ix_outbox_person_id_created_at"), "outbox", ["person_id", "created_at"], unique=False)
    op.create_index(
        "ix_outbox_ripe",
        "outbox",
        ["not_before"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["priority", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "reporting_rules",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("no", types.CleanText(), nullable=True),
        sa.Column("name", types.CleanText(), nullable=False),
        sa.Column("reporters", types.Json(), nullable=False),
        sa.Column("receivers", types.Json(), nullable=False),
        sa.Column("due_text", types.CleanText(), nullable=False),
        sa.Column("rule", types.Json(), nullable=False),
        sa.Column("place", types.CleanText(), nullable=False),
        sa.Column("dropped_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_reporting_rules_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_rules")),
    )
    op.create_index(op.f("ix_reporting_rules_plan_id"), "reporting_rules", ["plan_id"], unique=False)
    op.create_table(
        "requests",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", types.CleanText(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("closed_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_requests_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    op.create_table(
        "tasks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("no", types.CleanText(), nullable=False),
        sa.Column("title", types.CleanText(), nullable=False),
        sa.Column("timeframe_text", types.CleanText(), nullable=True),
        sa.Column("timeframe", types.Json(), nullable=False),
        sa.Column("budget_vnd", sa.BigInteger(), nullable=True),
        sa.Column("outputs", types.Json(), nullable=False),
        sa.Column("place", types.CleanText(), nullable=False),
        sa.Column("dropped_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_tasks_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    op.create_index(op.f("ix_tasks_plan_id_position"), "tasks", ["plan_id", "position"], unique=False)
    op.create_table(
        "assignments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("printed", types.CleanText(), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_assignments_agency_id")),
        sa.ForeignKeyConstraint(["group_id"], ["agency_groups.id"], name=op.f("fk_assignments_group_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_assignments_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_agency_id"), "assignments", ["agency_id"], unique=False)
    op.create_index(op.f("ix_assignments_task_id"), "assignments", ["task_id"], unique=False)
    op.create_table(
        "deadlines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("rule_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("opens_on", types.Day(), nullable=False),
        sa.Column("last_day", types.Day(), nullable=False),
        sa.Column("named_day", types.Day(), nullable=True),
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.CheckConstraint("(plan_id IS NULL) = (request_id IS NOT NULL)", name=op.f("ck_deadlines_whose")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_deadlines_plan_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_deadlines_request_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["reporting_rules.id"], name=op.f("fk_deadlines_rule_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_deadlines_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
        sa.UniqueConstraint("plan_id", "key", name=op.f("uq_deadlines_plan_id_key")),
        sa.UniqueConstraint("request_id", name=op.f("uq_deadlines_request_id")),
    )
    op.create_table(
        "digests",
        sa.Column("chat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("figures", types.Json(), nullable=False),
        sa.Column("sent_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_digests_chat_id")),
        sa.UniqueConstraint("chat_id", "week", name=op.f("uq_digests_chat_id_week")),
    )
    op.create_table(
        "errands",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("file", types.Json(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", types.UtcDateTime(), nullable=True),
        sa.Column("result", types.Json(), nullable=True),
        sa.Column("error", types.Json(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_errands_conversation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errands")),
    )
    op.create_index(op.f("ix_errands_conversation_id"), "errands", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_errands_state_not_before"), "errands", ["state", "not_before"], unique=False)
    op.create_table(
        "journal",
        sa.Column("conversation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("label", sa.String(length=64), nullable=False),
        sa.Column("value", types.Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_journal_conversation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conversation_id", "position", name=op.f("pk_journal")),
    )
    op.create_table(
        "dues",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("deadline_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("opens_on", types.Day(), nullable=False),
        sa.Column("last_day", types.Day(), nullable=False),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", types.CleanText(), nullable=True),
        sa.Column("next_fire_at", types.UtcDateTime(), nullable=True),
        sa.Column("closed_at", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_dues_agency_id")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadlines.id"], name=op.f("fk_dues_deadline_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_dues_plan_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_dues_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dues")),
        sa.UniqueConstraint("deadline_id", "agency_id", name=op.f("uq_dues_deadline_id_agency_id")),
    )
    op.create_index(op.f("ix_dues_agency_id_period"), "dues", ["agency_id", "period"], unique=False)
    op.create_index(op.f("ix_dues_agency_id_state_last_day"), "dues", ["agency_id", "state", "last_day"], unique=False)
    op.create_index(
        "ix_dues_next_fire_at",
        "dues",
        ["next_fire_at"],
        unique=False,
        sqlite_where=sa.text("next_fire_at IS NOT NULL"),
        postgresql_where=sa.text("next_fire_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_dues_period_plan_id"), "dues", ["period", "plan_id"], unique=False)
    op.create_index(op.f("ix_dues_task_id_period"), "dues", ["task_id", "period"], unique=False)
    op.create_table(
        "reminders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("outbox_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["due_id"], ["dues.id"], name=op.f("fk_reminders_due_id")),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_reminders_outbox_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reminders_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint("due_id", "stage", "person_id", name=op.f("uq_reminders_due_id_stage_person_id")),
    )
    op.create_index(op.f("ix_reminders_outbox_id"), "reminders", ["outbox_id"], unique=False)
    op.create_index(op.f("ix_reminders_person_id_created_at"), "reminders", ["person_id", "created_at"], unique=False)
    op.create_table(
        "reports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("due_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("results", types.CleanText(), nullable=False),
        sa.Column("difficulties", types.CleanText(), nullable=False),
        sa.Column("raised", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("in_time", sa.Boolean(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("returned_at", types.UtcDateTime(), nullable=True),
        sa.Column("return_reason", types.CleanText(), nullable=True),
        sa.Column("extra", types.Json(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_reports_agency_id")),
        sa.ForeignKeyConstraint(["due_id"], ["dues.id"], name=op.f("fk_reports_due_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_reports_person_id")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_reports_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("code", name=op.f("uq_reports_code")),
        sa.UniqueConstraint("due_id", "revision", name=op.f("uq_reports_due_id_revision")),
    )
    op.create_index(op.f("ix_reports_agency_id_task_id_at"), "reports", ["agency_id", "task_id", "at"], unique=False)
    op.create_index(op.f("ix_reports_at_revision_period"), "reports", ["at", "revision", "period"], unique=False)
    op.create_index(
        "ix_reports_raised",
        "reports",
        ["period", "status", "task_id", "due_id"],
        unique=False,
        sqlite_where=sa.text("raised = 1 AND current = 1 AND returned_at IS NULL"),
        postgresql_where=sa.text("raised AND current AND returned_at IS NULL"),
    )
    op.create_table(
        "snoozes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fire_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["due_id"], ["dues.id"], name=op.f("fk_snoozes_due_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_snoozes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snoozes")),
        sa.UniqueConstraint("person_id", "due_id", name=op.f("uq_snoozes_person_id_due_id")),
    )
    op.create_index(op.f("ix_snoozes_fire_at"), "snoozes", ["fire_at"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=True),
        sa.Column("ref", sa.String(length=256), nullable=True),
        sa.Column("url", types.CleanText(), nullable=True),
        sa.Column("name", types.CleanText(), nullable=False),
        sa.Column("mime", sa.String(length=128), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", types.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_evidence_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_report_id"), "evidence", ["report_id"], unique=False)
    op.create_index(op.f("ix_evidence_state_not_before"), "evidence", ["state", "not_before"], unique=False)
