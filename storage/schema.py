"""The tables. Every instant is aware and UTC, every text cleaned; what is searched by people has a folded twin."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    event,
    text,
)

from storage.types import CleanText, Day, FoldedText, Json, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

PARTIAL = "postgresql_where"
"""Under which an index keeps which rows it holds, in PostgreSQL's words."""


def tell_postgresql() -> None:
    """Say which rows partial indexes hold, in PostgreSQL's words; it has to be said before they are made or compared.

    Not at once: that loads PostgreSQL's dialect, which a bot on SQLite has no use for.
    """
    for table in metadata.tables.values():
        for index in table.indexes:
            if PARTIAL in index.info:
                index.dialect_options["postgresql"]["where"] = text(index.info[PARTIAL])


event.listen(metadata, "before_create", lambda *_which, **_how: tell_postgresql())

# A 64-bit key on PostgreSQL; SQLite makes a row id of INTEGER only.
Id = BigInteger().with_variant(Integer(), "sqlite")


def _ref(name: str, target: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, Id, ForeignKey(f"{target}.id"), nullable=nullable)


# ---------------------------------------------------------------- agencies

agencies = Table(
    "agencies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("folded", FoldedText, nullable=False, unique=True),
    Column("short", CleanText),
    Column("kind", CleanText),
    Column("active_until", Day),
)

agency_aliases = Table(
    "agency_aliases",
    metadata,
    Column("id", Id, primary_key=True),
    _ref("agency_id", "agencies"),
    Column("alias", CleanText, nullable=False),
    Column("folded", FoldedText, nullable=False),
    UniqueConstraint("agency_id", "folded"),
    Index(None, "folded"),
)

agency_groups = Table(
    "agency_groups",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("folded", FoldedText, nullable=False, unique=True),
)

agency_group_members = Table(
    "agency_group_members",
    metadata,
    Column("group_id", Id, ForeignKey("agency_groups.id"), primary_key=True),
    Column("agency_id", Id, ForeignKey("agencies.id"), primary_key=True),
    Index(None, "agency_id"),
)

agency_successions = Table(
    "agency_successions",
    metadata,
    Column("id", Id, primary_key=True),
    _ref("old_id", "agencies"),
    _ref("new_id", "agencies"),
    Column("kind", String(16), nullable=False),  # merge, split, rename
    Column("effective_on", Day, nullable=False),
    Column("legal_ref", CleanText),
    Index(None, "old_id"),
)

# ---------------------------------------------------------------- people

people = Table(
    "people",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("phone", CleanText),
    Column("notice", Integer),
    Column("consented_at", UtcDateTime),
    Column("erased_at", UtcDateTime),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Id, primary_key=True),
    _ref("person_id", "people"),
    Column("channel", String(16), nullable=False),
    Column("user", String(64), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("reach", String(16), nullable=False),
    # The one of a person's accounts they wrote from last, which is where they are written to.
    Column("preferred", Boolean, nullable=False),
    UniqueConstraint("channel", "user"),
    Index(None, "person_id"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("id", Id, primary_key=True),
    _ref("person_id", "people"),
    Column("role", String(16), nullable=False),
    _ref("agency_id", "agencies", nullable=True),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime),
    Index(None, "person_id"),
    Index(None, "agency_id"),
)

