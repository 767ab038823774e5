"""A question read once: its references and names, kept for the answers to come."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from .commas import refuse_commas
from .domains import REAL
from .evaluation import value_of
from .grammar import LONGEST, Alternative, Doubts, parse, parse_with_doubts
from .names import Names, declared
from .question import AnswerError, Question, QuestionError, WrongRule
from .reference import Reference, Setting, Typed
from .tree import Node, is_constant, rebuild, walk
from .update_rule import Roles
from .values import shape_words

COMPUTED = ("number", "vector", "matrix", "expression", "rule")
ARRAYS = ("vector", "matrix")
_LETTERS = "abcfghklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST_EXPECTED = 2000
_SIZE = re.compile(r"\s*(\d{1,9})(\s*[x×]\s*|\s+by\s+)(\d{1,9})\s*")  # a shape: `16 x 4`
_ANGLED = re.compile(r"\s*[<⟨]([^<>⟨⟩]*,[^<>⟨⟩]*)[>⟩]\s*")


class Prepared(NamedTuple):
    """The right answers, the wrong ones and what every answer to the question is read with."""

    setting: Setting
    right: tuple[Reference, ...]
    wrong: tuple[tuple[WrongRule, Reference], ...]
    arguments: Mapping[str, tuple[Node, ...]]

    @property
    def kind(self) -> str:
        """The kind of the question."""
        return self.setting.kind

    @property
    def lengths(self) -> frozenset[int]:
        """The lengths of the lists that wrong rules give."""
        return frozenset(len(reference.tree.args) for _, reference in self.wrong if reference.tree.op == "vector")

    @property
    def is_scalar(self) -> bool:
        """Whether a single value is asked for."""
        return self.kind == "number" or (self.kind in ("expression", "rule") and not self.expected.shape)

    @property
    def expected(self) -> Reference:
        """The answer that the question states."""
        return self.right[0]


def prepare(question: Question) -> Prepared:
    """The question as it is judged, from the cache if it has been read before; raises QuestionError."""
    if question.kind not in COMPUTED:
        raise QuestionError(f"unknown kind {question.kind!r}: use {', '.join(COMPUTED)}")
    if question.log_base not in ("e", "2", "10"):
        raise QuestionError(f"log_base is e, 2 or 10, not {question.log_base!r}")
    names = tuple(question.names.items())
    texts = (question.expected, *question.accept)
    setting = (question.log_base, question.zero_log_zero, question.own_names)
    return _checked(question.kind, texts, names, question.wrong, *setting)


@lru_cache(maxsize=1024)
def _checked(
    kind: str,
    texts: tuple[str, ...],
    pairs: tuple[tuple[str, str], ...],
    wrong: tuple[WrongRule, ...],
    log_base: str,
    zero_log_zero: bool,
    own_names: bool,
) -> Prepared:
    prepared = unchecked(kind, texts, pairs, wrong, log_base, zero_log_zero, own_names)
    _check_kind(prepared.expected)
    return prepared


@lru_cache(maxsize=1024)
def unchecked(
    kind: str,
    texts: tuple[str, ...],
    pairs: tuple[tuple[str, str], ...],
    wrong: tuple[WrongRule, ...],
    log_base: str,
    zero_log_zero: bool,
    own_names: bool = False,
) -> Prepared:
    """The question read without asking whether its answer is of its kind; raises QuestionError."""
    names = Names(declared(dict(pairs)), undeclared=True, steps=kind == "rule")
    is_rule = kind == "rule"
    trees = [_author(text, names, kind) for text in (texts[:1] if is_rule else texts)]
    others = [_author(rule.answer, names, kind) for rule in wrong]
    names.undeclared = False
    if is_rule and trees[0].op == "rule":
        names.roles = Roles.of(trees[0], names.is_function, own_names)
        trees += [_author(text, names, kind) for text in texts[1:]]  # in any notation, as a learner's
    if kind == "expression" and not names.domains:
        names.domains.update(dict.fromkeys(_LETTERS, REAL))
    setting = Setting(kind, names, log_base, zero_log_zero)
    arguments = _default_arguments(trees[0])
    right = tuple(Reference(text, fill(tree, arguments), setting) for text, tree in zip(texts, trees, strict=True))
    mistakes = tuple(
        (rule, Reference(rule.answer, fill(tree, arguments), setting)) for rule, tree in zip(wrong, others, strict=True)
    )
    return Prepared(setting, right, mistakes, arguments)


def _check_kind(expected: Reference) -> None:
    kind, shape = expected.setting.kind, expected.shape
    if kind == "rule" and expected.tree.op != "rule":
        raise QuestionError(f"{expected.text!r} is not a rule: write `name <- value`")
    if kind == "number" and not is_constant(expected.body):
        raise QuestionError(f"{expected.text!r} is not a number: use the kind expression")
    listed = expected.tree.op in ARRAYS
    if (kind == "number" and shape) or (kind == "vector" and len(shape) != 1 and not listed):
        raise QuestionError(f"{expected.text!r} is {shape_words(shape)}, and the kind is {kind}")
    if kind in ARRAYS and not shape and not listed:
        raise QuestionError(f"{expected.text!r} is a number, and the kind is {kind}")


def _author(text: str, names: Names, kind: str) -> Node:
    try:
        tree = parse(text, names, kind in ARRAYS, LONGEST_EXPECTED, wrapped=kind == "vector")
    except AnswerError as fault:
        raise QuestionError(f"{text!r}, column {fault.column}: {fault.message}") from None
    if tree.op == "rule" and kind != "rule":
        raise QuestionError(f"{text!r} is an equation: give the value alone")
    if kind == "matrix" and tree.op == "vector":
        return Node("matrix", (Node("row", tree.args, at=tree.at),), at=tree.at)
    if kind == "vector" and tree.op == "matrix" and len(tree.args) == 1:
        return Node("vector", tree.args[0].args, at=tree.at)
    return tree


def _default_arguments(tree: Node) -> dict[str, tuple[Node, ...]]:
    """Where an opaque function is evaluated when its argument is left out, as in `∇L`."""
    found: dict[str, tuple[Node, ...]] = {}
    calls = [part for part in walk(tree) if part.op in ("opaque", "grad")]
    for part in calls:
        if part.args:
            found.setdefault(part.text, part.args)
    for part in calls:
        if part.op == "grad" and part.extra not in ("", "'"):
            found.setdefault(part.text, (Node("name", text=part.extra, at=part.at),))
        elif tree.op == "rule" and tree.args[0].op == "name":
            found.setdefault(part.text, (tree.args[0],))
    return found


def fill(tree: Node, arguments: Mapping[str, tuple[Node, ...]]) -> Node:
    """The tree with the arguments that its opaque functions leave out."""
    if not arguments:
        return tree

    def filled(node: Node) -> Node:
        if node.op in ("opaque", "grad") and not node.args and node.text in arguments:
            return node._replace(args=arguments[node.text])
        return node

    return rebuild(tree, filled)


def read_answer(prepared: Prepared, text: str, reading: Alternative = "usual") -> tuple[Node, Doubts]:
    """The tree of a learner's answer and its other readings; raises AnswerError."""
    kind = prepared.kind
    if len(text) <= LONGEST:
        refuse_commas(prepared, text)
    if kind == "vector":
        text = _SIZE.sub(_as_list, text)
    if kind in ("number", *ARRAYS):
        text = _angled(text)
    wrapped = kind == "vector"
    try:
        tree, doubts = parse_with_doubts(text, prepared.setting.names, kind in ARRAYS, reading=reading, wrapped=wrapped)
    except AnswerError:
        tree, doubts = _listed(prepared, text), Doubts()
    if prepared.setting.log_base != "e":
        refuse_bare_log(tree)
    if tree.op == "rule" and kind != "rule":
        raise AnswerError(tree.at, "Only the value is asked for: leave out `=` and what stands before it.")
    if kind == "rule" and (tree.op != "rule" or _is_no_update(tree)):
        target = prepared.expected.tree.args[0].text
        raise AnswerError(1, f"A rule is asked for: write `{target} <- ` and then the new value.")
    return fill(tree, prepared.arguments), doubts


