"""Themes with one accent color, and lines of styled cells as Textual content."""

from __future__ import annotations

from itertools import groupby

from textual.content import Content
from textual.theme import Theme

from tutor.rendering.notation import Cell, Line, Style

# How each role is drawn, in the variables of the current theme.
ROLE_STYLES = {
    "": "",
    "accent": "$text-accent",
    "first": "$foreground",
    "second": "$second",
    "code": "$code",
    "dim": "$dim",
    "axis": "$dim",
    "good": "$text-success",
    "bad": "$text-error",
    "cursor": "reverse",
    "box": "$hint on $panel",
    "typed": "$foreground on $panel",
    "closed": "$foreground 69% on $panel 49%",  # as Textual dims an input that takes no more
    "edge": "$panel",
}

DARK = Theme(
    name="dark",
    primary="#7aa2f7",
    secondary="#9aa5ce",
    accent="#e0af68",
    success="#9ece6a",
    warning="#e0af68",
    error="#f7768e",
    foreground="#c8ccd8",
    background="#16181d",
    surface="#16181d",
    panel="#1f222a",
    dark=True,
    variables={"dim": "#7f8698", "hint": "#74757a", "second": "#8fb0d8", "code": "#a9b4cc"},
)
LIGHT = Theme(
    name="light",
    primary="#2e5aac",
    secondary="#4a5578",
    accent="#8f5a00",
    success="#2f6b1f",
    warning="#8f5a00",
    error="#a8233f",
    foreground="#22252c",
    background="#fbfaf7",
    surface="#fbfaf7",
    panel="#eeece6",
    dark=False,
    variables={"dim": "#74747c", "hint": "#93928e", "second": "#3b5f95", "code": "#3a4663"},
)
THEMES = {"dark": DARK, "light": LIGHT}
TERMINAL_THEMES = {"ansi": "ansi-dark", "ansi-dark": "ansi-dark", "ansi-light": "ansi-light"}
# The variables above for a theme of Textual that does not define them: the terminal's colors.
FALLBACKS = {"dim": "ansi_bright_black", "hint": "ansi_bright_black", "second": "ansi_blue", "code": "ansi_cyan"}
THEME_NAMES = (*THEMES, "ansi", "ansi-light")


def themes_by_background(theme: str) -> tuple[str, str]:
    """Return the themes for a dark and for a light background: the terminal's own colors if the theme uses these."""
    return ("ansi-dark", "ansi-light") if theme.startswith("ansi") else ("dark", "light")


def theme_name(name: str | None) -> str | None:
    """Return Textual's name of a theme; None when there is no theme of this name."""
    if name in THEMES:
        return name
    return TERMINAL_THEMES.get(name or "")


def content_of(lines: list[Line]) -> Content:
    """Convert lines of cells to Textual content, with one span for each run of cells of one style."""
    parts: list[str | tuple[str, str]] = []
    for index, line in enumerate(lines):
        if index:
            parts.append("\n")
        for style, cells in groupby(line, key=_style):
            text = "".join(cell.text for cell in cells)
            parts.append((text, css(style)) if css(style) else text)
    return Content.assemble(*parts)


def _style(cell: Cell) -> Style:
    return cell.style


def css(style: Style) -> str:
    """Return a cell's style as Textual writes it, such as `$text-accent bold`."""
    role, _, bar = style.role.partition(" on ")
    words = [ROLE_STYLES.get(role, "")]
    if style.bold:
        words.append("bold")
    if style.italic:
        words.append("italic")
    if bar:
        words.append(f"on {ROLE_STYLES[bar].split()[0]} 45%")
    return " ".join(word for word in words if word)
