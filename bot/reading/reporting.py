"""Find who is to report to whom by which day."""

from __future__ import annotations

import re

from bot.domain.plans import ReportingRule
from bot.reading import lexicon
from bot.reading.duties import Holder, agency_heading
from bot.reading.letters import UPPER
from bot.reading.name_lists import begins_with_body, is_catch_all, split_agencies
from bot.reading.outline import Node, Part
from bot.reading.rules import Printed, read_rules
from bot.reading.sentences import take_agencies
from bot.reading.titles import tidy_title
from bot.vietnamese import first_upper, fold

_SENTENCE = re.compile(rf"(?<=[^\s.\d])[.;]\s+(?=[{UPPER}-])|\n")
_REPORT = re.compile(r"\bbao cao\b|\bgui\b.{0,80}\bve\b|\bgui ve\b|\btong hop\b.{0,40}\bgui\b|\bgop y\b|\by kien\b")
_NAME = re.compile(r"(?:báo cáo|tổng hợp báo cáo|gửi báo cáo)[^,.;:()]{0,140}", re.IGNORECASE)


def find_reporting(
    parts: list[Part], year: int | None, skipped: set[int], holders: list[Holder]
) -> list[ReportingRule]:
    """Find the reporting rules of all parts; nodes whose `id` is in `skipped` are assignment lines and hold none."""
    rules: list[ReportingRule] = []
    inline = {id(holder.node): list(holder.agencies) for holder in holders if holder.inline}
    for part in parts:
        letter = _letter_number(part)
        for node in part.root.walk():
            if node.table or id(node) in skipped or not node.text:
                continue
            rules += _node_rules(node, node.text, part, letter, year, inline.get(id(node))) or _line_rules(
                node, part, letter, year
            )
    return rules


def _letter_number(part: Part) -> str:
    """Name a letter by its number, for what it asks itself: "Công văn 3155"."""
    if part.kind:
        return ""
    for node in part.root.children[:10]:
        found = re.match(r"số\s*:?\s*(\d+)\s*/", node.text, re.IGNORECASE)
        if found:
            return f"Công văn {found[1]}"
    return ""


_TO_REPORT = re.compile(r"(?:tong hop,? )?(?:gui )?bao cao\b")


def _line_rules(node: Node, part: Part, letter: str, year: int | None) -> list[ReportingRule]:
    """Read "4.2. Báo cáo kết quả gửi Sở Nội vụ." whose days stand in the line "Thời gian: …" below it."""
    if not _TO_REPORT.match(fold(node.text)) or not _receivers(node.text):
        return []
    labels = (lexicon.read_label(child.text) for child in node.children if not child.is_numbered)
    time = next((label.value for label in labels if label and label.role == "time"), "")
    return (
        _node_rules(node, f"{node.text.rstrip(' .;')}, {time[:1].lower()}{time[1:]}", part, letter, year, None)
        if time
        else []
    )


def _node_rules(
    node: Node, text: str, part: Part, letter: str, year: int | None, holder: list[str] | None
) -> list[ReportingRule]:
    """Read the rules of a text that stands at a node."""
    rules: list[ReportingRule] = []
    spoken: list[str] = []
    for sentence in _sentences(text):
        spoken = _subject(sentence) or spoken
        if not _REPORT.search(fold(sentence)):
            continue
        printed = read_rules(_telling(sentence), year)
        if not printed:
            continue
        reporters = tuple(holder or _reporters(node, part, spoken))
        receivers = tuple(_receivers(sentence))
        number = node.no or letter or None
        rules += [
            ReportingRule(number, _name(sentence, one), reporters, receivers, one.text, one.rule, node.place)
            for one in printed
        ]
    return rules


def _sentences(text: str) -> list[str]:
    """Split a text into sentences; names before a semicolon go on with what follows: "Các sở, ban, ngành; UBND … báo cáo"."""
    pieces: list[str] = []
    for piece in _SENTENCE.split(text):
        if pieces and agency_heading(pieces[-1]):
            pieces[-1] += f"; {piece}"
        else:
            pieces.append(piece)
    return pieces


