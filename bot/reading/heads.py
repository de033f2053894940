"""Read what stands at the top of a plan: title, number, issuer, province, year, day, legal basis."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from bot.domain.plans import PlanHead
from bot.reading import lexicon
from bot.reading.bodies import CITIES, PROVINCES
from bot.reading.date_parts import make_date
from bot.reading.name_lists import full_name, is_field
from bot.reading.outline import Node, Part
from bot.vietnamese import first_upper, fold

_PLAN_KINDS = ("ke hoach", "chuong trinh", "de an", "phuong an")


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of a file by what they are: the plan itself, what came before it, and its annexes."""

    plan: Part
    before: tuple[Part, ...]
    annexes: tuple[Part, ...]


def sort_papers(parts: list[Part]) -> Papers:
    """Tell the plan from a decision or letter in front of it and from the annexes behind."""
    annexes = [part for part in parts if part.kind == lexicon.ANNEX]
    others = [part for part in parts if part.kind != lexicon.ANNEX]
    if not others:
        return Papers(annexes[0], (), tuple(annexes[1:]))
    plans = [part for part in others if part.kind in _PLAN_KINDS and part.root.children]
    plan = plans[0] if plans else max(others, key=lambda part: (bool(part.kind), len(list(part.root.walk()))))
    return Papers(plan, tuple(others[: others.index(plan)]), tuple(annexes))


def read_head(papers: Papers, text: str) -> PlanHead:
    """Read the head; `text` is the whole document. What is not printed is `None`."""
    title = _title(papers.plan)
    province = _province(title, text)
    number, issued_on = _number_and_day(papers)
    return PlanHead(
        title=title,
        number=number,
        issuer=_issuer(papers, province, number),
        province=province,
        year=_year(title, issued_on, text),
        issued_on=issued_on,
        legal_basis=_legal_basis(papers),
    )


def is_for_one_year(title: str) -> bool:
    """Tell whether the title names one year, not a period of years."""
    return len(_single_years(fold(title))) == 1


_YEAR = r"(?<!\d)(20\d\d)(?!\d)"
_PERIOD = re.compile(
    r"(?:giai doan |tu nam |cac nam )?20\d\d\s*(?:-|–|den(?: nam)?)\s*(?:nam )?20\d\d"
    r"|(?:den|tam nhin(?: den)?|dinh huong(?: den)?) (?:nam )?20\d\d"
)
_CITED = re.compile(r"/20\d\d/|ngay \d+ thang \d+ nam 20\d\d|ngay [\d/]+|\d+/\d+/20\d\d")


def _single_years(words: str) -> set[str]:
    """Give the years a title names that are no part of a period ("giai đoạn 2021 - 2025") or of a citation."""
    return set(re.findall(_YEAR, _PERIOD.sub(" ", _CITED.sub(" ", words))))


def _title(part: Part) -> str:
    if part.title:
        text = " ".join(paragraph.text for paragraph in part.title)
    else:
        subject = next((node.text for node in part.root.children if fold(node.text).startswith("v/v")), "")
        text = first_upper(re.sub(r"^V/v:?\s*", "", subject, flags=re.IGNORECASE))
    text = re.sub(r"^\(?(?:DỰ THẢO|Dự thảo)\)?:?\s*", "", text)
    return re.sub(r"\s+", " ", text).strip(" .-_")


def _year(title: str, issued_on: date | None, text: str) -> int | None:
    """Take the year from the title; a period of years has none, a title without one has the year of issue."""
    words = fold(title)
    years = _single_years(words)
    if len(years) == 1:
        return int(years.pop())
    if years or _PERIOD.search(_CITED.sub(" ", words)):
        return None
    if issued_on:
        return issued_on.year
    printed = Counter(re.findall(r"(?:nam|quy [iv]+|/)\s*/?\s*(20\d\d)", fold(text)))
    return int(printed.most_common(1)[0][0]) if printed else None


_PROVINCE = re.compile(
    r"(?P<committee>ubnd |uy ban nhan dan )?(?P<rank>tinh |thanh pho |tp\.? )?"
    rf"\b(?P<name>{'|'.join(sorted((fold(name) for name in PROVINCES), key=len, reverse=True))})\b"
)
# A letterhead in capitals, or the place before the day.
_HEAD_LINE = re.compile(
    r"(?:(?:UBND|[ỦU][ỶY] BAN NHÂN DÂN) )?(?:TỈNH|THÀNH PHỐ|TP\.?) [A-ZÀ-Ỹ][A-ZÀ-Ỹ -]{2,30}$"
    r"|[^,]{2,40}(?=,\s*ngày\b.{0,20}tháng)"
)
_PROVINCES = {fold(name): name for name in PROVINCES}


