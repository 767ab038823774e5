"""How roles look: themes with one accent colour, signs that do not lean on colour, cells as Textual content."""

from __future__ import annotations

from itertools import groupby

from textual.content import Content
from textual.theme import Theme

from tutor.rendering.notation import Cell, Line, Style

# What a role looks like, in the variables of whatever theme is on.
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
# What the variables above are where a theme of Textual has none of its own: the terminal's colours.
FALLBACKS = {"dim": "ansi_bright_black", "hint": "ansi_bright_black", "second": "ansi_blue", "code": "ansi_cyan"}
THEME_NAMES = (*THEMES, "ansi", "ansi-light")

SIGNS = {
    "right": ("✓", "+"),
    "wrong": ("✗", "x"),
    "done": ("●", "#"),
    "begun": ("◐", "="),
    "new": ("○", "."),
    "known": ("◌", "-"),
    "due": ("↻", "@"),
    "cursor": ("▸", ">"),
    "below": ("▾", "v"),
    "above": ("▴", "^"),
    "within": ("›", ">"),
    "unread": ("?", "?"),
    "star": ("★", "*"),
}


def sign(name: str, ascii_only: bool) -> str:
    """The sign of a name, in Unicode or in ASCII."""
    return SIGNS[name][1 if ascii_only else 0]


def theme_name(wanted: str | None) -> str | None:
    """Textual's name of a theme that a person asked for; None when there is no such theme."""
    if wanted in THEMES:
        return wanted
    return TERMINAL_THEMES.get(wanted or "")


def content_of(lines: list[Line]) -> Content:
    """Lines of cells as content; runs of one style joined."""
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
    """A cell's style in the words of Textual."""
    words = [ROLE_STYLES.get(style.role, "")]
    if style.bold:
        words.append("bold")
    if style.italic:
        words.append("italic")
    return " ".join(word for word in words if word)
