"""Whatever an officer does in the follow-up is in the log of changes: who, when, what, before and after."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.domain.agencies import AgencyId
from bot.domain.people import PersonId, Role
from bot.domain.plans import TaskDraft
from bot.domain.reports import DueId, ReportDraft, Status
from bot.domain.requests import AskedDay
from bot.usecases.desk import Desk
from bot.usecases.extensions import Excuse, Extend
from bot.usecases.invitations import MakeInvite, revoke
from bot.usecases.reassigning import Reassign, let_stay
from bot.usecases.reports import SubmitReport
from bot.usecases.requests import SendRequest, recall
from bot.usecases.returns import Return
from bot.usecases.urging import Urge
from storage.engine import Storage
from tests.worlds import Q4, World, plan_draft

LAN, OFFICER = PersonId(1), PersonId(2)
OURS, OTHER = AgencyId(1), AgencyId(2)
DAY = date(2025, 1, 10)


@pytest.fixture
async def world(storage: Storage) -> World:
    """January 2025: one agency owes reports on three tasks of the last quarter."""
    made = World.of(storage, "2024-11-07 08:00")
    for name in ("Sở Ngoại vụ", "Sở Tư pháp"):
        await made.agency(name)
    tasks = [TaskDraft(f"II.{n}", f"Nhiệm vụ {n}", lead=("Sở Ngoại vụ",), timeframe=Q4) for n in (1, 2, 3)]
    await made.plan(plan_draft(tasks))
    await made.person("Lan", agency="Sở Ngoại vụ")
    await made.person("Bình", Role.COORDINATOR)
    made.jump("2025-01-06 08:00")
    return made


def _last(desk: Desk, subject: str) -> tuple[str, PersonId | None, Any, Any]:
    event = desk.events.of(subject)[-1]
    assert event.at == desk.now
    return event.what, event.person, _seen(event.before), _seen(event.after)


def _seen(values: Any) -> Any:
    """Leave out what an event keeps to be taken back by."""
    return values and {name: value for name, value in values.items() if name not in ("stood", "told")}


async def test_more_time_and_being_let_off(world: World) -> None:
    def follow(desk: Desk) -> None:
        Extend(OFFICER, DueId(1), DAY, "chờ số liệu").perform(desk)
        after = {"last_day": "2025-01-10", "reason": "chờ số liệu"}
        assert _last(desk, "due:1") == ("due.extended", OFFICER, {"last_day": "2024-12-31"}, after)
        Excuse(OFFICER, DueId(2), "đã dừng").perform(desk)
        excused = {"state": "excused", "reason": "đã dừng"}
        assert _last(desk, "due:2") == ("due.excused", OFFICER, {"state": "open"}, excused)

    await world.doors.write(follow)


async def test_a_report_entered_on_behalf_and_sent_back(world: World) -> None:
    def follow(desk: Desk) -> None:
        done = SubmitReport(OFFICER, DueId(1), ReportDraft(Status.DONE, results="xong"), on_behalf=True).perform(desk)
        said = {"code": done.code, "status": "done", "on_behalf": True}
        assert _last(desk, "due:1") == ("report.submitted", OFFICER, None, said)
        Return(OFFICER, DueId(1), "thiếu số", DAY, 1).perform(desk)
        before = {"code": done.code, "state": "fulfilled", "last_day": "2024-12-31"}
        after = {"reason": "thiếu số", "state": "returned", "last_day": "2025-01-10"}
        assert _last(desk, "due:1") == ("report.returned", OFFICER, before, after)

    await world.doors.write(follow)


async def test_urging_and_moving_a_task(world: World) -> None:
    def follow(desk: Desk) -> None:
        Urge(OFFICER, (OURS,)).perform(desk)
        assert _last(desk, "agency:1") == ("agency.urged", OFFICER, None, {"dues": [1, 2, 3]})
        let_stay(desk, OFFICER, DueId(3))
        assert _last(desk, "due:3") == ("due.kept", OFFICER, {"agency": OURS}, {"agency": OURS})
        Reassign(OFFICER, DueId(3), OURS, OTHER).perform(desk)
        assert _last(desk, "due:3") == ("due.reassigned", OFFICER, {"agency": OURS}, {"agency": OTHER, "dues": [3]})

    await world.doors.write(follow)


async def test_invites_and_requests_made_and_taken_back(world: World) -> None:
    def follow(desk: Desk) -> None:
        made = MakeInvite(OFFICER, Role.FOCAL, OURS).perform(desk)
        invite = {"role": "focal", "agency": OURS, "uses": made.uses}
        assert _last(desk, f"invite:{made.number}") == ("invite.made", OFFICER, None, invite)
        assert revoke(desk, OFFICER, made.number)
        assert _last(desk, f"invite:{made.number}") == ("invite.revoked", OFFICER, invite, {"uses": 0})
        sent = SendRequest(OFFICER, "Gửi danh sách", (OURS, OTHER), AskedDay(DAY)).perform(desk)
        asked = {"text": "Gửi danh sách", "agencies": [OURS, OTHER], "last_day": "2025-01-10"}
        assert _last(desk, f"request:{sent.request}") == ("request.made", OFFICER, None, asked)
        recall(desk, OFFICER, sent.request)
        what, by, before, after = _last(desk, f"request:{sent.request}")
        assert (what, by, before) == ("request.recalled", OFFICER, {"owed": [OURS, OTHER], "text": "Gửi danh sách"})
        assert after == {"closed_at": desk.now.isoformat()}

    await world.doors.write(follow)
