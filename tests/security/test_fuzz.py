"""Whatever comes through the doors - updates of both channels, documents, configuration - nothing of ours breaks by it."""

from __future__ import annotations

import asyncio
import io
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.clock import CountingIds, ManualClock
from bot.config import load
from bot.domain.messages import Address, Channel, Incoming, IncomingKind, Sender
from bot.domain.office import Office
from bot.errors import ConfigError, UnreadableDocument
from bot.reading.plan_documents import read_document
from bot.usecases.desk import Doors
from handlers.incoming import handle
from handlers.telegram import updates as telegram
from handlers.telegram.parsing import parse
from handlers.telegram.shapes import Update
from handlers.turn import Surroundings
from handlers.zalo import updates as zalo
from storage.engine import Storage
from storage.schema import outbox
from tests.acceptance import stories
from tests.worlds import at

LAN = 1001
NOW = at("2024-10-14 08:00")

# The same examples at every run: who looks for more asks for more of them, and not for these again.
FEW = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))

WORDS = st.text(max_size=30) | st.sampled_from(
    [
        "/baocao",
        "/status",
        "/start x",
        "/moi",
        "1",
        "75%",
        "xong rồi",
        "Gửi",
        "0",
        "/huy",
        "\ud800",
        "a\x00b",
        "²",
        "9" * 400,
    ]
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
DATA = WORDS | st.from_regex(r"\A[a-z]{1,3}:[0-9]{1,20}(:[0-9]{1,3})?(:[a-z]{1,8})?\Z")
PERSON = {"id": LAN, "is_bot": False, "first_name": "Lan"}
CHAT = {"id": LAN, "type": "private", "first_name": "Lan"}


def spoiled(sound: dict[str, Any], *also: str) -> st.SearchStrategy[dict[str, Any]]:
    """Make what is sound but for some places, which hold anything."""
    wild = st.fixed_dictionaries({}, optional=dict.fromkeys([*sound, *also], JUNK))
    return wild.map(lambda places: sound | places)


MESSAGE = st.builds(
    lambda message, text: message | {"text": text},
    spoiled({"message_id": 7, "date": 1_728_867_600, "chat": CHAT, "from": PERSON}, "reply_to_message", "entities"),
    WORDS,
) | spoiled(
    {"message_id": 7, "date": 1_728_867_600, "chat": CHAT, "from": PERSON},
    "document",
    "photo",
    "sticker",
    "caption",
    "migrate_to_chat_id",
)
PRESS = st.builds(
    lambda message, data: {"id": "5", "from": PERSON, "chat_instance": "1", "message": message, "data": data},
    MESSAGE,
    DATA,
)
MEMBER = {"user": {"id": 1, "is_bot": True, "first_name": "Bot"}, "status": "member"}
MEMBERSHIP = spoiled(
    {"chat": CHAT, "from": PERSON, "date": 1_728_867_600, "old_chat_member": MEMBER, "new_chat_member": MEMBER}
)
ON_TELEGRAM = st.one_of(
    st.fixed_dictionaries({"message": MESSAGE}),
    st.fixed_dictionaries({"edited_message": MESSAGE}),
    st.fixed_dictionaries({"callback_query": PRESS}),
    st.fixed_dictionaries({"my_chat_member": MEMBERSHIP}),
)
ON_ZALO = st.builds(
    lambda name, message: {"event_name": name, "message": message},
    st.sampled_from(["message.text.received", "message.image.received", "message.unsupported.received"]) | JUNK,
    st.builds(
        lambda message, text: message | {"text": text},
        spoiled(
            {
                "message_id": "m1",
                "from": {"id": str(LAN), "display_name": "Lan"},
                "chat": {"id": str(LAN), "chat_type": "PRIVATE"},
                "date": 1_728_867_600_000,
            },
            "photo_url",
            "caption",
        ),
        WORDS,
    ),
)


def _from_telegram(packed: Sequence[dict[str, Any]]) -> list[Incoming]:
    parsed = [parse(one | {"update_id": number}) for number, one in enumerate(packed, start=1)]
    me = telegram.Me(1, "thu_bot")
    read = [telegram.to_incoming(one, me, NOW) for one in parsed if isinstance(one, Update)]
    return [incoming for incoming in read if incoming is not None]


def _from_zalo(packed: Sequence[dict[str, Any]]) -> list[Incoming]:
    found = [zalo.unwrap(one) for one in packed]
    read = [zalo.to_incoming(one, zalo.Me("9"), NOW) for one in found if one is not None]
    return [incoming for incoming in read if incoming is not None]


Ready = tuple[Path, CountingIds]
"""A database, and the ids that go on from those in it."""


@pytest.fixture(scope="module")
def offices(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[Channel, Ready]:
    """Give a database for each channel in which Lan is in the middle of a report."""
    return {
        channel: asyncio.run(_prepared(sqlite_template, tmp_path_factory.mktemp(channel), channel))
        for channel in (Channel.TELEGRAM, Channel.ZALO)
    }


async def _prepared(template: Path, directory: Path, channel: Channel) -> Ready:
    ids = CountingIds()
    shutil.copy(template, directory / "bot.db")
    async with await Storage.open("sqlite:///bot.db", data_dir=directory, migrate=False) as storage:
        doors = Doors(storage, ManualClock(NOW), Office(), ids)
        await doors.write(stories.prepare, [LAN], channel)
        await doors.write(handle, _plain(channel, "first", "/baocao"), Surroundings(links=lambda code: [code]))
    return directory / "bot.db", ids


def _plain(channel: Channel, key: str, text: str) -> Incoming:
    home, sender = Address(channel, str(LAN)), Sender(channel, str(LAN))
    return Incoming(key, IncomingKind.TEXT, home, sender, NOW, text=text)


async def _deal(ready: Ready, channel: Channel, arrived: Sequence[Incoming]) -> None:
    """Let the bot deal with what arrived, in the middle of a report, and with a plain question afterwards."""
    (template, ids), surroundings = ready, Surroundings(links=lambda code: [code])
    with tempfile.TemporaryDirectory() as directory:
        shutil.copy(template, Path(directory, "bot.db"))
        async with await Storage.open("sqlite:///bot.db", data_dir=Path(directory), migrate=False) as storage:
            doors = Doors(storage, ManualClock(NOW), Office(), copy(ids))
            for incoming in (*arrived, _plain(channel, "last", "/help")):
                await doors.write(handle, incoming, surroundings)
            keys = await doors.read(
                lambda desk: desk.connection.scalars(outbox.select().with_only_columns(outbox.c.key)).all()
            )
    assert any("last" in key for key in keys)


@FEW
@given(packed=st.lists(ON_TELEGRAM, max_size=12))
def test_whatever_telegram_brings_the_next_is_answered(
    offices: dict[Channel, Ready], packed: list[dict[str, Any]]
) -> None:
    asyncio.run(_deal(offices[Channel.TELEGRAM], Channel.TELEGRAM, _from_telegram(packed)))


@FEW
@given(packed=st.lists(ON_ZALO, max_size=12))
def test_whatever_zalo_brings_the_next_is_answered(offices: dict[Channel, Ready], packed: list[dict[str, Any]]) -> None:
    asyncio.run(_deal(offices[Channel.ZALO], Channel.ZALO, _from_zalo(packed)))


def test_what_is_not_spoilt_arrives() -> None:
    person = {"id": LAN, "is_bot": False, "first_name": "Lan"}
    chat = {"id": LAN, "type": "private"}
    on_telegram = {"message_id": 1, "date": 1_728_867_600, "chat": chat, "from": person, "text": "chào"}
    on_zalo = {"message_id": "m1", "from": {"id": "1"}, "chat": {"id": "1", "chat_type": "PRIVATE"}, "text": "chào"}
    assert [one.text for one in _from_telegram([{"message": on_telegram}])] == ["chào"]
    assert [one.text for one in _from_zalo([{"event_name": "message.text.received", "message": on_zalo}])] == ["chào"]


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    """Give the parts of a Word document with a table."""
    document, packed = Document(), io.BytesIO()
    document.add_paragraph("KẾ HOẠCH Thông tin đối ngoại năm 2024")
    document.add_paragraph("1. Sở Ngoại vụ chủ trì, phối hợp với Sở Nội vụ. Thời gian: Quý IV/2024")
    document.add_table(2, 2).cell(0, 0).text = "Nhiệm vụ"
    document.save(packed)
    with zipfile.ZipFile(packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@FEW
@given(
    name=st.sampled_from(
        ["word/document.xml", "word/styles.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"]
    ),
    cut=st.tuples(st.floats(0, 1), st.integers(0, 60)),
    put=st.binary(max_size=20)
    | st.sampled_from([b"<w:tbl>", b"</w:tc>", b"&#0;", b"]]>", b'w:val="-1"', b"<w:gridSpan w:val='999999999'/>"]),
)
def test_a_document_with_wild_places_is_read_or_refused(
    parts: dict[str, bytes], name: str, cut: tuple[float, int], put: bytes
) -> None:
    where = int(cut[0] * len(parts[name]))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content[:where] + put + content[where + cut[1] :] if part == name else content)
    try:
        read_document(packed.getvalue(), "ke-hoach.docx")
    except UnreadableDocument:
        return


_SECTIONS = st.sampled_from(
    ["bot", "telegram", "zalo", "database", "office", "reminders", "quarter", "calendar", "backup", "http", "x"]
)
_KEYS = st.sampled_from(
    ["token", "data_dir", "timezone", "url", "listen", "public_url", "lead_days", "at", "keep_days", "report_by", "x"]
)
_VALUES = st.sampled_from(
    [
        "-1",
        "1e400",
        "true",
        "[]",
        "[[]]",
        "{}",
        '""',
        '"x"',
        "1979-05-27",
        "nan",
        "[1, 'a']",
        '"\\u0000"',
        "'''",
        "=",
        "07",
    ]
)


@FEW
@given(st.lists(st.tuples(_SECTIONS, _KEYS, _VALUES), max_size=4), st.binary(max_size=4))
def test_any_configuration_is_taken_or_refused(lines: list[tuple[str, str, str]], end: bytes) -> None:
    words = "\n".join(f"[{section}]\n{key} = {value}" for section, key, value in lines)
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "config.toml")
        file.write_bytes(words.encode() + b"\n# " + end)
        try:
            load(file, {})
        except ConfigError:
            return
