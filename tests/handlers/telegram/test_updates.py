"""Whatever people do on Telegram, as it reaches us; made by the local server."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.demo.telegram.model import Message
from bot.demo.telegram.server import TelegramWorld
from bot.demo.telegram.text import Formatted
from bot.domain.messages import Address, Channel, Incoming, IncomingKind, Sender
from handlers.telegram.shapes import Update
from handlers.telegram.updates import Me, to_incoming
from tests.handlers.conftest import NOW

LAN, GROUP, FORUM = 7, -500, -1009000000001
PRESSED_AT = NOW + timedelta(seconds=5)
NAME = "@nhacviec_demo_bot"


@pytest.fixture
def scene(world: TelegramWorld) -> TelegramWorld:
    world.user(LAN, "Lan", "Nguyễn", started=True)
    world.group(GROUP, "Lãnh đạo  Sở", [LAN])
    world.group(FORUM, "Diễn đàn", [LAN], forum=True)
    world.updates.clear()
    world.privacy = False
    return world


def taken(world: TelegramWorld) -> list[Incoming]:
    """Take what the world would deliver and that means something."""
    me = Me(world.bot.id, world.bot.username)
    read = [Update.model_validate(update.packed) for update in world.updates.waiting()]
    world.updates.clear()
    found = [to_incoming(update, me, PRESSED_AT) for update in read]
    return [incoming for incoming in found if incoming is not None]


def one(world: TelegramWorld) -> Incoming:
    (incoming,) = taken(world)
    return incoming


def asked(world: TelegramWorld, chat: int, thread: int | None = None) -> Message:
    """Let the bot ask something with a button."""
    keyboard = {"inline_keyboard": [[{"text": "Gửi", "callback_data": "a:1:2:send"}]]}
    return world.post(world.chats[chat], world.bot, body=Formatted("Gửi nhé?"), keyboard=keyboard, thread=thread)


def test_words_in_private(scene: TelegramWorld) -> None:
    message = scene.say(LAN, "xong  rồi,\u200b 12 tin")
    incoming = one(scene)
    assert incoming.kind is IncomingKind.TEXT
    assert incoming.text == "xong rồi, 12 tin"
    assert incoming.address == Address(Channel.TELEGRAM, "7")
    assert incoming.sender == Sender(Channel.TELEGRAM, "7", "Lan Nguyễn")
    assert (incoming.private, incoming.to_bot, incoming.message) == (True, True, str(message.id))
    assert incoming.at == NOW


def test_a_press(scene: TelegramWorld) -> None:
    card = asked(scene, LAN)
    scene.press(LAN, card, "Gửi")
    incoming = one(scene)
    assert (incoming.kind, incoming.pressed, incoming.message) == (IncomingKind.PRESS, "a:1:2:send", str(card.id))
    assert incoming.press_id
    assert incoming.at == PRESSED_AT


def test_replies_and_edits(scene: TelegramWorld) -> None:
    card = asked(scene, LAN)
    said = scene.say(LAN, "xong", reply_to=card)
    assert one(scene).reply_to == str(card.id)
    scene.edit(LAN, said, "chưa xong")
    edited = one(scene)
    assert (edited.kind, edited.text, edited.message) == (IncomingKind.EDIT, "chưa xong", str(said.id))


def test_files(scene: TelegramWorld) -> None:
    scene.send_file(LAN, "Công văn 12.pdf", b"%PDF-1.4", "application/pdf", "gửi kèm")
    document = one(scene)
    assert (document.kind, document.text) == (IncomingKind.FILES, "gửi kèm")
    (file,) = document.files
    assert (file.name, file.mime, file.size) == ("Công văn 12.pdf", "application/pdf", 8)


def test_albums_and_photos(scene: TelegramWorld) -> None:
    from tests.handlers.telegram.test_deliverer import png

    for name in ("a.png", "b.png"):
        scene.send_file(LAN, name, png(), "image/png", photo=True, album="x")
    first, second = taken(scene)
    assert first.album == second.album is not None
    assert first.files[0].mime == "image/jpeg"
    assert first.files[0].ref != second.files[0].ref


def test_what_nobody_can_report_with(scene: TelegramWorld) -> None:
    scene.sticker(LAN)
    scene.location(LAN, 15.1, 108.8)
    scene.contact(LAN, "+84900000000", "Hoa")
    scene.poll(LAN, "Họp?", ["Có", "Không"])
    assert [incoming.kind for incoming in taken(scene)] == [IncomingKind.OTHER] * 4


@pytest.mark.parametrize(
    ("words", "text", "to_bot"),
    [
        ("/status Sở Y tế", "/status Sở Y tế", True),
        (f"/status{NAME} quý 3", "/status quý 3", True),
        (f"/STATUS{NAME.upper()}", "/STATUS", True),
        ("/status@another_bot", "/status@another_bot", False),
        (f"{NAME} tình hình", "tình hình", True),
        ("chào cả nhà", "chào cả nhà", False),
        ("@another_bot ơi", "@another_bot ơi", False),
    ],
)
def test_who_is_meant_in_a_group(scene: TelegramWorld, words: str, text: str, to_bot: bool) -> None:
    scene.say(LAN, words, chat=GROUP)
    incoming = one(scene)
    assert (incoming.private, incoming.text, incoming.to_bot) == (False, text, to_bot)
    assert incoming.chat_title == "Lãnh đạo Sở"


def test_a_reply_to_the_bot_is_meant_for_it(scene: TelegramWorld) -> None:
    card = asked(scene, GROUP)
    scene.say(LAN, "xong", chat=GROUP, reply_to=card)
    assert one(scene).to_bot
    other = scene.say(LAN, "ai đó", chat=GROUP)
    scene.say(LAN, "xong", chat=GROUP, reply_to=other)
    assert not taken(scene)[-1].to_bot


def test_topics(scene: TelegramWorld) -> None:
    thread = scene.topic(FORUM, "Báo cáo")
    scene.updates.clear()
    scene.say(LAN, "/status", chat=FORUM, thread=thread)
    incoming = one(scene)
    assert incoming.address == Address(Channel.TELEGRAM, str(FORUM), str(thread))
    assert incoming.reply_to is None
    scene.press(LAN, asked(scene, FORUM, thread), "Gửi")
    assert one(scene).address.thread == str(thread)


def test_blocked_and_back(scene: TelegramWorld) -> None:
    scene.block(LAN)
    scene.unblock(LAN)
    gone, back = taken(scene)
    assert (gone.kind, gone.private) == (IncomingKind.BLOCKED, True)
    assert back.kind is IncomingKind.UNBLOCKED


def test_out_of_a_group_and_in_again(scene: TelegramWorld) -> None:
    scene.remove_bot(GROUP)
    gone = [incoming for incoming in taken(scene) if incoming.kind is IncomingKind.BLOCKED]
    assert [(incoming.private, incoming.address.chat) for incoming in gone] == [(False, str(GROUP))]
    scene.add_bot(GROUP)
    assert IncomingKind.UNBLOCKED in [incoming.kind for incoming in taken(scene)]
    scene.add_bot(GROUP, admin=True)
    assert taken(scene) == []


def test_a_group_becomes_a_supergroup(scene: TelegramWorld) -> None:
    new = scene.migrate(GROUP)
    moved = [incoming for incoming in taken(scene) if incoming.kind is IncomingKind.MIGRATED]
    assert [(incoming.address.chat, incoming.text) for incoming in moved] == [(str(GROUP), str(new))]


def test_nobody_and_nothing(scene: TelegramWorld) -> None:
    me = Me(scene.bot.id, scene.bot.username)
    assert to_incoming(Update(update_id=1), me, NOW) is None
