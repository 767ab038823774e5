"""The judgement of one typed answer."""

from collections.abc import Callable
from importlib import import_module
from itertools import islice

from .choices import CHOSEN, judge_choice, read_choice
from .echo import latex
from .evaluation import TooLong
from .functions import ALIASES, Undefined
from .grammar import Alternative, Doubts
from .names import spelling
from .prepare import Prepared, prepare, read_answer, typed_answer
from .question import AnswerError, Question, WrongRule
from .reference import Match, Reference, Typed, entry_nodes
from .shapes import echo_shape, judge_shape
from .tree import Node, walk
from .values import ShapeError, flat, shape_of, shape_words
from .verdict import Reading, Verdict
from .wrong_rules import apart, is_near, mistake_gap

_MOST_REGROUPINGS = 60
_COARSE = "The right idea, but too coarse: give at least 3 significant figures."
_OTHERS: tuple[tuple[Alternative, str], ...] = (
    ("tight product", "everything after the `/`"),
    ("long power", "everything after the `^`"),
    ("long argument", "the whole argument"),
)


def load_diagnosis() -> None:
    """Load what explains wrong answers. The first of them does so itself, in up to 20 ms."""
    for name in ("wrong_answers", "numeric_slips", "expression_slips", "missing_brackets"):
        import_module(f".{name}", __package__)


def judge(question: Question, typed: str) -> Verdict:
    """The verdict on what was typed; raises QuestionError when the question is at fault."""
    if question.kind in CHOSEN:
        return judge_choice(question, typed)
    if question.kind == "shape":
        return judge_shape(question, typed)
    prepared = prepare(question)
    try:
        tree, doubts = read_answer(prepared, typed)
        answer = _value(prepared, tree)
    except AnswerError as fault:
        return Verdict("unreadable", "", fault.message, fault.column)
    judgement = _Judgement(question, prepared, typed, tree, doubts)
    try:
        return judgement.verdict(answer)
    except TooLong as fault:
        return judgement.too_long(fault.column)


def read(question: Question, typed: str) -> Reading:
    """The live echo of a half-typed answer."""
    if question.kind in CHOSEN:
        return read_choice(question, typed)
    if question.kind == "shape":
        return echo_shape(typed)
    prepared = prepare(question)
    try:
        tree, _ = read_answer(prepared, typed)
        answer = _value(prepared, tree)
    except AnswerError as fault:
        return Reading(False, "", fault.message, fault.column, "")
    shown = latex(tree, prepared.setting.names, question.log_base)
    return Reading(True, shown, "", None, _shape(tree, answer))


def numbers(question: Question, typed: str) -> tuple[float, ...] | None:
    """The numbers of an answer, row by row; None where it has none that can be read."""
    if question.kind in (*CHOSEN, "shape"):
        return None
    prepared = prepare(question)
    try:
        answer = _value(prepared, read_answer(prepared, typed)[0])
    except AnswerError:
        return None
    if isinstance(answer, ShapeError) or answer.value is None:
        return None
    return tuple(float(one) for one in flat(answer.value))


def _value(prepared: Prepared, tree: Node) -> Typed | ShapeError:
    """The answer with its value; a constant without a value is unreadable (AnswerError)."""
    try:
        return typed_answer(prepared, tree)
    except ShapeError as fault:
        return fault
    except Undefined as fault:
        raise AnswerError(fault.column, f"This has no value: {fault.reason}. Check what stands there.") from None


def _shape(tree: Node, answer: Typed | ShapeError) -> str:
    if tree.op == "rule":
        return "rule"
    if isinstance(answer, ShapeError) or answer.value is None:
        return "expression"
    shape = shape_of(answer.value)
    return "number" if not shape else f"vector {shape[0]}" if len(shape) == 1 else f"matrix {shape[0]}x{shape[1]}"


