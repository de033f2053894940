"""What `nhacviec doctor` looks at, each finding with how to mend it."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands import channels, precautions
from bot.commands.doors import load_config, opened, path_of_config
from bot.commands.findings import Finding
from bot.commands.invocation import Invocation
from bot.commands.links import channel_clock
from bot.commands.precautions import CLOCK_TOLERANCE, SET_CLOCK
from bot.domain.people import Role
from bot.domain.quotas import LEVELS
from bot.errors import ConfigError, StorageError
from bot.texts.linking import NAMES
from bot.texts.storage_errors import ASK_DOCTOR, refusal
from bot.usecases import quotas

if TYPE_CHECKING:
    from bot.config import Config
    from bot.usecases.desk import Desk

LEAST_FREE = 200_000_000
"""So many bytes should be free where the data lie."""
_MORE_ROOM = "Dọn bớt tệp trên đĩa này, hoặc chuyển bot.data_dir sang đĩa khác."
# The doctor does not send people to the doctor.
_SEE_LOG = "Xem chi tiết bằng: nhacviec status --debug; nếu tệp hỏng, khôi phục bằng: nhacviec restore TỆP"


def examine(invocation: Invocation) -> list[Finding]:
    """Look at everything; without a readable configuration there is nothing more to look at. Raises `ConfigError`."""
    config = load_config(invocation)
    file = path_of_config(invocation)
    checks: tuple[Callable[[Config], Iterator[Finding]], ...] = (
        _configuration,
        precautions.web,
        _disk,
        _database,
        precautions.copies,
        precautions.readers,
        channels.reached,
        _clock,
        _calendar,
    )
    found = [finding for check in checks for finding in check(config)]
    return [_file(file), *_permissions(file, config), *found]


def _file(file: Path) -> Finding:
    if file.exists():
        return Finding("Cấu hình", f"đọc được {file}")
    return Finding("Cấu hình", f"không có {file}, dùng giá trị mặc định", "!", "Tạo bằng: nhacviec init")


def _configuration(config: Config) -> Iterator[Finding]:
    if not (config.telegram.token.get_secret_value() or config.zalo.token.get_secret_value()):
        yield Finding(
            "Kênh",
            "chưa kênh nào có mã truy cập",
            "x",
            "Ghi token của bot vào mục [telegram] hoặc [zalo] của tệp cấu hình.",
        )
    if not (config.admins.telegram or config.admins.zalo):
        mend = "Ghi số tài khoản của quản trị vào mục [admins], hoặc tạo mã mời: nhacviec invite --role admin"
        yield Finding("Quản trị", "chưa có quản trị nào trong cấu hình", "!", mend)


def _permissions(file: Path, config: Config) -> Iterator[Finding]:
    """Complain of what holds tokens or data and can be read by everybody on the machine."""
    for path in (file, *sorted(config.bot.data_dir.glob("*.db"))):
        if path.exists() and path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
            yield Finding("Quyền", f"ai trên máy cũng đọc hay sửa được {path}", "!", f"Chạy: chmod o-rwx {path}")
    if config.bot.data_dir.is_dir() and not os.access(config.bot.data_dir, os.W_OK):
        mend = f"Chạy: chown NGƯỜI_DÙNG_CHẠY_BOT {config.bot.data_dir}; đĩa bị gắn chỉ đọc thì gắn lại; hoặc đổi bot.data_dir."
        yield Finding("Quyền", f"không ghi được vào {config.bot.data_dir}", "x", mend)


def _disk(config: Config) -> Iterator[Finding]:
    if not config.bot.data_dir.is_dir():
        yield Finding("Đĩa", f"không có thư mục {config.bot.data_dir}", "x", "Tạo thư mục, hoặc đổi bot.data_dir.")
        return
    free = shutil.disk_usage(config.bot.data_dir).free
    words = f"còn {free / 1_000_000_000:.1f} GB ở {config.bot.data_dir}"
    enough = free >= LEAST_FREE
    yield Finding("Đĩa", words, "ok" if enough else "x", "" if enough else _MORE_ROOM)


def _database(config: Config) -> Iterator[Finding]:
    try:
        lost = precautions.no_data(config)
        if lost is not None:
            yield lost
            return
        _read_every_page(config)
        yield from asyncio.run(_look_inside(config))
    except ConfigError:
        mend = "Sửa database.url: sqlite:///tệp hoặc postgresql://người:mật_khẩu@máy/tên"
        yield Finding("Cơ sở dữ liệu", "địa chỉ không dùng được", "x", mend)
    except StorageError as error:
        words, mend = refusal(error)
        yield Finding("Cơ sở dữ liệu", words, "x", _SEE_LOG if mend == ASK_DOCTOR else mend)


def _read_every_page(config: Config) -> None:
    """Check a file of SQLite from end to end; raises `StorageError`. A page that is damaged shows itself to nobody else
    until it is needed.
    """
    from storage.backup import check
    from storage.engine import read_url, sqlite_file

    url = read_url(config.database.url)
    if url.get_backend_name() == "sqlite" and (file := sqlite_file(url, config.bot.data_dir)).is_file():
        try:
            check(file)
        except StorageError as error:
            # New, or of another kind: whoever opens it says so better.
            if error.code != "not_a_backup":
                raise


async def _look_inside(config: Config) -> list[Finding]:
    async with opened(config) as doors:
        found = await doors.read(_office)
        return [*found, *await doors.read(_precautions, config.backup.keep_days)]


def _precautions(desk: Desk, keep_days: int) -> list[Finding]:
    return [*precautions.newest_copy(desk, keep_days), *precautions.own_form(desk)]


def _office(desk: Desk) -> list[Finding]:
    plans, agencies = desk.plans.all(), desk.agencies.all_active()
    found = [Finding("Cơ sở dữ liệu", f"mở được; {len(plans)} kế hoạch, {len(agencies)} cơ quan")]
    if not plans:
        found.append(Finding("Kế hoạch", "chưa có kế hoạch nào", "!", "Nhập bằng: nhacviec plan import TỆP"))
    if not desk.people.with_role(Role.COORDINATOR):
        mend = "Tạo mã mời: nhacviec invite --role coordinator"
        found.append(Finding("Điều phối", "chưa có người điều phối nào", "!", mend))
    reached = desk.people.focal_points_of([agency.id for agency in agencies])
    silent = sum(1 for people in reached.values() if not people)
    if agencies and silent:
        words = f"{silent}/{len(agencies)} cơ quan chưa có đầu mối nhận được tin"
        found.append(Finding("Đầu mối", words, "!", "Tạo mã mời cho từng cơ quan: nhacviec invite CƠ_QUAN"))
    return [*found, _figures(desk), *_quotas(desk)]


def _figures(desk: Desk) -> Finding:
    """Count all dues anew and compare that with the counts that `/status` and the digest are told from."""
    wrong = desk.tallies.differing()
    if not wrong:
        return Finding("Số liệu", "số liệu giữ sẵn khớp với đếm lại từ từng báo cáo")
    words = f"số liệu giữ sẵn cho /status và bản tin khác với đếm lại ở {wrong} chỗ"
    return Finding("Số liệu", words, "x", "Đếm lại bằng: nhacviec doctor --recount")


def _quotas(desk: Desk) -> Iterator[Finding]:
    """Tell how far the month's messages are used up and what reminders still need, on channels that count and carry any."""
    from bot.usecases.schedule import rest_of_month

    for channel, month in rest_of_month(desk).items():
        received = quotas.usage(desk, channel).received
        if not (month.sent or month.planned or received):
            continue
        words = f"tháng {month.month}: {month.sent}/{month.limit} tin đi, {received} tin đến, sắp nhắc {month.planned}"
        scarce = month.is_short or month.sent * 100 >= month.limit * LEVELS[0]
        mend = f"Nâng gói rồi sửa {channel}.monthly_messages, hoặc mời thêm người dùng kênh khác." if scarce else ""
        yield Finding(f"Hạn mức {NAMES[channel]}", words, "!" if scarce else "ok", mend)


