"""What goes wrong on the command line: one or two lines on standard error, and the exit status."""

from __future__ import annotations

import logging
import sys
from enum import Enum
from types import TracebackType

from bot.errors import BotError, ConfigError, StorageError, UserError

FAILED = 1
WRONG_USAGE = 2

_USAGE_CODES = ("usage.", "period.", "invite.limits")
"""How the codes of errors begin that a command line brings about by its own words."""

_USAGE = {
    "NoSuchOption": "Không có tùy chọn {option}.",
    "BadOptionUsage": "Tùy chọn {option} cần một giá trị.",
    "MissingParameter": "Thiếu {parameter}.",
    "BadParameter": "Giá trị cho {parameter} không dùng được{allowed}.",
}
_USAGE_OTHER = "Lệnh không đúng cách dùng: thừa đối số hoặc sai thứ tự."


def say(*lines: str) -> None:
    """Write to standard error."""
    for line in lines:
        if line:
            sys.stderr.write(line + "\n")


def tell(error: BotError) -> int:
    """Say one of our errors in Vietnamese; return the exit status."""
    if isinstance(error, UserError):
        from bot.texts.errors import sentence

        say(f"Lỗi: {sentence(error)}")
        wrong_usage = isinstance(error, ConfigError) or error.code.startswith(_USAGE_CODES)
        return WRONG_USAGE if wrong_usage else FAILED
    if isinstance(error, StorageError):
        from bot.texts.storage_errors import refusal

        words, mend = refusal(error)
        say(f"Lỗi: cơ sở dữ liệu: {words}.", mend)
    else:
        say(f"Lỗi: không làm được ({type(error).__name__}: {error}).", "Xem nguyên nhân bằng: nhacviec doctor")
    return FAILED


def tell_os(error: OSError) -> int:
    """Say that a file or the network let us down."""
    problem = {
        FileNotFoundError: "không có tệp hoặc thư mục này",
        PermissionError: "không có quyền",
        IsADirectoryError: "đây là thư mục, không phải tệp",
        NotADirectoryError: "đây không phải là thư mục",
        FileExistsError: "đã có tệp này",
    }.get(type(error), error.strerror or type(error).__name__)
    place = f" {error.filename}" if error.filename else ""
    say(f"Lỗi:{place}: {problem}." if place else f"Lỗi: {problem}.", "Kiểm tra lại đường dẫn và quyền, rồi chạy lại.")
    return FAILED


def tell_usage(error: Exception) -> int:
    """Say that a command line was wrong; the library's errors are told apart by their class."""
    kind = type(error).__name__
    values = {
        "option": getattr(error, "option_name", ""),
        "parameter": _parameter(getattr(error, "param", None)),
        "allowed": _allowed(getattr(error, "param", None)),
    }
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "nhacviec"
    say(f"Lỗi: {_USAGE.get(kind, _USAGE_OTHER).format(**values)}", f"Xem cách dùng: {command} --help")
    return WRONG_USAGE


def _parameter(parameter: object) -> str:
    names = [name for name in getattr(parameter, "opts", []) if name.startswith("-")]
    return (
        "/".join(names)
        or str(getattr(parameter, "metavar", None) or getattr(parameter, "name", "") or "đối số").upper()
    )


def _allowed(parameter: object) -> str:
    """Tell what would do, by the parameter's default."""
    default = getattr(parameter, "default", None)
    if isinstance(default, Enum):
        return f" (cho phép: {', '.join(str(member.value) for member in type(default))})"
    return " (cần một số)" if isinstance(default, int) or getattr(parameter, "metavar", "") == "SỐ" else ""


def last_resort(debug: bool) -> None:
    """Let what nobody foresaw end in one line instead of a traceback, which goes to the log with `--debug`."""

    def told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if debug:
            from bot.logs import set_up

            set_up(debug=True)
            logging.getLogger("bot.cli").error("command.crashed", exc_info=(kind, error, trace))
        if not issubclass(kind, KeyboardInterrupt):
            more = "" if debug else "Chạy lại với --debug để ghi chi tiết vào nhật ký."
            say(f"Lỗi ngoài dự kiến: {kind.__name__}.", more)
        if _is_of_memory(error):
            say("Máy chủ không đủ bộ nhớ. Thêm bộ nhớ hoặc dừng bớt chương trình khác, rồi chạy lại.")

    sys.excepthook = told


def _is_of_memory(error: BaseException) -> bool:
    if isinstance(error, BaseExceptionGroup):
        return error.subgroup(MemoryError) is not None
    return isinstance(error, MemoryError)