class _Judgement:
    """One answer against one question: right, then its wrong rules, then its other readings, then what is said."""

    def __init__(self, question: Question, prepared: Prepared, text: str, tree: Node, doubts: Doubts) -> None:
        self.question = question
        self.prepared = prepared
        self.text = text
        self.tree = tree
        self.doubts = doubts
        self.understood = latex(tree, prepared.setting.names, question.log_base)

    def verdict(self, answer: Typed | ShapeError) -> Verdict:
        """The whole judgement."""
        if isinstance(answer, ShapeError):
            return self._misfit(answer)
        if self.question.condition is not None:
            return self._by_condition(self.question.condition, answer)
        matches = [self._match(reference, answer) for reference in self.prepared.right]
        faults = [match for match in matches if isinstance(match, ShapeError)]
        if faults:
            return self._misfit(faults[0], answer)
        found = [match for match in matches if isinstance(match, Match)]
        for match in found:
            if match.holds and self._target_fits():
                return self._right(match)
        if any(match.closeness == "coarse" for match in found) and not self._mistake(answer, ("equal",)):
            return self._unreadable(self._coarse_column(answer, found[0]), _COARSE)
        return self._wrong(answer, found[0])

    def _coarse_column(self, answer: Typed, match: Match) -> int:
        """Where the first entry stands that is too coarse."""
        nodes = entry_nodes(answer.tree, answer.value) if answer.value is not None else []
        pairs = zip(nodes, match.each, strict=False)
        return next((node.at for node, one in pairs if one == "coarse" and node is not None), 1)

    def too_long(self, column: int) -> Verdict:
        """What is said to an answer that would take too long."""
        return self._unreadable(column, "This takes too long to compute: simplify it first.")

    def _by_condition(self, condition: Callable[[tuple[float, ...]], str], answer: Typed) -> Verdict:
        """The verdict where one of many answers is asked for: such as a counterexample."""
        if answer.value is None:
            return self._unreadable(1, "Numbers are asked for: put a number for every name.")
        expected = self.prepared.expected.shape
        if shape_of(answer.value) != expected:
            return self._unreadable(1, f"The answer has another shape: {shape_words(expected)} is asked for.")
        lacking = condition(tuple(float(one) for one in flat(answer.value)))
        if not lacking:
            return Verdict("right", self.understood, "")
        if (rule := self._mistake(answer)) is not None:
            return Verdict("wrong", self.understood, rule.message, wrong_rule=rule.id)
        return Verdict("wrong", self.understood, lacking)

    def _match(self, reference: Reference, answer: Typed) -> Match | ShapeError:
        try:
            return reference.match(answer, self.question.rule)
        except ShapeError as fault:
            return fault

    def _target_fits(self) -> bool:
        return self.tree.op != "rule" or _same_target(self.tree, self.prepared.expected.tree)

    def _right(self, match: Match) -> Verdict:
        if (banned := self._forbidden()) is not None:
            word, column = banned
            return self._unreadable(column, f"`{word}` may not be used in this answer: write it another way.")
        return Verdict("right", self.understood, "", cells=match.cells)

    def _forbidden(self) -> tuple[str, int] | None:
        banned = {_plain(word) for word in self.question.forbid}
        for part in walk(self.tree) if banned else ():
            word = _used(part)
            if word and _plain(word) in banned:
                return word, part.at
        return None

    def _unreadable(self, column: int, message: str) -> Verdict:
        return Verdict("unreadable", self.understood, message, column)

    def _misfit(self, fault: ShapeError, answer: Typed | None = None) -> Verdict:
        typed = answer or Typed(self.tree.args[1] if self.tree.op == "rule" else self.tree, None)
        if answer is not None and (rule := self._mistake(answer)) is not None:
            return Verdict("wrong", self.understood, rule.message, wrong_rule=rule.id)
        message = self._diagnosis(typed, None, fault)
        return self._other_reading() or Verdict("wrong", self.understood, message)

    def _wrong(self, answer: Typed, match: Match) -> Verdict:
        cells = match.cells
        if (rule := self._mistake(answer)) is not None and self._target_fits():
            return Verdict("wrong", self.understood, rule.message, wrong_rule=rule.id, cells=cells)
        if (other := self._other_reading()) is not None:
            return other
        if not self._target_fits():
            return self._wrong_target()
        message = self._diagnosis(answer, match)
        return Verdict("wrong", self.understood, message, cells=cells)

    def _diagnosis(self, typed: Typed, match: Match | None, fault: ShapeError | None = None) -> str:
        # Imported here: half of what this package loads is needed only once an answer is wrong.
        from .wrong_answers import diagnose

        return diagnose(self.question, self.prepared, typed, match, fault)

    def _wrong_target(self) -> Verdict:
        target = self.prepared.expected.tree.args[0]
        shown = latex(target, self.prepared.setting.names)
        if self.tree.args[0].op != "name":
            return self._unreadable(1, f"The name that changes stands on the left: write `{target.text} <- ` first.")
        return Verdict(
            "wrong", self.understood, f"The left side is not right: the rule gives the new value of ${shown}$."
        )

    def _mistake(self, answer: Typed, accepted: tuple[str, ...] = ("equal", "rounded", "coarse")) -> WrongRule | None:
        """The wrong rule that the answer follows: the nearest of those that rounding can explain."""
        found: list[tuple[float, int, WrongRule]] = []
        for place, (rule, reference) in enumerate(self.prepared.wrong):
            gap = mistake_gap(reference, answer, accepted, self.question.rule)
            if gap is not None and not self._right_is_nearer(reference, answer):
                found.append((gap, place, rule))
        return min(found, key=lambda entry: entry[:2])[2] if found else None

    def _right_is_nearer(self, reference: Reference, answer: Typed) -> bool:
        """Whether a rounded number is closer to the right answer than to a wrong one."""
        mine, wrong, theirs = self.prepared.expected.value, reference.value, answer.value
        if mine is None or wrong is None or theirs is None or not shape_of(mine) == shape_of(wrong) == shape_of(theirs):
            return False
        return apart(theirs, mine) < apart(theirs, wrong)

    def _other_reading(self) -> Verdict | None:
        """Whether the answer would be right with the brackets that another reading puts in."""
        for reading, what in _OTHERS:
            if reading not in self.doubts.readings:
                continue
            try:
                tree, _ = read_answer(self.prepared, self.text, reading)
                answer = typed_answer(self.prepared, tree)
            except (AnswerError, Undefined, ShapeError):
                continue
            match = self._match(self.prepared.expected, answer)
            if isinstance(match, Match) and match.holds:
                shown = latex(tree, self.prepared.setting.names, self.question.log_base)
                message = f"This is read as ${self.understood}$. If you meant ${shown}$, add brackets around {what}."
                return self._unreadable(self.doubts.readings[reading], message)
        return self._missing_brackets()

    def _missing_brackets(self) -> Verdict | None:
        """Whether one more pair of brackets would make the answer right."""
        from .missing_brackets import regroupings

        if any(domain.shape for domain in self.prepared.setting.names.domains.values()):
            return None
        for tree, column in islice(regroupings(self.tree, self.doubts.bracketed), _MOST_REGROUPINGS):
            if tree.op in ("vector", "matrix") or not self._could_be_right(tree):
                continue
            shown = latex(tree, self.prepared.setting.names, self.question.log_base)
            message = f"This is read as ${self.understood}$. If you meant ${shown}$, add the brackets."
            return self._unreadable(column, message)
        return None

    def _could_be_right(self, tree: Node) -> bool:
        try:
            answer = typed_answer(self.prepared, tree)
            mine = self.prepared.expected.value
            if mine is not None and answer.value is not None and not is_near(answer.value, mine):
                return False
            match = self._match(self.prepared.expected, answer)
        except (Undefined, ShapeError):
            return False
        return isinstance(match, Match) and match.holds


def _same_target(tree: Node, expected: Node) -> bool:
    mine, theirs = expected.args[0], tree.args[0]
    return mine.op == theirs.op and mine.text == theirs.text


def _used(part: Node) -> str:
    if part.op in ("name", "call", "const", "opaque"):
        return part.text
    return part.op if part.op in ("log", "abs", "norm", "det", "transpose", "grad", "fact") else ""


def _plain(word: str) -> str:
    """One word for every logarithm, one spelling for every function or name."""
    if word in ("pi", "e"):
        return word
    plain = ALIASES.get(word.lower(), "")
    if plain in ("ln", "log", "log2", "log10"):
        return "log"
    return plain or spelling(word)
