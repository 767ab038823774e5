"""What there is: the course as data for `tutor lessons list` and `show`."""

from __future__ import annotations

from typing import Any

from msgspec import to_builtins

from lessons.course import Course, find_page
from lessons.model.demo import Demo
from lessons.model.page import Item, Page
from lessons.outline import Book, Outcome, PitfallEntry, Rung, Skill
from lessons.reading.exercise import Task

JsonObject = dict[str, Any]


def listing(course: Course) -> JsonObject:
    """The whole stage with all its ids, in the shape that `lessons list --json` promises."""
    outline = course.outline
    rungs = [_rung(course, rung) for rung in outline.rungs]
    return {
        "stage": {"id": outline.id, "title": outline.title, "minutes": _minutes(_all_pages(course))},
        "rungs": rungs,
        "skills": [{"id": skill.id, "title": skill.title, "needs": list(skill.needs)} for skill in outline.skills],
        "outcomes": [{"id": one.id, "title": one.title, "skills": list(one.skills)} for one in outline.outcomes],
        "exercises": [{"id": one.id, "title": one.title} for one in outline.exercises],
        "books": [to_builtins(book) for book in outline.books],
        "pitfalls": [to_builtins(pitfall) for pitfall in outline.pitfalls],
        "later": [to_builtins(stage) for stage in outline.later],
        "symbols": [to_builtins(symbol) for symbol in outline.symbols],
    }


def _all_pages(course: Course) -> list[Page]:
    return [page for rung in course.outline.rungs for page in course.pages(rung.id)]


def _minutes(pages: list[Page]) -> float:
    return round(sum(page.minutes for page in pages), 1)


def _rung(course: Course, rung: Rung) -> JsonObject:
    pages = list(course.pages(rung.id))
    skills = {skill.id: skill.rung for skill in course.outline.skills}
    return {
        "id": rung.id,
        "title": rung.title,
        "tagline": rung.tagline,
        "minutes": _minutes(pages),
        "pages": [
            {"id": page.id, "title": page.title, "minutes": round(page.minutes, 1), "teaches": list(page.teaches)}
            for page in pages
        ],
        "items": [_item_entry(course, id) for id in _items_in_order(course, rung.id, pages)],
        "demos": [{"id": demo.id, "title": demo.title} for demo in course.demos.values() if demo.rung == rung.id],
        "skills": [id for id, home in skills.items() if home == rung.id],
    }


def _items_in_order(course: Course, rung: str, pages: list[Page]) -> list[str]:
    """The questions of a rung as the pages ask them, then those that stand on no page."""
    asked = [id for page in pages for id in page.items]
    return asked + [id for id in course.templates if id.partition(".")[0] == rung and id not in asked]


def _item_entry(course: Course, id: str) -> JsonObject:
    template = course.templates[id]
    return {
        "id": id,
        "kind": template.kind,
        "skills": list(template.skills),
        "outcomes": list(course.outline.outcomes_of(template.skills)),
        "computed": course.is_computed(id),
    }


def listing_text(found: JsonObject) -> str:
    """The listing for a person."""
    stage, rungs = found["stage"], found["rungs"]
    lines = [f"{stage['title']}  ({stage['minutes']:g} min of reading)"]
    for number, rung in enumerate(rungs, 1):
        lines += ["", f"{number}  {rung['title']}: {rung['tagline']}  ({rung['minutes']:g} min)  {rung['id']}"]
        lines += [f"     page   {page['id']:<34} {page['title']}, {page['minutes']:g} min" for page in rung["pages"]]
        lines += [f"     demo   {demo['id']:<34} {demo['title']}" for demo in rung["demos"]]
        lines += [f"     item   {item['id']:<34} {item['kind']}: {', '.join(item['skills'])}" for item in rung["items"]]
        if not rung["pages"]:
            lines.append("     no page is written yet")
    for name, title in (("outcomes", "Checklist"), ("exercises", "Exercises"), ("skills", "Skills")):
        rows = found[name]
        lines += ["", title, *(f"     {row['id']:<34} {row['title']}" for row in rows)]
    books, pitfalls = found["books"], found["pitfalls"]
    lines += ["", "Books", *(f"     {one['id']:<34} {one['title']} ({one['year']})" for one in books)]
    lines += ["", "Pitfalls", *(f"     {one['id']:<34} {one['title']}" for one in pitfalls)]
    return "\n".join(lines)


