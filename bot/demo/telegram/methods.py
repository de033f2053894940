"""The Bot API's methods by name, those apart that belong to the connection (`getUpdates`, webhooks)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.demo.params import ApiError, Params
from bot.demo.telegram import editing, profile, sending
from bot.demo.telegram.state import TelegramState

Method = Callable[[TelegramState, Params], Any]

_METHODS: dict[str, Method] = {
    "getMe": profile.get_me,
    "logOut": profile.always_true,
    "close": profile.always_true,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendMediaGroup": sending.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "editMessageMedia": editing.edit_message_media,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "answerCallbackQuery": editing.answer_callback_query,
    "setMessageReaction": editing.set_message_reaction,
    "pinChatMessage": editing.pin_chat_message,
    "unpinChatMessage": editing.unpin_chat_message,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
    "getChat": profile.get_chat,
    "getChatMember": profile.get_chat_member,
    "getChatMemberCount": profile.get_chat_member_count,
    "getChatAdministrators": profile.get_chat_administrators,
    "leaveChat": profile.leave_chat,
    "getFile": profile.get_file,
}
# Telegram takes method names in any case.
_BY_NAME = {name.lower(): method for name, method in _METHODS.items()}
_CANONICAL = {name.lower(): name for name in (*_METHODS, "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo")}


def canonical(method: str) -> str:
    """Write a method's name as the documentation does."""
    return _CANONICAL.get(method.lower(), method)


def execute(state: TelegramState, method: str, params: Params) -> Any:
    """Run a method and tell its result; raises `ApiError`."""
    found = _BY_NAME.get(method.lower())
    if found is None:
        raise ApiError(404, "Not Found: method not found")
    return found(state, params)
