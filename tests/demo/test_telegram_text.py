"""Telegram's own reading of HTML, and the splitting of long texts."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.telegram.text import Formatted, MarkupError, entity_text, parse_html, pieces, typed
from bot.vietnamese import utf16_length

TAGS = st.sampled_from(["b", "i", "u", "s", "code", "tg-spoiler", "blockquote"])
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=8)
TREES = st.recursive(WORDS, lambda inner: st.tuples(TAGS, st.lists(inner, min_size=1, max_size=3)), max_leaves=8)


def write(tree: object) -> str:
    if isinstance(tree, str):
        return html.escape(tree)
    assert isinstance(tree, tuple)
    tag, children = tree
    return f"<{tag}>{''.join(map(write, children))}</{tag}>"


def plain(tree: object) -> str:
    if isinstance(tree, str):
        return tree
    assert isinstance(tree, tuple)
    return "".join(map(plain, tree[1]))


@given(TREES)
def test_well_formed_html_gives_its_text_and_entities_inside_it(tree: object) -> None:
    formatted = parse_html(write(tree))
    assert formatted.text == plain(tree)
    length = utf16_length(formatted.text)
    for entity in formatted.entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= length


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(source: str) -> None:
    try:
        formatted = parse_html(source)
    except MarkupError:
        return
    assert formatted.text == formatted.text.strip()


def test_offsets_count_utf16_units_and_survive_trimming() -> None:
    formatted = parse_html("  😀 <b>Đã nhận</b> <a href='https://a.vn/?x=1&amp;y'>xem</a>\n")
    bold, link = formatted.entities
    assert (formatted.text, bold["offset"]) == ("😀 Đã nhận xem", 3)
    assert entity_text(formatted, bold) == "Đã nhận"
    assert link["url"] == "https://a.vn/?x=1&y"


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ('<pre><code class="language-sql">SELECT</code></pre>', [("pre", "sql")]),
        ("<blockquote expandable>dài</blockquote>", [("expandable_blockquote", None)]),
        ('<span class="tg-spoiler">kín</span>', [("spoiler", None)]),
        ("<a>không địa chỉ</a>", []),
    ],
)
def test_less_common_tags(source: str, kinds: list[tuple[str, str | None]]) -> None:
    assert [(entity["type"], entity.get("language")) for entity in parse_html(source).entities] == kinds


@pytest.mark.parametrize("source", ["<b", "<span>x</span>", "</b>", "<B>x</I>", "<script>x</script>", "<b><i></b></i>"])
def test_bad_html_is_refused(source: str) -> None:
    with pytest.raises(MarkupError):
        parse_html(source)


def test_typed_text_is_marked_by_itself() -> None:
    formatted = typed(" /start@nhacviec_demo_bot xem https://a.vn/x. và @lan_sttt 10/20 ")
    found = [(entity["type"], entity_text(formatted, entity)) for entity in formatted.entities]
    assert found == [
        ("bot_command", "/start@nhacviec_demo_bot"),
        ("url", "https://a.vn/x"),
        ("mention", "@lan_sttt"),
    ]
    assert typed("7/10 xong").entities == Formatted("").entities


@given(st.text(min_size=1, max_size=300).map(str.strip).filter(bool))
def test_pieces_fit_and_lose_only_spaces(text: str) -> None:
    parts = pieces(text, 40)
    assert all(utf16_length(part) <= 40 for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
