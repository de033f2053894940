"""The composition root: puts the bot together from a configuration. Nothing but `bot.app` and the commands imports this."""

from __future__ import annotations

from dataclasses import dataclass

from bot.appointments import Appointments
from bot.clock import Clock, Ids
from bot.config import Config
from bot.domain.messages import Channel
from bot.heartbeat import Heartbeat
from bot.usecases.desk import Doors
from handlers.files import FileStore, Workshop
from handlers.incoming import Receiver
from handlers.pacing import Limits
from handlers.rendering import Renderers
from handlers.sender import Sender
from handlers.tally import Tally
from handlers.telegram.channel import TelegramChannel, TelegramSettings
from handlers.turn import Surroundings
from storage.engine import Storage


@dataclass(frozen=True)
class House:
    """All the parts of a running bot."""

    config: Config
    doors: Doors
    telegram: TelegramChannel | None
    sender: Sender
    receiver: Receiver
    heartbeat: Heartbeat
    appointments: Appointments
    tally: Tally


def build(config: Config, storage: Storage, clock: Clock, ids: Ids) -> House:
    """Put the parts together; nothing is opened or started yet."""
    doors = Doors(storage, clock, config.as_office(), ids)
    tally = Tally()
    surroundings = Surroundings(_admins(config))
    telegram: TelegramChannel | None = None
    wake = _Later()
    receiver = Receiver(doors, surroundings, wake)
    if config.telegram.token.get_secret_value():
        telegram = TelegramChannel(_telegram(config), doors, receiver.receive, wake=wake, tally=tally)
    channels = {Channel.TELEGRAM: telegram.deliverer} if telegram else {}
    workshop = Workshop(FileStore(config.bot.data_dir / "files"), Renderers(doors))
    sender = Sender(doors, channels, workshop, limits={Channel.TELEGRAM: Limits()}, worker=ids.key()[:12], tally=tally)
    wake.call = sender.wake
    heartbeat = Heartbeat(doors, sender.wake)
    appointments = Appointments(doors.office, heartbeat.now)
    heartbeat.on_jump(appointments.jumped)
    return House(config, doors, telegram, sender, receiver, heartbeat, appointments, tally)


class _Later:
    """Calls what is only made afterwards: the receiver wakes the sender, which needs the receiver's channel."""

    def __init__(self) -> None:
        self.call = _nothing

    def __call__(self) -> None:
        self.call()


def _nothing() -> None:
    return None


def _admins(config: Config) -> frozenset[tuple[Channel, str]]:
    telegram = [(Channel.TELEGRAM, str(user)) for user in config.admins.telegram]
    return frozenset([*telegram, *((Channel.ZALO, str(user)) for user in config.admins.zalo)])


def _telegram(config: Config) -> TelegramSettings:
    section = config.telegram
    return TelegramSettings(
        token=section.token.get_secret_value(),
        base_url=section.base_url,
        base_file_url=section.base_file_url,
        proxy=section.proxy or None,
        webhook_url=section.webhook_url or None,
        webhook_secret=section.webhook_secret.get_secret_value(),
    )