def _telling(sentence: str) -> str:
    """Leave out the clauses before the one that speaks of a report: "ban hành kế hoạch trước ngày …; báo cáo …"."""
    clauses = sentence.split(";")
    first = next((index for index, clause in enumerate(clauses) if _REPORT.search(fold(clause))), 0)
    return ";".join(clauses[first:])


def _name(sentence: str, printed: Printed) -> str:
    if printed.name:
        return first_upper(printed.name)
    found = _NAME.search(sentence)
    name = found[0] if found else sentence
    name = re.split(
        r"\s+(?:gửi|về (?:Sở|UBND|Ủy ban|Uỷ ban)|cho (?:UBND|Sở|Ủy ban)|trước ngày|trước \d+|chậm nhất|định kỳ)\b", name
    )[0]
    return first_upper(tidy_title(name))[:200]


def _reporters(node: Node, part: Part, spoken: list[str]) -> list[str]:
    """Tell who reports: who the sentence or the one before it speaks of, else the agency heading above, else the addressees.

    Where the heading names those spoken of and others beside them, all of them report.
    """
    heading = _heading_above(node, part)
    folded = {fold(name) for name in heading}
    return heading if not spoken or {fold(name) for name in spoken} <= folded else spoken


_CALLED = re.compile(r"^(?:(?:UBND|[ỦU][ỷy] ban|Chủ tịch)[^,;.]{0,60}?\s)?(?:[Đđ]ề nghị|[Yy]êu cầu|[Gg]iao)\s+")


_BASIS = re.compile(r"^(?:Trên cơ sở|Căn cứ|Theo)\b[^,;.]{3,120},\s*")


def _subject(sentence: str) -> list[str]:
    """Read who a sentence speaks of: the agencies it begins with."""
    taken, rest = take_agencies(_CALLED.sub("", _BASIS.sub("", sentence)))
    return taken if taken and all(begins_with_body(name) for name in taken) and rest else []


def _heading_above(node: Node, part: Part) -> list[str]:
    above: Node | None = node
    while above:
        if names := agency_heading(above.text):
            return names
        for child in above.children:
            if child.kind == "text" and (found := _ADDRESSED.match(child.text)):
                return split_agencies(found[1])
        above = above.parent
    return _addressees(part)


_ADDRESSED = re.compile(r"^(?:Yêu cầu|Đề nghị|Giao)\s+([^:]{5,200}):\s*$")


def _addressees(part: Part) -> list[str]:
    """List those a letter is addressed to."""
    children = part.root.children
    start = next((index for index, node in enumerate(children) if fold(node.text).startswith("kinh gui")), None)
    if start is None:
        return []
    first = children[start]
    names = split_agencies(re.sub(r"^kính gửi\s*:?", "", first.text, flags=re.IGNORECASE))
    for node in [*first.children, *children[start + 1 :]]:
        if not node.is_bullet:
            break
        names += split_agencies(node.text)
    return [name for name in names if name]


_TO = re.compile(
    r"(?:[Bb]áo cáo|[Gg]ửi|về|cho|[Tt]rình|qua|đến|(?<!hợp )(?<!cùng )(?<!đối )với)\s*:?\s+"
    r"(?=(?:về\s+|cho\s+|đến\s+|phòng\s+)?(?:UBND|"
    r"Ủy ban|Uỷ ban|Sở|Ban |Bộ |Văn phòng|Thường trực|Chủ tịch|Phòng |Giám đốc|Trung tâm|Cục |"
    r"Công an|Tỉnh ủy|Trưởng Ban))"
)
_THROUGH = re.compile(r"\((?:thông )?qua\s+([^)]+)\)|,?\s*(?:thông )?qua\s+((?:Sở|Ban|Văn phòng)[^,.;()]{3,60})")


def _receivers(sentence: str) -> list[str]:
    """List who receives: the addressee first, then the body through which it goes."""
    names: list[str] = []
    for found in _TO.finditer(sentence):
        taken, _ = take_agencies(sentence[found.end() :])
        names += [re.sub(r"\s*\(.*$", "", name) for name in taken[:1] if not is_catch_all(name) and " " in name]
    for found in _THROUGH.finditer(sentence):
        taken, _ = take_agencies(found[1] or found[2])
        names += taken[:1]
    return list(dict.fromkeys(names))[:3]
