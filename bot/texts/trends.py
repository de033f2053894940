"""What has changed against the period before, in the words of an office: percentage points and counts."""

from __future__ import annotations

from bot.domain.trends import Step, Trend
from bot.texts.summary import counted

FEW = "số lượng ít, chỉ để tham khảo"


def on_a_phone(before: str, trend: Trend) -> str:
    """Say it in a line of a chat: "So với Quý III/2024: đã báo cáo 80% → 85% (tăng 5 điểm %); …"."""
    parts = [
        _short("đã báo cáo", trend.received),
        _short("đúng hạn", trend.on_time),
        f"hoàn thành {trend.done.before.part} → {trend.done.now.part} nhiệm vụ" if trend.done.now.whole else "",
    ]
    running = f" Kỳ này còn {trend.pending} báo cáo chưa đến hạn." if trend.pending else ""
    return f"So với {before}: {'; '.join(filter(None, parts))}.{running}"


def _short(name: str, step: Step) -> str:
    if step.points is None:
        return ""
    if step.small:
        return f"{name} {_part(step)} (số lượng ít)"
    return f"{name} {step.before.percent}% → {step.now.percent}% ({_moved(step.points, 'điểm %')})"


def _part(step: Step) -> str:
    return f"{step.before.part}/{step.before.whole} → {step.now.part}/{step.now.whole}"


def _moved(points: int, unit: str) -> str:
    return "không đổi" if not points else f"{'tăng' if points > 0 else 'giảm'} {abs(points)} {unit}"


def on_paper(before: str, trend: Trend) -> str:
    """Say it in a sentence of the report: "So với quý III năm 2024: tỷ lệ đã báo cáo từ 80% lên 85% (tăng 05 điểm …); …"."""
    parts = [
        _long("tỷ lệ đã báo cáo", trend.received),
        _long("tỷ lệ báo cáo đúng hạn", trend.on_time),
        _tasks(trend.done),
    ]
    running = f" Trong kỳ còn {counted(trend.pending)} báo cáo chưa đến hạn." if trend.pending else ""
    return f"So với {before}: {'; '.join(filter(None, parts))}.{running}"


def _long(name: str, step: Step) -> str:
    if step.points is None:
        return ""
    if step.small:
        was, now = (f"{counted(rate.part)}/{counted(rate.whole)}" for rate in (step.before, step.now))
        return f"{name} từ {was} sang {now} ({FEW})"
    return f"{name} {_from_to(f'{step.before.percent}%', f'{step.now.percent}%', step.points, 'điểm phần trăm')}"


def _tasks(step: Step) -> str:
    if not step.now.whole or not step.before.whole:
        return ""
    was, now = step.before.part, step.now.part
    return f"số nhiệm vụ hoàn thành {_from_to(counted(was), counted(now), now - was, 'nhiệm vụ')}"


def _from_to(was: str, now: str, moved: int, unit: str) -> str:
    if not moved:
        return f"giữ nguyên {now}"
    way, what = ("lên", "tăng") if moved > 0 else ("xuống", "giảm")
    return f"từ {was} {way} {now} ({what} {counted(abs(moved))} {unit})"
