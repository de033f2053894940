"""Reads the configuration: a TOML file, over which the environment wins."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.config_errors import first_error, unknown_section
from bot.domain.backups import BackupPolicy
from bot.domain.calendar import Calendar as WorkingDays
from bot.domain.messages import Channel
from bot.domain.office import DigestPolicy
from bot.domain.office import Office as OfficeRules
from bot.domain.quotas import QuotaPolicy
from bot.domain.reminders import ReminderPolicy
from bot.domain.retention import RetentionPolicy
from bot.errors import ConfigError
from bot.reading.limits import Limits
from bot.settings import (
    Admins,
    Backup,
    Bot,
    Calendar,
    Database,
    Digest,
    Documents,
    Http,
    Office,
    Quarter,
    Reminders,
    Retention,
    Telegram,
    Zalo,
)

PREFIX = "NHACVIEC_"
BETWEEN = "__"
FILE_VARIABLE = "NHACVIEC_CONFIG"
DEFAULT_FILE = Path("config.toml")


class Config(BaseSettings):
    """All that is configured. `Config()` is the defaults, whatever the environment; `load` reads the real one."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        env_prefix=PREFIX,
        env_nested_delimiter=BETWEEN,
        # "14,7,3" is friendlier in a variable than JSON; the types split it.
        enable_decoding=False,
    )

    bot: Bot = Bot()
    telegram: Telegram = Telegram()
    zalo: Zalo = Zalo()
    database: Database = Database()
    office: Office = Office()
    reminders: Reminders = Reminders()
    quarter: Quarter = Quarter()
    calendar: Calendar = Calendar()
    digest: Digest = Digest()
    admins: Admins = Admins()
    backup: Backup = Backup()
    retention: Retention = Retention()
    documents: Documents = Documents()
    http: Http = Http()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)

    def as_office(self) -> OfficeRules:
        """Give what rules and documents depend on."""
        return OfficeRules(
            coordinator=self.office.coordinator,
            parent=self.office.parent,
            place=self.office.place,
            signer_title=self.office.signer_title,
            signer_name=self.office.signer_name,
            receivers=self.office.receivers,
            template=str(self.bot.data_dir / self.office.template) if self.office.template else "",
            bot_name=self.bot.name,
            zone=self.bot.timezone,
            calendar=self._calendar(),
            reminders=self._reminders(),
            quarter=self.quarter.report_by,
            digest=DigestPolicy(self.digest.weekday_number, self.digest.at),
            quotas=QuotaPolicy({Channel.ZALO: self.zalo.monthly_messages}, self.zalo.hold_back),
        )

    def _calendar(self) -> WorkingDays:
        return WorkingDays(frozenset(self.calendar.extra_days_off), frozenset(self.calendar.extra_working_days))

    def _reminders(self) -> ReminderPolicy:
        section = self.reminders
        return ReminderPolicy(
            lead_days=section.lead_days,
            overdue_days=section.overdue_days,
            send_from=section.send_from,
            send_until=section.send_until,
            late_after=timedelta(hours=section.late_after_hours),
            zone=self.bot.timezone,
        )

    def as_limits(self) -> Limits:
        """Give how much of a document is read."""
        section = self.documents
        return Limits(
            bytes=section.megabytes * 1_000_000, pages=section.pages, rows=section.rows, seconds=float(section.seconds)
        )

    def as_backups(self) -> BackupPolicy:
        """Give when copies of the database are made and how long they are kept."""
        return BackupPolicy(self.backup.keep_days, self.backup.at, self.bot.timezone)

    def as_retention(self) -> RetentionPolicy:
        """Give how long words and traces are kept."""
        section = self.retention
        return RetentionPolicy(section.words_days, section.traces_days, self.backup.at, self.bot.timezone)

    def secrets(self) -> frozenset[str]:
        """List what no log may show: tokens, webhook secrets, and the passwords in addresses."""
        channels = (self.telegram, self.zalo)
        texts = [secret.get_secret_value() for part in channels for secret in (part.token, part.webhook_secret)]
        addresses = (self.database.url, self.telegram.proxy, *(part.base_url for part in channels))
        return frozenset(filter(None, [*texts, *(word for url in addresses for word in _passwords(url))]))


def _passwords(url: str) -> Iterator[str]:
    """Yield the password of an address as it stands and as it is meant."""
    password = urlsplit(url).password
    if password:
        yield password
        yield unquote(password)


def config_file(path: Path | None, environ: Mapping[str, str]) -> Path:
    """Tell which file is read: the one given, that of `$NHACVIEC_CONFIG`, or `./config.toml`."""
    return path or Path(environ.get(FILE_VARIABLE) or DEFAULT_FILE)


def load(path: Path | None, environ: Mapping[str, str]) -> Config:
    """Read the configuration; `path` is the file that was asked for, `environ` the environment.

    Without a file that was asked for, `./config.toml` need not exist. A relative `bot.data_dir` starts at the file's
    directory. Raises `ConfigError`, naming the key, where it stands and what is allowed.
    """
    file = config_file(path, environ)
    asked_for = path is not None or bool(environ.get(FILE_VARIABLE))
    tables = _read(file) if asked_for or file.exists() else {}
    try:
        config = Config(**_over(tables, _variables(environ)))
    except ValidationError as error:
        raise first_error(error, Config, file, environ) from error
    data_dir = (file.absolute().parent / config.bot.data_dir).resolve()
    return config.model_copy(update={"bot": config.bot.model_copy(update={"data_dir": data_dir})})


def _over(tables: dict[str, Any], variables: dict[str, Any]) -> dict[str, Any]:
    """Lay the variables over the file, key by key; what should be a table and is none stays, to be refused."""
    merged = variables | tables
    for section, table in tables.items():
        if isinstance(table, dict):
            merged[section] = table | variables.get(section, {})
    return merged


def _variables(environ: Mapping[str, str]) -> dict[str, Any]:
    """Take our variables out of the environment, as tables; raises `ConfigError` for one that names no section."""
    ours = {
        name.lower(): value for name, value in environ.items() if name.upper().startswith(PREFIX) and BETWEEN in name
    }
    for name in ours:
        section = name.removeprefix(PREFIX.lower()).partition(BETWEEN)[0]
        if section not in Config.model_fields:
            raise unknown_section(section, Config, name.upper())
    source = EnvSettingsSource(Config)
    source.env_vars = ours
    return source()


def _read(file: Path) -> dict[str, Any]:
    """Read a TOML file; raises `ConfigError` when it is missing, not text or not TOML."""
    try:
        # Notepad writes a mark before the first letter, which TOML does not know.
        tables = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError("config.missing", file=str(file)) from error
    except OSError as error:
        raise ConfigError("config.unreadable", file=str(file)) from error
    except UnicodeDecodeError as error:
        raise ConfigError("config.encoding", file=str(file)) from error
    except tomllib.TOMLDecodeError as error:
        # The library tells the place only in its message.
        place = re.search(r"line (\d+)", str(error))
        if place is None:
            raise ConfigError("config.cut_off", file=str(file)) from error
        raise ConfigError("config.syntax", file=str(file), line=int(place[1])) from error
    for section in tables:
        if section not in Config.model_fields:
            raise unknown_section(section, Config, str(file))
    return tables
