"""When a bot has nothing more to do."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.usecases import errands, outbox
from bot.usecases.desk import Desk
from bot.wiring import House
from storage.schema import evidence
from tests.waiting import until

PATIENCE = 30.0
"""Seconds after which a bot has got stuck: on a busy machine one answer of several workers may take a third of that."""


def all_sent(desk: Desk) -> bool:
    """Tell whether nothing waits to be sent."""
    return not sum(outbox.depth(desk).waiting.values())


def all_read(desk: Desk) -> bool:
    """Tell whether no document waits to be read."""
    return not errands.waiting(desk)


def is_idle(desk: Desk) -> bool:
    """Tell whether nothing waits to be sent, read or fetched."""
    wanted = select(func.count()).select_from(evidence).where(evidence.c.state == "wanted")
    return all_sent(desk) and all_read(desk) and desk.connection.execute(wanted).scalar_one() == 0


async def silent(house: House) -> None:
    """Wait until nothing waits to be sent."""
    await until(lambda: house.doors.read(all_sent), PATIENCE)


async def quiet(house: House) -> None:
    """Wait until nothing waits to be sent, read or fetched."""
    await until(lambda: house.doors.read(is_idle), PATIENCE)
