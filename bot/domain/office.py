"""The office that runs the bot: its name on paper, its calendar, its habits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.clock import VIETNAM
from bot.domain.calendar import Calendar
from bot.domain.deadlines import QUARTER_END, QuarterPolicy
from bot.domain.quotas import QuotaPolicy
from bot.domain.reminders import ReminderPolicy


@dataclass(frozen=True, slots=True)
class DigestPolicy:
    """When the weekly digest goes out: `weekday` 0 is Monday; `at` in the plan's zone."""

    weekday: int = 4
    at: time = time(16, 0)


@dataclass(frozen=True)
class Office:
    """All that is configured and that rules and documents depend on.

    `template` is the path of the office's own form of the report, empty for the decree's.
    """

    coordinator: str = "Sở Thông tin và Truyền thông"
    parent: str = ""
    place: str = ""
    signer_title: str = "GIÁM ĐỐC"
    signer_name: str = ""
    receivers: tuple[str, ...] = ()
    template: str = ""
    bot_name: str = "nhacviec"
    zone: ZoneInfo = VIETNAM
    calendar: Calendar = field(default_factory=Calendar)
    reminders: ReminderPolicy = field(default_factory=ReminderPolicy)
    quarter: QuarterPolicy = QUARTER_END
    digest: DigestPolicy = field(default_factory=DigestPolicy)
    quotas: QuotaPolicy = field(default_factory=QuotaPolicy)

    def today(self, now: datetime) -> date:
        """Tell the day it is in the office at `now` (aware)."""
        return now.astimezone(self.zone).date()
