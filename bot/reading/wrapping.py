"""Join the lines of a text that was cut at a fixed width, or in the middle of a phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.reading.letters import LOWER
from bot.reading.lexicon import RECEIVERS, read_label, title_kind
from bot.reading.markers import read_marker
from bot.reading.name_lists import begins_with_body
from bot.vietnamese import fold

# Narrower than a page or wider than one, a text is not cut at a width.
_NARROWEST, _WIDEST = 50, 130
# A paragraph has fewer lines than this; what goes on without end is no text.
_MOST_LINES = 60


def unwrapped(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Give the lines with their numbers from 1 on; what was cut in two is one line again."""
    width = _width(lines)
    # A letterhead and a title have lines of their own; paragraphs come with the first item.
    begin = _first_item(lines) if _is_torn(lines, width) else len(lines)
    edge = max((len(line.rstrip()) for line in lines[begin:]), default=0)
    pieces: list[str] = []
    first = 1
    for number, (last, line) in enumerate(pairwise(["", *lines]), start=1):
        cut = bool(width) and _goes_on(last, line, width)
        if number > begin and pieces and not cut and len(pieces) < _MOST_LINES:
            following = "".join(lines[number : number + 1])
            cut = _fills(last, line, edge) or _is_torn_off(pieces[0], last, line, following)
        if pieces and (cut or (len(pieces) < _MOST_LINES and _breaks_off(last, line))):
            pieces.append(line.strip())
            continue
        if pieces:
            yield first, _CUT_NUMBER.sub(r"\1", " ".join(pieces))
        pieces, first = [line], number
    if pieces:
        yield first, _CUT_NUMBER.sub(r"\1", " ".join(pieces))


def _width(lines: list[str]) -> int:
    """Tell the width at which lines were cut; 0 when they were not."""
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip() and not re.search(r"\t|\|", line))
    if len(lengths) < 20:
        return 0
    width = lengths[-1]
    full = sum(length > width - 15 for length in lengths)
    return width if _NARROWEST <= width <= _WIDEST and full * 4 > len(lengths) else 0


# "Chuyển đổi số" before "1.1. …" is a heading, "Quyết định số" before "765/QĐ-BTTTT" is none.
_PAPER = re.compile(r"\d+\s*(?:/\s*\d{4}\s*)?[/-]\s*[A-ZĐ]")
# "4412/BTTTT-" before "TTĐN".
_CUT_NUMBER = re.compile(r"(\d/[A-ZĐ&]+-) (?=[A-ZĐ]{2})")
# No phrase ends with these: a comma, "và", the first word of a name in a list.
_OPEN = re.compile(
    r"(?:,|\b(?:và|của|các|với))$"
    r"|(?:[,;:]|\bvà)\s+(?:Sở|Báo|Đài|Ban|Hội|Bộ|UBND|Công an|Trung tâm|Văn phòng|[ỦU][ỷy] ban)$"
)


def _breaks_off(last: str, line: str) -> bool:
    """Tell whether a line ends in the middle of a phrase, at whatever width: "Quyết định số" before "765/QĐ-BTTTT"."""
    before, after = last.strip(), line.strip()
    if not before or not after or re.search(r"\t|\|", last + line):
        return False
    if _is_half_a_title(before, after):
        return True
    if title_kind(after) or title_kind(before):
        return False
    if re.search(r"\b[Ss]ố\s*:?$", before):
        return _PAPER.match(after) is not None
    if read_marker(after) is not None or read_label(after) is not None:
        return False
    if before.isupper():
        return after.isupper() and _is_half_a_heading(before)
    return not _ENDED.search(before) and (
        after[0].islower() or (_OPEN.search(before) is not None and not after.isupper())
    )


def _is_torn(lines: list[str], width: int) -> bool:
    """Tell a text whose lines were torn anywhere, as pages of law portals are: many go on small in the next line.

    At a `width` those count whose next word would have had room.
    """
    printed = [line for line in lines if line.strip()]
    torn = sum(
        _breaks_off(last, line) and (not width or len(last.rstrip()) + 1 + len(line.split(maxsplit=1)[0]) <= width)
        for last, line in pairwise(printed)
    )
    return torn >= 8 and torn * 7 > len(printed)