def shown(course: Course, id: str, seed: int) -> JsonObject:
    """One thing by its id, as data. UnknownId."""
    outline = course.outline
    if course.renamed.get(id, id) in course.templates:
        return item_fields(course, course.item(id, seed))
    if entry := find_page(course, id):
        return _page_fields(course.page(entry.id))
    if id in course.demos:
        return _demo_fields(course.demos[id])
    if course.has_exercise(id) and (id.startswith("exercise.") or id not in [one.id for one in outline.outcomes]):
        return _exercise_fields(course.exercise(id))
    things: tuple[Skill | Outcome | Book | PitfallEntry, ...] = (
        *outline.skills,
        *outline.outcomes,
        *outline.books,
        *outline.pitfalls,
    )
    for thing in things:
        if thing.id == id:
            return {"kind": type(thing).__name__.lower(), **to_builtins(thing), **_items_for(course, thing)}
    if id == outline.id:
        return listing(course)
    if any(rung.id == id for rung in outline.rungs):
        return _rung(course, course.rung(id))
    raise course.unknown(id, "thing", [*course.ids(), *(skill.id for skill in outline.skills)])


def item_fields(course: Course, item: Item) -> JsonObject:
    """An item as its author sees it, in the shape that `lessons show --json` promises."""
    return {
        "id": item.id,
        "kind": item.kind,
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


def _page_fields(page: Page) -> JsonObject:
    return {
        "kind": "page",
        "id": page.id,
        "title": page.title,
        "words": page.words,
        "minutes": round(page.minutes, 1),
        "teaches": list(page.teaches),
        "leans_on": list(page.leans_on),
        "items": list(page.items),
        "demos": list(page.demos),
        "blocks": [type(block).__name__ for block in page.blocks],
    }


def _exercise_fields(task: Task) -> JsonObject:
    """An exercise as its author sees it: its questions, its files, and what its check tells apart."""
    from lessons.grading import shown as written
    from lessons.grading.judging import spelled

    check = task.check
    rules = {slip.id: slip.message for case in check.cases for slip in case.slips}
    return {
        "kind": "exercise",
        "id": task.id,
        "title": task.entry.title,
        "rung": task.entry.rung,
        "about": task.entry.about,
        "hand": list(task.entry.hand),
        "after": list(task.entry.after),
        "functions": [f"{one.name}({', '.join(one.parameters)})" for one in check.functions],
        "calls": [{"call": spelled(one.call), "expected": written(one.expected)} for one in check.cases],
        "wrong_rules": [{"id": id, "message": message} for id, message in rules.items()],
        "builds_on": list(check.beside),
        "hints": list(task.entry.hints),
        "starter": task.starter,
        "solution": task.solution,
    }


def _demo_fields(demo: Demo) -> JsonObject:
    return {
        "kind": "demo",
        "id": demo.id,
        "title": demo.title,
        "about": demo.about,
        "controls": [{"kind": type(one).__name__, **to_builtins(one)} for one in demo.controls],
        "predictions": [{"id": one.id, "question": one.question} for one in demo.predictions],
        "challenges": [{"id": one.id, "text": one.text} for one in demo.challenges],
    }


def _items_for(course: Course, thing: object) -> JsonObject:
    """The items that exercise a skill, or any skill of an outcome."""
    wanted = {thing.id} if isinstance(thing, Skill) else set(thing.skills) if isinstance(thing, Outcome) else set()
    if not wanted:
        return {}
    return {"items": [id for id, template in course.templates.items() if wanted & set(template.skills)]}


def shown_text(found: JsonObject) -> str:
    """One thing for a person: its fields, one a line, lists indented."""
    lines: list[str] = []
    for name, value in found.items():
        if isinstance(value, list) and value:
            lines.append(f"{name}:")
            lines += [f"  - {_flat(one)}" for one in value]
        elif value not in ("", None, [], {}):
            lines.append(f"{name}: {_flat(value)}")
    return "\n".join(lines)


def _flat(value: object) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{name}: {_flat(one)}" for name, one in value.items() if one not in ("", None, []))
    return " ".join(str(value).split())
