"""What we look at of Telegram's updates; all else in them is passed over.

python-telegram-bot makes objects of every part of an update, which takes as long as sending the answer does. What is named
here has to be of its type: an update in which it is not is none.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

Instant = Annotated[int, Field(ge=0, lt=2**35)]
"""Seconds since 1970."""


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class User(_Shape):
    id: int
    is_bot: bool
    first_name: str
    last_name: str | None = None


class Chat(_Shape):
    id: int
    type: str
    title: str | None = None


class Entity(_Shape):
    """A marked stretch of a text: `offset` and `length` are counted in UTF-16 units."""

    type: str
    offset: Annotated[int, Field(ge=0)]
    length: Annotated[int, Field(ge=0)]
    user: User | None = None


class File(_Shape):
    """A document, a video, or one size of a picture."""

    file_id: str
    file_unique_id: str
    file_name: str | None = None
    mime_type: str | None = None
    file_size: int | None = None
    width: int = 0
    height: int = 0


class Answered(_Shape):
    """A message that another one replies to."""

    message_id: int
    sender: User | None = Field(None, alias="from")
    forum_topic_created: Any = None


class Pressed(_Shape):
    """A message whose button was pressed."""

    message_id: int
    chat: Chat
    message_thread_id: int | None = None
    is_topic_message: bool | None = None


class Message(Pressed):
    date: Instant
    edit_date: Instant | None = None
    sender: User | None = Field(None, alias="from")
    text: str | None = None
    caption: str | None = None
    entities: list[Entity] = []
    caption_entities: list[Entity] = []
    reply_to_message: Answered | None = None
    media_group_id: str | None = None
    document: File | None = None
    photo: list[File] = []
    video: File | None = None
    migrate_to_chat_id: int | None = None
    other: Any = Field(
        None,
        validation_alias=AliasChoices(
            "sticker",
            "voice",
            "video_note",
            "audio",
            "location",
            "venue",
            "contact",
            "poll",
            "checklist",
            "dice",
            "game",
            "story",
            "paid_media",
        ),
    )
    """Something a person sent in which there is nothing to read."""


class Query(_Shape):
    """A press."""

    id: str
    sender: User = Field(alias="from")
    data: str | None = None
    message: Pressed | None = None


class Member(_Shape):
    status: str
    is_member: bool | None = None


class Membership(_Shape):
    """The bot was let in somewhere, or put out."""

    chat: Chat
    sender: User = Field(alias="from")
    date: Instant
    old_chat_member: Member
    new_chat_member: Member


class Update(_Shape):
    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Query | None = None
    my_chat_member: Membership | None = None

    @property
    def chat(self) -> Chat | None:
        """Where it came from."""
        pressed = self.callback_query.message if self.callback_query is not None else None
        place = self.message or self.edited_message or self.my_chat_member or pressed
        return place.chat if place is not None else None
