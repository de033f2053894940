"""The wire form of users, chats, messages and files, as the Bot API writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.demo.params import Json
from bot.demo.telegram.model import Attachment, Chat, MemberStatus, Message, Press, StoredFile, User

_ADMIN_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def unix(instant: datetime) -> int:
    """Count whole seconds since 1970."""
    return int(instant.timestamp())


def user_json(user: User) -> Json:
    """Write a user."""
    packed: Json = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    if user.last_name:
        packed["last_name"] = user.last_name
    if user.username:
        packed["username"] = user.username
    if not user.is_bot:
        packed["language_code"] = user.language
    return packed


def chat_json(chat: Chat, users: Mapping[int, User]) -> Json:
    """Write a chat; a private one carries its person's name."""
    if chat.kind != "private":
        packed: Json = {"id": chat.id, "type": chat.kind, "title": chat.title}
        return packed | ({"is_forum": True} if chat.forum else {})
    person = user_json(users[chat.id])
    names: Json = {key: person[key] for key in ("first_name", "last_name", "username") if key in person}
    return {"id": chat.id, "type": "private", **names}


def message_json(message: Message, chat: Chat, users: Mapping[int, User], *, with_reply: bool = True) -> Json:
    """Write a message with the one it answers, which itself comes without the one *it* answers."""
    packed: Json = {
        "message_id": message.id,
        "from": user_json(message.sender),
        "chat": chat_json(chat, users),
        "date": unix(message.date),
    }
    packed |= message.service or {}
    packed |= _body_json(message)
    if message.attachment:
        packed |= attachment_json(message.attachment)
    if message.keyboard:
        packed["reply_markup"] = message.keyboard
    if message.thread is not None:
        packed |= {"message_thread_id": message.thread, "is_topic_message": True}
    if message.album:
        packed["media_group_id"] = message.album
    if message.edited_at:
        packed["edit_date"] = unix(message.edited_at)
    if message.protected:
        packed["has_protected_content"] = True
    answered = chat.messages.get(message.reply_to) if message.reply_to and with_reply else None
    if answered and not answered.deleted:
        packed["reply_to_message"] = message_json(answered, chat, users, with_reply=False)
    return packed


def _body_json(message: Message) -> Json:
    if not message.body.text:
        return {}
    text, entities = ("caption", "caption_entities") if message.attachment else ("text", "entities")
    packed: Json = {text: message.body.text}
    if message.body.entities:
        packed[entities] = list(message.body.entities)
    return packed


def file_json(file: StoredFile) -> Json:
    """Write what every kind of file has."""
    return {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": len(file.content)}


def _picture_json(file: StoredFile) -> Json:
    width, height = file.size or (0, 0)
    return {**file_json(file), "width": width, "height": height}


def attachment_json(attachment: Attachment) -> Json:
    """Write an attachment under its own key, for instance ``{"document": {...}}``; pictures smallest first."""
    if attachment.kind == "photo":
        sizes = [file for file in (attachment.thumbnail, attachment.file) if file]
        return {"photo": [_picture_json(file) for file in sizes]}
    if attachment.file is None:
        return {attachment.kind: attachment.data}
    packed = {**file_json(attachment.file), **attachment.data}
    if attachment.kind == "document":
        packed |= {"file_name": attachment.file.name, "mime_type": attachment.file.mime}
    return {attachment.kind: packed}


def press_json(press: Press, message: Json) -> Json:
    """Write a callback query on a message that is in wire form already."""
    return {
        "id": press.id,
        "from": user_json(press.user),
        "message": message,
        "chat_instance": str(abs(press.chat_id)),
        "data": press.data,
    }


def member_json(user: User, status: MemberStatus) -> Json:
    """Write a member of a chat with the rights of the status."""
    packed: Json = {"user": user_json(user), "status": status}
    if status == "kicked":
        packed["until_date"] = 0
    if status == "creator":
        packed["is_anonymous"] = False
    if status == "administrator":
        packed |= {right: right in ("can_manage_chat", "can_delete_messages") for right in _ADMIN_RIGHTS}
        packed["can_pin_messages"] = True
    return packed
