"""What is needed to install, run and check the project: the lock, the commands, the package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# Written apart, lest this file finds itself.
INDEX_ADDRESS = re.compile(r"https?://[^\s\"']*/" + r"simple\b|^\s*(?:--)?(?:extra-)?index" + r"-url\b", re.MULTILINE)


def plain(name: str) -> str:
    """Bring a package's name to the one form that indexes compare."""
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirements: list[str]) -> set[str]:
    return {plain(found[0]) for line in requirements if (found := re.match(r"[\w.-]+", line))}


def locked() -> list[str]:
    return [line for line in LOCK.splitlines() if line and not line.startswith((" ", "#"))]


class TestLock:
    def test_every_version_is_exact_and_hashed(self) -> None:
        entries = re.split(r"\n(?=\S)", LOCK.strip())
        assert len(entries) == len(locked()) > 50
        for entry in entries:
            assert re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==[\w.!+]+( ; .+?)? \\\n", entry), entry
            assert entry.count("--hash=sha256:") >= 1

    def test_covers_all_that_is_asked_for(self) -> None:
        asked = list(PROJECT["project"]["dependencies"])
        for extra in PROJECT["project"]["optional-dependencies"].values():
            asked += extra
        asked += PROJECT["build-system"]["requires"]
        assert named(asked) <= named(locked())

    def test_serves_other_systems(self) -> None:
        assert re.search(r"^colorama==\S+ ; sys_platform == 'win32'", LOCK, re.MULTILINE)

    @pytest.mark.parametrize("name", ["requirements.lock", "Makefile", "Dockerfile", ".ci/run", "pyproject.toml"])
    def test_names_no_index(self, name: str) -> None:
        assert INDEX_ADDRESS.search((ROOT / name).read_text(encoding="utf-8")) is None


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
class TestMake:
    def make(self, directory: Path, *words: str) -> subprocess.CompletedProcess[str]:
        for name in ("Makefile", "requirements.lock", "pyproject.toml"):
            shutil.copy2(ROOT / name, directory)
        environ = {
            name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS", "PYTHON"))
        }
        return subprocess.run(
            ["make", *words], cwd=directory, env=environ, capture_output=True, text=True, timeout=60, check=False
        )

    def test_old_python_is_refused_in_words(self, tmp_path: Path) -> None:
        old = tmp_path / "old python"
        old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        old.chmod(0o755)
        done = self.make(tmp_path, "env", f"PYTHON={old}")
        assert done.returncode == 2
        assert "Python 3.11 or newer is needed" in done.stderr
        assert not (tmp_path / ".venv").exists()

    def test_nothing_is_done_twice(self, tmp_path: Path) -> None:
        (tmp_path / ".venv").mkdir()
        self.make(tmp_path, "help")
        for stamp in (".installed", ".compiled"):
            (tmp_path / ".venv" / stamp).touch()
        assert self.make(tmp_path, "--question", "env").returncode == 0

    def test_commands_of_the_contract(self, tmp_path: Path) -> None:
        for target in ("env", "demo", "test", "check", "bench"):
            assert self.make(tmp_path, "--dry-run", target).returncode == 0
        assert "nhacviec demo" in self.make(tmp_path, "--dry-run", "demo").stdout


class TestPackage:
    def test_command_is_named(self) -> None:
        assert PROJECT["project"]["scripts"] == {"nhacviec": "bot.cli:main"}

    def test_wheel_holds_all_that_is_in_the_tree(self, tmp_path: Path) -> None:
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)],
            cwd=ROOT,
            capture_output=True,
            timeout=100,
            check=True,
        )
        (wheel,) = tmp_path.glob("*.whl")
        inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
        outside = {
            path.relative_to(ROOT).as_posix()
            for package in ("bot", "handlers", "storage")
            for path in (ROOT / package).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        # Others may write files while the wheel is built.
        assert {"bot/py.typed", "bot/config.py", "handlers/__init__.py", "storage/__init__.py"} <= inside
        assert {
            name for name in outside - inside if name.endswith((".py", ".html", ".js", ".css", ".txt", ".toml"))
        } == set()

    def test_licence(self) -> None:
        assert "Copyright (c) 2026 nhacviec contributors" in (ROOT / "LICENSE").read_text(encoding="utf-8")


class TestContinuousIntegration:
    def test_script_can_be_run(self) -> None:
        script = ROOT / ".ci" / "run"
        assert os.access(script, os.X_OK)
        subprocess.run(["bash", "-n", str(script)], check=True, timeout=10)

    def test_container_gets_no_data(self) -> None:
        allowed = [
            line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")
        ]
        assert named([line[1:] for line in allowed]) == named(
            ["LICENSE", "README.md", "pyproject.toml", "requirements.lock", "bot", "handlers", "storage"]
        )
