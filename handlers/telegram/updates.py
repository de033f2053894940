"""What Telegram delivers, as what every channel delivers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.messages import Address, Channel, Incoming, IncomingFile, IncomingKind, Sender
from bot.vietnamese import clean, one_line
from handlers.telegram.shapes import Chat, Entity, Member, Membership, Message, Pressed, Query, Update, User

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update we ask for."""


@dataclass(frozen=True, slots=True)
class Me:
    """The bot's own account; `username` without "@"."""

    id: int
    username: str


def to_incoming(update: Update, me: Me, now: datetime) -> Incoming | None:
    """Tell what an update means to us; `None` for what means nothing.

    `now` (aware) stands in where Telegram gives no time: for pressed buttons.
    """
    key = str(update.update_id)
    if update.callback_query is not None:
        return _press(key, update.callback_query, now)
    if update.my_chat_member is not None:
        return _membership(key, update.my_chat_member)
    if update.message is not None:
        return _message(key, update.message, me, edited=False)
    if update.edited_message is not None:
        return _message(key, update.edited_message, me, edited=True)
    return None


def chat_of(update: Update) -> int:
    """Tell the chat in which updates must be dealt with in order; 0 when there is none."""
    return 0 if update.chat is None else update.chat.id


def _press(key: str, query: Query, now: datetime) -> Incoming | None:
    if query.message is None:
        return None
    chat = query.message.chat
    return Incoming(
        key,
        IncomingKind.PRESS,
        _address(chat, _thread(query.message)),
        _sender(query.sender),
        now,
        private=_is_private(chat),
        pressed=query.data or "",
        message=str(query.message.message_id),
        chat_title=_title(chat),
        press_id=query.id,
    )


def _membership(key: str, changed: Membership) -> Incoming | None:
    before, after = _is_in(changed.old_chat_member), _is_in(changed.new_chat_member)
    if before == after:
        return None
    return Incoming(
        key,
        IncomingKind.UNBLOCKED if after else IncomingKind.BLOCKED,
        _address(changed.chat, None),
        _sender(changed.sender),
        _at(changed.date),
        private=_is_private(changed.chat),
        to_bot=False,
        chat_title=_title(changed.chat),
    )


def _is_in(member: Member) -> bool:
    if member.status == "restricted":
        return bool(member.is_member)
    return member.status not in ("left", "kicked")


def _message(key: str, message: Message, me: Me, *, edited: bool) -> Incoming | None:
    if message.migrate_to_chat_id is not None:
        return _migration(key, message)
    kind = _kind(message, edited=edited)
    if kind is None or message.sender is None or message.sender.is_bot or message.chat.type == "channel":
        return None
    text, named = _words(message, me)
    return Incoming(
        key,
        kind,
        _address(message.chat, _thread(message)),
        _sender(message.sender),
        _at(message.edit_date or message.date),
        private=_is_private(message.chat),
        to_bot=_is_private(message.chat) or named or _answers_us(message, me),
        text=text,
        message=str(message.message_id),
        reply_to=_reply_to(message),
        files=_files(message),
        album=message.media_group_id,
        chat_title=_title(message.chat),
    )


def _migration(key: str, message: Message) -> Incoming:
    return Incoming(
        key,
        IncomingKind.MIGRATED,
        _address(message.chat, None),
        Sender(Channel.TELEGRAM, ""),
        _at(message.date),
        private=False,
        to_bot=False,
        text=str(message.migrate_to_chat_id),
        chat_title=_title(message.chat),
    )


def _kind(message: Message, *, edited: bool) -> IncomingKind | None:
    """Tell the kind of a message; `None` for service messages."""
    if message.text is not None:
        return IncomingKind.EDIT if edited else IncomingKind.TEXT
    if message.photo or message.document or message.video:
        return IncomingKind.EDIT if edited else IncomingKind.FILES
    if message.other and not edited:
        return IncomingKind.OTHER
    return None


def _words(message: Message, me: Me) -> tuple[str, bool]:
    """Take the text or caption, without the bot's name; tell also whether the bot was named or given a command."""
    raw = whole = message.text or message.caption or ""
    named = False
    for entity, words in _marked(whole, message.entities if message.text else message.caption_entities):
        if entity.type == "bot_command" and entity.offset == 0:
            command, _, addressee = words.partition("@")
            named |= not addressee or _is_me(addressee, me)
            raw = raw.replace(words, command, 1) if _is_me(addressee, me) else raw
        elif entity.type == "mention" and _is_me(words.removeprefix("@"), me):
            named, raw = True, raw.replace(words, " ", 1)
        elif entity.type == "text_mention" and entity.user is not None and entity.user.id == me.id:
            named = True
    return clean(raw), named


def _marked(text: str, entities: list[Entity]) -> Iterator[tuple[Entity, str]]:
    """Give the marked stretches, the last first, each with its words."""
    units = text.encode("utf-16-le", "surrogatepass") if entities else b""
    for entity in sorted(entities, key=lambda entity: -entity.offset):
        end = entity.offset + entity.length
        yield entity, units[2 * entity.offset : 2 * end].decode("utf-16-le", "surrogatepass")


def _is_me(name: str, me: Me) -> bool:
    return name.lower() == me.username.lower()


def _answers_us(message: Message, me: Me) -> bool:
    answered = message.reply_to_message
    # In a topic, every message that answers nothing answers the message that opened the topic.
    if answered is None or answered.sender is None or _reply_to(message) is None:
        return False
    return answered.sender.id == me.id


def _reply_to(message: Message) -> str | None:
    answered = message.reply_to_message
    if answered is None or answered.forum_topic_created is not None:
        return None
    return str(answered.message_id)


def _files(message: Message) -> tuple[IncomingFile, ...]:
    if message.document is not None:
        file = message.document
        name = one_line(file.file_name or "") or f"tep-{file.file_unique_id}"
        return (IncomingFile(file.file_id, name, file.mime_type or "application/octet-stream", file.file_size),)
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return (IncomingFile(largest.file_id, f"anh-{largest.file_unique_id}.jpg", "image/jpeg", largest.file_size),)
    if message.video is not None:
        video = message.video
        name = one_line(video.file_name or "") or f"video-{video.file_unique_id}.mp4"
        return (IncomingFile(video.file_id, name, video.mime_type or "video/mp4", video.file_size),)
    return ()


def _address(chat: Chat, thread: int | None) -> Address:
    return Address(Channel.TELEGRAM, str(chat.id), None if thread is None else str(thread))


def _thread(message: Pressed) -> int | None:
    # Replies in a group without topics carry a thread id as well; it is not one that can be written to.
    return message.message_thread_id if message.is_topic_message else None


def _sender(user: User) -> Sender:
    name = f"{user.first_name} {user.last_name}" if user.last_name else user.first_name
    return Sender(Channel.TELEGRAM, str(user.id), one_line(name))


def _is_private(chat: Chat) -> bool:
    return chat.type == "private"


def _title(chat: Chat) -> str:
    return one_line(chat.title or "")


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
