"""Whoever only holds the line is hung up on, keeps nobody out, and leaves nothing in the log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from handlers import serving

HALF = b"POST /x HTTP/1.1\r\nHost: x\r\nX-Slow: "
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _well(_request: web.Request) -> web.Response:
    return web.Response(text="well")


async def _never(request: web.Request) -> web.Response:
    return web.Response(body=await request.read())


@pytest.fixture
async def doors(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[int, int]]:
    """Open two doors; gives their ports."""
    monkeypatch.setattr(serving, "MOST_AT_ONCE", 5)
    monkeypatch.setattr(serving, "SILENCE", 0.3)
    async with serving.serving([(f"127.0.0.1:{0:0{n}d}", [web.get("/", _well)]) for n in (1, 2)]) as (one, other):
        yield int(one.rpartition(":")[2]), int(other.rpartition(":")[2])


async def _call(port: int, words: bytes) -> Line:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(words)
    return reader, writer


async def _is_well(port: int) -> bool:
    try:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/") as answer:
            return await answer.text() == "well"
    except aiohttp.ClientError:
        return False


async def _hang_up(lines: list[Line]) -> None:
    for _, writer in lines:
        writer.close()
        await asyncio.gather(writer.wait_closed(), return_exceptions=True)


async def test_who_says_nothing_is_hung_up_on(doors: tuple[int, int]) -> None:
    lines = [await _call(doors[0], HALF) for _ in range(3)]
    assert await _is_well(doors[0])
    ended = await asyncio.wait_for(asyncio.gather(*(reader.read() for reader, _ in lines)), 10)
    assert ended == [b""] * 3
    await _hang_up(lines)


async def test_too_many_keep_nobody_out_elsewhere_nor_for_long(doors: tuple[int, int]) -> None:
    lines = [await _call(doors[0], HALF) for _ in range(5)]
    assert await _is_well(doors[1])
    late = await _call(doors[0], HALF)
    assert await asyncio.wait_for(late[0].read(), 0.2) == b""
    await asyncio.wait_for(asyncio.gather(*(reader.read() for reader, _ in lines)), 10)
    assert await _is_well(doors[0])
    await _hang_up([*lines, late])


async def test_nonsense_is_answered_and_not_logged(doors: tuple[int, int], caplog: pytest.LogCaptureFixture) -> None:
    for words in (
        b"GET / HTTP/1.1\r\nHost: \x00\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
        b"?\r\n\r\n",
    ):
        reader, writer = await _call(doors[0], words)
        assert b" 400 " in await asyncio.wait_for(reader.readline(), 10)
        await _hang_up([(reader, writer)])
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_what_is_in_hand_holds_no_stop_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three doors with a body that never comes: they wait side by side."""
    monkeypatch.setattr(serving, "_LAST_WORDS", 0.4)
    lines = []
    async with serving.serving([(f"127.0.0.1:{0:0{n}d}", [web.post("/x", _never)]) for n in (1, 2, 3)]) as addresses:
        for address in addresses:
            head = b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"
            lines.append(await _call(int(address.rpartition(":")[2]), head))
        await asyncio.sleep(0.05)
        started = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - started < 1.1
    await _hang_up(lines)
