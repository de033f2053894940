"""A small office for tests: its clock, its desk, agencies, people and a plan with tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from bot.clock import VIETNAM, CountingIds, ManualClock
from bot.domain import markup, messages
from bot.domain.agencies import AgencyId
from bot.domain.messages import Address, Channel
from bot.domain.office import Office
from bot.domain.people import NOTICE_VERSION, PersonId, Role
from bot.domain.plans import PlanDraft, PlanHead, PlanId, ReportingRule, Rule, RuleKind, TaskDraft
from bot.domain.timeframes import FrameKind, TimeFrame
from bot.usecases.desk import Desk, Doors
from bot.usecases.plans import import_plan
from storage.engine import Storage
from storage.schema import outbox


def at(text: str) -> datetime:
    """Read "2024-11-08 08:00" as an instant in Việt Nam."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM).astimezone(UTC)


ONGOING = TimeFrame(FrameKind.ONGOING, year=2024)
Q4 = TimeFrame(FrameKind.QUARTERS, year=2024, quarters=(4,))


def plan_draft(tasks: Sequence[TaskDraft], rules: Sequence[ReportingRule] = ()) -> PlanDraft:
    """Make a plan of 2024."""
    return PlanDraft(
        PlanHead("KẾ HOẠCH Thử nghiệm năm 2024", province="Quảng Ngãi", year=2024), tuple(tasks), tuple(rules)
    )


def november_rule(reporters: Sequence[str]) -> ReportingRule:
    """Ask for a report "trước ngày 15/11/2024"."""
    rule = Rule(RuleKind.ONCE, 11, 15, 2024, strictly_before=True)
    receivers = ("UBND tỉnh",)
    return ReportingRule(
        "IV.12", "Báo cáo kết quả thực hiện", tuple(reporters), receivers, "trước ngày 15/11/2024", rule
    )


@dataclass
class World:
    """Doors to a database, with short ways to set a scene."""

    doors: Doors
    clock: ManualClock
    _users: int = field(default=100)

    @classmethod
    def of(cls, storage: Storage, now: str, office: Office | None = None) -> World:
        """Set up an office at an instant like "2024-11-07 08:00"."""
        clock = ManualClock(at(now))
        return cls(Doors(storage, clock, office or Office(), CountingIds()), clock)

    def jump(self, text: str) -> None:
        """Make an instant the present."""
        self.clock.jump_to(at(text))

    async def plan(self, draft: PlanDraft) -> PlanId:
        """Keep a plan."""
        return (await self.doors.write(import_plan, draft)).plan_id

    async def agency(self, name: str) -> AgencyId:
        """Find or make an agency."""

        def find(desk: Desk) -> AgencyId:
            known = desk.agencies.find_by_folded(name)
            return known.id if known else desk.agencies.add(name)

        return await self.doors.write(find)

    async def person(self, name: str, role: Role = Role.FOCAL, agency: str | None = None) -> PersonId:
        """Let somebody join; their chat's and user's id is the same number."""
        of = await self.agency(agency) if agency else None
        self._users += 1
        user = str(self._users)

        def join(desk: Desk) -> PersonId:
            person = desk.people.add(name)
            desk.people.add_account(person, user, Address(Channel.TELEGRAM, user))
            desk.people.set_consent(person, NOTICE_VERSION, desk.now)
            desk.people.add_membership(person, role, of, desk.now)
            return person

        return await self.doors.write(join)

    async def said(self) -> list[tuple[str, str]]:
        """List what is in the outbox as (name of the person or chat, text), in order."""

        def look(desk: Desk) -> list[tuple[str, str]]:
            rows = desk.connection.execute(select(outbox).order_by(outbox.c.id)).all()
            names = desk.people.get_many(row.person_id for row in rows if row.person_id)
            return [
                (names[row.person_id].name if row.person_id in names else row.chat, _text(row.payload)) for row in rows
            ]

        return await self.doors.read(look)


def _text(payload: dict[str, Any]) -> str:
    return markup.plain(messages.load(payload).body)
