"""No file that somebody sends gets lost without a word, whatever is written under it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from sqlalchemy import select

from bot.domain.messages import Channel, IncomingFile, IncomingKind
from bot.domain.plans import TaskDraft
from bot.usecases import queues
from bot.usecases.desk import Desk
from bot.usecases.evidence import Fetched, Refused, exchange
from bot.usecases.sweep import sweep
from handlers.counters import Counters
from handlers.evidence import EvidenceKeeper
from handlers.files import FileStore
from storage.engine import Storage
from storage.schema import evidence
from tests.chats import Phones
from tests.worlds import Q4, World, plan_draft

LAN = "101"
IN_WORDS = "Câu hỏi này chưa nhận ảnh, tệp"


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    world = World.of(storage, "2024-11-07 08:00")
    tasks = [TaskDraft(f"II.{n}", f"Việc {n}", lead=("Sở Ngoại vụ",), timeframe=Q4) for n in (1, 2)]
    await world.plan(plan_draft(tasks))
    await world.person("Lan", agency="Sở Ngoại vụ")
    return Phones(world)


async def _to_the_evidence(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    await phones.say(LAN, "1")
    await phones.press(LAN, "Hoàn thành")
    await phones.say(LAN, "đã tổ chức 2 hội nghị")
    await phones.press(LAN, "Không có")


async def _kept(phones: Phones) -> list[str]:
    def look(desk: Desk) -> list[str]:
        return list(desk.connection.execute(select(evidence.c.name).order_by(evidence.c.id)).scalars())

    return await phones.world.doors.read(look)


@pytest.mark.parametrize("caption", ["xong", "1", "quay lại", "Bỏ qua"])
async def test_a_caption_is_no_choice(phones: Phones, caption: str) -> None:
    await _to_the_evidence(phones)
    await phones.send(LAN, "a.jpg")
    await phones.send(LAN, "b.jpg", caption=caption)
    (preview,) = await phones.press(LAN, "Xong")
    assert "Minh chứng: a.jpg, b.jpg" in preview


async def test_a_photo_at_a_question_for_words_is_refused_whole(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    await phones.say(LAN, "1")
    await phones.press(LAN, "Đang thực hiện")
    assert (await phones.send(LAN, "a.jpg", caption="60"))[-1].startswith(IN_WORDS)
    await phones.say(LAN, "60")
    assert (await phones.send(LAN, "a.jpg", caption="2 hội nghị"))[-1].startswith(IN_WORDS)
    (asked,) = await phones.say(LAN, "2 hội nghị")
    assert asked.startswith("Có khó khăn")


async def _to_the_evidence_again(phones: Phones) -> str:
    await _to_the_evidence(phones)
    await phones.send(LAN, "a.jpg")
    await phones.press(LAN, "Xong")
    await phones.press(LAN, "Sửa")
    return (await phones.press(LAN, "Minh chứng"))[-1]


async def test_evidence_stays_when_it_is_looked_at_again(phones: Phones) -> None:
    assert "[Giữ nguyên] [Xóa hết]" in await _to_the_evidence_again(phones)
    assert "Minh chứng: a.jpg" in (await phones.press(LAN, "Giữ nguyên"))[-1]
    await phones.press(LAN, "Gửi")
    assert await _kept(phones) == ["a.jpg"]


async def test_evidence_is_added_to_what_was_given(phones: Phones) -> None:
    await _to_the_evidence_again(phones)
    await phones.send(LAN, "b.jpg")
    assert "Minh chứng: a.jpg, b.jpg" in (await phones.press(LAN, "Xong"))[-1]


async def test_evidence_is_cleared_and_given_anew(phones: Phones) -> None:
    await _to_the_evidence_again(phones)
    await phones.press(LAN, "Xóa hết")
    await phones.send(LAN, "c.jpg")
    assert "Minh chứng: c.jpg" in (await phones.press(LAN, "Xong"))[-1]


async def test_a_photo_with_a_quick_report_is_its_evidence(phones: Phones) -> None:
    (understood,) = await phones.send(LAN, "a.jpg", caption="1 xong rồi, 12 tin bài")
    assert "Minh chứng: a.jpg" in understood
    await phones.press(LAN, "Gửi")
    assert await _kept(phones) == ["a.jpg"]


@pytest.mark.parametrize(("chosen", "kept"), [("2", ["a.jpg"]), ("Tất cả", ["a.jpg", "a.jpg"])])
async def test_whose_evidence_it_is_is_asked(phones: Phones, chosen: str, kept: list[str]) -> None:
    (asked,) = await phones.send(LAN, "a.jpg", caption="1 xong 2: 50%")
    assert asked.startswith("1 minh chứng kèm theo là của việc nào ạ?")
    await phones.press(LAN, chosen)
    await phones.press(LAN, "Gửi")
    assert await _kept(phones) == kept


async def test_a_photo_with_other_words_is_not_silently_dropped(phones: Phones) -> None:
    (told,) = await phones.send(LAN, "a.jpg", caption="ok")
    assert "chưa giữ" in told


async def test_a_photo_that_had_to_wait_for_a_decision_is_kept(phones: Phones) -> None:
    phones.world.jump("2024-12-24 07:31")
    await phones.world.doors.write(sweep)
    await phones.deliver(LAN)
    reminder = phones.chats[LAN][-1]
    await phones.say(LAN, "/baocao")
    await phones.say(LAN, "1")
    files = (IncomingFile("r", "a.jpg", "image/jpeg", 10),)
    await phones._bring(LAN, IncomingKind.FILES, files=files, text="1 xong rồi, 3 tin", reply_to=reminder.id)
    assert "Minh chứng: a.jpg" in (await phones.press(LAN, "Dừng"))[-1]


async def test_words_after_a_day_of_silence_answer_when_the_person_goes_on(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    await phones.say(LAN, "1")
    await phones.press(LAN, "Hoàn thành")
    phones.world.jump("2024-11-11 09:00")
    await phones.say(LAN, "đã tổ chức 3 hội nghị")
    told, asked = await phones.press(LAN, "Tiếp tục")
    assert told == "Tôi đã ghi câu trả lời: “đã tổ chức 3 hội nghị”"
    assert asked.startswith("Có khó khăn")


async def test_a_choice_after_a_day_of_silence_is_asked_again(phones: Phones) -> None:
    await _to_the_evidence(phones)
    await phones.press(LAN, "Bỏ qua")
    phones.world.jump("2024-11-11 09:00")
    await phones.say(LAN, "gửi")
    (asked,) = await phones.press(LAN, "Tiếp tục")
    assert "Xem lại trước khi gửi" in asked


async def test_a_photo_after_a_day_of_silence_is_kept(phones: Phones) -> None:
    await _to_the_evidence(phones)
    phones.world.jump("2024-11-11 09:00")
    await phones.send(LAN, "a.jpg")
    await phones.press(LAN, "Tiếp tục")
    assert "Minh chứng: a.jpg" in (await phones.press(LAN, "Xong"))[-1]


def _document(*paragraphs: str) -> bytes:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()


class Shelf:
    """A channel's files by their reference."""

    def __init__(self, **files: bytes) -> None:
        self._files = files

    async def fetch(self, file: IncomingFile) -> bytes:
        return self._files[file.ref]


