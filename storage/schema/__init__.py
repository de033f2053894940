"""The tables. Every instant is aware and UTC, every text cleaned; what is searched by people has a folded twin."""

from __future__ import annotations

from storage.schema.agencies import agencies, agency_aliases, agency_group_members, agency_groups, agency_successions
from storage.schema.base import PARTIAL, Id, metadata, tell_postgresql
from storage.schema.conversations import conversations, errands, journal
from storage.schema.doors import appointments, backlog, digests, events, files, menus, outbox, paces, traffic, updates
from storage.schema.dues import deadlines, dues, reminders, snoozes
from storage.schema.people import absences, accounts, chats, invites, link_codes, memberships, people
from storage.schema.plans import assignments, plans, reporting_rules, requests, tasks
from storage.schema.reports import corrections, evidence, reports, tallies

__all__ = [
    "PARTIAL",
    "Id",
    "absences",
    "accounts",
    "agencies",
    "agency_aliases",
    "agency_group_members",
    "agency_groups",
    "agency_successions",
    "appointments",
    "assignments",
    "backlog",
    "chats",
    "conversations",
    "corrections",
    "deadlines",
    "digests",
    "dues",
    "errands",
    "events",
    "evidence",
    "files",
    "invites",
    "journal",
    "link_codes",
    "memberships",
    "menus",
    "metadata",
    "outbox",
    "paces",
    "people",
    "plans",
    "reminders",
    "reporting_rules",
    "reports",
    "requests",
    "snoozes",
    "tallies",
    "tasks",
    "tell_postgresql",
    "traffic",
    "updates",
]