def _first_item(lines: list[str]) -> int:
    """Tell before which line the items begin."""
    marked = (index for index, line in enumerate(lines) if (found := read_marker(line.strip())) and not found.is_bullet)
    return next(marked, len(lines))


def _fills(last: str, line: str, edge: int) -> bool:
    """Tell a line of a torn text that is as long as its lines get; what stands below goes on with it, if it is no item."""
    before, after = last.strip(), line.strip()
    if not 50 <= edge <= _WIDEST or not after or "|" in last + line or _ENDED.search(before):
        return False
    return len(before) + 1 + len(after.split(maxsplit=1)[0]) > edge - 4 and not _begins_anew(after)


def _is_torn_off(first: str, last: str, line: str, following: str) -> bool:
    """Tell whether a line goes on with the item begun by `first`, in a torn text, though it begins with a capital letter
    or behind a semicolon.

    What stands behind a bullet ends with a mark. A heading has none, so only a piece before the next item is its end.
    """
    before, after, opening = last.strip(), line.strip(), read_marker(first.strip())
    if not before or not after or "|" in last + line:
        return False
    if before.count("“") > before.count("”") and "”" in after:
        return True
    # "hỏi" at the end of a line and "- đáp" at the beginning of the next.
    if re.match(rf"[-–]\s[{LOWER}]", after) and not _ENDED.search(before):
        return read_label(after) is None
    if _begins_anew(after) or RECEIVERS.match(fold(after)) or before.isupper() or after.isupper():
        return False
    if before.endswith(";") and after[0].islower():
        return opening is not None
    if _WAITING.search(before):
        return True
    if _ENDED.search(before):
        return False
    if opening is None or opening.is_bullet:
        return _is_open(first.strip(), after)
    return not _ENDED.search(after) and _begins_anew(following.strip())


# The first words of a ground, which follows a title without a mark.
_GROUND = re.compile(r"(?:Căn cứ|Thực hiện|Triển khai|Theo|Xét|Nhằm|Để)\s")


def _is_open(first: str, after: str) -> bool:
    """Tell a paragraph, which ends with a mark, from a label's list and from the name of an agency as a heading."""
    if read_label(first) is not None:
        return not begins_with_body(after)
    if read_marker(first) is None:
        return not (begins_with_body(first) or _GROUND.match(after))
    return True


# A label whose value stands on the next line.
_WAITING = re.compile(r"(?:[Cc]hủ trì|[Pp]hối hợp|[Tt]hời gian|[Kk]inh phí|[Ss]ản phẩm)(?: thực hiện)?:$")


def _begins_anew(text: str) -> bool:
    return read_marker(text) is not None or read_label(text) is not None or bool(title_kind(text))


_ENDED = re.compile(r"[.;:!?…]$")


def _is_half_a_heading(before: str) -> bool:
    """Tell a numbered heading in capitals that goes on: "I. MỤC ĐÍCH," before "YÊU CẦU"."""
    marker = read_marker(before)
    return marker is not None and marker.kind in ("roman", "capital") and marker.rest[-1:] not in ".;:"


def _is_half_a_title(before: str, after: str) -> bool:
    """Tell the word for the kind of paper that is cut in two: "KẾ" before "HOẠCH"."""
    return " " not in before and before.isupper() and not title_kind(after) and bool(title_kind(f"{before} {after}"))


def _goes_on(last: str, line: str, width: int) -> bool:
    """Tell whether the first word of a line had no room on the line before."""
    words = line.split(maxsplit=1)
    if not words or not last.strip() or "\t" in line or "|" in line:
        return False
    if len(last.rstrip()) + 1 + len(words[0]) <= width or title_kind(line.strip()):
        return False
    marker = read_marker(line.strip())
    if marker is None and read_label(line.strip()) is None:
        return True
    # "kinh tế" at the end of a line and "- xã hội" at the beginning of the next.
    ended = re.search(r"[.;:]$", last.rstrip())
    return marker is not None and marker.is_bullet and marker.rest[:1].islower() and not ended
