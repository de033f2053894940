"""A coordinator sends a plan in the chat: it is read outside the transaction, asked about, shown, and imported."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select

from bot.domain.messages import Channel, IncomingFile, Rendered, load
from bot.domain.people import Role
from bot.domain.plans import PlanDraft
from bot.errors import DeliveryError, InvalidInput
from bot.reading.plan_documents import read_document
from bot.scripts.catalogue import ALL as SCRIPTS
from bot.usecases.desk import Desk
from bot.usecases.errands import finish, take
from bot.usecases.plans import import_plan, kept_draft
from handlers.counters import Counters
from handlers.errands import MAX_ATTEMPTS, ErrandRunner
from handlers.rendering import Renderers
from storage.engine import Storage
from storage.schema import errands, outbox, plans
from tests.chats import Phones
from tests.worlds import World

PLAN = Path(__file__).parents[1] / "data" / "plans" / "quang-ngai-2024.txt"
NAME = "ke-hoach.txt"
MAI = "101"


@dataclass
class Shelf:
    """Files on the channel's side by their ref; an error is raised instead of given out."""

    files: dict[str, bytes | Exception] = field(default_factory=dict)

    async def fetch(self, file: IncomingFile) -> bytes:
        found = self.files[file.ref]
        if isinstance(found, Exception):
            raise found
        return found


@dataclass
class Office:
    """A coordinator's chat, the files that are sent in it, and the worker that reads them."""

    world: World
    phones: Phones
    shelf: Shelf
    runner: ErrandRunner

    async def send(self, content: bytes | Exception, name: str = NAME, **more: Any) -> list[str]:
        """Send a document and have it read; returns what the bot says when it has been."""
        self.shelf.files[f"ref-{name}"] = content
        (reading,) = (await self.phones.send(MAI, name, **more))[-1:]
        assert reading.startswith(f"Đang đọc văn bản {name}…")
        return await self.read()

    async def read(self) -> list[str]:
        await self.runner.round()
        return await self.phones.deliver(MAI)

    async def press(self, label: str) -> list[str]:
        return await self.phones.press(MAI, label)

    async def say(self, words: str) -> list[str]:
        return await self.phones.say(MAI, words)

    async def workbook(self) -> bytes:
        """Make the workbook that was sent last."""

        def last(desk: Desk) -> Any:
            rows = desk.connection.execute(select(outbox).order_by(outbox.c.id.desc())).all()
            return next(load(row.payload).document for row in rows if load(row.payload).document)

        wanted = await self.world.doors.read(last)
        assert isinstance(wanted, Rendered)
        return (await Renderers(self.world.doors)(wanted)).content

    async def count(self, table: Any) -> int:
        """Count the rows of a table."""
        return await self.world.doors.read(
            lambda desk: desk.connection.execute(select(func.count()).select_from(table)).scalar_one()
        )

    async def kept(self) -> PlanDraft:
        """Tell the only plan that is kept."""
        return await self.world.doors.read(lambda desk: kept_draft(desk, desk.plans.all()[0].id))


@pytest.fixture
async def office(storage: Storage) -> Office:
    world = World.of(storage, "2024-01-08 08:00")
    await world.person("Mai", Role.COORDINATOR)
    shelf = Shelf()
    runner = ErrandRunner(world.doors, {Channel.TELEGRAM: shelf}, Counters(), lambda: None)
    return Office(world, Phones(world), shelf, runner)


TITLE = "KẾ HOẠCH Công tác thông tin đối ngoại và truyền thông chính sách tỉnh Quảng Ngãi năm 2024"


async def imported(office: Office, content: bytes = PLAN.read_bytes()) -> None:
    """Have a plan kept, its questions left open."""
    await office.send(content)
    await office.press("Bỏ qua tất cả")
    await office.press("Nhập")


def changed(*pairs: tuple[str, str]) -> bytes:
    """Write a newer version of the plan."""
    text = PLAN.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


