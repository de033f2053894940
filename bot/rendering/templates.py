"""The official report in the office's own form: a Word file with places to fill in, in place of the decree's form.

The places are named in Vietnamese; docs/documents.md lists them. The template is a file that the administrator put beside the
configuration; what stands in it is nevertheless run in a sandbox.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from bot.domain.office import Office
from bot.domain.standings import Standing
from bot.errors import InvalidInput, UnreadableDocument
from bot.rendering.documents import abstract_of, summary_docx
from bot.rendering.harmless import harmless
from bot.rendering.letterhead import symbol
from bot.rendering.regions import Kept
from bot.rendering.summary import Line, SummaryFacts, Topic, compose
from bot.texts import summary as words
from bot.texts.days import short_day

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def report_docx(
    facts: SummaryFacts, office: Office, previous: bytes | None = None, by_hand: Mapping[str, Kept] | None = None
) -> bytes:
    """Write the report in the office's own form if it has one, else in the decree's; see `summary_docx` for what is kept.

    Raises `UnreadableDocument` for a template or an earlier report that is none, `InvalidInput("template.wrong")` for a place
    in the template that cannot be filled in, `InvalidInput("template.no_previous")` for an earlier report where there is a
    template: only the decree's form has regions that are kept.
    """
    if not office.template:
        return summary_docx(facts, office, previous, by_hand)
    if previous:
        raise InvalidInput("template.no_previous")
    return filled(_read(office.template), facts, office)


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UnreadableDocument("template.missing", name=path) from error


def filled(template: bytes, facts: SummaryFacts, office: Office) -> bytes:
    """Fill in a template; raises `UnreadableDocument("template.unreadable")` and `InvalidInput("template.wrong")`."""
    import zipfile

    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment
    from lxml.etree import XMLSyntaxError

    file = BytesIO()
    try:
        paper = DocxTemplate(BytesIO(template))
        # Every value is escaped; nobody's "<" or "{{" becomes part of the form.
        paper.render(context(facts, office), SandboxedEnvironment(undefined=StrictUndefined, autoescape=True), True)
        paper.save(file)
    except TemplateError as error:
        raise InvalidInput("template.wrong", problem=error.message or "") from error
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, XMLSyntaxError) as error:
        raise UnreadableDocument("template.unreadable") from error
    return file.getvalue()


def context(facts: SummaryFacts, office: Office) -> dict[str, Any]:
    """Name all that a template may fill in."""
    figures = facts.figures
    tally, tasks = figures.totals, figures.tasks
    basis = dict.fromkeys(ground for head in facts.heads for ground in head.legal_basis)
    plans = [words.plan_named(head.title, head.number, head.issued_on, head.issuer) for head in facts.heads]
    named = {
        "co_quan": office.coordinator,
        "co_quan_cap_tren": office.parent,
        "ky_hieu": f"BC-{symbol(office.coordinator)}",
        "dia_danh": office.place,
        "ngay": short_day(facts.signed_on or facts.today),
        "chuc_vu": office.signer_title,
        "nguoi_ky": office.signer_name,
        "noi_nhan": list(office.receivers),
        "ky": facts.label,
        "trich_yeu": abstract_of(facts),
        "can_cu": list(words.bases(tuple(basis), plans)),
        "phan": [
            {"so": _ROMAN[number], "tieu_de": part.heading, "muc": [_topic(topic) for topic in part.topics]}
            for number, part in enumerate(compose(facts))
        ],
        "so_lieu": {
            "phai_bao_cao": tally.expected,
            "da_nhan": tally.received,
            "dung_han": tally.on_time,
            "tre_han": tally.late,
            "qua_han": tally.missing,
            "chua_den_han": tally.pending,
            "duoc_mien": tally.excused,
            "tra_lai": tally.returned,
            "ty_le_dung_han": words.rate_text(tally.rate),
            "hoan_thanh": tasks.done,
            "dang_thuc_hien": tasks.in_progress,
            "vuong_mac": tasks.blocked,
            "chua_trien_khai": tasks.not_started,
            "chua_bao_cao": tasks.unreported,
        },
        "bao_cao": list(_reports(facts)),
    }
    return {name: _harmless(value) for name, value in named.items()}


def _topic(topic: Topic) -> dict[str, Any]:
    return {"tieu_de": topic.heading, "dong": [_line(line) for line in topic.lines]}


def _line(line: Line) -> dict[str, Any]:
    """Give one paragraph; where it goes on, every note stands behind its own piece and none is left for the end."""
    goes_on = any(piece.note for piece in line.run_in)
    text = "".join(_with_note(piece) for piece in (line, *line.run_in)) if goes_on else _text(line)
    codes = dict.fromkeys(code for piece in (line, *line.run_in) for code in piece.codes)
    return {"don_vi": line.who, "noi_dung": text, "ghi_chu": "" if goes_on else line.note, "ma": ", ".join(codes)}


def _text(line: Line) -> str:
    return line.text + "".join(piece.text for piece in line.run_in)


def _with_note(piece: Line) -> str:
    return f"{piece.text} ({piece.note})" if piece.note else piece.text


def _reports(facts: SummaryFacts) -> Iterator[dict[str, Any]]:
    for number, standing in enumerate(facts.standings, start=1):
        yield {"stt": number, **_report(standing, facts)}


def _report(standing: Standing, facts: SummaryFacts) -> dict[str, Any]:
    said = standing.said
    return {
        "muc": standing.no,
        "nhiem_vu": standing.title,
        "don_vi": standing.agency_name,
        "han": short_day(standing.last_day),
        "tinh_trang": words.standing(standing, facts.today),
        "ket_qua": " ".join(said.results.split()) if said else "",
        "ma": said.code if said else "",
    }


def _harmless(value: Any) -> Any:
    """Make every text in nested lists and dictionaries harmless."""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, dict):
        return {name: _harmless(each) for name, each in value.items()}
    return [_harmless(each) for each in value] if isinstance(value, list) else value
