"""People of a rehearsal who answer through the conversations, each on a phone with Telegram or Zalo.

What they do comes to the same as what the plain cast does at once in a use case; only the ways differ: pressing, typing, short
replies, going back and forth, giving up and beginning anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.deadlines import Due
from bot.domain.messages import Address, Button, Channel, Incoming, IncomingKind, Outgoing, Sender
from bot.domain.people import PersonId
from bot.domain.reports import DueId
from bot.usecases import menus
from handlers.incoming import handle
from handlers.turn import Surroundings
from storage.outbox import Row
from tests.rehearsal.cast import Cast, Player
from tests.rehearsal.theatre import Theatre, on

OFFICER = "Hoa"
LATER = re.compile(r"Sẽ nhắc lại lúc 07:30 (thứ \w+ \d\d/\d\d/\d{4})")


@dataclass
class Phone:
    """What somebody sees: messages with buttons, the newest last."""

    owner: str
    channel: Channel
    shown: list[tuple[str, Outgoing]] = field(default_factory=list)

    def take(self, row: Row, message: Outgoing) -> str:
        """Show what arrives; tell its id on the channel."""
        known = message.edits if self.channel is Channel.TELEGRAM else None
        number = known or str(row.id)
        if message.body:
            self.shown = [one for one in self.shown if one[0] != number] + [(number, message)]
        return number

    def buttons(self) -> Iterator[tuple[str, Button]]:
        """List the buttons, the newest message's first, with their messages' ids."""
        for number, message in reversed(self.shown):
            yield from ((number, button) for row in message.rows for button in row)

    def number_of(self, button: Button) -> str | None:
        """Tell by which number a button of the newest message is chosen."""
        listed = menus.numbered(self.shown[-1][1].rows)
        return next((str(one.number) for one in listed if one.data == button.data), None)


class TalkingCast(Cast):
    """Lets the players act through conversations; `mixed` puts every second of them on Zalo."""

    def __init__(self, theatre: Theatre, players: Sequence[Player], year: int, *, mixed: bool = True) -> None:
        self.phones: dict[str, Phone] = {}
        self.messages = 0
        self._mixed = mixed
        self._surroundings = Surroundings()
        super().__init__(theatre, players, year)
        self.phones[OFFICER] = Phone(OFFICER, Channel.TELEGRAM)
        theatre.on_phone = self._arrive

    def _enter(self, name: str, agency: str, phone: str | None = None) -> PersonId:
        on_zalo = self._mixed and len(self.phones) % 2 == 1
        self.phones[name] = Phone(name, Channel.ZALO if on_zalo else Channel.TELEGRAM)
        return self._theatre.person(name, agency=agency, phone=phone, channel=self.phones[name].channel)

    def _arrive(self, row: Row) -> str:
        phone, message = self.phones[row.address.chat], row.message
        number = phone.take(row, message)
        if phone.channel is Channel.ZALO and message.rows:
            self._theatre.write(menus.remember, row.address, message.rows, number)
        return number

    # ------------------------------------------------------------ at the phone

    def say(self, who: str, words: str) -> None:
        """Write; what is answered is there at once."""
        self._bring(who, IncomingKind.TEXT, text=words, message=f"m{self.messages}")

    def _bring(self, who: str, kind: IncomingKind, **more: Any) -> None:
        self.messages += 1
        phone, now = self.phones[who], self._theatre.clock.now()
        address, sender = Address(phone.channel, who), Sender(phone.channel, who, who)
        incoming = Incoming(f"t{self.messages}", kind, address, sender, now, **more)
        self._theatre.write(handle, incoming, self._surroundings)
        self._theatre.deliver()

    def choose(self, who: str, *wanted: str) -> None:
        """Choose the newest button with one of these labels, or whose data ends so, if there is one."""
        phone = self.phones[who]
        for number, button in phone.buttons():
            if button.label in wanted or any(button.data.endswith(f":{one}") for one in wanted):
                if phone.channel is Channel.TELEGRAM:
                    self._bring(who, IncomingKind.PRESS, pressed=button.data, message=number)
                else:
                    self.say(who, phone.number_of(button) or button.label)
                return

    # ------------------------------------------------------------ reporting

    def _report(self, at: datetime, name: str, listed: Sequence[DueId] | None) -> None:
        def report() -> str | None:
            owed = self._theatre.write(self._owed, name, listed)
            if listed is not None and len(owed) == len(listed) and len(owed) > 1 and self.messages % 2:
                self._in_one_line(name)
            else:
                for number, due in enumerate(owed):
                    self._step_by_step(name, due, types=(number + self.messages) % 3 == 0)
            return self._theatre.write(self._reported, name, owed)

        self._theatre.talk(at, report)

    def _in_one_line(self, name: str) -> None:
        """Answer the newest reminder in a line: all that it lists is done."""
        self.say(name, "xong hết rồi, 12 tin bài")
        self.choose(name, "Tất cả")
        self.choose(name, "Gửi")
        assert self._answer_to(name).startswith("Đã nhận"), self._answer_to(name)

    def _step_by_step(self, name: str, due: Due, *, types: bool) -> None:
        """Report on one thing; with a change of mind on the way for those who type."""
        self.say(name, "/baocao")
        self._find_task(name, due)
        if types:
            for words in ("đang thực hiện", "60", "quay lại", "quay lại", "hoan thanh"):
                self.say(name, words)
        else:
            self.choose(name, "Hoàn thành")
        self.say(name, "Đã hoàn thành, 12 tin bài.")
        if types:
            for words in ("không có", "bỏ qua", "gửi"):
                self.say(name, words)
        else:
            self.choose(name, "Không có, xem lại luôn")
            self.choose(name, "Gửi")
        assert self._answer_to(name).startswith("Đã nhận báo cáo"), self._answer_to(name)

    def _find_task(self, who: str, due: Due) -> None:
        """Choose a task from the list that is asked about, if one is, turning its pages."""
        while any(button.data.endswith(":more") for button in self._asked(who)):
            if any(button.data.endswith(f":d{due.id}") for button in self._asked(who)):
                break
            self.choose(who, "more")
        if any(button.data.endswith(f":d{due.id}") for button in self._asked(who)):
            self.choose(who, f"d{due.id}")

    def _asked(self, who: str) -> list[Button]:
        return [button for row in self.phones[who].shown[-1][1].rows for button in row]

    def _put_off(self, at: datetime, name: str, listed: list[DueId]) -> None:
        def put_off() -> str:
            self.choose(name, "Để sau")
            self.say(name, f"{self._theatre.clock.now() + timedelta(days=7):%d/%m/%Y}")
            said = LATER.search(self._answer_to(name))
            assert said is not None, self._answer_to(name)
            return f"{name} bấm Để sau: nhắc lại {said[1]}"

        self._theatre.talk(at, put_off)

    def _answer_to(self, who: str) -> str:
        return next(one.words for one in reversed(self._theatre.told) if one.who == who and one.words)

    # ------------------------------------------------------------ the office

    def extend(self, day: date, agency: str, due: str, to: date) -> None:
        """Give an agency more time, in conversation."""
        words = (f"{to:%d/%m/%Y}", "chờ kinh phí", "đồng ý")
        self._carry_through(day, "/giahan", agency, due, words, f"gia hạn đến {to:%d/%m}")

    def excuse(self, day: date, agency: str, due: str) -> None:
        """Excuse an agency, in conversation."""
        words = ("Miễn báo cáo kỳ này", "không phát sinh", "đồng ý")
        self._carry_through(day, "/giahan", agency, due, words, "miễn")

    def send_back(self, day: date, agency: str, due: str, until: date) -> None:
        """Return a report, in conversation."""
        words = ("thiếu số liệu", f"{until:%d/%m/%Y}", "đồng ý")
        self._carry_through(day, "/tralai", agency, due, words, f"trả lại đến {until:%d/%m}")

    def _carry_through(
        self, day: date, command: str, agency: str, wanted: str, words: Sequence[str], what: str
    ) -> None:
        def act() -> str:
            due = self._theatre.write(self._find, agency, wanted)
            self.say(OFFICER, f"{command} {agency}")
            self._find_task(OFFICER, due)
            for word in words:
                self.say(OFFICER, word)
            return f"{OFFICER} {what}: {agency}, {wanted}"

        self._theatre.talk(on(day, "10:00"), act)

    def urge(self, day: date) -> None:
        """Urge all who are late, in conversation."""

        def act() -> str:
            self.say(OFFICER, "/nhac")
            self.choose(OFFICER, "Gửi")
            told = re.search(r"Đã đôn đốc (\d+ cơ quan, \d+ người)", self._answer_to(OFFICER))
            assert told is not None, self._answer_to(OFFICER)
            return f"{OFFICER} đôn đốc {told[1]}"

        self._theatre.talk(on(day, "10:30"), act)
