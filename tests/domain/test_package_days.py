"""What the package says is what is written, year by year; the package itself is left alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.domain import package_days


def test_the_file_says_what_the_package_says() -> None:
    assert package_days.FILE.read_text("utf-8") == package_days.written_anew()


@pytest.mark.parametrize("year", [*package_days.YEARS[:1], *package_days.YEARS[8:10], *package_days.YEARS[-1:]])
def test_a_written_year_is_read_as_the_package_tells_it(year: int) -> None:
    assert package_days.said_of(year) == package_days.ask(year)


def test_a_year_that_is_not_written_is_asked_for() -> None:
    beyond = package_days.YEARS.stop
    assert package_days.said_of(beyond) == package_days.ask(beyond)
    assert package_days.said_of(beyond)


def test_the_package_is_not_loaded_for_a_written_year() -> None:
    code = (
        "import sys; from bot.domain.calendar import Calendar; from datetime import date; "
        "Calendar().is_working(date(2026, 5, 1)); sys.exit('holidays' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
