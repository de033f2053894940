"""Each fault that can be found beforehand is found by `doctor`, with a sentence on how to mend it."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from docx import Document

from bot.commands import channels, examination, precautions
from bot.commands.precautions import drift
from bot.errors import StorageError
from storage.migrations import VERSIONS
from tests.commands.conftest import Run
from tests.worlds import at

HOUR = timedelta(hours=1)


def told(run: Run, about: str) -> list[str]:
    """List the lines about one thing, each with how to mend it."""
    findings = re.split(r"\n(?=\[(?:ok|!|x)\])", run("doctor").out)
    return [" ".join(one.split()) for one in findings if f"] {about}:" in one]


@pytest.fixture(autouse=True)
def _database(run: Run, sqlite_template: Path, tmp_path: Path) -> None:
    """Put a database where the doctor looks: `run` has gone there."""
    shutil.copy(sqlite_template, tmp_path / "nhacviec.db")
    (tmp_path / "nhacviec.db").chmod(0o600)


def configure(words: str) -> None:
    Path("config.toml").write_text(words, encoding="utf-8")
    Path("config.toml").chmod(0o600)


def template(*lines: str) -> None:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save("mau.docx")


def _links_without_a_server() -> None:
    configure('[http]\npublic_url = "https://bot.example.vn"\n')


def _webhook_in_the_clear() -> None:
    configure('[telegram]\nwebhook_url = "http://bot.example.vn/t"\nwebhook_secret = "ssssssssssssssss"\n')


def _webhook_without_a_secret() -> None:
    configure('[zalo]\nwebhook_url = "https://bot.example.vn/z"\n')


def _no_form() -> None:
    configure('[office]\ntemplate = "mau.docx"\n')


def _a_form_that_is_none() -> None:
    configure('[office]\ntemplate = "mau.docx"\n')
    Path("mau.docx").write_bytes(b"not a document")


def _a_form_with_a_wrong_place() -> None:
    configure('[office]\ntemplate = "mau.docx"\n')
    template("Kính gửi: {{ khong_co_cho_nay }}")


def _no_copies() -> None:
    configure("[backup]\nkeep_days = 0\n")


def _another_zone() -> None:
    configure('[bot]\ntimezone = "Europe/Berlin"\n')


def _readable_by_all() -> None:
    configure("")
    Path("config.toml").chmod(0o644)


def _database_readable_by_all() -> None:
    Path("nhacviec.db").chmod(0o644)


def _a_newer_database() -> None:
    with sqlite3.connect("nhacviec.db") as connection:
        connection.execute("UPDATE schema_version SET version = ?", (len(VERSIONS) + 1,))
    connection.close()


def _a_damaged_database() -> None:
    Path("nhacviec.db").write_bytes(b"no database" * 4000)


def _a_wild_database_address() -> None:
    configure('[database]\nurl = "postgresql://nobody@127.0.0.1:1/none"\n')


def _copies_where_a_file_is() -> None:
    Path("sao-luu").touch()
    configure('[backup]\ndirectory = "sao-luu"\n')


def _copies_below_a_file() -> None:
    Path("sao-luu").touch()
    configure('[backup]\ndirectory = "sao-luu/dem"\n')


def _no_directory() -> None:
    configure('[bot]\ndata_dir = "nowhere"\n')


@pytest.mark.parametrize(
    ("spoil", "about", "mark", "words"),
    [
        (_links_without_a_server, "Đường dẫn", "[x]", "http.listen"),
        (_webhook_in_the_clear, "Webhook", "[!]", "https"),
        (_webhook_without_a_secret, "Webhook", "[!]", "openssl rand"),
        (_no_form, "Mẫu báo cáo", "[x]", "office.template"),
        (_a_form_that_is_none, "Mẫu báo cáo", "[x]", "office.template"),
        (_a_form_with_a_wrong_place, "Mẫu báo cáo", "[x]", "khong_co_cho_nay"),
        (_no_copies, "Sao lưu", "[!]", "backup.keep_days"),
        (_another_zone, "Múi giờ", "[!]", "Asia/Ho_Chi_Minh"),
        (_readable_by_all, "Quyền", "[!]", "chmod o-rwx"),
        (_database_readable_by_all, "Quyền", "[!]", "chmod o-rwx"),
        (_a_newer_database, "Cơ sở dữ liệu", "[x]", "phiên bản"),
        (_a_damaged_database, "Cơ sở dữ liệu", "[x]", "nhacviec restore"),
        (_a_wild_database_address, "Cơ sở dữ liệu", "[x]", "database.url"),
        (_copies_where_a_file_is, "Sao lưu", "[x]", "đổi backup.directory"),
        (_copies_below_a_file, "Sao lưu", "[x]", "đổi backup.directory"),
        (_no_directory, "Đĩa", "[x]", "bot.data_dir"),
    ],
    ids=lambda given: getattr(given, "__name__", None),
)
def test_what_is_wrong_is_found(run: Run, spoil: Callable[[], None], about: str, mark: str, words: str) -> None:
    spoil()
    (line,) = told(run, about)
    assert line.startswith(mark)
    assert words in line


def test_a_good_form_is_said_to_be_one(run: Run) -> None:
    configure('[office]\ntemplate = "mau.docx"\n')
    template("Báo cáo")
    assert [line[:4] for line in told(run, "Mẫu báo cáo")] == ["[ok]"]


def test_a_disk_that_is_nearly_full(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(".")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=examination.LEAST_FREE - 1))
    (line,) = told(run, "Đĩa")
    assert line.startswith("[x]")
    assert "Dọn bớt" in line


def test_a_directory_that_cannot_be_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _path, how: how != os.W_OK)
    (line,) = told(run, "Quyền")
    assert line.startswith("[x]")
    assert "bot.data_dir" in line


@pytest.mark.parametrize("made", [True, False])
def test_a_directory_for_copies_that_cannot_be_written(
    run: Run, monkeypatch: pytest.MonkeyPatch, *, made: bool
) -> None:
    parent = Path("o-dia-khac").absolute()
    (parent / "sao-luu" if made else parent).mkdir(parents=True)
    configure(f'[backup]\ndirectory = "{parent}/sao-luu"\n')
    assert told(run, "Sao lưu") == []
    # Not by its mode: root may write everywhere.
    access = os.access
    monkeypatch.setattr(
        os, "access", lambda path, how: parent not in (Path(path), Path(path).parent) and access(path, how)
    )
    (line,) = told(run, "Sao lưu")
    assert line.startswith("[x]")
    assert "không ghi được" in line
    assert "ReadWritePaths" in line


def test_a_database_that_fails_in_a_new_way_is_not_a_matter_for_the_doctor_again(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_config: object) -> None:
        raise StorageError("unheard_of")

    monkeypatch.setattr(examination, "_read_every_page", fail)
    (line,) = told(run, "Cơ sở dữ liệu")
    assert "unheard_of" in line
    assert ("status --debug" in line, "nhacviec doctor" in line) == (True, False)


def test_every_finding_says_how_to_mend_it() -> None:
    calls = [
        node
        for file in (channels.__file__, examination.__file__, precautions.__file__)
        for node in ast.walk(ast.parse(Path(str(file)).read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding"
    ]
    assert len(calls) > 25
    assert [ast.unparse(call) for call in calls if len(call.args) == 3] == []


def test_postgresql_without_its_programs(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    _a_wild_database_address()
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    (line,) = told(run, "Sao lưu")
    assert "postgresql-client" in line


@pytest.mark.parametrize(("hours", "mark"), [(2, "[ok]"), (25, "[ok]"), (30, "[x]")])
def test_a_copy_that_is_too_old(run: Run, hours: int, mark: str) -> None:
    made = datetime.now(UTC) - hours * HOUR
    with sqlite3.connect("nhacviec.db") as connection:
        connection.execute(
            "INSERT INTO appointments (name, done, at) VALUES ('backup', '2024-11-08', ?)",
            (made.isoformat(sep=" ", timespec="microseconds"),),
        )
    connection.close()
    (line,) = told(run, "Sao lưu")
    assert line.startswith(mark)


@pytest.mark.parametrize(("minutes", "words"), [(0, None), (2, None), (10, "nhanh 10 phút"), (-90, "chậm 90 phút")])
def test_a_clock_that_is_off(minutes: int, words: str | None) -> None:
    now = at("2024-11-08 08:00")
    found = list(drift(now, now - timedelta(minutes=minutes)))
    assert [words in one.words for one in found if words] == ([True] if words else [])
    assert bool(found) == bool(words)
    assert not list(drift(now, None))


class _Platform(HTTPServer):
    """A platform an hour behind us that answers each method with what it was told to, and to others that it knows no such bot."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.answers: dict[str, object] = {}

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/bot"


