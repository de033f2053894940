"""The composition root: puts the bot together from a configuration. Nothing but `bot.app` and the commands imports this."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.appointments import Appointments
from bot.backups import NightlyBackup
from bot.clock import Clock, Ids
from bot.company import Company
from bot.config import Config
from bot.domain.messages import Channel
from bot.heartbeat import Heartbeat
from bot.usecases.desk import Doors
from handlers.backlog import SlowLane
from handlers.errands import ErrandRunner
from handlers.evidence import EvidenceKeeper
from handlers.failures import Patience
from handlers.files import FileStore, Workshop
from handlers.incoming import Receiver
from handlers.links import VALID, Links
from handlers.pacing import Limits
from handlers.passing import PassingStore
from handlers.rendering import Renderers
from handlers.sender import Sender
from handlers.tally import Tally
from handlers.telegram.channel import TelegramChannel, TelegramSettings
from handlers.turn import Surroundings
from handlers.uploads import PASSING, Uploads, WithUploads
from handlers.web import Downloads, Service, webhook_route
from handlers.zalo.channel import ZaloChannel, ZaloSettings
from storage.engine import Storage
from storage.presence import Presence

ZALO_LIMITS = Limits(overall=10)
"""Zalo does not say how fast it may be written to: a cautious guess."""

AnyChannel = TelegramChannel | ZaloChannel


@dataclass(frozen=True)
class House:
    """All the parts of a running bot."""

    config: Config
    doors: Doors
    telegram: TelegramChannel | None
    zalo: ZaloChannel | None
    sender: Sender
    receiver: Receiver
    backlog: SlowLane
    heartbeat: Heartbeat
    company: Company
    appointments: Appointments
    backup: NightlyBackup
    evidence: EvidenceKeeper
    errands: ErrandRunner
    service: Service
    downloads: Downloads
    uploads: Uploads

    @property
    def channels(self) -> tuple[AnyChannel, ...]:
        """The channels that are configured."""
        return tuple(self.by_name.values())

    @property
    def by_name(self) -> dict[Channel, AnyChannel]:
        """The channels that are configured, by their names."""
        return _by_name(self.telegram, self.zalo)

    @property
    def pages(self) -> list[web.AbstractRouteDef]:
        """What people open by links: files to fetch, and the page to bring one to."""
        return [*self.downloads.routes(), *self.uploads.routes()]

    @property
    def web(self) -> list[tuple[str, list[web.AbstractRouteDef]]]:
        """What is served on the web, as (host:port, routes); empty where nothing is configured."""
        doors: list[tuple[str, list[web.AbstractRouteDef]]] = []
        if self.config.http.listen:
            doors.append((self.config.http.listen, [*self.service.routes(), *self.pages]))
        if self.telegram is not None and self.config.telegram.webhook_url:
            route = webhook_route(self.config.telegram.webhook_url, self.telegram.webhook.handle)
            doors.append((self.config.telegram.webhook_listen, [route]))
        if self.zalo is not None and self.config.zalo.webhook_url:
            route = webhook_route(self.config.zalo.webhook_url, self.zalo.webhook.handle)
            doors.append((self.config.zalo.webhook_listen, [route]))
        return doors


def build(config: Config, storage: Storage, clock: Clock, ids: Ids, limits: Limits | None = None) -> House:
    """Put the parts together; nothing is opened or started yet. `limits` replace the platforms' own."""
    doors = Doors(storage, clock, config.as_office(), ids)
    tally = Tally()
    store = FileStore(config.bot.data_dir / "files")
    wake = _Later()
    links = _JoinLinks()
    worker = ids.key()[-12:]
    presence = storage.presence(worker)
    surroundings = Surroundings(_admins(config), links, uploads=bool(config.http.public_url))
    receiver = Receiver(doors, surroundings, wake)
    patience = Patience(doors, receiver.receive, wake=wake)
    backlog = SlowLane(doors, receiver.receive, patience, limits or Limits(), baton=presence.baton("backlog"))
    telegram = links.telegram = _telegram(config, doors, backlog, wake, tally, presence)
    addresses = Links(_link_secret(config), config.http.public_url)
    linked = PassingStore(config.bot.data_dir / "links", clock, VALID)
    zalo = _zalo(config, doors, backlog, wake, tally, linked, addresses, presence)
    channels = _by_name(telegram, zalo)
    deliverers = {name: channel.deliverer for name, channel in channels.items()}
    brought = PassingStore(config.bot.data_dir / "uploads", clock, PASSING)
    fetchers = {name: WithUploads(channel.fetcher, brought) for name, channel in channels.items()}
    workshop = Workshop(store, Renderers(doors))
    paces = {Channel.TELEGRAM: limits or Limits(), Channel.ZALO: limits or ZALO_LIMITS}
    sender = Sender(doors, deliverers, workshop, limits=paces, worker=worker, tally=tally)
    evidence = EvidenceKeeper(doors, fetchers, store, tally)
    errands = ErrandRunner(doors, fetchers, tally, sender.wake, config.as_limits())
    wake.calls = (sender.wake, evidence.wake, errands.wake)
    if not doors.shared:
        receiver.answer_by(sender, _Later(evidence.wake, errands.wake))
    sweeps = (linked.sweep, brought.sweep, *((zalo.arrivals.sweep,) if zalo else ()))
    heartbeat = Heartbeat(doors, sender.wake, sweeps)
    appointments = Appointments(doors.office, heartbeat.now)
    heartbeat.on_jump(appointments.jumped)
    company = Company(presence, doors, sender.wake)
    backup = _backup(config, doors)
    service = Service(
        doors,
        tally,
        ready=lambda: {name.value: channel.ready.is_set() for name, channel in channels.items()},
        gauges=backup.gauges,
    )
    downloads = Downloads(doors, linked, addresses)
    page = Uploads(doors, brought, addresses, surroundings, wake)
    return House(
        config,
        doors,
        telegram,
        zalo,
        sender,
        receiver,
        backlog,
        heartbeat,
        company,
        appointments,
        backup,
        evidence,
        errands,
        service,
        downloads,
        page,
    )


