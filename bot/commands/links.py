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
    section = config.telegram
    return asyncio.run(ask_me(f"{section.base_url}{section.token.get_secret_value()}/getMe", section.proxy or None))


def zalo_me(config: Config) -> dict[str, Any] | None:
    """Ask Zalo who the bot is; `None` when it cannot be reached or does not know the token."""
    section = config.zalo
    return asyncio.run(ask_me(f"{section.base_url}{section.token.get_secret_value()}/getMe", None))


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


async def ask_me(address: str, proxy: str | None) -> dict[str, Any] | None:
    """Call `getMe`; `None` when there is no good answer within `SECONDS`."""
    import aiohttp

    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS), trust_env=True) as session,
            session.get(address, proxy=proxy) as response,
        ):
            answer = await response.json(content_type=None)
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return None
    result = answer.get("result") if isinstance(answer, dict) and answer.get("ok") else None
    return result if isinstance(result, dict) else None
