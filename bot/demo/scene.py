"""The demo's scene: three people and a group of leaders around one plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.demo.telegram.world import TelegramWorld
from bot.domain.agencies import RegisterEntry
from bot.domain.messages import Address, Channel, Sender
from bot.domain.people import Role
from bot.domain.plans import PlanDraft
from bot.usecases import agencies, digests, people, plans
from bot.usecases.desk import Desk, Doors


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody with a phone; `agency` is theirs when they are a focal point, and `joined` says that they are in already."""

    key: str
    title: str
    role: str
    user: int
    agency: str | None = None
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The leaders' group; `speaker` is who writes in it on the page."""

    title: str
    role: str
    chat: int
    speaker: int


FOCAL = Actor("focal", "Đầu mối 1", "Sở Ngoại vụ", 101, "Sở Ngoại vụ")
SECOND = Actor(
    "second", "Đầu mối 2", "Sở Văn hóa, Thể thao và Du lịch", 102, "Sở Văn hóa, Thể thao và Du lịch", joined=True
)
OFFICER = Actor("officer", "Điều phối viên", "Sở Thông tin và Truyền thông", 103)
PEOPLE = (FOCAL, SECOND, OFFICER)
LEADER = 104
LEADERS = Group("Nhóm lãnh đạo", "Bản tin tuần, thứ Sáu 16:00", -1001, LEADER)


@dataclass(frozen=True)
class Scene:
    """What the page offers to say on each phone."""

    hints: Mapping[str, tuple[str, ...]]


async def set_scene(
    doors: Doors, world: TelegramWorld, content: bytes, name: str, register: Sequence[RegisterEntry]
) -> Scene:
    """Read the plan, keep it with its agencies, and bring the people in; the first focal point has yet to join."""
    from bot.reading.plan import read_plan

    code = await doors.write(_prepare, read_plan(content, name), register)
    world.user(FOCAL.user, FOCAL.title)
    world.user(SECOND.user, SECOND.title, started=True)
    world.user(OFFICER.user, OFFICER.title, started=True)
    world.user(LEADER, "Lãnh đạo", started=True)
    world.group(LEADERS.chat, LEADERS.title, [LEADER, OFFICER.user])
    return Scene(
        {
            "focal": (f"/start {code}", "/baocao", "xong rồi, 12 tin bài", "/lich"),
            "second": ("/baocao", "đang làm 70%", "mai nhắc lại", "/nhiemvu"),
            "officer": ("/status", "/tonghop quý 4/2024", "/moi Sở Tư pháp", "/bantin"),
            "leaders": ("/status", "/bantin"),
        }
    )


def _prepare(desk: Desk, draft: PlanDraft, register: Sequence[RegisterEntry]) -> str:
    """Keep the sample; returns the code by which the first focal point joins."""
    agencies.import_register(desk, register)
    plans.import_plan(desk, draft)
    _join(desk, SECOND.user, Role.FOCAL, SECOND.title, SECOND.agency)
    _join(desk, LEADER, Role.LEADER, "Lãnh đạo", None)
    people.ensure_admin(desk, Sender(Channel.TELEGRAM, str(OFFICER.user), OFFICER.title), _home(OFFICER.user))
    digests.switch(desk, Address(Channel.TELEGRAM, str(LEADERS.chat)), LEADERS.title)
    agency = people.find_agency(desk, FOCAL.agency or "")
    return people.invite(desk, agency.id, Role.FOCAL, days=366)


def _join(desk: Desk, user: int, role: Role, name: str, agency: str | None) -> None:
    found = people.find_agency(desk, agency).id if agency else None
    code = people.invite(desk, found, role)
    person = people.join(desk, code, Sender(Channel.TELEGRAM, str(user), name), _home(user), name)
    people.consent(desk, person.id)


def _home(user: int) -> Address:
    return Address(Channel.TELEGRAM, str(user))
