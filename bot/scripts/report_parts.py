"""The parts of a report, each asked alone: by `/baocao` in turn, and by [Sửa] once more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.conversations.steps import Answer, Ask, Choice, only_choices, pick
from bot.domain.reports import STATUS_LABELS, ReportDraft, Status, says_nothing
from bot.errors import InvalidInput
from bot.reading.chat.wording import asks_back, knows_nothing
from bot.scripts.answers import read_anything, read_percent, read_text
from bot.scripts.evidence import ask_evidence
from bot.texts import reports as texts
from bot.texts import requests as request_texts
from bot.usecases.reports import Earlier, WorkItem


async def ask_answer(item: WorkItem) -> str:
    """Ask for the answer to a one-off request."""
    question = request_texts.answer_wanted(item.agency, item.title, item.deadline)
    return await Ask("results", question, accept=read_text)


async def ask_status(item: WorkItem, said: Earlier, *, unclear: bool = False, words: bool = False) -> str:
    """Ask how far the task is; returns the value of a status, or "same".

    With `words`, also what was typed instead; `unclear` says that words before said nothing about it.
    """
    choices = [Choice(status.value, label) for status, label in STATUS_LABELS.items()]
    if said.draft is not None and not said.mine:
        choices.append(Choice("same", texts.SAME_AS_BEFORE))
    question = texts.status(item.agency, item.name, item.deadline, unclear=unclear)
    return await Ask("status", question, tuple(choices), accept=read_anything if words else only_choices, again=unclear)


async def with_percent(draft: ReportDraft) -> ReportDraft:
    if draft.status is not Status.IN_PROGRESS:
        return replace(draft, percent=None)
    choices = tuple(Choice(str(value), f"{value}%") for value in (25, 50, 75))
    percent = await Ask("percent", texts.percent(), choices, accept=read_percent, kind=int | str, numeric=True)
    return replace(draft, percent=int(percent))


async def ask_results(draft: ReportDraft) -> ReportDraft:
    """Ask for results in words; what has not begun has none."""
    if draft.status is Status.NOT_STARTED:
        return replace(draft, results="")
    return replace(draft, results=await Ask("results", texts.results(draft.status), accept=_read_results))


def _read_results(answer: Answer) -> str:
    """Take words that tell something; raises `InvalidInput` for "ko biết" and for a question."""
    text = read_text(answer)
    if knows_nothing(text) or asks_back(text):
        raise InvalidInput("results.unknown")
    return text


async def ask_difficulties(draft: ReportDraft) -> ReportDraft:
    """Ask for difficulties and proposals; whoever is blocked has to name them."""
    return with_difficulties(draft, await ask_difficulties_or(draft))


async def ask_difficulties_or(draft: ReportDraft, *more: Choice) -> str:
    required = draft.status is Status.BLOCKED
    choices = () if required else (Choice("none", texts.NONE), *more)
    return await Ask("difficulties", texts.difficulties(required=required), choices, accept=_reader(required))


def _reader(required: bool) -> Callable[[Answer], str]:
    """Make what reads difficulties: "không" and the like are "none", or no answer where difficulties are `required`."""

    def read(answer: Answer) -> str:
        text = read_text(answer)
        if knows_nothing(text):
            raise InvalidInput("difficulties.unknown")
        if not says_nothing(text):
            return text
        if required:
            raise InvalidInput("difficulties.required")
        return "none"

    return read


def with_difficulties(draft: ReportDraft, difficulties: str) -> ReportDraft:
    return replace(draft, difficulties="" if difficulties == "none" else difficulties)


async def edit(item: WorkItem, said: Earlier, draft: ReportDraft) -> ReportDraft:
    """Ask one part again."""
    labels = {"results": request_texts.ANSWER, "evidence": texts.PARTS["evidence"]} if item.request else texts.PARTS
    begun = item.request or draft.status is not Status.NOT_STARTED
    parts = tuple(Choice(value, label) for value, label in labels.items() if begun or value != "results")
    chosen = await pick("part", texts.which_part(), parts)
    if chosen == "status":
        status = await ask_status(item, replace(said, draft=None))
        return await _completed(await with_percent(replace(draft, status=Status(status))))
    if chosen == "results":
        return replace(draft, results=await ask_answer(item)) if item.request else await ask_results(draft)
    if chosen == "difficulties":
        return await ask_difficulties(draft)
    return await ask_evidence(draft)


async def _completed(draft: ReportDraft) -> ReportDraft:
    """Ask for what another status requires and has not been said."""
    if draft.status is Status.BLOCKED and not draft.difficulties:
        draft = await ask_difficulties(draft)
    if draft.status is not Status.NOT_STARTED and not draft.results:
        draft = await ask_results(draft)
    return draft
