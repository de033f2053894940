"""People who try for more than is theirs: guessed codes, forged buttons, another agency's numbers, names of files, floods."""

from __future__ import annotations

import math
import random
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.clock import CODE_ALPHABET
from bot.demo.scene import OFFICER
from bot.domain.people import Role
from bot.usecases import people
from bot.usecases.desk import Desk
from handlers.pacing import Limits
from storage.backlog import Backlog
from storage.schema import agencies, evidence, updates
from tests.acceptance import staff, stories
from tests.security.conftest import LAN, MINH, STRANGER, Fortress
from tests.waiting import until

ALREADY_OLD = "Lựa chọn này đã cũ và không còn tác dụng."


def test_codes_are_too_many_to_guess() -> None:
    """A thousand accounts that try for a year, as fast as they may, find a given code with a chance of less than 1 in 9,000."""
    tries = 1000 * people.WRONG_CODES * (timedelta(days=365) / people.WAIT)
    codes = math.pow(len(CODE_ALPHABET), people.CODE_LENGTH)
    assert tries / codes < 1 / 9000


async def test_guessing_codes_is_stopped_even_at_the_right_one(fortress: Fortress) -> None:
    def invite(desk: Desk) -> str:
        return people.invite(desk, None, Role.COORDINATOR)

    code = await fortress.town.house.doors.write(invite)
    for number in range(people.WRONG_CODES):
        (refused,) = await fortress.town.say(STRANGER, f"ABCDEFG{number + 2}")
        assert "Mã mời không đúng" in refused
    (slowed,) = await fortress.town.say(STRANGER, code)
    assert "mời anh/chị" not in slowed


async def test_forged_buttons_open_nothing(fortress: Fortress) -> None:
    """Buttons with any numbers, pressed by a focal point and by a stranger, report nothing and show nobody else's name."""
    town, chance = fortress.town, random.Random(4)
    await town.say(MINH, "/baocao")
    await town.say(LAN, "/help")
    await town.say(STRANGER, "xin chào")
    before = await fortress.counts()
    shapes = (
        "a:{}:{}:{}",
        "do:status:2024-Q4:a:{}:{}",
        "do:status:2024-Q4:k:{}:{}",
        "do:plan:{}",
        "do:book:{}",
        "d:{}:{}",
    )
    for _ in range(40):
        data = chance.choice(shapes).format(*(chance.randint(0, 5) for _ in range(3)))
        for user in (LAN, STRANGER):
            town.world.forge_press(user, town.last(user), data)
    for user in (LAN, STRANGER):
        said = await town.hear(user)
        assert not any(f"Sở số {MINH}" in text or f"Việc số {MINH}" in text for text in said)
        assert not any(f"Sở số {LAN}" in text for text in said if user == STRANGER)
    assert (await fortress.counts()).reports == before.reports


async def test_another_agency_s_figures_are_not_shown(fortress: Fortress) -> None:
    town = fortress.town

    def other(desk: Desk) -> int:
        query = select(agencies.c.id).where(agencies.c.name == f"Sở số {MINH}")
        return int(desk.connection.execute(query).scalar_one())

    number = await town.house.doors.read(other)
    for said in (
        await town.say(LAN, f"/status Sở số {MINH}"),
        await town.say(LAN, "/status"),
        await town.say(LAN, "/nhiemvu"),
    ):
        assert not any(f"Việc số {MINH}" in text for text in said), said
    town.world.forge_press(LAN, town.last(LAN), f"do:status:2024-Q4:a:{number}:0")
    assert not any(f"Sở số {MINH}" in text for text in await town.hear(LAN))


async def test_names_of_files_lead_nowhere(fortress: Fortress) -> None:
    """Evidence is kept by the hash of its content, whatever it is called."""
    town, content = fortress.town, b"%PDF-1.4 minh chung"
    for turn in stories.TURNS[:5]:
        await (town.press(LAN, turn.what) if turn.pressed else town.say(LAN, turn.what))
    town.world.send_file(LAN, "../../../config.toml", content, "application/pdf")
    await town.hear(LAN)
    await town.press(LAN, "Xong")
    await town.press(LAN, "Gửi")

    def kept(desk: Desk) -> list[str]:
        return [row.sha256 for row in desk.connection.execute(select(evidence)).all() if row.sha256]

    await until(lambda: town.house.doors.read(kept))
    digests = await town.house.doors.read(kept)
    found = [path for path in fortress.files.rglob("*") if path.is_file()]
    assert [path.name for path in found] == digests
    assert found[0].read_bytes() == content
    assert not (fortress.files.parent / "config.toml").exists()


@pytest.fixture
def paced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the town keep Telegram's pace, as the bot does outside of tests."""
    monkeypatch.setattr(staff, "UNLIMITED", Limits())


@pytest.mark.usefixtures("paced")
async def test_a_flood_from_one_keeps_nobody_else_waiting(fortress: Fortress) -> None:
    """What exceeds a burst of thirty is kept and dealt with in turn; another is answered meanwhile."""
    town = fortress.town
    for number in range(300):
        town.world.say(STRANGER, f"xin chào {number}")
    started = time.monotonic()
    town.world.say(LAN, "/help")
    await town.server.wait_for(lambda: stories.said_by_bot(town.server, LAN), 10)
    waited = time.monotonic() - started
    assert waited < 5
    await town.server.wait_for(lambda: not len(town.world.updates), 20)

    def count(desk: Desk) -> tuple[int, int]:
        seen = select(func.count()).select_from(updates)
        return desk.connection.execute(seen).scalar_one(), Backlog(desk.connection).count()

    dealt, waiting = await town.house.doors.read(count)
    assert dealt + waiting == 301  # all acknowledged, none lost
    assert waiting > 200
    assert sum("lần lượt" in one.text for one in stories.said_by_bot(town.server, STRANGER)) <= 1


async def test_markup_and_formulas_stay_words(fortress: Fortress) -> None:
    """What people write is shown as they wrote it, in chats and in the workbook."""
    import io

    import openpyxl

    town, wild = fortress.town, '=HYPERLINK("http://x";"<b>đậm</b> & <a href=\'tg://user?id=1\'>x</a>")'
    for turn in stories.TURNS:
        what = wild if turn.answer.startswith("Có khó khăn") else turn.what
        said = await (town.press(LAN, turn.what) if turn.pressed else town.say(LAN, what))
        if turn.answer.startswith("Xem lại"):
            assert wild in said[-1]
            assert not any(kind in str(town.last(LAN).body.entities) for kind in ("text_link", "text_mention"))
    await town.say(OFFICER.user, "/tonghop quý 4/2024")
    file = next(
        one.attachment.file
        for one in town.world.transcript(OFFICER.user)
        if one.attachment and one.attachment.file and one.attachment.file.name.endswith(".xlsx")
    )
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(file.content)) for row in sheet.rows for cell in row]
    assert any(wild in str(cell.value) for cell in cells)
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