def _is_no_update(rule: Node) -> bool:
    """Whether a rule whose left side was left out is not the new value either: such as a gradient alone."""
    target, body = rule.args
    return target.at == rule.at and (body.op not in ("add", "sub") or is_constant(body))


def _listed(prepared: Prepared, text: str) -> Node:
    """A list without commas, `8 0 -6`, where a number is asked for; raises the AnswerError that it otherwise is.

    It is read so only when a wrong rule gives a vector as long, of three entries or more: then the learner has made
    that mistake, while `1 1/2` may be a mixed number.
    """
    lengths = prepared.lengths
    if prepared.kind == "number" and lengths:
        try:
            tree = parse(text, prepared.setting.names, array=True)
        except AnswerError:
            tree = None
        if tree is not None and tree.op == "vector" and len(tree.args) in lengths and len(tree.args) >= 3:
            return tree
    return parse(text, prepared.setting.names, prepared.kind in ARRAYS, wrapped=prepared.kind == "vector")


def typed_answer(prepared: Prepared, tree: Node) -> Typed:
    """The tree with its value when it is a constant; raises Undefined and ShapeError."""
    body = tree.args[1] if tree.op == "rule" else tree
    return Typed(body, value_of(body, prepared.setting.point()) if is_constant(body) else None)


def _angled(text: str) -> str:
    """`<1, 2>` as `[1, 2]`; every column stays where it was."""
    if (match := _ANGLED.fullmatch(text)) is None:
        return text
    start, end = match.span(1)
    return f"{text[: start - 1]}[{match.group(1)}]{text[end + 1 :]}"


def refuse_bare_log(tree: Node) -> None:
    """Ask which logarithm a bare `log` is where the answer is in bits; raises AnswerError."""
    for part in walk(tree):
        if part.op == "call" and part.text == "log":
            raise AnswerError(part.at, "`log` could be base 2 or base e here: write `log2` or `ln`.")


def _as_list(shape: re.Match[str]) -> str:
    """`16 x 4` as the list `16,4`; every column stays where it was."""
    if shape.end() - shape.start() != len(shape.string):
        return shape[0]
    return shape[0].replace(shape[2], "," + " " * (len(shape[2]) - 1), 1)
