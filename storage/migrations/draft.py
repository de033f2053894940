"""Draw version 1 anew from `storage.schema`: `python -m storage.migrations.draft`, then `ruff format`.

Only until the first release: from then on a database somewhere has been made by it, and a change is a new version.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from alembic.autogenerate import api, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext
from alembic.operations.ops import UpgradeOps
from sqlalchemy import create_engine

from storage.schema import metadata, tell_postgresql

FIRST = Path(__file__).with_name("versions") / "v0001_first.py"

_HEAD = '''"""Version 1: every table of the first release. Written by `storage.migrations.draft`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

from storage import types


def upgrade(op: Operations) -> None:
    """Make the tables and their indexes."""
'''


def drafted() -> str:
    """Write the module that makes today's schema in an empty database."""
    with create_engine("sqlite://").connect() as connection:
        tell_postgresql()
        context = MigrationContext.configure(connection, opts={"target_metadata": metadata, "render_item": _render})
        upgrade = api.produce_migrations(context, metadata).upgrade_ops or UpgradeOps([])
        return _HEAD + _without_comments(render_python_code(upgrade, render_item=_render, migration_context=context))


def _render(kind: str, item: object, context: AutogenContext) -> str | Literal[False]:
    """Name our own column types as the module imports them; leave all else to Alembic."""
    if kind == "type" and type(item).__module__ == "storage.types":
        return f"types.{type(item).__name__}()"
    return False


def _without_comments(code: str) -> str:
    return "\n".join(line for line in code.splitlines() if not line.lstrip().startswith("#")) + "\n"


if __name__ == "__main__":
    FIRST.write_text(drafted(), encoding="utf-8")
