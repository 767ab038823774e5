"""The pages of the site on which the mathematics is used: paper cards, and cases and programs to debug."""

from __future__ import annotations

from html import escape

from lessons.model.debugging import Program
from lessons.model.diagnosis import Diagnosis
from lessons.model.papers import PaperCard
from lessons.paper_cards.drawing import DrawnCard, draw, filled
from lessons.reading.repair import Repair
from tutor.export.elements import TEXT, asked, drawing, folded, program, question
from tutor.rendering.hunt import curves


def card_body(card: PaperCard) -> str:
    """A paper card with the numbers that are printed in it: its formula, and each field with its answers folded."""
    drawn = draw(card, 0)
    fields = {
        "Symbols": _symbols(card),
        "Shapes": _shapes(drawn),
        "A limit": _limit(drawn),
        "A number": _number(drawn),
        "The line": _line(card),
    }
    parts = [f"<h1>{escape(card.title)}</h1>", TEXT.markdown(" ".join(card.context)), TEXT.formula(card.latex)]
    parts.append(f'<p class="note">{escape(card.cite)}</p>')
    for title, inside in fields.items():
        name = f"{card.id}.{title.split()[-1].lower()}"
        parts.append(f"<h2>{title}</h2>\n{asked(name, inside)}")
    return "\n".join([*parts, folded("What to take along", TEXT.markdown(card.closing))])


def _symbols(card: PaperCard) -> str:
    listed = ", ".join(f"${symbol.latex}$" for symbol in card.symbols)
    rows = [(TEXT.math(symbol.latex, False), escape(symbol.means)) for symbol in card.symbols]
    return TEXT.markdown(f"What does each mean here: {listed}?") + folded("Answer", _table(rows))


def _shapes(drawn: DrawnCard) -> str:
    card = drawn.card
    numbers = ", ".join(f"`{name}={number}`" for name, number in drawn.sizes.numbers.items())
    rows = [(TEXT.inline(shape.of), f"<code>{escape(shape.answer)}</code>") for shape in card.shapes]
    listed = ", ".join(shape.of for shape in card.shapes)
    prompt = f"What shape has each: {listed}? There are {card.counts} ({numbers})."
    return TEXT.markdown(prompt) + folded("Answer", _table(rows))


def _limit(drawn: DrawnCard) -> str:
    limit, options = drawn.card.limit, {option.id: option.text for option in drawn.limit.options}
    rows = "".join(f"<li><b>{escape(name)})</b> {TEXT.inline(text)}</li>" for name, text in options.items())
    listed = f'<ul class="options">{rows}</ul>' if rows else ""
    right = drawn.limit.expected
    answer = (
        TEXT.markdown(f"{right}) {options[right]}") if right in options else f"<p>{TEXT.typed(drawn.limit, right)}</p>"
    )
    hint = folded("Hint", TEXT.markdown(limit.hint)) if limit.hint else ""
    return TEXT.markdown(limit.prompt) + listed + hint + folded("Answer", answer)


def _number(drawn: DrawnCard) -> str:
    number, blanks = drawn.card.number, [blank for blank in drawn.blanks if blank.field == "number"]
    rows = [
        (TEXT.math(filled(number.steps[blank.index], drawn.instance.texts), False), escape(drawn.answer(blank)))
        for blank in blanks
    ]
    hint = folded("Hint", TEXT.markdown(filled(number.hint, drawn.instance.texts))) if number.hint else ""
    return TEXT.markdown(drawn.number) + hint + folded("Answer", _table(rows))


def _line(card: PaperCard) -> str:
    prompt = f"<p>Write the line in NumPy. Given: <code>{escape(card.line.given)}</code></p>"
    framework = f"<p>In a framework:</p>{program(card.framework)}" if card.framework else ""
    return prompt + folded("Answer", program(card.line.line) + framework)


def _table(rows: list[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in rows)
    return f'<table class="symbols">{cells}</table>'


def diagnosis_body(case: Diagnosis) -> str:
    """A case to diagnose: what it shows, the number that decides and the cause, both with their answers folded."""
    parts = [f"<h1>{escape(case.title)}</h1>", TEXT.markdown(case.about), program("\n".join(case.symptom.log))]
    parts += [drawing(curves(case.symptom.traces))] if case.symptom.traces else []
    parts += [question(case.number), question(case.cause), folded("What it teaches", TEXT.markdown(case.closing))]
    return "\n".join(parts)


def repair_body(repair: Repair) -> str:
    """A program to repair, with its hints and a right one folded."""
    task = repair.task
    parts = [f"<h1>{escape(repair.title)}</h1>", TEXT.markdown(task.entry.about), program(repair.program)]
    parts += [folded(f"Hint {number}", TEXT.markdown(hint)) for number, hint in enumerate(task.entry.hints, 1)]
    parts.append(folded("Solution", program(task.solution)))
    return "\n".join([*parts, _in_the_program(f"tutor debug open {repair.id}", "runs your repair on hidden cases")])


def hunt_body(source: Program) -> str:
    """A program to hunt faults in, without one, and what can be wrong with it."""
    parts = [f"<h1>Hunt: {escape(source.title)}</h1>", TEXT.markdown(source.about), program(source.source)]
    faults = "".join(
        f"<li>{TEXT.inline(fault.text)}<br>{TEXT.inline(fault.rule)}</li>" for fault in source.faults.values()
    )
    probes = "".join(f"<li>{TEXT.inline(f'{one.title}: {one.tells}')}</li>" for one in source.probes.values())
    parts += [folded("What can be wrong, and the rule for it", f"<ul>{faults}</ul>")]
    parts += [folded("What can be measured", f"<ul>{probes}</ul>")]
    return "\n".join([*parts, _in_the_program("tutor debug list", "lists hunts, each with one of these faults in it")])


def _in_the_program(command: str, does: str) -> str:
    return f'<p class="note"><code>{escape(command)}</code> {does}.</p>'
