"""Asks whether what requirements.lock names has known holes, and says so when nobody could be asked.

pip-audit itself ends well when the service knows none of the packages, and badly when it is not reached: both would mislead.
Exit status: 1 when a hole is known, else 0.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
IGNORED: tuple[str, ...] = ()
"""Holes that do not concern us, each with the reason in a comment beside it."""

_ANSWER = 10
_AT_MOST = 90
"""Seconds for one answer of the service, and for all."""


def ask() -> str:
    """Run pip-audit; gives its JSON, nothing when it could not ask."""
    ignored = [word for hole in IGNORED for word in ("--ignore-vuln", hole)]
    options = ["--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--timeout", str(_ANSWER)]
    try:
        asked = subprocess.run(  # noqa: S603  # every word of it is our own
            [*command, *options, *ignored],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_AT_MOST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ""
    return asked.stdout


def verdict(answer: str) -> tuple[int, list[str]]:
    """Read pip-audit's JSON; gives the exit status and what to say."""
    try:
        packages: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 0, ["NOT CHECKED for known holes: the service that knows them was not reached"]
    holes = [
        f"{package['name']} {package['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version'}"
        for package in packages
        for hole in package.get("vulns", [])
    ]
    known = sum("skip_reason" not in package for package in packages)
    if not known:
        return 0, [f"NOT CHECKED for known holes: the service knows none of the {len(packages)} packages"]
    return (1 if holes else 0), [*holes, f"{known} of {len(packages)} packages checked, {len(holes)} known holes"]


if __name__ == "__main__":
    status, words = verdict(ask())
    sys.stdout.write("\n".join(words) + "\n")
    raise SystemExit(status)
