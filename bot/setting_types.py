"""Types of configured values: what is accepted for each, and the code of what is wrong otherwise.

The codes ("hour", "listen", ...) become the ends of `ConfigError` codes ("config.value.hour").
"""

from __future__ import annotations

import re
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr, StringConstraints
from pydantic_core import PydanticCustomError

from bot.domain.deadlines import ND09, QUARTER_END, QuarterPolicy
from bot.vietnamese import one_line

_HOUR = re.compile(r"(\d{1,2}):(\d{2})")
_MONTH_DAY = re.compile(r"(\d{2})-(\d{2})")
_ENDPOINT = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[^\s:/\[\]]*):(\d{1,5})")
_QUARTER_POLICIES = {"quarter_end": QUARTER_END, "nd09": ND09}
_COMMON_YEAR = 2023


def wrong(kind: str, **values: str) -> PydanticCustomError:
    """Make the error for a value of no use; `kind` is the end of its code."""
    return PydanticCustomError(kind, kind, values)


def _read_hour(value: Any) -> time:
    if isinstance(value, time) and value.tzinfo is None:
        return value
    found = _HOUR.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise wrong("hour")
    return time(int(found[1]), int(found[2]))


def _read_day(value: Any) -> date:
    # Exactly a date: pydantic alone would also take 20240102 for seconds since 1970.
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value.strip())
    except (ValueError, AttributeError):
        raise wrong("day") from None


def _listen(endpoint: str) -> str:
    """Let "127.0.0.1:8443", "[::1]:8443", ":8443" (everywhere) and an empty text (nowhere) pass; port 0 means any free one."""
    found = _ENDPOINT.fullmatch(endpoint)
    if endpoint and (found is None or int(found[1]) > 65535):
        raise wrong("listen")
    return endpoint


def _somewhere(endpoint: str) -> str:
    if not endpoint:
        raise wrong("listen")
    return endpoint


def _check_url(url: str, schemes: tuple[str, ...], kind: str) -> str:
    """Let an empty address and one with a scheme, a host and no white space pass."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if url and (not usable or re.search(r"\s", url)):
        raise wrong(kind)
    return url


def _web_url(url: str) -> str:
    return _check_url(url, ("http", "https"), "url")


def _given(url: str) -> str:
    if not url:
        raise wrong("url")
    return url


def _proxy_url(url: str) -> str:
    return _check_url(url, ("http", "https", "socks4", "socks5", "socks5h"), "proxy")


def _database_url(url: str) -> str:
    """Let the two databases pass; `storage` reads the rest of the address."""
    known = re.fullmatch(r"sqlite:///[^\s?]+( [^\s?]+)*|postgresql(\+psycopg)?://\S*", url)
    if known is None or not url.isprintable() or url.endswith(":memory:"):
        raise wrong("database_url")
    return url


def _path(path: Path) -> Path:
    """Let a path pass that the system takes, with "~" for somebody's home."""
    if not str(path).isprintable():
        raise wrong("path")
    try:
        return path.expanduser()
    except RuntimeError:
        raise wrong("path") from None


def _bot_api(url: str) -> str:
    """Bring an address, with or without its last "/bot", to one to which the token can be appended."""
    return url.rstrip("/").removesuffix("/bot") + "/bot"


def _token(secret: SecretStr) -> SecretStr:
    bare = secret.get_secret_value().strip()
    if re.fullmatch(r"[!-~]*", bare) is None:
        raise wrong("token")
    return SecretStr(bare)


def _webhook_secret(least: int) -> AfterValidator:
    pattern = re.compile(rf"(?:[A-Za-z0-9_-]{{{least},256}})?")

    def check(secret: SecretStr) -> SecretStr:
        if pattern.fullmatch(secret.get_secret_value()) is None:
            raise wrong("webhook_secret", least=str(least))
        return secret

    return AfterValidator(check)


def _split(separators: str) -> BeforeValidator:
    """Take "14, 7, 3", as the environment has it, for a list."""

    def split(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return [part.strip() for part in re.split(f"[{separators}]", value.strip().strip("[]")) if part.strip()]

    return BeforeValidator(split)


def read_quarter_policy(value: Any) -> QuarterPolicy:
    """Read "quarter_end", "nd09" or four days such as ["03-20", "06-20", "09-20", "12-20"], one a quarter, in order."""
    if isinstance(value, QuarterPolicy):
        return value
    if isinstance(value, str) and value.strip() in _QUARTER_POLICIES:
        return _QUARTER_POLICIES[value.strip()]
    parts = re.split("[,;]", value) if isinstance(value, str) else value
    if not isinstance(parts, list) or len(parts) != 4:
        raise wrong("quarter")
    first, second, third, fourth = (_quarter_day(part, number) for number, part in enumerate(parts, start=1))
    return QuarterPolicy((first, second, third, fourth))


def _quarter_day(value: Any, quarter: int) -> tuple[int, int]:
    """Read the day, as (month, day), by which the report of `quarter` (1 to 4) is owed: within it, or in the next one."""
    found = _MONTH_DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise wrong("quarter")
    month, day = int(found[1]), int(found[2])
    try:
        date(_COMMON_YEAR, month, day)
    except ValueError:
        raise wrong("quarter") from None
    if not 3 * quarter - 2 <= month <= 3 * quarter + 3:
        raise wrong("quarter")
    return month, day


Line = Annotated[str, StringConstraints(max_length=500), AfterValidator(one_line)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), AfterValidator(one_line)]
Lines = Annotated[tuple[Name, ...], _split(";\n")]
Hour = Annotated[time, BeforeValidator(_read_hour)]
Day = Annotated[date, BeforeValidator(_read_day)]
Days = Annotated[tuple[Day, ...], _split(";,")]
NumberList = _split(";,")
_Bare = StringConstraints(strip_whitespace=True)
Listen = Annotated[str, _Bare, AfterValidator(_listen), AfterValidator(_somewhere)]
MaybeListen = Annotated[str, _Bare, AfterValidator(_listen)]
WebUrl = Annotated[str, _Bare, AfterValidator(_web_url)]
NeededUrl = Annotated[str, _Bare, AfterValidator(_web_url), AfterValidator(_given)]
BotApiUrl = Annotated[str, _Bare, AfterValidator(_web_url), AfterValidator(_given), AfterValidator(_bot_api)]
ProxyUrl = Annotated[str, _Bare, AfterValidator(_proxy_url)]
DatabaseUrl = Annotated[str, _Bare, AfterValidator(_database_url)]
Directory = Annotated[Path, AfterValidator(_path)]
Token = Annotated[SecretStr, AfterValidator(_token)]
TelegramSecret = Annotated[SecretStr, _webhook_secret(1)]
ZaloSecret = Annotated[SecretStr, _webhook_secret(8)]
QuarterDays = Annotated[QuarterPolicy, BeforeValidator(read_quarter_policy)]
