"""`nhacviec init`: asks a few questions and writes the configuration."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.invocation import invocation


def init(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Ghi đè tệp đã có, không hỏi lại.")] = False,
) -> None:
    """Hỏi vài câu rồi ghi tệp cấu hình config.toml."""
    from bot.commands.doors import path_of_config
    from bot.commands.screens import ask, console

    file = path_of_config(invocation(context))
    if file.exists() and not yes and not ask(f"Đã có {file}. Ghi đè?"):
        raise typer.Abort
    answers = ask_all()
    write_private(file, config_text(answers))
    out = console()
    out.print(f"Đã ghi {file}. Các khóa khác: xem config.example.toml.", markup=False)
    out.print("Tiếp theo: nhacviec doctor · nhacviec agency import TỆP · nhacviec plan import TỆP · nhacviec run")


QUESTIONS = (
    ("office.parent", "Cơ quan cấp trên (ví dụ ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI)", ""),
    ("office.coordinator", "Cơ quan điều phối", "Sở Thông tin và Truyền thông"),
    ("office.place", "Địa danh ghi trên văn bản (ví dụ Quảng Ngãi)", ""),
    ("telegram.token", "Mã truy cập bot Telegram (BotFather cấp; bỏ trống nếu không dùng)", ""),
    ("zalo.token", "Mã truy cập bot Zalo (bỏ trống nếu không dùng)", ""),
    ("admins.telegram", "Số tài khoản Telegram của quản trị (nhiều số cách nhau bằng dấu phẩy)", ""),
)


def ask_all() -> dict[str, str]:
    """Ask every question; an empty answer leaves the key out. Raises `typer.Abort` at the end of input."""
    answers = {}
    for key, question, default in QUESTIONS:
        given = str(typer.prompt(question, default=default, show_default=bool(default))).strip()
        if given:
            answers[key] = given
    return answers


def config_text(answers: dict[str, str]) -> str:
    """Write the answers as TOML, a section each; `admins.telegram` as a list of numbers.

    Raises `InvalidInput("usage.number")` for an account that is not a number.
    """
    lines = ["# Cấu hình của nhacviec. Mọi khóa, kèm giải thích: config.example.toml."]
    for section in dict.fromkeys(key.partition(".")[0] for key in answers):
        lines += ["", f"[{section}]"]
        lines += [
            f"{key.partition('.')[2]} = {_value(key, given)}"
            for key, given in answers.items()
            if key.startswith(f"{section}.")
        ]
    return "\n".join(lines) + "\n"


def _value(key: str, given: str) -> str:
    from bot.errors import InvalidInput

    if key != "admins.telegram":
        escaped = given.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    numbers = [number.strip() for number in given.split(",") if number.strip()]
    wrong = next((number for number in numbers if not number.isdecimal()), None)
    if wrong is not None:
        raise InvalidInput("usage.number", given=wrong)
    return f"[{', '.join(numbers)}]"


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner may read: it holds tokens."""
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(text)
