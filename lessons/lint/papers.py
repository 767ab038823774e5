"""Checks of the paper cards: texts, symbols, shapes, numbers and lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from math import isclose

from lessons.answers import QuestionError, judge
from lessons.answers.shapes import NO_NAMING, judge_axes
from lessons.course import Course
from lessons.lint.letters import unexplained
from lessons.lint.pages import markdown_faults
from lessons.lint.problem import Problem
from lessons.lint.tools import Tools
from lessons.lint.wording import word_faults
from lessons.model.page import Formula
from lessons.model.papers import PREFIX, PaperCard, Symbol
from lessons.outline import READING_SKILLS, CardEntry
from lessons.paper_cards.drawing import AmbiguousDrawError, DrawnCard, draw, first_clear
from lessons.paper_cards.friends import FEWEST_OPTIONS, friend_options, friends
from lessons.paper_cards.letters import letter_of
from lessons.paper_cards.lines import (
    LONGEST,
    Steps,
    arrays_of,
    large_arrays,
    overflow_note,
    references,
    same,
    traced,
)
from lessons.paper_cards.outputs import output_question
from lessons.reading.papers import FOLDER, place_of, read_card
from lessons.source import PLACE, CourseError

WIDEST = 76
SEEDS = 50
LINE_SEEDS = 3
OUTPUT_SEEDS = 8
LONGEST_RUN = 240  # characters of the arguments and the output of a line: four rows of a narrow screen
MORE_MEANINGS = 3  # entries of the bank beside the right ones
FEWEST = {"symbol": 3, "shape": 2, "limit": 3, "number": 3, "line": 4}
"""The fewest wrong answers with a message, by field."""
LONGEST_MESSAGE, MOST_SENTENCES = 170, 3
_CHECKED = ("equation", "form")
_PLACE = re.compile(r"eq\.|equation|unnumbered|footnote|figure|Algorithm|Theorem")
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")

Fault = tuple[str, str]
"""A word that stands on the line of a fault, and what is wrong."""


def paper_faults(course: Course, tools: Tools) -> Iterator[Problem]:
    """All problems of the paper cards."""
    skills = {skill.id for skill in course.outline.skills}
    rungs = {rung.id for rung in course.outline.rungs}
    yield from _file_faults(course)
    yield from _outline_faults(course)
    for entry in course.outline.cards:
        for skill in entry.needs:
            if skill not in skills:
                yield Problem(PLACE, 1, f"card {entry.id}: there is no skill {skill}")
        if entry.rung not in rungs:
            yield Problem(PLACE, 1, f"card {entry.id}: there is no rung {entry.rung}")
        if not entry.id.startswith(PREFIX):
            yield Problem(PLACE, 1, f"card {entry.id}: call it {PREFIX}NAME")
        if not entry.needs:
            yield Problem(
                PLACE, 1, f"card {entry.id} needs no skill; name those that it leans on, the leading one first"
            )
        yield from _card_problems(course, entry, tools)
    yield from friend_problems(course)


def _outline_faults(course: Course) -> Iterator[Problem]:
    """Skills of reading that no card exercises, and a line of the checklist that the cards cannot clear."""
    outline = course.outline
    for skill in outline.skills:
        if skill.by_cards and skill.id not in READING_SKILLS.values():
            known = ", ".join(READING_SKILLS.values())
            yield Problem(
                PLACE, 1, f"no field of a card exercises the skill {skill.id}; with pass = cards it is {known}"
            )
    line = outline.paper_line
    if line is None:
        return
    for skill_id in line.skills:
        if skill_id not in [skill.id for skill in outline.skills]:
            yield Problem(PLACE, 1, f"{line.id}: there is no skill {skill_id}")
    if line.id in [outcome.id for outcome in outline.outcomes]:
        yield Problem(PLACE, 1, f"the outcome id {line.id} is used twice; ids are unique")
    rungs = len({card.rung for card in outline.cards})
    if line.cards > len(outline.cards) or line.rungs > rungs:
        there = f"{len(outline.cards)} from {rungs}"
        text = f"{line.id} asks for {line.cards} cards from {line.rungs} rungs, and there are {there}"
        yield Problem(PLACE, 1, text)


def _file_faults(course: Course) -> Iterator[Problem]:
    """Files of cards that the course does not name."""
    known = {place_of(entry.id) for entry in course.outline.cards}
    for path in sorted((course.source.root / FOLDER).glob("*.toml")):
        if f"{FOLDER}/{path.name}" not in known:
            yield Problem(f"{FOLDER}/{path.name}", 1, f'write a [[card]] with id = "{PREFIX}{path.stem}" in {PLACE}')


def _card_problems(course: Course, entry: CardEntry, tools: Tools) -> Iterator[Problem]:
    try:
        card = read_card(course.source, entry)
    except CourseError as error:
        yield from Problem.all_of(error)
        return
    for word, fault in card_faults(card, tools):
        yield _at(course, entry.id, word, fault)


def _at(course: Course, card: str, word: str, fault: str) -> Problem:
    """A fault of a card as a problem at the first line that has a word."""
    before, found, _ = course.source.text(*place_of(card).split("/")).partition(word)
    return Problem(place_of(card), before.count("\n") + 1 if found else 1, fault)


def friend_problems(course: Course) -> Iterator[Problem]:
    """What is wrong with meanings on other cards that a card names, and letters that no review can ask about."""
    try:
        symbols, letters = course.card_symbols, course.letters
    except (CourseError, LookupError, TypeError, ValueError):
        return  # `read_card` has said why
    asked: set[str] = set()
    for entry in course.outline.cards:
        own = symbols[entry.id]
        faults = [fault for symbol in own for fault in _friend_faults(entry.id, symbol, symbols)]
        yield from (_at(course, entry.id, word, fault) for word, fault in faults)
        for index in friends(entry.id, own, letters):
            asked.add(letter_of(own[index].latex))
            if (count := len(friend_options(entry.id, own, index, letters, {}))) < FEWEST_OPTIONS:
                text = f"{count} meanings to choose from for {own[index].latex}; a review offers {FEWEST_OPTIONS}"
                yield _at(course, entry.id, own[index].latex, text)
    for letter in letters:
        if letter.latex not in asked:
            yield _at(course, letter.meanings[0][0], letter.latex, f"no review can ask what {letter.latex} means")


def _friend_faults(card: str, symbol: Symbol, symbols: Mapping[str, tuple[Symbol, ...]]) -> Iterator[Fault]:
    """Meanings that a symbol says its letter has on other cards, and that are not there."""
    letter = letter_of(symbol.latex)
    there = {
        other: {one.means for one in found if letter and letter_of(one.latex) == letter}
        for other, found in symbols.items()
        if other != card
    }
    for lure in symbol.wrong:
        if not lure.message.strip():
            yield lure.text, f"“{lure.text}” for {symbol.latex} has no message"
        if lure.card and not there.get(lure.card):
            yield f'"{lure.card}"', f"there is no card {lure.card} with the letter of {symbol.latex}"
        if lure.text in symbol.also:
            yield lure.text, f"“{lure.text}” for {symbol.latex} is wrong, and among its also"
    for means in symbol.also:
        if not any(means in meanings for meanings in there.values()):
            yield f'"{means}"', f"on no other card the letter of {symbol.latex} means “{means}”; leave it out of also"


def card_faults(card: PaperCard, tools: Tools) -> Iterator[Fault]:
    """What is wrong with a card."""
    yield from _head_faults(card, tools)
    yield from _text_faults(card, tools)
    yield from _symbol_faults(card)
    yield from _count_faults(card)
    try:
        mismatched = list(_draw_faults(card))
        yield from mismatched
        if mismatched:
            return
        drawn = draw(card, 0)
        yield from _shape_faults(drawn)
        yield from _limit_faults(drawn)
        yield from _number_faults(drawn)
        yield from _line_faults(card)
        yield from _output_faults(card)
    except (QuestionError, ArithmeticError, KeyError, LookupError, TypeError, ValueError) as error:
        yield "", f"the card cannot be drawn: {error!r}"


def _head_faults(card: PaperCard, tools: Tools) -> Iterator[Fault]:
    faults = tools.latex(card.latex)
    for fault in faults:
        yield "latex", f"in the formula: {fault}"
    if not faults and tools.widths(Formula(card.latex))[1] > WIDEST:
        yield "latex", f"the formula is wider than {WIDEST} columns"
    if not (_YEAR.search(card.cite) and _PLACE.search(card.cite)):
        yield "cite", "name authors, title, year, and the equation, or (unnumbered)"
    if card.checked not in _CHECKED:
        yield "checked", f"checked is {' or '.join(_CHECKED)}, not {card.checked!r}"
    if len(card.context) != 3:
        yield "context", f"the context has {len(card.context)} sentences; write 3"
    for field, hint in (("[limit]", card.limit.hint), ("[number]", card.number.hint)):
        if not hint:
            yield field, f"{field} has no hint; write one sentence that gives no number away"
    if not card.closing.startswith("You can now"):
        yield "closing", 'the closing sentence starts with "You can now"'


def _texts(card: PaperCard) -> Iterator[str]:
    yield from (
        *card.context,
        card.closing,
        card.counts,
        card.where,
        card.limit.prompt,
        card.limit.hint,
        card.number.hint,
    )
    yield from (symbol.means for symbol in card.symbols)
    yield from (shape.of for shape in card.shapes)


def _messages(card: PaperCard) -> Iterator[str]:
    yield from (lure.message for symbol in card.symbols for lure in symbol.wrong)
    yield from (wrong.message for shape in card.shapes for wrong in shape.wrong)
    yield from (lure.message for lure in card.limit.wrong)
    yield from card.number.wrong.values()
    yield from (wrong.message for wrong in card.line.wrong)


def _text_faults(card: PaperCard, tools: Tools) -> Iterator[Fault]:
    for text in (*_texts(card), *_messages(card)):
        for fault in (*word_faults(text), *markdown_faults(re.sub(r"\{\{\w+\}\}", "2", text), tools)):
            yield text, fault
    for text in _messages(card):
        if len(text) > LONGEST_MESSAGE:
            yield text, f"the message has {len(text)} characters; {LONGEST_MESSAGE} are the most"
        if len(re.findall(r"[.!?](?:\s|$)", text)) > MOST_SENTENCES:
            yield text, f"a message has at most {MOST_SENTENCES} sentences"


def _symbol_faults(card: PaperCard) -> Iterator[Fault]:
    right = {symbol.means for symbol in card.symbols}
    bank = right | {lure.text for symbol in card.symbols for lure in symbol.wrong}
    if len(right) < len(card.symbols):
        yield "[[symbol]]", "two symbols have the same meaning"
    if len(bank) < len(card.symbols) + MORE_MEANINGS:
        yield "[[symbol]]", f"{len(bank)} meanings for {len(card.symbols)} symbols; offer {MORE_MEANINGS} more"
    for symbol in card.symbols:
        if symbol.latex not in card.latex:
            yield symbol.latex, f"the formula has no {symbol.latex}"
        if symbol.means in [lure.text for lure in symbol.wrong]:
            yield symbol.latex, f"the meaning of {symbol.latex} is among its wrong ones"
    for letter in unexplained(card):
        yield "latex", f"nothing says what {letter} is in the formula; ask it as a symbol, or name it in where"


def _count_faults(card: PaperCard) -> Iterator[Fault]:
    counts = {
        "symbol": sum(len(symbol.wrong) for symbol in card.symbols),
        "shape": sum(len(shape.wrong) for shape in card.shapes),
        "limit": len(card.limit.wrong),
        "number": len(card.number.wrong),
        "line": len(card.line.wrong),
    }
    for field, count in counts.items():
        if count < FEWEST[field]:
            yield field, f"{count} wrong answers to the {field} have a message; write {FEWEST[field]}"


def _shape_faults(drawn: DrawnCard) -> Iterator[Fault]:
    """Shapes that do not fit one another, and wrong ones that are right or get another message."""
    numbers = list(drawn.sizes.numbers.values())
    if len(set(numbers)) < len(numbers):
        yield "sizes", "two sizes have the same number"
    naming = NO_NAMING
    for shape in drawn.card.shapes:
        for wrong in shape.wrong:
            verdict, _ = judge_axes(drawn.sizes, shape.answer, wrong.shape, naming, shape.wrong)
            if verdict.feedback != wrong.message:
                yield wrong.message, f"{wrong.shape} for {shape.of} gets another message: {verdict.feedback}"
        verdict, naming = judge_axes(drawn.sizes, shape.answer, shape.answer, naming)
        if verdict.mark != "right":
            yield shape.of, f"the shape of {shape.of} does not fit the ones before: {verdict.feedback}"


def _limit_faults(drawn: DrawnCard) -> Iterator[Fault]:
    question = drawn.limit
    if judge(question, question.expected).mark != "right":
        yield "[limit]", "the answer is not judged right"
    for lure in drawn.card.limit.wrong:
        typed = next((option.id for option in question.options if option.text == lure.text), lure.text)
        verdict = judge(question, typed)
        if verdict.mark != "wrong" or verdict.feedback != lure.message:
            yield lure.message, f"{lure.text} gets another message: {verdict.feedback or verdict.mark}"


def _draw_faults(card: PaperCard) -> Iterator[Fault]:
    """Steps and wrong answers that the file has and the numbers have not, or the other way round."""
    instance = card.draw(None)
    if len(instance.steps) != len(card.number.steps) or len(instance.follow) != len(instance.steps):
        yield "[number]", "the file and draw() have different numbers of steps"
    if set(instance.wrong) != set(card.number.wrong):
        names = sorted(set(instance.wrong) ^ set(card.number.wrong))
        yield "[number]", f"the file and draw() have different wrong answers: {', '.join(names)}"


def _number_faults(drawn: DrawnCard) -> Iterator[Fault]:
    """Values that collide, and steps that do not follow from the steps before."""
    card, instance = drawn.card, drawn.instance
    values = {"answer": instance.steps[card.number.answer], **instance.wrong}
    for a, b in combinations(values, 2):
        if f"{values[a]:.3g}" == f"{values[b]:.3g}":
            yield "[number]", f"{a} and {b} are the same at three figures"
    for seed in range(SEEDS):
        drawn_numbers = first_clear(card, seed)
        for index, follow in enumerate(drawn_numbers.follow):
            if index and follow is None:
                yield "[number]", f"step {index + 1} follows from nothing; write its follow"
            elif index and follow is not None:
                value = follow(drawn_numbers.steps[:index])
                if not isclose(value, drawn_numbers.steps[index], rel_tol=1e-9, abs_tol=1e-12):
                    yield "[number]", f"step {index + 1} does not follow from the steps before, seed {seed}"


def _line_faults(card: PaperCard) -> Iterator[Fault]:
    """Lines that are too long, random, fail, or give the same result as another."""
    for line in (card.line.line, *(wrong.line for wrong in card.line.wrong)):
        if len(line) > LONGEST:
            yield line, f"a line has {len(line)} characters; {LONGEST} are the most"
        if "random" in line:
            yield line, "a line draws no random numbers: its result could not be compared"
    for seed in range(LINE_SEEDS):
        known = references(card, seed)
        if any(isinstance(steps[-1][1], str) for steps in known[card.line.line]):
            yield card.line.line, f"the reference raises an exception, seed {seed}"
        for a, b in combinations(known, 2):
            if _alike(known[a], known[b]):
                yield b, f"this line gives the same result as {a}, seed {seed}"
    yield from _overflow_faults(card)


def _overflow_faults(card: PaperCard) -> Iterator[Fault]:
    """An argument that is said to make the line overflow, and does not."""
    if not card.line.overflows:
        return
    draw_ = arrays_of(card, 0)[0]
    if card.line.overflows not in draw_:
        yield "overflows", f"the line has no argument {card.line.overflows}"
        return
    (large,) = large_arrays(card, draw_)
    if not overflow_note(card, traced(card.line.line, large)[-1][1]):
        yield "overflows", f"the line stays finite on a thousand times {card.line.overflows}; leave overflows out"


def _output_faults(card: PaperCard) -> Iterator[Fault]:
    """Lines without a message, and seeds for which no line can be told from others by its output."""
    for wrong in card.line.wrong:
        if not wrong.message.strip():
            yield wrong.line, f"the line {wrong.id} has no message"
    try:
        questions = [output_question(card, seed) for seed in range(OUTPUT_SEEDS)]
    except AmbiguousDrawError:
        yield "[line]", "too few lines differ in their output on tiny(random); draw other numbers, or more of them"
        return
    longest = max(len(f"{'; '.join(asked.given)} {asked.output}") for asked in questions)
    if longest > LONGEST_RUN:
        yield "[line]", f"arguments and output have {longest} characters; in tiny(random), draw {LONGEST_RUN} at most"


def _alike(a: tuple[Steps, Steps], b: tuple[Steps, Steps]) -> bool:
    return all(same(one[-1][1], other[-1][1]) for one, other in zip(a, b, strict=True))