async def test_a_plan_is_imported(office: Office) -> None:
    summary, first = await office.send(PLAN.read_bytes())
    assert summary.splitlines() == [
        TITLE,
        "Đọc được 14 nhiệm vụ, 16 cơ quan, 1 kỳ báo cáo.",
        "Có 2 điểm cần anh/chị cho biết:",
    ]
    assert first.startswith("Câu 1/2\nKhông thấy số, ký hiệu hoặc ngày ban hành của kế hoạch.")
    (second,) = await office.say("12/KH-UBND")
    assert "Nhóm" not in first
    assert "Chưa rõ nhóm “địa phương” gồm những cơ quan nào. [dòng 27]" in second
    (offer,) = await office.say("UBND huyện Ba Tơ; UBND thị xã Đức Phổ")
    assert "(số 12/KH-UBND)" in offer
    assert "chưa có trong bot. Nhập ạ?\n[Nhập] [Sửa trong Excel] [Hủy] [Quay lại]" in offer
    assert await office.count(plans) == 0
    receipt = (await office.press("Nhập"))[-1]
    assert "14 nhiệm vụ.\nCó 52 kỳ hạn" in receipt
    assert "Cơ quan mới trong danh bạ (16): UBND huyện Ba Tơ; UBND thị xã Đức Phổ; Văn phòng UBND tỉnh" in receipt
    assert "Chưa có đầu mối (15): Báo Quảng Ngãi; " in receipt
    assert receipt.endswith("và 7 mục khác\nGõ /moi để lấy mã mời cho từng cơ quan.")
    kept = await office.kept()
    assert (kept.head.number, len(kept.tasks)) == ("12/KH-UBND", 14)


async def test_a_focal_point_is_missed_no_more(office: Office) -> None:
    await office.world.person("Lan", agency="Báo Quảng Ngãi")
    await office.send(PLAN.read_bytes())
    await office.press("Bỏ qua tất cả")
    receipt = (await office.press("Nhập"))[-1]
    assert "Báo Quảng Ngãi" not in receipt.partition("Chưa có đầu mối")[2]


async def test_the_same_plan_again_changes_nothing_and_asks_nothing(office: Office) -> None:
    await office.send(PLAN.read_bytes())
    await office.say("12/KH-UBND")
    await office.say("UBND huyện Ba Tơ")
    await office.press("Nhập")
    (same,) = await office.send(PLAN.read_bytes())
    assert same.endswith("Kế hoạch này đã có trong bot và không có gì thay đổi.")


async def test_a_newer_version_shows_what_it_changes(office: Office) -> None:
    await imported(office)
    before = await office.kept()
    await office.send(changed(("Quý II, III/2024", "Quý I/2024")))
    offer = (await office.press("Bỏ qua tất cả"))[-1]
    assert "Sửa (1)" in offer
    assert "Thời gian: Quý II, III/2024 → Quý I/2024" in offer
    assert "Giữ nguyên 13 nhiệm vụ. Cập nhật ạ?" in offer
    receipt = (await office.press("Nhập"))[-1]
    assert receipt.startswith("Đã cập nhật kế hoạch")
    assert "Thêm 0, sửa 1, bỏ 0, giữ nguyên 13 nhiệm vụ." in receipt
    after = await office.kept()
    new = [one for old, one in zip(before.tasks, after.tasks, strict=True) if old != one]
    assert [(one.no, one.timeframe.quarters) for one in new] == [("II.2", (1,))]


SMALL = """KẾ HOẠCH
Thông tin đối ngoại năm 2024

I. NHIỆM VỤ
1. Tổ chức họp báo
- Cơ quan chủ trì: Sở Ngoại vụ
- Thời gian thực hiện: Quý II/2024
2. Xuất bản bản tin
- Cơ quan chủ trì: Sở Nội vụ
- Thời gian thực hiện: Quý III/2024
"""


@pytest.mark.parametrize(("choice", "left", "told"), [("Giữ lại", 2, "Vẫn giữ vì đã có báo cáo"), ("Bỏ", 1, "bỏ 1")])
async def test_what_has_reports_is_dropped_only_when_that_is_said(
    office: Office, choice: str, left: int, told: str
) -> None:
    await imported(office, SMALL.encode())
    await office.world.person("Lan", agency="Sở Nội vụ")
    office.world.jump("2024-09-20 08:00")
    await office.phones.say("102", "/baocao")
    await office.phones.press("102", "Hoàn thành")
    await office.phones.say("102", "12 số bản tin")
    await office.phones.press("102", "Không có")
    await office.phones.press("102", "Bỏ qua")
    await office.phones.press("102", "Gửi")
    await office.send(SMALL.partition("2. Xuất bản")[0].encode())
    offer = (await office.press("Bỏ qua tất cả"))[-1]
    assert "Không còn trong bản này nhưng đã có báo cáo (1)" in offer
    (asked,) = await office.press("Nhập")
    assert "Bỏ các nhiệm vụ này, hay giữ lại ạ?" in asked
    receipt = (await office.press(choice))[-1]
    assert told in receipt
    assert len((await office.kept()).tasks) == left


