"""Zalo's refusals as our errors."""

from __future__ import annotations

from bot.errors import DeliveryError
from handlers.zalo.client import Away, Refused

UNKNOWN_TOKEN = 401
TOO_MANY = 429
ABOUT_THE_CHAT = frozenset({400, 403, 404})
"""Codes that may be about the chat, the message, or Zalo itself: sources disagree."""

QUOTA_PAUSE = 300.0
"""Seconds after which a message is tried again while the month's quota is used up."""
FLOOD_PAUSE = 30.0


def delivery_error(error: Refused | Away) -> DeliveryError:
    """Tell what a failed call means for the message, where it is neither the chat's fault nor the message's.

    "flood": too fast; "token", "server", "network": trouble that may pass.
    """
    if isinstance(error, Away):
        return DeliveryError("network")
    if error.code == UNKNOWN_TOKEN:
        return DeliveryError("token")
    if error.code == TOO_MANY:
        return DeliveryError("flood", retry_after=error.retry_after or FLOOD_PAUSE)
    return DeliveryError("server")
