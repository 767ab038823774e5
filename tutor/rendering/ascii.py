"""Unicode text spelled in ASCII, which every terminal has."""

from __future__ import annotations

import re
import unicodedata

from tutor.rendering.notation.attach import SUB_LETTERS, SUP_LETTERS

_TABLE = str.maketrans(
    {
        "–": "-", "—": "--", "−": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "\N{NO-BREAK SPACE}": " ",
        "·": "*", "×": "x", "÷": "/", "≥": ">=", "≤": "<=", "≠": "!=", "≈": "~=", "→": "->", "←": "<-", "↑": "up",
        "↓": "down", "⇥": "tab", "⏎": "enter", "␣": "space", "⇧": "shift", "∇": "grad ", "∑": "SUM", "∞": "inf",
        "√": "sqrt", "∂": "d", "✓": "+", "✗": "x", "●": "#", "◐": "=", "○": ".", "▸": ">", "▾": "v", "▴": "^",
        "│": "|", "─": "-", "┄": "-", "★": "*", "•": "-", "›": ">", "‹": "<", "█": "#", "▏": "|", "‖": "||",
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
        "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau",
        "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda",
        "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "′": "'", "″": "''", "∝": "propto", "⊙": ".*",
        "\N{FRACTION SLASH}": "/", "°": " deg", "⊤": "^T", "∈": "in",
        "∏": "PROD", "∫": "int", "ι": "iota", "υ": "upsilon", "ς": "sigma", "Ξ": "Xi",
        "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "▎": "|",
    }
)  # fmt: skip

_SUPS, _SUBS = "".join(SUP_LETTERS), "".join(SUB_LETTERS)
_SCRIPT = re.compile(f"([{_SUPS}]+)|([{_SUBS}]+)")
_ROOT = re.compile(r"√(\w+)")  # without brackets, the root of d would be the word sqrtd
# The word for a symbol runs together with a letter beside it, as in 2σ, w₁w₂ and η∇L, unless that is the d of dθ.
_LETTER = rf"(?![{_SUPS}{_SUBS}])(?=[^\W\d_])"
_RUN_ON = re.compile(rf"(?<=[^\W_])(?<!\bd)(?=[α-ωΓ-Ω∇])|(?<=[α-ωΓ-Ω{_SUPS}{_SUBS}]){_LETTER}")


def to_ascii(text: str) -> str:
    """The text in characters 32 to 126: symbols by their nearest spelling, accents dropped."""
    if text.isascii():
        return text
    text = _ROOT.sub(r"sqrt(\1)", text)
    text = _SCRIPT.sub(_script, _RUN_ON.sub(" ", text))
    plain = unicodedata.normalize("NFKD", text.translate(_TABLE)).translate(_TABLE)
    return "".join(char if char.isascii() else "?" for char in plain if not unicodedata.combining(char))


def _script(found: re.Match[str]) -> str:
    """A run of raised or lowered characters as formulas are typed: `x^2`, `e^(-x)`, `a_12`, `x_{n-1}`."""
    if found[1]:
        raised = "".join(SUP_LETTERS[char] for char in found[1])
        return f"^{raised}" if raised.isdigit() or len(raised) == 1 else f"^({raised})"
    lowered = "".join(SUB_LETTERS[char] for char in found[2])
    return f"_{lowered}" if lowered.isdigit() or len(lowered) == 1 else f"_{{{lowered}}}"
