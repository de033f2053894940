"""People in the local Telegram, without HTTP."""

from __future__ import annotations

import pytest

from bot.demo.picture_sizes import picture_size
from bot.demo.telegram.model import Change
from bot.demo.telegram.world import TelegramWorld
from bot.errors import InvalidInput, NotAllowed, NotFound
from tests.demo.conftest import BINH, GROUP, HOA, LAN
from tests.demo.pictures import png


def kinds(world: TelegramWorld) -> list[str]:
    """List the kinds of the updates that wait."""
    return [next(key for key in update.packed if key != "update_id") for update in world.updates.waiting()]


def test_ids_grow_in_each_chat(world: TelegramWorld) -> None:
    assert [world.say(BINH, "một").id, world.say(BINH, "hai").id, world.say(LAN, "một").id] == [1, 2, 1]


def test_long_text_is_split_as_the_app_does(world: TelegramWorld) -> None:
    last = world.say(BINH, "báo cáo " * 2500)
    assert (last.id, len(world.updates)) == (5, 5)


def test_first_message_opens_the_door(world: TelegramWorld) -> None:
    assert not world.users[HOA].started
    world.say(HOA, "/start MA")
    assert world.users[HOA].started


def test_what_people_cannot_do(world: TelegramWorld) -> None:
    own = world.say(LAN, "của tôi", chat=GROUP)
    with pytest.raises(InvalidInput):
        world.say(BINH, "   ")
    with pytest.raises(NotAllowed):
        world.say(HOA, "tôi không ở trong nhóm", chat=GROUP)
    with pytest.raises(NotAllowed):
        world.edit(BINH, own, "sửa hộ")
    with pytest.raises(NotAllowed):
        world.say(BINH, "đọc trộm", chat=LAN)
    world.block(BINH)
    with pytest.raises(NotAllowed):
        world.say(BINH, "có nghe không?")
    with pytest.raises(NotFound):
        world.say(12345, "ai đó")


def test_presses_need_a_button_unless_forged(world: TelegramWorld) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Gửi", "callback_data": "s:1"}, {"text": "Xem", "url": "https://a.vn"}]]}
    asked = world.post(world.chats[BINH], world.bot, keyboard=keyboard)
    assert world.press(BINH, asked, "Gửi").data == world.press(BINH, asked, "s:1").data == "s:1"
    assert world.forge_press(BINH, asked, "s:999").data == "s:999"
    with pytest.raises(NotFound):
        world.press(BINH, asked, "Hủy")
    with pytest.raises(InvalidInput):
        world.press(BINH, asked, "Xem")
    assert kinds(world) == ["callback_query"] * 3


def test_every_kind_of_message_reaches_the_bot(world: TelegramWorld) -> None:
    world.sticker(BINH)
    world.voice(BINH)
    world.location(BINH, 15.12, 108.8)
    world.contact(BINH, "0905000000", "Hoa")
    world.poll(BINH, "Họp lúc nào?", ["Sáng", "Chiều"])
    world.send_file(BINH, "kế hoạch.pdf", b"%PDF")
    world.edit(BINH, world.say(BINH, "xong"), "xong rồi")
    contents = [set(update.packed.get("message", {})) for update in world.updates.waiting()]
    for what, keys in zip(("sticker", "voice", "location", "contact", "poll", "document"), contents, strict=False):
        assert what in keys
    assert kinds(world)[-1] == "edited_message"


def test_reactions_come_only_when_asked_for(world: TelegramWorld) -> None:
    said = world.say(BINH, "xong")
    world.react(BINH, said, "👍")
    assert kinds(world) == ["message"]
    world.updates.allow(["message_reaction"])
    world.react(BINH, said, "🎉")
    world.say(BINH, "không ai nghe")
    assert kinds(world) == ["message", "message_reaction"]


def test_comings_and_goings_of_the_bot(world: TelegramWorld) -> None:
    quiet = world.group(-777, "Nhóm khác", [LAN], bot=False)
    world.say(LAN, "/status", chat=quiet)
    assert kinds(world) == []
    world.add_bot(quiet, LAN)
    world.add_bot(quiet, LAN, admin=True)
    world.say(LAN, "mọi lời", chat=quiet)
    world.remove_bot(quiet, LAN)
    world.say(LAN, "/status", chat=quiet)
    assert kinds(world) == ["my_chat_member", "message", "my_chat_member", "message", "message", "my_chat_member"]


def test_transcript_can_be_read(world: TelegramWorld) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Có", "callback_data": "1"}, {"text": "Không", "callback_data": "0"}]]}
    world.send_file(BINH, "a.pdf", b"%PDF", caption="đây ạ")
    world.post(world.chats[BINH], world.bot, body=world.last(BINH).body, keyboard=keyboard)
    assert world.chat_text(BINH) == "Bình: <document: a.pdf> đây ạ\nNhắc việc: đây ạ\n  [Có] [Không]"


def test_listeners_hear_until_they_stop(world: TelegramWorld) -> None:
    heard: list[Change] = []
    end = world.listen(heard.append)
    world.say(BINH, "một")
    end()
    world.say(BINH, "hai")
    assert [change.kind for change in heard] == ["message", "update"]


def test_newest_updates_can_be_asked_for(world: TelegramWorld) -> None:
    for number in range(5):
        world.say(BINH, str(number))
    world.updates.confirm(-2)
    assert [update.packed["message"]["text"] for update in world.updates.take(10)] == ["3", "4"]


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (png(30, 20), (30, 20)),
        (b"GIF89a\x05\x00\x04\x00....", (5, 4)),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x10\x00\x20\x03", (32, 16)),
        (b"\xff\xd8\xff", None),
        (b"%PDF-1.4", None),
        (b"", None),
    ],
)
def test_size_of_a_picture(content: bytes, size: tuple[int, int] | None) -> None:
    assert picture_size(content) == size
