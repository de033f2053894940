"""Health, metrics and signed downloads over HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.domain import markup
from bot.domain.messages import (
    Address,
    Channel,
    Incoming,
    IncomingFile,
    IncomingKind,
    Outgoing,
    Priority,
    Sender,
    Stored,
)
from bot.errors import ConfigError
from bot.usecases import backlog
from bot.usecases.desk import Desk
from handlers.counters import Counters
from handlers.files import FileStore
from handlers.links import Links
from handlers.serving import serving
from handlers.web import Downloads, Service
from storage.engine import Storage
from storage.errands import Errands
from tests.worlds import World

ROOT = Path(__file__).parents[2]
SECRET = b"secret"


@dataclass
class Site:
    """The web doors, open."""

    world: World
    store: FileStore
    counters: Counters
    parts: dict[str, bool]
    address: str
    session: aiohttp.ClientSession

    @property
    def links(self) -> Links:
        return Links(SECRET, f"http://{self.address}/")

    async def get(self, url: str) -> tuple[int, bytes]:
        address = url if url.startswith("http") else f"http://{self.address}{url}"
        async with self.session.get(address) as answer:
            return answer.status, await answer.read()


@pytest.fixture
async def site(storage: Storage, tmp_path: Path) -> AsyncIterator[Site]:
    world = World.of(storage, "2024-11-08 08:00")
    store, counters, parts = FileStore(tmp_path / "files"), Counters(), {"telegram": True}
    service = Service(world.doors, counters, ready=lambda: parts, gauges=lambda: {"last_backup_timestamp_seconds": 7})
    downloads = Downloads(world.doors, store, Links(SECRET, ""))
    doors = [("127.0.0.1:0", service.routes()), ("127.0.0.1:0", downloads.routes())]
    async with serving(doors) as (address,), aiohttp.ClientSession() as session:
        yield Site(world, store, counters, parts, address, session)


async def test_health(site: Site) -> None:
    assert (await site.get("/healthz"))[0] == 200
    assert await _ready(site) == (200, {"database": True, "telegram": True})
    site.parts["telegram"] = False
    assert await _ready(site) == (503, {"database": True, "telegram": False})
    site.parts["zalo"] = True
    assert await _ready(site) == (200, {"database": True, "telegram": False, "zalo": True})
    lines = (await site.get("/metrics"))[1].decode().splitlines()
    assert {"nhacviec_telegram_ready 0.0", "nhacviec_zalo_ready 1.0"} <= set(lines)
    await site.world.doors._storage.close()
    assert await _ready(site) == (503, {"database": False, "telegram": False, "zalo": True})
    assert (await site.get("/healthz"))[0] == 200


async def _ready(site: Site) -> tuple[int, dict[str, bool]]:
    status, parts = await site.get("/readyz")
    return status, json.loads(parts)


async def test_metrics(site: Site) -> None:
    def add(desk: Desk) -> None:
        address = Address(Channel.TELEGRAM, "7")
        desk.outbox.add("a", address, Outgoing(markup.text("a")), priority=Priority.REMINDER, now=desk.now)

    await site.world.doors.write(add)
    site.world.clock.advance(seconds=90)
    site.counters.count("messages", "sent")
    for seconds in (0.004, 0.2, 100.0):
        site.counters.took("send_answer", seconds)
    status, text = await site.get("/metrics")
    assert status == 200
    lines = text.decode().splitlines()
    for wanted in (
        'nhacviec_messages_total{outcome="sent"} 1.0',
        'nhacviec_outbox_waiting{priority="reminder"} 1.0',
        "nhacviec_outbox_oldest_seconds 90.0",
        'nhacviec_send_answer_seconds_bucket{le="0.25"} 2.0',
        'nhacviec_send_answer_seconds_bucket{le="+Inf"} 3.0',
        "nhacviec_last_backup_timestamp_seconds 7.0",
    ):
        assert wanted in lines


async def test_metrics_tell_what_waits_in_each_queue(site: Site) -> None:
    user = Address(Channel.TELEGRAM, "7")
    file = IncomingFile("ref", "Kế hoạch.docx", "application/msword")

    def fill(desk: Desk) -> None:
        for number in range(3):
            sender = Sender(Channel.TELEGRAM, "7")
            at = desk.now - timedelta(seconds=60 - number)
            backlog.keep(desk, Incoming(str(number), IncomingKind.TEXT, user, sender, at, text="xong"))
        for number in range(2):
            talk = desk.conversations.start(None, user, str(number), "plan.import", 1, {}, desk.now)
            Errands(desk.connection).add(talk, Channel.TELEGRAM, file, desk.now)
        Errands(desk.connection).cancel(1)

    await site.world.doors.write(fill)
    lines = (await site.get("/metrics"))[1].decode().splitlines()
    for wanted in (
        "nhacviec_database_up 1.0",
        "nhacviec_backlog_waiting 3.0",
        "nhacviec_backlog_oldest_seconds 60.0",
        "nhacviec_errands_waiting 1.0",
        "nhacviec_evidence_waiting 0.0",
    ):
        assert wanted in lines


async def test_without_a_database_metrics_say_so(site: Site) -> None:
    await site.world.doors._storage.close()
    status, text = await site.get("/metrics")
    assert status == 200
    assert "nhacviec_database_up 0.0" in text.decode()
    assert "waiting" not in text.decode()


async def test_the_page_on_operation_names_figures_that_exist(site: Site) -> None:
    site.counters.count("updates", "unkept")
    site.counters.count("forgotten_rows", "words", 3)
    site.parts["zalo"] = True
    text = (await site.get("/metrics"))[1].decode()
    named = set(re.findall(r"nhacviec_[a-z_]+", (ROOT / "docs" / "operation.md").read_text("utf-8")))
    assert len(named) > 8
    assert named - set(re.findall(r"^nhacviec_[a-z_]+", text, re.MULTILINE)) == set()


async def test_a_signed_link_gives_the_file_until_it_expires(site: Site) -> None:
    digest = await site.store.keep(b"content")
    file = Stored(digest, "Báo cáo 1/2.docx", "application/msword")
    url = site.links.make(file, site.world.doors.clock.now())
    async with site.session.get(url) as answer:
        assert (answer.status, await answer.read()) == (200, b"content")
        assert answer.headers["Content-Disposition"].startswith(
            "attachment; filename*=UTF-8''B%C3%A1o%20c%C3%A1o%201-2"
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == (
            "private, no-store",
            "no-referrer",
        )
    site.world.clock.advance(days=7)
    assert (await site.get(url))[0] == 404


@pytest.mark.parametrize(
    ("name", "kind", "how"),
    [
        ("lich.ICS", "text/calendar; charset=utf-8", "attachment"),
        ("hinh.png", "image/png", "inline"),
        ("a.html", "application/octet-stream", "attachment"),
        ("ics", "application/octet-stream", "attachment"),
    ],
)
async def test_a_telephone_is_told_what_to_do_with_a_file(site: Site, name: str, kind: str, how: str) -> None:
    digest = await site.store.keep(b"content")
    url = site.links.make(Stored(digest, name, "x"), site.world.doors.clock.now())
    async with site.session.get(url) as answer:
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Content-Disposition"].startswith(how)


async def test_forged_links_give_nothing(site: Site) -> None:
    digest = await site.store.keep(b"content")
    other = await site.store.keep(b"other")
    now = site.world.doors.clock.now()
    url = site.links.make(Stored(digest, "a.pdf", "application/pdf"), now)
    expires = url.split("/")[4]
    strange = Links(b"another", site.links.public_url).make(Stored(digest, "a.pdf", "application/pdf"), now)
    for forged in (
        strange,
        url.replace(digest, other),
        url.replace("a.pdf", "a.html"),
        url.replace(expires, str(int(expires) + 1)),
        url.replace(expires, "٣"),
        url.replace(digest, "..%2f..%2fconfig.toml"),
        site.links.make(Stored("0" * 64, "a.pdf", "application/pdf"), now),
    ):
        assert (await site.get(forged))[0] == 404


async def test_an_address_that_is_none_or_taken_is_refused(site: Site) -> None:
    for listen in ("nonsense", "127.0.0.1:x", site.address):
        with pytest.raises(ConfigError):
            async with serving([(listen, [])]):
                pass


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "a" * 63])
def test_only_hashes_name_files(digest: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(digest)}$"):
        FileStore(tmp_path).path(digest)


async def test_the_same_content_is_kept_once(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    assert await store.keep(b"a") == await store.keep(b"a")
    assert len(files_below(tmp_path)) == 1


def files_below(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file()]