async def test_a_document_that_bears_a_stamp_inside_is_not_kept(phones: Phones, tmp_path: Path) -> None:
    await _to_the_evidence(phones)
    await phones.send(LAN, "bao-cao.docx", "ke-hoach.docx")
    await phones.press(LAN, "Xong")
    await phones.press(LAN, "Gửi")
    shelf = Shelf(
        **{
            "ref-bao-cao.docx": _document("ỦY BAN NHÂN DÂN TỈNH", "MẬT", "Số: 12/BC-SNgV"),
            "ref-ke-hoach.docx": _document("KẾ HOẠCH", "Tập huấn bảo vệ bí mật nhà nước"),
        }
    )
    doors = phones.world.doors
    keeper = EvidenceKeeper(doors, {Channel.TELEGRAM: shelf}, FileStore(tmp_path / "files"), Counters())
    assert (await doors.read(queues.look)).evidence == 2
    taken = await doors.claim(exchange, (), 4)
    outcomes = [await keeper._bring(wanted) for wanted in taken.wanted]
    await doors.claim(exchange, outcomes, 0)
    assert (await doors.read(queues.look)).evidence == 0

    def states(desk: Desk) -> dict[str, str]:
        rows = desk.connection.execute(select(evidence.c.name, evidence.c.state)).all()
        return {row.name: row.state for row in rows}

    assert await doors.read(states) == {"bao-cao.docx": "failed", "ke-hoach.docx": "fetched"}
    assert [type(outcome) for outcome in outcomes] == [Refused, Fetched]
    await phones.deliver()
    assert phones.chats[LAN][-1].text.startswith("Tệp bao-cao.docx có dấu mật nên bot không giữ.")
