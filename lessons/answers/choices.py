"""Answers that are chosen rather than typed: one option, several, an order, words for gaps."""

import re
from itertools import pairwise

from .question import Option, Question, QuestionError, WrongRule
from .verdict import Reading, Verdict

CHOSEN = ("choice", "multi", "order", "cloze")


def judge_choice(question: Question, typed: str) -> Verdict:
    """The verdict on chosen options; raises QuestionError when the question is at fault."""
    expected = _expected(question)
    picked, fault = _picked(question, typed)
    if fault is not None:
        return Verdict("unreadable", "", fault[1], fault[0])
    understood = _understood(picked)
    if question.kind == "choice":
        return _one(question, picked, expected, understood)
    if question.kind == "multi":
        return _several(question, picked, expected, understood)
    return _sequence(question, picked, expected, understood)


def read_choice(question: Question, typed: str) -> Reading:
    """The live echo of chosen options."""
    picked, fault = _picked(question, typed)
    if fault is not None:
        return Reading(False, "", fault[1], fault[0], "")
    return Reading(True, _understood(picked), "", None, question.kind)


def _expected(question: Question) -> list[str]:
    ids = question.expected.replace(",", " ").split()
    known = {option.id for option in question.options}
    if unknown := [one for one in ids if known and one not in known]:
        raise QuestionError(f"{unknown[0]!r} is expected but is not an option")
    if not ids or (question.kind == "choice" and len(ids) != 1):
        raise QuestionError(f"a {question.kind} needs {'one id' if question.kind == 'choice' else 'ids'} as its answer")
    return ids


def _picked(question: Question, typed: str) -> tuple[list[str], tuple[int, str] | None]:
    """The ids that were typed, or the column and what is wrong there."""
    text = _unwrapped(typed)
    if not text.strip():
        return [], (1, "Nothing is chosen yet.")
    if question.kind == "choice" and (one := _option(question, text.strip())) is not None:
        return [one.id], None
    picked: list[str] = []
    for match in re.finditer(r"[^\s,;>]+", text):
        option = _option(question, match.group())
        if option is None:
            listed = ", ".join(f"`{option.id}`" for option in question.options[:8])
            return [], (match.start() + 1, f"`{match.group()[:30]}` is not one of the options: choose from {listed}.")
        if option.gap and option.gap != len(picked) + 1:
            return [], (match.start() + 1, _fitting(question, len(picked) + 1))
        picked.append(option.id)
    if question.kind == "choice" and len(picked) > 1:
        return [], (1, "One option is asked for: choose one.")
    if question.kind in ("multi", "order") and len(set(picked)) < len(picked):
        twice = next(one for one in picked if picked.count(one) > 1)
        return [], (1, f"`{twice}` is chosen twice: take one of them out.")
    return picked, None


def _fitting(question: Question, gap: int) -> str:
    """What is said where an option is put into a gap that it is not for."""
    fitting = [f"`{option.id}`" for option in question.options if option.gap in (0, gap)]
    return (
        f"Gap {gap} takes one of {', '.join(fitting)}." if fitting else "There are no more gaps: take one letter out."
    )


def _unwrapped(typed: str) -> str:
    return re.sub(r"\\text\{([^{}]*)\}", r"\1", typed)[:2000]


def _option(question: Question, text: str) -> Option | None:
    options = question.options or tuple(Option(one, one) for one in question.expected.split())
    exact = [option for option in options if option.id == text]
    loose = [option for option in options if text.casefold() in (option.id.casefold(), option.text.strip().casefold())]
    found = exact or loose
    return found[0] if found and (exact or len(found) == 1) else None


def _understood(picked: list[str]) -> str:
    return ", ".join(f"\\text{{{one}}}" for one in picked)


def _message(question: Question, wrong: list[str]) -> tuple[str, str | None]:
    """The message of the first wrong option that has one, with its id."""
    for option in question.options:
        if option.id in wrong and option.message:
            return option.message, option.misconception
    return "", None


def _rule(question: Question, picked: list[str]) -> WrongRule | None:
    """The wrong rule whose answer is exactly what was picked."""
    return next((rule for rule in question.wrong if set(rule.answer.split()) == set(picked)), None)


def _one(question: Question, picked: list[str], expected: list[str], understood: str) -> Verdict:
    if picked[0] in (expected[0], *question.accept):
        return Verdict("right", understood, "")
    if (known := _rule(question, picked)) is not None:
        return Verdict("wrong", understood, known.message, wrong_rule=known.id)
    message, rule = _message(question, picked)
    return Verdict(
        "wrong", understood, message or "Not this one. Compare it with the definition once more.", wrong_rule=rule
    )


def _several(question: Question, picked: list[str], expected: list[str], understood: str) -> Verdict:
    extra = [one for one in picked if one not in expected]
    missing = [one for one in expected if one not in picked]
    if not extra and not missing:
        return Verdict("right", understood, "")
    if (known := _rule(question, picked)) is not None:
        return Verdict("wrong", understood, known.message, wrong_rule=known.id)
    message, rule = _message(question, extra)
    if not message and extra:
        message = f"{len(extra)} of the {len(picked)} chosen {'does' if len(extra) == 1 else 'do'} not belong."
    elif not message:
        message = f"All chosen are right, and {len(missing)} more {'belongs' if len(missing) == 1 else 'belong'}."
    return Verdict("wrong", understood, message, wrong_rule=rule)


def _sequence(question: Question, picked: list[str], expected: list[str], understood: str) -> Verdict:
    cells = (tuple(a == b for a, b in zip(picked, expected, strict=False)),) if len(picked) == len(expected) else None
    fault = _order_fault(question, picked, expected)
    if fault is None:
        return Verdict("right", understood, "", cells=cells)
    message, rule = fault
    return Verdict("wrong", understood, message, wrong_rule=rule, cells=cells)


def _order_fault(question: Question, picked: list[str], expected: list[str]) -> tuple[str, str | None] | None:
    noun = "gap" if question.kind == "cloze" else "step"
    if question.kind == "cloze":
        wrong = [i for i, (a, b) in enumerate(zip(picked, expected, strict=False)) if a != b]
        if not wrong and len(picked) == len(expected):
            return None
        message, rule = _message(question, [picked[i] for i in wrong])
        place = f"Gap {wrong[0] + 1} is not right." if wrong else f"There are {len(expected)} gaps to fill."
        return (message or place), rule
    extra = [one for one in picked if one not in expected]
    if extra:
        message, rule = _message(question, extra)
        return message or f"A {noun} that does not belong is among these.", rule
    if len(picked) < len(expected):
        count = len(expected) - len(picked)
        return f"{count} of {len(expected)} steps {'is' if count == 1 else 'are'} missing.", None
    pairs = question.before or tuple(pairwise(expected))
    for first, second in pairs:
        if first in picked and second in picked and picked.index(first) > picked.index(second):
            return f"All the steps are there, but one comes too early: step {picked.index(second) + 1}.", None
    return None
