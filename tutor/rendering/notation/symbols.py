"""The symbols of the supported subset of LaTeX: glyph, ASCII form, atom class and spoken form."""

from functools import lru_cache
from typing import Literal, NamedTuple
from unicodedata import category, normalize

Kind = Literal[
    "ord", "num", "fn", "lim", "big", "bin", "rel", "open", "close", "bar", "barclose",
    "punct", "prefix", "post", "slash", "dots", "inner", "sign", "blank", "text",
]  # fmt: skip


class Sym(NamedTuple):
    """A symbol, letter, number or upright word."""

    glyph: str
    ascii_form: str
    kind: Kind
    spoken: str


_GREEK = """
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ lambda λ
mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ
sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ Omicron Ο Pi Π
Rho Ρ
Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω
"""

# command, glyph, ASCII form, spoken form
_SIGNS: dict[Kind, str] = {
    "fn": """
log log log the log of
ln ln ln the natural log of
exp exp exp exp of
sin sin sin the sine of
cos cos cos the cosine of
tan tan tan the tangent of
sinh sinh sinh the hyperbolic sine of
cosh cosh cosh the hyperbolic cosine of
tanh tanh tanh the hyperbolic tangent of
arcsin arcsin arcsin the arcsine of
arccos arccos arccos the arccosine of
arctan arctan arctan the arctangent of
det det det the determinant of
dim dim dim the dimension of
rank rank rank the rank of
tr tr tr the trace of
sgn sgn sgn the sign of
sigmoid sigmoid sigmoid the sigmoid of
softmax softmax softmax the softmax of
Pr Pr Pr the probability of
Var Var Var the variance of
Cov Cov Cov the covariance of
Re Re Re the real part of
""",
    "lim": """
max max max the maximum
min min min the minimum
argmax argmax argmax the arg max
argmin argmin argmin the arg min
lim lim lim the limit
sup sup sup the supremum
inf inf inf the infimum
arg arg arg the argument
""",
    "big": """
sum ∑ SUM the sum
prod ∏ PROD the product
int ∫ INT the integral
""",
    "bin": """
cdot · * times
times × x times
div ÷ / divided by
pm ± +- plus or minus
mp ∓ -+ minus or plus
ast ∗ * star
circ ∘ o after
odot ⊙ .* times elementwise
oplus ⊕ (+) direct sum
otimes ⊗ (x) tensor
cup ∪ union union
cap ∩ intersect intersected with
""",
    "rel": """
le ≤ <= is at most
leq ≤ <= is at most
ge ≥ >= is at least
geq ≥ >= is at least
ne ≠ != is not equal to
neq ≠ != is not equal to
approx ≈ ~= is approximately
equiv ≡ == is identical to
propto ∝ propto is proportional to
sim ∼ ~ is distributed as
simeq ≃ ~= is roughly
ll ≪ << is much less than
gg ≫ >> is much greater than
in ∈ in in
subset ⊂ subset is a proper subset of
subseteq ⊆ subseteq is a subset of
to → -> to
rightarrow → -> to
longrightarrow ⟶ --> to
gets ← <- becomes
leftarrow ← <- becomes
Rightarrow ⇒ => implies
implies ⇒ => implies
Leftarrow ⇐ <== is implied by
Leftrightarrow ⇔ <=> if and only if
iff ⇔ <=> if and only if
mapsto ↦ |-> maps to
perp ⊥ _|_ is perpendicular to
parallel ∥ || is parallel to
mid | | given
coloneqq := := is defined as
triangleq ≜ := is defined as
""",
    "ord": """
emptyset ∅ {} the empty set
infty ∞ inf infinity
top ⊤ T transpose
ell ℓ l l
hbar ℏ hbar h bar
$ $ $ dollars
& & & and
# # # number
_ _ _ underscore
""",
    "prefix": """
partial ∂ d d
nabla ∇ grad the gradient of
forall ∀ forall for all
exists ∃ exists there exists
angle ∠ angle the angle
""",
    "post": """
degree ° deg degrees
dagger † + dagger
% % % percent
""",
    "dots": """
ldots … ... and so on
dots … ... and so on
cdots ⋯ ... and so on
vdots ⋮ : and so on
ddots ⋱ \\ and so on
""",
    "punct": """
colon : : from
""",
    "open": """
langle ⟨ < the angle bracket
lfloor ⌊ floor( the floor of
lceil ⌈ ceil( the ceiling of
lvert | | the absolute value of
lVert ‖ || the norm of
lbrace { { the set
{ { { the set
""",
    "close": """
rangle ⟩ >
rfloor ⌋ )
rceil ⌉ )
rvert | |
rVert ‖ ||
rbrace } }
} } }
""",
    "bar": """
vert | | the absolute value of
Vert ‖ || the norm of
| ‖ || the norm of
""",
}

