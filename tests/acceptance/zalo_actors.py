"""People of a story at their phones with Zalo; what Zalo lacks it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.messages import Channel
from bot.reading.plan import read_plan
from bot.usecases.plans import import_plan
from bot.wiring import House
from tests.acceptance.actors import Lacking, Shown, content_of, listed_files, long_text
from tests.acceptance.acts import Act
from tests.acceptance.silence import quiet
from tests.acceptance.stages import ZaloStage
from tests.acceptance.troupe import GROUP, PLAYERS, user_on

ON_ZALO = "g500"


@dataclass
class ZaloActors:
    """People with Zalo: no buttons, no edits, no files but pictures, and groups that the bot hears only when named."""

    stage: ZaloStage
    channel: Channel = Channel.ZALO

    @property
    def house(self) -> House:
        return self.stage.house

    async def do(self, act: Act) -> str:
        user, chat = user_on(self.channel, act.who), self._chat(act)
        if act.how == "máy chủ":
            await self.house.doors.write(import_plan, read_plan(content_of(act.what), act.what))
            return act.line
        if act.how:
            return self._deed(act, user, chat)
        if act.label is not None:
            return self._choose(act, act.label, user, chat)
        return self._say(act, act.what, user, chat)

    def _deed(self, act: Act, user: str, chat: str) -> str:
        world = self.stage.world
        match act.how:
            case "trả lời":
                return self._say(act, act.what, user, chat, f" ({act.how})")
            case "ảnh":
                names, caption = listed_files(act.what)
                for number, name in enumerate(names):
                    words = caption if number == 0 else ""
                    world.send_file(user, name, content_of(name), "image/png", words, chat=chat)
            case "gõ dài":
                world.say(user, long_text(int(act.what)), chat=chat)
            case "dán":
                world.sticker(user, chat=chat)
            case "nói":
                world.voice(user, chat=chat)
            case "tệp" | "vị trí" | "danh thiếp" | "bình chọn":
                world.card(user, chat=chat)
            case "chặn bot":
                world.block(user)
            case "bỏ chặn":
                world.unblock(user)
            case _:
                raise Lacking(act.how)
        return act.line

    def _chat(self, act: Act) -> str:
        return ON_ZALO if act.where else user_on(self.channel, act.who)

    def _choose(self, act: Act, label: str, user: str, chat: str) -> str:
        """Type the number of what was listed last under a label; what its number labels is listed in the question itself."""
        mine = [one.text for one in self.stage.world.transcript(chat) if one.sender.is_bot]
        listed = re.findall(r"^(\d+)\. (.+)$", mine[-1] if mine else "", re.MULTILINE)
        number = next((number for number, shown in reversed(listed) if shown == label), label)
        return self._say(act, number, user, chat) + ("" if number == label else f"   [{label}]")

    def _say(self, act: Act, text: str, user: str, chat: str, how: str = "") -> str:
        answered = None
        if act.where and how:
            answered = next(one.id for one in reversed(self.stage.world.transcript(chat)) if one.sender.is_bot)
        elif act.where and (text.startswith("/") or text.isdecimal()):
            text = f"@{self.stage.world.bot.name} {text}"
        self.stage.world.say(user, text, chat=chat, reply_to=answered)
        return f"{act.who}{' @' + act.where if act.where else ''}{how}> {text}"

    def shown(self) -> Iterator[Shown]:
        places = {name: user_on(self.channel, name) for name in PLAYERS} | {GROUP: ON_ZALO}
        for name, chat in places.items():
            if chat in self.stage.world.chats:
                for message in self.stage.world.transcript(chat):
                    if message.sender.is_bot:
                        yield Shown(name, message.id, ("<photo> " if message.file else "") + message.text)

    async def settle(self) -> None:
        await self.stage.settle()
        await quiet(self.house)

    async def jump(self, to: str) -> None:
        await self.stage.jump(to)
