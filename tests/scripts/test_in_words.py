"""Reports in words: where a choice was asked for, of several tasks at once, and with more files than a report holds."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from bot.domain.plans import TaskDraft
from bot.domain.reports import STATUS_LABELS, Status
from bot.usecases.desk import Desk
from storage.engine import Storage
from storage.schema import reports
from tests.chats import Phones
from tests.reading.test_replies import rows
from tests.worlds import Q4, World, plan_draft

LAN, MINH = "101", "102"


@pytest.fixture
async def phones(storage: Storage) -> Phones:
    world = World.of(storage, "2024-11-07 08:00")
    tasks = [TaskDraft(f"II.{n}", f"Nhiệm vụ {n}", lead=("Sở Ngoại vụ",), timeframe=Q4) for n in range(1, 4)]
    await world.plan(plan_draft(tasks))
    await world.person("Lan", agency="Sở Ngoại vụ")
    await world.person("Minh", agency="Sở Ngoại vụ")
    return Phones(world)


async def test_words_answer_which_task(phones: Phones) -> None:
    (asked,) = await phones.say(LAN, "đang làm 70%")
    assert asked.startswith("Anh/chị báo cáo cho việc nào?")
    (shown,) = await phones.say(LAN, "1 xong 2: 50%")
    assert "1. II.1 Nhiệm vụ 1\n→ Hoàn thành\n2. II.2 Nhiệm vụ 2\n→ Đang thực hiện 50%" in shown


async def test_words_that_are_no_report_are_asked_again(phones: Phones) -> None:
    await phones.say(LAN, "đang làm 70%")
    (again,) = await phones.say(LAN, "cái đó đó")
    assert again.startswith("Tôi chưa rõ ý anh/chị.\nAnh/chị báo cáo cho việc nào?")
    assert again.count("1 xong, 2: 50%") == 1
    (shown,) = await phones.press(LAN, "3")
    assert "II.3 Nhiệm vụ 3\n→ Đang thực hiện 70%" in shown


async def test_other_words_about_no_task_change_what_is_said(phones: Phones) -> None:
    await phones.say(LAN, "đang làm 70%")
    (asked,) = await phones.say(LAN, "à quên, xong rồi, 12 tin bài")
    assert asked.startswith("Anh/chị báo cáo cho việc nào?")
    (shown,) = await phones.press(LAN, "2")
    assert "II.2 Nhiệm vụ 2\n→ Hoàn thành\nKết quả: 12 tin, bài" in shown


async def test_the_report_conversation_takes_words_for_a_number_too(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    (again,) = await phones.say(LAN, "hihi")
    assert again.startswith("Tôi chưa rõ ý anh/chị.")
    (shown,) = await phones.say(LAN, "1 xong, 2 vướng kinh phí, 3 chưa")
    assert "→ Hoàn thành" in shown
    assert "→ Vướng mắc\nKhó khăn: vướng kinh phí" in shown
    (receipt,) = await phones.press(LAN, "Gửi")
    assert receipt.startswith("Đã nhận 3 báo cáo.")


async def test_a_colleague_gets_one_note_for_reports_sent_at_once(phones: Phones) -> None:
    await phones.say(LAN, "1 xong 2: 50% 3 chưa")
    await phones.press(LAN, "Gửi")
    await phones.deliver()
    (note,) = [message.text for message in phones.chats[MINH]]
    assert note.startswith("Lan đã gửi 3 báo cáo thay đơn vị:\n")
    assert all(f"II.{n} Nhiệm vụ {n} (mã BC-" in note for n in (1, 2, 3))


async def test_the_echo_names_what_will_be_reminded_of(phones: Phones) -> None:
    (echoed,) = await phones.say(LAN, "thứ 6 nhắc lại giúp em")
    assert echoed.startswith("Sẽ nhắc lại lúc 07:30 thứ Sáu 08/11/2024:\n- II.1 Nhiệm vụ 1\n- II.2 Nhiệm vụ 2\n")
    assert echoed.endswith("Hạn báo cáo không thay đổi.")


def _papers(first: int, count: int) -> list[str]:
    return [f"bien-ban-{n}.pdf" for n in range(first, first + count)]


async def test_the_eleventh_file_is_refused_in_a_sentence(phones: Phones) -> None:
    await phones.say(LAN, "/baocao")
    await phones.say(LAN, "1")
    for answer in ("Hoàn thành", "12 tin bài", "Không có"):
        await phones.say(LAN, answer)
    (asked,) = await phones.send(LAN, *_papers(1, 9))
    assert asked.startswith("Đã nhận 9 minh chứng.")
    refused, asked = await phones.send(LAN, *_papers(10, 2))
    assert refused.startswith("Mỗi báo cáo nhận tối đa 10 minh chứng. Tôi chưa nhận 1 tệp sau: bien-ban-11.pdf.")
    assert asked.startswith("Đã nhận đủ 10 minh chứng. Chọn Xong để tiếp tục.")
    (refused, _) = await phones.send(LAN, *_papers(12, 1))
    assert "bien-ban-12.pdf" in refused
    (preview,) = await phones.press(LAN, "Xong")
    assert "bien-ban-10.pdf" in preview
    assert "bien-ban-11.pdf" not in preview


@pytest.mark.parametrize("words", ["xong hết rồi", "1 xong 2: 50% 3 chưa", "cả 3 xong", "2 vướng kinh phí"])
async def test_nothing_is_kept_that_was_not_shown(phones: Phones, words: str) -> None:
    def kept(desk: Desk) -> int:
        return desk.connection.execute(select(func.count()).select_from(reports)).scalar_one()

    await phones.say(LAN, words)
    assert await phones.world.doors.read(kept) == 0


async def test_a_report_when_nothing_is_open_is_told_so(phones: Phones) -> None:
    await phones.say(LAN, "cả 3 xong")
    await phones.press(LAN, "Gửi")
    (told,) = await phones.say(LAN, "xong rồi")
    assert told.startswith("Hiện đơn vị của anh/chị không có nhiệm vụ nào đang chờ báo cáo.")


async def test_what_is_kept_was_shown_back(storage: Storage) -> None:
    """Of replies nobody had in mind, whatever ends in a report stood in the message that was confirmed."""
    world = World.of(storage, "2024-10-09 08:00")
    tasks = [TaskDraft(f"II.{n}", f"Việc {n}", lead=("Sở Ngoại vụ",), timeframe=Q4) for n in range(1, 40)]
    await world.plan(plan_draft(tasks))
    await world.person("Lan", agency="Sở Ngoại vụ")
    phones = Phones(world)
    kept = 0
    for row in [row for row in rows("replies_fresh_b.tsv") if row["intent"] == "report"][::11]:
        await phones.say(LAN, row["text"])
        shown = (await phones.press(LAN, "1"))[-1]
        if "Việc này đến đâu rồi ạ?" in shown:
            shown = (await phones.press(LAN, "Đang thực hiện"))[-1]
        assert "Tôi hiểu báo cáo của anh/chị như sau:" in shown, row["text"]
        await phones.press(LAN, "Gửi")
        report = await world.doors.read(_newest)
        kept += 1
        assert STATUS_LABELS[Status(report.status)] in shown
        assert report.percent is None or f"{report.percent}%" in shown
        assert " ".join(report.results.split()) in " ".join(shown.split())
        assert report.difficulties in shown
    assert kept >= 10


def _newest(desk: Desk) -> Any:
    return desk.connection.execute(select(reports).order_by(reports.c.id.desc())).first()
