"""A report corrected by hand comes back through the chat: what is kept of it, and what the next compilation makes of that."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from sqlalchemy import select

from bot.domain.messages import Channel, Rendered, load
from bot.domain.people import PersonId, Role
from bot.domain.plans import TaskDraft
from bot.domain.reports import ReportDraft, Status
from bot.domain.requests import AskedDay
from bot.rendering.corrections import MARK, read_correction
from bot.usecases.desk import Desk
from bot.usecases.reports import SubmitReport
from bot.usecases.requests import SendRequest
from handlers.counters import Counters
from handlers.errands import ErrandRunner
from handlers.rendering import Renderers
from storage.engine import Storage
from storage.schema import outbox
from tests.chats import Phones
from tests.usecases.test_importing import Office, Shelf
from tests.worlds import Q4, World, plan_draft

OFFICER = "102"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
async def office(storage: Storage) -> Office:
    """November 2024: one agency has reported on one of two tasks, and has been asked something besides."""
    world = World.of(storage, "2024-11-20 08:00")
    tasks = [
        TaskDraft(f"II.{n}", title, lead=("Sở Ngoại vụ",), timeframe=Q4)
        for n, title in ((1, "Họp báo"), (2, "Bản tin"))
    ]
    await world.plan(plan_draft(tasks))
    lan = await world.person("Lan", agency="Sở Ngoại vụ")
    await world.person("Mai", Role.COORDINATOR)

    def report(desk: Desk) -> None:
        due = desk.dues.open_of(desk.people.get(lan).agencies, desk.today)[0]
        SubmitReport(lan, due.id, ReportDraft(Status.DONE, results="tổ chức 02 cuộc họp báo")).perform(desk)
        agencies = desk.people.get(lan).agencies
        SendRequest(PersonId(2), "Gửi số liệu cán bộ", agencies, AskedDay(desk.today)).perform(desk)

    await world.doors.write(report)
    shelf = Shelf()
    phones = Phones(world)
    await phones.deliver()
    return Office(world, phones, shelf, ErrandRunner(world.doors, {Channel.TELEGRAM: shelf}, Counters(), lambda: None))


async def _made(office: Office, what: str = "summary-docx", **args: Any) -> bytes:
    wanted = Rendered(what, args or {"period": "2024-Q4"})
    return (await Renderers(office.world.doors)(wanted)).content


def _typed_over(content: bytes, *pairs: tuple[str, str]) -> bytes:
    """Change words as an officer would in Word."""
    paper = docx.Document(io.BytesIO(content))
    for old, new in pairs:
        (node, *_) = [each for each in paper.element.body.iter(f"{WORD}t") if old in (each.text or "")]
        node.text = node.text.replace(old, new)
    return _saved(paper)


def _saved(paper: Any) -> bytes:
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def _text(content: bytes) -> str:
    body = docx.Document(io.BytesIO(content)).element.body
    return "\n".join("".join(each.text or "" for each in line.iter(f"{WORD}t")) for line in body.iter(f"{WORD}p"))


async def _send(office: Office, content: bytes, name: str = "Báo cáo đã sửa.docx") -> list[str]:
    office.shelf.files[f"ref-{name}"] = content
    await office.phones.send(OFFICER, name)
    await office.runner.round()
    return await office.phones.deliver(OFFICER)


async def test_corrections_are_shown_kept_and_used_in_the_next_compilation(office: Office) -> None:
    corrected = _typed_over(
        await _made(office), ("Tổ chức 02 cuộc họp báo.", "Tổ chức 02 cuộc họp báo tại Đà Nẵng."), ("Số: ……", "Số: 12")
    )
    (offer,) = await _send(office, corrected)
    assert offer.startswith(
        "Đây là báo cáo quý IV năm 2024 do bot soạn, đã sửa tay.\nSẽ giữ 1 đoạn cho lần tổng hợp sau, trong 1 mục:"
    )
    assert "1. Họp báo" in offer
    assert "Không giữ: chỗ sửa ngoài các mục (số, ngày, căn cứ, nơi nhận, chữ ký); phụ lục" in offer
    (kept,) = await office.phones.press(OFFICER, "Giữ các chỗ sửa")
    assert kept.startswith("Đã giữ 1 đoạn sửa tay của báo cáo quý IV năm 2024; lần tổng hợp sau sẽ dùng các đoạn này.")
    again = _text(await _made(office))
    assert "tại Đà Nẵng" in again
    assert "Số: 12" not in again
    assert "tại Đà Nẵng" not in _text(await _made(office, period="2024"))
    compiling, *_ = await office.phones.press(OFFICER, "Tổng hợp lại")
    assert compiling.startswith("Đang tổng hợp báo cáo quý IV năm 2024")
    assert "Giữ 1 đoạn đã sửa tay." in compiling
    assert (await office.phones.press(OFFICER, "Bỏ các chỗ sửa")) == [
        "Đã bỏ các chỗ sửa tay; lần tổng hợp sau viết lại từ báo cáo của các cơ quan."
    ]
    assert "tại Đà Nẵng" not in _text(await _made(office))

    def logged(desk: Desk) -> list[tuple[Any, Any]]:
        return [(event.before, event.after) for event in desk.events.of("summary:2024-Q4")]

    (_, words), (given_up, nothing) = await office.world.doors.read(logged)
    assert "tại Đà Nẵng" in " ".join(words.values())
    assert (given_up, nothing) == (words, {})


async def test_what_is_kept_is_known_as_changed_when_it_comes_again(office: Office) -> None:
    await _send(office, _typed_over(await _made(office), ("Tổ chức 02", "Đã tổ chức 02")))
    await office.phones.press(OFFICER, "Giữ các chỗ sửa")
    (offer,) = await _send(office, _typed_over(await _made(office), ("Đã tổ chức 02", "Đã tổ chức hai")))
    assert "Thay cho 1 đoạn đã giữ trước đây." in offer
    await office.phones.press(OFFICER, "Giữ các chỗ sửa")
    assert "Đã tổ chức hai" in _text(await _made(office))


async def test_what_cannot_be_kept_is_said(office: Office) -> None:
    paper = docx.Document(io.BytesIO(await _made(office)))
    first, second, *_ = paper.element.body.iter(f"{WORD}sdt")
    first.getparent().remove(first)
    content = second.find(f"{WORD}sdtContent")
    content.append(docx.Document().add_table(1, 1)._tbl)
    content[-1].tr_lst[0].tc_lst[0].p_lst[0].add_r().text = "Bảng chèn thêm"
    (offer,) = await _send(office, _saved(paper))
    assert "bảng, hình chèn trong mục" in offer
    assert "1 mục đã bị xóa (sẽ được viết lại)" in offer
    await office.phones.press(OFFICER, "Hủy")
    assert office.phones.chats[OFFICER][-1].text == "Đã hủy, không giữ chỗ sửa nào của tệp này."
    assert "Bảng chèn thêm" not in _text(await _made(office))


async def test_a_report_that_was_not_changed(office: Office) -> None:
    (told,) = await _send(office, await _made(office))
    assert told.startswith("Đây là báo cáo quý IV năm 2024 do bot soạn. Không thấy đoạn nào được sửa")
    (told,) = await _send(office, _typed_over(await _made(office), ("Số: ……", "Số: 12")))
    assert "Không giữ: chỗ sửa ngoài các mục" in told


async def test_the_reply_to_a_request_is_known_too(office: Office) -> None:
    reply = await _made(office, "request-docx", request=1)
    (offer,) = await _send(office, _typed_over(reply, ("Chưa có cơ quan, đơn vị nào trả lời.", "Sở đã trả lời miệng.")))
    assert offer.startswith("Đây là báo cáo tổng hợp trả lời yêu cầu YC-1 do bot soạn, đã sửa tay.")
    await office.phones.press(OFFICER, "Giữ các chỗ sửa")
    assert "Sở đã trả lời miệng." in _text(await _made(office, "request-docx", request=1))
    told = await office.phones.press(OFFICER, "Tổng hợp lại")
    assert told[0].startswith("Đang tổng hợp trả lời yêu cầu YC-1")

    def sent(desk: Desk) -> list[str]:
        rows = desk.connection.execute(select(outbox.c.payload).order_by(outbox.c.id)).all()
        documents = [load(row.payload).document for row in rows]
        return [document.what for document in documents if isinstance(document, Rendered)]

    assert (await office.world.doors.read(sent))[-2:] == ["request-docx", "request-xlsx"]


@pytest.mark.parametrize("mark", ["", "summary:2024-Q4:x", "plan:1", "summary:", "x" * 99])
async def test_a_document_with_another_mark_is_none_of_ours(office: Office, mark: str) -> None:
    content = await _made(office)
    assert read_correction(content) is not None
    assert read_correction(_marked(content, mark)) is None


def _marked(content: bytes, mark: str) -> bytes:
    paper = docx.Document(io.BytesIO(content))
    for part in paper.part.package.iter_parts():
        if str(part.partname) == "/docProps/custom.xml":
            part._blob = part.blob.replace(b"summary:2024-Q4", mark.encode())
            assert MARK.encode() in part.blob
    return _saved(paper)


def test_files_of_other_kinds_are_none_of_ours() -> None:
    for content in (b"", b"PK\x03\x04", b"%PDF-1.7", _saved(docx.Document())):
        assert read_correction(content) is None
