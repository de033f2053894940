"""The demo's fifth phone: a focal point who is on Zalo."""

from __future__ import annotations

from bot.demo.phones import Phone
from bot.demo.zalo.phone import ZaloHandset
from bot.demo.zalo.world import ZaloWorld
from bot.domain.messages import Address, Channel, Sender
from bot.domain.people import Role
from bot.usecases import people
from bot.usecases.desk import Desk, Doors

USER = "z4l0c0ffee"
TITLE = "Đầu mối 3 (Zalo)"
AGENCY = "Sở Giáo dục và Đào tạo"
HINTS = ("báo cáo", "1", "2", "xong rồi, 5 lớp tập huấn", "/lienket")


async def set_zalo_scene(doors: Doors, world: ZaloWorld) -> ZaloHandset:
    """Let the focal point exist, who is in already; gives their phone. The plan and its agencies are kept before."""
    world.user(USER, TITLE, started=True)
    await doors.write(_join)
    return ZaloHandset(world, Phone("zalo", TITLE, AGENCY, USER, USER, HINTS, "zalo"))


def _join(desk: Desk) -> None:
    code = people.invite(desk, people.find_agency(desk, AGENCY).id, Role.FOCAL)
    home = Address(Channel.ZALO, USER)
    person = people.join(desk, code, Sender(Channel.ZALO, USER, TITLE), home, TITLE)
    people.consent(desk, person.id)
