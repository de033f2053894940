"""How the bot is started, in little time and memory."""

from __future__ import annotations

from bot.commands.invocation import Invocation
from bot.lightly import lightly


def start(common: Invocation) -> None:
    """Run the bot until it is told to stop; raises what the configuration, the database and `bot.app.run` raise."""
    with lightly():
        from bot.app import run
        from bot.commands.doors import load_config
    config = load_config(common)
    run(config, debug=common.debug)
