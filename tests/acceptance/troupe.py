"""Who plays in the stories, and the office they play in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.messages import Address, Channel
from bot.domain.people import NOTICE_VERSION, Role
from bot.domain.plans import TaskDraft
from bot.usecases.desk import Desk
from bot.usecases.people import invite
from bot.usecases.plans import import_plan
from tests.worlds import ONGOING, Q4, november_rule, plan_draft

FOREIGN, JUSTICE, HEALTH = "Sở Ngoại vụ", "Sở Tư pháp", "Sở Y tế"


@dataclass(frozen=True)
class Player:
    """A person of the stories: a number on Telegram (on Zalo with a "z" in front), and what they are for whom."""

    number: int
    parts: tuple[tuple[Role, str | None], ...] = ()


ALWAYS = ("Lan", "Minh", "Bình", "Hà")
PLAYERS = {
    "Lan": Player(101, ((Role.FOCAL, FOREIGN),)),
    "Minh": Player(102, ((Role.FOCAL, JUSTICE),)),
    "Bình": Player(103, ((Role.COORDINATOR, None),)),
    "Hà": Player(104),
    "Thu": Player(105, ((Role.FOCAL, FOREIGN),)),
    "Sơn": Player(106, ((Role.LEADER, None),)),
    "Kiên": Player(107, ((Role.FOCAL, JUSTICE), (Role.FOCAL, HEALTH))),
    "Lạ": Player(108),
}
"""Hà has a code for Sở Ngoại vụ and has not joined yet; Lạ is a stranger."""

GROUP, GROUP_TITLE = "Nhóm", "Lãnh đạo tỉnh"
CODE = "22222224"
"""Hà's code, as the stories quote it."""


def set_stage(desk: Desk, channel: Channel, names: Sequence[str]) -> None:
    """Open the office: three agencies, a plan with two tasks and a report before 15/11/2024, and those who have joined."""
    for name in (FOREIGN, JUSTICE, HEALTH):
        desk.agencies.add(name)
    tasks = [
        TaskDraft("II.1", "Tổ chức họp báo về đối ngoại", lead=(FOREIGN,), timeframe=Q4),
        TaskDraft("II.2", "Xuất bản bản tin đối ngoại", lead=(FOREIGN,), timeframe=ONGOING),
    ]
    import_plan(desk, plan_draft(tasks, [november_rule([FOREIGN, JUSTICE])]))
    for name in names:
        if PLAYERS[name].parts:
            _join(desk, channel, name)
    found = desk.agencies.find_by_folded(FOREIGN)
    given = invite(desk, found.id if found else None, Role.FOCAL)
    assert given == CODE, given


def user_on(channel: Channel, name: str) -> str:
    """Tell somebody's id on a channel; their private chat has the same."""
    number = str(PLAYERS[name].number)
    return number if channel is Channel.TELEGRAM else f"z{number}"


def _join(desk: Desk, channel: Channel, name: str) -> None:
    person, user = desk.people.add(name), user_on(channel, name)
    desk.people.add_account(person, user, Address(channel, user))
    desk.people.set_consent(person, NOTICE_VERSION, desk.now)
    for role, agency in PLAYERS[name].parts:
        found = desk.agencies.find_by_folded(agency) if agency else None
        desk.people.add_membership(person, role, found.id if found else None, desk.now)
