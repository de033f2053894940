"""The sample report, and the office programs that show it as a reader sees it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from bot.domain.office import Office
from bot.rendering.documents import summary_docx
from bot.rendering.summary import SummaryFacts
from bot.usecases import summaries
from tests.rehearsal.years import YEARS
from tests.rendering import samples

FACTS = SummaryFacts((samples.HEAD,), "2024-Q3", samples.standings(), samples.AS_OF)


@lru_cache(maxsize=1)
def sample_docx() -> bytes:
    return summary_docx(FACTS, samples.OFFICE)


def years() -> Iterator[tuple[str, SummaryFacts, Office]]:
    """Play the year of two plans until the report is written in December, and give what its report is made of."""
    for name, province in (("quang-ngai-2024", "QUẢNG NGÃI"), ("thua-thien-hue-2024", "THỪA THIÊN HUẾ")):
        scene, _ = YEARS[name]
        theatre = scene()
        theatre.play("2024-12-27 16:00")
        office = replace(samples.OFFICE, parent=f"ỦY BAN NHÂN DÂN TỈNH {province}", place=province.title())
        yield name, theatre.write(summaries.facts, "2024"), office


def with_said(text: str) -> SummaryFacts:
    """Let every agency say `text` wherever it can."""
    rows = []
    for row in samples.standings():
        said = replace(row.said, results=text, difficulties=text) if row.said else None
        rows.append(replace(row, said=said, title=text, timeframe_text=text, leads=(text,), cooperating=(text,)))
    return replace(FACTS, standings=tuple(rows))


def office_called(name: str, parent: str) -> Office:
    return replace(samples.OFFICE, coordinator=name, parent=parent)


def to_pdf(folder: Path, *files: tuple[str, bytes]) -> list[Path]:
    """Have LibreOffice make PDFs of files, all in one run; skips where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    for name, content in files:
        (folder / name).write_bytes(content)
    names = [str(folder / name) for name, _ in files]
    home = f"-env:UserInstallation=file://{folder}/home"
    subprocess.run(
        [program, home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *names],
        check=True,
        capture_output=True,
        timeout=100,
    )
    return [(folder / name).with_suffix(".pdf") for name, _ in files]
