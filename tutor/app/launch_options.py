"""What a command asks of the app when it opens it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from lessons.source import Source


class LaunchOptions(Struct, frozen=True):
    """The choices of one start, which come before those in the settings."""

    home: Path
    ascii_only: bool = False
    theme: str | None = None
    mouse: bool = True
    start: tuple[str, str] | None = None
    """Kind and id of what to open first; None for where the learner left off."""
    seed: tuple[str, int] | None = None
    """Item and seed of the draw to ask."""
    blocks: bool = False
    """Whether figures are drawn in blocks, for a font without braille."""
    settings_home: Path | None = None
    """Where the settings are, if not in `home`: a record of another course has none of its own."""
    source: Source | None = None
    """The files of the course; None for the one that ships."""


def in_browser(environ: Mapping[str, str]) -> bool:
    """Whether the app is shown by a browser: textual-serve starts it with this driver, and with pipes."""
    return environ.get("TEXTUAL_DRIVER") == "textual.drivers.web_driver:WebDriver"


def driver_name(environ: Mapping[str, str], chosen: str) -> str:
    """The name of the terminal driver: "wire" sends changed cells only, "plain" is Textual's own."""
    variable = environ.get("TUTOR_WIRE", "").lower()
    if "TEXTUAL_DRIVER" in environ or variable in ("off", "0", "no", "false"):
        return "plain"
    return "wire" if variable else chosen
