"""What the bot sends with a call, whatever way it is encoded, and how Telegram refuses it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import BotError

Json = dict[str, Any]


class ApiError(BotError):
    """Telegram refuses a call: HTTP status, the sentence, and the parameters a bot acts on."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def packed(self) -> Json:
        """Write the answer's body, e.g. ``{"ok": false, "error_code": 400, "description": "Bad Request: ..."}``."""
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def refused(reason: str) -> ApiError:
    """Make the error for a request that is wrong in itself."""
    return ApiError(400, f"Bad Request: {reason}")


@dataclass(frozen=True)
class Upload:
    """A file that came in the call's body."""

    name: str
    mime: str
    content: bytes


class Params:
    """The values of a call: texts as forms send them, or JSON values as JSON bodies do."""

    def __init__(self, values: Mapping[str, Any], uploads: Mapping[str, Upload] | None = None) -> None:
        self._values = values
        self.uploads = uploads or {}

    def given(self, name: str) -> bool:
        """Tell whether the call says anything under this name."""
        return self._values.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        """Read a text."""
        value = self._values.get(name)
        return default if value is None else str(value)

    def flag(self, name: str) -> bool:
        """Read a yes or no; absent means no."""
        return self.text(name).lower() in ("true", "1", "yes")

    def integer(self, name: str, default: int | None = None) -> int:
        """Read a whole number; raises `ApiError` where there is none and no default."""
        try:
            return int(self.text(name)) if self.given(name) or default is None else default
        except ValueError:
            raise refused(f"{name} is invalid") from None

    def optional_integer(self, name: str) -> int | None:
        """Read a whole number, None where there is none."""
        return self.integer(name) if self.given(name) else None

    def json(self, name: str) -> Any:
        """Read a JSON value, None where there is none."""
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise refused(f"can't parse {name} JSON object") from None

    def loggable(self) -> Json:
        """List what was said, with files by their names."""
        return {**self._values, **{name: f"<file {upload.name}>" for name, upload in self.uploads.items()}}
