"""Several pictures sent at once get one answer, and none of them is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.domain.markup import plain
from bot.domain.messages import Address, Channel, Incoming, IncomingFile, IncomingKind, Sender, load
from bot.domain.plans import TaskDraft
from bot.usecases.desk import Desk
from bot.usecases.outbox import Claim, Sent, exchange
from handlers.incoming import handle
from handlers.turn import Surroundings
from storage.engine import Storage
from storage.schema import outbox
from tests.chats import Phones
from tests.worlds import Q4, World, plan_draft

LAN = "101"


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    world = World.of(storage, "2024-11-07 08:00")
    await world.plan(plan_draft([TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4)]))
    await world.person("Lan", agency="Sở Ngoại vụ")
    made = Phones(world)
    await made.say(LAN, "/baocao")
    await made.press(LAN, "Hoàn thành")
    return made


async def _picture(phones: Phones, number: int, album: str | None, caption: str = "") -> None:
    """Bring one picture in, and deliver nothing."""
    file = IncomingFile(f"ref-{number}", f"anh-{number}.jpg", "image/jpeg", 1000)
    here, now = Address(Channel.TELEGRAM, LAN), phones.world.clock.now()
    sender = Sender(Channel.TELEGRAM, LAN)
    sent = Incoming(
        f"p{number}",
        IncomingKind.FILES,
        here,
        sender,
        now,
        text=caption,
        files=(file,),
        album=album,
        message=f"80{number}",
    )
    await phones.world.doors.write(handle, sent, Surroundings())


async def _sent(phones: Phones) -> list[str]:
    """Send what may go out now, as the sender would; returns what is said, changes of buttons left out."""

    def take(desk: Desk) -> list[str]:
        heard: list[str] = []
        while rows := exchange(desk, (), Claim("w", 50, (Channel.TELEGRAM,))).rows:
            exchange(desk, [Sent(row, f"9{row.id}") for row in rows], None)
            heard += [plain(row.message.body) for row in rows if row.message.body]
        return heard

    return await phones.world.doors.write(take)


async def test_an_album_of_evidence_gets_one_answer(phones: Phones) -> None:
    await phones.say(LAN, "12 tin bài")
    await phones.press(LAN, "Không có")
    for number in range(1, 5):
        await _picture(phones, number, "album")
        assert await _sent(phones) == []
        phones.world.clock.advance(seconds=0.5)
    phones.world.clock.advance(seconds=1.5)
    (answer,) = await _sent(phones)
    assert answer.startswith("Đã nhận 4 minh chứng.")
    (preview,) = await phones.say(LAN, "Xong")
    assert "Minh chứng: 4 ảnh" in preview


async def test_a_part_that_comes_later_is_answered_too_and_the_old_answer_loses_its_buttons(phones: Phones) -> None:
    await phones.say(LAN, "12 tin bài")
    await phones.press(LAN, "Không có")
    for number in (1, 2):
        await _picture(phones, number, "album")
        phones.world.clock.advance(seconds=5)
        (answer,) = await _sent(phones)
        assert answer.startswith(f"Đã nhận {number} minh chứng.")

    def stripped(desk: Desk) -> int:
        rows = desk.connection.execute(select(outbox.c.payload)).scalars()
        return sum(load(payload).keyboard_only for payload in rows)

    assert await phones.world.doors.read(stripped) >= 2


async def test_an_album_where_words_are_asked_is_refused_once(phones: Phones) -> None:
    for number in (1, 2, 3):
        await _picture(phones, number, "album")
    phones.world.clock.advance(seconds=2)
    (answer,) = await _sent(phones)
    assert answer.startswith("Câu hỏi này chưa nhận ảnh, tệp")


async def test_words_after_an_album_do_not_wait_for_its_answer(phones: Phones) -> None:
    await phones.say(LAN, "12 tin bài")
    await phones.press(LAN, "Không có")
    await _picture(phones, 1, "album")
    (preview,) = await phones.say(LAN, "Xong")
    assert preview.startswith("Xem lại trước khi gửi")
    phones.world.clock.advance(seconds=2)
    assert await _sent(phones) == []


async def test_one_picture_is_answered_at_once(phones: Phones) -> None:
    await phones.say(LAN, "12 tin bài")
    await phones.press(LAN, "Không có")
    await _picture(phones, 1, None)
    (answer,) = await _sent(phones)
    assert answer.startswith("Đã nhận 1 minh chứng.")


async def test_an_album_outside_a_conversation_is_answered_once(phones: Phones) -> None:
    await phones.say(LAN, "/huy")
    for number in (1, 2, 3):
        await _picture(phones, number, "album")
        phones.world.clock.advance(seconds=0.4)
    (answer,) = await _sent(phones)
    assert answer.startswith("Tôi chưa biết tệp này dùng cho báo cáo nào")
    await _picture(phones, 4, "another")
    assert len(await _sent(phones)) == 1


async def test_a_short_report_under_an_album_keeps_all_its_pictures(phones: Phones) -> None:
    await phones.say(LAN, "/huy")
    for number in range(1, 5):
        await _picture(phones, number, "album", "xong rồi, 12 tin bài" if number == 1 else "")
        assert await _sent(phones) == []
        phones.world.clock.advance(seconds=0.4)
    phones.world.clock.advance(seconds=2)
    (preview,) = await _sent(phones)
    assert preview.startswith("Tôi hiểu báo cáo của anh/chị như sau")
    assert "Minh chứng: 4 ảnh" in preview
    (receipt,) = await phones.say(LAN, "Gửi")
    assert receipt.startswith("Đã nhận báo cáo BC-")


async def test_a_picture_that_comes_after_an_answer_is_not_taken_for_the_albums(phones: Phones) -> None:
    await phones.say(LAN, "/huy")
    await _picture(phones, 1, "album", "12 tin bài, 2 lớp")
    phones.world.clock.advance(seconds=2)
    await _sent(phones)
    phones.world.clock.advance(seconds=20)
    await _picture(phones, 2, "later")
    phones.world.clock.advance(seconds=2)
    (answer,) = await _sent(phones)
    assert answer.startswith("Câu hỏi này chưa nhận ảnh, tệp")
