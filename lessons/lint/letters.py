"""The letters of a formula, and those that nothing explains: on the pages of a course, and on a paper card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from lessons.course import Course
from lessons.lint.problem import Problem
from lessons.model.page import Formula, Page
from lessons.model.papers import PaperCard
from lessons.model.text import Bullets, Display, Node, Span

_WORDS = re.compile(r"\\(?:text|textcolor|operatorname|mathrm|mathtt|begin|end|mathbb)\s*(?:\{[^{}]*\}|[A-Z])")
_EXPONENTIAL = re.compile(r"(?<![A-Za-z\\])e(?=\s*\^)")
_BOUND = re.compile(r"\\(?:sum|prod|max|min)_\{?\s*([A-Za-z])")
_LETTER = re.compile(
    r"\\(alpha|beta|gamma|delta|(?:var)?epsilon|zeta|eta|(?:var)?theta|kappa|lambda|mu|nu|xi|rho|sigma|tau|(?:var)?phi"
    r"|chi|psi|omega|Gamma|Delta|Theta|Lambda|Phi|Psi|Omega|ell|pi)(?![A-Za-z])|\\[A-Za-z]+|([A-Za-z])"
)
_INLINE = re.compile(r"\$\$?([^$]+)\$")


def _spans(node: Node) -> Iterator[Span]:
    if isinstance(node, Bullets):
        yield from (span for entry in node.entries for span in entry)
    elif not isinstance(node, Display):
        yield from node.spans


def letters(latex: str) -> frozenset[str]:
    """The letters of a formula, without words, the base of exponentials, and the variables of sums and products."""
    told = _EXPONENTIAL.sub("", _WORDS.sub(" ", latex))
    found = (f"\\{greek}" if greek else latin for greek, latin in _LETTER.findall(told))
    return frozenset(filter(None, found)) - frozenset(_BOUND.findall(latex))


def of_text(markdown: str) -> frozenset[str]:
    """The letters of the formulas in a text."""
    return _of_all(_INLINE.findall(markdown))


def _of_all(formulas: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*map(letters, formulas))


def unexplained(card: PaperCard) -> list[str]:
    """The letters of a card's formula that are no symbol of it, and of which no text says what they stand for."""
    told = (symbol.latex for symbol in card.symbols)
    return sorted(letters(card.latex) - _of_all(told) - of_text(f"{card.counts} {card.where}"))


def letter_faults(course: Course, pages: Sequence[Page]) -> Iterator[Problem]:
    """Letters of displayed formulas that no sentence has named, on their page or before it, nor the notation."""
    symbols = course.outline.symbols
    named = {"\\pi"} | _of_all(symbol.latex for symbol in symbols if not symbol.page)  # pi: the number
    for page in pages:
        named |= _of_all(symbol.latex for symbol in symbols if symbol.page == page.id)
        shown: list[tuple[int, str]] = []
        for block in page.blocks:
            nodes: Sequence[Node] = getattr(block, "nodes", ())
            displayed = [node.latex for node in nodes if isinstance(node, Display)]
            displayed += [block.latex] if isinstance(block, Formula) else []
            shown += [(block.line, latex) for latex in displayed]
            named |= _of_all(span.text for node in nodes for span in _spans(node) if span.kind == "math")
        for line, latex in shown:
            for letter in sorted(letters(latex) - named):
                yield Problem(page.place, line, f"no sentence says what {letter} is in ${latex}$; name it in one")
        named |= _of_all(latex for _, latex in shown)
