"""Help pages in Vietnamese: the library's few English words, replaced."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

from bot.errors import InvalidInput

_WORDS = {
    r"^Usage: ": "Cách dùng: ",
    r"^Options:": "Tùy chọn:",
    r"^Arguments:": "Đối số:",
    r"^Commands:": "Các lệnh:",
    r"\[OPTIONS\]": "[TÙY CHỌN]",
    r"COMMAND \[ARGS\]\.\.\.": "LỆNH ...",
    r"Show this message and exit\.": "Hiện hướng dẫn này.",
    r"\[default: ": "[mặc định: ",
    r"\[required\]": "[bắt buộc]",
    r"\b(INTEGER)( RANGE)?\b": "SỐ",
    r"x>=1": "từ 1",
}


def in_vietnamese(page: str) -> str:
    """Translate what the library writes on a help page."""
    for english, vietnamese in _WORDS.items():
        page = re.sub(english, vietnamese, page, flags=re.MULTILINE)
    return page


class Command(TyperCommand):
    """A command with a help page in Vietnamese."""

    def get_help(self, ctx: Any) -> str:
        return in_vietnamese(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands with a help page in Vietnamese, its commands in the order they were added."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is meant; raises `InvalidInput("usage.command")`."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise InvalidInput("usage.command", name=args[0], command=ctx.command_path)
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: Any) -> str:
        return in_vietnamese(super().get_help(ctx))
