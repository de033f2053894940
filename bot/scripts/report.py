"""`/baocao`: an agency's focal point reports how a task stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.conversations.engine import script
from bot.conversations.steps import Answer, Ask, Choice, Do, Tell, pick
from bot.domain.markup import Text
from bot.domain.messages import Button
from bot.domain.people import PersonId
from bot.domain.reports import STATUS_LABELS, DueId, Evidence, ReportDraft, Status, says_nothing
from bot.errors import Conflict, InvalidInput, UserError
from bot.reading.chat.quantities import find_document
from bot.reading.chat.typed import read_typed
from bot.texts import errors as error_texts
from bot.texts import reports as texts
from bot.texts import requests as request_texts
from bot.usecases.reports import Earlier, OpenWork, Receipt, SubmitReport, WhatWasSaid, WorkItem
from bot.usecases.speaking import Extra
from bot.vietnamese import clean, fold

A_PAGE = 8
MOST_FILES = 10
MOST_SIGNS = 20_000


@script("report.progress", version=2, title="Báo cáo tiến độ")
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
    item = work[0] if len(work) == 1 else await which_task(work)
    try:
        said = await Do("said", WhatWasSaid(item.due))
        draft = await compose(item, said)
        await send(person, item, said, draft, on_behalf=on_behalf)
    except Conflict:
        await Tell("gone", texts.task_gone())
    except UserError as refusal:
        await Tell("refused", error_texts.told(refusal))


async def which_task(work: Sequence[WorkItem]) -> WorkItem:
    """Let the person choose, a page at a time."""
    pages = [work[start : start + A_PAGE] for start in range(0, len(work), A_PAGE)]
    number = 0
    while True:
        page = pages[number]
        choices = [Choice(f"d{item.due}", str(place)) for place, item in enumerate(page, start=1)]
        if len(pages) > 1:
            choices.append(Choice("more", texts.MORE))
        question = texts.which(named(page), number + 1, len(pages))
        chosen = await pick("task", question, tuple(choices), columns=4)
        if chosen != "more":
            return next(item for item in page if f"d{item.due}" == chosen)
        number = (number + 1) % len(pages)


def named(work: Sequence[WorkItem]) -> list[tuple[str, str]]:
    """Name things as (name, deadline), with the agency where a person has several."""
    several = len({item.agency for item in work}) > 1
    return [(f"{item.agency}: {item.name}" if several else item.name, item.deadline) for item in work]


async def compose(item: WorkItem, said: Earlier) -> ReportDraft:
    """Ask the parts of a report, in the order of the contract."""
    if said.mine and said.draft is not None:
        await Tell("already", texts.already(said.by, said.at, said.draft, said.returned))
    if item.request:
        return await ask_evidence(replace(ReportDraft(Status.DONE), results=await _ask_answer(item)))
    status = await ask_status(item, said)
    if status == "same" and said.draft is not None:
        return replace(said.draft, evidence=())
    draft = await _with_percent(ReportDraft(Status(status)))
    if draft.status is Status.BLOCKED:
        draft = await ask_difficulties(draft)
    draft = await ask_results(draft)
    if draft.status is Status.BLOCKED:
        return await ask_evidence(draft)
    given = await _ask_difficulties(draft, Choice("nothing", texts.NOTHING_MORE))
    return replace(draft, difficulties="") if given == "nothing" else await ask_evidence(_with(draft, given))


async def _ask_answer(item: WorkItem) -> str:
    """Ask for the answer to a one-off request."""
    return await _ask_text("results", request_texts.answer_wanted(item.agency, item.title, item.deadline))


async def ask_status(item: WorkItem, said: Earlier) -> str:
    """Ask how far the task is; returns the value of a status, or "same"."""
    choices = [Choice(status.value, label) for status, label in STATUS_LABELS.items()]
    if said.draft is not None and not said.mine:
        choices.append(Choice("same", texts.SAME_AS_BEFORE))
    return await pick("status", texts.status(item.agency, item.name, item.deadline), tuple(choices))


async def _with_percent(draft: ReportDraft) -> ReportDraft:
    if draft.status is not Status.IN_PROGRESS:
        return replace(draft, percent=None)
    choices = tuple(Choice(str(value), f"{value}%") for value in (25, 50, 75))
    percent = await Ask("percent", texts.percent(), choices, accept=read_percent, kind=int | str, numeric=True)
    return replace(draft, percent=int(percent))


def read_percent(answer: Answer) -> int:
    """Read "khoảng 60", "60%" or "60 phần trăm"; raises `InvalidInput` when there is not one number from 0 to 100."""
    if answer.files:
        raise InvalidInput("answer.files")
    words = fold(answer.text).replace("%", " ").replace("phan tram", " ").split()
    bare = [word.strip("~.,") for word in words]
    numbers = [word for word in bare if word.isascii() and word.isdigit()]
    if len(numbers) != 1:
        raise InvalidInput("percent.unclear")
    if len(numbers[0]) > 3 or int(numbers[0]) > 100:
        raise InvalidInput("percent.range", given=numbers[0][:10])
    return int(numbers[0])


async def _ask_text(label: str, question: Text, choices: tuple[Choice, ...] = ()) -> str:
    return await Ask(label, question, choices, accept=read_text)


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


async def ask_results(draft: ReportDraft) -> ReportDraft:
    """Ask for results in words; what has not begun has none."""
    if draft.status is Status.NOT_STARTED:
        return replace(draft, results="")
    return replace(draft, results=await _ask_text("results", texts.results(draft.status)))


async def ask_difficulties(draft: ReportDraft) -> ReportDraft:
    """Ask for difficulties and proposals; whoever is blocked has to name them."""
    return _with(draft, await _ask_difficulties(draft))


async def _ask_difficulties(draft: ReportDraft, *more: Choice) -> str:
    required = draft.status is Status.BLOCKED
    choices = () if required else (Choice("none", texts.NONE), *more)
    return await Ask("difficulties", texts.difficulties(required=required), choices, accept=_reader(required))


def _reader(required: bool) -> Callable[[Answer], str]:
    """Make what reads difficulties: "không" and the like are "none", or no answer where difficulties are `required`."""

    def read(answer: Answer) -> str:
        text = read_text(answer)
        if not says_nothing(text):
            return text
        if required:
            raise InvalidInput("difficulties.required")
        return "none"

    return read


def _with(draft: ReportDraft, difficulties: str) -> ReportDraft:
    return replace(draft, difficulties="" if difficulties == "none" else difficulties)


async def ask_evidence(draft: ReportDraft) -> ReportDraft:
    """Collect photos, documents and links until [Xong] or [Bỏ qua]; what was given before stays unless it is cleared."""
    found = draft.evidence
    kept = bool(found)
    while kept or len(found) < MOST_FILES:
        question = texts.kept_evidence(found) if kept else texts.evidence(len(found))
        given = await Ask[str | list[Evidence]](
            "evidence", question, _enough(found, kept=kept), accept=read_evidence, kind=str | list[Evidence], files=True
        )
        if isinstance(given, str) and given != "clear":
            break
        found = () if isinstance(given, str) else (*found, *given)
        kept = False
    return replace(draft, evidence=found[:MOST_FILES])


def _enough(found: Sequence[Evidence], *, kept: bool) -> tuple[Choice, ...]:
    """Offer to give no more; `kept` says that what was found has been given before."""
    if kept:
        return Choice("keep", texts.KEEP), Choice("clear", texts.CLEAR)
    return (Choice("done", texts.DONE) if found else Choice("skip", texts.SKIP),)


def read_evidence(answer: Answer) -> list[Evidence]:
    """Take files, links among the words, and the number of an official document; raises `InvalidInput` for none of them."""
    links = [word for word in answer.text.split() if word.lower().startswith(("http://", "https://"))]
    found = [*answer.files, *(Evidence(link, "text/uri-list", url=link) for link in links)]
    document = None if found else find_document(read_typed(answer.text))
    if document is not None:
        found.append(Evidence(document, "text/plain"))
    if not found:
        raise InvalidInput("evidence.none")
    return found


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


async def shown_the_other(item: WorkItem, refusal: Conflict) -> Earlier:
    """Tell who reported meanwhile and what, so that sending again is a choice."""
    said = await Do("said", WhatWasSaid(item.due))
    await Tell("changed", texts.changed_meanwhile(str(refusal.values["by"]), str(refusal.values["at"])))
    if said.draft is not None:
        await Tell("theirs", texts.already(said.by, said.at, said.draft))
    return said


def thanks(receipt: Receipt) -> Text:
    """Acknowledge one report."""
    left = [(item.name, item.deadline) for item in receipt.left]
    return texts.receipt(
        receipt.code,
        receipt.at,
        receipt.title,
        receipt.revision,
        receipt.days_late,
        left,
        receipt.open,
        receipt.document,
    )


def go_on(receipt: Receipt) -> tuple[tuple[Button, ...], ...]:
    """Offer to go on where something is still open."""
    return ((Button("Báo cáo tiếp", "do:report"),),) if receipt.open else ()


async def edit(item: WorkItem, said: Earlier, draft: ReportDraft) -> ReportDraft:
    """Ask one part again."""
    labels = {"results": request_texts.ANSWER, "evidence": texts.PARTS["evidence"]} if item.request else texts.PARTS
    begun = item.request or draft.status is not Status.NOT_STARTED
    parts = tuple(Choice(value, label) for value, label in labels.items() if begun or value != "results")
    chosen = await pick("part", texts.which_part(), parts)
    if chosen == "status":
        status = await ask_status(item, replace(said, draft=None))
        return await _completed(await _with_percent(replace(draft, status=Status(status))))
    if chosen == "results":
        return replace(draft, results=await _ask_answer(item)) if item.request else await ask_results(draft)
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
