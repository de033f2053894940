"""Tables of conversations and of the slow work they wait for."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, text

from storage.schema.base import PARTIAL, Id, metadata, ref
from storage.types import Json, UtcDateTime

conversations = Table(
    "conversations",
    metadata,
    Column("id", Id, primary_key=True),
    ref("person_id", "people", nullable=True),
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
    # What an edited message had answered, without a look at all that was ever said.
    Index(
        "ix_conversations_answered",
        "channel",
        "chat",
        "answered",
        sqlite_where=text("answered IS NOT NULL"),
        info={PARTIAL: "answered IS NOT NULL"},
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
