"""People of a story at their phones with Telegram."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot.demo.telegram.model import Message
from bot.demo.telegram.world import written
from bot.domain.messages import Channel
from bot.wiring import House
from tests.acceptance.actors import Shown, content_of, listed_files, long_text, number_of
from tests.acceptance.acts import Act
from tests.acceptance.silence import PATIENCE, quiet
from tests.acceptance.towns import Town
from tests.acceptance.troupe import GROUP, GROUP_TITLE, PLAYERS

ON_TELEGRAM = -500
_FORUM = -1_000_000_000_777


@dataclass
class TelegramActors:
    """People with Telegram."""

    town: Town
    channel: Channel = Channel.TELEGRAM
    _said: dict[str, Message] = field(default_factory=dict)
    _ever: dict[tuple[int, str], tuple[Message, str]] = field(default_factory=dict)
    _places: dict[str, tuple[int, int | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._places[GROUP] = (ON_TELEGRAM, None)

    @property
    def house(self) -> House:
        return self.town.house

    async def do(self, act: Act) -> str:
        chat, thread = self._place(act)
        self._remember_buttons(chat)
        if act.how:
            self._deeds()[act.how](act, chat)
        elif act.label is not None:
            self.town.world.press(number_of(act), self._offering(chat, act.label).id, act.label, chat=chat)
        else:
            self._say(act, act.what, chat, thread)
        return act.line

    def _deeds(self) -> dict[str, Callable[[Act, int], object]]:
        world = self.town.world
        return {
            "sửa": lambda act, chat: world.edit(number_of(act), self._said[act.who], act.what, chat=chat),
            "trả lời": lambda act, chat: self._say(act, act.what, chat, None, self._answered(chat)),
            "ảnh": self._pictures,
            "tệp": self._documents,
            "gõ dài": lambda act, chat: self._say(act, long_text(int(act.what)), chat, None),
            "nút cũ": self._old_button,
            "dán": lambda act, chat: world.sticker(number_of(act), chat=chat),
            "nói": lambda act, chat: world.voice(number_of(act), chat=chat),
            "vị trí": lambda act, chat: world.location(number_of(act), 15.12, 108.8, chat=chat),
            "danh thiếp": lambda act, chat: world.contact(number_of(act), "0901234567", "Sơn", chat=chat),
            "bình chọn": lambda act, chat: world.poll(number_of(act), act.what, ["Có", "Không"], chat=chat),
            "chặn bot": lambda act, chat: world.block(number_of(act)),
            "bỏ chặn": lambda act, chat: world.unblock(number_of(act)),
            "đuổi bot": lambda act, chat: world.remove_bot(chat, by=number_of(act)),
            "thêm bot": lambda act, chat: world.add_bot(chat, by=number_of(act)),
            "nâng nhóm": lambda act, chat: self._move(world.migrate(chat)),
            "mở chủ đề": self._open_topic,
        }

    def _place(self, act: Act) -> tuple[int, int | None]:
        if not act.where:
            return number_of(act), None
        return self._places[act.where]

    def _say(self, act: Act, text: str, chat: int, thread: int | None, reply_to: Message | None = None) -> None:
        where = None if chat == number_of(act) else chat
        answered = reply_to.id if reply_to else None
        self._said[act.who] = self.town.world.say(number_of(act), text, chat=where, reply_to=answered, thread=thread)

    def _pictures(self, act: Act, chat: int) -> None:
        names, caption = listed_files(act.what)
        album = f"album-{self.town.world.count('album')}" if len(names) > 1 else None
        for number, name in enumerate(names):
            words = caption if number == 0 else ""
            self.town.world.send_file(
                number_of(act), name, content_of(name), "image/png", words, photo=True, album=album, chat=chat
            )

    def _documents(self, act: Act, chat: int) -> None:
        names, caption = listed_files(act.what)
        for name in names:
            self.town.world.send_file(number_of(act), name, content_of(name), caption=caption, chat=chat)

    def _old_button(self, act: Act, chat: int) -> None:
        message, data = self._ever[chat, act.label or ""]
        self.town.world.forge_press(number_of(act), message, data, chat=chat)

    def _open_topic(self, act: Act, chat: int) -> None:
        if not self.town.world.chats[chat].forum:
            members = [number for number in self.town.world.chats[chat].members if number in self.town.world.users]
            people = [number for number in members if not self.town.world.users[number].is_bot]
            chat = self.town.world.group(_FORUM, GROUP_TITLE, people, forum=True).id
        self._places[f"{GROUP}/{act.what}"] = (chat, self.town.world.topic(chat, act.what))

    def _move(self, new: int) -> None:
        self._places = {name: (new, thread) for name, (_, thread) in self._places.items()}

    def _offering(self, chat: int, label: str) -> Message:
        shown = self.town.world.transcript(chat)
        found = next((one for one in reversed(shown) if label in one.labels), None)
        if found is None:
            raise LookupError(f"no [{label}] in:\n{self.town.world.chat_text(chat)}")
        return found

    def _answered(self, chat: int) -> Message:
        mine = [one for one in reversed(self.town.world.transcript(chat)) if one.sender.is_bot]
        return next((one for one in mine if "Báo cáo" in one.labels), mine[0])

    def _remember_buttons(self, chat: int) -> None:
        for message in self.town.world.transcript(chat):
            for row in message.buttons:
                for button in row:
                    if "callback_data" in button:
                        self._ever[chat, button["text"]] = (message, button["callback_data"])

    def shown(self) -> Iterator[Shown]:
        for name, chat in self._chats():
            if chat in self.town.world.chats:
                for message in self.town.world.transcript(chat):
                    if message.sender.is_bot and not message.service:
                        yield self._as_shown(name, message)
                    self._remember_buttons(chat)

    def _chats(self) -> Iterator[tuple[str, int]]:
        yield from ((name, player.number) for name, player in PLAYERS.items())
        seen = set()
        for name, (chat, _) in self._places.items():
            if chat not in seen:
                seen.add(chat)
                yield name.partition("/")[0], chat

    def _as_shown(self, place: str, message: Message) -> Shown:
        topic = self.town.world.chats[message.chat_id].topics.get(message.thread or 0)
        spoken = written(message).partition(": ")[2]
        return Shown(
            f"{place}/{topic}" if topic else place, f"{message.chat_id}:{message.id}", spoken, (*message.labels,)
        )

    async def settle(self) -> None:
        await self.town.server.wait_for(lambda: len(self.town.world.updates) == 0, PATIENCE)
        await quiet(self.house)

    async def jump(self, to: str) -> None:
        await self.town.jump(to)
