"""Have LibreOffice convert what has no reader of its own: .doc, .xls, .rtf, .odt."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from bot.errors import UnreadableDocument
from bot.reading.limits import Limits


def office_program() -> str | None:
    """Find LibreOffice; `None` where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(content: bytes, kind: str, target: str, limits: Limits) -> bytes:
    """Convert a file of `kind` to `target` in a directory and with a profile of its own, within the time limit."""
    program = office_program()
    if program is None:
        raise UnreadableDocument("document.needs_office", kind=kind)
    with tempfile.TemporaryDirectory(prefix="nhacviec-") as directory:
        source = Path(directory, f"document.{kind}")
        source.write_bytes(content)
        _run(program, source, target, limits)
        made = source.with_suffix(f".{target}")
        if not made.exists() or made.stat().st_size > limits.unpacked:
            raise UnreadableDocument("document.damaged")
        return made.read_bytes()


def _run(program: str, source: Path, target: str, limits: Limits) -> None:
    profile = source.parent / "profile"
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
               "--convert-to", target, "--outdir", str(source.parent), str(source)]  # fmt: skip
    try:
        # The command is ours and holds no text of the document:
        subprocess.run(command, capture_output=True, timeout=max(limits.seconds, 60.0), check=True)  # noqa: S603 - see above
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument("document.too_slow", seconds=round(limits.seconds)) from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise UnreadableDocument("document.damaged") from error
