"""The lifetime of a running bot: one task group owns every background task."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from importlib import import_module
from typing import TYPE_CHECKING

import structlog

from bot.clock import RandomIds, SystemClock
from bot.config import Config
from bot.domain.calendar import doubts
from bot.domain.messages import Channel
from bot.entrance import Entrance, stand
from bot.errors import BotError, ConfigError
from bot.lightly import lightly
from storage.engine import Storage

if TYPE_CHECKING:
    from bot.wiring import House

HEAD_START = 0.05
"""Seconds that the first requests have the processor to themselves before the rest of the bot is loaded."""
DRAIN = 5.0
"""Seconds in which messages under way may arrive after the bot was told to stop."""

log = structlog.get_logger(__name__)


def run(config: Config, *, debug: bool = False) -> None:
    """Run the bot until it is told to stop by SIGINT or SIGTERM; raises `ConfigError` when no channel has a token."""
    from bot.logs import set_up

    set_up(debug=debug, secrets=config.secrets())
    spare_collector()
    asyncio.run(_run_until_told(config))


def spare_collector() -> None:
    """Keep the garbage collector from looking through what was loaded at the start, which stays for good.

    Of an update's processor time an eighth went there. What is made later is still looked through, more rarely.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


async def _run_until_told(config: Config) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    await serve(config, stop)


async def serve(config: Config, stop: asyncio.Event) -> None:
    """Open the database, put the bot together, and run it until `stop` is set."""
    async with await Storage.open(config.database.url, data_dir=config.bot.data_dir) as storage:
        with lightly():
            entrance = stand(config, storage, SystemClock(), RandomIds())
        if not entrance.channels:
            raise ConfigError("config.no_channel")
        await _live(entrance, stop, _furnish)


async def live(house: House, stop: asyncio.Event) -> None:
    """Run a bot that is put together already."""

    async def there(_: Entrance) -> House:
        return house

    await _live(house.entrance, stop, there)


async def _furnish(entrance: Entrance) -> House:
    """Load the greater part of the bot and put it together, while the first requests are on their way."""
    await asyncio.sleep(HEAD_START)
    await asyncio.to_thread(_load)
    from bot.wiring import furnish

    return furnish(entrance)


def _load() -> None:
    with lightly(unused=()):
        import_module("bot.wiring")


async def _live(entrance: Entrance, stop: asyncio.Event, furnish: Callable[[Entrance], Awaitable[House]]) -> None:
    """Run a bot whose entrance stands.

    1. Connections open; intakes start. A channel that refuses its token does not hold up another.
    2. The rest is put together, and its addresses are served; sender, heartbeat and alarms start; what has come in meanwhile is
       let through.
    3. When told to stop: intakes end first, with the update in hand.
    4. The sender drains within `DRAIN` seconds; what is left waits in the outbox.
    5. Heartbeat and alarms end; connections close; the caller closes the storage.
    """
    async with AsyncExitStack() as stack:
        for channel in entrance.channels:
            await channel.open()
            stack.push_async_callback(channel.close)
        try:
            await _run(entrance, stop, furnish, stack)
        except* BotError as group:
            raise group.exceptions[0] from None
    log.info("bot.stopped")


def _warn_of_the_calendar(house: House) -> None:
    """Say in the log what `doctor` says too: whose working days nobody has decided on yet."""
    office = house.doors.office
    unsure = doubts(office.today(house.doors.clock.now()), office.calendar)
    if unsure.years or unsure.days:
        log.warning("calendar.undecided", years=unsure.years, days=[str(row.day) for row in unsure.days])


async def _run(
    entrance: Entrance, stop: asyncio.Event, furnish: Callable[[Entrance], Awaitable[House]], stack: AsyncExitStack
) -> None:
    async with asyncio.TaskGroup() as group:
        working = set(entrance.by_name)
        intakes = [group.create_task(_take_in(entrance, name, working, stop)) for name in entrance.by_name]
        house = await furnish(entrance)
        from handlers.serving import serving

        await stack.enter_async_context(serving(house.web))
        house.appointments.start()
        stack.callback(house.appointments.stop)
        loops = _Loops(house, group)
        entrance.gate.open(house.backlog.receive)
        log.info("bot.started")
        _warn_of_the_calendar(house)
        await _first(stop.wait(), *intakes)
        for channel in entrance.channels:
            channel.stop()
        await asyncio.gather(*intakes)
        await loops.end()


class _Loops:
    """What goes on beside the updates, as tasks of `group`, from when the bot is put together until its intakes have ended."""

    def __init__(self, house: House, group: asyncio.TaskGroup) -> None:
        self._house = house
        self._present = group.create_task(house.company.run())
        self._sending = group.create_task(house.sender.run())
        self._beating = group.create_task(house.heartbeat.run())
        self._copying = group.create_task(house.backup.run())
        self._forgetting = group.create_task(house.forgetting.run())
        self._fetching = group.create_task(house.evidence.run())
        self._reading = group.create_task(house.errands.run())
        self._catching_up = group.create_task(house.backlog.run())

    async def end(self) -> None:
        """Let what sends and fetches finish what it has in hand, and end all else."""
        # What waits for its turn is dealt with after the next start.
        self._catching_up.cancel()
        self._house.evidence.stop()
        self._house.errands.stop()
        self._house.sender.stop(DRAIN)
        await self._sending
        await self._fetching
        # A document in hand is read again after the next start; nobody waits a minute for it at the end.
        self._reading.cancel()
        self._beating.cancel()
        self._copying.cancel()
        self._forgetting.cancel()
        # Last: the others take on what a worker that is not there has claimed.
        self._present.cancel()


async def _take_in(entrance: Entrance, name: Channel, working: set[Channel], stop: asyncio.Event) -> None:
    """Take a channel's updates in until the bot is told to stop.

    A channel whose token is refused is given up while another of `working` works, and the officers are told there; the last
    one's `ConfigError` is raised.
    """
    try:
        await entrance.by_name[name].run()
    except ConfigError as error:
        working.discard(name)
        if not working:
            raise
        log.error("channel.given_up", channel=name.value, error=error.code)
        from bot.usecases import tokens

        await entrance.doors.write(tokens.note_refusal, name)
        entrance.wake()
        await stop.wait()


async def _first(*waits: Awaitable[object]) -> None:
    """Wait for the first of several; an error of it is raised."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    tasks[0].cancel()
    for task in done:
        task.result()
