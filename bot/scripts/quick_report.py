"""A reply to a reminder, or free text: read as a report, shown back, kept on [Gửi]."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.conversations.engine import script
from bot.conversations.steps import Ask, Choice, Do, Tell, adapter, pick
from bot.domain.markup import Text
from bot.domain.people import PersonId
from bot.domain.reports import STATUS_LABELS, DueId, Evidence, ReportDraft, Status
from bot.errors import Conflict, UserError
from bot.reading.chat.reply import Intent
from bot.reading.chat.wording import official
from bot.scripts.report import A_PAGE, edit, go_on, read_anything, shown_the_other, thanks
from bot.texts import errors as error_texts
from bot.texts import people as people_texts
from bot.texts import reminders as reminder_texts
from bot.texts import replies as texts
from bot.texts import reports as report_texts
from bot.usecases.questions import Deadlines, NotMine
from bot.usecases.replies import ReadDay, Said, Snooze, Understand, Understood, Unplaced
from bot.usecases.reports import Earlier, Receipt, SubmitReport
from bot.usecases.speaking import Extra

Draft = tuple[Said, ReportDraft]

SNOOZES = (Choice("mai", "Mai"), Choice("3 ngay nua", "3 ngày nữa"), Choice("tuan sau", "Tuần sau"))


@script("report.quick", version=2, title="Báo cáo nhanh")
async def quick_report(person: int, dues: Sequence[int], text: str, files: Sequence[dict[str, Any]] = ()) -> None:
    """Act on what a short text means; what is not certain is asked, nothing is guessed.

    `files` came with the text, as JSON of `Evidence`: ``{"name": "a.jpg", "mime": "image/jpeg", "ref": "telegram:AgAC"}``.
    """
    who, ids = PersonId(person), tuple(DueId(due) for due in dues)
    understood = await Do("understood", Understand(who, ids, text))
    if understood.intent in (Intent.REPORT, Intent.MULTI_REPORT) and (understood.lines or understood.unplaced):
        await _report(who, understood, adapter(tuple[Evidence, ...]).validate_python(files))
    elif files:
        await Tell("files", people_texts.files_need_a_report())
    elif understood.intent is Intent.SNOOZE:
        await _snooze(who, ids, understood.day)
    elif understood.intent is Intent.QUESTION:
        await Tell("deadlines", texts.deadlines(await Do("deadlines", Deadlines(who))))
    elif understood.intent is Intent.NOT_MINE:
        await Do("not_mine", NotMine(who, ids, text))
        await Tell("noted", texts.not_mine_noted())
    elif understood.intent is Intent.ACK:
        await Tell("thanks", texts.acknowledged())
    else:
        await Tell("unclear", people_texts.not_understood())


async def _report(person: PersonId, understood: Understood, files: tuple[Evidence, ...]) -> None:
    lines = await _which(understood.lines) if understood.which else understood.lines
    for part in understood.unplaced:
        lines = (*lines, *await _place(part, understood.candidates))
    if not lines:
        await Tell("cancelled", report_texts.cancelled())
        return
    drafts = [await _complete(line) for line in lines]
    await _confirm(person, await _with_evidence(drafts, files), understood.unknown)


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


async def _which(lines: tuple[Said, ...]) -> tuple[Said, ...]:
    """Ask which dues are meant; none when the person thinks better of it."""
    return await _choose("which", lines, texts.which, (Choice("all", texts.ALL),))


async def _place(part: Unplaced, candidates: tuple[Said, ...]) -> tuple[Said, ...]:
    """Ask which task a part that names it in words is about."""
    if len(candidates) > 1:
        candidates = await _choose("place", candidates, lambda items: texts.place(part.text, items))
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


async def _choose(
    label: str,
    lines: tuple[Said, ...],
    question: Callable[[Sequence[tuple[str, str]]], Text],
    more: tuple[Choice, ...] = (),
) -> tuple[Said, ...]:
    """Let the person choose a line, a page at a time: a message takes a hundred buttons, a thumb takes eight."""
    pages = [lines[start : start + A_PAGE] for start in range(0, len(lines), A_PAGE)]
    number = 0
    while True:
        page = pages[number]
        choices = [Choice(f"d{line.item.due}", str(place)) for place, line in enumerate(page, start=1)]
        turn = (Choice("more", report_texts.MORE),) if len(pages) > 1 else ()
        cancel = Choice("cancel", report_texts.CANCEL)
        items = [(line.item.name, line.item.deadline) for line in page]
        chosen = await pick(label, question(items), (*choices, *turn, *more, cancel), columns=4)
        if chosen == "cancel":
            return ()
        if chosen == "all":
            return lines
        if chosen != "more":
            return tuple(line for line in page if f"d{line.item.due}" == chosen)
        number = (number + 1) % len(pages)


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
    for line, draft in drafts:
        try:
            receipts.append(await Do("submit", SubmitReport(person, line.item.due, draft, line.seen)))
        except Conflict as refusal:
            if refusal.code != "report.changed":
                await Tell("gone", report_texts.task_gone())
                continue
            theirs = await shown_the_other(line.item, refusal)
            earlier = texts.anothers(theirs.by, theirs.at)
            left.append((replace(line, seen=theirs.revision, earlier=earlier), draft))
        except UserError as refusal:
            await Tell("refused", error_texts.told(refusal))
    if len(receipts) == 1:
        await Tell("receipt", thanks(receipts[0]), Extra(rows=go_on(receipts[0])))
    elif receipts:
        late = sum(1 for receipt in receipts if not receipt.in_time)
        await Tell("receipts", texts.kept([(receipt.code, receipt.title) for receipt in receipts], late))
    return left


async def _snooze(person: PersonId, dues: tuple[DueId, ...], day: date | None) -> None:
    """Echo when the reminder comes again; a text that names no day is asked for one."""
    if not dues:
        await Tell("nothing", reminder_texts.nothing_to_snooze())
        return
    question = texts.snooze_when()
    while day is None:
        given = await Ask("day", question, SNOOZES, accept=read_anything)
        day = await Do("read", ReadDay(given))
        question = texts.snooze_again()
    at, hour = await Do("snooze", Snooze(person, dues, day))
    await Tell("snoozed", reminder_texts.snoozed(at, hour))


@script("reminder.snooze", version=1, title="Nhắc lại sau")
async def snooze(person: int, dues: Sequence[int]) -> None:
    """Ask when to remind again, after [Để sau]."""
    await _snooze(PersonId(person), tuple(DueId(due) for due in dues), None)
