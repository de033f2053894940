"""Tables of people: who they are, where they write from, what they may do, and the chats they are in."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.schema.base import Id, metadata, ref
from storage.types import CleanText, Day, UtcDateTime

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
    ref("person_id", "people"),
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
    ref("person_id", "people"),
    Column("role", String(16), nullable=False),
    ref("agency_id", "agencies", nullable=True),
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
    ref("agency_id", "agencies", nullable=True),
    Column("uses", Integer, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    ref("created_by", "people", nullable=True),
    # Who leaves the agency once the invite is taken up.
    ref("replaces_id", "people", nullable=True),
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
    ref("person_id", "people"),
    Column("first", Day, nullable=False),
    Column("last", Day, nullable=False),
    ref("deputy_id", "people", nullable=True),
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
    ref("person_id", "people", nullable=True),
    Column("digest", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("channel", "chat"),
)
