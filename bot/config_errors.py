"""Makes errors of ours of what pydantic finds wrong with the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.errors import ConfigError

# What may hold a secret is not repeated to the screen, nor to the log.
_HIDDEN = {"token", "webhook_secret", "proxy", "url"}
_HIDDEN_VALUE = "***"
_LONGEST_SHOWN = 60

# The ends of our codes for pydantic's own findings.
_KINDS = {
    "string_type": "text",
    "string_too_short": "empty",
    "string_too_long": "long",
    "int_type": "number",
    "int_parsing": "number",
    "int_from_float": "number",
    "int_parsing_size": "number",
    "float_type": "number",
    "float_parsing": "number",
    "finite_number": "number",
    "greater_than": "above",
    "greater_than_equal": "at_least",
    "less_than_equal": "at_most",
    "tuple_type": "list",
    "literal_error": "choice",
    "zoneinfo_str": "timezone",
    "path_type": "text",
}
_BOUNDS = {"above": "gt", "at_least": "ge", "at_most": "le"}


def first_error(error: ValidationError, model: type[BaseModel], file: Path, environ: Mapping[str, str]) -> ConfigError:
    """Make an error of ours of the first thing that is wrong; `where` is the file or the variable it stands in."""
    detail = error.errors(include_url=False)[0]
    context = detail.get("ctx", {})
    names = [str(part) for part in detail["loc"] if not isinstance(part, int)][:2]
    if "key" in context:
        names.append(context["key"])
    where = _variable(names, environ) or str(file)
    if detail["type"] == "extra_forbidden":
        return _unknown_key(names, model, where)
    if len(names) == 1:
        return ConfigError("config.not_a_section", section=names[0], where=where)
    return _wrong_value(detail, names, where)


def _variable(names: list[str], environ: Mapping[str, str]) -> str | None:
    """Find the variable of the environment that gave a key."""
    named = "NHACVIEC_" + "__".join(names).upper()
    return next((name for name in environ if name.upper() == named or name.upper().startswith(f"{named}__")), None)


def unknown_section(section: str, model: type[BaseModel], where: str) -> ConfigError:
    """Make the error for a section we do not know; `where` is the file or the variable it stands in."""
    return ConfigError(
        "config.unknown_section", section=section, where=where, **_allowed(section, [*model.model_fields])
    )


def _unknown_key(names: list[str], model: type[BaseModel], where: str) -> ConfigError:
    section = model.model_fields[names[0]].annotation
    keys = [*section.model_fields] if isinstance(section, type) and issubclass(section, BaseModel) else []
    return ConfigError("config.unknown_key", key=".".join(names), where=where, **_allowed(names[1], keys))


def _allowed(given: str, names: list[str]) -> dict[str, str]:
    """List what is allowed, the likeliest first."""
    like = get_close_matches(given, names, n=1)
    return {"allowed": ", ".join([*like, *(name for name in names if name not in like)])}


def _wrong_value(detail: ErrorDetails, names: list[str], where: str) -> ConfigError:
    context: dict[str, Any] = detail.get("ctx", {})
    # A type of our own is already the end of a code; one of pydantic's that we did not foresee is "other".
    kind = _KINDS.get(detail["type"], detail["type"] if detail["type"] == detail["msg"] else "other")
    values: dict[str, str | int] = {name: str(value) for name, value in context.items() if name != "key"}
    if kind in _BOUNDS:
        values = {"bound": str(context[_BOUNDS[kind]])}
    elif kind == "choice":
        values = {"allowed": str(context["expected"]).replace("'", "").replace(" or ", ", ")}
    # Of two keys that contradict each other the input is the whole section.
    if "key" not in context:
        values["given"] = _HIDDEN_VALUE if names[-1] in _HIDDEN else _shown(detail["input"])
    return ConfigError(f"config.value.{kind}", key=".".join(names), where=where, **values)


def _shown(given: Any) -> str:
    text = str(given)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
