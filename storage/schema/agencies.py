"""Tables of agencies: what they are called, how they are grouped, what became of them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table, UniqueConstraint

from storage.schema.base import Id, metadata, ref
from storage.types import CleanText, Day, FoldedText

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
    ref("agency_id", "agencies"),
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
    ref("old_id", "agencies"),
    ref("new_id", "agencies"),
    Column("kind", String(16), nullable=False),  # merge, split, rename
    Column("effective_on", Day, nullable=False),
    Column("legal_ref", CleanText),
    Index(None, "old_id"),
)
