"""Unicode text spelled in ASCII, which every terminal has."""

from __future__ import annotations

import re
import unicodedata

_TABLE = str.maketrans(
    {
        "–": "-", "—": "--", "−": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "\N{NO-BREAK SPACE}": " ",
        "·": "*", "×": "x", "÷": "/", "≥": ">=", "≤": "<=", "≠": "!=", "≈": "~", "→": "->", "←": "<-", "↑": "up",
        "↓": "down", "⇥": "tab", "⏎": "enter", "␣": "space", "⇧": "shift", "∇": "grad ", "∑": "SUM", "∞": "inf",
        "√": "sqrt", "∂": "d", "✓": "+", "✗": "x", "●": "#", "◐": "=", "○": ".", "▸": ">", "▾": "v", "▴": "^",
        "│": "|", "─": "-", "┄": "-", "★": "*", "•": "-", "›": ">", "‹": "<", "█": "#", "▏": "|", "‖": "||",
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
        "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau",
        "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda",
        "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "′": "'", "″": "''", "∝": "~", "⊙": "*",
        "\N{FRACTION SLASH}": "/", "°": " deg", "ᵀ": "^T", "⊤": "^T", "∈": "in", "²": "^2", "³": "^3", "ⁿ": "^n",
        "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "▎": "|",
    }
)  # fmt: skip


_ROOT = re.compile(r"√(\w+)")  # without brackets, the root of d would be the word sqrtd


def to_ascii(text: str) -> str:
    """The text in characters 32 to 126: symbols by their nearest spelling, accents dropped."""
    if text.isascii():
        return text
    text = _ROOT.sub(r"sqrt(\1)", text)
    plain = unicodedata.normalize("NFKD", text.translate(_TABLE)).translate(_TABLE)
    return "".join(char if char.isascii() else "?" for char in plain if not unicodedata.combining(char))
