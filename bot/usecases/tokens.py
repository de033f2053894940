"""A platform that no longer takes the bot's token: nobody hears anything there, so the office is told elsewhere."""

from __future__ import annotations

from bot.domain.messages import Channel
from bot.texts import delivery as texts
from bot.usecases.desk import Desk
from bot.usecases.telling import tell_elsewhere


def note_refusal(desk: Desk, channel: Channel) -> None:
    """Tell the coordinators, once a day, that a channel is cut off; on another channel where they have one."""
    content = texts.token_refused(channel, desk.now.astimezone(desk.office.zone))
    tell_elsewhere(desk, channel, f"token:{channel}:{desk.today}", content)
