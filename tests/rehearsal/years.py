"""Three years to play: Quảng Ngãi and Thừa Thiên Huế in 2024, Vĩnh Long in 2018."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from bot.reading.register import read_register
from bot.usecases.agencies import import_register
from tests.rehearsal.cast import (
    BLOCKS,
    EARLY,
    LAST_DAY,
    LATE,
    NEVER,
    ONE_BY_ONE,
    PROMPT,
    PUTS_OFF,
    Cast,
    Player,
)
from tests.rehearsal.theatre import Theatre

CastAs = Callable[[Theatre, Sequence[Player], int], Cast]

REGISTER = Path(__file__).parents[2] / "bot" / "demo" / "data" / "quang-ngai-agencies.toml"


def quang_ngai(cast_as: CastAs = Cast) -> Theatre:
    """Set the scene of Quảng Ngãi: many agencies have not joined yet."""
    theatre = Theatre("2024-01-03 08:00")
    theatre.write(import_register, read_register(REGISTER.read_bytes(), REGISTER.name))
    cast_of = (
        Player("Lan", "Sở Ngoại vụ", PROMPT, colleague="Minh"),
        Player("Tuấn", "Sở Văn hóa, Thể thao và Du lịch", LAST_DAY),
        Player("Hạnh", "Sở Kế hoạch và Đầu tư", LATE),
        Player("Sơn", "Sở Thông tin và Truyền thông", EARLY),
        Player("Bình", "UBND huyện Ba Tơ", NEVER),
        Player("Thu", "Văn phòng UBND tỉnh", PUTS_OFF),
        Player("Quang", "Báo Quảng Ngãi", ONE_BY_ONE),
        Player("Đức", "Công an tỉnh", BLOCKS),
    )
    cast = cast_as(theatre, cast_of, 2024)
    theatre.plan("quang-ngai-2024")
    cast.away(date(2024, 6, 10), "Lan", date(2024, 6, 12), date(2024, 6, 21), "Minh")
    cast.away(date(2024, 11, 4), "Bình", date(2024, 11, 6), date(2024, 11, 12), None)
    cast.urge(date(2024, 4, 15))
    return theatre


def thua_thien_hue(cast_as: CastAs = Cast) -> Theatre:
    """Set the scene of Thừa Thiên Huế: all lead agencies have joined; the office extends, excuses and returns."""
    theatre = Theatre("2024-01-03 08:00")
    theatre.plan("thua-thien-hue-2024")
    cast_of = (
        Player("Hương", "Sở Ngoại vụ", PROMPT),
        Player("Phúc", "Sở Kế hoạch và Đầu tư", LATE),
        Player("Mai", "Sở Văn hóa và Thể thao", LAST_DAY),
        Player("Cường", "Sở Công Thương", PUTS_OFF),
        Player("Dũng", "Bộ chỉ huy Bộ đội Biên phòng tỉnh", NEVER),
        Player("Yến", "Ban Tuyên giáo Tỉnh ủy", ONE_BY_ONE),
        Player("Vinh", "Sở Thông tin và Truyền thông", EARLY),
    )
    cast = cast_as(theatre, cast_of, 2024)
    cast.extend(date(2024, 9, 24), "Bộ chỉ huy Bộ đội Biên phòng tỉnh", "PL.5/Q3", date(2024, 10, 11))
    cast.excuse(date(2024, 12, 20), "Bộ chỉ huy Bộ đội Biên phòng tỉnh", "PL.5/Q4")
    cast.send_back(date(2024, 11, 5), "Sở Ngoại vụ", "kỳ 15/11", date(2024, 11, 20))
    return theatre


def vinh_long(cast_as: CastAs = Cast) -> Theatre:
    """Set the scene of Vĩnh Long: reports before 15/6 and before 15/11."""
    theatre = Theatre("2018-01-03 08:00")
    theatre.plan("vinh-long-2018")
    cast_of = (
        Player("Nga", "Sở Tài chính", PROMPT),
        Player("Khoa", "Sở Nội vụ", LAST_DAY),
        Player("Liên", "Sở Kế hoạch và Đầu tư", LATE),
        Player("Thắng", "Công an tỉnh", NEVER),
        Player("Oanh", "Sở Văn hoá, Thể thao và Du lịch", EARLY),
        Player("Phương", "Báo Vĩnh Long", PUTS_OFF),
    )
    cast_as(theatre, cast_of, 2018)
    return theatre


YEARS: dict[str, tuple[Callable[..., Theatre], str]] = {
    "quang-ngai-2024": (quang_ngai, "2025-01-31 18:00"),
    "thua-thien-hue-2024": (thua_thien_hue, "2025-01-31 18:00"),
    "vinh-long-2018": (vinh_long, "2019-01-31 18:00"),
}


@cache
def played(name: str, cast_as: CastAs = Cast) -> Theatre:
    """Play a year without any fault, once for all tests."""
    scene, end = YEARS[name]
    theatre = scene(cast_as)
    theatre.play(end)
    return theatre
