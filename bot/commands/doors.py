"""Opens the office's database for one command."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from bot.commands.invocation import Invocation

if TYPE_CHECKING:
    from bot.config import Config
    from bot.usecases.desk import Desk, Doors

P = ParamSpec("P")
T = TypeVar("T")


def load_config(invocation: Invocation) -> Config:
    """Read the configuration; raises `ConfigError`."""
    from bot.config import load

    return load(invocation.config_file, os.environ)


def path_of_config(invocation: Invocation) -> Path:
    """Tell which configuration file this command is about, whether or not it exists."""
    from bot.config import config_file

    return config_file(invocation.config_file, os.environ)


@asynccontextmanager
async def opened(config: Config) -> AsyncIterator[Doors]:
    """Open the database, bring its schema up to date, and close it afterwards."""
    from bot.clock import RandomIds, SystemClock
    from bot.usecases.desk import Doors
    from storage.engine import Storage

    async with await Storage.open(config.database.url, data_dir=config.bot.data_dir) as storage:
        yield Doors(storage, SystemClock(), config.as_office(), RandomIds())


def read(invocation: Invocation, fn: Callable[Concatenate[Desk, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a use case that only looks."""

    async def run() -> T:
        async with opened(load_config(invocation)) as doors:
            return await doors.read(fn, *args, **kwargs)

    return asyncio.run(run())


def write(invocation: Invocation, fn: Callable[Concatenate[Desk, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a use case that changes things."""

    async def run() -> T:
        async with opened(load_config(invocation)) as doors:
            return await doors.write(fn, *args, **kwargs)

    return asyncio.run(run())
