"""The Bot API's methods that change or remove messages, or answer presses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.demo.params import Json, Params, refused
from bot.demo.telegram.keyboards import checked_markup
from bot.demo.telegram.model import Attachment, Message
from bot.demo.telegram.sending import caption_of, media_item, open_chat, text_of
from bot.demo.telegram.state import TelegramState
from bot.demo.telegram.text import Formatted
from bot.vietnamese import utf16_length

_DELETE_WITHIN = timedelta(hours=48)
_ANSWER_LIMIT = 200
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


def _own_message(state: TelegramState, params: Params) -> Message:
    chat = open_chat(state, params)
    message = chat.messages.get(params.integer("message_id"))
    if message is None or message.deleted:
        raise refused("message to edit not found")
    if message.sender.id != state.bot.id or message.service:
        raise refused("message can't be edited")
    return message


def _change(
    state: TelegramState, message: Message, params: Params, body: Formatted, attachment: Attachment | None
) -> Json:
    keyboard = checked_markup(params.json("reply_markup"))
    if (body, keyboard, attachment) == (message.body, message.keyboard, message.attachment):
        raise refused(_SAME)
    if (body, attachment) != (message.body, message.attachment):
        message.edited_at = state.clock.now()
    message.body, message.keyboard, message.attachment = body, keyboard, attachment
    state.tell("edited", message.chat_id, message.id)
    return state.packed(message)


def edit_message_text(state: TelegramState, params: Params) -> Json:
    """Answer `editMessageText`; without a `reply_markup` the buttons go."""
    message = _own_message(state, params)
    body = text_of(params)
    if message.attachment:
        raise refused("there is no text in the message to edit")
    return _change(state, message, params, body, None)


def edit_message_caption(state: TelegramState, params: Params) -> Json:
    """Answer `editMessageCaption`."""
    message = _own_message(state, params)
    if not message.attachment:
        raise refused("there is no caption in the message to edit")
    return _change(state, message, params, caption_of(params), message.attachment)


def edit_message_reply_markup(state: TelegramState, params: Params) -> Json:
    """Answer `editMessageReplyMarkup`."""
    message = _own_message(state, params)
    return _change(state, message, params, message.body, message.attachment)


def edit_message_media(state: TelegramState, params: Params) -> Json:
    """Answer `editMessageMedia`."""
    message = _own_message(state, params)
    if not message.attachment:
        raise refused("there is no media in the message to edit")
    body, attachment = media_item(state, params, params.json("media"))
    return _change(state, message, params, body, attachment)


def delete_message(state: TelegramState, params: Params) -> bool:
    """Answer `deleteMessage`: within 48 hours; another's in a group only as an administrator."""
    _delete(state, params, params.integer("message_id"))
    return True


def delete_messages(state: TelegramState, params: Params) -> bool:
    """Answer `deleteMessages`; those that do not exist are passed over."""
    chat = open_chat(state, params)
    for message_id in params.json("message_ids") or ():
        if message_id in chat.messages and not chat.messages[message_id].deleted:
            _delete(state, params, message_id)
    return True


def _delete(state: TelegramState, params: Params, message_id: int) -> None:
    chat = open_chat(state, params)
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        raise refused("message to delete not found")
    of_others = message.sender.id != state.bot.id and chat.kind != "private"
    forbidden = of_others and chat.members.get(state.bot.id) != "administrator"
    if forbidden or state.clock.now() - message.date > _DELETE_WITHIN:
        raise refused("message can't be deleted for everyone")
    message.deleted = True
    state.tell("deleted", chat.id, message.id)


def answer_callback_query(state: TelegramState, params: Params) -> bool:
    """Answer `answerCallbackQuery`."""
    press = state.presses.get(params.text("callback_query_id"))
    if press is None or press.answered:
        raise refused("query is too old and response timeout expired or query ID is invalid")
    text = params.text("text")
    if utf16_length(text) > _ANSWER_LIMIT:
        raise refused("MESSAGE_TOO_LONG")
    press.answered, press.answer, press.alert = True, text, params.flag("show_alert")
    press.url = params.text("url")
    state.tell("answered", press.chat_id, press.message_id, press)
    return True


def set_message_reaction(state: TelegramState, params: Params) -> bool:
    """Answer `setMessageReaction`; the bot has one reaction at most."""
    from telegram.constants import ReactionEmoji

    chat = open_chat(state, params)
    message = chat.messages.get(params.integer("message_id"))
    if message is None or message.deleted:
        raise refused("message to react not found")
    wanted: list[Any] = params.json("reaction") or []
    known = {str(emoji.value) for emoji in ReactionEmoji}
    if len(wanted) > 1 or any(reaction.get("emoji") not in known for reaction in wanted):
        raise refused("REACTION_INVALID" if len(wanted) <= 1 else "REACTIONS_TOO_MANY")
    message.reactions = [str(reaction["emoji"]) for reaction in wanted]
    state.tell("reaction", chat.id, message.id)
    return True


def pin_chat_message(state: TelegramState, params: Params) -> bool:
    """Answer `pinChatMessage`; in a group only as an administrator."""
    message = _pinnable(state, params)
    chat = state.chats[message.chat_id]
    chat.pinned = [other for other in chat.pinned if other != message.id] + [message.id]
    state.post(chat, state.bot, service={"pinned_message": state.packed(message)})
    return True


def unpin_chat_message(state: TelegramState, params: Params) -> bool:
    """Answer `unpinChatMessage`; without a message the newest pin goes."""
    chat = open_chat(state, params)
    newest = chat.pinned[-1] if chat.pinned else None
    gone = params.optional_integer("message_id") or newest
    chat.pinned = [other for other in chat.pinned if other != gone]
    state.tell("chat", chat.id)
    return True


def _pinnable(state: TelegramState, params: Params) -> Message:
    chat = open_chat(state, params)
    if chat.kind != "private" and chat.members.get(state.bot.id) != "administrator":
        raise refused("not enough rights to manage pinned messages in the chat")
    message = chat.messages.get(params.integer("message_id"))
    if message is None or message.deleted:
        raise refused("message to pin not found")
    return message
