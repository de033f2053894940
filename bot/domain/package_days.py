"""What the `holidays` package says of Việt Nam's days, written down for the years that offices ask about.

To ask the package itself loads the days of all countries of the world: a tenth of a second, and 15 MiB for good. So it is asked
for years beyond the written ones only. After an upgrade of it, `python -m bot.domain.package_days` writes them anew.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

SATURDAY = 5
YEARS = range(2016, 2041)
FILE = Path(__file__).with_name("data") / "package_days.toml"

_HEAD = """\
# Những gì thư viện `holidays` nói về từng năm: ngày nghỉ (off), thứ Bảy và Chủ nhật làm bù (worked). Tệp do chương trình ghi
# (python -m bot.domain.package_days), không sửa tay: điều cần thêm hoặc chữa thì ghi vào days.toml, bảng đó thắng.
"""


def said_of(year: int) -> dict[date, bool]:
    """Tell of the days of `year` that are not what their weekday says: whether offices work on them."""
    return _written().get(year) or ask(year)


def ask(year: int) -> dict[date, bool]:
    """Ask the package itself."""
    import holidays

    known = holidays.country_holidays("VN", years=year)
    span = (date(year, 1, 1) + timedelta(n) for n in range(366))
    worked = {day: True for day in span if day.weekday() >= SATURDAY and known.is_working_day(day)}
    return worked | {day: False for day in known if day.year == year}


@cache
def _written() -> dict[int, dict[date, bool]]:
    """Read the file.

    Example of two of its lines: ``2024 = "01-01 02-08"`` under ``[off]``, ``2024 = "05-04"`` under ``[worked]``.
    """
    tables = tomllib.loads(FILE.read_text("utf-8"))
    return {year: _days(year, tables, "worked") | _days(year, tables, "off") for year in map(int, tables["off"])}


def _days(year: int, tables: dict[str, dict[str, str]], kind: str) -> dict[date, bool]:
    words = tables[kind].get(str(year), "").split()
    return {date.fromisoformat(f"{year}-{word}"): kind == "worked" for word in words}


def written_anew() -> str:
    """Write the file's text by what the package says today."""
    said = {year: ask(year) for year in YEARS}
    return _HEAD + "".join(_table(kind, said) for kind in ("off", "worked"))


def _table(kind: str, said: dict[int, dict[date, bool]]) -> str:
    rows = {
        year: " ".join(f"{day:%m-%d}" for day, works in sorted(days.items()) if works is (kind == "worked"))
        for year, days in said.items()
    }
    return f"\n[{kind}]\n" + "".join(f'{year} = "{row}"\n' for year, row in rows.items() if row)


if __name__ == "__main__":
    FILE.write_text(written_anew(), encoding="utf-8")
