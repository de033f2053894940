"""The Zalo Bot API's methods that write to people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.demo.params import ApiError, Json, Params
from bot.demo.zalo.model import ZaloChange, ZaloChat, ZaloFile, ZaloMessage, milliseconds
from bot.demo.zalo.world import ZaloWorld

_TEXT_LIMIT = 2000
_PHOTO_BYTES = 5 * 1024 * 1024


def open_chat(world: ZaloWorld, params: Params) -> ZaloChat:
    """Find the chat of a call; raises the `ApiError` of one that cannot be written to."""
    chat = world.chats.get(params.text("chat_id"))
    if chat is None:
        raise ApiError(400, "Bad request: chat_id is invalid")
    if chat.is_group:
        return chat
    person = world.users[chat.id]
    if person.blocked or not (person.started or world.rules.may_initiate):
        raise ApiError(403, "Forbidden: user has not allowed messages from this bot")
    return chat


def check_quota(world: ZaloWorld) -> None:
    """Raise the `ApiError` of a month whose messages are used up."""
    quota = world.rules.monthly_quota
    if quota is not None and world.sent_this_month() >= quota:
        raise ApiError(429, "Quota exceeded")


def get_me(world: ZaloWorld, _params: Params) -> Json:
    """Answer `getMe`."""
    return {
        "id": world.bot.id,
        "account_name": "bot.nhacviec",
        "account_type": "BASIC",
        "can_join_groups": world.rules.groups,
        "display_name": world.bot.name,
    }


def send_message(world: ZaloWorld, params: Params) -> Json:
    """Answer `sendMessage`: 1 to 2000 characters."""
    chat, text = open_chat(world, params), params.text("text")
    if not len(text.strip()) >= 1 or len(text) > _TEXT_LIMIT:
        raise ApiError(400, "Bad request: text must have from 1 to 2000 characters")
    check_quota(world)
    return _sent(
        world, world.post(chat, world.bot, text=text.strip(), reply_to=params.text("reply_to_message_id") or None)
    )


def post_photo(world: ZaloWorld, params: Params, picture: ZaloFile | None) -> Json:
    """Answer `sendPhoto` once the picture has been fetched from its address; None where it could not be."""
    chat, caption = open_chat(world, params), params.text("caption")
    if len(caption) > _TEXT_LIMIT:
        raise ApiError(400, "Bad request: caption is too long")
    if picture is None or len(picture.content) > _PHOTO_BYTES or not picture.mime.startswith("image/"):
        raise ApiError(400, "Bad request: photo is invalid")
    check_quota(world)
    return _sent(world, world.post(chat, world.bot, "image", text=caption, file=picture, url=params.text("photo")))


def send_sticker(world: ZaloWorld, params: Params) -> Json:
    """Answer `sendSticker`."""
    chat = open_chat(world, params)
    check_quota(world)
    return _sent(world, world.post(chat, world.bot, "sticker", text=params.text("sticker")))


def send_chat_action(world: ZaloWorld, params: Params) -> Json:
    """Answer `sendChatAction`, which knows `typing` only."""
    chat = open_chat(world, params)
    if params.text("action") != "typing":
        raise ApiError(400, "Bad request: action is not supported")
    world.tell(ZaloChange("typing", chat.id))
    return {}


def _sent(world: ZaloWorld, message: ZaloMessage) -> Json:
    world.count_sent()
    return {"message_id": message.id, "date": milliseconds(message.date)}


METHODS: Mapping[str, Callable[[ZaloWorld, Params], Json]] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "sendSticker": send_sticker,
    "sendChatAction": send_chat_action,
}
