"""Tell who leads from who helps in one value: a cell, or what stands after a label."""

from __future__ import annotations

import re

from bot.reading import lexicon
from bot.reading.name_lists import begins_with_body, split_agencies
from bot.reading.sentences import read_assignment

_TOGETHER = re.compile(
    r"[\s,;.:-]*(?:chủ trì)?[\s,;.:-]*(?:và )?phối hợp(?: chặt chẽ)?(?: với| cùng| cùng với)?\s*:?\s+", re.IGNORECASE
)


def read_roles(text: str) -> tuple[list[str], list[str]]:
    """Read "Sở A chủ trì, phối hợp với Sở B" as leading and cooperating; a plain list leads."""
    sentence = read_assignment(text)
    if sentence and sentence.lead and sentence.cooperating:
        return sentence.lead, sentence.cooperating
    if _MARKED.search(text):
        return _marked_roles(text)
    labels = lexicon.read_labels(text)
    if labels and labels[0].role in ("lead", "cooperating"):
        leading = [name for label in labels if label.role == "lead" for name in split_agencies(label.value)]
        return leading, [
            name for label in labels if label.role == "cooperating" for name in split_agencies(label.value)
        ]
    head, *rest = _TOGETHER.split(text, maxsplit=1)
    if rest and head.strip():
        return _without_deeds(head), _without_deeds(rest[0])
    return _without_deeds(text), []


_MARKED = re.compile(r"\((?:cơ quan |đơn vị )?(?P<role>chủ trì|phối hợp)\)", re.IGNORECASE)


def _marked_roles(text: str) -> tuple[list[str], list[str]]:
    """Read "Sở A (chủ trì); Sở B, Sở C (phối hợp)"; what no mark follows helps."""
    roles: dict[str, list[str]] = {"chủ trì": [], "phối hợp": []}
    start = 0
    for found in _MARKED.finditer(text):
        roles[found["role"].lower()] += split_agencies(text[start : found.start()].strip(" ,;\n"))
        start = found.end()
    rest = split_agencies(text[start:].strip(" ,;.\n"))
    return roles["chủ trì"], roles["phối hợp"] + [name for name in rest if name]


# "Sở A chủ trì hướng dẫn; Sở B, Sở C chủ động triển khai …": what each is to do is no part of its name.
_DEEDS = re.compile(
    r"(?<!giao)(?<!được)(?<!công)(?<!cơ quan)(?<!đơn vị)\s+(?:chủ trì|chủ động|tham mưu|tiến hành|thúc đẩy|theo dõi|"
    r"hướng dẫn|tổ chức triển khai|triển khai|thực hiện|đăng tải|rà soát|trong phạm vi|theo (?:chức năng|lĩnh vực|phạm vi)|"
    r"chịu trách nhiệm|căn cứ|tổng hợp|xây dựng|báo cáo)\b.*$"
)


def _without_deeds(text: str) -> list[str]:
    """Split names, clause by clause, without what a clause says that they do."""
    names: list[str] = []
    for clause in re.split(r"[;\n]", text):
        bare = _DEEDS.sub("", clause)
        names += split_agencies(bare if begins_with_body(_LEADING.sub("", bare.strip())) else clause)
    return list(dict.fromkeys(names))


_LEADING = re.compile(r"^(?:[-–+*•]\s*|(?:giao|đề nghị)\s+)+", re.IGNORECASE)
