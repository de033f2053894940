"""Telegram's way in: updates in order within a chat, many chats at once, acknowledged only when they are on the disk."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import structlog
from telegram.error import TelegramError
from telegram.ext import Application, ContextTypes, TypeHandler

from bot.clock import Clock
from bot.domain.messages import Channel, Incoming
from handlers.arriving import Arriving
from handlers.counters import Counters
from handlers.failures import Patience
from handlers.telegram.calls import Calls
from handlers.telegram.parsing import Arrival, Unreadable
from handlers.telegram.shapes import Update
from handlers.telegram.updates import Me, chat_of, to_incoming

log = structlog.get_logger()

TelegramApp = Application[Any, Any, Any, Any, Any, Any]


class Intake:
    """Takes updates through the handlers of a python-telegram-bot `Application`, and remembers which could not be kept.

    The application's own queue is not used: it acknowledges updates before anything has been done about them.
    """

    def __init__(self, application: TelegramApp, patience: Patience, clock: Clock, counters: Counters) -> None:
        self._application = application
        self._calls = Calls(application.bot)
        self._patience = patience
        self._clock = clock
        self._arriving = Arriving(counters)
        self._unkept: set[int] = set()
        application.add_handler(TypeHandler(Update, self._arrived))

    async def take_all(self, updates: Sequence[Arrival]) -> int | None:
        """Take a batch, each chat in order; tell the id of the last update up to which all are kept, `None` for none."""
        chats: defaultdict[int, list[Arrival]] = defaultdict(list)
        for update in updates:
            chats[_chat(update)].append(update)
        await asyncio.gather(*(self._take_in_order(chat) for chat in chats.values()))
        kept = None
        for update in updates:
            if update.update_id in self._unkept:
                break
            kept = update.update_id
        self._unkept.clear()
        return kept

    async def _take_in_order(self, updates: Sequence[Arrival]) -> None:
        for update in updates:
            if not await self._process(update):
                # What follows in this chat has to wait for it, and comes again with it.
                self._unkept.update(later.update_id for later in updates)
                return

    async def take_one(self, update: Arrival) -> bool:
        """Take an update by itself, after those of its chat that came before; tell whether it is kept."""
        async with self._arriving.turn(_chat(update)):
            kept = await self._process(update)
        self._unkept.discard(update.update_id)
        return kept

    async def _process(self, update: Arrival) -> bool:
        if isinstance(update, Unreadable):
            await self._deal_with(update)
        else:
            await self._application.process_update(update)
        return update.update_id not in self._unkept

    async def _arrived(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        await self._deal_with(update)

    async def _deal_with(self, update: Arrival) -> None:
        """Deal with one update. Nothing is raised: the application would only log it."""
        if not await self._arriving.take(update.update_id, lambda: self._take(update)):
            self._unkept.add(update.update_id)

    async def _take(self, update: Arrival) -> str:
        if isinstance(update, Unreadable):
            await self._patience.put_aside(Channel.TELEGRAM, str(update.update_id), update.reason)
            return "unreadable"
        incoming = await self._patience.read(Channel.TELEGRAM, str(update.update_id), lambda: self._read(update))
        if incoming is None:
            return "ignored"
        taken = await self._patience.take(incoming)
        self._answer_press(incoming)
        return "taken" if taken else "failed"

    def _read(self, update: Update) -> Incoming | None:
        return to_incoming(update, self._me(), self._clock.now())

    def _me(self) -> Me:
        bot = self._application.bot
        return Me(bot.id, bot.username)

    def _answer_press(self, incoming: Incoming) -> None:
        """Stop the clock that turns on a pressed button, without waiting for it."""
        if incoming.press_id is not None:
            self._arriving.go_on_beside(self._quietly(incoming.press_id))

    async def _quietly(self, press_id: str) -> None:
        try:
            await self._calls("answerCallbackQuery", callback_query_id=press_id)
        except TelegramError as error:
            # Too old, or the network failed: the button's clock stops by itself.
            log.debug("press.not_answered", error=type(error).__name__)

    async def settle(self) -> None:
        """Wait a little for what is under way beside the updates."""
        await self._arriving.settle()


def _chat(update: Arrival) -> int:
    return 0 if isinstance(update, Unreadable) else chat_of(update)
