"""The list of all scripts; one that is not here does not exist."""

from __future__ import annotations

from bot.scripts.away import away
from bot.scripts.correct_agency import correct_agency
from bot.scripts.erase import erase
from bot.scripts.extend import extend
from bot.scripts.hand_over import hand_over
from bot.scripts.import_plan import import_document
from bot.scripts.invite import invite
from bot.scripts.join import join
from bot.scripts.on_behalf import on_behalf
from bot.scripts.quick_report import quick_report
from bot.scripts.reassign import reassign
from bot.scripts.rename import rename
from bot.scripts.report import report_progress
from bot.scripts.request import request
from bot.scripts.return_report import return_report
from bot.scripts.snooze import snooze
from bot.scripts.upload_plan import upload_plan
from bot.scripts.urge import urge

ALL = {
    script.name: script
    for script in (
        away,
        correct_agency,
        erase,
        extend,
        hand_over,
        import_document,
        invite,
        join,
        on_behalf,
        quick_report,
        reassign,
        rename,
        report_progress,
        request,
        return_report,
        snooze,
        upload_plan,
        urge,
    )
}
