"""People at their phones, without a network: what they say goes straight to the dispatcher, what the bot says is delivered at
once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from bot.domain import markup, messages
from bot.domain.messages import Address, Channel, Incoming, IncomingFile, IncomingKind, Outgoing, Sender
from bot.domain.plans import TaskDraft
from bot.usecases.desk import Desk
from handlers.incoming import handle
from handlers.turn import Surroundings
from storage.engine import Storage
from storage.schema import outbox
from tests.worlds import Q4, World, plan_draft


@dataclass
class Shown:
    """A message as it now stands on the phone."""

    id: str
    text: str
    buttons: dict[str, str]


@dataclass
class Phones:
    """All chats of a world. Messages have the outbox row's number as their id on the channel."""

    world: World
    surroundings: Surroundings = field(
        default_factory=lambda: Surroundings(links=lambda code: [f"https://t.me/thu_bot?start={code}"])
    )
    chats: dict[str, list[Shown]] = field(default_factory=dict)
    deleted: list[tuple[str, str]] = field(default_factory=list)
    _update: int = 0
    _delivered: int = 0

    async def say(self, user: str, words: str, **more: Any) -> list[str]:
        """Let somebody write in private; returns what the bot answered, buttons in brackets."""
        return await self._bring(user, IncomingKind.TEXT, text=words, **more)

    async def press(self, user: str, label: str, message: Shown | None = None) -> list[str]:
        """Let somebody press a button, of the last message that has it."""
        shown = message or next(one for one in reversed(self.chats[user]) if label in one.buttons)
        return await self._bring(user, IncomingKind.PRESS, pressed=shown.buttons[label], message=shown.id)

    async def press_data(self, user: str, data: str, message: str = "1") -> list[str]:
        """Let somebody press a button with forged or forgotten data."""
        return await self._bring(user, IncomingKind.PRESS, pressed=data, message=message)

    async def send(self, user: str, *names: str, caption: str = "") -> list[str]:
        """Let somebody send files."""
        files = tuple(IncomingFile(f"ref-{name}", name, "image/jpeg", 1000) for name in names)
        return await self._bring(user, IncomingKind.FILES, files=files, text=caption)

    async def bring(self, incoming: Incoming) -> list[str]:
        """Bring any message in."""
        await self.world.doors.write(handle, incoming, self.surroundings)
        return await self.deliver(incoming.address.chat)

    async def _bring(self, user: str, kind: IncomingKind, **more: Any) -> list[str]:
        self._update += 1
        address = more.pop("address", Address(Channel.TELEGRAM, user))
        sender = Sender(Channel.TELEGRAM, user, more.pop("name", f"Người {user}"))
        update = more.pop("update", f"u{self._update}")
        return await self.bring(Incoming(update, kind, address, sender, self.world.clock.now(), **more))

    async def deliver(self, chat: str = "") -> list[str]:
        """Deliver all that waits; returns what is new or changed in one chat."""

        def take(desk: Desk) -> Sequence[Any]:
            rows = desk.connection.execute(
                select(outbox).where(outbox.c.id > self._delivered, outbox.c.state == "waiting").order_by(outbox.c.id)
            ).all()
            desk.outbox.sent([(row.id, messages.load(row.payload).edits or str(row.id)) for row in rows], desk.now)
            return rows

        heard: list[str] = []
        for row in await self.world.doors.write(take):
            self._delivered = row.id
            shown = self._show(row.chat, str(row.id), messages.load(row.payload))
            if row.chat == chat and shown is not None:
                heard.append(written(shown))
        return heard

    def _show(self, chat: str, number: str, message: Outgoing) -> Shown | None:
        known = self.chats.setdefault(chat, [])
        buttons = {button.label: button.data for row in message.rows for button in row}
        found = next((one for one in known if one.id == message.edits), None)
        if message.deletes:
            self.deleted.append((chat, message.edits or ""))
            return None
        if message.keyboard_only:
            if found is not None:
                found.buttons = buttons
            return None
        if found is not None:
            found.text, found.buttons = markup.plain(message.body), buttons
            return found
        known.append(Shown(number, markup.plain(message.body), buttons))
        return known[-1]


async def an_agency(storage: Storage) -> Phones:
    """Set up an office in which Lan (101) speaks for the one agency that a plan has a task for."""
    world = World.of(storage, "2024-11-07 08:00")
    await world.plan(plan_draft([TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4)]))
    await world.person("Lan", agency="Sở Ngoại vụ")
    return Phones(world)


def written(shown: Shown) -> str:
    """Write a message with its buttons in brackets below."""
    return shown.text + ("\n" + " ".join(f"[{label}]" for label in shown.buttons) if shown.buttons else "")
