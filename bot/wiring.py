"""The composition root: puts the bot together behind its entrance. Nothing but `bot.app` and the commands imports this."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.appointments import Appointments
from bot.backups import NightlyBackup
from bot.clock import Clock, Ids
from bot.company import Company
from bot.config import Config
from bot.domain.messages import Channel
from bot.entrance import Entrance, Later, stand
from bot.forgetting import NightlyForgetting
from bot.heartbeat import Heartbeat
from bot.usecases.desk import Doors
from handlers.backlog import SlowLane
from handlers.errands import ErrandRunner
from handlers.evidence import EvidenceKeeper
from handlers.failures import Patience
from handlers.files import FileStore, Workshop
from handlers.incoming import Receiver
from handlers.pacing import Limits
from handlers.passing import PassingStore
from handlers.rendering import Renderers
from handlers.sender import Sender
from handlers.turn import Surroundings
from handlers.uploads import PASSING, Uploads, WithUploads
from handlers.web import Downloads, Service, webhook_route
from storage.engine import Storage

ZALO_LIMITS = Limits(overall=10)
"""Zalo does not say how fast it may be written to: a cautious guess."""


@dataclass(frozen=True)
class House:
    """All the parts of a running bot."""

    entrance: Entrance
    sender: Sender
    receiver: Receiver
    backlog: SlowLane
    heartbeat: Heartbeat
    company: Company
    appointments: Appointments
    backup: NightlyBackup
    forgetting: NightlyForgetting
    evidence: EvidenceKeeper
    errands: ErrandRunner
    service: Service
    downloads: Downloads
    uploads: Uploads

    @property
    def doors(self) -> Doors:
        """The doors to the database."""
        return self.entrance.doors

    @property
    def pages(self) -> list[web.AbstractRouteDef]:
        """What people open by links: files to fetch, and the page to bring one to."""
        return [*self.downloads.routes(), *self.uploads.routes()]

    @property
    def web(self) -> list[tuple[str, list[web.AbstractRouteDef]]]:
        """What is served on the web, as (host:port, routes); empty where nothing is configured."""
        config, telegram, zalo = self.entrance.config, self.entrance.telegram, self.entrance.zalo
        doors: list[tuple[str, list[web.AbstractRouteDef]]] = []
        if config.http.listen:
            doors.append((config.http.listen, [*self.service.routes(), *self.pages]))
        if telegram is not None and config.telegram.webhook_url:
            route = webhook_route(config.telegram.webhook_url, telegram.webhook.handle)
            doors.append((config.telegram.webhook_listen, [route]))
        if zalo is not None and config.zalo.webhook_url:
            route = webhook_route(config.zalo.webhook_url, zalo.webhook.handle)
            doors.append((config.zalo.webhook_listen, [route]))
        return doors


def build(config: Config, storage: Storage, clock: Clock, ids: Ids, limits: Limits | None = None) -> House:
    """Put the whole bot together; nothing is opened or started yet. `limits` replace the platforms' own."""
    return furnish(stand(config, storage, clock, ids), limits)


def furnish(entrance: Entrance, limits: Limits | None = None) -> House:
    """Put the parts behind an entrance together; nothing is started yet, and the gate is not opened."""
    config, doors, wake, counters = entrance.config, entrance.doors, entrance.wake, entrance.counters
    store = FileStore(config.bot.data_dir / "files")
    surroundings = Surroundings(_admins(config), entrance.join_links, uploads=bool(config.http.public_url))
    receiver = Receiver(doors, surroundings, wake)
    brought = PassingStore(config.bot.data_dir / "uploads", doors.clock, PASSING)
    fetchers = {name: WithUploads(channel.fetcher, brought) for name, channel in entrance.by_name.items()}
    sender = _sender(entrance, store, limits)
    evidence = EvidenceKeeper(doors, fetchers, store, counters)
    errands = ErrandRunner(doors, fetchers, counters, sender.wake, config.as_limits())
    wake.calls = (sender.wake, evidence.wake, errands.wake)
    if not doors.shared:
        receiver.answer_by(sender, Later(evidence.wake, errands.wake))
    heartbeat = _heartbeat(entrance, brought, sender)
    appointments = Appointments(doors.office, heartbeat.now)
    heartbeat.on_jump(appointments.jumped)
    backup = _backup(config, doors)
    return House(
        entrance=entrance,
        sender=sender,
        receiver=receiver,
        backlog=_backlog(entrance, receiver, limits),
        heartbeat=heartbeat,
        company=Company(entrance.presence, doors, sender.wake),
        appointments=appointments,
        backup=backup,
        forgetting=NightlyForgetting(doors, config.as_retention(), counters),
        evidence=evidence,
        errands=errands,
        service=_service(entrance, backup),
        downloads=Downloads(doors, entrance.linked, entrance.addresses),
        uploads=Uploads(doors, brought, entrance.addresses, surroundings, wake),
    )


def _admins(config: Config) -> frozenset[tuple[Channel, str]]:
    telegram = [(Channel.TELEGRAM, str(user)) for user in config.admins.telegram]
    return frozenset([*telegram, *((Channel.ZALO, str(user)) for user in config.admins.zalo)])


def _sender(entrance: Entrance, store: FileStore, limits: Limits | None) -> Sender:
    deliverers = {name: channel.deliverer for name, channel in entrance.by_name.items()}
    workshop = Workshop(store, Renderers(entrance.doors))
    paces = {Channel.TELEGRAM: limits or Limits(), Channel.ZALO: limits or ZALO_LIMITS}
    return Sender(
        entrance.doors, deliverers, workshop, limits=paces, worker=entrance.worker, counters=entrance.counters
    )


def _backlog(entrance: Entrance, receiver: Receiver, limits: Limits | None) -> SlowLane:
    patience = Patience(entrance.doors, receiver.receive, wake=entrance.wake)
    baton = entrance.presence.baton("backlog")
    return SlowLane(entrance.doors, receiver.receive, patience, limits or Limits(), baton=baton)


def _heartbeat(entrance: Entrance, brought: PassingStore, sender: Sender) -> Heartbeat:
    zalo = entrance.zalo
    sweeps = (entrance.linked.sweep, brought.sweep, *((zalo.arrivals.sweep,) if zalo else ()))
    return Heartbeat(entrance.doors, sender.wake, sweeps)


def _service(entrance: Entrance, backup: NightlyBackup) -> Service:
    return Service(
        entrance.doors,
        entrance.counters,
        ready=lambda: {name.value: channel.ready.is_set() for name, channel in entrance.by_name.items()},
        gauges=backup.gauges,
    )


def _backup(config: Config, doors: Doors) -> NightlyBackup:
    return NightlyBackup(
        doors,
        config.as_backups(),
        url=config.database.url,
        data_dir=config.bot.data_dir,
        directory=config.backup.directory,
    )