async def test_a_plan_goes_to_excel_and_comes_back(office: Office) -> None:
    await imported(office)
    before = await office.kept()
    await office.say("/kehoach")
    await office.press("1")
    await office.press("Xuất Excel")
    book = openpyxl.load_workbook(io.BytesIO(await office.workbook()))
    sheet = book["Nhiệm vụ"]
    sheet["F3"] = "Quý I/2024"
    sheet.append([None, "III.1", "Tập huấn nghiệp vụ", "Sở Nội vụ", None, "Quý IV/2024"])
    saved = io.BytesIO()
    book.save(saved)
    await office.send(saved.getvalue(), "ke-hoach-2024.xlsx")
    (offer,) = await office.press("Chọn sau")
    assert "Thêm (1)\n- III.1 Tập huấn nghiệp vụ\nSở Nội vụ · Quý IV/2024" in offer
    assert "Sửa (1)" in offer
    assert "Bỏ (" not in offer
    await office.press("Nhập")
    after = await office.kept()
    assert [task for task in after.tasks if task not in before.tasks] == [after.tasks[1], after.tasks[-1]]
    assert after.tasks[1].timeframe.quarters == (1,)
    assert (after.tasks[-1].lead, len(after.tasks)) == (("Sở Nội vụ",), 15)


async def test_a_draft_goes_to_excel_with_the_answers_in_it(office: Office) -> None:
    await office.send(PLAN.read_bytes())
    await office.say("12/KH-UBND")
    await office.press("Chọn sau")
    (told,) = await office.press("Sửa trong Excel")
    assert "lưu lại rồi gửi lại cho tôi" in told
    draft = read_document(await office.workbook(), "a.xlsx")
    assert (draft.head.number, len(draft.tasks)) == ("12/KH-UBND", 14)
    assert await office.count(plans) == 0
    (_, question) = await office.send(await office.workbook(), "ke-hoach-2024.xlsx")
    assert "Chưa rõ nhóm" in question, "the number is known now, the group's members are not"


async def test_names_are_asked_about_and_learnt(office: Office) -> None:
    for name in ("Ban Dân tộc", "Ban Đô thị", "Sở Ngoại vụ"):
        await office.world.agency(name)
    plan = SMALL.replace("Sở Ngoại vụ", "Ban DT").replace("Sở Nội vụ", "Sở Ngoaị vu")
    said = await office.send(plan.encode())
    while "“Ban DT” có thể là" not in said[-1]:
        said = await office.press("Bỏ qua")
    said = await office.press("Ban Dân tộc")
    assert "“Sở Ngoaị vu”" not in said[-1], "a slip of typing that fits one body alone is no question"
    await office.press("Nhập")
    kept = await office.kept()
    assert kept.tasks[0].lead == ("Ban DT",), "what is printed stays"

    def lead(desk: Desk) -> list[str]:
        tasks = desk.plans.assignments(desk.plans.all()[0].id)
        return [desk.agencies.get(entry.agency).name for entry in tasks if entry.agency]

    assert await office.world.doors.read(lead) == ["Ban Dân tộc", "Sở Ngoại vụ"]


async def test_what_is_missing_is_typed_and_checked(office: Office) -> None:
    bare = SMALL.replace("năm 2024", "của tỉnh").replace("- Cơ quan chủ trì: Sở Nội vụ\n", "").replace("/2024", "")
    said = await office.send(bare.encode())
    assert "Không rõ kế hoạch của năm nào" in said[-1]
    assert said[-1].endswith("[2024] [2025]"), "a plan without a year has no day at all"
    (refused,) = await office.say("năm nay")
    assert refused.startswith("Xin anh/chị cho năm của kế hoạch")
    said = await office.press("2024")
    while "Chưa rõ cơ quan chủ trì" not in said[-1]:
        said = await office.press("Bỏ qua")
    said = await office.say("Sở Y tế; Sở Tư pháp")
    while "[Nhập]" not in said[-1]:
        said = await office.press("Bỏ qua")
    await office.press("Nhập")
    kept = await office.kept()
    assert kept.head.year == 2024
    assert kept.tasks[1].lead == ("Sở Y tế", "Sở Tư pháp")
    assert [task.timeframe.year for task in kept.tasks] == [2024, 2024]


