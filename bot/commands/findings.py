"""What `nhacviec doctor` finds: one thing a line, with how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `mark` is "ok", "!" (works, but look at it) or "x" (must be mended); `mend` says how."""

    about: str
    words: str
    mark: Literal["ok", "!", "x"] = "ok"
    mend: str = ""

    @property
    def healthy(self) -> bool:
        return self.mark == "ok"

    @property
    def broken(self) -> bool:
        return self.mark == "x"
