"""Every error a person can cause has its sentence."""

from __future__ import annotations

import re
from pathlib import Path

from bot.errors import InvalidInput
from bot.texts.errors import codes, sentence

ROOT = Path(__file__).parents[2]
_RAISED = re.compile(
    r'(?:ConfigError|InvalidInput|NotFound|NotAllowed|Conflict|UnreadableDocument)\(\s*"([a-z_]+\.[a-z_0-9]+)"'
)


def test_every_code_that_is_raised_has_a_sentence() -> None:
    sources = [path for folder in ("bot", "handlers", "storage") for path in (ROOT / folder).rglob("*.py")]
    raised = {code for path in sources for code in _RAISED.findall(path.read_text("utf-8"))}
    # The demo's server speaks to its page and to tests only.
    assert {code for code in raised if not code.startswith("demo.")} - codes() == set()


def test_a_value_that_is_missing_leaves_no_hole() -> None:
    assert "{" not in sentence(InvalidInput("period.unclear"))


def test_an_unknown_code_is_still_told() -> None:
    assert sentence(InvalidInput("no.such")) == "Không làm được việc này (no.such)."
