"""Messages of ours as Telegram shows them, and Telegram's refusals as ours; over HTTP."""

from __future__ import annotations

import struct
import zlib
from collections.abc import AsyncIterator

import pytest

from bot.demo.faults import Fault
from bot.demo.telegram.server import TelegramServer, TelegramWorld
from bot.domain.markup import Bullets, Text, b, i, link, p, spans, text
from bot.domain.messages import Address, Button, Channel, Outgoing
from bot.errors import DeliveryError
from handlers.files import Attachments, RenderedFile
from handlers.telegram.sender import TelegramDeliverer
from tests.handlers.telegram.rig import Rig


def png() -> bytes:
    """Make the smallest picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 20, 20, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + bytes(20) for _ in range(20)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


LAN = 7
HOME = Address(Channel.TELEGRAM, str(LAN))
NONE = Attachments()
ROWS = ((Button("Báo cáo", "do:report"), Button("Để sau", "do:later")), (Button("Trang", url="https://example.vn/"),))
PICTURE = RenderedFile("tình hình.png", "image/png", png())
DOCUMENT = RenderedFile('Báo cáo "quý III".docx', "application/msword", "nội dung".encode())


@pytest.fixture
async def deliverer(rig: Rig, world: TelegramWorld) -> TelegramDeliverer:
    world.user(LAN, "Lan", started=True)
    await rig.channel.open()
    return rig.channel.deliverer


@pytest.fixture(autouse=True)
async def _closed(rig: Rig) -> AsyncIterator[None]:
    yield
    await rig.channel.close()


def said(*pieces: str) -> Text:
    return text(*pieces)


async def test_markup_buttons_and_replies(deliverer: TelegramDeliverer, world: TelegramWorld) -> None:
    question = world.say(LAN, "hạn khi nào ạ?")
    body = text(
        p("Hạn: ", b("14/11 <thứ Năm>"), " & ", i("sau")),
        Bullets((spans("một"), spans(link("hai", "https://a.vn/?x=1&y=2")))),
    )
    sent = await deliverer.deliver(HOME, Outgoing(body, ROWS, reply_to=str(question.id), quiet=True), NONE)
    shown = world.last(LAN)
    assert str(shown.id) == sent
    assert shown.text == "Hạn: 14/11 <thứ Năm> & sau\n• một\n• hai"
    assert shown.labels == ["Báo cáo", "Để sau", "Trang"]
    assert shown.reply_to == question.id


async def test_a_long_text_goes_in_parts_and_the_last_has_the_buttons(
    deliverer: TelegramDeliverer, world: TelegramWorld
) -> None:
    await deliverer.deliver(HOME, Outgoing(said(*("đoạn " * 300 for _ in range(5))), ROWS), NONE)
    first, second, third = world.transcript(LAN)
    assert not first.buttons
    assert not second.buttons
    assert third.labels == ["Báo cáo", "Để sau", "Trang"]


async def test_an_edit_changes_the_message(deliverer: TelegramDeliverer, world: TelegramWorld) -> None:
    sent = await deliverer.deliver(HOME, Outgoing(said("một"), ROWS), NONE)
    assert await deliverer.deliver(HOME, Outgoing(said("hai"), edits=sent), NONE) == sent
    assert [(message.text, bool(message.buttons)) for message in world.transcript(LAN)] == [("hai", False)]
    assert await deliverer.deliver(HOME, Outgoing(said("hai"), edits=sent), NONE) == sent


async def test_an_edit_of_what_is_gone_is_sent_anew(deliverer: TelegramDeliverer, world: TelegramWorld) -> None:
    sent = await deliverer.deliver(HOME, Outgoing(said("một")), NONE)
    await deliverer.deliver(HOME, Outgoing(edits=sent, deletes=True), NONE)
    await deliverer.deliver(HOME, Outgoing(edits=sent, deletes=True), NONE)
    again = await deliverer.deliver(HOME, Outgoing(said("hai"), edits=sent), NONE)
    assert again != sent
    assert world.last(LAN).text == "hai"


async def test_a_text_that_becomes_a_picture_and_a_text_again(
    deliverer: TelegramDeliverer, world: TelegramWorld
) -> None:
    sent = await deliverer.deliver(HOME, Outgoing(said("chờ"), ROWS), NONE)
    card = await deliverer.deliver(HOME, Outgoing(said("tình hình"), ROWS, edits=sent), Attachments(photo=PICTURE))
    assert world.last(LAN).text == "tình hình"
    await deliverer.deliver(HOME, Outgoing(said("chi tiết"), ROWS, edits=card), NONE)
    assert world.last(LAN).text == "chi tiết"
    with_buttons = [message for message in world.transcript(LAN) if message.buttons]
    assert len(with_buttons) == 1


async def test_buttons_alone_are_taken_away(deliverer: TelegramDeliverer, world: TelegramWorld) -> None:
    sent = await deliverer.deliver(HOME, Outgoing(said("một"), ROWS), NONE)
    for _ in range(2):
        assert await deliverer.deliver(HOME, Outgoing(edits=sent, keyboard_only=True), NONE) == sent
    assert not world.last(LAN).buttons


async def test_files_carry_the_text_or_go_before_it(deliverer: TelegramDeliverer, world: TelegramWorld) -> None:
    await deliverer.deliver(HOME, Outgoing(said("ngắn"), ROWS), Attachments(document=DOCUMENT))
    short = world.last(LAN)
    assert (short.text, bool(short.buttons)) == ("ngắn", True)
    assert short.attachment is not None
    assert short.attachment.file is not None
    assert short.attachment.file.name == "Báo cáo 'quý III'.docx"
    await deliverer.deliver(HOME, Outgoing(said("dài " * 500), ROWS), Attachments(PICTURE, DOCUMENT))
    picture, document, words = world.transcript(LAN)[-3:]
    assert picture.attachment
    assert document.attachment
    assert picture.labels == document.labels == []
    assert words.buttons


async def failure(
    deliverer: TelegramDeliverer, address: Address = HOME, message: Outgoing | None = None
) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await deliverer.deliver(address, message or Outgoing(said("tin")), NONE)
    return caught.value


async def test_refusals_are_told_apart(deliverer: TelegramDeliverer, world: TelegramWorld) -> None:
    world.block(LAN)
    blocked = await failure(deliverer)
    assert (blocked.code, blocked.permanent) == ("blocked", True)
    unknown = await failure(deliverer, Address(Channel.TELEGRAM, "999999"))
    assert (unknown.code, unknown.permanent) == ("blocked", True)
    world.unblock(LAN)
    empty = await failure(deliverer, message=Outgoing(said("")))
    assert (empty.code, empty.permanent) == ("empty", True)


async def test_a_message_at_fault_is_told_from_a_chat_at_fault(deliverer: TelegramDeliverer) -> None:
    wrong = Outgoing(said("tin"), ((Button("Mở", url="không phải địa chỉ"),),))
    refused = await failure(deliverer, message=wrong)
    assert (refused.code, refused.permanent) == ("refused", True)


async def test_a_topic_and_a_topic_that_is_gone(deliverer: TelegramDeliverer, world: TelegramWorld) -> None:
    forum = -1009000000001
    world.group(forum, "Diễn đàn", [LAN], forum=True)
    thread = world.topic(forum, "Báo cáo")
    await deliverer.deliver(Address(Channel.TELEGRAM, str(forum), str(thread)), Outgoing(said("một")), NONE)
    await deliverer.deliver(Address(Channel.TELEGRAM, str(forum), "4711"), Outgoing(said("hai")), NONE)
    assert [(message.text, message.thread) for message in world.transcript(forum)[-2:]] == [
        ("một", thread),
        ("hai", None),
    ]


async def test_a_moved_group_tells_where_it_is(deliverer: TelegramDeliverer, world: TelegramWorld) -> None:
    world.group(-500, "Lãnh đạo", [LAN])
    world.add_bot(-500)
    new = world.migrate(-500)
    moved = await failure(deliverer, Address(Channel.TELEGRAM, "-500"))
    assert moved.moved_to == str(new)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault("sendMessage", "500"), "server"),
        (Fault("sendMessage", "502"), "server"),
        (Fault("sendMessage", "drop_before"), "network"),
        (Fault("sendMessage", "truncated"), "network"),
    ],
)
async def test_trouble_that_passes(
    deliverer: TelegramDeliverer, server: TelegramServer, fault: Fault, code: str
) -> None:
    server.faults.add(fault)
    trouble = await failure(deliverer)
    assert (trouble.code, trouble.permanent, trouble.retry_after) == (code, False, None)
    await deliverer.deliver(HOME, Outgoing(said("tin")), NONE)


async def test_too_fast(deliverer: TelegramDeliverer, server: TelegramServer) -> None:
    server.faults.add(Fault("sendMessage", "429", retry_after=3))
    assert (await failure(deliverer)).retry_after == 3
    server.faults.add(Fault("sendPhoto", "429", retry_after=4))
    with pytest.raises(DeliveryError) as caught:
        await deliverer.deliver(HOME, Outgoing(), Attachments(photo=PICTURE))
    assert caught.value.retry_after == 4


async def test_a_file_on_its_way_is_told_of_in_the_message_that_announced_it(
    deliverer: TelegramDeliverer, world: TelegramWorld
) -> None:
    sent = await deliverer.deliver(HOME, Outgoing(said("Đang tổng hợp, xin chờ.")), NONE)
    await deliverer.working(HOME, sent, said("Đang tổng hợp… 1/2"))
    await deliverer.working(HOME, None, said("Đang tổng hợp… 1/2"))
    assert [message.text for message in world.transcript(LAN)] == ["Đang tổng hợp… 1/2"]
    await deliverer.worked(HOME, sent, said("Đã tổng hợp xong."))
    assert [message.text for message in world.transcript(LAN)] == ["Đã tổng hợp xong."]
    with pytest.raises(DeliveryError):
        await deliverer.working(Address(Channel.TELEGRAM, "999"), None, said("…"))
