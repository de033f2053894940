"""What `doctor` says of the month's messages."""

from __future__ import annotations

from dataclasses import replace

from bot.commands import examination
from bot.domain.messages import Address, Channel
from bot.domain.office import Office
from bot.domain.quotas import QuotaPolicy
from bot.usecases import quotas
from storage.engine import Storage
from tests.worlds import World

CHAT = Address(Channel.ZALO, "z1")


async def test_doctor_shows_the_months_messages_once_there_are_some(storage: Storage) -> None:
    world = World.of(storage, "2024-11-07 08:00", replace(Office(), quotas=QuotaPolicy({Channel.ZALO: 10})))

    async def shown() -> list[tuple[str, str]]:
        found = await world.doors.read(examination._office)
        return [(one.mark, one.words) for one in found if one.about == "Hạn mức Zalo"]

    assert await shown() == []
    for _ in range(6):
        await world.doors.write(quotas.note_sent, CHAT, (), "m")
    assert await shown() == [("ok", "tháng 2024-11: 6/10 tin đi, 0 tin đến, sắp nhắc 0")]
    await world.doors.write(quotas.note_sent, CHAT, (), "m")
    assert await shown() == [("!", "tháng 2024-11: 7/10 tin đi, 0 tin đến, sắp nhắc 0")]
