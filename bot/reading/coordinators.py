"""Tell who coordinates the plan: through whom the reports go, who follows it up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.domain.plans import PlanHead, ReportingRule
from bot.reading.duties import Holder
from bot.reading.heads import Papers
from bot.reading.name_lists import full_name, is_group
from bot.reading.sentences import take_agencies
from bot.vietnamese import fold

_FOLLOWS = re.compile(
    r"(?:la )?(?:co quan|don vi)?\s*(?:dau moi|thuong truc)|theo doi,? don doc|theo doi, kiem "
    r"tra|don doc,? kiem tra|tong hop.{0,60}bao cao"
)
_THROUGH = re.compile(r"(?:qua|gửi về|về|gửi)\s+(?:cho\s+)?(?=Sở |Ban |Văn phòng )")
_COMMITTEE = re.compile(r"(?:chu tich )?(?:ubnd|uy ban nhan dan) (?:tinh|thanh pho)\b")
_BODY = re.compile(r"^(?:so|ban|van phong|cong an|cuc|trung tam)\b")


def find_coordinator(
    head: PlanHead, papers: Papers, reporting: list[ReportingRule], holders: list[Holder]
) -> str | None:
    """Give the agency that most points to, as printed most fully; `None` where nothing does."""
    votes: Counter[str] = Counter()
    if head.issuer and fold(head.issuer).startswith(("so ", "van phong ")):
        votes[full_name(head.issuer)] += 10
    for name, weight in _votes(papers, reporting, holders):
        if _BODY.match(fold(name)) and not is_group(name) and not re.search(r"trung uong|chi dao", fold(name)):
            votes[full_name(name)] += weight
    return votes.most_common(1)[0][0] if votes else None


def _votes(papers: Papers, reporting: list[ReportingRule], holders: list[Holder]) -> Iterator[tuple[str, int]]:
    for rule in reporting:
        for name in rule.receivers:
            yield name, 3
        # Who alone reports to the committee has gathered the reports of the others.
        if len(rule.reporters) == 1 and any(_COMMITTEE.match(fold(name)) for name in rule.receivers):
            yield rule.reporters[0], 2
    for index, holder in enumerate(holders):
        text = fold(" ".join(text for _, text, _ in holder.texts))
        if len(holder.agencies) == 1:
            yield holder.agencies[0], 4 * len(_FOLLOWS.findall(text)) + (2 if index == 0 else 0)
    for part in (*papers.before, papers.plan):
        for node in part.root.walk():
            for found in _THROUGH.finditer(node.text):
                yield from ((name, 1) for name in take_agencies(node.text[found.end() :])[0][:1])
            found_proposal = re.search(
                r"(?:đề nghị của|của) (?:Giám đốc )?(Sở [^,;.()]{3,60}?)\s+(?:tại|về) ", node.text
            )
            if found_proposal:
                yield found_proposal[1], 2
