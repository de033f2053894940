"""[Sửa tên]: the name under which somebody stands in lists and reports, given by themselves."""

from __future__ import annotations

from bot.conversations.engine import script
from bot.conversations.steps import Ask, Do, Tell
from bot.domain.people import PersonId
from bot.scripts.answers import read_name
from bot.texts import people as texts
from bot.usecases.joining import Rename


@script("people.rename", version=1, title="Sửa tên")
async def rename(person: int) -> None:
    """Ask for the name and keep it."""
    name = await Ask("name", texts.ask_name(), accept=read_name)
    await Do("rename", Rename(PersonId(person), name))
    await Tell("renamed", texts.renamed(name))
