"""What can be configured, a class a section of `config.toml`."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Annotated, Literal, Self, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator

from bot.clock import VIETNAM
from bot.domain.deadlines import QUARTER_END
from bot.setting_types import (
    BotApiUrl,
    DatabaseUrl,
    Days,
    Directory,
    Hour,
    Line,
    Lines,
    Listen,
    MaybeListen,
    Name,
    NeededUrl,
    NumberList,
    ProxyUrl,
    QuarterDays,
    TelegramSecret,
    Token,
    WebUrl,
    ZaloSecret,
    wrong,
)

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
UserId = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), Field(coerce_numbers_to_str=True)]
_WEBHOOK = "127.0.0.1:8443"


class Section(BaseModel):
    """A table of the file; it does not change once it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Bot(Section):
    """`data_dir` is absolute once it is loaded."""

    name: Name = "Nhắc việc"
    timezone: ZoneInfo = VIETNAM
    data_dir: Directory = Path()


class Telegram(Section):
    """An empty `token` switches the channel off; an empty `webhook_url` means long polling."""

    token: Token = SecretStr("")
    base_url: NeededUrl = "https://api.telegram.org/bot"
    base_file_url: NeededUrl = "https://api.telegram.org/file/bot"
    proxy: ProxyUrl = ""
    webhook_url: WebUrl = ""
    webhook_secret: TelegramSecret = SecretStr("")
    webhook_listen: Listen = _WEBHOOK


class Zalo(Section):
    """As `Telegram`; `base_url` always ends with "/bot", to which the token is appended."""

    token: Token = SecretStr("")
    base_url: BotApiUrl = "https://bot-api.zaloplatforms.com/bot"
    webhook_url: WebUrl = ""
    webhook_secret: ZaloSecret = SecretStr("")
    webhook_listen: Listen = _WEBHOOK
    monthly_messages: Annotated[int, Field(ge=1, le=100_000_000)] = 3000
    hold_back: Annotated[tuple[Literal["digest", "colleague", "reminder"], ...], NumberList] = ("digest", "colleague")


class Database(Section):
    """A relative file of SQLite lies in `bot.data_dir`."""

    url: DatabaseUrl = "sqlite:///nhacviec.db"


class Office(Section):
    """Words of official documents."""

    coordinator: Name = "Sở Thông tin và Truyền thông"
    parent: Line = ""
    place: Line = ""
    signer_title: Line = "GIÁM ĐỐC"
    signer_name: Line = ""
    receivers: Lines = ()
    template: Line = ""


class Reminders(Section):
    """Stages in days before and after the last day; hours in `bot.timezone`."""

    lead_days: Annotated[tuple[Annotated[int, Field(ge=0, le=366)], ...], NumberList] = (14, 7, 3, 1, 0)
    overdue_days: Annotated[tuple[Annotated[int, Field(ge=1, le=366)], ...], NumberList] = (1, 3, 7)
    send_from: Hour = time(7, 30)
    send_until: Hour = time(17, 30)
    late_after_hours: Annotated[float, Field(gt=0, le=24, allow_inf_nan=False)] = 2

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.send_from >= self.send_until:
            raise wrong("hours_order", key="send_until")
        return self


class Quarter(Section):
    """By which day a quarter's report is owed."""

    report_by: QuarterDays = QUARTER_END


class Calendar(Section):
    """The office's own days, which win over the national calendar."""

    extra_days_off: Days = ()
    extra_working_days: Days = ()

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        both = set(self.extra_days_off) & set(self.extra_working_days)
        if both:
            raise wrong("days_both", key="extra_working_days", day=min(both).isoformat())
        return self


class Digest(Section):
    """When the weekly digest goes out, in `bot.timezone`."""

    weekday: Weekday = "fri"
    at: Hour = time(16, 0)

    @property
    def weekday_number(self) -> int:
        """Count from Monday, which is 0."""
        return get_args(Weekday).index(self.weekday)


class Admins(Section):
    """Who is an administrator by configuration: user ids on each channel."""

    telegram: Annotated[tuple[Annotated[int, Field(gt=0)], ...], NumberList] = ()
    zalo: Annotated[tuple[UserId, ...], NumberList] = ()


class Backup(Section):
    """Nightly copies, `at` in `bot.timezone`; a relative `directory` lies in `bot.data_dir`; 0 `keep_days` means none."""

    keep_days: Annotated[int, Field(ge=0, le=3660)] = 14
    at: Hour = time(2, 0)
    directory: Directory = Path("backups")


class Retention(Section):
    """Days for which what was said is kept, and for which traces are; both are looked at in the hour of the backup."""

    words_days: Annotated[int, Field(ge=30, le=36500)] = 90
    traces_days: Annotated[int, Field(ge=90, le=36500)] = 400


class Documents(Section):
    """How much of a document is read before it is refused; one is read in a thread of its own."""

    megabytes: Annotated[int, Field(gt=0, le=1000)] = 25
    pages: Annotated[int, Field(gt=0, le=100_000)] = 600
    rows: Annotated[int, Field(gt=0, le=1_000_000)] = 20_000
    seconds: Annotated[int, Field(gt=0, le=600)] = 30


class Http(Section):
    """Where health, metrics and download links are served; an empty `listen` means nowhere."""

    listen: MaybeListen = ""
    public_url: WebUrl = ""
