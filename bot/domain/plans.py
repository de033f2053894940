"""The plan: an issued document, its tasks and the reports it asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NewType

from bot.domain.agencies import AgencyId, GroupId
from bot.domain.timeframes import UNSPECIFIED, TimeFrame

PlanId = NewType("PlanId", int)
TaskId = NewType("TaskId", int)
RuleId = NewType("RuleId", int)


class RuleKind(StrEnum):
    """How often a report is asked for."""

    YEARLY = "yearly"
    ONCE = "once"
    HALF_YEAR = "half_year"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    AD_HOC = "ad_hoc"


@dataclass(frozen=True, slots=True)
class Rule:
    """The day of a report as printed: "trước ngày 15/11" is month 11, day 15, strictly before. `None` is not said.

    For `half_year` there is one rule for each of the two days; for `quarterly` and `monthly` the day is of the period's last
    month, `month` is `None`.
    """

    kind: RuleKind | None
    month: int | None = None
    day: int | None = None
    year: int | None = None
    strictly_before: bool = False


@dataclass(frozen=True, slots=True)
class ReportingRule:
    """Who reports to whom by which day; names as printed."""

    no: str | None
    name: str
    reporters: tuple[str, ...]
    receivers: tuple[str, ...]
    due_text: str
    rule: Rule
    place: str = ""


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A task as read from a document; names of agencies as printed. `place` tells where in the document it stands."""

    no: str
    title: str
    lead: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    timeframe_text: str | None = None
    timeframe: TimeFrame = UNSPECIFIED
    budget_vnd: int | None = None
    outputs: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """What the part on organisation lays on one agency beside the tasks."""

    no: str
    agency: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanHead:
    """What stands at the top of the document."""

    title: str
    number: str | None = None
    issuer: str | None = None
    province: str | None = None
    year: int | None = None
    issued_on: date | None = None
    coordinator: str | None = None
    legal_basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What the text leaves open and a person should decide; `place` quotes the text it is about."""

    code: str
    place: str
    about: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as read from a document, before anything of it is kept."""

    head: PlanHead
    tasks: tuple[TaskDraft, ...]
    reporting: tuple[ReportingRule, ...] = ()
    duties: tuple[Duty, ...] = ()
    groups_used: tuple[str, ...] = ()
    agencies_used: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


class AssignmentRole(StrEnum):
    """What a task asks of an agency."""

    LEAD = "lead"
    COOPERATING = "cooperating"


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that is kept.

    `settings` are choices of this office, for instance `{"cooperating": true}`: cooperating agencies owe reports too.
    """

    id: PlanId
    head: PlanHead
    year: int
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.head.title


@dataclass(frozen=True, slots=True)
class Task:
    """A task that is kept, the `position`-th of its plan from 0; `dropped` when a later version of the plan has it no more."""

    id: TaskId
    plan: PlanId
    position: int
    no: str
    title: str
    timeframe_text: str | None = None
    timeframe: TimeFrame = UNSPECIFIED
    budget_vnd: int | None = None
    outputs: tuple[str, ...] = ()
    place: str = ""
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """An agency or a group at a task, and the words it was printed in.

    With neither `agency` nor `group` the words name nobody in particular ("các đơn vị liên quan").
    """

    task: TaskId
    role: AssignmentRole
    printed: str
    agency: AgencyId | None = None
    group: GroupId | None = None


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A reporting rule that is kept."""

    id: RuleId
    plan: PlanId
    reporting: ReportingRule
    dropped: bool = False
