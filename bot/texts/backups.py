"""What the office is told about copies of its data."""

from __future__ import annotations

from datetime import date

from bot.domain.markup import Text, b, p, text
from bot.errors import StorageError
from bot.texts.storage_errors import refusal


def failed(night: date, error: StorageError) -> Text:
    """Tell that a night's copy could not be made; the bot tries again by itself."""
    what, mend = refusal(error)
    return text(
        p(b(f"Chưa sao lưu được dữ liệu đêm {night:%d/%m/%Y}"), f": {what}."),
        f"{mend} Bot tự thử lại mỗi giờ; các bản sao cũ vẫn còn.",
    )
