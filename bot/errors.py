"""Everything that can go wrong and that we know of.

Errors carry values, never sentences: the Vietnamese sentence for each is in `bot.texts.errors`. `UserError`s are safe to
show to the person who caused them.
"""

from __future__ import annotations


class BotError(Exception):
    """The root of all errors of ours."""


class UserError(BotError):
    """Something a person asked for cannot be done; `code` names the sentence, `values` fill it.

    >>> InvalidInput("percent.range", given="250")
    InvalidInput('percent.range', given='250')
    """

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __repr__(self) -> str:
        values = "".join(f", {name}={value!r}" for name, value in self.values.items())
        return f"{type(self).__name__}({self.code!r}{values})"

    __str__ = __repr__


class NotFound(UserError):
    """What was asked for does not exist, or not for this person."""


class NotAllowed(UserError):
    """This person may not do that."""


class Conflict(UserError):
    """Things have changed since the person was asked."""


class InvalidInput(UserError):
    """What was given cannot be understood or used."""


class ConfigError(InvalidInput):
    """A key of the configuration is unknown or has a wrong value."""


class UnreadableDocument(InvalidInput):
    """A file cannot be read as a document."""


class StorageError(BotError):
    """The database refused; `code` tells why, for instance "busy", "full", "corrupt" or "constraint"."""

    def __init__(self, code: str = "other") -> None:
        super().__init__(code)
        self.code = code

    @property
    def passing(self) -> bool:
        """Whether the database is what ails: the same may succeed later. Else it is what was to be kept."""
        return self.code in _PASSING


_PASSING = frozenset(
    {"busy", "full", "io", "unreachable", "read_only", "cannot_open", "corrupt", "closed", "lost"},
)


class SchemaTooNew(StorageError):
    """The database was written by a newer version of this program: its schema is `found`, we know up to `known`."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__("schema_too_new")
        self.found = found
        self.known = known


class DeliveryError(BotError):
    """A channel did not take a message.

    `permanent` says that trying again is in vain; `retry_after` is in seconds; `moved_to` is the chat's new id when a
    group has become a supergroup.
    """

    def __init__(
        self, code: str, *, permanent: bool = False, retry_after: float | None = None, moved_to: str | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.retry_after = retry_after
        self.moved_to = moved_to


class ScriptChanged(BotError):
    """A kept conversation no longer fits its script."""


class ScriptTooLong(ScriptChanged):
    """A conversation has gone on for more steps than one may."""
