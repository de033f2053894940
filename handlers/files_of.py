"""What a message brings beside words."""

from __future__ import annotations

from bot.domain.messages import Incoming
from bot.domain.reports import Evidence

_LONGEST_MIME = 128
"""What the database keeps of a file's kind; a channel passes on whatever the sender's phone made up."""


def evidence(incoming: Incoming) -> tuple[Evidence, ...]:
    """Take the files of a message as evidence, to be fetched later; ``telegram:AgACAgUAAx`` is a handle."""
    return tuple(
        Evidence(
            file.name,
            file.mime[:_LONGEST_MIME],
            ref=f"{incoming.address.channel}:{file.ref}",
            url=file.url,
            size=file.size,
        )
        for file in incoming.files
    )
