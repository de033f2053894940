"""The list of all scripts; one that is not here does not exist."""

from __future__ import annotations

from bot.scripts.erase import erase
from bot.scripts.hand_over import hand_over
from bot.scripts.import_plan import import_document
from bot.scripts.invite import invite
from bot.scripts.join import join
from bot.scripts.on_behalf import on_behalf
from bot.scripts.quick_report import quick_report, snooze
from bot.scripts.report import report_progress
from bot.scripts.request import request

ALL = {
    script.name: script
    for script in (
        erase,
        hand_over,
        import_document,
        invite,
        join,
        on_behalf,
        quick_report,
        report_progress,
        request,
        snooze,
    )
}