class _Later:
    """Calls what is only made afterwards: the receiver wakes the sender, which needs the receiver's channel."""

    def __init__(self, *calls: Callable[[], None]) -> None:
        self.calls = calls

    def __call__(self) -> None:
        for call in self.calls:
            call()


class _JoinLinks:
    """Makes join links; Telegram's needs the bot's name, which is known once Telegram has told it."""

    telegram: TelegramChannel | None = None

    def __call__(self, code: str) -> list[str]:
        if self.telegram is None or not self.telegram.ready.is_set():
            return []
        return [f"https://t.me/{self.telegram.username}?start={code}"]


def _admins(config: Config) -> frozenset[tuple[Channel, str]]:
    telegram = [(Channel.TELEGRAM, str(user)) for user in config.admins.telegram]
    return frozenset([*telegram, *((Channel.ZALO, str(user)) for user in config.admins.zalo)])


def _telegram(
    config: Config, doors: Doors, receiver: SlowLane, wake: Callable[[], None], tally: Tally, presence: Presence
) -> TelegramChannel | None:
    section = config.telegram
    if not section.token.get_secret_value():
        return None
    settings = TelegramSettings(
        token=section.token.get_secret_value(),
        base_url=section.base_url,
        base_file_url=section.base_file_url,
        proxy=section.proxy or None,
        webhook_url=section.webhook_url or None,
        webhook_secret=section.webhook_secret.get_secret_value(),
    )
    baton = presence.baton("telegram.polling")
    return TelegramChannel(settings, doors, receiver.receive, wake=wake, tally=tally, baton=baton)


def _zalo(
    config: Config,
    doors: Doors,
    receiver: SlowLane,
    wake: Callable[[], None],
    tally: Tally,
    store: FileStore,
    addresses: Links,
    presence: Presence,
) -> ZaloChannel | None:
    section = config.zalo
    if not section.token.get_secret_value():
        return None
    settings = ZaloSettings(
        token=section.token.get_secret_value(),
        base_url=section.base_url,
        webhook_url=section.webhook_url or None,
        webhook_secret=section.webhook_secret.get_secret_value(),
    )
    return ZaloChannel(
        settings,
        doors,
        receiver.receive,
        wake=wake,
        tally=tally,
        store=store,
        arrivals=config.bot.data_dir / "arrivals",
        links=addresses if config.http.public_url else None,
        baton=presence.baton("zalo.polling"),
    )


def _backup(config: Config, doors: Doors) -> NightlyBackup:
    return NightlyBackup(
        doors,
        config.as_backups(),
        url=config.database.url,
        data_dir=config.bot.data_dir,
        directory=config.backup.directory,
    )


def _by_name(telegram: TelegramChannel | None, zalo: ZaloChannel | None) -> dict[Channel, AnyChannel]:
    found: dict[Channel, AnyChannel] = {Channel.TELEGRAM: telegram} if telegram else {}
    return found | ({Channel.ZALO: zalo} if zalo else {})


def _link_secret(config: Config) -> bytes:
    """Derive the key that signs links from a secret the office has anyhow, so that links survive a restart."""
    secret = config.telegram.token.get_secret_value() or config.zalo.token.get_secret_value()
    return hashlib.sha256(b"nhacviec links " + secret.encode()).digest()