def _clock(config: Config) -> Iterator[Finding]:
    """Look at the clock against when the configuration was written, and at the zone's data."""
    from bot.clock import SystemClock

    now = SystemClock().now()
    office = config.as_office()
    newest = _newest_file(config.bot.data_dir)
    if newest is not None and newest > now + CLOCK_TOLERANCE:
        yield Finding("Đồng hồ", f"máy đang là {now:%d/%m/%Y %H:%M} UTC, cũ hơn dữ liệu", "x", SET_CLOCK)
    else:
        yield Finding("Đồng hồ", f"{now.astimezone(office.zone):%H:%M ngày %d/%m/%Y}, múi giờ {office.zone.key}")
    yield from precautions.drift(now, channel_clock(config))
    if office.zone.utcoffset(datetime(2024, 1, 1)) != timedelta(hours=7):  # noqa: DTZ001 - a wall clock's reading
        yield Finding(
            "Múi giờ", f"{office.zone.key} không phải giờ Việt Nam", "!", 'Đặt bot.timezone = "Asia/Ho_Chi_Minh".'
        )


def _calendar(config: Config) -> Iterator[Finding]:
    """Look whether this year's and the coming year's days off have been decided."""
    from bot.clock import SystemClock
    from bot.domain.calendar import doubts
    from bot.texts.calendar import MEND, doubtful

    office = config.as_office()
    for words in doubtful(doubts(office.today(SystemClock().now()), office.calendar)):
        yield Finding("Lịch nghỉ", words, "!", MEND)


def _newest_file(directory: Path) -> datetime | None:
    times = [path.stat().st_mtime for path in directory.glob("*.db*")] if directory.is_dir() else []
    return datetime.fromtimestamp(max(times), UTC) if times else None