class _Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # the library's name
        assert isinstance(self.server, _Platform)
        answer = self.server.answers.get(self.path.rpartition("/")[2], {"ok": False, "error_code": 404})
        self.send_response_only(200)
        self.send_header("Date", format_datetime(datetime.now(UTC) - HOUR, usegmt=True))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(json.dumps(answer).encode())

    do_HEAD = do_GET  # noqa: N815  # the library's name


@pytest.fixture
def platform() -> Iterator[_Platform]:
    server = _Platform()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_clock_is_compared_with_the_channel_s(run: Run, platform: _Platform) -> None:
    configure(f'[telegram]\ntoken = "123456:abc"\nbase_url = "{platform.base_url}"\n')
    assert any("nhanh 60 phút" in line for line in told(run, "Đồng hồ"))


@pytest.mark.parametrize(("section", "name"), [("telegram", "Telegram"), ("zalo", "Zalo")])
@pytest.mark.parametrize(
    ("answer", "mark", "words"),
    [
        ({"ok": True, "result": {"id": "1", "username": "thu_bot"}}, "[ok]", "trả lời; bot là thu_bot"),
        ({"ok": False, "error_code": 401}, "[x]", "không nhận mã truy cập"),
        ({"ok": False, "error_code": 500}, "[x]", "báo lỗi 500"),
        (["no", "answer"], "[x]", "không trả lời"),
    ],
)
def test_a_wrong_token_is_told_from_a_channel_that_is_away(
    run: Run, platform: _Platform, section: str, name: str, answer: object, mark: str, words: str
) -> None:
    platform.answers["getMe"] = answer
    configure(f'[{section}]\ntoken = "123456:abc"\nbase_url = "{platform.base_url}"\n')
    (line,) = told(run, name)
    assert line.startswith(mark)
    assert words in line
    assert "123456:abc" not in line


