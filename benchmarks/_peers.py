"""Peers that cannot live in our own environment, and the one that `make bench` makes for them."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bot.demo.telegram.server import TelegramServer

PYTHON = Path(__file__).parents[1] / ".venv-peers" / "bin" / "python"
FORM = "benchmarks.peers.aiogram_form"


def missing() -> str:
    """Tell why the peers cannot be run; nothing when they can."""
    if not PYTHON.exists():
        return "there is no .venv-peers; make bench makes it where the packages can be had"
    done = subprocess.run([PYTHON, "-c", "import aiogram, aiogram_fsm_sqlitestorage"], capture_output=True, check=False)
    return "aiogram is not installed in .venv-peers" if done.returncode else ""


def form(server: TelegramServer, directory: Path) -> tuple[str, ...]:
    """Tell how aiogram's form is run, with its database in a directory."""
    return (FORM, server.token, server.base_url, str(directory / "form.db"))