def _province(title: str, text: str) -> str | None:
    """Take the province named most often; what stands in the title or behind "tỉnh" counts for more."""
    votes: Counter[str] = Counter()
    for found in _PROVINCE.finditer(fold(text)):
        rank = found["rank"] or ""
        votes[_PROVINCES[found["name"]]] += 1 + 5 * (rank == "tinh ") + 3 * bool(found["committee"] and rank)
    for line in text.split("\n"):
        if found_head := _HEAD_LINE.match(line):
            votes.update({_PROVINCES[found["name"]]: 20 for found in _PROVINCE.finditer(fold(found_head[0]))})
    for found in _PROVINCE.finditer(fold(title)):
        votes[_PROVINCES[found["name"]]] += 30
    return votes.most_common(1)[0][0] if votes else None


_NUMBER = re.compile(
    (
        r"^\s*số\s*:?\s*(?P<number>\d{1,5})?\s*(?P<rest>/\s*(?-i:[A-ZĐ0-9][A-ZĐa-z0-9&.]*(?:\s*[-/"
        r"]\s*[A-ZĐ0-9][A-ZĐa-z0-9&.]*)*))?"
    ),
    re.IGNORECASE,
)
_DAY = re.compile(r"ngày\s*(?P<d>\d{1,2})\s*tháng\s*(?P<m>\d{1,2})\s*năm\s*(?P<y>\d{4})", re.IGNORECASE)
_DAY_LINE = re.compile(r"^[^,]{2,40},\s*ngày\b.*tháng.*năm", re.IGNORECASE)
_ATTACHED = re.compile(
    r"(?:kèm theo|ban hành theo|phê duyệt)[^.;]{0,60}?(?:kế hoạch|chương trình|đề án|quyết định)\s+số\s*:?\s*"
    r"(?P<number>\d{1,5}\s*/\s*[A-ZĐ0-9][A-ZĐ0-9&\-/]*)"
    r"(?:,?\s*ngày\s*(?P<d>\d{1,2})\s*(?:/|-|\.|tháng)\s*(?P<m>\d{1,2})\s*(?:/|-|\.|năm)\s*(?P<y>\d{4}))?",
    re.IGNORECASE,
)


def _number_and_day(papers: Papers) -> tuple[str | None, date | None]:
    """Read number and day from the lines above the title, else from "(Kèm theo Kế hoạch số …)"."""
    number, day, seen = _from_lines([paragraph.text for paragraph in reversed(papers.plan.front)])
    if seen:
        return number, day
    attached = _from_attachment(papers)
    if attached != (None, None):
        return attached
    own = [node.text for node in papers.plan.root.children[:12]]
    number, day, _ = _from_lines(own)
    return number, day


def _from_lines(lines: list[str]) -> tuple[str | None, date | None, bool]:
    """Read the nearest "Số: …" and "…, ngày … tháng … năm …"; the last value says that a place for them was printed."""
    number: str | None = None
    day: date | None = None
    numbered = dated = False
    for line in lines:
        found = _NUMBER.match(line)
        if found and found["rest"] and not numbered:
            numbered = True
            number = re.sub(r"\s+", "", found["number"] + found["rest"]) if found["number"] else None
        if not dated and (_DAY_LINE.match(line) or (numbered and _DAY.search(line) and found)):
            dated = True
            day = _day(_DAY.search(line))
    return number, day, numbered


def _day(found: re.Match[str] | None) -> date | None:
    return make_date(int(found["y"]), int(found["m"]), int(found["d"])) if found and found["y"] else None


def _from_attachment(papers: Papers) -> tuple[str | None, date | None]:
    """Read "(Ban hành kèm theo Quyết định số …)" under the title or in the decision in front."""
    nodes = papers.plan.root.children[:4] + [node for part in papers.before for node in part.root.walk()]
    for node in nodes:
        found = _ATTACHED.search(node.text)
        if found:
            return re.sub(r"\s+", "", found["number"]), _day(found)
    return None, None


def _issuer(papers: Papers, province: str | None, number: str | None) -> str | None:
    """Tell who issues: by the number's ending, the sentence "… ban hành", the decision in front, or the letterhead."""
    where = _place_name(province)
    preamble = " ".join(node.text for node in papers.plan.root.children[:25] if node.kind == "text" or node.is_bullet)
    lines = [paragraph.text for part in (*papers.before, papers.plan) for paragraph in (*part.front, *part.title)]
    lines += [node.text for part in papers.before for node in part.root.children[:12]]
    committee = f"Ủy ban nhân dân {where}" if where else None
    if number and re.search(r"-UB(?:ND)?\b", number, re.IGNORECASE):
        return committee
    if number and re.search(r"-S[A-ZĐ&]{2,}$", number) and (issuing := _letterhead(lines)):
        return issuing
    if where and number and re.search(r"-VP(?:UB(?:ND)?)?$", number):
        return f"Văn phòng {committee}"
    if re.search(r"(?:ubnd|uy ban nhan dan) (?:tinh|thanh pho)[^.;]{0,40}(?:ban hanh|xay dung)", fold(preamble)):
        return committee
    if any(re.search(r"(?:chu tich )?uy ban nhan dan (?:tinh|thanh pho)", fold(line)) for line in lines):
        return committee
    department = re.search(r"((?:Sở|Ban) [A-ZĐ][^.;,]{3,60}?)\s+(?:xây dựng|ban hành)", preamble)
    return _in_full(department[1], lines) if department else committee


