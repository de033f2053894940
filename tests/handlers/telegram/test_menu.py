"""The menu of commands beside the text box."""

from __future__ import annotations

from handlers.commands import TABLE
from handlers.telegram import menu


def test_every_command_is_in_the_menu_and_nothing_else() -> None:
    assert {name for name, _ in menu.PRIVATE} == set(TABLE)


def test_the_groups_menu_has_what_groups_may_use() -> None:
    allowed = {name for name, entry in TABLE.items() if entry.groups}
    assert allowed <= {name for name, _ in menu.GROUP}
    assert {name for name, _ in menu.GROUP} <= allowed


def test_words_fit_telegrams_limits() -> None:
    for name, what in (*menu.PRIVATE, *menu.GROUP):
        assert 1 <= len(name) <= 32
        assert name.isascii()
        assert 3 <= len(what) <= 256
