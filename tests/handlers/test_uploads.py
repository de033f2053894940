"""Files that are brought to a page: each answers the one question it was asked for, once, and nothing else gets in."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select

from bot.domain.messages import Address, Channel, IncomingFile
from bot.domain.plans import TaskDraft
from bot.usecases.desk import Desk
from handlers import uploads
from handlers.links import Links
from handlers.passing import PassingStore
from handlers.serving import serving
from handlers.turn import Surroundings
from handlers.uploads import Uploads, WithUploads
from storage.engine import Storage
from storage.schema import evidence, outbox
from tests.chats import Phones
from tests.worlds import Q4, World, plan_draft

LAN, HOA = "101", "102"
FORM = {"Content-Type": "multipart/form-data; boundary=b"}
HOME = Address(Channel.TELEGRAM, LAN)


@dataclass
class Site:
    """The page, open, and the phones of those who use it."""

    phones: Phones
    store: PassingStore
    links: Links
    session: aiohttp.ClientSession

    @property
    def world(self) -> World:
        return self.phones.world

    async def at_the_evidence(self) -> str:
        """Bring Lan to the question for evidence; gives the address by which it can be answered."""
        for words in ("/baocao", "1", "Hoàn thành", "đã tổ chức 2 hội nghị", "Không có"):
            await self.phones.say(LAN, words)
        return await self.address()

    async def address(self) -> str:
        place = await self.world.doors.read(_last_place)
        return self.links.make_upload(place, HOME, self.world.doors.clock.now())

    async def open(self, address: str) -> tuple[int, str]:
        async with self.session.get(address) as answer:
            return answer.status, await answer.text()

    async def bring(self, address: str, name: str = "bao-cao.docx", content: bytes = b"PK content") -> tuple[int, str]:
        async with self.session.post(address, data=_form(name, content), headers=FORM) as answer:
            return answer.status, await answer.text()

    async def said(self) -> str:
        """Tell what the bot has said to Lan last."""
        await self.phones.deliver(LAN)
        return self.phones.chats[LAN][-1].text

    def kept(self) -> int:
        directory = self.store.path("0" * 64).parents[1]
        return sum(1 for path in directory.rglob("*") if path.is_file())


def _last_place(desk: Desk) -> str:
    payloads = desk.connection.scalars(select(outbox.c.payload).order_by(outbox.c.id.desc())).all()
    return next(str(payload["upload"]) for payload in payloads if "upload" in payload)


def _form(name: str, content: bytes) -> bytes:
    """Write a form as browsers do: names as they are, in UTF-8."""
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/msword'
    return head.encode() + b"\r\n\r\n" + content + b"\r\n--b--\r\n"


@pytest.fixture
async def site(storage: Storage, tmp_path: Path) -> AsyncIterator[Site]:
    world = World.of(storage, "2024-11-07 08:00")
    tasks = [TaskDraft(f"II.{n}", f"Việc {n}", lead=("Sở Ngoại vụ",), timeframe=Q4) for n in (1, 2)]
    await world.plan(plan_draft(tasks))
    await world.person("Lan", agency="Sở Ngoại vụ")
    await world.person("Hoa", agency="Sở Ngoại vụ")
    store = PassingStore(tmp_path / "uploads", world.clock, uploads.PASSING)
    links = Links(b"secret", "")
    page = Uploads(world.doors, store, links, Surroundings(), lambda: None)
    async with (
        serving([("127.0.0.1:0", page.routes())]) as (address,),
        aiohttp.ClientSession(f"http://{address}") as session,
    ):
        yield Site(Phones(world), store, links, session)


async def test_a_file_that_is_brought_is_evidence(site: Site) -> None:
    address = await site.at_the_evidence()
    status, page = await site.open(address)
    assert status == 200
    for part in ('type="file"', "nhiều nhất 20 MB", "bí mật nhà nước", "width=device-width"):
        assert part in page
    status, page = await site.bring(address, "Báo cáo quý.docx")
    assert status == 200
    assert "Bot đã nhận tệp “Báo cáo quý.docx”" in page
    assert (await site.said()).startswith("Đã nhận 1 minh chứng.")
    await site.phones.press(LAN, "Xong")
    await site.phones.press(LAN, "Gửi")
    (row,) = await site.world.doors.read(lambda desk: desk.connection.execute(select(evidence)).all())
    assert (row.name, row.mime, row.size, row.state) == ("Báo cáo quý.docx", "application/msword", 10, "wanted")


async def test_an_address_is_good_once(site: Site) -> None:
    first = await site.at_the_evidence()
    await site.bring(first)
    assert (await site.bring(first, "khac.docx"))[0] == 410
    assert (await site.open(first))[0] == 410
    assert (await site.said()).startswith("Đã nhận 1 minh chứng.")
    assert (await site.bring(await site.address(), "khac.docx"))[0] == 200
    assert (await site.said()).startswith("Đã nhận 2 minh chứng.")


async def test_of_two_at_once_one_is_the_answer(site: Site) -> None:
    address = await site.at_the_evidence()
    ended = await asyncio.gather(*(site.bring(address, f"{n}.docx", b"%d" % n) for n in range(3)))
    assert sorted(status for status, _ in ended) == [200, 410, 410]
    assert (await site.said()).startswith("Đã nhận 1 minh chứng.")


async def test_an_address_ends_with_its_question_and_after_a_day(site: Site) -> None:
    address = await site.at_the_evidence()
    site.world.clock.advance(hours=24)
    status, page = await site.bring(address)
    assert (status, "đã hết hạn" in page) == (410, True)
    address = await site.address()
    await site.phones.say(LAN, "/huy")
    assert (await site.bring(address))[0] == 410
    assert site.kept() == 0


@pytest.mark.parametrize("part", [4, 5, 6, 7])
async def test_a_forged_address_opens_nothing(site: Site, part: int) -> None:
    words = ("http://x" + await site.at_the_evidence()).split("/")
    for forged in ("1", "99", "x", "²", "9" * 30, "..%2f..", "0" * 40):
        if words[part] == forged:
            continue
        address = "/" + "/".join([*words[3:part], forged, *words[part + 1 :]])
        assert (await site.open(address))[0] == 404
        assert (await site.bring(address))[0] == 404
    assert site.kept() == 0


async def test_another_person_s_address_does_not_fit(site: Site) -> None:
    place = await site.at_the_evidence() and await site.world.doors.read(_last_place)
    now = site.world.doors.clock.now()
    for other in (Address(Channel.TELEGRAM, HOA), Address(Channel.ZALO, LAN)):
        assert (await site.bring(site.links.make_upload(place, other, now)))[0] == 404
    assert (await site.bring(Links(b"another", "").make_upload(place, HOME, now)))[0] == 404


async def test_what_is_too_big_is_cut_off_and_leaves_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 1000)
    address = await site.at_the_evidence()
    status, page = await site.bring(address, content=b"x" * 400_000)
    assert (status, "Tệp lớn quá" in page) == (413, True)

    async def endless() -> AsyncIterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n'
        for _ in range(20):
            yield b"x" * 100

    async with site.session.post(address, data=endless(), headers=FORM) as answer:
        assert answer.status == 413
    assert site.kept() == 0
    assert (await site.bring(address))[0] == 200


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=b", b"nothing of it"),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\nx\r\n--b--\r\n'),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--b--\r\n',
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n\r\n--b--\r\n',
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\ncut off',
        ),
    ],
)
async def test_what_is_no_file_is_refused_with_the_form(site: Site, kind: str, body: bytes) -> None:
    address = await site.at_the_evidence()
    async with site.session.post(address, data=body, headers={"Content-Type": kind}) as answer:
        assert answer.status == 400
        assert 'type="file"' in await answer.text()
    assert (await site.said()).startswith("Anh/chị gửi ảnh, tệp")


async def test_what_is_packed_wrongly_or_unpacks_without_end_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 400_000)
    address = await site.at_the_evidence()
    for body, status in ((b"no gzip", 400), (gzip.compress(_form("a.docx", b"x" * 9_000_000)), 413)):
        headers = FORM | {"Content-Encoding": "gzip", "Connection": "close"}
        async with site.session.post(address, data=body, headers=headers) as answer:
            assert answer.status == status
    assert site.kept() == 0


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("<b>.docx", "&lt;b&gt;.docx"),
        ("a" * 300, "a" * 120),
    ],
)
async def test_names_lead_nowhere_and_stay_words(site: Site, name: str, shown: str) -> None:
    status, page = await site.bring(await site.at_the_evidence(), name)
    assert (status, f"“{shown}”" in page) == (200, True)
    assert site.kept() == 1


async def test_a_marked_name_is_refused_as_in_the_chat(site: Site) -> None:
    await site.bring(await site.at_the_evidence(), "Công văn mật.docx")
    await site.phones.deliver(LAN)
    assert any("dấu hiệu mật" in one.text for one in site.phones.chats[LAN][-2:])
    await site.phones.press(LAN, "Bỏ qua")


async def test_the_page_is_framed_by_nobody_and_kept_nowhere(site: Site) -> None:
    async with site.session.get(await site.at_the_evidence()) as answer:
        rules = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in rules
        assert "frame-ancestors 'none'" in rules
        assert (answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
        assert "<script" not in await answer.text()


async def test_only_so_many_are_taken_at_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    address = await site.at_the_evidence()
    monkeypatch.setattr(uploads, "PATIENCE", 0.2)

    async def slow() -> AsyncIterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\nx'
        await asyncio.Event().wait()

    async def dribble() -> int:
        async with site.session.post(address, data=slow(), headers=FORM) as answer:
            return answer.status

    ended = await asyncio.gather(*(dribble() for _ in range(uploads.AT_ONCE + 1)))
    assert sorted(ended) == [400] * uploads.AT_ONCE + [503]
    assert site.kept() == 0


async def test_a_brought_file_is_fetched_from_where_it_lies(site: Site) -> None:
    await site.bring(await site.at_the_evidence(), content=b"PK content")
    await site.said()
    await site.phones.press(LAN, "Xong")
    await site.phones.press(LAN, "Gửi")
    wanted = await site.world.doors.read(lambda desk: desk.connection.execute(select(evidence)).one())
    file = IncomingFile(wanted.ref, wanted.name, wanted.mime)
    fetcher = WithUploads(_Nothing(), site.store)
    assert await fetcher.fetch(file) == b"PK content"


class _Nothing:
    async def fetch(self, file: IncomingFile) -> bytes:
        raise AssertionError(file)
