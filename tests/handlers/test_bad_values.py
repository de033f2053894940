"""Values that no honest client sends: digits that are none, ids beyond all bounds, files beyond all sizes."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.domain.messages import Address, Channel, Incoming, IncomingFile, IncomingKind, Sender
from storage.engine import Storage
from storage.schema import evidence
from tests.chats import Phones, an_agency

LAN = "101"
HUGE = "9" * 20


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    return await an_agency(storage)


@pytest.mark.parametrize("data", ["a:²:1:x", f"a:{HUGE}:1:x", f"a:1:{HUGE}:x", "c:²:on", f"c:{HUGE}:off"])
async def test_a_forged_button_does_nothing(phones: Phones, data: str) -> None:
    answers = await phones.press_data(LAN, data)
    assert all("Tổ chức" not in answer for answer in answers)


@pytest.mark.parametrize("typed", ["²", "50m²", HUGE, "٥٠", "9" * 5000])
async def test_a_percentage_that_is_none_is_asked_again(phones: Phones, typed: str) -> None:
    await phones.say(LAN, "/baocao")
    await phones.press(LAN, "Đang thực hiện")
    answer = (await phones.say(LAN, typed))[-1]
    assert "[25%]" in answer


async def test_a_file_of_any_size_and_kind_is_kept(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    await phones.press(LAN, "Hoàn thành")
    await phones.say(LAN, "Đã họp báo")
    await phones.press(LAN, "Không có")
    file = IncomingFile("ref", "phim.bin", "x" * 500, 3_000_000_000)
    address, sender, now = Address(Channel.TELEGRAM, LAN), Sender(Channel.TELEGRAM, LAN), phones.world.clock.now()
    await phones.bring(Incoming("f1", IncomingKind.FILES, address, sender, now, files=(file,)))
    await phones.press(LAN, "Xong")
    await phones.press(LAN, "Gửi")
    kept = await phones.world.doors.read(
        lambda desk: desk.connection.execute(select(evidence.c.mime, evidence.c.size)).one()
    )
    assert tuple(kept) == ("x" * 128, 3_000_000_000)
