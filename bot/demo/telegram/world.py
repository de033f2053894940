"""A small Telegram in memory, and how people act in it.

Wherever a method takes a person or a chat, its object or its id will do; a chat left out is the person's private chat
with the bot.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.demo.params import Json
from bot.demo.telegram.acts import TelegramActs
from bot.demo.telegram.model import Attachment, Chat, Message, Press, User
from bot.demo.telegram.text import pieces, typed
from bot.demo.telegram.wire import press_json, unix, user_json
from bot.errors import InvalidInput, NotAllowed, NotFound

_TEXT_LIMIT = 4096
_SUPERGROUP = -1_000_000_000_000


class TelegramWorld(TelegramActs):
    """The local Telegram as its people use it; everything is synchronous and happens at once."""

    def user(
        self,
        user_id: int,
        first_name: str,
        last_name: str = "",
        username: str = "",
        *,
        started: bool = False,
    ) -> User:
        """Let a person exist; `started` skips the first message that opens the private chat."""
        person = User(user_id, first_name, last_name, username, started=started)
        self.users[user_id] = person
        self.chats[user_id] = Chat(user_id, "private")
        return person

    def group(
        self,
        chat_id: int,
        title: str,
        members: Iterable[User | int] = (),
        *,
        forum: bool = False,
        bot: bool = True,
    ) -> Chat:
        """Let a group exist; -100… makes a supergroup, `forum` gives it topics, `bot` has the bot in it from the start."""
        chat = Chat(chat_id, "supergroup" if chat_id < _SUPERGROUP else "group", title, forum=forum)
        people = [self._person(member) for member in members]
        chat.members = {person.id: "creator" if index == 0 else "member" for index, person in enumerate(people)}
        if bot:
            chat.members[self.bot.id] = "member"
        self.chats[chat_id] = chat
        self.tell("chat", chat_id)
        return chat

    def topic(self, chat: Chat | int, name: str) -> int:
        """Open a topic in a forum and tell its thread id."""
        forum = self._chat(chat)
        thread = forum.next_id()
        forum.topics[thread] = name
        return thread

    def say(
        self,
        user: User | int,
        text: str,
        chat: Chat | int | None = None,
        reply_to: Message | int | None = None,
        thread: int | None = None,
    ) -> Message:
        """Write a text; one over 4096 is split as the app does it, and the last part is returned."""
        parts = [part for part in pieces(text.strip(), _TEXT_LIMIT) if part]
        if not parts:
            raise InvalidInput("demo.empty")
        said = [self._write(user, chat, reply_to, thread, body=typed(part)) for part in parts]
        return said[-1]

    def send_file(
        self,
        user: User | int,
        name: str,
        content: bytes,
        mime: str = "",
        caption: str = "",
        *,
        photo: bool = False,
        album: str | None = None,
        chat: Chat | int | None = None,
        reply_to: Message | int | None = None,
    ) -> Message:
        """Send a file, or a picture as a photo; those with the same `album` belong together."""
        file = self.store(name, content, mime, "photos" if photo else "documents")
        attachment = self.as_photo(file) if photo else Attachment("document", file)
        return self._write(user, chat, reply_to, None, body=typed(caption), attachment=attachment, album=album)

    def voice(
        self, user: User | int, content: bytes = b"OggS", seconds: int = 3, chat: Chat | int | None = None
    ) -> Message:
        """Speak."""
        file = self.store("voice.oga", content, "audio/ogg", "voice")
        data: Json = {"duration": seconds, "mime_type": "audio/ogg"}
        return self._write(user, chat, None, None, attachment=Attachment("voice", file, data=data))

    def sticker(self, user: User | int, emoji: str = "👍", chat: Chat | int | None = None) -> Message:
        """Send a sticker."""
        file = self.store("sticker.webp", b"RIFF", "image/webp", "stickers")
        shape: Json = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._write(
            user, chat, None, None, attachment=Attachment("sticker", file, data={**shape, "emoji": emoji})
        )

    def location(self, user: User | int, latitude: float, longitude: float, chat: Chat | int | None = None) -> Message:
        """Send a place."""
        data: Json = {"latitude": latitude, "longitude": longitude}
        return self._write(user, chat, None, None, attachment=Attachment("location", data=data))

    def contact(self, user: User | int, phone: str, first_name: str, chat: Chat | int | None = None) -> Message:
        """Send a contact card."""
        data: Json = {"phone_number": phone, "first_name": first_name}
        return self._write(user, chat, None, None, attachment=Attachment("contact", data=data))

    def poll(self, user: User | int, question: str, options: Iterable[str], chat: Chat | int | None = None) -> Message:
        """Ask a poll."""
        flags: Json = {"is_closed": False, "is_anonymous": True, "allows_multiple_answers": False}
        choices = [{"text": option, "voter_count": 0, "persistent_id": str(n)} for n, option in enumerate(options)]
        data: Json = {"id": str(self.count("poll")), "question": question, "options": choices, "type": "regular"}
        data |= {"total_voter_count": 0, "allows_revoting": True, "members_only": False, **flags}
        return self._write(user, chat, None, None, attachment=Attachment("poll", data=data))

    def edit(self, user: User | int, message: Message | int, text: str, chat: Chat | int | None = None) -> Message:
        """Change a message of one's own."""
        person = self._person(user)
        own = self._message(person, message, chat)
        if own.sender.id != person.id:
            raise NotAllowed("demo.edit", message=own.id)
        own.body, own.edited_at = typed(text), self.clock.now()
        self.tell("edited", own.chat_id, own.id)
        if self._reaches_bot(own):
            self.updates.add("edited_message", self.packed(own), (own.chat_id, own.id))
        return own

    def press(self, user: User | int, message: Message | int, button: str, chat: Chat | int | None = None) -> Press:
        """Press the inline button with this label, or else with this callback data."""
        shown = self._message(self._person(user), message, chat)
        buttons = [found for row in shown.buttons for found in row]
        match = [found for key in ("text", "callback_data") for found in buttons if found.get(key) == button]
        if not match:
            raise NotFound("demo.button", button=button, offered=" · ".join(shown.labels))
        if "callback_data" not in match[0]:
            raise InvalidInput("demo.button_is_link", button=button)
        return self.forge_press(user, shown, match[0]["callback_data"], chat)

    def forge_press(self, user: User | int, message: Message | int, data: str, chat: Chat | int | None = None) -> Press:
        """Press what the message does not offer (any more), as an old screen or a hostile client can."""
        person = self._person(user)
        shown = self._message(person, message, chat)
        press = Press(f"{4_000_000 + self.count('press')}", person, shown.chat_id, shown.id, data)
        self.presses[press.id] = press
        self.updates.add("callback_query", press_json(press, self.packed(shown)), (shown.chat_id, 0))
        return press

    def react(self, user: User | int, message: Message | int, emoji: str, chat: Chat | int | None = None) -> None:
        """React with an emoji; the bot hears of it when it asked for `message_reaction`."""
        person = self._person(user)
        shown = self._message(person, message, chat)
        shown.reactions.append(emoji)
        self.tell("reaction", shown.chat_id, shown.id)
        packed = {"chat": self._packed_chat(shown.chat_id), "message_id": shown.id, "user": user_json(person)}
        packed |= {"date": unix(self.clock.now()), "old_reaction": []}
        packed["new_reaction"] = [{"type": "emoji", "emoji": emoji}]
        self.updates.add("message_reaction", packed, (shown.chat_id, 0))

    def block(self, user: User | int) -> None:
        """Block the bot."""
        person = self._person(user)
        person.blocked = True
        self._bot_status_changed(self.chats[person.id], person, "member", "kicked")

    def unblock(self, user: User | int) -> None:
        """Unblock the bot."""
        person = self._person(user)
        person.blocked = False
        self._bot_status_changed(self.chats[person.id], person, "kicked", "member")

    def add_bot(self, group: Chat | int, by: User | int | None = None, *, admin: bool = False) -> None:
        """Take the bot into a group, or make the one that is there an administrator."""
        chat = self._chat(group)
        before = chat.members.get(self.bot.id, "left")
        self._set_bot_status(chat, by, "administrator" if admin else "member")
        if before in ("left", "kicked"):
            service = {"new_chat_members": [user_json(self.bot)]}
            self._happened(chat, self._actor(chat, by), service)

    def remove_bot(self, group: Chat | int, by: User | int | None = None) -> None:
        """Throw the bot out of a group."""
        chat = self._chat(group)
        self._happened(chat, self._actor(chat, by), {"left_chat_member": user_json(self.bot)})
        self._set_bot_status(chat, by, "kicked")

    def migrate(self, group: Chat | int) -> int:
        """Make a group a supergroup; tells its new id. The old one answers with the new one from then on."""
        old = self._chat(group)
        new = Chat(_SUPERGROUP - abs(old.id), "supergroup", old.title, dict(old.members))
        self.chats[new.id] = new
        actor = self._actor(old, None)
        self._happened(old, actor, {"migrate_to_chat_id": new.id})
        old.moved_to = new.id
        self._happened(new, actor, {"migrate_from_chat_id": old.id})
        return new.id

    def transcript(self, chat: Chat | User | int) -> list[Message]:
        """List what a chat shows, oldest first."""
        shown = self.chats[chat if isinstance(chat, int) else chat.id]
        return [message for message in shown.messages.values() if not message.deleted]

    def chat_text(self, chat: Chat | User | int) -> str:
        """Write a chat down as text, a message a paragraph, buttons in brackets."""
        return "\n".join(written(message) for message in self.transcript(chat))

    def last(self, chat: Chat | User | int) -> Message:
        """Find the newest message of a chat; raises `NotFound` where there is none."""
        shown = self.transcript(chat)
        if not shown:
            raise NotFound("demo.message")
        return shown[-1]


def written(message: Message) -> str:
    """Write one message as text, for instance ``Nhắc việc: Chào chị\\n  [Đồng ý] [Không]``."""
    file = message.attachment.file if message.attachment else None
    what = f"<{message.attachment.kind}{': ' + file.name if file else ''}> " if message.attachment else ""
    service = f"<{next(iter(message.service))}> " if message.service else ""
    lines = [f"{message.sender.first_name}: {service}{what}{message.text}".rstrip()]
    lines += ["  " + " ".join(f"[{button['text']}]" for button in row) for row in message.buttons]
    return "\n".join(lines)
