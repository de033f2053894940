"""Reports made in words, one or several at once: what is open is asked, all is shown back, and kept on [Gửi]."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.conversations.steps import Answer, Ask, Choice, Do, Tell, only_choices, pick
from bot.domain.markup import Text
from bot.domain.people import PersonId
from bot.domain.reports import STATUS_LABELS, DueId, Evidence, ReportDraft, Status
from bot.errors import Conflict, UserError
from bot.reading.chat.wording import official
from bot.scripts.answers import read_anything, read_list
from bot.scripts.evidence import within_limit
from bot.scripts.receipts import go_on, shown_the_other, thanks
from bot.scripts.report_parts import edit
from bot.texts import errors as error_texts
from bot.texts import replies as texts
from bot.texts import reports as report_texts
from bot.usecases.colleagues import TellColleagues
from bot.usecases.replies import Said, Understand, Understood, Unplaced
from bot.usecases.reports import Earlier, Receipt, SubmitReport
from bot.usecases.speaking import Extra

A_PAGE = 8
"""A message takes a hundred buttons, a thumb takes eight."""

Draft = tuple[Said, ReportDraft]
Question = Callable[[Sequence[tuple[str, str]]], Text]
Accept = Callable[[Answer], str]


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The lines chosen, none when the person thinks better of it; or `words` about the lines of the page instead."""

    lines: tuple[Said, ...]
    words: str = ""


async def report_in_words(person: PersonId, understood: Understood, files: tuple[Evidence, ...] = ()) -> None:
    """Ask for what the words leave open, show how they were understood, keep it on [Gửi]."""
    understood = await _meant(person, understood)
    lines = understood.lines
    for part in understood.unplaced:
        lines = (*lines, *await _place(part, understood.candidates))
    if not lines:
        await Tell("cancelled", report_texts.cancelled())
        return
    drafts = [await _complete(line) for line in lines]
    await _confirm(person, await _with_evidence(drafts, await within_limit(files)), understood.unknown)


async def _meant(person: PersonId, understood: Understood) -> Understood:
    """Ask which dues are meant, as long as it is open; words instead of a number ("1 xong 2: 50%") are read anew."""
    question: Question = texts.which
    while understood.which:
        again_asked = question is texts.which_again
        chosen = await _choose(
            "which", understood.lines, question, (Choice("all", texts.ALL),), accept=read_anything, again=again_asked
        )
        if not chosen.words:
            return replace(understood, lines=chosen.lines, which=False)
        page = tuple(line.item.due for line in chosen.lines)
        again = await Do("words", Understand(person, page, chosen.words))
        question = texts.which if again.tells else texts.which_again
        if again.tells:
            understood = _widened(again, understood.lines) if again.which else again
    return understood


def _widened(again: Understood, lines: tuple[Said, ...]) -> Understood:
    """Let what was said without naming a due on this page be about any of `lines`."""
    said = again.lines[0]
    return replace(
        again,
        lines=tuple(
            replace(said, item=line.item, number=line.number, seen=line.seen, earlier=line.earlier) for line in lines
        ),
    )


async def choose_dues(lines: tuple[Said, ...], question: Question) -> tuple[Said, ...]:
    """Let the person choose some of several dues, or all; none when the person thinks better of it."""
    while True:
        chosen = await _choose("which", lines, question, (Choice("all", texts.ALL),), accept=read_list)
        places = {int(number) for number in chosen.words.split()}
        if places <= set(range(1, len(chosen.lines) + 1)):
            return tuple(line for place, line in enumerate(chosen.lines, start=1) if not places or place in places)


async def _choose(
    label: str,
    lines: tuple[Said, ...],
    question: Question,
    more: tuple[Choice, ...] = (),
    *,
    accept: Accept = only_choices,
    again: bool = False,
) -> _Chosen:
    """Let the person choose a line, a page at a time, or say what `accept` takes about the page."""
    pages = [lines[start : start + A_PAGE] for start in range(0, len(lines), A_PAGE)]
    number = 0
    while True:
        page = pages[number]
        choices = [Choice(f"d{line.item.due}", str(place)) for place, line in enumerate(page, start=1)]
        turn = (Choice("more", report_texts.MORE),) if len(pages) > 1 else ()
        offered = (*choices, *turn, *more, Choice("cancel", report_texts.CANCEL))
        items = [(line.item.name, line.item.deadline) for line in page]
        given = await Ask(label, question(items), offered, accept=accept, columns=4, again=again)
        if given == "more":
            number = (number + 1) % len(pages)
        elif given in ("cancel", "all"):
            return _Chosen(lines if given == "all" else ())
        else:
            found = tuple(line for line in page if f"d{line.item.due}" == given)
            return _Chosen(found) if found else _Chosen(page, given)


