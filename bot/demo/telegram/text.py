"""What Telegram makes of a message's text: plain text and entities, whose offsets count UTF-16 units."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from bot.errors import BotError
from bot.vietnamese import utf16_length

Entity = dict[str, Any]

_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)"""
    r"""(?P<attributes>(?:\s+[\w-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*)\s*>"""
)
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|lt|gt|amp|quot);")
_FOUND_BY_ITSELF = re.compile(
    r"(?P<url>https?://[^\s<>]+[^\s<>.,;:!?)\]])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)"
    r"|(?<!\w)(?P<mention>@[A-Za-z]\w{3,31})"
    r"|(?<!\w)(?P<hashtag>#\w*[^\W\d_]\w*)"
)
_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}


class MarkupError(BotError):
    """Telegram would refuse this HTML; the message is Telegram's own sentence."""


@dataclass(frozen=True)
class Formatted:
    """Plain text with its entities, as Telegram stores it.

    An entity, for instance ``{"type": "bold", "offset": 0, "length": 4}``, counts in UTF-16 units.
    """

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass
class _Open:
    name: str
    offset: int
    attributes: dict[str, str]


class _HtmlReader:
    """Reads HTML from left to right, keeping the tags that are still open."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._plain: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self.entities: list[Entity] = []

    def read(self) -> str:
        position = 0
        while position < len(self._source):
            position = self._step(position)
        if self._open:
            raise MarkupError(f'can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        return "".join(self._plain)

    def _step(self, position: int) -> int:
        sign = self._source[position]
        if sign == "<":
            return self._tag(position)
        reference = _REFERENCE.match(self._source, position) if sign == "&" else None
        if reference:
            self._write(html.unescape(reference.group()))
            return reference.end()
        self._write(sign)
        return position + 1

    def _write(self, text: str) -> None:
        self._plain.append(text)
        self._length += utf16_length(text)

    def _tag(self, position: int) -> int:
        match = _TAG.match(self._source, position)
        where = len(self._source[:position].encode())
        if match is None:
            raise MarkupError(f"unsupported start tag at byte offset {where}")
        name = match["name"].lower()
        if match["end"]:
            self._close(name, where)
        else:
            self._begin(name, _attributes(match["attributes"]), where)
        return match.end()

    def _begin(self, name: str, attributes: dict[str, str], where: int) -> None:
        wrong_span = name == "span" and attributes.get("class") != "tg-spoiler"
        if name not in _KINDS or wrong_span:
            raise MarkupError(f'unsupported start tag "{name}" at byte offset {where}')
        self._open.append(_Open(name, self._length, attributes))

    def _close(self, name: str, where: int) -> None:
        if not self._open:
            raise MarkupError(f"unexpected end tag at byte offset {where}")
        tag = self._open.pop()
        if tag.name != name:
            raise MarkupError(f'unmatched end tag at byte offset {where}, expected "</{tag.name}>", found "</{name}>"')
        inside_pre = name == "code" and bool(self._open) and self._open[-1].name == "pre"
        if inside_pre:
            self._open[-1].attributes.setdefault("language", tag.attributes.get("class", "").removeprefix("language-"))
        elif self._length > tag.offset:
            self._keep(tag)

    def _keep(self, tag: _Open) -> None:
        entity: Entity = {"type": _KINDS[tag.name], "offset": tag.offset, "length": self._length - tag.offset}
        if tag.name == "a":
            if not tag.attributes.get("href"):
                return
            entity["url"] = tag.attributes["href"]
        if tag.name == "tg-emoji":
            entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
        if tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        if tag.name == "pre" and tag.attributes.get("language"):
            entity["language"] = tag.attributes["language"]
        self.entities.append(entity)


def _attributes(source: str) -> dict[str, str]:
    return {
        name.lower(): html.unescape(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(source)
    }


def parse_html(source: str) -> Formatted:
    """Read Telegram's HTML; raise `MarkupError` where Telegram refuses it. The text comes trimmed."""
    reader = _HtmlReader(source)
    text = reader.read()
    return trimmed(Formatted(text, tuple(reader.entities)))


def trimmed(formatted: Formatted) -> Formatted:
    """Cut white space at both ends and move the entities along; what they lose they lose."""
    text = formatted.text.rstrip()
    left = utf16_length(text) - utf16_length(text.lstrip())
    text = text.lstrip()
    length = utf16_length(text)
    kept: list[Entity] = []
    for entity in formatted.entities:
        start = max(entity["offset"] - left, 0)
        end = min(entity["offset"] - left + entity["length"], length)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return Formatted(text, tuple(sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))))


def with_found(formatted: Formatted) -> Formatted:
    """Add the entities that Telegram finds by itself: addresses, commands, mentions, hashtags."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in formatted.entities if e["type"] in _OPAQUE]
    found: list[Entity] = []
    for match in _FOUND_BY_ITSELF.finditer(formatted.text):
        start = utf16_length(formatted.text[: match.start()])
        end = start + utf16_length(match.group())
        if all(end <= left or start >= right for left, right in taken):
            found.append({"type": match.lastgroup, "offset": start, "length": end - start})
    entities = sorted([*formatted.entities, *found], key=lambda entity: (entity["offset"], -entity["length"]))
    return Formatted(formatted.text, tuple(entities))


_OPAQUE = frozenset({"code", "pre", "text_link"})


def typed(text: str) -> Formatted:
    """Read what a person typed: trimmed, with the entities that Telegram finds by itself."""
    return with_found(trimmed(Formatted(text)))


def entity_text(formatted: Formatted, entity: Entity) -> str:
    """Cut out the text that an entity covers."""
    units = formatted.text.encode("utf-16-le")
    return units[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")


def pieces(text: str, size: int) -> list[str]:
    """Split a long text as a Telegram app does before sending, at most `size` UTF-16 units each."""
    parts: list[str] = []
    while utf16_length(text) > size:
        head = text.encode("utf-16-le")[: size * 2].decode("utf-16-le", "ignore")
        cut = max(head.rfind("\n"), head.rfind(" "))
        head = head[:cut] if cut > 0 else head
        parts.append(head)
        text = text[len(head) :].lstrip()
    return [*parts, text]
