"""The judging of what was typed into a card; a line is judged in `lines`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from lessons.answers import AnswerError, Comparison, Verdict, evaluate, judge
from lessons.answers.shapes import NO_NAMING, Naming, Sizes, judge_axes, read_shape
from lessons.paper_cards.drawing import Blank, DrawnCard, in_full

ROUNDING = 0.002
"""The relative tolerance for a step that follows from earlier ones, which may have been rounded."""
_PRODUCT = re.compile(r"(\d)(\.T)? @ (\d)(\.T)?")
_CARRIED = "Right for your own earlier answers; the mistake is further up, and counts once."


class Judged(Struct, frozen=True):
    """What was made of one answer.

    Attributes:
        mark: `right`, `wrong`, `unreadable`, or `carried`: right for the learner's own earlier answers.
        message: What is said; for a right shape, how its letters were read.
        understood: The answer as it was read, in LaTeX.
        rule: The wrong answer that it follows.
        naming: What the letters of shapes stand for after it.
    """

    mark: str
    message: str = ""
    understood: str = ""
    rule: str | None = None
    naming: Naming = NO_NAMING


def judge_blank(
    drawn: DrawnCard, blank: Blank, typed: str, given: Mapping[str, str], naming: Naming = NO_NAMING
) -> Judged:
    """The judgement of one answer.

    Args:
        drawn: The card.
        blank: What was filled in; not a line.
        typed: What was typed.
        given: What stands in the other blanks, by id: the learner's answers, and right ones that were shown.
        naming: What the letters of shapes stand for so far.
    """
    match blank.field:
        case "symbols":
            judged = _symbol(drawn, blank.index, typed)
        case "shapes":
            return _shape(drawn, blank.index, typed, given, naming)
        case "number":
            judged = _step(drawn, blank.index, typed, given)
        case _:
            judged = _from_verdict(judge(drawn.question(blank.field), typed))
            if judged.mark == "right" and drawn.explanation:
                judged = replace(judged, message=drawn.explanation)
    return Judged(judged.mark, judged.message, judged.understood, judged.rule, naming)


def _from_verdict(verdict: Verdict) -> Judged:
    return Judged(verdict.mark, verdict.feedback, verdict.understood, verdict.wrong_rule)


def _symbol(drawn: DrawnCard, index: int, typed: str) -> Judged:
    """A meaning is chosen by its letter, or typed in full."""
    wanted, text = drawn.card.symbols[index], typed.strip().casefold()
    chosen = next((one for one in drawn.bank if text in (one.id, one.text.casefold())), None)
    if chosen is None:
        return Judged("unreadable", f"Type the letter of a meaning, a to {drawn.bank[-1].id}.")
    if chosen.text == wanted.means:
        return Judged("right", understood=rf"\text{{{chosen.text}}}")
    message = next((lure.message for lure in wanted.wrong if lure.text == chosen.text), "")
    return Judged("wrong", message or _not_here(drawn, chosen.text), rf"\text{{{chosen.text}}}", chosen.text)


def _not_here(drawn: DrawnCard, text: str) -> str:
    """What is said to a meaning that belongs to another symbol, here or elsewhere."""
    if any(symbol.means == text for symbol in drawn.card.symbols):
        return "That is the meaning of another symbol in this formula."
    return "That is something else in other papers. Look at what the formula does with this symbol."


def _shape(drawn: DrawnCard, index: int, typed: str, given: Mapping[str, str], naming: Naming) -> Judged:
    shape = drawn.card.shapes[index]
    verdict, after = judge_axes(drawn.sizes, shape.answer, typed, naming, shape.wrong)
    if verdict.mark == "wrong" and _carried(drawn.sizes, shape.follows, typed, given):
        return Judged("carried", _CARRIED, verdict.understood, naming=naming)
    return Judged(verdict.mark, verdict.feedback, verdict.understood, naming=after)


def _carried(sizes: Sizes, product: str, typed: str, given: Mapping[str, str]) -> bool:
    """Whether a shape is that of a product of the learner's own earlier shapes."""
    match = _PRODUCT.fullmatch(product)
    if match is None:
        return False
    try:
        left, right, have = (_keys(text) for text in (*(given.get(f"shapes.{match[at]}", "") for at in (1, 3)), typed))
    except AnswerError:
        return False
    made = _matmul(sizes, _transposed(left, match[2]), _transposed(right, match[4]))
    return made is not None and made == have


def _keys(text: str) -> tuple[str, ...]:
    return tuple(axis.key for axis in read_shape(text))


def _transposed(axes: tuple[str, ...], sign: str | None) -> tuple[str, ...]:
    return (*axes[:-2], axes[-1], axes[-2]) if sign and len(axes) > 1 else axes


def _matmul(sizes: Sizes, left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...] | None:
    """The shape of a product; None where there is none."""
    inner = -2 if len(right) > 1 else -1
    if not left or not right or not _same(sizes, left[-1], right[inner]):
        return None
    return (*left[:-1], right[-1]) if len(right) > 1 else left[:-1]


def _same(sizes: Sizes, a: str, b: str) -> bool:
    def number(key: str) -> str:
        return key if key.isdigit() or key not in sizes.names else str(sizes.numbers[sizes.names[key]])

    return number(a) == number(b)


def _step(drawn: DrawnCard, index: int, typed: str, given: Mapping[str, str]) -> Judged:
    judged = _from_verdict(judge(drawn.steps[index], typed))
    if judged.mark == "wrong" and judged.rule is None and _follows(drawn, index, typed, given):
        return Judged("carried", _CARRIED, judged.understood)
    return judged


def _follows(drawn: DrawnCard, index: int, typed: str, given: Mapping[str, str]) -> bool:
    """Whether a step is right for the learner's own earlier steps, one of which is wrong."""
    follow = drawn.instance.follow[index]
    try:
        seen = tuple(evaluate(given[f"number.{place}"], {}) for place in range(index))
        if follow is None or not seen:
            return False
        question = drawn.steps[index]._replace(expected=in_full(follow(seen)), wrong=())
    except (AnswerError, ArithmeticError, KeyError, ValueError):
        return False
    rounded = question._replace(rule=Comparison(relative=ROUNDING))
    return any(judge(asked, typed).mark == "right" for asked in (question, rounded))
