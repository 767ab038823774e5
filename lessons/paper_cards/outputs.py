"""Which line gave this output: lines of a card run on arguments that can be worked with by hand."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from zlib import crc32

import numpy as np

from lessons.model.papers import Arrays, Line, PaperCard
from lessons.paper_cards.drawing import AmbiguousDrawError, Asked, Told, choice
from lessons.paper_cards.lines import Numbers, ended, numbers

MOST_OPTIONS, FEWEST_OPTIONS = 4, 3
TRIES = 100
_ZERO = 1e-9  # what is smaller is what rounding makes of 0
_STREAM = 2  # of random numbers: 0 and 1 are those of the arguments that a typed line runs on
_FORMULA = "This line computes the formula."


def output_question(card: PaperCard, seed: int) -> Asked:
    """Which of some lines gave an output. The lines are the course's own. Raises AmbiguousDrawError.

    Where the first draws have too few lines that differ, a later one is taken.
    """
    few = None
    for attempt in range(TRIES):
        arguments = card.tiny(np.random.default_rng([crc32(card.id.encode()), seed, _STREAM, attempt]))
        asked = _asked(card.line, arguments, Random(f"{card.id}/{seed}/{attempt}/output"))
        if asked is not None and len(asked.question.options) == MOST_OPTIONS:
            return asked
        few = few or asked
    if few is not None:
        return few
    raise AmbiguousDrawError(f"{card.id}: fewer than {FEWEST_OPTIONS} lines differ in {TRIES} tries for seed {seed}")


def _asked(line: Line, arguments: Arrays, random: Random) -> Asked | None:
    """The question on some arguments; None where too few lines give other outputs than the one that is asked for."""
    results = results_of(line, arguments)
    finite = {text: printed(result) for text, result in results.items() if result.size and np.isfinite(result).all()}
    if line.line not in finite:
        return None
    others = [text for text in results if text != line.line]
    tried = [line.line, *random.sample(others, len(others))]
    # The formula's own line gives the output as often as any other on the list; a wrong one then shows what it lost.
    lossy = [text for text in tried[1:MOST_OPTIONS] if finite.get(text, finite[line.line]) != finite[line.line]]
    right = random.choice([line.line, *lossy])
    output = finite[right]
    wrong = [text for text in tried if printed(results[text]) != output][: MOST_OPTIONS - 1]
    if len(wrong) < FEWEST_OPTIONS - 1:
        return None
    ids = {one.line: one.id for one in line.wrong}
    lost = {one.line: one.message for one in line.wrong}
    told = [Told(text, f"That line gives `{printed(results[text])}`.", ids.get(text, "formula")) for text in wrong]
    return Asked(
        "You ran one of these lines on small numbers. Which one gave this output?",
        choice([Told(right), *told], random),
        lost.get(right, _FORMULA),
        given=tuple(f"{name} = {printed(numbers(value), exact=True)}" for name, value in arguments.items()),
        output=f"{line.line.partition('=')[0].strip()} = {output}",
    )


def results_of(line: Line, arguments: Arrays) -> Mapping[str, Numbers]:
    """By line, the reference first, what it gives on some arguments; without lines that raise an exception."""
    texts = (line.line, *(wrong.line for wrong in line.wrong))
    results = {text: ended(text, arguments) for text in texts}
    return {text: result for text, result in results.items() if not isinstance(result, str) and result is not None}


def printed(value: Numbers | None, exact: bool = False) -> str:
    """Numbers as nested lists, `exact` or with three figures each."""
    if value is None:
        return ""
    if value.ndim:
        return f"[{', '.join(printed(part, exact) for part in map(numbers, value))}]"
    number = float(value)
    return "0" if abs(number) < _ZERO else f"{number:.12g}" if exact else f"{number:.3g}"
