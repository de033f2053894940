"""Links by which people come to the bot, and whether the channels answer."""

from __future__ import annotations

import asyncio
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.config import Config

SECONDS = 10
"""How long a channel has to answer."""


def invite_links(config: Config, code: str) -> list[tuple[str, str]]:
    """List the links that join with a code, as (channel, address or what to type).

    Telegram's name of the bot is asked for; when it does not answer, people type the code.
    """
    links = []
    if config.telegram.token.get_secret_value():
        name = (telegram_me(config) or {}).get("username")
        links.append(("Telegram", f"https://t.me/{name}?start={code}" if name else f"nhắn cho bot: /start {code}"))
    if config.zalo.token.get_secret_value():
        links.append(("Zalo", f"nhắn cho bot: {code}"))
    return links


def telegram_me(config: Config) -> dict[str, Any] | None:
    """Ask Telegram who the bot is; `None` when it cannot be reached or does not know the token."""
    return result_of(ask_telegram(config, "getMe"))


def ask_telegram(config: Config, method: str) -> dict[str, Any] | None:
    """Call a method without parameters; gives Telegram's whole answer, `None` when none came within `SECONDS`."""
    section = config.telegram
    return asyncio.run(_ask(f"{section.base_url}{section.token.get_secret_value()}/{method}", section.proxy or None))


def ask_zalo(config: Config, method: str) -> dict[str, Any] | None:
    """The same of Zalo."""
    section = config.zalo
    return asyncio.run(_ask(f"{section.base_url}{section.token.get_secret_value()}/{method}", None))


def result_of(answer: dict[str, Any] | None) -> dict[str, Any] | None:
    """Take the result out of a good answer; `None` for any other."""
    result = answer.get("result") if answer is not None and answer.get("ok") else None
    return result if isinstance(result, dict) else None


def channel_clock(config: Config) -> datetime | None:
    """Ask a channel's server for the time (whole seconds, aware); `None` when none is configured or answers."""
    if config.telegram.token.get_secret_value():
        return asyncio.run(_told_time(config.telegram.base_url, config.telegram.proxy or None))
    if config.zalo.token.get_secret_value():
        return asyncio.run(_told_time(config.zalo.base_url, None))
    return None


async def _told_time(address: str, proxy: str | None) -> datetime | None:
    import aiohttp

    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS), trust_env=True) as session,
            session.head(address, proxy=proxy, allow_redirects=False) as response,
        ):
            told = parsedate_to_datetime(response.headers.get("Date", ""))
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return None
    return told if told.tzinfo else None


async def _ask(address: str, proxy: str | None) -> dict[str, Any] | None:
    import aiohttp

    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS), trust_env=True) as session,
            session.get(address, proxy=proxy) as response,
        ):
            answer = await response.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return None
    return answer if isinstance(answer, dict) else None
