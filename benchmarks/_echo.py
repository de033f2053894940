"""The peer: python-telegram-bot's own echo, as its documentation has it; when asked for, with many updates at once."""

from __future__ import annotations

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def answer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def main(token: str, base_url: str, at_once: str = "") -> None:
    builder = Application.builder().token(token).base_url(base_url)
    application = builder.concurrent_updates(bool(at_once)).build()
    application.add_handler(MessageHandler(filters.TEXT, answer))
    application.run_polling(poll_interval=0.0)


if __name__ == "__main__":
    main(*sys.argv[1:])
