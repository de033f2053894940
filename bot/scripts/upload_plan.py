"""A plan from a channel that hands on no files: asked for first, then read and imported like one that was sent."""

from __future__ import annotations

from bot.conversations.engine import script
from bot.conversations.steps import Answer, Ask, Choice, Tell, adapter
from bot.domain.messages import IncomingFile
from bot.domain.reports import Evidence
from bot.errors import InvalidInput
from bot.scripts.import_plan import import_document
from bot.texts import plans as plan_texts
from bot.texts import uploads as texts

CANCEL = Choice("cancel", plan_texts.CANCEL)


@script("plan.upload", version=1, title="Nhập kế hoạch", files=True)
async def upload_plan(person: int, channel: str, chat: str, user: str) -> None:
    """Ask for a document; then have it read, ask what it leaves open, and import it."""
    given = await Ask[str | Evidence](
        "document", texts.plan_wanted(), (CANCEL,), accept=read_document, kind=str | Evidence, files=True
    )
    if isinstance(given, str):
        await Tell("cancelled", texts.cancelled())
        return
    file = adapter(IncomingFile).dump_python(_as_sent(given), mode="json")
    await import_document.function(person=person, channel=channel, chat=chat, user=user, file=file)


def read_document(answer: Answer) -> Evidence:
    """Take the first file that is no picture; raises `InvalidInput` for everything else."""
    found = next((file for file in answer.files if not file.mime.startswith("image/")), None)
    if found is None:
        raise InvalidInput("answer.document")
    return found


def _as_sent(given: Evidence) -> IncomingFile:
    """Make a channel's file again of what was taken as an answer: ``zalo:upload:ab12…`` is a channel and its handle."""
    ref = (given.ref or "").partition(":")[2]
    return IncomingFile(ref, given.name, given.mime, given.size, given.url)