# symbols typed directly: glyph, ASCII form, spoken form
_TYPED: dict[Kind, str] = {
    "bin": "+ + plus\n− - minus\n* * times",
    "rel": "= = equals\n< < is less than\n> > is greater than\n: : such that",
    "punct": ", , \n; ;",
    "post": "! ! factorial\n′ ' prime\n″ '' double prime\n‴ ''' triple prime",
    "slash": "/ / over",
    "open": "( (\n[ [",
    "close": ") )\n] ]",
    "bar": "| | the absolute value of\n‖ || the norm of",
}

_ALIASES = {"-": "−", "–": "−", "⋅": "·", "∙": "·", "∣": "|", "≔": ":=", "𝔼": "E", "⟵": "←", "◦": "∘"}

BLACKBOARD = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "H": "ℍ"}
CALLIGRAPHIC = {"L": "ℒ", "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "M": "ℳ", "R": "ℛ"}


def _command_table() -> dict[str, Sym]:
    table: dict[str, Sym] = {}
    words = _GREEK.split()
    for word, glyph in zip(words[::2], words[1::2], strict=True):
        plain = word.removeprefix("var")
        table[word] = Sym(glyph, plain, "ord", ("capital " if word[0].isupper() else "") + plain.lower())
    for kind, rows in _SIGNS.items():
        for row in rows.strip().split("\n"):
            word, glyph, ascii_form, *spoken = row.split()
            table[word] = Sym(glyph, ascii_form, kind, " ".join(spoken))
    table["notin"] = Sym("∉", "not in", "rel", "is not in")
    return table


def _glyph_table() -> dict[str, Sym]:
    table = {sym.glyph: sym for sym in reversed(COMMANDS.values()) if len(sym.glyph) == 1 and not sym.glyph.isascii()}
    for kind, rows in _TYPED.items():
        for row in rows.split("\n"):
            glyph, ascii_form, *spoken = row.split()
            table[glyph] = Sym(glyph, ascii_form, kind, " ".join(spoken))
    for plain, glyph in (*BLACKBOARD.items(), *CALLIGRAPHIC.items()):
        table[glyph] = Sym(glyph, plain, "ord", plain)
    for alias, glyph in _ALIASES.items():
        table[alias] = table.get(glyph) or COMMANDS.get("coloneqq" if glyph == ":=" else glyph) or letter(glyph)
    return table


def letter(char: str) -> Sym:
    """A Latin letter as a variable."""
    return Sym(char, char, "ord", char)


def number(digits: str) -> Sym:
    """A numeral."""
    return Sym(digits, digits, "num", digits)


def word(text: str, kind: Kind = "ord") -> Sym:
    """Upright letters that belong together, such as KL."""
    return Sym(text, ascii_text(text), kind, text)


COMMANDS = _command_table()
GLYPHS = _glyph_table()


@lru_cache(maxsize=512)
def typed(char: str) -> Sym | None:
    """The symbol for a character typed directly; None if it is not supported."""
    sym = GLYPHS.get(char)
    if sym or (char.isascii() and not char.isalnum()):
        return sym
    if char.isascii():
        return number(char) if char.isdigit() else letter(char)
    plain = normalize("NFKC", char)
    if plain != char and len(plain) == 1:
        return typed(plain)
    return None


_PUNCTUATION = {"–": "-", "—": "-", "−": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "·": "*", "×": "x"}


@lru_cache(maxsize=512)
def ascii_text(text: str) -> str:
    """Prose in characters 32 to 126; what has no such form becomes a question mark."""
    return "".join([char if " " <= char <= "~" else _ascii_char(char) for char in text])


def _ascii_char(char: str) -> str:
    if char in _PUNCTUATION:
        return _PUNCTUATION[char]
    if char in GLYPHS:
        return GLYPHS[char].ascii_form
    if category(char) == "Mn":
        return ""
    return "".join([part for part in normalize("NFKD", char) if " " <= part <= "~"]) or "?"
