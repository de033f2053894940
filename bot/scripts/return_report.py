"""`/tralai`: a coordinator sends a report back to be supplemented."""

from __future__ import annotations

from bot.conversations.engine import script
from bot.conversations.steps import Ask, Choice, Do, Tell, pick
from bot.domain.people import PersonId
from bot.errors import UserError
from bot.scripts.answers import read_text
from bot.scripts.extend import undoable
from bot.scripts.which_agency import ask_agency
from bot.scripts.which_day import ask_day, which_one
from bot.texts import errors as error_texts
from bot.texts import extensions as texts
from bot.usecases.returns import ReportsOf, Return

DAYS = ("3 ngày nữa", "1 tuần nữa")


@script("report.return", version=2, title="Trả lại báo cáo")
async def return_report(person: int, words: str = "") -> None:
    """Ask which agency, which report, what is missing, until when; send it back on [Đồng ý]."""
    who = PersonId(person)
    agency = await ask_agency(texts.which_agency("có báo cáo cần bổ sung"), words)
    reports = await Do("reports", ReportsOf(who, agency.id))
    if not reports:
        await Tell("nothing", texts.no_reports(agency.name))
        return
    items = [(one.due, one.name, f"mã {one.code}, gửi lúc {one.said}") for one in reports]
    chosen = await which_one(agency.name, items)
    report = next(one for one in reports if one.due == chosen)
    reason = await Ask("reason", texts.why("trả lại, cần bổ sung gì"), accept=read_text)
    day = await ask_day("day", texts.returned_by_when(), DAYS, texts.not_a_day())
    shown = texts.confirm_return(agency.name, report.name, report.code, reason, day, report.last_day)
    choices = (Choice("yes", texts.CONFIRM), Choice("cancel", texts.CANCEL))
    if await pick("sure", shown, choices, columns=2) == "cancel":
        await Tell("cancelled", texts.cancelled())
        return
    try:
        done = await Do("return", Return(who, report.due, reason, day, report.revision))
    except UserError as refusal:
        await Tell("refused", error_texts.told(refusal))
        return
    await Tell("done", texts.done(done.told), undoable(done))
