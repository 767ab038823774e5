"""Unicode text spelled in ASCII, which every terminal has."""

from __future__ import annotations

import unicodedata

_TABLE = str.maketrans(
    {
        "–": "-", "—": "--", "−": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "\N{NO-BREAK SPACE}": " ",
        "·": "*", "×": "x", "÷": "/", "≥": ">=", "≤": "<=", "≠": "!=", "≈": "~", "→": "->", "←": "<-", "↑": "up",
        "↓": "down", "⇥": "tab", "⏎": "enter", "␣": "space", "⇧": "shift", "∇": "grad ", "∑": "SUM", "∞": "inf",
        "√": "sqrt", "∂": "d", "✓": "+", "✗": "x", "●": "#", "◐": "=", "○": ".", "▸": ">", "▾": "v", "▴": "^",
        "│": "|", "─": "-", "┄": "-", "★": "*", "•": "-", "›": ">", "‹": "<", "█": "#", "▏": "|", "‖": "||",
        "η": "eta", "θ": "theta", "λ": "lambda", "π": "pi", "σ": "sigma", "μ": "mu", "α": "alpha", "β": "beta",
        "°": " deg", "ᵀ": "^T", "⊤": "^T", "∈": "in", "²": "^2", "³": "^3", "ⁿ": "^n",
        "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "▎": "|",
    }
)  # fmt: skip


def to_ascii(text: str) -> str:
    """The text in characters 32 to 126: symbols by their nearest spelling, accents dropped."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text.translate(_TABLE)).translate(_TABLE)
    return "".join(char if char.isascii() else "?" for char in plain if not unicodedata.combining(char))
