"""Files that people sent, from Telegram."""

from __future__ import annotations

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.domain.messages import IncomingFile
from bot.errors import DeliveryError, InvalidInput
from handlers.files import MAX_BYTES
from handlers.telegram.errors import delivery_error


class TelegramFetcher:
    """Fetches files by Telegram's id of them."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def fetch(self, file: IncomingFile) -> bytes:
        """Fetch a file; raises `InvalidInput("file.too_big")`, or `DeliveryError` when Telegram does not give it out."""
        if (file.size or 0) > MAX_BYTES:
            raise InvalidInput("file.too_big", most=MAX_BYTES)
        try:
            handle = await self._bot.get_file(file.ref)
            if (handle.file_size or 0) > MAX_BYTES:
                raise InvalidInput("file.too_big", most=MAX_BYTES)
            return bytes(await handle.download_as_bytearray(read_timeout=60))
        except BadRequest as error:
            raise DeliveryError("file.gone", permanent=True) from error
        except TelegramError as error:
            raise delivery_error(error) from error
