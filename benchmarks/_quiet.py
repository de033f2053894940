"""Keeps the bot's own log out of the figures."""

from __future__ import annotations

import logging

import structlog


def hush() -> None:
    """Let only what is critical be logged."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