async def test_a_lead_that_looks_like_no_body_is_asked_about(office: Office) -> None:
    said = await office.send(SMALL.replace("Sở Nội vụ", "Cổng thông tin điện tử tỉnh").encode())
    while "“Cổng thông tin điện tử tỉnh” có phải là một cơ quan không?" not in said[-1]:
        said = await office.press("Bỏ qua")
    said = await office.press("Là một cơ quan")
    assert "[Nhập]" in said[-1]
    receipt = (await office.press("Nhập"))[-1]
    assert "Chưa có đầu mối (2): Cổng thông tin điện tử tỉnh; Sở Ngoại vụ" in receipt
    assert "chưa ai phải báo cáo" not in receipt


async def test_a_typed_name_that_fits_two_bodies_is_asked_about(office: Office) -> None:
    for name in ("Ban Dân tộc", "Ban Đô thị"):
        await office.world.agency(name)
    said = await office.send(SMALL.replace("- Cơ quan chủ trì: Sở Nội vụ\n", "").encode())
    while "Chưa rõ cơ quan chủ trì" not in said[-1]:
        said = await office.press("Bỏ qua")
    (asked,) = await office.say("Ban DT")
    assert "“Ban DT” có thể là: Ban Dân tộc; Ban Đô thị" in asked
    (back,) = await office.press("Quay lại")
    assert "Chưa rõ cơ quan chủ trì" in back
    await office.say("Ban DT")
    (offer,) = await office.press("Ban Đô thị")
    assert "[Nhập]" in offer
    receipt = (await office.press("Nhập"))[-1]
    assert "Chưa có đầu mối (2): Ban Đô thị; Sở Ngoại vụ" in receipt


async def test_typed_names_are_shown_as_the_register_has_them_and_strange_ones_asked_about(office: Office) -> None:
    await office.world.agency("Sở Thông tin và Truyền thông")
    said = await office.send(SMALL.replace("- Cơ quan chủ trì: Sở Nội vụ\n", "").encode())
    while "Chưa rõ cơ quan chủ trì" not in said[-1]:
        said = await office.press("Bỏ qua")
    (asked,) = await office.say("so tttt; abcxyz lạ")
    assert "“abcxyz lạ” có phải là một cơ quan không?" in asked
    (offer,) = await office.press("Không phải")
    assert "Sở Thông tin và Truyền thông; abcxyz lạ" in offer


@pytest.mark.parametrize("words", ["bỏ qua đi", "Không biết", "bỏ qua hết"])
async def test_words_that_leave_a_question_are_no_name(office: Office, words: str) -> None:
    said = await office.send(SMALL.replace("- Cơ quan chủ trì: Sở Nội vụ\n", "").encode())
    while "Chưa rõ cơ quan chủ trì" not in said[-1]:
        said = await office.press("Bỏ qua")
    (offer,) = await office.say(words)
    assert "[Nhập]" in offer
    await office.press("Nhập")
    assert (await office.kept()).tasks[1].lead == ()


async def test_a_plan_of_a_year_that_is_over_says_so(office: Office) -> None:
    office.world.jump("2025-06-02 08:00")
    await office.send(SMALL.encode())
    (offer,) = await office.press("Bỏ qua tất cả")
    assert "Năm 2024 đã qua: nhập thì bot không tự nhắc các kỳ hạn cũ" in offer


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "a.txt", "Tệp không có nội dung."),
        (b"PK\x03\x04 cut off", "a.docx", "Tệp bị hỏng hoặc bị cắt."),
        (b"\xff\xd8\xff\xe0", "anh.pdf", "Đây là bản quét (ảnh)"),
        ("Kính gửi các đồng chí.".encode(), "thu.txt", "Không tìm thấy nhiệm vụ hay chế độ báo cáo nào"),
        (InvalidInput("file.too_big", most=1), "to.pdf", "Tệp lớn quá 20 MB"),
        (DeliveryError("file.gone", permanent=True), "khong-con.pdf", "Không tải được tệp"),
        (ZeroDivisionError("a fault of ours"), "la.pdf", "Tôi không đọc được văn bản này."),
    ],
)
async def test_a_bad_file_gets_one_clear_sentence(
    office: Office, content: bytes | Exception, name: str, told: str
) -> None:
    (said,) = await office.send(content, name)
    assert said.startswith(told)
    assert said.endswith("Chưa có gì được lưu.")
    assert await office.count(plans) == 0
    assert await office.say("/huy") == ["Hiện không có việc nào đang làm dở."]


