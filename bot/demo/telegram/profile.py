"""The Bot API's methods about the bot itself, its commands, chats and files."""

from __future__ import annotations

import re
from typing import Any

from bot.demo.params import Json, Params, refused
from bot.demo.telegram.model import Chat
from bot.demo.telegram.sending import open_chat
from bot.demo.telegram.state import TelegramState
from bot.demo.telegram.wire import chat_json, file_json, member_json, user_json

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_COMMAND_LIMIT = 100
_DOWNLOAD_BYTES = 20 * 1024 * 1024


def get_me(state: TelegramState, _params: Params) -> Json:
    """Answer `getMe`."""
    flags = ("can_connect_to_business", "has_main_web_app", "supports_inline_queries")
    rights: Json = {"can_join_groups": True, "can_read_all_group_messages": not state.privacy}
    return user_json(state.bot) | rights | dict.fromkeys(flags, False)


def always_true(_state: TelegramState, _params: Params) -> bool:
    """Answer methods that have no effect here: `logOut`, `close`."""
    return True


def _scope(params: Params) -> tuple[str, str]:
    scope: Json = params.json("scope") or {"type": "default"}
    parts = [str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope]
    return ":".join(parts), params.text("language_code")


def set_my_commands(state: TelegramState, params: Params) -> bool:
    """Answer `setMyCommands`."""
    commands: Any = params.json("commands")
    if not isinstance(commands, list) or len(commands) > _COMMAND_LIMIT:
        raise refused("can't parse commands: Array of at most 100 BotCommand expected")
    for command in commands:
        if not _COMMAND.fullmatch(str(command.get("command", ""))):
            raise refused("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise refused("BOT_COMMAND_DESCRIPTION_INVALID")
    state.commands[_scope(params)] = commands
    state.tell("profile")
    return True


def get_my_commands(state: TelegramState, params: Params) -> list[Json]:
    """Answer `getMyCommands`: those of exactly this scope and language."""
    return state.commands.get(_scope(params), [])


def delete_my_commands(state: TelegramState, params: Params) -> bool:
    """Answer `deleteMyCommands`."""
    state.commands.pop(_scope(params), None)
    state.tell("profile")
    return True


def set_my_name(state: TelegramState, params: Params) -> bool:
    """Answer `setMyName`."""
    state.bot.first_name = params.text("name") or state.bot.first_name
    state.tell("profile")
    return True


def get_my_name(state: TelegramState, _params: Params) -> Json:
    """Answer `getMyName`."""
    return {"name": state.bot.first_name}


def set_my_description(state: TelegramState, params: Params) -> bool:
    """Answer `setMyDescription`, which an empty chat shows."""
    if len(params.text("description")) > 512:
        raise refused("description is too long")
    state.description = params.text("description")
    state.tell("profile")
    return True


def get_my_description(state: TelegramState, _params: Params) -> Json:
    """Answer `getMyDescription`."""
    return {"description": state.description}


def set_my_short_description(state: TelegramState, params: Params) -> bool:
    """Answer `setMyShortDescription`."""
    if len(params.text("short_description")) > 120:
        raise refused("short description is too long")
    state.short_description = params.text("short_description")
    state.tell("profile")
    return True


def get_my_short_description(state: TelegramState, _params: Params) -> Json:
    """Answer `getMyShortDescription`."""
    return {"short_description": state.short_description}


def set_chat_menu_button(state: TelegramState, params: Params) -> bool:
    """Answer `setChatMenuButton`, for one private chat or for all."""
    button: Json = params.json("menu_button") or {"type": "default"}
    if params.given("chat_id"):
        open_chat(state, params).menu_button = button
    else:
        state.menu_button = button
    state.tell("profile")
    return True


def get_chat_menu_button(state: TelegramState, params: Params) -> Json:
    """Answer `getChatMenuButton`."""
    own = open_chat(state, params).menu_button if params.given("chat_id") else None
    return own or state.menu_button


def get_chat(state: TelegramState, params: Params) -> Json:
    """Answer `getChat`."""
    chat = open_chat(state, params)
    kinds = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    full: Json = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(kinds, False)}
    if chat.pinned:
        full["pinned_message"] = state.packed(chat.messages[chat.pinned[-1]])
    return chat_json(chat, state.users) | full


def get_chat_member(state: TelegramState, params: Params) -> Json:
    """Answer `getChatMember`."""
    chat, user = open_chat(state, params), state.users.get(params.integer("user_id"))
    if user is None:
        raise refused("user not found")
    private = chat.kind == "private" and user.id in (chat.id, state.bot.id)
    return member_json(user, "member" if private else chat.members.get(user.id, "left"))


def get_chat_administrators(state: TelegramState, params: Params) -> list[Json]:
    """Answer `getChatAdministrators`: people only, as Telegram leaves other bots out."""
    chat = _group(state, params)
    return [
        member_json(state.users[member], status)
        for member, status in chat.members.items()
        if status in ("creator", "administrator")
    ]


def get_chat_member_count(state: TelegramState, params: Params) -> int:
    """Answer `getChatMemberCount`, the bot included."""
    chat = open_chat(state, params)
    return sum(status not in ("left", "kicked") for status in chat.members.values()) or 2


def leave_chat(state: TelegramState, params: Params) -> bool:
    """Answer `leaveChat`."""
    chat = _group(state, params)
    state.post(chat, state.bot, service={"left_chat_member": user_json(state.bot)})
    chat.members[state.bot.id] = "left"
    state.tell("chat", chat.id)
    return True


def _group(state: TelegramState, params: Params) -> Chat:
    chat = open_chat(state, params)
    if chat.kind == "private":
        raise refused("there are no administrators in the private chat")
    return chat


def get_file(state: TelegramState, params: Params) -> Json:
    """Answer `getFile`; more than 20 MB cannot be downloaded by bots."""
    file = state.files.get(params.text("file_id"))
    if file is None:
        raise refused("invalid file_id")
    if len(file.content) > _DOWNLOAD_BYTES:
        raise refused("file is too big")
    return {**file_json(file), "file_path": file.path}
