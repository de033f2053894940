"""The font of our pictures, which comes with the program: a server seldom has one with all Vietnamese letters."""

from __future__ import annotations

from importlib.resources import files

_FILES = ("BeVietnamPro-Regular.ttf", "BeVietnamPro-SemiBold.ttf")


def font_files() -> list[str]:
    """Name the font's files, regular and semi-bold, on this machine's disk."""
    folder = files("fontpkg_be_vietnam_pro") / "files"
    return [str(folder / name) for name in _FILES]