async def test_a_channel_that_does_not_answer_is_asked_again(office: Office) -> None:
    assert await office.send(DeliveryError("network")) == []
    assert await office.read() == [], "not at once"
    office.shelf.files[f"ref-{NAME}"] = PLAN.read_bytes()
    office.world.clock.advance(seconds=10)
    assert (await office.read())[0].startswith(TITLE)


async def test_trying_ends(office: Office) -> None:
    said = await office.send(DeliveryError("network"))
    for _ in range(MAX_ATTEMPTS):
        office.world.clock.advance(minutes=10)
        said += await office.read()
    assert said == ["Không tải được tệp từ ứng dụng chat. Xin anh/chị gửi lại.\nChưa có gì được lưu."]


async def test_a_worker_that_dies_leaves_its_errand_to_the_next(office: Office) -> None:
    office.shelf.files[f"ref-{NAME}"] = PLAN.read_bytes()
    await office.phones.send(MAI, NAME)
    taken = await office.world.doors.write(take, 5)
    assert len(taken.errands) == 1
    assert await office.read() == []
    office.world.clock.advance(minutes=3)
    assert (await office.read())[0].startswith(TITLE)


async def test_whoever_writes_meanwhile_is_asked_for_patience(office: Office) -> None:
    office.shelf.files[f"ref-{NAME}"] = PLAN.read_bytes()
    await office.phones.send(MAI, NAME)
    (reply,) = await office.say("xong chưa?")
    assert reply.startswith("Tôi đang đọc văn bản, xin anh/chị chờ trong giây lát.\nĐang đọc văn bản")
    assert (await office.read())[0].startswith(TITLE)


@pytest.mark.parametrize("way", ["Hủy", "/huy"])
async def test_whoever_leaves_meanwhile_hears_no_more(office: Office, way: str) -> None:
    office.shelf.files[f"ref-{NAME}"] = PLAN.read_bytes()
    await office.phones.send(MAI, NAME)
    await (office.press(way) if way == "Hủy" else office.say(way))
    assert await office.read() == []
    kept = await office.world.doors.read(lambda desk: desk.connection.execute(select(errands)).one())
    assert (kept.state, kept.result) == ("cancelled", None)


async def test_an_errand_ends_once(office: Office) -> None:
    office.shelf.files[f"ref-{NAME}"] = PLAN.read_bytes()
    await office.phones.send(MAI, NAME)
    (errand,) = (await office.world.doors.write(take, 5)).errands
    draft = read_document(PLAN.read_bytes(), NAME)
    for _ in range(2):
        await office.world.doors.write(finish, SCRIPTS, errand, draft)
    assert len(await office.phones.deliver(MAI)) == 2, "the summary and the first question"


async def test_a_script_that_changed_meanwhile_is_answered_too(office: Office) -> None:
    office.shelf.files[f"ref-{NAME}"] = PLAN.read_bytes()
    await office.phones.send(MAI, NAME)
    await office.world.doors.write(lambda desk: desk.conversations.update(1, version=0))
    said = await office.read()
    assert said[-2].startswith(TITLE)
    assert said[-1].startswith("Câu 1/2")


async def test_what_was_read_is_forgotten(office: Office) -> None:
    await office.send(PLAN.read_bytes())
    office.world.clock.advance(days=9)
    await office.read()
    assert await office.count(errands) == 0


async def test_a_document_sent_long_after_the_last_is_answered_too(office: Office) -> None:
    await imported(office)
    for _ in range(2):
        office.world.clock.advance(days=9)
        await office.read()
        told = (await office.send(PLAN.read_bytes()))[-1]
        assert "12/KH-UBND" in told
        await office.press("Bỏ qua tất cả")