OURS, ANOTHER = "https://bot.example.vn/t", "https://khac.example.vn/t"


@pytest.mark.parametrize(
    ("wanted", "has", "mark", "words"),
    [
        (OURS, {"url": OURS, "pending_update_count": 3}, None, ""),
        ("", {"url": ""}, None, ""),
        (OURS, {"url": ""}, "[!]", "chưa có ai gọi telegram.webhook_url"),
        (OURS, {"url": ANOTHER}, "[!]", f"chuyển tới {ANOTHER}"),
        ("", {"url": ANOTHER}, "[!]", "dùng cùng mã truy cập"),
        (OURS, {"url": OURS, "pending_update_count": 3, "failed": 60}, "[x]", "Connection refused); 3 tin đang chờ"),
        (OURS, {"url": OURS, "pending_update_count": 0, "failed": 60}, "[!]", "telegram.webhook_listen"),
        (OURS, {"url": OURS, "pending_update_count": 3, "failed": 7200}, None, ""),
    ],
)
def test_trouble_with_the_webhook_is_found(
    run: Run, platform: _Platform, wanted: str, has: dict[str, object], mark: str | None, words: str
) -> None:
    ago = has.pop("failed", None)
    if isinstance(ago, int):
        has |= {"last_error_date": int(datetime.now(UTC).timestamp()) - ago, "last_error_message": "Connection refused"}
    platform.answers = {"getMe": {"ok": True, "result": {"id": 1}}, "getWebhookInfo": {"ok": True, "result": has}}
    hook = f'webhook_url = "{wanted}"\nwebhook_secret = "ssssssssssssssss"\n' if wanted else ""
    configure(f'[telegram]\ntoken = "123456:abc"\nbase_url = "{platform.base_url}"\n{hook}')
    found = told(run, "Webhook")
    assert [line[: len(mark)] for line in found if mark] == ([mark] if mark else [])
    assert all(words in line for line in found)
    assert bool(found) == bool(mark)


@pytest.mark.parametrize("empty", [True, False])
@pytest.mark.parametrize("copies", [True, False])
def test_a_database_that_is_gone_is_said_and_not_made_anew(run: Run, *, empty: bool, copies: bool) -> None:
    Path("nhacviec.db").unlink()
    if empty:
        Path("nhacviec.db").touch(0o600)
    Path("backups").mkdir()
    Path("backups/ghi-chu.txt").touch()
    if copies:
        Path("backups/nhacviec-2024-11-08.backup").touch()
        Path("backups/nhacviec-2024-11-07.backup").touch()
    (line,) = told(run, "Cơ sở dữ liệu")
    assert line.startswith("[x]" if copies else "[!]")
    assert ("nhacviec restore" in line, "nhacviec-2024-11-08.backup" in line) == (copies, copies)
    assert Path("nhacviec.db").exists() == empty
    assert not empty or not Path("nhacviec.db").stat().st_size


def test_without_libreoffice_older_forms_cannot_be_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert told(run, "Đọc tài liệu") == []
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    (line,) = told(run, "Đọc tài liệu")
    assert line.startswith("[!]")
    assert ".docx" in line
