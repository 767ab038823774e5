"""Text to tokens, each with the column it was typed at."""

import re
from fractions import Fraction
from typing import NamedTuple

from .functions import ALIASES, ARRAY_WORDS, CASTS, MODULES
from .letters import ACCENTS, SUBSCRIPTS, SUPERSCRIPTS, VARIANTS, canonical, is_letter, normalise
from .question import AnswerError
from .tree import Exact

MOST_DIGITS = 40
MOST_EXPONENT = 300


class Token(NamedTuple):
    """A piece of the text; `spaced` when a space stands before it, `sub` the subscript of a word."""

    kind: str
    text: str
    column: int
    spaced: bool = False
    sub: str = ""


_DIGITS = frozenset("0123456789")
_NUMBER = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_LATEX = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_MAXIMA = re.compile(r"%(pi|e|i)(?![A-Za-z0-9])")
_GROUP = re.compile(r"\s*\{([^{}]*)\}")
_SUBSCRIPTS = re.compile(r"\s*\{((?:[^{}]|\{[^{}]*\})*)\}|\(([\w+-]+)\)")
_INDEX = re.compile(r"\[(\d+|[A-Za-z](?:\s*[+-]\s*1)?)\]")
_BEFORE_SUBSCRIPT = re.compile(r" +(?=_)")
_SETTING = re.compile(r",\s*(?:dtype|device|requires_grad|grad_fn|shape|copy)\s*=\s*(?:<[^<>]*>|[^,()\[\]<>])*")
_GROUPED = re.compile(r"(\d{1,3})((?:[_']\d{3})+)(?![\d_'])")
_AMOUNT = re.compile(r"\d+(?:\.\d+)?")
_GLUED = re.compile(r"([A-Za-z]+)\d+\.\d")
_NORM_ORDER = re.compile(r"_\s*(?:(\d)|\{\s*(\w+|\\?[A-Za-z]+)\s*\}|(\\?[A-Za-z]+|∞))")
_SUBSCRIPT = re.compile(r"\d+|\\?[A-Za-zα-ωΑ-Ω][A-Za-z0-9α-ωΑ-Ω]*")
_TEXT = re.compile(r"\\(?:text|textrm|mathrm|textit|mathit|textbf|mathbf)\s*(?:\{([^{}]*)\})?")
_ENVIRONMENT = re.compile(r"\s*\{([a-zA-Z]*(?:matrix|array)\*?)\}(\s*\{[lcr| ]*\})?")

_OPERATORS = (
    ("<-", "assign"), ("<=", "bad"), (">=", "bad"), ("!=", "bad"), ("->", "bad"), (":=", "assign"), ("==", "assign"),
    ("-=", "step"), ("+=", "step"), ("**", "^"), ("||", "||"),
)  # fmt: skip
_SINGLE = {"=": "assign", "←": "assign", "≔": "assign", "‖": "norm", "ᵀ": "T", "√": "root", "∛": "root", "∜": "root",
           "∇": "grad", "∂": "partial", "∞": "word", "⊙": "bad"}  # fmt: skip
_SPACING = frozenset(
    {",", ";", ":", "!", " ", "\n", "left", "right", "middle", "big", "Big", "bigg", "bigl", "bigr", "Bigl", "Bigr",
     "biggl", "biggr", "quad", "qquad", "displaystyle", "limits"}
)  # fmt: skip
_COMMANDS = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/", "frac": "frac", "dfrac": "frac", "tfrac": "frac",
    "cfrac": "frac", "sqrt": "sqrt", "nabla": "grad", "partial": "partial", "leftarrow": "assign", "gets": "assign",
    "coloneqq": "assign", "Leftarrow": "assign", "top": "T", "intercal": "T", "lvert": "|", "rvert": "|", "vert": "|",
    "mid": "|", "lVert": "norm", "rVert": "norm", "Vert": "norm", "|": "norm", "\\": "row", "%": "%", "lfloor": "⌊",
    "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "prime": "'", "lbrack": "[", "rbrack": "]", "binom": "binom",
    "cr": "row", "langle": "[", "rangle": "]",
}  # fmt: skip
_WRAPPERS = frozenset(
    {"mathrm", "mathbf", "mathit", "mathsf", "mathtt", "mathcal", "boldsymbol", "bm", "vec", "text", "textrm", "textbf",
     "textit", "operatorname"}
)  # fmt: skip
_HATS = {"hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde"}
_HELP = {
    "<": "An inequality is not an answer here: write only the value.",
    ">": "An inequality is not an answer here: write only the value.",
    "<=": "An inequality is not an answer here: write only the value.",
    ">=": "An inequality is not an answer here: write only the value.",
    "≤": "An inequality is not an answer here: write only the value.",
    "≥": "An inequality is not an answer here: write only the value.",
    "!=": "`!=` is not read here. For a factorial, put a space between `!` and `=`.",
    "->": "Use `<-` or `=` for a rule, with the name that changes on the left.",
    "⊙": "The entrywise product is not read here: write out the entries.",
    "#": "`#` is not read here: leave it out.",
    "&": "`&` separates the columns of a LaTeX matrix: write `[1, 2; 3, 4]` instead.",
    "…": "Dots are not read: write every entry out.",
    '"': "Quotation marks are not part of an answer: leave them out.",
    "?": "`?` is not read here: leave it out.",
}


