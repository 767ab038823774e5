"""What reviews alone ask about a card: what a letter means here and not elsewhere, and which line gave an output."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from lessons.course import Course
from lessons.paper_cards.drawing import Asked, DrawnCard
from lessons.paper_cards.friends import friends
from lessons.paper_cards.letters import Letter, elsewhere, letter_of
from tests.support.for_each import for_each
from tests.support.paper_oracles import cards
from tutor.learning.paper_state import Hinted, Typed, begin, move
from tutor.rendering.context import RenderContext
from tutor.rendering.paper import closing_lines, field_lines, formula_lines
from tutor.rendering.typeset import text_of

COURSE = Course()
FORMULA = "This line computes the formula."
SEEDS = range(5)


def drawn(card_id: str, field: str, seed: int) -> DrawnCard:
    return COURSE.drawn_card(cards()[card_id], seed, field)


def asked(card_id: str, field: str, seed: int) -> Asked:
    question = drawn(card_id, field, seed).asked
    assert question is not None
    return question


@for_each(product(cards(), ("friends", "output"), SEEDS))
def test_one_option_is_right_and_every_other_has_its_message(case: tuple[str, str, int]) -> None:
    card = drawn(*case)
    state = begin(card)
    (blank,) = card.blanks
    assert blank.id == f"{case[1]}.0"
    options = card.options(blank.field)
    assert 3 <= len(options) <= 4
    assert len({option.text for option in options}) == len(options)
    said = {}
    for option in options:
        entry = move(state, Typed(blank.id, option.id)).entry(blank.id)
        assert entry.mark == ("right" if option.id == card.answer(blank) else "wrong")
        assert entry.understood
        said[option.id] = (entry.message, entry.rule)
    right = said.pop(card.answer(blank))
    assert right == (card.explanation, None)
    messages = [message for message, _ in said.values()]
    assert all(messages)
    assert case[1] == "output" or len(set(messages)) == len(messages)
    assert len({rule for _, rule in said.values()}) == len(said)
    assert card.asked == drawn(*case).asked
    hint = move(state, Hinted(blank.id)).entry(blank.id).hints[0].removesuffix(".").split()
    assert card.answer(blank) in hint
    assert len(set(hint) & {option.id for option in options}) == 2


@for_each(product(cards(), ("friends", "output")))
def test_the_order_of_options_says_nothing(case: tuple[str, str]) -> None:
    found = [drawn(*case, seed) for seed in range(12)]
    assert {one.answer(one.blanks[0]) for one in found} >= {"a", "b", "c"}


# False friends


@for_each(COURSE.letters, ids=lambda letter: letter.latex)
def test_every_letter_of_the_table_is_asked_on_every_card_that_uses_it(letter: Letter) -> None:
    for card_id, symbol in letter.meanings:
        if not (others := elsewhere(card_id, symbol, COURSE.letters)):
            continue  # what all its other cards mean by it is right here, too
        card = cards()[card_id]
        rounds = [
            asked(card_id, "friends", seed) for seed in range(len(friends(card_id, card.symbols, COURSE.letters)))
        ]
        (question,) = [one for one in rounds if one.symbol == card.symbols.index(symbol)]
        texts = {option.text for option in question.question.options}
        told = {lure.text for lure in symbol.wrong if lure.card}
        assert symbol.means in texts
        assert texts & ({other.means for _, other in others} | told)
        assert all(other.means in question.explanation for _, other in others)


def test_letters_that_papers_share_come_before_those_of_one_bank() -> None:
    for card_id, card in cards().items():
        order = friends(card_id, card.symbols, COURSE.letters)
        shared = [bool(elsewhere(card_id, card.symbols[index], COURSE.letters)) for index in order]
        assert shared == sorted(shared, reverse=True), card_id


def test_the_letters_that_the_stage_is_known_for_are_asked() -> None:
    letters = {
        letter_of(card.symbols[index].latex) or card.symbols[index].latex
        for card_id, card in cards().items()
        for index in friends(card_id, card.symbols, COURSE.letters)
    }
    assert letters >= {
        r"\beta",
        r"\alpha",
        r"\epsilon",
        r"\sigma",
        "p",
        "q",
        "K",
        r"\top",
        r"\delta",
        "b",
        "r",
        r"\sim",
    }


def test_beta_in_diffusion_is_not_that_of_adam() -> None:
    questions = (asked("paper.ddpm", "friends", seed) for seed in range(9))
    question = next(one for one in questions if r"$\beta_t$" in one.prompt)
    by_text = {option.text: option.message for option in question.question.options}
    assert by_text["decay rate of a running mean"].startswith("That is Adam's")
    said = by_text["strength of the pull toward the reference"]
    assert said.startswith(r"That is $\beta$ on the card “Direct preference optimization”.")
    assert r"$\beta_1^t$ in “Adam”: decay rate to the power t" in question.explanation


def test_what_is_right_on_this_card_too_is_no_wrong_option() -> None:
    """A target may be smoothed, and the number of terms of a dot product is the length of a key."""
    for card_id, also in (("softmax_ce", "smoothed target"), ("sqrt_dk", "length of a query and of a key")):
        texts = [
            option.text for seed in range(24) for option in asked(f"paper.{card_id}", "friends", seed).question.options
        ]
        assert also not in texts
    assert {r"\beta", "r", "y"} <= {letter.latex for letter in COURSE.letters}
    assert not {"i", "d", "w"} & {letter.latex for letter in COURSE.letters}, "each means the same wherever it is"


# The line that gave an output


def softmax(z: np.ndarray, axis: int = -1) -> np.ndarray:
    """Softmax by its definition: small numbers do not overflow."""
    powers: np.ndarray = np.exp(z)
    return np.asarray(powers / powers.sum(axis=axis, keepdims=True))


def figures(value: object) -> Iterator[str]:
    """The shape of a result and its entries with three figures each."""
    found = np.asarray(value, dtype=float)
    yield str(found.shape)
    yield from (f"{0.0 if abs(one) < 1e-9 else one:.3g}" for one in found.ravel())


def run(line: str, given: tuple[str, ...]) -> list[str]:
    """What a line gives on arguments as they are printed, by Python itself; the first entry is the shape."""
    names: dict[str, object] = {"np": np, "softmax": softmax, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}
    for text in given:
        name, _, value = text.partition(" = ")
        numbers = np.array(eval(value, {"nan": np.nan}))
        names[name] = numbers if numbers.ndim else numbers.item()
    expression = line.partition(" = ")[2]
    with np.errstate(all="ignore"):
        return list(figures(eval(expression, names)))


@for_each(product(cards(), SEEDS))
def test_one_line_gives_the_output_and_no_other_option_does(case: tuple[str, int]) -> None:
    question, line = asked(case[0], "output", case[1]), cards()[case[0]].line
    name, _, output = question.output.partition(" = ")
    wanted = list(figures(eval(output, {})))
    options = {option.id: option for option in question.question.options}
    right = options.pop(question.question.expected)
    assert right.text.startswith(f"{name} = ")
    assert run(right.text, question.given) == wanted
    for option in options.values():
        found = run(option.text, question.given)
        assert found != wanted
        shown = option.message.removeprefix("That line gives `").removesuffix("`.")
        assert found == list(figures(eval(shown, {"nan": np.nan, "inf": np.inf})))
    assert line.line in [right.text, *(option.text for option in options.values())]
    lost = {wrong.line: wrong.message for wrong in line.wrong}
    assert question.explanation == lost.get(right.text, FORMULA)


@for_each(cards())
def test_the_formula_and_wrong_lines_take_turns(card_id: str) -> None:
    told = [asked(card_id, "output", seed).explanation for seed in range(24)]
    assert 0 < told.count(FORMULA) < 16
    assert len(set(told)) > 3


# On the screen


@for_each(product(cards(), ("friends", "output"), (0, 3)))
def test_everything_fits(case: tuple[str, str, int]) -> None:
    card = drawn(*case)
    state = begin(card)
    (blank,) = card.blanks
    wrong = next(option.id for option in card.options(blank.field) if option.id != card.answer(blank))
    missed = move(move(state, Hinted(blank.id)), Typed(blank.id, wrong))
    over = move(missed, Typed(blank.id, card.answer(blank)))
    for context in (RenderContext(78), RenderContext(58, ascii_only=True)):
        for lines in (
            field_lines(state, context),
            field_lines(missed, context),
            closing_lines(over, ("A page",), context),
        ):
            assert max(map(len, lines)) <= context.width, text_of(lines)
            assert not context.ascii_only or text_of(lines).isascii()
    lines = field_lines(state, RenderContext(78))
    assert len(lines) <= 17, "it is in sight without scrolling"
    lit = any(cell.style.bold for line in formula_lines(state, RenderContext(78)) for cell in line)
    assert lit == (case[1] == "friends")
