"""The door for any file that may hold a plan: a document as it was issued, or a workbook that we exported."""

from __future__ import annotations

from bot.domain.plans import PlanDraft
from bot.reading.limits import Limits
from bot.reading.plan import read_plan
from bot.reading.plan_workbook import is_plan_workbook, read_plan_workbook


def read_document(content: bytes, name: str, *, limits: Limits | None = None) -> PlanDraft:
    """Read a plan from a file; raises what `read_plan` and `read_plan_workbook` raise."""
    bounds = limits or Limits()
    if is_plan_workbook(content):
        return read_plan_workbook(content, name, bounds)
    return read_plan(content, name, limits=bounds)
