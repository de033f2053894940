"""A year in which people answer through the conversations, half of them on Zalo: who was told what on which day, what was done,
and the figures are those of the plain year.

``NHACVIEC_YEARS=all pytest tests/rehearsal`` plays all years so, and on Telegram alone; by itself the suite plays one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from bot.usecases.desk import Desk
from bot.usecases.status import picture
from storage.schema import dues, reports
from tests.rehearsal import record
from tests.rehearsal.cast import Player
from tests.rehearsal.talk import TalkingCast
from tests.rehearsal.theatre import Theatre
from tests.rehearsal.years import YEARS, CastAs, played


def on_telegram(theatre: Theatre, players: Sequence[Player], year: int) -> TalkingCast:
    """Let all talk on Telegram."""
    return TalkingCast(theatre, players, year, mixed=False)


def half_on_zalo(theatre: Theatre, players: Sequence[Player], year: int) -> TalkingCast:
    """Let every second one talk on Zalo."""
    return TalkingCast(theatre, players, year)


ALL = bool(os.environ.get("NHACVIEC_YEARS"))
PLAYED = [
    pytest.param(name, cast_as, id=f"{name} {cast_as.__name__}")
    for name in (YEARS if ALL else ["thua-thien-hue-2024"])
    for cast_as in ([half_on_zalo, on_telegram] if ALL else [half_on_zalo])
]


def outcome(desk: Desk) -> dict[str, Any]:
    """List what came of the year: how each due ended, what was reported, the figures of each period."""
    told = select(
        reports.c.due_id,
        reports.c.revision,
        reports.c.current,
        reports.c.status,
        reports.c.person_id,
        reports.c.in_time,
        reports.c.on_behalf,
        reports.c.return_reason,
    )
    ended = select(dues.c.id, dues.c.state, dues.c.last_day, dues.c.extended, dues.c.reason)
    return {
        "reports": [tuple(row) for row in desk.connection.execute(told.order_by(reports.c.due_id, reports.c.revision))],
        "dues": [tuple(row) for row in desk.connection.execute(ended.order_by(dues.c.id))],
        "figures": {period: picture(desk, period).figures.totals for period in desk.dues.periods()},
    }


def days(theatre: Theatre) -> list[tuple[str, str]]:
    """List what happened by day, but for what colleagues are told: of several reports in one message they hear once."""
    return [(day, words) for day, words in record.days(theatre) if "báo cáo thay đơn vị" not in words]


@pytest.mark.parametrize(("name", "cast_as"), PLAYED)
def test_a_year_of_conversations_ends_as_the_plain_year_does(name: str, cast_as: CastAs) -> None:
    plain, talking = played(name), played(name, cast_as)
    assert talking.write(outcome) == plain.write(outcome)
    assert days(talking) == days(plain)
