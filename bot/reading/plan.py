"""Read a plan: from the bytes of a file to tasks, reporting rules, duties, and questions for what is not certain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.domain.plans import Duty, PlanDraft, ReportingRule, TaskDraft
from bot.errors import UnreadableDocument
from bot.reading.blocks import Block, Paragraph
from bot.reading.coordinators import find_coordinator
from bot.reading.documents import open_document
from bot.reading.duties import duties_of, find_holders
from bot.reading.heads import is_for_one_year, read_head, sort_papers
from bot.reading.layout import flatten_layout
from bot.reading.limits import Limits
from bot.reading.marks import blocks_are_marked
from bot.reading.name_lists import full_name, is_group
from bot.reading.outline import outline
from bot.reading.questions import ask, unique
from bot.reading.reporting import find_reporting
from bot.reading.tasks import Context, find_tasks
from bot.reading.unrolled import roll_up

__all__ = ["Limits", "read_blocks", "read_plan"]


def read_plan(content: bytes, name: str, *, limits: Limits | None = None) -> PlanDraft:
    """Read the plan in a file; `name` is the file's name, for its ending.

    Raises `UnreadableDocument`: `document.empty`, `document.too_big` (megabytes), `document.unknown_kind`,
    `document.damaged`, `document.encrypted`, `document.bomb`, `document.macros`, `document.too_many_rows` (rows),
    `document.too_many_pages` (pages), `document.too_slow` (seconds), `document.scanned`, `document.encoding` (a legacy
    font that is not known), `document.needs_office` (kind: doc, xls … where LibreOffice is missing),
    `document.secret` (it bears a mark).
    """
    blocks = open_document(content, name, limits or Limits())
    if blocks_are_marked(blocks):
        raise UnreadableDocument("document.secret", name=name)
    return read_blocks(blocks)


def read_blocks(blocks: Iterable[Block]) -> PlanDraft:
    """Read the plan in blocks of a document, in printed order."""
    printed = flatten_layout(roll_up(list(blocks)))
    parts = outline(printed)
    if not parts:
        raise UnreadableDocument("document.empty")
    papers = sort_papers(parts)
    head = read_head(papers, _text(printed))
    holders = find_holders(papers.plan.root)
    findings = find_tasks(papers, holders, Context(head.year, is_for_one_year(head.title)))
    reporting = find_reporting(parts, head.year, findings.taken, holders)
    head = replace(head, coordinator=find_coordinator(head, papers, reporting, holders))
    duties = () if findings.by_duty else duties_of(holders)
    names = list(dict.fromkeys(_names(findings.tasks, duties, reporting)))
    return PlanDraft(
        head,
        tuple(findings.tasks),
        tuple(reporting),
        duties,
        tuple(name for name in names if is_group(name)),
        tuple(dict.fromkeys(full_name(name) for name in names if not is_group(name))),
        unique([*findings.questions, *ask(head, findings.tasks, reporting, papers.plan.root)]),
    )


def _text(blocks: list[Block]) -> str:
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))


def _names(tasks: list[TaskDraft], duties: tuple[Duty, ...], reporting: list[ReportingRule]) -> Iterator[str]:
    for task in tasks:
        yield from (*task.lead, *task.cooperating)
    for duty in duties:
        yield duty.agency
    for rule in reporting:
        yield from (*rule.reporters, *rule.receivers)
