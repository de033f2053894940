"""Write a plan as read in the form that `plan read --json` promises."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.domain.plans import Duty, PlanDraft, PlanHead, Question, ReportingRule, Rule, TaskDraft
from bot.domain.timeframes import FrameKind, TimeFrame
from bot.reading.name_lists import full_name


def plan_as_json(draft: PlanDraft) -> dict[str, Any]:
    """Give the draft as plain values; days as ISO text, agencies of `agencies_used` by their full names."""
    return {
        "plan": _head(draft.head),
        "tasks": [_task(task) for task in draft.tasks],
        "reporting": [_reporting(rule) for rule in draft.reporting],
        "duties": [_duty(duty) for duty in draft.duties],
        "groups_used": list(draft.groups_used),
        "agencies_used": list(dict.fromkeys(full_name(name) for name in draft.agencies_used)),
        "questions": [_question(question) for question in draft.questions],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _head(head: PlanHead) -> dict[str, Any]:
    return {
        "title": head.title,
        "number": head.number,
        "issuer": head.issuer,
        "province": head.province,
        "year": head.year,
        "issued_on": _day(head.issued_on),
        "coordinator": head.coordinator,
        "legal_basis": list(head.legal_basis),
    }


def _task(task: TaskDraft) -> dict[str, Any]:
    return {
        "no": task.no,
        "title": task.title,
        "lead": list(task.lead),
        "cooperating": list(task.cooperating),
        "timeframe_text": task.timeframe_text,
        "timeframe": _timeframe(task.timeframe),
        "budget_vnd": task.budget_vnd,
        "outputs": list(task.outputs),
        "place": task.place,
    }


# The form that is promised has no such kinds of a task's time; `recurrence` still tells them.
_UNPROMISED = (FrameKind.AD_HOC, FrameKind.HALF_YEAR)


def _timeframe(frame: TimeFrame) -> dict[str, Any]:
    if frame.kind in _UNPROMISED:
        frame = TimeFrame(FrameKind.UNSPECIFIED, recurrence=frame.recurrence, strictly_before=frame.strictly_before)
    return {
        "kind": frame.kind.value,
        "year": frame.year,
        "quarters": list(frame.quarters) if frame.quarters else None,
        "start": _day(frame.start),
        "end": _day(frame.end),
        "recurrence": frame.recurrence,
        "strictly_before": frame.strictly_before,
    }


def _reporting(rule: ReportingRule) -> dict[str, Any]:
    return {
        "no": rule.no,
        "name": rule.name,
        "from": list(rule.reporters),
        "to": list(rule.receivers),
        "due_text": rule.due_text,
        "rule": _rule(rule.rule),
        "place": rule.place,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "kind": rule.kind.value if rule.kind else None,
        "month": rule.month,
        "day": rule.day,
        "year": rule.year,
        "strictly_before": rule.strictly_before,
    }


def _duty(duty: Duty) -> dict[str, Any]:
    return {"no": duty.no, "agency": duty.agency, "items": list(duty.items)}


def _question(question: Question) -> dict[str, Any]:
    return {
        "code": question.code,
        "place": question.place,
        "about": question.about,
        "options": list(question.options),
    }
