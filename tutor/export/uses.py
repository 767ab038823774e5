"""The pages of the site on which the mathematics is used: paper cards, and cases and programs to debug."""

from __future__ import annotations

from html import escape

from lessons.model.debugging import Program
from lessons.model.diagnosis import Diagnosis
from lessons.model.papers import PaperCard
from lessons.paper_cards.drawing import draw
from lessons.reading.repair import Repair
from tutor.export.elements import TEXT, asked, drawing, folded, question
from tutor.export.paper_fields import card_fields
from tutor.rendering.hunt import curves


def card_body(card: PaperCard) -> str:
    """A paper card with the numbers that are printed in it: its formula, and each field with its answers folded."""
    parts = [f"<h1>{escape(card.title)}</h1>", TEXT.markdown(" ".join(card.context)), TEXT.formula(card.latex)]
    parts.append(f'<p class="note">{escape(card.cite)}</p>')
    for field in card_fields(draw(card, 0), TEXT):
        hint = folded("Hint", field.hint) if field.hint else ""
        inside = asked(f"{card.id}.{field.name}", field.prompt + hint + folded("Answer", field.answer))
        parts.append(f"<h2>{field.title}</h2>\n{inside}")
    return "\n".join([*parts, folded("What to take along", TEXT.markdown(card.closing))])


def diagnosis_body(case: Diagnosis) -> str:
    """A case to diagnose: what it shows, the number that decides and the cause, both with their answers folded."""
    parts = [f"<h1>{escape(case.title)}</h1>", TEXT.markdown(case.about), TEXT.program("\n".join(case.symptom.log))]
    parts += [drawing(curves(case.symptom.traces))] if case.symptom.traces else []
    parts += [question(case.number), question(case.cause), folded("What it teaches", TEXT.markdown(case.closing))]
    return "\n".join(parts)


def repair_body(repair: Repair) -> str:
    """A program to repair, with its hints and a right one folded."""
    task = repair.task
    parts = [f"<h1>{escape(repair.title)}</h1>", TEXT.markdown(task.entry.about), TEXT.program(repair.program)]
    parts += [folded(f"Hint {number}", TEXT.markdown(hint)) for number, hint in enumerate(task.entry.hints, 1)]
    parts.append(folded("Solution", TEXT.program(task.solution)))
    return "\n".join([*parts, _in_the_program(f"tutor debug open {repair.id}", "runs your repair on hidden cases")])


def hunt_body(source: Program) -> str:
    """A program to hunt faults in, without one, and what can be wrong with it."""
    parts = [f"<h1>Hunt: {escape(source.title)}</h1>", TEXT.markdown(source.about), TEXT.program(source.source)]
    faults = "".join(
        f"<li>{TEXT.inline(fault.text)}<br>{TEXT.inline(fault.rule)}</li>" for fault in source.faults.values()
    )
    probes = "".join(f"<li>{TEXT.inline(f'{one.title}: {one.tells}')}</li>" for one in source.probes.values())
    parts += [folded("What can be wrong, and the rule for it", f"<ul>{faults}</ul>")]
    parts += [folded("What can be measured", f"<ul>{probes}</ul>")]
    return "\n".join([*parts, _in_the_program("tutor debug list", "lists hunts, each with one of these faults in it")])


def _in_the_program(command: str, does: str) -> str:
    return f'<p class="note"><code>{escape(command)}</code> {does}.</p>'
