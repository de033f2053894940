"""Faults that show only when they hurt, and that `nhacviec doctor` finds before: links, webhooks, copies, the office's form."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.findings import Finding
from bot.domain.backups import day_of
from bot.errors import UserError
from bot.texts.errors import sentence
from bot.usecases import backups

if TYPE_CHECKING:
    from bot.config import Config
    from bot.usecases.desk import Desk

OLDEST_COPY = timedelta(hours=26)
"""After a night that was missed, and two hours for the copy itself."""

CLOCK_TOLERANCE = timedelta(minutes=2)
_DRIFT_TOLERANCE = timedelta(seconds=30)
SET_CLOCK = "Bật đồng bộ giờ (NTP): timedatectl set-ntp true"


def web(config: Config) -> Iterator[Finding]:
    """Look at what is reached from outside."""
    if config.http.public_url and not config.http.listen:
        words = "có http.public_url nhưng http.listen trống: không ai mở được đường dẫn tải tệp"
        yield Finding("Đường dẫn", words, "x", 'Đặt http.listen, ví dụ "127.0.0.1:9090", và trỏ máy chủ web tới đó.')
    for name, section in (("telegram", config.telegram), ("zalo", config.zalo)):
        if not section.webhook_url:
            continue
        if not section.webhook_url.startswith("https://"):
            words = f"{name}.webhook_url không phải https"
            yield Finding("Webhook", words, "!", "Đặt địa chỉ https; các kênh chat chỉ gọi địa chỉ có chứng thư.")
        if not section.webhook_secret.get_secret_value():
            words = f"{name}.webhook_secret trống: bot dùng chuỗi bí mật suy ra từ mã truy cập"
            mend = f"Đặt {name}.webhook_secret, ví dụ bằng: openssl rand -hex 24"
            yield Finding("Webhook", words, "!", mend)


def copies(config: Config) -> Iterator[Finding]:
    """Look whether a night's copy could be made."""
    if not config.backup.keep_days:
        yield Finding("Sao lưu", "đang tắt (backup.keep_days = 0)", "!", "Đặt backup.keep_days, ví dụ 14.")
        return
    if config.database.url.startswith("postgresql") and shutil.which("pg_dump") is None:
        mend = "Cài gói postgresql-client cùng phiên bản với máy chủ cơ sở dữ liệu."
        yield Finding("Sao lưu", "thiếu pg_dump nên không sao lưu được PostgreSQL", "x", mend)
    directory = config.bot.data_dir / config.backup.directory
    if not _can_be_written(directory):
        mend = "Cho người dùng chạy bot quyền ghi vào đó (với systemd: thêm ReadWritePaths), hoặc đổi backup.directory."
        yield Finding("Sao lưu", f"không ghi được vào {directory}", "x", mend)


def no_data(config: Config) -> Finding | None:
    """Look for SQLite's file before anything opens it: whoever does makes a new one, and nobody sees that one was lost.

    Raises `ConfigError`.
    """
    from storage.engine import read_url, sqlite_file

    url = read_url(config.database.url)
    if url.get_backend_name() != "sqlite":
        return None
    file = sqlite_file(url, config.bot.data_dir)
    if not file.parent.is_dir() or (file.exists() and (file.stat().st_size or not file.is_file())):
        return None
    copy = _newest_copy_in(config.bot.data_dir / config.backup.directory)
    if copy is None:
        mend = "Bot tạo khi chạy lần đầu: nhacviec run. Nếu đã từng có dữ liệu, kiểm tra bot.data_dir và database.url."
        return Finding("Cơ sở dữ liệu", f"chưa có dữ liệu ở {file}", "!", mend)
    mend = f"Kiểm tra bot.data_dir và database.url; nếu tệp đã mất, khôi phục bằng: nhacviec restore {copy}"
    return Finding("Cơ sở dữ liệu", f"không có dữ liệu ở {file}, nhưng có bản sao lưu", "x", mend)


def _newest_copy_in(directory: Path) -> Path | None:
    try:
        return max((path for path in directory.iterdir() if day_of(path.name)), default=None)
    except OSError:
        return None


def readers(_config: Config) -> Iterator[Finding]:
    """Look whether plans in the older forms can be read."""
    from bot.reading.formats.office import office_program

    if office_program() is None:
        words = "không có LibreOffice: kế hoạch dạng .doc, .xls, .rtf, .odt không đọc được"
        mend = "Cài gói libreoffice-writer và libreoffice-calc, hoặc lưu tệp thành .docx, .xlsx trước khi gửi."
        yield Finding("Đọc tài liệu", words, "!", mend)


def _can_be_written(directory: Path) -> bool:
    """Tell whether files can be made in a directory, which itself may have to be made first."""
    there = next(path for path in (directory, *directory.absolute().parents) if path.exists())
    return there.is_dir() and os.access(there, os.W_OK)


def newest_copy(desk: Desk, keep_days: int) -> Iterator[Finding]:
    """Look how old the newest copy is; nothing is said of a database that has not lived through a night."""
    last = backups.last_done(desk)
    if not keep_days or last is None:
        return
    age = desk.now - last
    words = f"bản gần nhất lúc {last.astimezone(desk.office.zone):%H:%M ngày %d/%m/%Y}"
    if age <= OLDEST_COPY:
        yield Finding("Sao lưu", words)
        return
    mend = "Xem nhật ký (backup.failed); sao lưu ngay bằng: nhacviec backup TỆP"
    yield Finding("Sao lưu", f"{words}, quá {OLDEST_COPY.total_seconds() / 3600:.0f} giờ", "x", mend)


def own_form(desk: Desk) -> Iterator[Finding]:
    """Fill the office's own form in once, as `/tonghop` will."""
    from bot.rendering.templates import report_docx
    from bot.usecases.summaries import facts

    if not desk.office.template:
        return
    try:
        report_docx(facts(desk, ""), desk.office)
    except UserError as error:
        mend = "Sửa tệp mẫu theo docs/documents.md, hoặc bỏ office.template."
        yield Finding("Mẫu báo cáo", sentence(error), "x", mend)
    else:
        yield Finding("Mẫu báo cáo", f"điền được {desk.office.template}")


def drift(now: datetime, told: datetime | None) -> Iterator[Finding]:
    """Compare our clock with what a channel's server says of the time; it says whole seconds."""
    if told is None or abs(now - told) <= CLOCK_TOLERANCE + _DRIFT_TOLERANCE:
        return
    minutes = round((now - told).total_seconds() / 60)
    words = f"máy {'nhanh' if minutes > 0 else 'chậm'} {abs(minutes)} phút so với máy chủ của kênh chat"
    yield Finding("Đồng hồ", words, "x", SET_CLOCK)
