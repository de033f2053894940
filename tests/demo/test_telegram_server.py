"""The real python-telegram-bot over HTTP on the local Bot API server."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    MenuButtonCommands,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, EndPointNotFound, Forbidden, RetryAfter

from bot.demo.faults import Fault, FloodLimits
from bot.demo.telegram.server import TelegramServer
from bot.demo.telegram.world import TelegramWorld
from tests.demo.conftest import BINH, GROUP, HOA, LAN, new_bot
from tests.demo.pictures import PNG

BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("Báo cáo", callback_data="do:report")]])


async def updates_of(bot: Bot) -> tuple[Update, ...]:
    """Fetch and confirm all that waits."""
    updates = await bot.get_updates(timeout=0)
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0)
    return updates


async def test_bot_introduces_itself(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.is_bot, me.username, me.can_read_all_group_messages) == (True, "nhacviec_demo_bot", False)


async def test_message_arrives_with_its_formatting(bot: Bot, world: TelegramWorld) -> None:
    sent = await bot.send_message(BINH, "Kỳ hạn <b>trước 15/11</b> &lt;3", parse_mode="HTML", reply_markup=BUTTONS)
    shown = world.last(BINH)
    assert (shown.id, shown.text, shown.labels) == (sent.message_id, "Kỳ hạn trước 15/11 <3", ["Báo cáo"])
    assert sent.parse_entities() == {sent.entities[0]: "trước 15/11"}


async def test_edit_replaces_text_and_buttons(bot: Bot, world: TelegramWorld) -> None:
    sent = await bot.send_message(BINH, "Câu hỏi", reply_markup=BUTTONS)
    await bot.edit_message_text("Đã nhận", chat_id=BINH, message_id=sent.message_id)
    assert world.chat_text(BINH) == "Nhắc việc: Đã nhận"
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await bot.edit_message_text("Đã nhận", chat_id=BINH, message_id=sent.message_id)
    await bot.edit_message_reply_markup(chat_id=BINH, message_id=sent.message_id, reply_markup=BUTTONS)
    assert world.last(BINH).labels == ["Báo cáo"]


async def test_press_comes_and_its_answer_goes_back(bot: Bot, world: TelegramWorld) -> None:
    sent = await bot.send_message(BINH, "Câu hỏi", reply_markup=BUTTONS)
    press = world.press(BINH, sent.message_id, "Báo cáo")
    (update,) = await updates_of(bot)
    query = update.callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("do:report", BINH)
    await query.answer("Được ạ", show_alert=True)
    assert (press.answer, press.alert) == ("Được ạ", True)
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await query.answer("Lần nữa")


async def test_files_go_both_ways(bot: Bot, world: TelegramWorld) -> None:
    sent = await bot.send_document(BINH, b"PK-report", filename="Báo cáo quý III.docx", caption="Dự thảo")
    assert sent.document is not None
    assert sent.document.file_name == "Báo cáo quý III.docx"
    again = await bot.send_document(LAN, sent.document.file_id)
    assert again.document is not None
    world.send_file(BINH, "../../x.pdf", b"%PDF-1.4", caption="minh chứng")
    world.send_file(BINH, "anh.png", PNG, photo=True)
    document, photo = await updates_of(bot)
    assert document.message is not None
    assert document.message.document is not None
    assert photo.message is not None
    assert document.message.caption == "minh chứng"
    for received, content in ((document.message.document, b"%PDF-1.4"), (photo.message.photo[-1], PNG)):
        file = await received.get_file()
        assert bytes(await file.download_as_bytearray()) == content


async def test_pictures_captions_and_albums(bot: Bot, world: TelegramWorld) -> None:
    sent = await bot.send_photo(BINH, PNG, caption="Tiến độ", reply_markup=BUTTONS)
    assert (sent.photo[-1].width, sent.photo[-1].height) == (2, 1)
    await bot.edit_message_caption(BINH, sent.message_id, caption="Tiến độ mới")
    await bot.edit_message_media(InputMediaPhoto(PNG, caption="Lần ba"), BINH, sent.message_id)
    assert world.last(BINH).text == "Lần ba"
    album = await bot.send_media_group(BINH, [InputMediaDocument(b"1", filename="1.docx"), InputMediaDocument(b"2")])
    assert len({message.media_group_id for message in album}) == 1
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(BINH, b"no picture")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<h1>Không</h1>", "unsupported start tag"),
        ("<b>mở", "can't find end tag"),
        ("<b><i>chéo</b></i>", "unmatched end tag"),
        ("a < b", "unsupported start tag"),
        ("ă" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
        ("<b> </b>", "text must be non-empty"),
        ("", "message text is empty"),
    ],
)
async def test_text_that_telegram_refuses(bot: Bot, text: str, problem: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){problem}"):
        await bot.send_message(BINH, text, parse_mode="HTML")


async def test_button_with_too_much_data_is_refused(bot: Bot) -> None:
    wide = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="đ" * 33)]])
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await bot.send_message(BINH, "x", reply_markup=wide)


async def test_doors_that_are_closed(bot: Bot, world: TelegramWorld) -> None:
    with pytest.raises(Forbidden, match="can't initiate"):
        await bot.send_message(HOA, "Chào")
    world.say(HOA, "/start MA-1")
    await bot.send_message(HOA, "Chào")
    world.block(HOA)
    with pytest.raises(Forbidden, match="blocked"):
        await bot.send_message(HOA, "Còn đó không?")
    world.remove_bot(GROUP)
    with pytest.raises(Forbidden, match="kicked"):
        await bot.send_message(GROUP, "Bản tin")
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await bot.send_message(999, "Ai đó")
    kinds = [update for update in await updates_of(bot) if update.my_chat_member]
    assert len(kinds) == 2


async def test_group_moves_house(bot: Bot, world: TelegramWorld) -> None:
    new = world.migrate(GROUP)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(GROUP, "Bản tin")
    assert moved.value.new_chat_id == new
    await bot.send_message(new, "Bản tin")
    from_old, from_new = (update.message for update in await updates_of(bot))
    assert from_old is not None
    assert from_new is not None
    assert (from_old.migrate_to_chat_id, from_new.migrate_from_chat_id) == (new, GROUP)


async def test_in_groups_the_bot_hears_what_is_meant_for_it(bot: Bot, world: TelegramWorld) -> None:
    world.say(LAN, "Trưa nay ăn gì?", chat=GROUP)
    world.say(LAN, "/status@other_bot", chat=GROUP)
    world.say(LAN, "/status", chat=GROUP)
    world.say(LAN, "ý kiến @nhacviec_demo_bot sao?", chat=GROUP)
    digest = await bot.send_message(GROUP, "Bản tin tuần")
    world.say(BINH, "cảm ơn", chat=GROUP, reply_to=digest.message_id)
    heard = [update.message for update in await updates_of(bot)]
    assert [message.text for message in heard if message] == ["/status", "ý kiến @nhacviec_demo_bot sao?", "cảm ơn"]
    assert heard[-1] is not None
    assert heard[-1].reply_to_message is not None
    assert heard[-1].reply_to_message.text == "Bản tin tuần"


async def test_topics_keep_their_messages(bot: Bot, world: TelegramWorld) -> None:
    forum = world.group(-1_002_000_000_001, "Điều phối", [LAN], forum=True)
    thread = world.topic(forum, "Báo cáo")
    world.say(LAN, "/status", chat=forum, thread=thread)
    (update,) = await updates_of(bot)
    assert update.message is not None
    sent = await update.message.reply_text("Đây ạ")
    assert sent.message_thread_id == thread
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(forum.id, "x", message_thread_id=999)


async def test_poll_wakes_at_once(bot: Bot, world: TelegramWorld, server: TelegramServer) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_later(0.05, world.say, BINH, "Chào")
    async with asyncio.timeout(5):
        (update,) = await poll
    assert update.effective_message is not None
    assert update.effective_message.text == "Chào"
    assert world.last(BINH).read


async def test_updates_stay_until_confirmed(bot: Bot, world: TelegramWorld) -> None:
    for text in ("một", "hai", "ba"):
        world.say(BINH, text)
    first = await bot.get_updates(timeout=0, limit=2)
    assert [update.update_id for update in first] == [u.update_id for u in await bot.get_updates(timeout=0, limit=2)]
    rest = await bot.get_updates(offset=first[-1].update_id + 1, timeout=0)
    assert [update.message.text for update in rest if update.message] == ["ba"]


async def test_second_poller_ends_the_first(server: TelegramServer) -> None:
    async with new_bot(server) as one, new_bot(server) as other:
        first = asyncio.create_task(one.get_updates(timeout=30))
        polling = asyncio.create_task(server.wait_for(lambda: server.polls == 1))
        await polling
        second = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other"):
            await first
        server.world.say(BINH, "Chào")
        assert len(await second) == 1


async def test_unknown_method_and_wrong_token(bot: Bot, server: TelegramServer) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{server.base_url}1:wrong/getMe") as response:
        assert (response.status, (await response.json())["description"]) == (401, "Unauthorized")
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendTelepathy")


async def test_profile_commands_and_menu(bot: Bot, world: TelegramWorld) -> None:
    await bot.set_my_commands([BotCommand("help", "Trợ giúp")])
    await bot.set_my_commands([BotCommand("tonghop", "Tổng hợp")], scope=BotCommandScopeChat(LAN))
    await bot.set_my_description("Nhắc việc theo kế hoạch")
    await bot.set_my_short_description("Nhắc việc")
    await bot.set_chat_menu_button(LAN, MenuButtonCommands())
    assert [command["command"] for command in world.commands_for(LAN, LAN)] == ["tonghop"]
    assert [command["command"] for command in world.commands_for(BINH, BINH)] == ["help"]
    assert (await bot.get_my_description()).description == world.description
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Nhiệm vụ", "x")])
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()


async def test_chats_can_be_asked_about(bot: Bot, world: TelegramWorld) -> None:
    assert (await bot.get_chat(GROUP)).title == "Lãnh đạo Sở"
    assert (await bot.get_chat_member(GROUP, LAN)).status == "creator"
    assert [member.user.id for member in await bot.get_chat_administrators(GROUP)] == [LAN]
    assert await bot.get_chat_member_count(GROUP) == 3
    assert await bot.leave_chat(GROUP)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(GROUP, "x")


async def test_small_acts(bot: Bot, world: TelegramWorld) -> None:
    said = world.say(BINH, "xong rồi")
    assert await bot.set_message_reaction(BINH, said.id, "👍")
    assert said.reactions == ["👍"]
    sent = await bot.send_message(BINH, "Ghi chú?", reply_markup=ForceReply(), reply_to_message_id=said.id)
    assert sent.reply_to_message is not None
    assert await bot.pin_chat_message(BINH, sent.message_id)
    assert await bot.send_chat_action(BINH, "typing")
    assert await bot.delete_message(BINH, said.id)
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await bot.delete_message(BINH, said.id)
    with pytest.raises(BadRequest, match=r"(?i)message to be replied not found"):
        await bot.send_message(BINH, "x", reply_to_message_id=said.id)


async def test_pace_can_be_limited(bot: Bot, server: TelegramServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    server.limits = FloodLimits(chat_per_second=0.5, chat_burst=2)
    await bot.send_message(BINH, "một")
    await bot.send_message(BINH, "hai")
    with pytest.raises(RetryAfter) as slower:
        await bot.send_message(BINH, "ba")
    assert slower.value.retry_after == timedelta(seconds=2)
    await bot.send_message(LAN, "một")


async def test_server_comes_back_on_its_port(bot: Bot, server: TelegramServer, world: TelegramWorld) -> None:
    port = int(server.base_url.rsplit(":", 1)[1].split("/")[0])
    await server.stop()
    world.say(BINH, "có ai không?")
    await server.start(port=port)
    assert len(await updates_of(bot)) == 1


def test_fault_counts_what_it_hits() -> None:
    fault = Fault("sendMessage", "500", times=2, skip=1, every=2)
    hits = [fault.hit("sendMessage", None) for _ in range(7)]
    assert hits == [False, True, False, True, False, False, False]
    assert not fault.hit("getMe", None)
