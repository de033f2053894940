"""Telegram's way out: one message of ours as one or several calls to the Bot API."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from telegram import Bot, InputFile, InputMediaDocument, InputMediaPhoto, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.domain.markup import Text
from bot.domain.messages import Address, Outgoing
from bot.errors import DeliveryError
from handlers.files import Attachments, RenderedFile
from handlers.telegram import html
from handlers.telegram.calls import Calls
from handlers.telegram.errors import delivery_error, is_unchanged
from handlers.telegram.keyboards import keyboard

_TEXT: dict[str, Any] = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


class TelegramDeliverer:
    """Sends messages of the outbox to Telegram."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._calls = Calls(bot)

    async def deliver(self, address: Address, message: Outgoing, files: Attachments) -> str:
        """Send one message; tell the id of its last part, or of the message that was changed. Raises `DeliveryError`."""
        try:
            return await self._deliver(address, message, files)
        except BadRequest as error:
            if address.thread is not None:
                # The topic may have been closed or deleted: the group's main room takes the message.
                return await self.deliver(replace(address, thread=None), message, files)
            raise await self._blame(address, error) from error
        except TelegramError as error:
            raise delivery_error(error) from error

    async def working(self, address: Address, message: str | None, content: Text) -> None:
        """Show that a document is on its way, and say how far it is in the message that announced it."""
        thread = None if address.thread is None else int(address.thread)
        try:
            if message is not None:
                await self._edit_text(address, Outgoing(content), message)
            await self._calls(
                "sendChatAction", chat_id=_chat(address), message_thread_id=thread, action="upload_document"
            )
        except TelegramError as error:
            raise delivery_error(error) from error

    async def worked(self, address: Address, message: str, content: Text) -> None:
        """Say in the message that announced them that the documents are done."""
        try:
            await self._edit_text(address, Outgoing(content), message)
        except TelegramError as error:
            raise delivery_error(error) from error

    async def _deliver(self, address: Address, message: Outgoing, files: Attachments) -> str:
        if message.edits is None:
            return await self._send(address, message, files)
        if message.deletes:
            return await self._delete(address, message.edits)
        if message.keyboard_only:
            return await self._change_keyboard(address, message, message.edits)
        return await self._edit(address, message, files, message.edits)

    async def _delete(self, address: Address, target: str) -> str:
        try:
            await self._calls("deleteMessage", **_at(address, target))
        except BadRequest:
            # It is gone already, or too old to be deleted: either way there is nothing more to do.
            return ""
        return ""

    async def _change_keyboard(self, address: Address, message: Outgoing, target: str) -> str:
        try:
            await self._calls("editMessageReplyMarkup", **_at(address, target), reply_markup=keyboard(message.rows))
        except BadRequest:
            # The message is gone, too old, or has no such buttons any more.
            return target
        return target

    async def _edit(self, address: Address, message: Outgoing, files: Attachments, target: str) -> str:
        """Replace a message; where Telegram does not let us, take its buttons away and send a new one."""
        try:
            if files.photo or files.document:
                await self._edit_media(address, message, files, target)
                return target
            return await self._edit_text(address, message, target)
        except BadRequest as error:
            if is_unchanged(error):
                return target
        await self._change_keyboard(address, Outgoing(), target)
        return await self._send(address, message, files)

    async def _edit_text(self, address: Address, message: Outgoing, target: str) -> str:
        parts = html.render(message.body)
        if not parts:
            return await self._change_keyboard(address, message, target)
        first, *rest = parts
        shown = None if rest else keyboard(message.rows)
        await self._calls("editMessageText", **_at(address, target), text=first, reply_markup=shown, **_TEXT)
        return await self._send_parts(address, message, rest) if rest else target

    async def _edit_media(self, address: Address, message: Outgoing, files: Attachments, target: str) -> None:
        if not html.fits(message.body, html.CAPTION):
            # A long text cannot stand under a picture: a new pair of messages takes the place of the old one.
            raise BadRequest("caption too long")
        caption = "".join(html.render(message.body)) or None
        media = (
            InputMediaPhoto(_file(files.photo), caption=caption, parse_mode=ParseMode.HTML)
            if files.photo
            else InputMediaDocument(_file(files.document), caption=caption, parse_mode=ParseMode.HTML)
        )
        await self._bot.edit_message_media(media, _chat(address), int(target), api_kwargs=_with_keyboard(message))

    async def _send(self, address: Address, message: Outgoing, files: Attachments) -> str:
        parts = html.render(message.body)
        if not (parts or files.photo or files.document):
            raise DeliveryError("empty", permanent=True)
        if not (files.photo or files.document):
            return await self._send_parts(address, message, parts)
        captioned = html.fits(message.body, html.CAPTION)
        sent = await self._send_files(address, message, files, "".join(parts) if captioned else None)
        return sent if captioned else await self._send_parts(address, message, parts)

    async def _send_files(self, address: Address, message: Outgoing, files: Attachments, caption: str | None) -> str:
        """Send the picture, the document or both; the last carries the caption and, with it, the buttons."""
        common = _common(address, message)
        if message.reply_to is not None:
            common["reply_parameters"] = ReplyParameters(int(message.reply_to), allow_sending_without_reply=True)
        last: dict[str, Any] = {"caption": caption, "parse_mode": ParseMode.HTML} if caption else {}
        if caption is not None:
            last["api_kwargs"] = _with_keyboard(message)
        sent = ""
        if files.photo is not None:
            extra: dict[str, Any] = {} if files.document else last
            sent = _id(await self._send_photo(address, files.photo, common | extra))
        if files.document is not None:
            sent = _id(await self._bot.send_document(_chat(address), _file(files.document), **common, **last))
        return sent

    async def _send_photo(self, address: Address, photo: RenderedFile, rest: dict[str, Any]) -> Message:
        """Send a picture; as a document where Telegram does not take it for one, for instance because it is too long."""
        try:
            return await self._bot.send_photo(_chat(address), _file(photo), **rest)
        except BadRequest:
            return await self._bot.send_document(_chat(address), _file(photo), **rest)

    async def _send_parts(self, address: Address, message: Outgoing, parts: list[str]) -> str:
        common: dict[str, Any] = _TEXT | {"chat_id": _chat(address)} | _common(address, message)
        if message.reply_to is not None:
            common["reply_parameters"] = {"message_id": int(message.reply_to), "allow_sending_without_reply": True}
        sent = ""
        for number, part in enumerate(parts, start=1):
            shown = keyboard(message.rows) if number == len(parts) else None
            sent = str((await self._calls("sendMessage", text=part, reply_markup=shown, **common))["message_id"])
        return sent

    async def _blame(self, address: Address, error: BadRequest) -> DeliveryError:
        """Find out whether the message or the chat is at fault: Telegram says "bad request" to both."""
        try:
            await self._calls("sendChatAction", chat_id=_chat(address), action="typing")
        except (BadRequest, Forbidden):
            return DeliveryError("blocked", permanent=True)
        except TelegramError as other:
            return delivery_error(other)
        return delivery_error(error)


def _chat(address: Address) -> int:
    return int(address.chat)


def _at(address: Address, target: str) -> dict[str, int]:
    return {"chat_id": _chat(address), "message_id": int(target)}


def _with_keyboard(message: Outgoing) -> dict[str, Any] | None:
    shown = keyboard(message.rows)
    return None if shown is None else {"reply_markup": shown}


def _id(message: Message) -> str:
    return str(message.message_id)


def _file(file: RenderedFile | None) -> InputFile:
    assert file is not None
    return InputFile(file.content, filename=file.name)


def _common(address: Address, message: Outgoing) -> dict[str, Any]:
    common: dict[str, Any] = {}
    if message.quiet:
        common["disable_notification"] = True
    if address.thread is not None:
        common["message_thread_id"] = int(address.thread)
    return common