def _in_full(name: str, lines: list[str]) -> str:
    """Write a name as the letterhead does where it says more: "Ban Chỉ đạo công tác thông tin đối ngoại"."""
    longer = next((line for line in lines if line.isupper() and line.startswith(f"{name.upper()} ")), "")
    return full_name(name + longer[len(name) :].lower())


def _letterhead(lines: list[str]) -> str | None:
    """Read the department of a letterhead, printed in capitals; a long name may take two lines."""
    for line, following in zip(lines, [*lines[1:], ""], strict=False):
        if re.match(r"SỞ [A-ZÀ-Ỹ]", line) and line == line.upper():
            for name in (f"{line} {following}", line):
                if is_field(name.split(" ", 1)[1]):
                    return full_name(name)
    return None


def _place_name(province: str | None) -> str:
    if not province:
        return ""
    return f"thành phố {province}" if province in CITIES else f"tỉnh {province}"


_KINDS = (
    "Luật|Pháp lệnh|Nghị quyết|Nghị định|Thông tư liên tịch|Thông tư|Quyết định|Chỉ thị|Kết "
    "luận|Kế hoạch|Chương trình|Công văn|"
    "Công điện|Thông báo|Hướng dẫn|Quy định|Đề án|Văn bản|Tờ trình|Chương trình hành động|"
    "Quy chế|Thông tri|Công thư|Báo cáo"
)
_LAW = re.compile(
    (
        rf"\b(?P<kind>{_KINDS})(?:\s[^;,.()“\"]{{0,60}}?)??\s+(?P<so>số\s*:?\s*)?(?P<number>\d+\s*("
        rf"?:/\s*\d{{4}}\s*)?[-/]\s*[A-ZĐ][\wĐđ&\-/]*)"
    ),
    re.IGNORECASE,
)
_CLAUSE = re.compile(r";|\.(?=\s+[A-ZĐ])")


def _legal_basis(papers: Papers) -> tuple[str, ...]:
    """List what the preambles cite, kind and number only; a proposal is no basis, nor what a title cites in passing."""
    cited: dict[str, str] = {}
    parts = [part for part in papers.before if part.kind] + [papers.plan]
    for part in parts:
        for text in _preamble(part.root):
            for clause in _CLAUSE.split(text):
                for citation in _citations(clause):
                    cited.setdefault(citation.split()[-1].casefold(), citation)
    return tuple(cited.values())


def _preamble(root: Node) -> list[str]:
    """List the paragraphs before the first numbered section, and those of a section "Căn cứ" that stands first."""
    texts: list[str] = []
    for node in root.children:
        if node.is_numbered and re.match(r"(?:cac )?can cu\b|co so phap ly", fold(node.text)):
            texts += [below.text for below in node.walk() if below is not node]
            continue
        if node.is_numbered:
            break
        if node.kind != "table" and not node.text.startswith("("):
            texts.append(node.text)
    return texts


def _citations(clause: str) -> list[str]:
    """Read the paper a clause cites first, and those joined to it by "và" or a comma before its subject is told."""
    found = _LAW.search(clause)
    if not found or fold(found["kind"]) == "to trinh" or not _opens(clause[: found.start()]):
        return []
    citations = [_citation(found)]
    rest = clause[found.end() :]
    follow = re.match(
        rf"(?:,?\s*ngày [\d/]+(?: tháng \d+ năm \d+)?)?[^;]{{0,80}}?(?:,| và)\s+(?=(?:{_KINDS})\s+số)", rest
    )
    if follow and not re.search(r"về|phê duyệt|ban hành|hướng dẫn|quy định", follow[0]):
        citations += _citations(rest[follow.end() :])
    return citations


def _opens(before: str) -> bool:
    """Tell whether a citation stands at the head of its clause and not inside the title of another paper."""
    return len(before) < 120 and not re.search(r"số\s+\d", before)


def _citation(found: re.Match[str]) -> str:
    number = re.sub(r"\s+", "", found["number"]).rstrip(".-/")
    kind = found["kind"][:1].upper() + found["kind"][1:].lower()
    return f"{kind} số {number}"
