"""Whether the channels answer, know the token, and call where they should: the part of `nhacviec doctor` that asks them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.commands.findings import Finding
from bot.commands.links import ask_telegram, ask_zalo, result_of

if TYPE_CHECKING:
    from bot.config import Config

NOT_KNOWN = (401, 404)
"""How platforms answer to a token that is none of theirs; 404 where it does not even look like one."""

_LATELY = timedelta(hours=1)
"""Telegram tells of its last failed call for ever, also long after all has been mended."""

_WAYS_OUT = {
    "telegram": "Kiểm tra đường truyền ra ngoài và telegram.base_url; nơi nhà mạng chặn Telegram thì đặt telegram.proxy.",
    "zalo": "Kiểm tra đường truyền ra ngoài và zalo.base_url.",
}
_RUN_ANEW = "Chạy lại bot (nhacviec run), bot sẽ đặt lại; nếu có chương trình khác dùng cùng mã truy cập thì dừng nó."


def reached(config: Config) -> Iterator[Finding]:
    """Ask each channel that has a token."""
    if config.telegram.token.get_secret_value():
        answer = ask_telegram(config, "getMe")
        yield _channel("Telegram", answer, "telegram")
        if result_of(answer) is not None:
            yield from _called("telegram", config.telegram.webhook_url, ask_telegram(config, "getWebhookInfo"))
    if config.zalo.token.get_secret_value():
        answer = ask_zalo(config, "getMe")
        yield _channel("Zalo", answer, "zalo")
        if result_of(answer) is not None:
            yield from _called("zalo", config.zalo.webhook_url, ask_zalo(config, "getWebhookInfo"))


def _channel(name: str, answer: dict[str, Any] | None, section: str) -> Finding:
    me = result_of(answer)
    if me is not None:
        return Finding(name, f"trả lời; bot là {me.get('username') or me.get('account_name') or me.get('id')}")
    if answer is None:
        return Finding(name, "không trả lời", "x", _WAYS_OUT[section])
    if answer.get("error_code") in NOT_KNOWN:
        mend = f"Lấy lại token ở nơi tạo bot, ghi vào {section}.token, rồi chạy lại bot."
        return Finding(name, "không nhận mã truy cập (token sai hoặc đã bị thu hồi)", "x", mend)
    words = f"trả lời báo lỗi {answer.get('error_code', '')}".rstrip()
    return Finding(name, words, "x", f"Chạy lại sau ít phút; nếu vẫn vậy, kiểm tra {section}.base_url.")


def _called(section: str, wanted: str, answer: dict[str, Any] | None) -> Iterator[Finding]:
    """Look at the webhook that a platform has; where there is none, Zalo answers 404."""
    told = result_of(answer)
    if told is None and (answer is None or answer.get("error_code") not in NOT_KNOWN):
        return
    calls = str((told or {}).get("url") or "")
    if calls != wanted:
        yield Finding("Webhook", _elsewhere(section, wanted, calls), "!", _RUN_ANEW)
    elif told is not None and calls:
        yield from _failing(section, told)


def _elsewhere(section: str, wanted: str, calls: str) -> str:
    if not calls:
        return f"chưa có ai gọi {section}.webhook_url: bot chưa đặt được webhook"
    instead = f"{section}.webhook_url" if wanted else "chờ bot đến hỏi"
    return f"tin nhắn đang được chuyển tới {calls}, không phải {instead}"


def _failing(section: str, told: dict[str, Any]) -> Iterator[Finding]:
    """Tell of calls that have failed lately; where updates wait, they still do."""
    from bot.clock import SystemClock

    failed, waiting = told.get("last_error_date"), told.get("pending_update_count") or 0
    if not isinstance(failed, int) or SystemClock().now() - datetime.fromtimestamp(failed, UTC) > _LATELY:
        return
    words = f"{section}.webhook_url gọi không được ({told.get('last_error_message', '')}); {waiting} tin đang chờ"
    mend = f"Kiểm tra tên miền, chứng thư, máy chủ web phía trước, và nó có chuyển tới {section}.webhook_listen không."
    yield Finding("Webhook", words, "x" if waiting else "!", mend)
