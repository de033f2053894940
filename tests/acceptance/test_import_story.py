"""An officer sends the plan as it was issued, over HTTP, corrects it in Excel, and sends it back."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import openpyxl
import pytest

from bot.domain.plans import PlanDraft
from bot.usecases.plans import kept_draft
from tests.acceptance.silence import quiet
from tests.acceptance.towns import Town, town
from tests.data.make_documents import PLANS, docx_of

OFFICER = 103
DOCX = "Ke hoach TTDN 2024.docx"


@pytest.fixture
async def province(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with town(database_url, tmp_path, "2024-01-08 08:00", admins={"telegram": [OFFICER]}) as made:
        made.world.user(OFFICER, "Nguyễn Thị Mai", started=True)
        yield made


async def send(town: Town, name: str, content: bytes) -> list[str]:
    """Send a document; returns what the bot says until it has been read."""
    before = {one.id for one in town.world.transcript(OFFICER)}
    town.world.send_file(OFFICER, name, content)
    await town.settle()
    await quiet(town.house)
    await town.settle()
    return [one.text for one in town.world.transcript(OFFICER) if one.id not in before and one.sender.is_bot]


async def kept(town: Town) -> PlanDraft:
    """Tell the only plan that is kept."""
    return await town.house.doors.read(lambda desk: kept_draft(desk, desk.plans.all()[0].id))


async def test_a_document_becomes_a_plan_and_is_corrected_in_excel(province: Town) -> None:
    reading, summary, question = await send(province, DOCX, docx_of((PLANS / "quang-ngai-2024.txt").read_text("utf-8")))
    assert reading == f"Đang đọc văn bản {DOCX}…"
    assert "Đọc được 14 nhiệm vụ, 16 cơ quan, 1 kỳ báo cáo." in summary
    assert "Không thấy số, ký hiệu" in question

    # the questions, by typing and by buttons
    await province.say(OFFICER, "12/KH-UBND")
    offer = (await province.press(OFFICER, "Chọn sau"))[-1]
    assert "(số 12/KH-UBND)" in offer
    receipt = "\n".join(await province.press(OFFICER, "Nhập"))
    assert "Đã nhập kế hoạch" in receipt
    assert "Chưa có đầu mối" in receipt
    before = await kept(province)

    # its workbook, corrected and sent back
    await province.say(OFFICER, "/kehoach")
    card = (await province.press(OFFICER, "1"))[-1]
    assert "Số 12/KH-UBND, năm 2024" in card
    await province.press(OFFICER, "Xuất Excel")
    file = province.last(OFFICER).attachment
    assert file is not None
    assert file.file is not None
    assert file.file.name == "ke-hoach-2024.xlsx"
    said = await send(province, file.file.name, corrected(file.file.content))
    assert any("Chưa rõ nhóm" in one for one in said)
    offer = (await province.press(OFFICER, "Chọn sau"))[-1]
    assert "Sửa (1)" in offer
    assert "Giữ nguyên 13 nhiệm vụ" in offer
    await province.press(OFFICER, "Nhập")
    after = await kept(province)
    assert after.tasks[0].lead == ("Sở Nội vụ",)
    assert after.tasks[1:] == before.tasks[1:]
    assert (after.head, after.reporting) == (before.head, before.reporting)


def corrected(content: bytes) -> bytes:
    """Change who leads the first task, and save as a spreadsheet program does."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book["Nhiệm vụ"]["D2"] = "Sở Nội vụ"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


async def test_a_file_that_is_no_document(province: Town) -> None:
    said = await send(province, "Kế hoạch.pdf", b"\xff\xd8\xff\xe0 a photo")
    assert said[-1].startswith("Đây là bản quét (ảnh), không có chữ để đọc.")
    assert said[-1].endswith("Chưa có gì được lưu.")
    assert await province.say(OFFICER, "/kehoach") == [
        "Chưa có kế hoạch nào. Anh/chị gửi tệp văn bản kế hoạch vào đây, bot sẽ đọc và cho xem trước khi nhập."
    ]
