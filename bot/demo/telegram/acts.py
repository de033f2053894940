"""What every act of a person in the local Telegram comes down to."""

from __future__ import annotations

from bot.demo.params import Json
from bot.demo.telegram.model import Attachment, Chat, MemberStatus, Message, User
from bot.demo.telegram.state import TelegramState
from bot.demo.telegram.text import Formatted, entity_text
from bot.demo.telegram.wire import chat_json, member_json, unix, user_json
from bot.errors import NotAllowed, NotFound


class TelegramActs(TelegramState):
    """Finds who and where, puts what people do in the chats, and decides whether the bot hears of it."""

    def _write(
        self,
        user: User | int,
        chat: Chat | int | None,
        reply_to: Message | int | None,
        thread: int | None,
        *,
        body: Formatted | None = None,
        attachment: Attachment | None = None,
        album: str | None = None,
    ) -> Message:
        person = self._person(user)
        place = self._place(person, chat)
        if place.kind == "private":
            self._may_write(person)
        answered = reply_to.id if isinstance(reply_to, Message) else reply_to
        message = self.post(
            place,
            person,
            body=body or Formatted(""),
            attachment=attachment,
            reply_to=answered,
            thread=thread,
            album=album,
        )
        place.reply_keyboard = _kept_keyboard(place.reply_keyboard)
        if self._reaches_bot(message):
            self.updates.add("message", self.packed(message), (place.id, message.id))
        return message

    def _may_write(self, person: User) -> None:
        if person.blocked:
            raise NotAllowed("demo.blocked", user=person.id)
        person.started = True

    def _reaches_bot(self, message: Message) -> bool:
        chat = self.chats[message.chat_id]
        if chat.kind == "private":
            return True
        status = chat.members.get(self.bot.id, "left")
        if status in ("left", "kicked"):
            return False
        return status == "administrator" or not self.privacy or self._calls_bot(message)

    def _calls_bot(self, message: Message) -> bool:
        answered = self.chats[message.chat_id].messages.get(message.reply_to or 0)
        if message.service or (answered and answered.sender.id == self.bot.id):
            return True
        me = f"@{self.bot.username}".lower()
        for entity in message.body.entities:
            covered = entity_text(message.body, entity).lower()
            if entity["type"] == "mention" and covered == me:
                return True
            if entity["type"] == "bot_command" and ("@" not in covered or covered.endswith(me)):
                return True
        return False

    def _happened(self, chat: Chat, actor: User, service: Json) -> None:
        message = self.post(chat, actor, service=service)
        if self._reaches_bot(message):
            self.updates.add("message", self.packed(message), (chat.id, message.id))

    def _set_bot_status(self, chat: Chat, by: User | int | None, status: MemberStatus) -> None:
        before = chat.members.get(self.bot.id, "left")
        chat.members[self.bot.id] = status
        self._bot_status_changed(chat, self._actor(chat, by), before, status)

    def _bot_status_changed(self, chat: Chat, actor: User, before: MemberStatus, after: MemberStatus) -> None:
        self.tell("chat", chat.id)
        packed = {"chat": self._packed_chat(chat.id), "from": user_json(actor), "date": unix(self.clock.now())}
        packed["old_chat_member"] = member_json(self.bot, before)
        packed["new_chat_member"] = member_json(self.bot, after)
        self.updates.add("my_chat_member", packed, (chat.id, 0))

    def _packed_chat(self, chat_id: int) -> Json:
        return chat_json(self.chats[chat_id], self.users)

    def _actor(self, chat: Chat, by: User | int | None) -> User:
        if by is not None:
            return self._person(by)
        return next((self.users[member] for member in chat.members if member != self.bot.id), self.bot)

    def _person(self, user: User | int) -> User:
        person = self.users.get(user if isinstance(user, int) else user.id)
        if person is None:
            raise NotFound("demo.user", user=str(user))
        return person

    def _chat(self, chat: Chat | int) -> Chat:
        found = self.chats.get(chat if isinstance(chat, int) else chat.id)
        if found is None:
            raise NotFound("demo.chat", chat=str(chat))
        return found

    def _place(self, person: User, chat: Chat | int | None) -> Chat:
        place = self._chat(person.id if chat is None else chat)
        if place.kind == "private" and place.id != person.id:
            raise NotAllowed("demo.chat", chat=place.id)
        if place.kind != "private" and person.id not in place.members:
            raise NotAllowed("demo.chat", chat=place.id)
        return place

    def _message(self, person: User, message: Message | int, chat: Chat | int | None) -> Message:
        if isinstance(message, Message):
            return self.message(message.chat_id, message.id)
        return self.message(self._place(person, chat).id, message)


def _kept_keyboard(keyboard: Json | None) -> Json | None:
    """Drop what is for one answer only: a forced reply, or a one-time keyboard."""
    once = keyboard is not None and (keyboard.get("force_reply") or keyboard.get("one_time_keyboard"))
    return None if once else keyboard
