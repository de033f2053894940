"""The Bot API's methods that put new messages in chats."""

from __future__ import annotations

from typing import Any

from bot.demo.params import ApiError, Json, Params, refused
from bot.demo.telegram.keyboards import checked_markup
from bot.demo.telegram.model import Attachment, Chat, Message, StoredFile
from bot.demo.telegram.state import TelegramState
from bot.demo.telegram.text import Formatted, MarkupError, parse_html, trimmed, with_found
from bot.vietnamese import utf16_length

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_DOCUMENT_BYTES = 50 * 1024 * 1024
_PHOTO_BYTES = 10 * 1024 * 1024
_PHOTO_SIDES = 10_000


def open_chat(state: TelegramState, params: Params) -> Chat:
    """Find the chat of a call; raises the `ApiError` of one that cannot be written to."""
    named = params.text("chat_id")
    chat = state.chats.get(int(named)) if named.isascii() and named.lstrip("-").isdigit() else None
    if chat is None:
        raise refused("chat_id is empty" if not named else "chat not found")
    if chat.moved_to is not None:
        raise ApiError(
            400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to
        )
    problem = _closed_door(state, chat)
    if problem:
        raise ApiError(403, f"Forbidden: {problem}")
    return chat


def _closed_door(state: TelegramState, chat: Chat) -> str | None:
    if chat.kind == "private":
        person = state.users[chat.id]
        if person.gone:
            return "user is deactivated"
        if person.blocked:
            return "bot was blocked by the user"
        return None if person.started else "bot can't initiate conversation with a user"
    status = chat.members.get(state.bot.id, "left")
    if status == "kicked":
        return f"bot was kicked from the {chat.kind} chat"
    return f"bot is not a member of the {chat.kind} chat" if status == "left" else None


def read_text(params: Params, name: str, entities: str, limit: int) -> Formatted:
    """Read a text or caption with its formatting; raises `ApiError` on what Telegram refuses."""
    source, mode = params.text(name), params.text("parse_mode").lower()
    if mode not in ("", "html"):
        raise refused("unsupported parse_mode")
    try:
        given = params.json(entities) or ()
        formatted = parse_html(source) if mode else trimmed(Formatted(source, tuple(given)))
    except MarkupError as error:
        raise refused(f"can't parse entities: {error}") from error
    if utf16_length(formatted.text) > limit:
        raise refused("message is too long" if name == "text" else "message caption is too long")
    return with_found(formatted)


def text_of(params: Params) -> Formatted:
    """Read the text of a message, which must say something."""
    if not params.given("text"):
        raise refused("message text is empty")
    formatted = read_text(params, "text", "entities", TEXT_LIMIT)
    if not formatted.text:
        raise refused("text must be non-empty")
    return formatted


def caption_of(params: Params) -> Formatted:
    """Read a caption, which may be empty."""
    return read_text(params, "caption", "caption_entities", CAPTION_LIMIT)


def received_file(state: TelegramState, params: Params, value: Any, kind: str) -> StoredFile:
    """Find the file of a call: uploaded (`attach://name`, or under its own name) or known by its id."""
    name = value.removeprefix("attach://") if isinstance(value, str) and value else kind
    upload = params.uploads.get(name)
    if upload is None:
        return _known_file(state, value)
    if not upload.content:
        raise refused("file must be non-empty")
    if len(upload.content) > (_PHOTO_BYTES if kind == "photo" else _DOCUMENT_BYTES):
        raise ApiError(413, "Request Entity Too Large")
    folder = "photos" if kind == "photo" else "documents"
    return state.store(upload.name or kind, upload.content, upload.mime, folder)


def _known_file(state: TelegramState, value: Any) -> StoredFile:
    if not value:
        raise refused("there is no file in the request")
    if value not in state.files:
        raise refused("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")
    return state.files[value]


def attachment_of(state: TelegramState, params: Params, value: Any, kind: str) -> Attachment:
    """Make the attachment of a call; `kind` is photo or document."""
    file = received_file(state, params, value, kind)
    if kind == "document":
        return Attachment("document", file)
    if file.size is None or not all(file.size):
        raise refused("IMAGE_PROCESS_FAILED")
    width, height = file.size
    if width + height > _PHOTO_SIDES or max(width, height) > 20 * min(width, height):
        raise refused("PHOTO_INVALID_DIMENSIONS")
    return state.as_photo(file)


def _reply_to(chat: Chat, params: Params) -> int | None:
    asked = params.json("reply_parameters") or {"message_id": params.optional_integer("reply_to_message_id")}
    message_id = asked.get("message_id")
    if message_id is None:
        return None
    answered = chat.messages.get(int(message_id))
    if answered is not None and not answered.deleted:
        return answered.id
    if asked.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return None
    raise refused("message to be replied not found")


def _thread(chat: Chat, params: Params) -> int | None:
    thread = params.optional_integer("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise refused("message thread not found")
    return thread


def _post(state: TelegramState, chat: Chat, params: Params, **what: Any) -> Message:
    markup = checked_markup(params.json("reply_markup"))
    inline = markup if markup and "inline_keyboard" in markup else None
    reply_to, thread = _reply_to(chat, params), _thread(chat, params)
    if markup and not inline:
        chat.reply_keyboard = None if markup.get("remove_keyboard") else markup
    quiet, kept = params.flag("disable_notification"), params.flag("protect_content")
    return state.post(
        chat, state.bot, keyboard=inline, reply_to=reply_to, thread=thread, silent=quiet, protected=kept, **what
    )


def send_message(state: TelegramState, params: Params) -> Json:
    """Answer `sendMessage`."""
    chat = open_chat(state, params)
    return state.packed(_post(state, chat, params, body=text_of(params)))


def send_photo(state: TelegramState, params: Params) -> Json:
    """Answer `sendPhoto`."""
    return _send_file(state, params, "photo")


def send_document(state: TelegramState, params: Params) -> Json:
    """Answer `sendDocument`."""
    return _send_file(state, params, "document")


def _send_file(state: TelegramState, params: Params, kind: str) -> Json:
    chat, body = open_chat(state, params), caption_of(params)
    attachment = attachment_of(state, params, params.text(kind), kind)
    return state.packed(_post(state, chat, params, body=body, attachment=attachment))


def send_media_group(state: TelegramState, params: Params) -> list[Json]:
    """Answer `sendMediaGroup`: all of it or none."""
    chat, media = open_chat(state, params), params.json("media")
    if not isinstance(media, list) or not 2 <= len(media) <= 10:
        raise refused("there must be from 2 to 10 media in a group")
    parts = [media_item(state, params, item) for item in media]
    album = f"{13_000_000 + state.count('album')}"
    posted = [_post(state, chat, params, body=body, attachment=part, album=album) for body, part in parts]
    return [state.packed(message) for message in posted]


def media_item(state: TelegramState, params: Params, item: Any) -> tuple[Formatted, Attachment]:
    """Read one `InputMedia`: its caption and its file."""
    kind = item.get("type") if isinstance(item, dict) else None
    if kind not in ("photo", "document"):
        raise refused("type of file mismatch" if kind else "can't parse media JSON object")
    return caption_of(Params(item)), attachment_of(state, params, item.get("media"), kind)


def send_chat_action(state: TelegramState, params: Params) -> bool:
    """Answer `sendChatAction`."""
    chat, action = open_chat(state, params), params.text("action")
    if not action:
        raise refused("wrong parameter action in request")
    state.tell("typing", chat.id, detail=action)
    return True
