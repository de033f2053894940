"""Messages and their markup as the outbox keeps them: what is packed comes out the same."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.domain import markup, messages
from bot.domain.markup import Bullets, Paragraph, Span
from bot.domain.messages import Button, Outgoing, Rendered, Stored

WORDS = st.text(min_size=1, max_size=20)
SPANS = st.builds(Span, WORDS, st.booleans(), st.booleans(), st.none() | WORDS)
LINES = st.lists(SPANS, min_size=1, max_size=3).map(tuple)
BLOCKS = st.builds(Paragraph, LINES) | st.builds(
    Bullets, st.lists(LINES, min_size=1, max_size=3).map(tuple), st.booleans()
)
TEXTS = st.lists(BLOCKS, max_size=4).map(tuple)
FILES = st.none() | st.builds(Stored, WORDS, WORDS, WORDS) | st.builds(Rendered, WORDS, st.just({"period": "2024-Q3"}))
BUTTONS = st.builds(Button, WORDS, WORDS) | st.builds(Button, WORDS, st.just(""), WORDS)
MESSAGES = st.builds(
    Outgoing,
    body=TEXTS,
    rows=st.lists(st.lists(BUTTONS, min_size=1, max_size=3).map(tuple), max_size=3).map(tuple),
    photo=FILES,
    document=FILES,
    edits=st.none() | WORDS,
    keyboard_only=st.booleans(),
    deletes=st.booleans(),
    reply_to=st.none() | WORDS,
    quiet=st.booleans(),
)


@given(MESSAGES)
def test_a_message_comes_out_as_it_went_in(message: Outgoing) -> None:
    assert messages.load(json.loads(json.dumps(messages.dump(message)))) == message


def test_the_example_of_the_docstring() -> None:
    packed = {"body": [{"p": [{"t": "Chào anh/chị"}]}], "rows": [[{"l": "Báo cáo", "d": "do:report"}]]}
    message = messages.load(packed)
    assert message.rows[0][0] == Button("Báo cáo", "do:report")
    assert messages.dump(message) == packed


def test_plain_text_numbers_its_lists() -> None:
    content = markup.text("Các việc:", Bullets((markup.spans("một"), markup.spans(markup.b("hai"))), numbered=True))
    assert markup.plain(content) == "Các việc:\n1. một\n2. hai"
