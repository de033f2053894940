"""Telegram's errors as ours."""

from __future__ import annotations

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError

from bot.errors import DeliveryError
from handlers.telegram.request import ServerError, TooFast


def delivery_error(error: TelegramError) -> DeliveryError:
    """Tell what an error of a call that sends something means for the message.

    "blocked": nobody takes messages there; "refused": the message is at fault; "token", "server", "network": trouble that
    may pass.
    """
    match error:
        case TooFast():
            return DeliveryError("flood", retry_after=error.seconds)
        case ChatMigrated():
            return DeliveryError("moved", moved_to=str(error.new_chat_id))
        case Forbidden():
            return DeliveryError("blocked", permanent=True)
        case InvalidToken():
            return DeliveryError("token")
        case ServerError():
            return DeliveryError("server")
        # A BadRequest is a NetworkError too, in python-telegram-bot.
        case BadRequest():
            return DeliveryError("refused", permanent=True)
        case NetworkError():
            return DeliveryError("network")
        case _:
            return DeliveryError("server")


def is_unchanged(error: BadRequest) -> bool:
    """Tell whether an edit was refused because there is nothing to change.

    Telegram has no code of its own for this: its words are all there is to go by.
    """
    return "not modified" in error.message.lower()
