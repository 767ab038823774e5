"""Characters and words: what a keyboard, a phone or LaTeX can send, brought to one spelling."""

import unicodedata

from .question import AnswerError

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi",
    "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
GREEK_WORDS = frozenset(GREEK.values())
VARIANTS = {"varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varsigma": "sigma", "varrho": "rho"}
ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u0305": "bar"}

_SAME = {
    "-": "−‐‑‒–—―﹣⁻˗➖",
    "^": "ˆ˄‸ꞈ",
    ",": "‚،、٫٬",
    "*": "×·⋅∙•∗✕✖⊗⨯‧・⸱",
    "/": "÷∕⁄",
    "|": "∣│❘",
    "‖": "∥",
    "'": "′’‘ʹ",
    "←": "⟵⇐",
    " ": "\t\r\u00a0\u2009\u200a\u202f\u2002\u2003\u2007\u2008\u2061\u2062",
    "ᵀ": "⊤⊺",
    "√": "",
    "∇": "𝛁𝛻",
    "∂": "𝜕𝝏",
}
_PLAIN = {variant: plain for plain, variants in _SAME.items() for variant in variants if variant != "⁻"}
_TWINS = dict(
    zip("АВЕКМНОРСТХаеорсухіјѕԁһАΑΒΕΖΗΙΚΜΝΟΡΤΥΧοƒı∆", "ABEKMHOPCTXaeopcyxijsdhAABEZHIKMNOPTYXofiΔ", strict=True)
)  # Cyrillic and Greek letters that look like Latin ones
_DROPPED = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069$"
)

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿⁱˣ", "0123456789-+nix", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-aehijklmnoprstuvx", strict=True))
_KEPT = frozenset(SUPERSCRIPTS) | frozenset(SUBSCRIPTS) | frozenset("ᵀ√∛∜‖∇∂←≔∞⌊⌋⌈⌉≈…⊙°º⟨⟩")


def normalise(text: str) -> tuple[str, list[int]]:
    """The text in one spelling, and for each of its characters the 1-based column it was typed at."""
    if text.isascii() and "$" not in text and "\t" not in text and "\r" not in text:
        return text, list(range(1, len(text) + 2))
    characters: list[str] = []
    columns: list[int] = []
    for column, character in enumerate(text, 1):
        spelled = _spell(character)
        if spelled.startswith("(") and len(spelled) > 1 and characters and characters[-1].isdigit():
            fraction = spelled[1:-1]
            raise AnswerError(column, f"Write a mixed number as a sum: `{text[column - 2]} + {fraction}`.")
        for piece in spelled:
            characters.append(piece)
            columns.append(column)
    columns.append(len(text) + 1)
    return "".join(characters), columns


def _spell(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    if character in _TWINS:
        return _TWINS[character]
    if character in _DROPPED:
        return ""
    if character in _KEPT or character in ACCENTS or character.isascii():
        return character
    if unicodedata.category(character) == "No" and "⁄" in (wide := unicodedata.normalize("NFKC", character)):
        return f"({wide.replace('⁄', '/')})"
    parts = unicodedata.normalize("NFD", character)
    if len(parts) == 2 and parts[1] in ACCENTS:
        return parts
    return "".join(_PLAIN.get(piece, piece) for piece in unicodedata.normalize("NFKC", character))


def is_letter(character: str) -> bool:
    """Whether a character can be in a name: an ASCII or a Greek letter."""
    return ("a" <= character <= "z") or ("A" <= character <= "Z") or character in GREEK


def canonical(word: str, subscript: str = "") -> str:
    """One spelling for a name: `θ₁`, `theta1` and `theta_1` are all `theta_1`."""
    base = word.rstrip("0123456789")
    digits = word[len(base) :]
    base = "".join(GREEK.get(character, character) for character in base)
    base = VARIANTS.get(base, base)
    tail = "_".join(part for part in (digits, subscript) if part)
    return f"{base}_{tail}" if tail else base
