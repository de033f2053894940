"""Tables of what comes in, goes out and is noted on the way."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, Index, Integer, String, Table, UniqueConstraint, text

from storage.schema.base import PARTIAL, Id, metadata, ref
from storage.types import CleanText, Json, UtcDateTime

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
    ref("person_id", "people", nullable=True),
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
    ref("chat_id", "chats"),
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
    ref("person_id", "people", nullable=True),
    Column("what", String(48), nullable=False),  # "due.extended"
    Column("subject", String(48), nullable=False),  # "due:12"
    Column("before", Json),
    Column("after", Json),
    Index(None, "subject"),
    Index(None, "at"),
)