async def test_a_second_document_takes_the_place_of_the_first(office: Office) -> None:
    await office.send(PLAN.read_bytes())
    said = await office.send(SMALL.encode(), "b.txt")
    assert "Đọc được 2 nhiệm vụ" in said[0]


async def test_several_documents_at_once(office: Office) -> None:
    (reading,) = await office.phones.send(MAI, "a.docx", "b.docx", "c.jpg")
    assert "Xin anh/chị gửi lại 1 tệp kia sau." in reading


async def test_somebody_else_imports_meanwhile(office: Office) -> None:
    await imported(office)
    await office.send(changed(("Quý II, III/2024", "Quý I/2024")))
    await office.press("Bỏ qua tất cả")
    other = read_document(changed(("Quý II, III/2024", "Quý IV/2024")), NAME)
    await office.world.doors.write(import_plan, other)
    told, offer = await office.press("Nhập")
    assert told.startswith("Kế hoạch vừa được người khác cập nhật.")
    assert "Thời gian: Quý IV/2024 → Quý I/2024" in offer
    receipt = (await office.press("Nhập"))[-1]
    assert "sửa 1" in receipt


async def test_photos_and_other_people(office: Office) -> None:
    await office.world.person("Lan", agency="Sở Ngoại vụ")
    assert (await office.phones.send(MAI, "anh.jpg"))[0].startswith("Kế hoạch xin gửi bằng tệp .docx, .pdf")
    assert (await office.phones.send("102", "ke-hoach.docx"))[0].startswith("Tôi chưa biết tệp này dùng")
    await imported(office)
    for data in ("do:plan:1", "do:workbook:1"):
        assert (await office.phones.press_data("102", data))[0].startswith("Lựa chọn này đã cũ")
    for data in ("do:plan:", "do:plan:x", "do:workbook:²", "do:tasks:1:x", "do:tasks:1:1:1", "do:plan:" + "9" * 40):
        assert (await office.phones.press_data(MAI, data))[0].startswith("Lựa chọn này đã cũ")
    assert await office.phones.press_data(MAI, "do:plan:77") == ["Không có kế hoạch số 77."]


async def test_the_card_of_a_plan(office: Office) -> None:
    assert (await office.say("/kehoach"))[0].startswith("Chưa có kế hoạch nào. Anh/chị gửi tệp văn bản")
    await imported(office, SMALL.replace("- Thời gian thực hiện: Quý III/2024\n", "").encode())
    (listed,) = await office.say("/kehoach")
    assert "1. Kế hoạch thông tin đối ngoại năm 2024 – 2 nhiệm vụ, năm 2024" in listed
    (card,) = await office.press("1")
    assert "Năm 2024\n2 nhiệm vụ, 1 cơ quan" in card or "Năm 2024\n2 nhiệm vụ, 2 cơ quan" in card
    assert "Kỳ hạn tới: " in card
    (tasks,) = await office.press("Nhiệm vụ")
    assert "- I.1 Tổ chức họp báo\nSở Ngoại vụ · Quý II/2024\nVăn bản: dòng 5" in tasks
    assert "Chưa rõ thời gian thực hiện: I.2 Xuất bản bản tin" in card


async def test_who_is_coordinator_no_more_imports_nothing(office: Office) -> None:
    await office.send(PLAN.read_bytes())
    await office.press("Bỏ qua tất cả")

    def leave(desk: Desk) -> None:
        (mai,) = desk.people.with_role(Role.COORDINATOR)
        desk.people.end_membership(mai.id, Role.COORDINATOR, None, desk.now)

    await office.world.doors.write(leave)
    (refused,) = await office.press("Nhập")
    assert refused == "Chỉ điều phối viên được nhập kế hoạch.\nChưa có gì được lưu."
    assert await office.count(plans) == 0


async def test_the_tasks_of_a_plan_a_page_at_a_time(office: Office) -> None:
    await imported(office)
    await office.say("/kehoach")
    await office.press("1")
    (first,) = await office.press("Nhiệm vụ")
    assert "(trang 1/2)" in first
    assert first.endswith("[Trang sau]")
    (second,) = await office.press("Trang sau")
    assert (second.count("\n- "), second.splitlines()[-1]) == (6, "[Trang trước]")
    (last,) = await office.phones.press_data(MAI, "do:tasks:1:99")
    assert "(trang 2/2)" in last
