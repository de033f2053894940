"""What is taken for an answer: words, figures, a percentage."""

from __future__ import annotations

import re

from bot.conversations.steps import Answer
from bot.errors import InvalidInput
from bot.reading.chat.percents import read_percentage
from bot.vietnamese import clean, fold, one_line

MOST_SIGNS = 20_000
LONGEST_NAME = 64
_POLITE = frozenset(("roi", "a", "thoi", "nhe", "nha", "oi", "anh", "chi", "em", "do", "day", "hon", ""))
"""What may stand behind a percentage that has no sign."""
_LIST = re.compile(r"(?:(?:cac |nhiem vu |viec |muc |so |va |voi )*\d{1,3}(?!\d)[ ,;.+&]*)+")


def read_percent(answer: Answer) -> int:
    """Read "khoảng 60", "60%" or "một nửa"; raises `InvalidInput` when there is not one number from 0 to 100.

    A number of something, "3 đoàn", is none.
    """
    if answer.files:
        raise InvalidInput("answer.files")
    said = read_percentage(answer.text)
    if said is not None:
        return said
    plain = fold(answer.text).replace("phan tram", "%")
    bare = [word.strip("~.,!") for word in plain.replace("%", " ").split()]
    numbers = [word for word in bare if word.isascii() and word.isdigit()]
    if len(numbers) != 1:
        raise InvalidInput("percent.unclear")
    if "%" not in plain and not _POLITE.issuperset(bare[bare.index(numbers[0]) + 1 :]):
        raise InvalidInput("percent.unclear")
    if len(numbers[0]) > 3 or int(numbers[0]) > 100:
        raise InvalidInput("percent.range", given=numbers[0][:10])
    return int(numbers[0])


def read_list(answer: Answer) -> str:
    """Read the numbers of some things on a list, "1 và 2" or "số 1, số 3", as "1 2"; raises `InvalidInput` for other words."""
    text = fold(read_anything(answer)).strip()
    if not _LIST.fullmatch(text):
        raise InvalidInput("answer.choose")
    return " ".join(re.findall(r"\d+", text))


def read_text(answer: Answer) -> str:
    """Take words; raises `InvalidInput` for a mere number, and for all that `read_anything` refuses."""
    text = read_anything(answer)
    if not any(sign.isalpha() for sign in text):
        raise InvalidInput("answer.words")
    return text


def read_anything(answer: Answer) -> str:
    """Take words, figures, dates; raises `InvalidInput` for nothing, for files, and for more than the limit."""
    text = clean(answer.text)
    if answer.files:
        raise InvalidInput("answer.files")
    if not text:
        raise InvalidInput("answer.empty")
    if len(text) > MOST_SIGNS:
        raise InvalidInput("answer.long", limit=MOST_SIGNS)
    return text


def read_name(answer: Answer) -> str:
    """Take a person's name on one line; raises `InvalidInput` for none or one that is too long."""
    name = one_line(answer.text)
    if not any(sign.isalpha() for sign in name):
        raise InvalidInput("name.empty")
    if len(name) > LONGEST_NAME:
        raise InvalidInput("name.long", limit=LONGEST_NAME)
    return name
