"""The course as data for `tutor lessons list` and `show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from lessons.course import Course, find_page
from lessons.model.demo import Demo
from lessons.model.hunts import number_of
from lessons.model.page import Item, Page
from lessons.outline import Book, CardEntry, Outcome, PaperLine, PitfallEntry, Rung, Skill
from lessons.reading.exercise import Task
from lessons.reading.papers import citation

if TYPE_CHECKING:
    from lessons.hunting.cases import Case
    from lessons.model.diagnosis import Diagnosis
    from lessons.model.papers import PaperCard
    from lessons.reading.repair import Repair

JsonObject = dict[str, Any]


def listing(course: Course) -> JsonObject:
    """The stage with all its ids, in the documented form of `lessons list --json`."""
    outline = course.outline
    rungs = [_rung(course, rung) for rung in outline.rungs]
    return {
        "stage": {"id": outline.id, "title": outline.title, "minutes": _minutes(_core_pages(course))},
        "rungs": rungs,
        "skills": [{"id": skill.id, "title": skill.title, "needs": list(skill.needs)} for skill in outline.skills],
        "outcomes": [
            {"id": entry.id, "title": entry.title, "skills": list(entry.skills)} for entry in outline.outcomes
        ],
        "optional_outcomes": _optional_outcomes(outline.paper_line),
        "exercises": [{"id": entry.id, "title": entry.title} for entry in outline.exercises],
        "books": [to_builtins(book) for book in outline.books],
        "pitfalls": [to_builtins(pitfall) for pitfall in outline.pitfalls],
        "later": [to_builtins(stage) for stage in outline.later],
        "symbols": [to_builtins(symbol) for symbol in outline.symbols],
        "papers": [_card_entry(course, card) for card in outline.cards],
        "debugging": [
            *(_case_entry(hunt, title, "hunt", level=level) for hunt, title, level in course.hunts),
            *(_case_entry(case, title, "diagnose") for case, title in course.diagnoses),
            *(_case_entry(repair, title, "repair") for repair, title in course.repairs),
        ],
    }


def _optional_outcomes(line: PaperLine | None) -> list[JsonObject]:
    """What stands beside the checklist, which is complete without it."""
    return [] if line is None else [{"id": line.id, "title": line.title, "skills": list(line.skills)}]


def _core_pages(course: Course) -> list[Page]:
    return [page for rung in course.outline.rungs for page in course.pages(rung.id)]


def _minutes(pages: list[Page]) -> float:
    return round(sum(page.minutes for page in pages), 1)


def _rung(course: Course, rung: Rung) -> JsonObject:
    core, second = list(course.pages(rung.id)), list(course.second_pass(rung.id))
    skills = {skill.id: skill.rung for skill in course.outline.skills}
    return {
        "id": rung.id,
        "title": rung.title,
        "tagline": rung.tagline,
        "minutes": _minutes(core),
        "pages": [*(_page_entry(page, "core") for page in core), *(_page_entry(page, "papers") for page in second)],
        "items": [_item_entry(course, item_id) for item_id in _items_in_order(course, rung.id, [*core, *second])],
        "demos": [{"id": demo.id, "title": demo.title} for demo in course.demos.values() if demo.rung == rung.id],
        "skills": [item_id for item_id, home in skills.items() if home == rung.id],
    }


def _page_entry(page: Page, reading: str) -> JsonObject:
    return {
        "id": page.id,
        "title": page.title,
        "pass": reading,
        "minutes": round(page.minutes, 1),
        "teaches": list(page.teaches),
    }


def _items_in_order(course: Course, rung: str, pages: list[Page]) -> list[str]:
    """The items of a rung in page order, then those that are on no page."""
    asked = [item_id for page in pages for item_id in page.items]
    return asked + [
        item_id for item_id in course.templates if item_id.partition(".")[0] == rung and item_id not in asked
    ]


def _item_entry(course: Course, item_id: str) -> JsonObject:
    template = course.templates[item_id]
    return {
        "id": item_id,
        "kind": template.kind,
        "form": template.form,
        "skills": list(template.skills),
        "outcomes": list(course.outline.outcomes_of(template.skills)),
        "computed": course.is_computed(item_id),
    }


def _case_entry(case: str, title: str, form: str, **further: str) -> JsonObject:
    return {"id": case, "title": title, "form": form, **further}


def _card_entry(course: Course, card: CardEntry) -> JsonObject:
    return {"id": card.id, "title": card.title, "citation": citation(course.source, card.id), "rung": card.rung}


def _kind_text(entry: JsonObject) -> str:
    return f"{entry['kind']} ({entry['form']})" if entry["form"] else str(entry["kind"])


def listing_text(catalogue: JsonObject) -> str:
    """The listing as text."""
    stage, rungs = catalogue["stage"], catalogue["rungs"]
    lines = [f"{stage['title']}  ({stage['minutes']:g} min of reading)"]
    for number, rung in enumerate(rungs, 1):
        lines += ["", f"{number}  {rung['title']}: {rung['tagline']}  ({rung['minutes']:g} min)  {rung['id']}"]
        lines += [f"     page   {page['id']:<34} {_page_text(page)}" for page in rung["pages"]]
        lines += [f"     demo   {demo['id']:<34} {demo['title']}" for demo in rung["demos"]]
        lines += [
            f"     item   {item['id']:<34} {_kind_text(item)}: {', '.join(item['skills'])}" for item in rung["items"]
        ]
        if not rung["pages"]:
            lines.append("     no page is written yet")
    for name, title in (("outcomes", "Checklist"), ("exercises", "Exercises"), ("skills", "Skills")):
        rows = catalogue[name]
        lines += ["", title, *(f"     {row['id']:<34} {row['title']}" for row in rows)]
    books, pitfalls = catalogue["books"], catalogue["pitfalls"]
    lines += ["", "Books", *(f"     {entry['id']:<34} {entry['title']} ({entry['year']})" for entry in books)]
    lines += ["", "Pitfalls", *(f"     {entry['id']:<34} {entry['title']}" for entry in pitfalls)]
    lines += ["", "Papers", *(f"     {row['id']:<34} {row['title']}" for row in catalogue["papers"])]
    lines += [
        "",
        "Debug models",
        *(f"     {row['id']:<34} {row['title']}, {row.get('level', row['form'])}" for row in catalogue["debugging"]),
    ]
    return "\n".join(lines)


def _page_text(page: JsonObject) -> str:
    return f"{page['title']}, {page['minutes']:g} min{', for papers' * (page['pass'] == 'papers')}"


def shown(course: Course, target_id: str, seed: int) -> JsonObject:
    """One part of the course by its id, as data.

    Raises:
        UnknownIdError: nothing has this id.
    """
    outline = course.outline
    if course.renamed.get(target_id, target_id) in course.templates:
        return item_fields(course, course.item(target_id, seed))
    if entry := find_page(course, target_id):
        return _page_fields(course.page(entry.id), "papers" if entry.second_pass else "core")
    if target_id in course.demos:
        return _demo_fields(course.demos[target_id])
    if course.has_exercise(target_id) and (
        target_id.startswith("exercise.") or target_id not in [outcome.id for outcome in outline.outcomes]
    ):
        return _exercise_fields(course.exercise(target_id))
    if (used := _shown_use(course, target_id, seed)) is not None:
        return used
    things: tuple[Skill | Outcome | Book | PitfallEntry, ...] = (
        *outline.skills,
        *outline.outcomes,
        *outline.books,
        *outline.pitfalls,
    )
    for thing in things:
        if thing.id == target_id:
            return {"kind": type(thing).__name__.lower(), **to_builtins(thing), **_items_for(course, thing)}
    if target_id == outline.id:
        return listing(course)
    if any(rung.id == target_id for rung in outline.rungs):
        return _rung(course, course.rung(target_id))
    raise course.unknown(target_id, "thing", [*course.ids(), *(skill.id for skill in outline.skills)])


def _shown_use(course: Course, target_id: str, seed: int) -> JsonObject | None:
    """A case to debug or a paper card as data; None for any other id."""
    if number_of(target_id) is not None and course.hunts:
        return _hunt_fields(course.hunt(target_id))
    if target_id in dict(course.diagnoses):
        return _diagnosis_fields(course.diagnosis(target_id, seed or 1))
    if target_id in dict(course.repairs):
        return _repair_fields(course.repair(target_id))
    if course.has_card(target_id):
        return _card_fields(course.card(target_id), seed)
    return None


def item_fields(course: Course, item: Item) -> JsonObject:
    """An item with its answer, in the documented form of `lessons show --json`."""
    return {
        "id": item.id,
        "kind": item.kind,
        "form": item.form,
        "seed": item.seed,
        "skills": list(item.skills),
        "outcomes": list(course.outline.outcomes_of(item.skills)),
        "prompt": item.prompt,
        "answer": item.answer,
        "comparison": item.rule.words() if item.rule else None,
        "options": [option._asdict() for option in item.options],
        "wrong_rules": [rule._asdict() for rule in item.wrong_rules],
        "hints": list(item.hints),
        "explanation": item.explanation,
        "steps": [{"text": step.text, "value": step.value, "cell": step.cell} for step in item.steps],
    }


def _page_fields(page: Page, reading: str) -> JsonObject:
    return {
        "kind": "page",
        "id": page.id,
        "title": page.title,
        "pass": reading,
        "words": page.words,
        "minutes": round(page.minutes, 1),
        "teaches": list(page.teaches),
        "leans_on": list(page.leans_on),
        "items": list(page.items),
        "demos": list(page.demos),
        "blocks": [type(block).__name__ for block in page.blocks],
    }


def _exercise_fields(task: Task) -> JsonObject:
    """An exercise with its items, its files, and the wrong rules that its check recognizes."""
    from lessons.grading import shown as written
    from lessons.grading.judging import spelled

    check = task.check
    rules = {one.id: one.message for case in check.cases for one in case.misconceptions}
    return {
        "kind": "exercise",
        "id": task.id,
        "title": task.entry.title,
        "rung": task.entry.rung,
        "about": task.entry.about,
        "hand": list(task.entry.hand),
        "after": list(task.entry.after),
        "functions": [f"{function.name}({', '.join(function.parameters)})" for function in check.functions],
        "calls": [{"call": spelled(case.call), "expected": written(case.expected)} for case in check.cases],
        "wrong_rules": [{"id": rule_id, "message": message} for rule_id, message in rules.items()],
        "builds_on": list(check.builds_on),
        "hints": list(task.entry.hints),
        "starter": task.starter,
        "solution": task.solution,
    }


def _hunt_fields(case: Case) -> JsonObject:
    """A hunt with its fault and what every probe shows for every candidate."""
    puzzle, program = case.puzzle, case.program
    return {
        "kind": "hunt",
        "id": case.id,
        "title": case.title,
        "level": case.level.name,
        "seed": case.seed,
        "fault": case.fault,
        "lines": list(program.changed_lines(case.fault)),
        "rule": program.faults[case.fault].rule,
        "skills": list(program.faults[case.fault].skills),
        "candidates": list(puzzle.candidates),
        "outcomes": {
            probe: {name: puzzle.outcome(probe, name) for name in puzzle.candidates} for probe in puzzle.partitions
        },
        "program": program.with_fault(case.fault),
    }


def _diagnosis_fields(case: Diagnosis) -> JsonObject:
    """A draw of a case to diagnose with its answers."""
    return {
        "kind": "diagnose",
        "id": case.id,
        "title": case.title,
        "seed": case.seed,
        "skills": list(case.skills),
        "about": case.about,
        "log": list(case.symptom.log),
        "prompt": case.number.prompt,
        "answer": case.number.answer,
        "wrong_rules": [rule._asdict() for rule in case.number.wrong_rules],
        "explanation": case.number.explanation,
        "causes": [option._asdict() for option in case.cause.options],
        "cause": case.cause.answer,
        "closing": case.closing,
    }


def _repair_fields(repair: Repair) -> JsonObject:
    """A program to repair with the repairs that are known."""
    return {
        "kind": "repair",
        "id": repair.id,
        "title": repair.title,
        "skills": list(repair.skills),
        "about": repair.task.entry.about,
        "function": repair.function,
        "program": repair.program,
        "cases": [{"name": case.name, "why": case.why} for case in repair.cases],
        "right": [{"id": known.id, "program": known.program} for known in repair.right],
        "wrong_rules": [
            {"id": known.rule or known.id, "program": known.program, "message": known.message} for known in repair.wrong
        ],
        "hints": list(repair.task.entry.hints),
        "closing": repair.task.closing,
    }


def _card_fields(card: PaperCard, seed: int) -> JsonObject:
    """A paper card with the numbers of a seed, every answer, and every wrong answer with its message."""
    from lessons.paper_cards.drawing import draw

    drawn = draw(card, seed)
    wrong = [*drawn.limit.wrong, *drawn.steps[card.number.answer].wrong]
    return {
        "kind": "paper",
        "id": card.id,
        "title": card.title,
        "citation": card.cite,
        "checked": card.checked,
        "formula": card.latex,
        "needs": list(card.needs),
        "sizes": dict(drawn.sizes.numbers),
        "symbols": [{"symbol": symbol.latex, "means": symbol.means} for symbol in card.symbols],
        "shapes": [{"of": shape.of, "shape": shape.answer} for shape in card.shapes],
        "limit": {"prompt": card.limit.prompt, "answer": card.limit.answer},
        "number": {"prompt": drawn.number, "steps": [step.expected for step in drawn.steps]},
        "line": card.line.line,
        "wrong_rules": [rule._asdict() for rule in wrong],
        "wrong_lines": [{"id": one.id, "line": one.line, "message": one.message} for one in card.line.wrong],
        "closing": card.closing,
        "framework": card.framework,
    }


def _demo_fields(demo: Demo) -> JsonObject:
    return {
        "kind": "demo",
        "id": demo.id,
        "title": demo.title,
        "about": demo.about,
        "controls": [{"kind": type(part).__name__, **to_builtins(part)} for part in demo.controls],
        "predictions": [{"id": part.id, "question": part.question} for part in demo.predictions],
        "challenges": [{"id": part.id, "text": part.text} for part in demo.challenges],
    }


def _items_for(course: Course, thing: object) -> JsonObject:
    """The items that exercise a skill, or any skill of an outcome."""
    skills = {thing.id} if isinstance(thing, Skill) else set(thing.skills) if isinstance(thing, Outcome) else set()
    if not skills:
        return {}
    return {"items": [item_id for item_id, template in course.templates.items() if skills & set(template.skills)]}


def shown_text(fields: JsonObject) -> str:
    """The fields of one part of the course as text, one a line, lists indented."""
    lines: list[str] = []
    for name, value in fields.items():
        if isinstance(value, list) and value:
            lines.append(f"{name}:")
            lines += [f"  - {_flat(part)}" for part in value]
        elif value not in ("", None, [], {}):
            lines.append(f"{name}: {_flat(value)}")
    return "\n".join(lines)


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{name}: {_flat(part)}" for name, part in value.items() if part not in ("", None, []))
    return " ".join(str(value).split())