def tokenize(text: str) -> list[Token]:
    """The tokens of a text, closed by an `end`; raises AnswerError."""
    plain, columns = normalise(text)
    return _Scanner(plain, columns).run()


def number_value(text: str, column: int) -> Exact:
    """The exact value of a number literal; raises AnswerError when it is beyond what is computed with."""
    if len(text) > MOST_DIGITS:
        raise AnswerError(column, f"A number can have at most {MOST_DIGITS} digits: round it.")
    mantissa, _, exponent = text.lower().partition("e")
    if exponent and abs(int(exponent)) > MOST_EXPONENT:
        raise AnswerError(column, f"The exponent is beyond {MOST_EXPONENT}: no answer here is that far from 1.")
    whole, _, decimals = mantissa.partition(".")
    value: Exact = int((whole or "0") + decimals)
    places = (int(exponent) if exponent else 0) - len(decimals)
    value = value * 10**places if places >= 0 else Fraction(value, 10**-places)
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


class _Scanner:
    def __init__(self, text: str, columns: list[int]) -> None:
        self.text = text
        self.columns = columns
        self.at = 0
        self.spaced = False
        self.module = False
        self.tokens: list[Token] = []

    def run(self) -> list[Token]:
        text = self.text
        while self.at < len(text):
            character = text[self.at]
            if character == " ":
                self.at += 1
                self.spaced = True
            elif character in _DIGITS or (character == "." and text[self.at + 1 : self.at + 2] in _DIGITS):
                self._number()
            elif is_letter(character):
                self._word()
            elif character == "\\":
                self._latex()
            else:
                self._symbol(character)
        self._add("end", "", 0)
        return self.tokens

    def _add(self, kind: str, text: str, length: int, sub: str = "") -> None:
        self.tokens.append(Token(kind, text, self.columns[self.at], self.spaced, sub))
        self.at += length
        self.spaced = False

    def _fail(self, message: str) -> AnswerError:
        return AnswerError(self.columns[self.at], message)

    def _number(self) -> None:
        match = _NUMBER.match(self.text, self.at)
        assert match is not None
        found = match.group()
        if (grouped := _GROUPED.match(self.text, self.at)) is not None:
            plain = re.sub(r"\D", "", grouped.group())
            raise self._fail(f"Digits are not grouped here: write `{plain}`.")
        after = self.text[match.end() : match.end() + 2]
        if after[:1] == "." and found.endswith("."):
            raise self._fail("Two points in a row: write a number with one decimal point.")
        if after[:1] == "." and "." in found and self.text[match.end() + 1 :].strip():
            raise self._fail("A number has one decimal point: this one has two.")
        if found.endswith(".") and after[:1] == "T" and not after[1:].isalpha():
            found = found[:-1]
        self._add("num", found, len(found))

    def _word(self) -> None:
        text = self.text
        end = self.at + 1
        while end < len(text) and (is_letter(text[end]) or text[end] in "0123456789"):
            end += 1
        word = text[self.at : end]
        if word in MODULES and text[end : end + 1] == "." and text[end + 1 : end + 2].isalpha():
            self.at = end + 1
            self.module = True
            return
        module, self.module = self.module, False
        if word in CASTS and self._opens(end):
            self.at = end
            return
        if module and word == "log":
            self._add("word", "ln", len(word))
            return
        if (glued := _GLUED.match(text, self.at)) is not None and glued.end(1) < end:
            self._glued_number(glued.group(1), word)
            return
        if text[end : end + 1] in ACCENTS:
            self._accented(word, ACCENTS[text[end]], end + 1)
            return
        self._with_subscript(word, end)

    def _glued_number(self, name: str, word: str) -> None:
        """`ln0.2`: a function and a number; `log2.5` could be two of them."""
        if word in ALIASES:
            digits = self.text[self.at + len(name) :]
            number = re.match(r"[\d.]+", digits)
            shown = number.group() if number else ""
            raise self._fail(f"`{name}{shown}` can be read in two ways: write `{name}({shown})`.")
        self._add("word", name, len(name))

    def _accented(self, word: str, accent: str, end: int) -> None:
        if len(word) > 1:
            self._add("word", word[:-1], len(word) - 1)
        sub, end = self._subscript(end)
        self._add("word", word[-1], end - self.at, f"{accent}_{sub}" if sub else accent)

    def _with_subscript(self, word: str, end: int) -> None:
        if word in ("sub", "add") and self.text.startswith("_(", end) and self.tokens and self.tokens[-1].kind == ".":
            self._add("word", f"{word}_", end + 1 - self.at)  # PyTorch's methods that change a tensor in place
            return
        if word.lower() not in ALIASES and (index := _INDEX.match(self.text, end)):
            sub, end = _subscript_text(index.group(1)), index.end()
        else:
            sub, end = self._subscript(end)
        kind = "array" if word in ARRAY_WORDS and not sub and self._opens(end) else "word"
        self._add(kind, VARIANTS.get(word, word), end - self.at, sub)

    def _opens(self, end: int) -> bool:
        return self.text[end:].lstrip(" ")[:1] in ("(", "[")

    def _subscript(self, end: int) -> tuple[str, int]:
        text = self.text
        start = end
        while end < len(text) and text[end] in SUBSCRIPTS:
            end += 1
        if end > start:
            return "".join(SUBSCRIPTS[character] for character in text[start:end]), end
        if (gap := _BEFORE_SUBSCRIPT.match(text, end)) is not None:
            end = gap.end()
        if text[end : end + 1] != "_":
            return "", end
        if match := _SUBSCRIPTS.match(text, end + 1):
            return _subscript_text(match.group(1) or match.group(2) or ""), match.end()
        after = end + 1
        while text[after : after + 1] == " ":
            after += 1
        match = _SUBSCRIPT.match(text, after)
        if match is None:
            self.at = end
            raise self._fail("`_` starts a subscript: write `x_1` or `x_{12}`.")
        return _subscript_text(match.group()), match.end()

    def _latex(self) -> None:
        match = _LATEX.match(self.text, self.at)
        if match is None:
            raise self._fail("A backslash starts a LaTeX command such as `\\frac`: complete it or take it out.")
        name = match.group(1)
        length = match.end() - self.at
        if name in _SPACING:
            self.at += length
            self.spaced = True
        elif name in ("begin", "end"):
            self._environment(name, length)
        elif name in _COMMANDS:
            sub, end = self._subscript(match.end()) if name == "nabla" else ("", match.end())
            self._add(_COMMANDS[name], name, end - self.at, sub)
        elif name in _WRAPPERS:
            self._wrapped(length)
        elif name in _HATS and (group := _GROUP.match(self.text, match.end())):
            sub, end = self._subscript(group.end())
            self._add("word", _bare(group.group(1)), end - self.at, f"{_HATS[name]}_{sub}" if sub else _HATS[name])
        elif name in ("circ", "degree"):
            raise self._fail(self._degrees())
        elif name.isalpha():
            sub, end = self._subscript(match.end())
            self._add("word", VARIANTS.get(name, name), end - self.at, sub)
            self.tokens[-1] = self.tokens[-1]._replace(kind="latex")
        elif name.isdigit():
            raise self._fail(self._currency())  # `\$5`: the dollar itself has been dropped as a mark of LaTeX
        else:
            raise self._fail(f"`\\{name}` is not read here: leave it out.")

    def _environment(self, name: str, length: int) -> None:
        match = _ENVIRONMENT.match(self.text, self.at + length)
        if match is None:
            raise self._fail("Only a matrix can be set this way: `\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}`.")
        self._add(name, name, match.end() - self.at)

    def _wrapped(self, length: int) -> None:
        match = _GROUP.match(self.text, self.at + length)
        if match is None:
            self.at += length
            return
        inner = _bare(match.group(1))
        if inner in ("T", "⊤"):
            self._add("T", "T", match.end() - self.at)
        elif inner and all(is_letter(character) or character.isdigit() for character in inner):
            self._with_subscript(inner, match.end())
        elif not inner:
            self.at = match.end()
        else:
            raise self._fail("Text is not part of an answer: leave it out.")

    def _symbol(self, character: str) -> None:
        text = self.text
        pair = text[self.at : self.at + 2]
        for spelling, kind in _OPERATORS:
            if pair == spelling:
                if kind == "bad":
                    raise self._fail(_HELP[spelling])
                self._add(kind, spelling, 2)
                return
        if self._skipped(character):
            return
        if character == "_" or character in SUBSCRIPTS:
            self._norm_order(character)
        elif character == "%" and (match := _MAXIMA.match(text, self.at)):
            self._add("word", match.group(1), match.end() - self.at)
        elif (
            character == "."
            and text[self.at + 1 : self.at + 2] == "T"
            and not text[self.at + 2 : self.at + 3].isalnum()
        ):
            self._add("T", ".T", 2)
        elif character in SUPERSCRIPTS:
            self._superscript()
        elif character == "\n":
            self._add("row", "\n", 1)
        elif character in "+-*/^()[]{},;!%|@'&." or character in "⌊⌋⌈⌉≈":
            self._add(character, character, 1)
        elif character in _SINGLE and _SINGLE[character] != "bad":
            sub, end = self._subscript(self.at + 1) if character == "∇" else ("", self.at + 1)
            self._add(_SINGLE[character], "inf" if character == "∞" else character, end - self.at, sub)
        else:
            raise self._fail(self._refusal(character))

    def _skipped(self, character: str) -> bool:
        """Whether what stands here says nothing: a stop at the end, or a setting such as `dtype=float32`."""
        if character in ".;" and self.tokens and not self.text[self.at + 1 :].strip():
            self.at = len(self.text)
            return True
        setting = _SETTING.match(self.text, self.at) if character == "," else None
        if setting is not None:
            self.at = setting.end()
        return setting is not None

    def _refusal(self, character: str) -> str:
        """Why a character is no part of an answer, and what to write."""
        if character in "°º":
            return self._degrees()
        if character in "€£¥¢₹":
            return self._currency()
        shown = character if character.isprintable() else f"U+{ord(character):04X}"
        return _HELP.get(character, f"`{shown}` is not part of an answer here: leave it out.")

    def _degrees(self) -> str:
        last = next((token.text for token in reversed(self.tokens) if token.kind == "num"), "30")
        return (
            f"The degree sign is not read: write `{last}*pi/180` for an angle in radians, "
            f"or `{last}` where degrees are asked for."
        )

    def _currency(self) -> str:
        number = _AMOUNT.search(self.text)
        shown = f"`{number.group()}`" if number is not None else "the number alone"
        return f"A currency sign is not part of an answer: write {shown}."

    def _norm_order(self, character: str) -> None:
        """The 2 of `‖x‖₂`; raises AnswerError for every other order and every other place."""
        norm = bool(self.tokens) and self.tokens[-1].kind in ("norm", "||", "|")
        match = _NORM_ORDER.match(self.text, self.at)
        order = SUBSCRIPTS.get(character) or (match and (match.group(1) or match.group(2) or match.group(3)))
        if norm and order == "2":
            self.at += 1 if match is None else match.end() - match.start()
        elif norm and order:
            raise self._fail("Only the Euclidean norm is read here: write the sum or the maximum out.")
        else:
            raise self._fail("`_` starts a subscript: put it right after a name, as in `x_1`.")

    def _superscript(self) -> None:
        end = self.at
        while end < len(self.text) and self.text[end] in SUPERSCRIPTS:
            end += 1
        typed = "".join(SUPERSCRIPTS[character] for character in self.text[self.at : end])
        self._add("sup", typed, end - self.at)


def _bare(text: str) -> str:
    return text.strip().lstrip("\\").strip()


def _subscript_text(text: str) -> str:
    inner = _TEXT.sub(r"\1", text.replace(" ", "")).replace("\\", "")
    return ",".join(canonical(part) if part.isalpha() else part for part in inner.split(","))
