"""What the README shows is run here, in the order in which it stands there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DATA = ROOT / "bot" / "demo" / "data"
_COMMAND = re.compile(r"^ +(?:\.venv/bin/)?nhacviec ((?:plan|agency) .*?)(?:\s+#.*)?$", re.MULTILINE)
FILES = {
    "PLAN.docx": DATA / "quang-ngai-2024.txt",
    "PLAN.txt": DATA / "quang-ngai-2024.txt",
    "KẾ-HOẠCH.docx": DATA / "quang-ngai-2024.txt",
    "KẾ-HOẠCH.txt": DATA / "quang-ngai-2024.txt",
    "FILE": DATA / "quang-ngai-agencies.toml",
    "TỆP": DATA / "quang-ngai-agencies.toml",
}


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_the_commands_of_the_readme_run(readme: str, tmp_path: Path) -> None:
    commands = _COMMAND.findall((ROOT / readme).read_text("utf-8"))
    assert len(commands) == 3
    (tmp_path / "config.toml").write_text("", "utf-8")
    for command in commands:
        words = [str(FILES.get(word, word)) for word in command.split()]
        done = subprocess.run(
            [sys.executable, "-m", "bot", "--config", str(tmp_path / "config.toml"), *words],
            cwd=ROOT,
            input="c\n",
            text=True,
            capture_output=True,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, ""), command


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_what_the_readme_links_to_is_there(readme: str) -> None:
    linked = re.findall(r"\]\(((?!http)[^)#]+)\)", (ROOT / readme).read_text("utf-8"))
    assert [path for path in linked if not (ROOT / path).exists()] == []
