"""A document sent by a coordinator: read, what it leaves open asked one by one, imported on [Nhập]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from bot.conversations.engine import script
from bot.conversations.steps import Answer, Ask, Choice, Do, Tell, adapter, pick
from bot.domain.messages import Address, Channel, IncomingFile, Rendered
from bot.domain.people import PersonId
from bot.domain.plans import Question
from bot.errors import Conflict, InvalidInput, UserError
from bot.reading.plan_answers import Answered, check
from bot.scripts.keep_correction import keep_correction
from bot.texts import errors as error_texts
from bot.texts import plans as texts
from bot.usecases.corrections import WhatCame
from bot.usecases.errands import ReadDocument
from bot.usecases.importing import Compare, ImportRead, Open, Opened, TypedNames
from bot.usecases.speaking import Extra
from bot.vietnamese import fold

CANCEL = Choice("cancel", texts.CANCEL)
OFFER = (Choice("import", texts.IMPORT), Choice("excel", texts.EXCEL), CANCEL)
TYPED = "="
"""Before words that were typed, which so are never taken for a choice: ``=12/KH-UBND``."""


@script("plan.import", version=2, title="Nhập kế hoạch")
async def import_document(
    person: int, channel: str, chat: str, user: str, file: Mapping[str, Any], others: int = 0
) -> None:
    """Have a document read, ask what it leaves open, show what importing it would do, and do it.

    A report of our own that was corrected by hand is offered to be kept instead.
    `file` is an `IncomingFile` as JSON; `others` counts the files that came with it and are not read. The question "read" is
    answered by the errand when it has ended.
    """
    wanted: IncomingFile = adapter(IncomingFile).validate_python(dict(file))
    errand = await Do("errand", ReadDocument(Address(Channel(channel), chat), user, wanted))
    if await Ask("read", texts.reading(wanted.name, others), (CANCEL,), accept=ended_errand) == "cancel":
        await Tell("cancelled", texts.cancelled())
        return
    came = await Do("came", WhatCame(errand))
    if came is not None:
        await keep_correction(PersonId(person), errand, came)
        return
    try:
        opened = await Do("opened", Open(errand))
        answers = await _ask_all(errand, opened)
        await _offer(PersonId(person), errand, answers, opened)
    except UserError as refusal:
        await Tell("refused", texts.unreadable(error_texts.sentence(refusal)))


def ended_errand(answer: Answer) -> str:
    """Take nothing but the end of an errand; whoever writes meanwhile is asked for patience."""
    if answer.errand is None:
        raise InvalidInput("errand.reading")
    return "ended"


async def _ask_all(errand: int, opened: Opened) -> tuple[Answered, ...]:
    """Ask the open questions, then those that typed names raise in their turn."""
    if opened.questions:
        count = len(opened.questions)
        await Tell("summary", texts.summary(opened.overview, count, opened.left_out, opened.remarks))
    answers = await _ask(opened.questions)
    if answers:
        more = await Do("more", TypedNames(errand, answers, opened.questions))
        answers += await _ask(more)
    return answers


async def _ask(questions: Sequence[Question]) -> tuple[Answered, ...]:
    """Ask questions in turn; each can be left, and all that follow."""
    answers: list[Answered] = []
    for number, question in enumerate(questions, start=1):
        shown = texts.question(question, number, len(questions))
        choices = _choices(question, last=number == len(questions))
        given = await Ask[str]("question", shown, choices, accept=partial(_typed, question))
        if given == "rest":
            break
        if given != "skip":
            answers.append(Answered(question, _words(question, given)))
    return tuple(answers)


def _choices(question: Question, *, last: bool) -> tuple[Choice, ...]:
    options = [Choice(f"o{number}", option) for number, option in enumerate(question.options)]
    if question.code == "plan.no_year":
        # Without its year nothing in a plan has a day.
        return tuple(options)
    if question.code == "agency.similar":
        options.append(Choice("own", texts.NEW_AGENCY))
    if question.code == "agency.unknown":
        options.append(Choice("own", texts.IS_AGENCY))
    options.append(Choice("skip", _SKIP.get(question.code, texts.SKIP)))
    return tuple(options) if last else (*options, Choice("rest", texts.SKIP_ALL))


_LEAVES = ("bo qua", "khong biet", "khong ro", "chua biet", "chua ro")
_SKIP = {"agency.unknown": texts.NO_AGENCY, "group.empty": texts.LATER}


def _typed(question: Question, answer: Answer) -> str:
    if answer.files:
        raise InvalidInput("answer.words")
    if question.code != "plan.no_year" and (left := _left(fold(answer.text))):
        return left
    return TYPED + check(question, answer.text)


def _left(words: str) -> str | None:
    """Take words that leave a question, "bỏ qua đi" or "bỏ qua hết", for the choice they mean."""
    if not words.startswith(_LEAVES):
        return None
    return "rest" if words.endswith(("het", "tat ca", "ca")) else "skip"


def _words(question: Question, given: str) -> str:
    """Say an answer in words: those typed, an option's, or the printed name itself."""
    if given.startswith(TYPED):
        return given.removeprefix(TYPED)
    return question.about if given == "own" else question.options[int(given[1:])]


async def _offer(person: PersonId, errand: int, answers: tuple[Answered, ...], opened: Opened) -> None:
    """Show what importing would do until it is done, refused, or taken to Excel."""
    remarks = () if opened.questions else opened.remarks
    while True:
        shown = await Do("compared", Compare(errand, answers))
        if shown.same and not answers:
            await Tell("same", texts.same(shown))
            return
        chosen = await pick("decide", texts.offer(shown, remarks), OFFER)
        if chosen == "cancel":
            await Tell("cancelled", texts.cancelled())
            return
        if chosen == "excel":
            await Tell("workbook", texts.workbook(), Extra(document=_workbook(errand, answers)))
            return
        drop = shown.reported.count > 0 and await _drop(shown.reported)
        try:
            made = await Do("import", ImportRead(person, errand, answers, shown.seen, drop))
        except Conflict:
            await Tell("changed", texts.changed_meanwhile())
            continue
        await Tell("receipt", texts.receipt(made))
        return


async def _drop(reported: texts.Lines) -> bool:
    choices = (Choice("keep", texts.KEEP), Choice("drop", texts.DROP))
    return await pick("drop", texts.ask_drop(reported), choices) == "drop"


def _workbook(errand: int, answers: Sequence[Answered]) -> Rendered:
    given = adapter(tuple[Answered, ...]).dump_python(tuple(answers), mode="json")
    return Rendered("plan-workbook", {"errand": errand, "answers": given})