async def _with_evidence(drafts: list[Draft], files: tuple[Evidence, ...]) -> list[Draft]:
    """Give the files that came with the words to one report, or to all of them."""
    if not files:
        return drafts
    names = [line.item.name for line, _ in drafts]
    chosen = "all"
    if len(drafts) > 1:
        choices = [Choice(f"n{number}", str(number + 1)) for number in range(len(drafts))]
        question = texts.whose_evidence(len(files), names)
        chosen = await pick("files", question, (*choices, Choice("all", texts.ALL)), columns=4)
    return [
        (line, replace(draft, evidence=files) if chosen in ("all", f"n{number}") else draft)
        for number, (line, draft) in enumerate(drafts)
    ]


async def _place(part: Unplaced, candidates: tuple[Said, ...]) -> tuple[Said, ...]:
    """Ask which task a part that names it in words is about."""
    if len(candidates) > 1:
        candidates = (await _choose("place", candidates, lambda items: texts.place(part.text, items))).lines
    return tuple(
        replace(
            line,
            status=part.status,
            percent=part.percent,
            results=official(part.text),
            difficulties="",
            words=part.text,
        )
        for line in candidates
    )


async def _complete(line: Said) -> Draft:
    """Ask for the status where the text does not say it; the answer to a one-off request has none."""
    if line.item.request:
        return line, line.draft(Status.DONE)
    if line.status is not None:
        return line, line.draft(line.status)
    choices = tuple(Choice(status.value, label) for status, label in STATUS_LABELS.items())
    chosen = await pick("status", texts.status_of(line.item.name), choices)
    return line, line.draft(Status(chosen))


async def _confirm(person: PersonId, drafts: list[Draft], unknown: Sequence[int]) -> None:
    choices = (
        Choice("send", report_texts.SEND),
        Choice("edit", report_texts.EDIT),
        Choice("cancel", report_texts.CANCEL),
    )
    while True:
        shown = [
            texts.Line(line.item.name, draft, line.item.request, line.earlier, line.seen + 1) for line, draft in drafts
        ]
        chosen = await pick("keep", texts.understood(shown, unknown), choices, columns=3)
        if chosen == "cancel":
            await Tell("cancelled", report_texts.cancelled())
            return
        if chosen == "send":
            drafts = await _send(person, drafts)
            if not drafts:
                return
            continue
        index = await _which_to_edit(drafts)
        drafts[index] = (drafts[index][0], await _edit(*drafts[index]))


async def _which_to_edit(drafts: Sequence[Draft]) -> int:
    if len(drafts) == 1:
        return 0
    choices = tuple(Choice(f"n{number}", str(number + 1)) for number in range(len(drafts)))
    question = texts.which_line([line.item.name for line, _ in drafts])
    return int((await pick("line", question, choices, columns=4))[1:])


async def _edit(line: Said, draft: ReportDraft) -> ReportDraft:
    return await edit(line.item, Earlier(line.seen, mine=False, draft=None, by="", at=""), draft)


async def _send(person: PersonId, drafts: Sequence[Draft]) -> list[Draft]:
    """Keep each report; what somebody else has reported meanwhile is shown, and comes back to be decided on."""
    receipts: list[Receipt] = []
    left: list[Draft] = []
    sent: list[DueId] = []
    several = len(drafts) > 1
    for line, draft in drafts:
        try:
            wanted = SubmitReport(person, line.item.due, draft, line.seen, tell=not several)
            receipts.append(await Do("submit", wanted))
            sent.append(line.item.due)
        except Conflict as refusal:
            if refusal.code != "report.changed":
                await Tell("gone", report_texts.task_gone())
                continue
            theirs = await shown_the_other(line.item, refusal)
            earlier = texts.anothers(theirs.by, theirs.at)
            left.append((replace(line, seen=theirs.revision, earlier=earlier), draft))
        except UserError as refusal:
            await Tell("refused", error_texts.told(refusal))
    if several and receipts:
        await Do("told", TellColleagues(person, tuple(sent)))
    await _acknowledge(receipts)
    return left


async def _acknowledge(receipts: Sequence[Receipt]) -> None:
    if len(receipts) == 1:
        await Tell("receipt", thanks(receipts[0]), Extra(rows=go_on(receipts[0])))
    elif receipts:
        late = sum(1 for receipt in receipts if not receipt.in_time)
        await Tell("receipts", texts.kept([(receipt.code, receipt.title) for receipt in receipts], late))
