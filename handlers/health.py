"""Remembers what ails, so that each change of state is logged once: a full disk lasts for many rounds."""

from __future__ import annotations


class Health:
    """What fails at present, and how."""

    def __init__(self) -> None:
        self._ailing: dict[str, str] = {}

    def fails_anew(self, part: str, how: str) -> bool:
        """Note that a part fails; tell whether it has not failed so the last time."""
        known, self._ailing[part] = self._ailing.get(part), how
        return known != how

    def recovers(self, part: str) -> bool:
        """Note that a part works; tell whether it failed the last time."""
        return self._ailing.pop(part, None) is not None
