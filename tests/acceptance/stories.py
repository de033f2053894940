"""The report conversation as several people live it at once, whatever befalls the line, and a recount of what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select

from bot.demo.telegram.model import Message
from bot.demo.telegram.server import TelegramServer
from bot.domain.messages import Address, Channel, Sender, load
from bot.domain.people import Role
from bot.domain.plans import PlanDraft, PlanHead, TaskDraft
from bot.domain.timeframes import FrameKind, TimeFrame
from bot.usecases import people, plans, status
from bot.usecases.desk import Desk
from storage.schema import outbox, reports


class Turn(NamedTuple):
    """What a person says, or presses, and a part of what is then answered."""

    what: str
    answer: str
    pressed: bool = False


TURNS = (
    Turn("/baocao", "Nhiệm vụ này đến đâu rồi ạ?"),
    Turn("Đang thực hiện", "Khoảng bao nhiêu phần trăm ạ?", pressed=True),
    Turn("75%", "Kết quả chính ạ?", pressed=True),
    Turn("Đã tổ chức 2 cuộc họp báo", "Có khó khăn, đề xuất gì không ạ?"),
    Turn("Không có", "minh chứng", pressed=True),
    Turn("Bỏ qua", "Xem lại trước khi gửi", pressed=True),
    Turn("Gửi", "Đã nhận báo cáo BC-", pressed=True),
)


def prepare(desk: Desk, users: Sequence[int], channel: Channel = Channel.TELEGRAM) -> None:
    """Give each person, who is on a channel, an agency of their own with one task."""
    year = desk.today.year
    frame = TimeFrame(FrameKind.ONGOING, year=year)
    tasks = tuple(TaskDraft(f"I.{user}", f"Việc số {user}", lead=(_agency(user),), timeframe=frame) for user in users)
    plans.import_plan(desk, PlanDraft(PlanHead(f"KẾ HOẠCH Thử nghiệm năm {year}", year=year), tasks))
    for user in users:
        home, sender = Address(channel, str(user)), Sender(channel, str(user), f"Người {user}")
        code = people.invite(desk, people.find_agency(desk, _agency(user)).id, Role.FOCAL)
        people.consent(desk, people.join(desk, code, sender, home, sender.name).id)


def _agency(user: int) -> str:
    return f"Sở số {user}"


def bring_phones(server: TelegramServer, users: Sequence[int]) -> None:
    """Let people have started the bot on their phones."""
    for user in users:
        server.world.user(user, f"Người {user}", started=True)


async def report(server: TelegramServer, user: int, patience: float) -> int:
    """Report once; tell how many turns were never answered (0 when all is well)."""
    for number, turn in enumerate(TURNS):
        seen = server.world.transcript(user)
        if turn.pressed:
            shown = next(one for one in reversed(seen) if turn.what in one.labels)
            server.world.press(user, shown.id, turn.what)
        else:
            server.world.say(user, turn.what)
        try:
            await until(server, user, lambda turn=turn: _shows(server, user, turn.answer), patience)  # type: ignore[misc]  # mypy cannot infer a default
        except TimeoutError:
            return len(TURNS) - number
    return 0


async def until(server: TelegramServer, user: int, shown: Callable[[], bool], patience: float) -> None:
    """Wait until a phone shows something; raises `TimeoutError`. Looked at only when that phone changes: many wait at once."""
    changed = asyncio.Event()
    deaf = server.world.listen(lambda change: changed.set() if change.chat_id == user else None)
    try:
        async with asyncio.timeout(patience):
            while not shown():
                changed.clear()
                await changed.wait()
    finally:
        deaf()


async def report_all(server: TelegramServer, users: Sequence[int], patience: float) -> int:
    """Let all report at the same time; tell how many turns were never answered."""
    return sum(await asyncio.gather(*(report(server, user, patience) for user in users)))


def _shows(server: TelegramServer, user: int, words: str) -> bool:
    return any(words in one.text for one in said_by_bot(server, user))


def said_by_bot(server: TelegramServer, user: int) -> list[Message]:
    """List what the bot has said in private to somebody."""
    return [one for one in server.world.transcript(user) if one.sender.is_bot]


@dataclass(frozen=True, slots=True)
class Recount:
    """What the database holds: reports, what `/status` says was received, messages sent (new ones only), messages not sent."""

    reports: int
    received: int
    sent: int
    unsent: int


def recount(desk: Desk, channel: Channel = Channel.TELEGRAM) -> Recount:
    """Count from the rows, and beside it what is shown. On Zalo, what edits elsewhere is a new message."""
    rows = desk.connection.execute(select(outbox.c.state, outbox.c.payload).where(outbox.c.state != "cancelled")).all()
    sent = [load(row.payload) for row in rows if row.state == "sent"]
    in_place = channel is Channel.TELEGRAM
    new = [one for one in sent if not (one.keyboard_only or one.deletes or (in_place and one.edits))]
    kept = desk.connection.execute(select(func.count()).select_from(reports)).scalar_one()
    return Recount(kept, status.picture(desk).figures.totals.received, len(new), len(rows) - len(sent))
