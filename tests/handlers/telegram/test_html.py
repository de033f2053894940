"""Markup as HTML: escaped, balanced, cut at good places, nothing lost."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.markup import Bullets, Paragraph, Span, Text, b, link, p, text
from bot.vietnamese import utf16_length
from handlers.telegram.html import MESSAGE, fits, render

words = st.text(st.sampled_from("abc ơđ<>&\"'\n😀"), max_size=40)
span = st.builds(Span, words, st.booleans(), st.booleans(), st.sampled_from([None, 'https://a.vn/?x=1&y="2"']))
spans = st.lists(span, max_size=4).map(tuple)
block = st.one_of(
    st.builds(Paragraph, spans), st.builds(Bullets, st.lists(spans, max_size=3).map(tuple), st.booleans())
)
texts = st.lists(block, max_size=6).map(tuple)


class Reader(HTMLParser):
    """Reads the text out of HTML, and insists on balance."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("a", "b", "i")
        assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> str:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open
    return reader.text


def bare(content: str) -> str:
    return "".join(content.split())


@given(texts, st.integers(4, 60))
def test_parts_are_balanced_short_and_whole(content: Text, limit: int) -> None:
    parts = [read(part) for part in render(content, limit)]
    assert all(0 < utf16_length(part) <= limit for part in parts)
    assert bare("".join(parts)) == bare("".join(read(part) for part in render(content, 10**6)))


@given(texts, st.integers(4, 60))
def test_what_fits_is_one_part(content: Text, limit: int) -> None:
    assert fits(content, limit) == (len(render(content, limit)) <= 1)


def test_signs_of_markup_are_escaped() -> None:
    assert render(text(p("a<b & ", b("c>d"), link("e", 'x?"&')))) == [
        'a&lt;b &amp; <b>c&gt;d</b><a href="x?&quot;&amp;">e</a>'
    ]


def test_a_part_ends_at_a_paragraph_else_a_line_else_a_space() -> None:
    assert render(text("một hai ba", "bốn năm"), 14) == ["một hai ba", "bốn năm"]
    assert render(text(p("một hai\nba bốn năm")), 12) == ["một hai", "ba bốn năm"]
    assert render(text("một hai ba bốn"), 10) == ["một hai ba", "bốn"]
    assert render(text("mộthaibabốn"), 5) == ["mộtha", "ibabố", "n"]


def test_bold_goes_on_in_the_next_part() -> None:
    assert render(text(p(b("một hai"))), 4) == ["<b>một</b>", "<b>hai</b>"]


def test_an_emoji_is_never_cut_in_half() -> None:
    assert [utf16_length(part) for part in render(text("😀" * 3000))] == [MESSAGE, 6000 - MESSAGE]


def test_lists_are_numbered_or_dotted() -> None:
    items = ((Span("một"),), (Span("hai"),))
    assert render((Bullets(items), Bullets(items, numbered=True))) == ["• một\n• hai\n1. một\n2. hai"]
