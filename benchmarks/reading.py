"""Read a plan of 100 pages as .docx and .pdf, against the time the bare library needs to open and walk the same file.

    python -m benchmarks.reading

Every reading runs in a process of its own, so that its peak memory is its own.
The .pdf needs LibreOffice, which prints the .docx; without it only the .docx is measured.
"""

from __future__ import annotations

import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType

from benchmarks._results import Result, Wanted, tell

ROOT = Path(__file__).parents[1]
# So many times over, the items of the plan fill a hundred pages.
COPIES = 22
SECONDS, MEGABYTES = 3.0, 300.0


def documents() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_documents", ROOT / "tests" / "data" / "make_documents.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def long_plan() -> str:
    """Make a plan of about a hundred pages: the items of one plan and the annex of another, many times over."""
    items = (ROOT / "tests/data/plans/quang-ngai-2024.txt").read_text(encoding="utf-8")
    annex = (ROOT / "tests/data/plans/thua-thien-hue-2024.txt").read_text(encoding="utf-8")
    start, end = items.index("II. NHIỆM VỤ"), items.index("III. KINH PHÍ")
    rows = annex[annex.index("STT\t") :].strip() + "\n"
    return items[:start] + items[start:end] * COPIES + items[end:] + "\nPHỤ LỤC\n\n" + rows + rows.split("\n", 1)[1] * 5


def read(path: Path) -> int:
    from bot.reading.plan import read_plan

    return len(read_plan(path.read_bytes(), path.name).tasks)


def walk(path: Path) -> int:
    """Open and walk a file with the bare library; give the number of letters."""
    if path.suffix == ".docx":
        import docx

        document = docx.Document(str(path))
        letters = sum(len(paragraph.text) for paragraph in document.paragraphs)
        return letters + sum(len(cell.text) for table in document.tables for row in table.rows for cell in row.cells)
    import pypdfium2

    pages = pypdfium2.PdfDocument(path)
    return sum(len(page.get_textpage().get_text_range()) for page in pages)


def measure(what: str, path: Path) -> dict[str, float]:
    """Run one reading in a new process; give its seconds, its peak of memory in megabytes, and what it counted."""
    command = [sys.executable, "-m", "benchmarks.reading", what, str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    measured: dict[str, float] = json.loads(result.stdout)
    return measured


def child(what: str, path: Path) -> None:
    started = time.perf_counter()
    counted = {"read": read, "walk": walk}[what](path)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak, "counted": counted}))


def main() -> None:
    made = documents()
    with tempfile.TemporaryDirectory() as directory:
        word = made.docx_of(long_plan())
        for kind, content in (("docx", word), ("pdf", made.pdf_of(word))):
            name = f"reading a plan of 100 pages, .{kind}"
            if content is None:
                tell(Result(name, missing="LibreOffice is not installed"))
                continue
            path = Path(directory, f"plan.{kind}")
            path.write_bytes(content)
            ours, bare = measure("read", path), measure("walk", path)
            walked = "opened and walked with the bare library"
            tell(
                Result(name, "s", ours["seconds"], walked, bare["seconds"], Wanted("≤", SECONDS, "ours")),
                Result(
                    f"{name}, memory",
                    "MB",
                    ours["megabytes"],
                    walked,
                    bare["megabytes"],
                    Wanted("≤", MEGABYTES, "ours"),
                ),
            )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        child(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