invites = Table(
    "invites",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    _ref("agency_id", "agencies", nullable=True),
    Column("uses", Integer, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    _ref("created_by", "people", nullable=True),
    # Who leaves the agency once the invite is taken up.
    _ref("replaces_id", "people", nullable=True),
    CheckConstraint("uses >= 0", name="uses"),
)

link_codes = Table(
    "link_codes",
    metadata,
    # By which an account on another channel becomes a person's own; one a person.
    Column("person_id", Id, ForeignKey("people.id"), primary_key=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("expires_at", UtcDateTime, nullable=False),
)

absences = Table(
    "absences",
    metadata,
    Column("id", Id, primary_key=True),
    _ref("person_id", "people"),
    Column("first", Day, nullable=False),
    Column("last", Day, nullable=False),
    _ref("deputy_id", "people", nullable=True),
    Index(None, "person_id"),
)

chats = Table(
    "chats",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("thread", String(64)),
    Column("title", CleanText, nullable=False),
    # Whose private chat it is, kept for those alone who want the weekly digest there; null for a group.
    _ref("person_id", "people", nullable=True),
    Column("digest", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("channel", "chat"),
)

# ---------------------------------------------------------------- plans

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
    _ref("plan_id", "plans"),
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
    _ref("task_id", "tasks"),
    Column("role", String(16), nullable=False),
    Column("printed", CleanText, nullable=False),
    _ref("agency_id", "agencies", nullable=True),
    _ref("group_id", "agency_groups", nullable=True),
    Index(None, "task_id"),
    Index(None, "agency_id"),
)

reporting_rules = Table(
    "reporting_rules",
    metadata,
    Column("id", Id, primary_key=True),
    _ref("plan_id", "plans"),
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
    _ref("created_by", "people", nullable=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
)

# ---------------------------------------------------------------- deadlines and dues

deadlines = Table(
    "deadlines",
    metadata,
    Column("id", Id, primary_key=True),
    # A request stands by itself, and has one deadline; every other deadline is a plan's.
    _ref("plan_id", "plans", nullable=True),
    _ref("task_id", "tasks", nullable=True),
    _ref("rule_id", "reporting_rules", nullable=True),
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
    _ref("deadline_id", "deadlines"),
    _ref("plan_id", "plans", nullable=True),
    _ref("agency_id", "agencies"),
    _ref("task_id", "tasks", nullable=True),
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
    _ref("due_id", "dues"),
    _ref("person_id", "people"),
    Column("stage", Integer, nullable=False),
    _ref("outbox_id", "outbox", nullable=True),
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
    _ref("person_id", "people"),
    _ref("due_id", "dues"),
    Column("fire_at", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "due_id"),
    Index(None, "fire_at"),
)

# ---------------------------------------------------------------- reports

reports = Table(
    "reports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(24), nullable=False, unique=True),
    _ref("due_id", "dues"),
    _ref("agency_id", "agencies"),
    _ref("task_id", "tasks", nullable=True),
    Column("period", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("status", String(16), nullable=False),
    Column("percent", Integer),
    Column("results", CleanText, nullable=False),
    Column("difficulties", CleanText, nullable=False),
    # Whether the difficulties say more than that there are none, so that leaders are to be shown them.
    Column("raised", Boolean, nullable=False),
    _ref("person_id", "people", nullable=True),
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
    _ref("report_id", "reports"),
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

# ---------------------------------------------------------------- conversations

conversations = Table(
    "conversations",
    metadata,
    Column("id", Id, primary_key=True),
    _ref("person_id", "people", nullable=True),
    Column("channel", String(16), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("user", String(64), nullable=False),
    Column("script", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("args", Json, nullable=False),
    Column("state", String(16), nullable=False),  # running, ended, left, expired
    # The journal position of the open question, and the outbox key of the message that shows its buttons.
    Column("pending", Integer),
    Column("card", String(160)),
    # The channel's id of the message that last gave an answer in words, and the position of the question it answered.
    Column("answered", String(64)),
    Column("answered_at", Integer),
    # What the person wanted in the middle of it and was asked about: {"kind": "text", "text": "/status"}.
    Column("wanted", Json),
    Column("started_at", UtcDateTime, nullable=False),
    Column("touched_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Index(
        "ix_conversations_running",
        "channel",
        "chat",
        "user",
        unique=True,
        sqlite_where=text("state = 'running'"),
        info={PARTIAL: "state = 'running'"},
    ),
    Index(None, "state", "expires_at"),
)

journal = Table(
    "journal",
    metadata,
    Column("conversation_id", Id, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", String(8), nullable=False),  # ask, tell, do
    Column("label", String(64), nullable=False),
    Column("value", Json, nullable=False),
)

# Slow work a conversation waits for, done outside every transaction; its outcome answers the conversation.
errands = Table(
    "errands",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation_id", Id, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("file", Json, nullable=False),
    # wanted, done, failed, cancelled
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", UtcDateTime),
    Column("result", Json),
    Column("error", Json),
    Column("created_at", UtcDateTime, nullable=False),
    Index(None, "state", "not_before"),
    Index(None, "conversation_id"),
)

# ---------------------------------------------------------------- the doors

updates = Table(
    "updates",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("id", String(96), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("failed", Boolean, nullable=False),
    Index(None, "at"),
)

# What somebody sent faster than anybody is listened to: dealt with in turn, and deleted.
backlog = Table(
    "backlog",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("update", String(96), nullable=False),
    Column("user", String(64), nullable=False),
    Column("incoming", Json, nullable=False),
    UniqueConstraint("channel", "update"),
    Index(None, "channel", "user", "id"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(160), nullable=False, unique=True),
    Column("channel", String(16), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("thread", String(64)),
    _ref("person_id", "people", nullable=True),
    Column("priority", Integer, nullable=False),  # 0 answer, 1 reminder, 2 broadcast
    Column("payload", Json, nullable=False),
    # What is to be checked again at the moment of sending, for instance {"dues": [3, 4]}.
    Column("check", Json),
    Column("state", String(16), nullable=False),  # waiting, sent, parked, cancelled
    Column("not_before", UtcDateTime, nullable=False),
    Column("claimed_until", UtcDateTime),
    Column("claimed_by", String(40)),
    Column("attempts", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    Column("message", String(64)),
    Column("error", String(64)),
    Index(
        "ix_outbox_waiting",
        "priority",
        "id",
        sqlite_where=text("state = 'waiting'"),
        info={PARTIAL: "state = 'waiting'"},
    ),
    # To tell when the next message is due, without looking at all that wait.
    Index(
        "ix_outbox_ripe",
        "not_before",
        sqlite_where=text("state = 'waiting'"),
        info={PARTIAL: "state = 'waiting'"},
    ),
    Index(
        "ix_outbox_chat_waiting",
        "channel",
        "chat",
        "id",
        sqlite_where=text("state = 'waiting'"),
        info={PARTIAL: "state = 'waiting'"},
    ),
    Index(None, "channel", "chat", "message"),
    Index(None, "person_id", "created_at"),
)

menus = Table(
    "menus",
    metadata,
    # The last numbered choices shown in a chat without buttons: [[1, "Báo cáo", "do:report"], ...].
    Column("channel", String(16), primary_key=True),
    Column("chat", String(64), primary_key=True),
    Column("choices", Json, nullable=False),
    Column("message", String(64), nullable=False),
    Column("shown_at", UtcDateTime, nullable=False),
)

paces = Table(
    "paces",
    metadata,
    # Seconds since 1970 by the database server's clock; the chat "" stands for the whole channel.
    Column("channel", String(16), primary_key=True),
    Column("chat", String(64), primary_key=True),
    Column("free_at", Double, nullable=False),
)

traffic = Table(
    "traffic",
    metadata,
    # Messages in a month of the office's zone, on channels that count them.
    Column("channel", String(16), primary_key=True),
    Column("month", String(7), primary_key=True),  # "2024-11"
    Column("sent", Integer, nullable=False),
    Column("received", Integer, nullable=False),
)

digests = Table(
    "digests",
    metadata,
    _ref("chat_id", "chats"),
    Column("week", String(8), nullable=False),  # "2024-W46"
    Column("figures", Json, nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    UniqueConstraint("chat_id", "week"),
)

appointments = Table(
    "appointments",
    metadata,
    # What the calendar has last seen to: "digest" -> "2024-W46".
    Column("name", String(32), primary_key=True),
    Column("done", String(32), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("mime", String(128), nullable=False),
    Column("size", Integer, nullable=False),
    Column("kept_at", UtcDateTime, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    _ref("person_id", "people", nullable=True),
    Column("what", String(48), nullable=False),  # "due.extended"
    Column("subject", String(48), nullable=False),  # "due:12"
    Column("before", Json),
    Column("after", Json),
    Index(None, "subject"),
    Index(None, "at"),
)
