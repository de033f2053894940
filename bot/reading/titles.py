"""Make the title of a task of the text of its item."""

from __future__ import annotations

import re

from bot.reading.letters import UPPER

# Not after an abbreviation, a number or an initial: "TP. Huế", "v.v. Các".
_SENTENCE = re.compile(rf"(?<!TP)(?<!Tp)(?<!v\.v)(?<!tr)(?<!\bT)(?<=[^\s.])\.\s+(?=[{UPPER}])")
_QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")


def first_sentence(text: str) -> str:
    """Give the first sentence without its full stop; a stop inside quotation marks ends nothing."""
    hidden = _QUOTED.sub(lambda found: "\ue001" * len(found[0]), text)
    found = _SENTENCE.search(hidden)
    return tidy_title(text[: found.start()] if found else text)


def tidy_title(text: str) -> str:
    """Take the closing full stop, semicolon or colon away; three dots stay."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s*\./\.?$", "", text)
    return text if text.endswith(("...", "…")) else text.rstrip(" .;:,")
