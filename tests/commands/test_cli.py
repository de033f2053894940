"""Exit statuses and the form of errors, help in Vietnamese, a quick start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main
from bot.commands.invocation import Invocation, take_common
from bot.errors import InvalidInput
from tests.commands.conftest import PLAN, Run

ENGLISH = ("Usage", "Options", "Commands", "Arguments", "Show this message", "required", "default:", "INTEGER")
COMMANDS = (
    ("init",),
    ("run",),
    ("demo",),
    ("plan",),
    ("plan", "read"),
    ("plan", "import"),
    ("plan", "export"),
    ("agency",),
    ("agency", "list"),
    ("agency", "import"),
    ("agency", "merge"),
    ("agency", "rename"),
    ("agency", "split"),
    ("invite",),
    ("schedule",),
    ("status",),
    ("summary",),
    ("backup",),
    ("restore",),
    ("doctor",),
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps_in_vietnamese(run: Run, command: tuple[str, ...]) -> None:
    found = run(*command, "--help")
    assert (found.status, found.err) == (0, "")
    assert found.out.startswith(f"Cách dùng: nhacviec {' '.join(command)}")
    assert not [word for word in ENGLISH if word in found.out]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nothing",), "Không có lệnh “nothing”"),
        (("plan", "nothing"), "nhacviec plan --help"),
        (("plan", "read"), "Thiếu TỆP"),
        (("plan", "read", PLAN, "--nothing"), "Không có tùy chọn --nothing"),
        (("plan", "read", PLAN, PLAN), "thừa đối số"),
        (("status", "--period"), "--period cần một giá trị"),
        (("schedule", "--days", "x"), "--days không dùng được (cần một số)"),
        (("invite", "x", "--role", "king"), "cho phép: focal, coordinator, leader, admin"),
        (("invite",), "Thiếu tên cơ quan"),
        (("summary", "--out", "x"), "Cần --period KỲ"),
        (("summary", "--out", "x", "--period", "2024", "--request", "1"), "hoặc --request SỐ"),
        (("summary", "--out", "x", "--request", "mới"), "Không rõ yêu cầu “mới”"),
        (("schedule", "--days", "0"), "từ 1 đến 366"),
        (("status", "--period", "mai"), "mai"),
        (("status", "--period", "2024-Q9"), "2024-Q9"),
        (("summary", "--out", "x", "--period", "2024-Q9"), "2024-Q9"),
        (("invite", "--role", "leader", "--days", "0"), "từ 1 đến 366"),
        (("demo", "--port", "99999"), "65535"),
        (("plan", "export", "a.txt"), ".xlsx"),
        (("demo", "--at", "mai"), "2024-11-08T08:00"),
        (("agency", "merge", "a", "b", "--on", "mai"), "01/07/2025"),
        (("status", "--config"), "--config cần tên tệp"),
        (("status", "--config", "none.toml"), "none.toml"),
    ],
)
def test_wrong_usage_is_2_and_says_so_in_a_line_or_two(run: Run, words: tuple[str, ...], says: str) -> None:
    found = run(*words)
    assert (found.status, found.out) == (2, "")
    assert says in found.err
    assert found.err.startswith("Lỗi: ")
    assert len(found.err.splitlines()) <= 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("plan", "read", "none.txt"), "none.txt: không có tệp"),
        (("plan", "read", "."), "đây là thư mục"),
        (("plan", "export", "a.xlsx"), "Chưa có kế hoạch nào"),
        (("plan", "export", "--plan", "7", "a.xlsx"), "Không có kế hoạch số 7"),
        (("invite", "Sở X"), "Không tìm thấy cơ quan “Sở X”"),
        (("agency", "import", PLAN), "Tên cơ quan"),
        (("agency", "rename", "Sở X", "Sở Y", "--yes"), "Không tìm thấy cơ quan"),
        (("restore", PLAN, "--yes"), "không phải bản sao lưu"),
        (("restore", "none.db"), "bản sao lưu none.db"),
        (("backup", "none/b.db"), "thư mục none"),
        (("backup", "."), "là một thư mục"),
        (("agency", "rename", "Sở X", "", "--yes"), "không có chữ nào"),
        (("agency", "rename", "Sở X", "12 -", "--yes"), "không có chữ nào"),
        (("agency", "rename", "Sở X", " ", "--correct", "--yes"), "không có chữ nào"),
        (("plan", "read", "letter.txt"), "Không thấy nhiệm vụ"),
        (("plan", "import", "letter.txt", "--yes"), "Không thấy nhiệm vụ"),
        (("backup", "b.db"), "cơ sở dữ liệu: không có tệp này"),
    ],
)
def test_what_cannot_be_done_is_1_and_says_so(run: Run, words: tuple[str, ...], says: str) -> None:
    Path("letter.txt").write_text("Hôm nay trời đẹp.\n", encoding="utf-8")
    found = run(*words)
    assert (found.status, found.out) == (1, "")
    assert says in found.err
    assert len(found.err.splitlines()) <= 2


def test_a_broken_configuration_is_2(run: Run) -> None:
    Path("config.toml").write_text("[bot]\nnothing = 1\n", encoding="utf-8")
    found = run("status")
    assert (found.status, found.out) == (2, "")
    assert "nothing" in found.err


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_the_configuration_may_stand_anywhere(run: Run, tmp_path: Path, place: int) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "a.toml").write_text("[database]\nurl = 'sqlite:///mine.db'\n", encoding="utf-8")
    words = ["agency", "list", "--json"]
    assert run(*words[:place], "--config", "far/a.toml", *words[place:]).status == 0
    assert (tmp_path / "far" / "mine.db").exists()


def test_common_options_are_taken_out() -> None:
    assert take_common(["a", "--config=x", "--debug", "b"]) == (["a", "b"], Invocation(Path("x"), debug=True))
    assert take_common(["a", "--", "--debug"]) == (["a", "--", "--debug"], Invocation())
    with pytest.raises(InvalidInput):
        take_common(["--config="])


def test_nobody_answers(run: Run) -> None:
    found = run("plan", "import", PLAN)
    assert found.status == 1
    assert "chưa có gì thay đổi" in found.err
    assert run("plan", "import", PLAN, typed="k\n").status == 1
    assert '"agencies": []' in run("agency", "list", "--json").out


def test_what_nobody_foresaw_is_one_line(tmp_path: Path) -> None:
    script = (
        "import sys, bot.cli, bot.commands.plans as plans\n"
        "import bot.reading.plan_documents as documents\n"
        "documents.read_document = lambda *_, **__: 1 / 0\n"
        "sys.argv = ['nhacviec', 'plan', 'read', sys.argv[1]]\n"
        "sys.exit(bot.cli.main())\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", script, PLAN], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.splitlines()[0] == "Lỗi ngoài dự kiến: ZeroDivisionError."
    assert "Traceback" not in found.stderr


def test_help_comes_without_loading_what_is_heavy(tmp_path: Path) -> None:
    script = "import sys; import bot.cli; bot.cli.main(['--help']); sys.stderr.write(' '.join(sys.modules))"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, check=True)
    heavy = {"sqlalchemy", "aiohttp", "telegram", "pydantic_settings", "rapidfuzz", "dateparser", "rich.table", "docx"}
    assert not heavy & set(found.stderr.split())


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "Các lệnh:" in capsys.readouterr().out
