"""Zalo's way out: one message of ours as one or several calls; without buttons, edits or files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.domain.markup import Text
from bot.domain.messages import Address, Button, Channel, Outgoing, Stored, dump
from bot.errors import DeliveryError, StorageError
from bot.texts import uploads as upload_texts
from bot.texts import zalo as texts
from bot.usecases import quotas, tokens
from bot.usecases.desk import Doors
from bot.vietnamese import utf16_length
from handlers.files import Attachments, FileStore, RenderedFile
from handlers.links import VALID, Links
from handlers.zalo.client import Away, Refused, ZaloClient
from handlers.zalo.errors import ABOUT_THE_CHAT, QUOTA_PAUSE, TOO_MANY, UNKNOWN_TOKEN, delivery_error
from handlers.zalo.plain import MESSAGE, render

log = structlog.get_logger()

MOST_PHOTO = 5 * 1024 * 1024
"""Bytes of a picture that clients take Zalo to accept."""

_MOST_BEGUN = 500

Rows = Sequence[Sequence[Button]]


@dataclass(frozen=True, slots=True)
class Call:
    """One message as Zalo takes it: words, or the picture at an address with words below."""

    words: str
    photo: str = ""


class ZaloDeliverer:
    """Sends messages of the outbox to Zalo. Files are kept and linked where `links` can be made."""

    def __init__(self, client: ZaloClient, doors: Doors, store: FileStore, links: Links | None) -> None:
        self._client = client
        self._doors = doors
        self._store = store
        self._links = links
        # How many calls of a message have succeeded before one failed: they are not repeated.
        self._done: dict[tuple[str, str], tuple[int, str]] = {}

    async def deliver(self, address: Address, message: Outgoing, files: Attachments) -> str:
        """Send one message; tell the id of its last part, "" where there is nothing to do. Raises `DeliveryError`.

        What would only change buttons or delete is left out; what would change a message is sent as a new one.
        """
        if message.keyboard_only or message.deletes:
            return ""
        calls = await self._calls(address, message, files)
        if not calls:
            raise DeliveryError("empty", permanent=True)
        try:
            return await self._make(address, message, calls)
        except Refused as refusal:
            raise await self._meaning(address, refusal) from refusal
        except Away as away:
            raise delivery_error(away) from away

    async def working(self, address: Address, message: str | None, content: Text) -> None:
        """Show that something is coming; a message cannot be changed here, and another would be counted."""
        try:
            await self._client.send_typing(address.chat)
        except Refused as refusal:
            raise await self._meaning(address, refusal) from refusal
        except Away as away:
            raise delivery_error(away) from away

    async def worked(self, address: Address, message: str, content: Text) -> None:
        """Say nothing: the documents have come."""

    async def _make(self, address: Address, message: Outgoing, calls: Sequence[Call]) -> str:
        """Make the calls that are still to be made, the last of which shows the choices."""
        key = (address.chat, json.dumps(dump(message), sort_keys=True))
        done, sent = self._done.pop(key, (0, ""))
        for number, call in enumerate(calls[done:], start=done):
            try:
                sent = await self._one(address, call)
            except (Refused, Away):
                self._remember(key, number, sent)
                raise
            await self._note(address, message.rows if number == len(calls) - 1 else (), sent)
        return sent

    def _remember(self, key: tuple[str, str], number: int, sent: str) -> None:
        if len(self._done) >= _MOST_BEGUN:
            del self._done[next(iter(self._done))]
        if number:
            self._done[key] = (number, sent)

    async def _one(self, address: Address, call: Call) -> str:
        if not call.photo:
            return await self._client.send_message(address.chat, call.words)
        try:
            return await self._client.send_photo(address.chat, call.photo, call.words)
        except Refused as refusal:
            if refusal.code not in ABOUT_THE_CHAT:
                raise
            # Zalo may not reach our address, or not like the picture: the address goes out as words.
            words = render((), (), texts.picture_link(call.photo), call.words)
            return await self._client.send_message(address.chat, words[0])

    async def _note(self, address: Address, rows: Rows, sent: str) -> None:
        """Count the message; it has gone out, whether or not that can be kept."""
        try:
            await self._doors.write(quotas.note_sent, address, rows, sent)
        except StorageError as error:
            log.error("message.not_counted", channel=address.channel.value, error=type(error).__name__)

    async def _calls(self, address: Address, message: Outgoing, files: Attachments) -> list[Call]:
        extras: list[str] = []
        photo = ""
        if files.photo is not None:
            photo = await self._photo_address(files.photo)
            extras += [] if photo else [texts.picture_elsewhere()]
        if files.document is not None:
            extras.append(await self._document(files.document))
        if message.upload is not None and self._links is not None:
            page = self._links.make_upload(message.upload, address, self._doors.clock.now())
            extras.append(upload_texts.link(page))
        parts = render(message.body, message.rows, *extras)
        if not photo:
            return [Call(part) for part in parts]
        # The address may have to go out as words in front of the caption.
        if len(parts) <= 1 and utf16_length(photo) + sum(map(utf16_length, parts)) < MESSAGE - 50:
            return [Call("".join(parts), photo)]
        return [Call("", photo), *(Call(part) for part in parts)]

    async def _photo_address(self, photo: RenderedFile) -> str:
        if self._links is None or len(photo.content) > MOST_PHOTO:
            return ""
        return await self._address(self._links, photo)

    async def _document(self, file: RenderedFile) -> str:
        if self._links is None:
            return texts.file_elsewhere(file.name)
        return texts.file_link(file.name, await self._address(self._links, file), VALID.days)

    async def _address(self, links: Links, file: RenderedFile) -> str:
        digest = await self._store.keep(file.content)
        return links.make(Stored(digest, file.name, file.mime), self._doors.clock.now())

    async def _meaning(self, address: Address, refusal: Refused) -> DeliveryError:
        if refusal.code in ABOUT_THE_CHAT:
            return await self._blame(address, refusal)
        if refusal.code == UNKNOWN_TOKEN:
            await self.say_cut_off()
        if refusal.code == TOO_MANY and refusal.retry_after is None:
            return await self._too_many(refusal)
        return delivery_error(refusal)

    async def say_cut_off(self) -> None:
        """Tell the office that Zalo no longer knows our token; that is worth no error of its own."""
        try:
            await self._doors.write(tokens.note_refusal, Channel.ZALO)
        except StorageError as error:
            log.error("token.not_told", channel=Channel.ZALO.value, error=type(error).__name__)

    async def _too_many(self, refusal: Refused) -> DeliveryError:
        """Tell a month's quota that is used up from going too fast: Zalo has one code for both."""
        if await self._doors.write(quotas.note_refusal, Channel.ZALO):
            return DeliveryError("quota", retry_after=QUOTA_PAUSE)
        return delivery_error(refusal)

    async def _blame(self, address: Address, refusal: Refused) -> DeliveryError:
        """Find out whether the message, the chat or Zalo is at fault.

        1. The chat takes a sign of life: then it was the message, or with 403 Zalo itself.
        2. It takes none, and Zalo knows us: then nobody takes messages there.
        """
        try:
            await self._client.send_typing(address.chat)
        except Refused as other:
            return await self._blame_chat(other)
        except Away as away:
            return delivery_error(away)
        return DeliveryError("refused", permanent=True) if refusal.code == 400 else DeliveryError("server")

    async def _blame_chat(self, refusal: Refused) -> DeliveryError:
        if refusal.code not in ABOUT_THE_CHAT:
            return delivery_error(refusal)
        try:
            await self._client.get_me()
        except (Refused, Away) as error:
            return delivery_error(error)
        return DeliveryError("blocked", permanent=True)
