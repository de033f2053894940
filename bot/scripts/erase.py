"""`/xoadulieu`: erases who somebody is; their reports stay, under the agency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from bot.conversations.engine import script
from bot.conversations.steps import Choice, Do, Tell, pick
from bot.domain.people import PersonId
from bot.texts import views as texts
from bot.usecases import memberships
from bot.usecases.desk import Desk


@dataclass(frozen=True)
class Erase:
    """Forget a person."""

    person: PersonId

    effect: ClassVar[bool] = True
    result: ClassVar[Any] = None

    def perform(self, desk: Desk) -> None:
        for agency in desk.people.get(self.person).agencies:
            memberships.note_leaving(desk, self.person, agency)
        desk.people.erase(self.person, desk.now, "(đã xóa)")
        desk.events.log(desk.now, None, "person.erased", f"person:{self.person}")


@script("people.erase", version=1, title="Xóa dữ liệu")
async def erase(person: int) -> None:
    """Ask once, then erase."""
    if await pick("sure", texts.ask_erase(), (Choice("erase", "Xóa"), Choice("keep", "Không"))) == "keep":
        await Tell("kept", texts.erase_refused())
        return
    await Do("erase", Erase(PersonId(person)))
    await Tell("erased", texts.erased())
