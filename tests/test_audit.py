"""What `make check` says of known holes in what is installed: never that there are none when nobody could be asked."""

from __future__ import annotations

import importlib.util
import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

FILE = Path(__file__).parents[1] / ".ci" / "audit.py"


@pytest.fixture
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GOOD = {"name": "aiohttp", "version": "3.14.5", "vulns": []}
UNKNOWN = {"name": "lxml", "skip_reason": "Dependency not found"}
HOLED = {"name": "jinja2", "version": "3.0.0", "vulns": [{"id": "PYSEC-2024-1", "fix_versions": ["3.1.6"]}]}


@pytest.mark.parametrize(
    ("packages", "status", "words"),
    [
        ([GOOD, GOOD], 0, "2 of 2 packages checked, 0 known holes"),
        ([GOOD, UNKNOWN], 0, "1 of 2 packages checked"),
        ([UNKNOWN, UNKNOWN], 0, "NOT CHECKED"),
        ([GOOD, HOLED], 1, "jinja2 3.0.0: PYSEC-2024-1, mended in 3.1.6"),
    ],
)
def test_the_verdict(audit: ModuleType, packages: list[dict[str, Any]], status: int, words: str) -> None:
    found, said = audit.verdict(json.dumps({"dependencies": packages, "fixes": []}))
    assert found == status
    assert words in "\n".join(said)


@pytest.mark.parametrize("answer", ["", "no json", "[]", "{}"])
def test_a_service_that_is_not_reached_is_said(audit: ModuleType, answer: str) -> None:
    status, (said,) = audit.verdict(answer)
    assert status == 0
    assert "NOT CHECKED" in said


def test_the_lock_is_what_is_asked_about(audit: ModuleType) -> None:
    assert "pip-audit==" in audit.LOCK.read_text("utf-8")


HOLE = {
    "id": "PYSEC-2026-1",
    "summary": "a hole",
    "affected": [
        {
            "package": {"name": "idna", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "9.9"}]}],
        }
    ],
}


class _Service(BaseHTTPRequestHandler):
    """What knows one hole, and lets who asks about another package go without."""

    def do_POST(self) -> None:  # the library's name
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = json.dumps({"vulns": [HOLE]} if asked["package"]["name"] == "idna" else {}).encode()
        self.send_response_only(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


@pytest.fixture
def service() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def silent() -> Iterator[str]:
    """Give the address of a service that takes calls and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"


def _ask(audit: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> tuple[int, str]:
    """Ask a service about two packages, through pip-audit itself."""
    lock = tmp_path / "requirements.lock"
    lock.write_text("".join(f"{name} --hash=sha256:{'0' * 64}\n" for name in ("idna==3.20", "certifi==2026.10.18")))
    monkeypatch.setattr(audit, "LOCK", lock)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PIP_AUDIT_VULNERABILITY_SERVICE", "osv")
    monkeypatch.setenv("PIP_AUDIT_OSV_URL", url)
    status, words = audit.verdict(audit.ask())
    return status, "\n".join(words)


def test_a_known_hole_fails_the_check(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, service: str
) -> None:
    status, words = _ask(audit, monkeypatch, tmp_path, service)
    assert status == 1
    assert words.splitlines() == [
        "idna 3.20: PYSEC-2026-1, mended in 9.9",
        "2 of 2 packages checked, 1 known holes",
    ]


@pytest.mark.parametrize(("one", "all_"), [(1, 60), (60, 2)])
def test_a_service_that_never_answers_neither_hangs_nor_fails_the_check(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, silent: str, one: int, all_: int
) -> None:
    monkeypatch.setattr(audit, "_ANSWER", one)
    monkeypatch.setattr(audit, "_AT_MOST", all_)
    status, words = _ask(audit, monkeypatch, tmp_path, silent)
    assert (status, words.split(":")[0]) == (0, "NOT CHECKED for known holes")


def test_without_a_network_the_check_does_not_fail(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    status, words = _ask(audit, monkeypatch, tmp_path, "http://127.0.0.1:1/")
    assert (status, words.split(":")[0]) == (0, "NOT CHECKED for known holes")
