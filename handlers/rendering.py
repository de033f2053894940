"""Makes pictures and documents at the moment of sending: facts are read in one transaction, rendering is done in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from bot.conversations.steps import adapter
from bot.domain.agencies import AgencyId
from bot.domain.messages import Rendered
from bot.domain.people import PersonId
from bot.domain.plans import PlanDraft, PlanId
from bot.errors import DeliveryError, InvalidInput, NotFound
from bot.reading.plan_answers import Answered
from bot.texts import days
from bot.usecases import corrections, importing, request_answers, summaries
from bot.usecases.desk import Doors
from bot.usecases.plans import kept_draft
from bot.usecases.status import picture
from handlers.files import RenderedFile

log = structlog.get_logger()

PNG = "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ICS = "text/calendar"

Args = Mapping[str, Any]


class Renderers:
    """Knows how to make each kind of file; called with what the outbox row names."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._makers: dict[str, Callable[[Args], Awaitable[RenderedFile]]] = {
            "status": self._status,
            "calendar": self._calendar,
            "summary-docx": self._summary_docx,
            "summary-xlsx": self._summary_xlsx,
            "dunning-docx": self._dunning_docx,
            "plan-workbook": self._plan_workbook,
            "request-docx": self._request_docx,
            "request-xlsx": self._request_xlsx,
        }

    async def __call__(self, wanted: Rendered) -> RenderedFile:
        """Make a file; raises `DeliveryError("file.unknown")` for a kind this version does not know."""
        maker = self._makers.get(wanted.what)
        if maker is None:
            raise DeliveryError("file.unknown", permanent=True)
        return await maker(wanted.args)

    async def _status(self, args: Args) -> RenderedFile:
        from bot.rendering.charts import status_picture

        only = args.get("agencies")
        agencies = None if only is None else [AgencyId(agency) for agency in only]
        shown = await self._doors.read(picture, args["period"], agencies, args.get("plan"), args.get("task"))
        title = f"Tình hình báo cáo {days.period_name(shown.period)}"
        as_of = f"đến {days.moment(shown.as_of, self._doors.office.zone)}"
        content = await asyncio.to_thread(status_picture, shown.figures, title, as_of)
        return RenderedFile(f"tinh-hinh-{shown.period}.png", PNG, content)

    async def _calendar(self, args: Args) -> RenderedFile:
        from bot.rendering.ics import calendar_file

        dues = await self._doors.read(summaries.calendar_of, PersonId(args["person"]))
        return RenderedFile(
            "ky-han-bao-cao.ics", ICS, await asyncio.to_thread(calendar_file, dues, self._doors.clock.now())
        )

    async def _summary_docx(self, args: Args) -> RenderedFile:
        from bot.rendering.documents import summary_docx
        from bot.rendering.templates import report_docx

        facts = await self._doors.read(summaries.facts, args["period"], args.get("plan"))
        kept = await self._doors.read(corrections.kept_of, facts.mark)
        try:
            content = await asyncio.to_thread(report_docx, facts, self._doors.office, None, kept)
        except InvalidInput as error:
            # Whoever waits for the report cannot mend the office's template; the decree's form is right in any case.
            log.warning("template.refused", code=error.code)
            content = await asyncio.to_thread(summary_docx, facts, self._doors.office, None, kept)
        return RenderedFile(f"bao-cao-{args['period']}.docx", DOCX, content)

    async def _summary_xlsx(self, args: Args) -> RenderedFile:
        from bot.rendering.workbooks import summary_xlsx

        facts = await self._doors.read(summaries.facts, args["period"], args.get("plan"))
        content = await asyncio.to_thread(summary_xlsx, facts, self._doors.office)
        return RenderedFile(f"bao-cao-{args['period']}.xlsx", XLSX, content)

    async def _dunning_docx(self, args: Args) -> RenderedFile:
        from bot.rendering.letters import dunning_docx

        facts = await self._doors.read(summaries.dunning_facts, args["period"])
        content = await asyncio.to_thread(dunning_docx, facts, self._doors.office)
        return RenderedFile(f"cong-van-don-doc-{args['period']}.docx", DOCX, content)

    async def _request_docx(self, args: Args) -> RenderedFile:
        from bot.rendering.corrections import request_named
        from bot.rendering.request_documents import request_docx

        facts = await self._doors.read(request_answers.facts, args["request"])
        kept = await self._doors.read(corrections.kept_of, request_named(args["request"]))
        content = await asyncio.to_thread(request_docx, facts, self._doors.office, None, kept)
        return RenderedFile(f"tra-loi-yeu-cau-{args['request']}.docx", DOCX, content)

    async def _request_xlsx(self, args: Args) -> RenderedFile:
        from bot.rendering.request_documents import request_xlsx

        facts = await self._doors.read(request_answers.facts, args["request"])
        content = await asyncio.to_thread(request_xlsx, facts, self._doors.office)
        return RenderedFile(f"tra-loi-yeu-cau-{args['request']}.xlsx", XLSX, content)

    async def _plan_workbook(self, args: Args) -> RenderedFile:
        from bot.rendering.plan_workbook import plan_workbook

        draft = await self._plan(args)
        content = await asyncio.to_thread(plan_workbook, draft)
        return RenderedFile(f"ke-hoach-{draft.head.year or 'moi'}.xlsx", XLSX, content)

    async def _plan(self, args: Args) -> PlanDraft:
        """Find a kept plan, or one that was read and not imported yet: ``{"plan": 3}`` or ``{"errand": 7, "answers": []}``."""
        if "plan" in args:
            return await self._doors.read(kept_draft, PlanId(args["plan"]))
        answers = adapter(tuple[Answered, ...]).validate_python(args["answers"])
        try:
            return await self._doors.read(importing.workbook_draft, args["errand"], answers)
        except NotFound as error:
            raise DeliveryError("file.lost", permanent=True) from error
