"""`/baocao`: an agency's focal point reports how a task stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversations.engine import script
from bot.conversations.steps import Ask, Choice, Do, Tell, only_choices, pick
from bot.domain.people import PersonId
from bot.domain.reports import DueId, ReportDraft, Status
from bot.errors import Conflict, UserError
from bot.scripts.answers import read_anything
from bot.scripts.evidence import ask_evidence
from bot.scripts.in_words import A_PAGE, report_in_words
from bot.scripts.receipts import go_on, shown_the_other, thanks
from bot.scripts.report_parts import (
    ask_answer,
    ask_difficulties,
    ask_difficulties_or,
    ask_results,
    ask_status,
    edit,
    with_difficulties,
    with_percent,
)
from bot.texts import errors as error_texts
from bot.texts import reports as texts
from bot.usecases.replies import Understand, Understood
from bot.usecases.reports import Earlier, OpenWork, SubmitReport, WhatWasSaid, WorkItem
from bot.usecases.speaking import Extra


@script("report.progress", version=3, title="Báo cáo tiến độ", files=True)
async def report_progress(person: int, only: Sequence[int] = ()) -> None:
    """Ask which task, how far, with what result, and keep it on [Gửi].

    `only` keeps the choice to some dues, for instance those of one reminder.
    """
    work = await Do("work", OpenWork(PersonId(person), tuple(DueId(due) for due in only)))
    if not work:
        await Tell("nothing", texts.nothing_to_report())
        return
    await report_on(PersonId(person), work)


async def report_on(person: PersonId, work: Sequence[WorkItem], *, on_behalf: bool = False) -> None:
    """Report on one of several things; `on_behalf` marks what an officer enters for an agency."""
    chosen = work[0] if len(work) == 1 else await which_task(work, None if on_behalf else person)
    if isinstance(chosen, Understood):
        await report_in_words(person, chosen)
    else:
        await _report_in_parts(person, chosen, on_behalf=on_behalf)


async def _report_in_parts(person: PersonId, item: WorkItem, *, on_behalf: bool) -> None:
    try:
        said = await Do("said", WhatWasSaid(item.due))
        draft = await compose(item, said, None if on_behalf else person)
        if isinstance(draft, Understood):
            await report_in_words(person, draft)
        else:
            await send(person, item, said, draft, on_behalf=on_behalf)
    except Conflict:
        await Tell("gone", texts.task_gone())
    except UserError as refusal:
        await Tell("refused", error_texts.told(refusal))


async def which_task(work: Sequence[WorkItem], person: PersonId | None) -> WorkItem | Understood:
    """Let the person choose, a page at a time; a focal point (`person`) may as well report in words: "1 xong 2: 50%"."""
    pages = [work[start : start + A_PAGE] for start in range(0, len(work), A_PAGE)]
    number, unclear = 0, False
    while True:
        page = pages[number]
        choices = [Choice(f"d{item.due}", str(place)) for place, item in enumerate(page, start=1)]
        if len(pages) > 1:
            choices.append(Choice("more", texts.MORE))
        question = texts.which(named(page), number + 1, len(pages), unclear=unclear)
        given = await Ask(
            "task",
            question,
            tuple(choices),
            accept=only_choices if person is None else read_anything,
            columns=4,
            again=unclear,
        )
        item = next((item for item in page if f"d{item.due}" == given), None)
        if item is not None:
            return item
        if given == "more":
            number, unclear = (number + 1) % len(pages), False
        elif person is not None:
            understood = await Do("words", Understand(person, tuple(item.due for item in page), given))
            if understood.tells:
                return understood
            unclear = True


def named(work: Sequence[WorkItem]) -> list[tuple[str, str]]:
    """Name things as (name, deadline), with the agency where a person has several."""
    several = len({item.agency for item in work}) > 1
    return [(f"{item.agency}: {item.name}" if several else item.name, item.deadline) for item in work]


async def compose(item: WorkItem, said: Earlier, person: PersonId | None = None) -> ReportDraft | Understood:
    """Ask the parts of a report, in the order of the contract; a focal point (`person`) may tell all of it at once."""
    if said.mine and said.draft is not None:
        await Tell("already", texts.already(said.by, said.at, said.draft, said.returned))
    if item.request:
        return await ask_evidence(replace(ReportDraft(Status.DONE), results=await ask_answer(item)))
    begun = await status_or_words(item, said, person)
    if begun == "same" and said.draft is not None:
        return replace(said.draft, evidence=())
    if isinstance(begun, Understood):
        return begun
    draft = begun if isinstance(begun, ReportDraft) else await with_percent(ReportDraft(Status(begun)))
    if draft.status is Status.BLOCKED:
        draft = await ask_difficulties(draft)
    draft = await ask_results(draft)
    if draft.status is Status.BLOCKED:
        return await ask_evidence(draft)
    given = await ask_difficulties_or(draft, Choice("nothing", texts.NOTHING_MORE))
    return (
        replace(draft, difficulties="") if given == "nothing" else await ask_evidence(with_difficulties(draft, given))
    )


async def status_or_words(item: WorkItem, said: Earlier, person: PersonId | None) -> str | ReportDraft | Understood:
    """Ask how far a task is. Words may say it as well, with the percentage ("đang làm 70%") or with all there is to tell.

    Returns the value of a status or "same", a draft of what the words say when it is no more than that, else what was
    understood.
    """
    unclear = False
    while True:
        given = await ask_status(item, said, unclear=unclear, words=person is not None)
        if person is None or given == "same" or given in list(Status):
            return given
        understood = await Do("words", Understand(person, (item.due,), given))
        if understood.tells:
            return _mere_status(understood) or understood
        unclear = True


def _mere_status(understood: Understood) -> str | ReportDraft | None:
    """Take words that say no more than a status: the questions go on from there. `None` when they say more, or less."""
    if understood.unplaced or understood.unknown:
        return None
    [line] = understood.lines
    if line.status is None or line.results or line.difficulties:
        return None
    return line.status.value if line.percent is None else line.draft(line.status)


async def send(person: PersonId, item: WorkItem, said: Earlier, draft: ReportDraft, *, on_behalf: bool = False) -> None:
    """Show the preview until it is sent or cancelled."""
    choices = (Choice("send", texts.SEND), Choice("edit", texts.EDIT), Choice("cancel", texts.CANCEL))
    while True:
        chosen = await pick(
            "send", texts.preview(item.agency, item.name, draft, with_status=not item.request), choices, columns=3
        )
        if chosen == "cancel":
            await Tell("cancelled", texts.cancelled())
            return
        if chosen == "edit":
            draft = await edit(item, said, draft)
            continue
        try:
            receipt = await Do("submit", SubmitReport(person, item.due, draft, said.revision, on_behalf))
        except Conflict as refusal:
            if refusal.code != "report.changed":
                raise
            said = await shown_the_other(item, refusal)
            continue
        await Tell("receipt", thanks(receipt), Extra(rows=go_on(receipt)))
        return
