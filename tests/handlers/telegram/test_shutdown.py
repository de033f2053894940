"""A database that is away when the bot ends does not make it end badly."""

from __future__ import annotations

import asyncio

import pytest

from bot.demo.telegram.server import TelegramServer, TelegramWorld
from bot.domain.messages import Channel
from bot.errors import StorageError
from bot.usecases import evidence, outbox
from handlers.evidence import EvidenceKeeper
from tests.handlers.telegram.rig import Rig
from tests.loglines import logged

LAN = 7


def _away(*_args: object) -> None:
    raise StorageError("full")


async def test_the_sender_ends_and_what_it_could_not_note_is_said(
    rig: Rig, server: TelegramServer, world: TelegramWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.user(LAN, "Lan", started=True)
    with logged() as log:
        async with rig.running():
            await rig.say(LAN, "chào")
            await server.wait_for(lambda: "chào" in world.chat_text(LAN))
            monkeypatch.setattr(outbox, "exchange", _away)
    assert "outbox.drain_failed" in log.getvalue()
    assert "Traceback" not in log.getvalue()


async def test_the_keeper_of_evidence_ends_too(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = EvidenceKeeper(rig.doors, {Channel.TELEGRAM: rig.channel.fetcher}, rig.store, rig.counters)
    with logged() as log:
        running = asyncio.create_task(keeper.run())
        await asyncio.sleep(0)
        monkeypatch.setattr(evidence, "exchange", _away)
        keeper.stop()
        await asyncio.wait_for(running, 5)
    assert "evidence.not_noted" in log.getvalue()
