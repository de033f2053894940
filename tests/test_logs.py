"""The log: one line an event, and never a secret."""

from __future__ import annotations

import io
import json
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import HIDDEN, SHORTEST_SECRET, Redactor, set_up
from tests.loglines import log_plainly

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_0123"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Put the logging of the test run back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    # `set_up` closes what it replaces, and these are pytest's.
    root.handlers[:] = []
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    log_plainly()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def fail(token: str) -> None:
    raise ConnectionError(f"cannot reach https://api.telegram.org/bot{token}/getMe")


class TestLines:
    def test_one_json_object_an_event(self) -> None:
        stream = io.StringIO()
        set_up(stream=stream)
        structlog.get_logger("bot.heartbeat").info("sweep.done", queued=3, agency="Sở Ngoại vụ")
        (line,) = lines(stream)
        assert list(line)[:3] == ["timestamp", "level", "event"]
        assert line.pop("timestamp").endswith("Z")
        assert line == {
            "level": "info",
            "event": "sweep.done",
            "logger": "bot.heartbeat",
            "queued": 3,
            "agency": "Sở Ngoại vụ",
        }

    def test_libraries_are_routed_through_it(self) -> None:
        stream = io.StringIO()
        set_up(stream=stream)
        logging.getLogger("telegram.ext").warning("retry in %d s", 3)
        (line,) = lines(stream)
        assert (line["event"], line["logger"], line["level"]) == ("retry in 3 s", "telegram.ext", "warning")

    def test_traceback_stays_in_the_line(self) -> None:
        stream = io.StringIO()
        set_up(stream=stream)
        try:
            fail("x")
        except ConnectionError:
            structlog.get_logger().exception("chore.failed", chore="sweep")
        (line,) = lines(stream)
        assert line["exception"].startswith("Traceback")
        assert "ConnectionError" in line["exception"]

    def test_terminal_gets_lines_for_people(self) -> None:
        stream = Terminal()
        set_up(stream=stream)
        structlog.get_logger().info("bot.started", channels=1)
        assert "bot.started" in stream.getvalue()
        assert not stream.getvalue().startswith("{")

    def test_debug_adds_ours_and_not_the_libraries(self) -> None:
        for debug, expected in ((False, []), (True, ["turn.begun"])):
            stream = io.StringIO()
            set_up(debug=debug, stream=stream)
            structlog.get_logger("bot").debug("turn.begun")
            logging.getLogger("telegram.Bot").debug("message text")
            logging.getLogger("httpx").info("HTTP Request: POST https://…")
            assert [line["event"] for line in lines(stream)] == expected

    def test_warnings_are_logged(self) -> None:
        stream = io.StringIO()
        set_up(stream=stream)
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn("soon gone", DeprecationWarning, stacklevel=1)
        assert any("soon gone" in line["event"] for line in lines(stream))

    def test_setting_up_again_replaces(self) -> None:
        first, second = io.StringIO(), io.StringIO()
        set_up(stream=first)
        set_up(stream=second)
        structlog.get_logger().info("bot.started")
        assert (len(lines(first)), len(lines(second))) == (0, 1)


class TestSecrets:
    @pytest.mark.parametrize("stream", [io.StringIO(), Terminal()], ids=["json", "terminal"])
    def test_nowhere_in_the_line(self, stream: io.StringIO) -> None:
        set_up(stream=stream, secrets=['pa"ss wörd'])
        log = structlog.get_logger()
        log.info("channel.opened", url=f"https://api.telegram.org/bot{TOKEN}/getMe", nested={"token": [TOKEN]})
        log.info(f"at {TOKEN.replace(':', '%3A')}")
        log.info("database.opened", url='postgresql://bot:pa"ss wörd@localhost', quoted="pa%22ss%20w%C3%B6rd")
        logging.getLogger("httpx").warning("GET %s", f"https://x/bot{TOKEN}/getUpdates")
        try:
            fail(TOKEN)
        except ConnectionError:
            log.exception("update.failed")
            logging.getLogger("telegram.ext").exception("No error handlers are registered")
        told = stream.getvalue()
        assert told.count(HIDDEN) == 8
        for secret in (TOKEN, TOKEN.split(":")[1], "ss wörd", "ss%20w"):
            assert secret not in told

    def test_locals_are_not_printed(self) -> None:
        stream = Terminal()
        set_up(stream=stream)
        try:
            fail("-".join(["the", "local", "value"]))
        except ConnectionError:
            structlog.get_logger().exception("update.failed")
        assert stream.getvalue().count("the-local-value") == 1

    def test_a_secret_within_a_secret(self) -> None:
        assert Redactor(["sesame", "sesame-open"])("sesame-open sesame") == f"{HIDDEN} {HIDDEN}"

    def test_numbers_and_times_stay(self) -> None:
        line = "at 2024-11-14T08:00:00 due 123456:7 took 12:30"
        assert Redactor(["", "a"])(line) == line

    @given(st.text(min_size=SHORTEST_SECRET, max_size=40), st.text(max_size=20), st.text(max_size=20))
    def test_property_gone_from_text_and_json(self, secret: str, before: str, after: str) -> None:
        secret = secret.replace("*", "x")
        redact = Redactor([secret])
        assert secret not in redact(f"{before}{secret}{after}")
        # A mere part of it may come about where two texts meet; whole it must not be read back.
        told = json.loads(redact(json.dumps({"field": secret}, ensure_ascii=False)))
        assert told["field"] == HIDDEN
