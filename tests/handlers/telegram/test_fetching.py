"""Files that people sent come to the disk, and secrets stay out of what is logged."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.demo.faults import Fault
from bot.demo.telegram.server import TelegramServer, TelegramWorld
from bot.domain.messages import Channel, IncomingFile
from bot.domain.plans import TaskDraft
from bot.domain.reports import Evidence, ReportDraft, Status
from bot.errors import DeliveryError, InvalidInput
from bot.usecases.desk import Desk
from bot.usecases.reports import SubmitReport, submit
from handlers.evidence import EvidenceKeeper
from handlers.telegram.fetcher import TelegramFetcher
from storage.schema import evidence, files
from tests.handlers.telegram.rig import Rig
from tests.worlds import Q4, World, plan_draft

LAN = 7
CONTENT = "Số 123/BC-SNgV".encode() * 1000


async def sent(rig: Rig, server: TelegramServer, world: TelegramWorld) -> IncomingFile:
    """Let somebody send a file, and tell how it reached us."""
    world.user(LAN, "Lan", started=True)
    async with rig.running():
        world.send_file(LAN, "Công văn 12.pdf", CONTENT, "application/pdf")
        await server.wait_for(lambda: rig.arrived)
    return rig.arrived[0].files[0]


async def fetcher(rig: Rig) -> TelegramFetcher:
    rig.__post_init__()
    await rig.channel.open()
    return rig.channel.fetcher


async def test_a_file_is_fetched(rig: Rig, server: TelegramServer, world: TelegramWorld) -> None:
    file = await sent(rig, server, world)
    fetch = await fetcher(rig)
    assert await fetch.fetch(file) == CONTENT
    with pytest.raises(InvalidInput):
        await fetch.fetch(IncomingFile(file.ref, "x", "y", 21 * 1024 * 1024))
    with pytest.raises(DeliveryError) as gone:
        await fetch.fetch(IncomingFile("nonsense", "x", "y"))
    assert gone.value.permanent
    server.faults.add(Fault("getFile", "502"))
    with pytest.raises(DeliveryError) as later:
        await fetch.fetch(file)
    assert not later.value.permanent
    await rig.channel.close()


async def test_evidence_comes_home(rig: Rig, server: TelegramServer, world: TelegramWorld, tmp_path: Path) -> None:
    file = await sent(rig, server, world)
    server.faults.add(Fault("getFile", "500"))
    await report(rig, [Evidence(file.name, file.mime, f"telegram:{file.ref}"), Evidence("mất", "x/y", "telegram:none")])
    keeper = EvidenceKeeper(rig.doors, {Channel.TELEGRAM: await fetcher(rig)}, rig.store, rig.counters)
    running = asyncio.create_task(keeper.run())
    async with asyncio.timeout(10):
        while await rig.doors.read(states) != ["fetched", "failed"]:
            rig.clock.advance(seconds=1)
            keeper.wake()
    keeper.stop()
    await running
    await rig.channel.close()
    digest = sha256(CONTENT).hexdigest()
    assert (tmp_path / "files" / digest[:2] / digest).read_bytes() == CONTENT
    known = await rig.doors.read(lambda desk: desk.connection.execute(select(files)).one())
    assert (known.sha256, known.name, known.size) == (digest, "Công văn 12.pdf", len(CONTENT))


async def report(rig: Rig, given: list[Evidence]) -> None:
    """Keep a report with evidence."""
    office = World(rig.doors, rig.clock)
    task = TaskDraft("II.1", "Tổ chức họp báo", lead=("Sở Ngoại vụ",), timeframe=Q4)
    await office.plan(plan_draft([task]))
    person = await office.person("Lan", agency="Sở Ngoại vụ")
    agency = await office.agency("Sở Ngoại vụ")

    def keep(desk: Desk) -> None:
        (due,) = desk.dues.open_of([agency], desk.today)
        draft = ReportDraft(Status.DONE, results="12 tin, bài", evidence=tuple(given))
        submit(desk, SubmitReport(person, due.id, draft))

    await rig.doors.write(keep)


def states(desk: Desk) -> list[str]:
    return list(desk.connection.scalars(select(evidence.c.state).order_by(evidence.c.id)))


async def test_the_token_reaches_no_error_and_no_log(
    rig: Rig, server: TelegramServer, world: TelegramWorld, capsys: pytest.CaptureFixture[str]
) -> None:
    fetch = await fetcher(rig)
    await server.stop()
    with pytest.raises(DeliveryError) as caught:
        await fetch.fetch(IncomingFile("x", "x", "y"))
    said = [repr(caught.value)]
    error: BaseException | None = caught.value
    while error is not None:
        said += [repr(error), str(error)]
        error = error.__cause__
    secret = server.token.partition(":")[2]
    assert not any(secret in words for words in said)
    assert secret not in "".join(capsys.readouterr())
    assert secret not in repr(rig.channel._settings)
    await rig.channel.close()
