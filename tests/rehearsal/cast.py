"""The people of a rehearsal: one agency each answers at once, early, on the last day, late, never, ..."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.deadlines import Due, DueState
from bot.domain.people import Absence, PersonId, Role
from bot.domain.reports import DueId, ReportDraft, Status
from bot.texts import days, dues
from bot.usecases import snoozes
from bot.usecases.desk import Desk
from bot.usecases.extensions import Excuse, Extend
from bot.usecases.reports import SubmitReport, submit
from bot.usecases.returns import Return
from bot.usecases.urging import Urge
from storage.outbox import Row
from tests.rehearsal.theatre import Theatre, Told, later, on

OWED = (DueState.OPEN, DueState.RETURNED)
PROMPT, EARLY, LAST_DAY, LATE, NEVER, PUTS_OFF, ONE_BY_ONE, BLOCKS = (
    "trả lời ngay",
    "báo cáo sớm, không đợi nhắc",
    "đợi đến ngày cuối",
    "trễ hạn rồi mới báo cáo",
    "không bao giờ báo cáo",
    "bấm Để sau một tuần",
    "mỗi lần nhắc báo cáo một việc",
    "chặn bot từ tháng 5",
)


@dataclass(frozen=True)
class Player:
    """A focal point: name, agency, habit; `colleague` is a second focal point who only listens."""

    name: str
    agency: str
    habit: str
    colleague: str = ""


class Cast:
    """Lets the players act on what they are told."""

    def __init__(self, theatre: Theatre, players: Sequence[Player], year: int) -> None:
        self._theatre = theatre
        self._year = year
        self._habits = {player.name: player for player in players}
        self._ids: dict[str, PersonId] = {}
        self.coordinator = theatre.person("Hoa", Role.COORDINATOR)
        for player in players:
            self._ids[player.name] = self._enter(player.name, player.agency, "0901 234 567")
            if player.colleague:
                self._ids[player.colleague] = self._enter(player.colleague, player.agency)
            if player.habit == EARLY:
                self._report_early(player)
            if player.habit == BLOCKS:
                theatre.at(on(date(year, 5, 6)), self._block(player.name))
        theatre.on_message = self._hear

    def _enter(self, name: str, agency: str, phone: str | None = None) -> PersonId:
        return self._theatre.person(name, agency=agency, phone=phone)

    def id_of(self, name: str) -> PersonId:
        return self._ids[name]

    # ------------------------------------------------------------ habits

    def _report_early(self, player: Player) -> None:
        for month in (2, 5, 8, 10):
            self._report(on(date(self._year, month, 20), "10:00"), player.name, None)

    def _block(self, name: str) -> Callable[[Desk], str]:
        def block(desk: Desk) -> str:
            self._theatre.blocked.add(name)
            return f"{name} chặn bot"

        return block

    def _hear(self, told: Told, row: Row) -> None:
        player = self._habits.get(told.who)
        if player is None or not row.check or not row.check.get("dues"):
            return
        self._answer(player, told, [DueId(due) for due in row.check["dues"]])

    def _answer(self, player: Player, told: Told, listed: list[DueId]) -> None:
        soon = later(told.at, minutes=95)
        pressing = _last_call(told) or "quá hạn" in told.words
        if player.habit == PROMPT:
            self._report(soon, player.name, listed)
        elif player.habit == ONE_BY_ONE:
            self._report(soon, player.name, listed[:1])
        elif player.habit == LAST_DAY and _last_call(told):
            self._report(later(told.at, at="16:20"), player.name, listed)
        elif player.habit == LATE and "quá hạn" in told.words:
            self._report(later(told.at, days=2, at="14:00"), player.name, listed)
        elif player.habit == PUTS_OFF and pressing:
            self._report(soon, player.name, listed)
        elif player.habit == PUTS_OFF:
            self._put_off(soon, player.name, listed)

    def _put_off(self, at: datetime, name: str, listed: list[DueId]) -> None:
        def snooze(desk: Desk) -> str:
            instant = snoozes.snooze(desk, self._ids[name], listed, on(desk.today + timedelta(7), "07:30"))
            return f"{name} bấm Để sau: nhắc lại {days.long_day(desk.office.today(instant))}"

        self._theatre.at(at, snooze)

    # ------------------------------------------------------------ deeds

    def _report(self, at: datetime, name: str, listed: Sequence[DueId] | None) -> None:
        def report(desk: Desk) -> str | None:
            open_now = self._owed(desk, name, listed)
            for due in open_now:
                self._submit(desk, self._ids[name], due)
            return self._reported(desk, name, open_now)

        self._theatre.at(at, report)

    def _owed(self, desk: Desk, name: str, listed: Sequence[DueId] | None) -> list[Due]:
        """List what somebody still owes, of what was listed or of all."""
        person = desk.people.get(self._ids[name])
        wanted = desk.dues.open_of(person.agencies, desk.today) if listed is None else desk.dues.several(listed)
        return [due for due in wanted if due.state in OWED and due.agency in person.agencies]

    def _reported(self, desk: Desk, name: str, told_of: Sequence[Due]) -> str | None:
        """Write a report down for the record."""
        late = sum(1 for due in told_of if due.last_day < desk.today)
        how = f" ({late} việc trễ hạn)" if late else ""
        return f"{name} báo cáo {', '.join(map(short, told_of))}{how}" if told_of else None

    def _submit(self, desk: Desk, person: PersonId, due: Due) -> None:
        current = desk.reports.current(due.id)
        draft = ReportDraft(Status.DONE, results="Đã hoàn thành, 12 tin bài.")
        submit(desk, SubmitReport(person, due.id, draft, seen=current.revision if current else 0))

    def away(self, day: date, name: str, first: date, last: date, deputy: str | None) -> None:
        """Let somebody be away."""

        def go(desk: Desk) -> str:
            desk.people.add_absence(Absence(self._ids[name], first, last, self._ids[deputy] if deputy else None))
            return f"{name} nghỉ {first:%d/%m} – {last:%d/%m}, người thay: {deputy or 'không có'}"

        self._theatre.at(on(day), go)

    def extend(self, day: date, agency: str, due: str, to: date) -> None:
        """Let the coordinator give an agency more time for what is named so in the record."""
        self._office(
            day,
            agency,
            due,
            lambda found: Extend(self.coordinator, found.id, to, "chờ kinh phí"),
            f"gia hạn đến {to:%d/%m}",
        )

    def excuse(self, day: date, agency: str, due: str) -> None:
        """Let the coordinator excuse an agency."""
        self._office(day, agency, due, lambda found: Excuse(self.coordinator, found.id, "không phát sinh"), "miễn")

    def send_back(self, day: date, agency: str, due: str, until: date) -> None:
        """Let the coordinator return a report."""
        self._office(
            day,
            agency,
            due,
            lambda found: Return(self.coordinator, found.id, "thiếu số liệu", until, 1),
            f"trả lại đến {until:%d/%m}",
        )

    def _office(
        self, day: date, agency: str, wanted: str, make: Callable[[Due], Extend | Excuse | Return], what: str
    ) -> None:
        def act(desk: Desk) -> str:
            make(self._find(desk, agency, wanted)).perform(desk)
            return f"Hoa {what}: {agency}, {wanted}"

        self._theatre.at(on(day, "10:00"), act)

    def _find(self, desk: Desk, agency: str, wanted: str) -> Due:
        """Find what an agency owes or has reported by its name in the record."""
        body = desk.agencies.find_by_folded(agency)
        assert body is not None
        ids = desk.dues.fulfilled_of(body.id, desk.today, 90) + [
            due.id for due in desk.dues.open_of([body.id], desk.today)
        ]
        return next(one for one in desk.dues.several(ids) if short(one) == wanted)

    def urge(self, day: date) -> None:
        """Let the coordinator urge all who are late."""

        def act(desk: Desk) -> str:
            late = {due.agency for due in desk.dues.late(desk.today)}
            done = Urge(self.coordinator, tuple(sorted(late))).perform(desk)
            return f"Hoa đôn đốc {done.agencies} cơ quan, {done.messages} người"

        self._theatre.at(on(day, "10:30"), act)


def _last_call(told: Told) -> bool:
    return "hôm nay là " in told.words


def short(due: Due) -> str:
    """Name a due in the record: "II.5.a/Q3", "kỳ 15/11"."""
    if due.no and due.rule is None:
        return f"{due.no}/{due.period[5:]}"
    return f"kỳ {due.named_day:%d/%m}" if due.named_day else dues.name(due, 30)
