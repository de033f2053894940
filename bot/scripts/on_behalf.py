"""`/nhapho`: a coordinator enters the report of an agency that phoned it in; the report is marked so."""

from __future__ import annotations

from bot.conversations.engine import script
from bot.conversations.steps import Do, Tell
from bot.domain.people import PersonId
from bot.scripts.report import report_on
from bot.scripts.which_agency import ask_agency
from bot.texts import on_behalf as texts
from bot.usecases.reports import WorkOf


@script("report.on_behalf", version=2, title="Nhập hộ báo cáo", files=True)
async def on_behalf(person: int, words: str = "") -> None:
    """Ask for the agency, then report as it would itself."""
    who = PersonId(person)
    agency = await ask_agency(texts.which_agency(), words)
    work = await Do("work", WorkOf(who, agency.id))
    if not work:
        await Tell("nothing", texts.nothing_open(agency.name))
        return
    await Tell("marked", texts.marked(agency.name))
    await report_on(who, work, on_behalf=True)
