"""Names of agencies and groups: splitting printed lists, telling groups apart, finding a name in a register."""

from __future__ import annotations

from bot.reading.name_lists import full_name, is_catch_all, is_group, split_agencies
from bot.reading.name_matching import KnownAgency, Match, match

__all__ = ["KnownAgency", "Match", "full_name", "is_catch_all", "is_group", "match", "split_agencies"]
