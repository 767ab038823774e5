"""Templates: the files of a new page, question, demo, exercise, card or case, which pass the check as they are."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import tomli

from lessons.course import Course
from lessons.model.page import CAN_NOW
from lessons.outline import Rung, Skill
from lessons.reading import debugging, diagnosis, repair
from lessons.reading.papers import FOLDER as PAPERS
from lessons.source import PLACE, Source

TEMPLATES = Path(__file__).parent / "templates"
ENDING = ".tmpl"

Files = Mapping[str, str]
"""By path within the course, the whole text of a file that is new or changed."""


class TemplateError(ValueError):
    """Something cannot be added to a course; the message says what to do instead."""


def new_course(name: str, title: str) -> Files:
    """The files of a course with one rung and no pages."""
    _check_name(name, r"[a-z][a-z0-9_]*")
    return {PLACE: _filled("course.toml", NAME=name, TITLE=title)}


def new_page(source: Source, page_id: str, title: str) -> Files:
    """A page with a skill of its own, and three questions for that skill."""
    rung_id, _, name = page_id.partition(".")
    _check_name(name, r"[a-z][a-z0-9_]*")
    course = Course(source)
    rung = course.rung(rung_id)
    if source.has(rung_id, f"{name}.md"):
        raise TemplateError(f"{rung_id}/{name}.md is there already; choose another name")
    skill = name.replace("_", "-")
    if skill in [entry.id for entry in course.outline.skills]:
        raise TemplateError(f"there is a skill {skill} already; choose another name for the page")
    names = {"PAGE": page_id, "RUNG": rung_id, "SKILL": skill, "TITLE": title}
    entry = f'{{ id = "{page_id}", title = "{title}" }}'
    outline = _with_entry(source.text(PLACE), rung, "pages", entry) + _filled("page_skill.toml", **names)
    files = {PLACE: _outline(outline), f"{rung_id}/{name}.md": _filled("page.md", **names)}
    files |= _appended(source, f"{rung_id}/items.toml", _filled("page_items.toml", **names))
    return {**files, **_item_files(source, page_id, "compute", skill, title, practice=False)}


def new_item(source: Source, item_id: str, title: str) -> Files:
    """A computed question of a page's skill, which comes in practice until it is put on a page."""
    page_id, _, name = item_id.rpartition(".")
    _check_name(name, r"[a-z][a-z0-9_]*")
    return _item_files(source, page_id, name, _skill_of(source, page_id), title, practice=True)


def new_demo(source: Source, demo_id: str, page_id: str, title: str) -> Files:
    """A demo, and the block that offers it at the end of a page."""
    _check_name(demo_id, r"[a-z][a-z0-9_-]*")
    rung, module = Course(source).rung(page_id.partition(".")[0]), demo_id.replace("-", "_")
    text = _filled("demo.py", ID=demo_id, TITLE=title, RUNG=rung.id, CONSTANT=module.upper())
    outline = _with_entry(source.text(PLACE), rung, "demos", f'"{demo_id}"')
    block = f"\n```demo {demo_id}\nSay in one sentence why to open it.\n```\n"
    return {
        PLACE: _outline(outline),
        **_declared(source, rung.id, "demos", f"demo_{module}", module.upper(), text),
        **_offered(source, _page_path(source, page_id), block),
    }


def new_exercise(source: Source, exercise_id: str, page_id: str, title: str) -> Files:
    """An exercise with its three files, the question done by hand before it, and the block that offers it."""
    if not exercise_id.isidentifier():
        raise TemplateError(f"{exercise_id!r} is no name of a Python file; use letters, digits and _")
    skill, rung = _skill_of(source, page_id), page_id.partition(".")[0]
    if source.has(rung, "exercises", f"{exercise_id}.py"):
        raise TemplateError(f"the exercise {exercise_id} is there already; choose another name")
    names = {"ID": exercise_id, "TITLE": title, "RUNG": rung, "PAGE": page_id, "SKILL": skill}
    block = f"\n```exercise {exercise_id}\nSay in one sentence what it is for.\n```\n"
    programs = {
        f"{rung}/exercises/{exercise_id}{form}.py": _filled(f"exercise{form}.py", **names)
        for form in ("", "_solution", "_check")
    }
    return {
        PLACE: _outline(source.text(PLACE) + _filled("exercise_entry.toml", **names)),
        **programs,
        **_appended(source, f"{rung}/items.toml", _filled("exercise_item.toml", **names)),
        **_offered(source, _page_path(source, page_id), block),
    }


def new_paper(source: Source, name: str, title: str) -> Files:
    """A paper card on the last skill of the core."""
    _check_name(name, r"[a-z][a-z0-9_]*")
    if source.has(PAPERS, f"{name}.toml"):
        raise TemplateError(f"the card {name} is there already; choose another name")
    skill = _last_skill(source)
    names = {"ID": name, "TITLE": title, "SKILL": skill.id, "RUNG": skill.rung}
    return {
        PLACE: _outline(source.text(PLACE) + _filled("paper_entry.toml", **names)),
        f"{PAPERS}/{name}.toml": _filled("paper.toml", **names),
        f"{PAPERS}/{name}_check.py": _filled("paper_check.py", **names),
    }


def new_case(source: Source, name: str, form: str, title: str) -> Files:
    """A case to debug on the last skill of the core; its form is diagnose, repair or fault."""
    if form == "fault":
        return new_fault(source, name, title)
    _check_name(name, r"[a-z][a-z0-9_]*")
    folder, entries = CASES[form]
    if source.has(*folder.split("/"), f"{name}.toml"):
        raise TemplateError(f"the case {name} is there already; choose another name")
    names = {"TITLE": title, "SKILL": _last_skill(source).id, "ORDER": str(len(entries(source)) + 1)}
    return {f"{folder}/{name}{ending}": _filled(f"{form}{ending}", **names) for ending in (".toml", ".py")}


def new_fault(source: Source, name: str, title: str) -> Files:
    """A fault in a program to hunt in: the first of the course, or a copy of the regression where it has none.

    Its outcomes are still to be measured: see `measured`.
    """
    _check_name(name, r"[a-z][a-z0-9_]*")
    skill = _last_skill(source).id
    files = {} if debugging.program_names(source) else _program(skill)
    place = next(iter(files), f"{debugging.FOLDER}/{program_of_faults(source)}.toml")
    text = files.get(place) or source.text(*place.split("/"))
    fields, fault = tomli.loads(text), name.replace("_", "-")
    if fault in [entry["id"] for entry in fields["fault"]]:
        raise TemplateError(f"the fault {fault} is there already; choose another name")
    step = _STEP.search(str(fields["program"]))
    if step is None:
        raise TemplateError(f"{place} has no step such as w[k] -= LR * g[k]; write the [[fault]] by hand")
    clause = title[:1].lower() + title[1:]
    names = {
        "ID": fault,
        "TITLE": clause,
        "SKILL": skill,
        "OLD": step[0],
        "NEW": f"{step[1]} -= LR * np.sign({step[2]})",
    }
    before, probe, rest = text.partition("\n[[probe]]")
    return {**files, place: before.rstrip("\n") + "\n" + _filled("fault.toml", **names) + probe + rest}


_STEP = re.compile(r"(\w+\[k\]) -= LR \* \(?(g\[k\]).*")
"""The step of gradient descent in a program to hunt in."""


def program_of_faults(source: Source) -> str:
    """The program that `new_fault` puts a fault into."""
    return next(iter(debugging.program_names(source)), _REGRESSION)


def measured(source: Source, fault: str) -> Files:
    """The table of a program with what the probes show for a fault that was added to it. Runs it some ten times."""
    from lessons.hunting.outcomes import encode, extended, measure

    program = debugging.read_program(source, program_of_faults(source))
    found = measure(program, range(program.outcomes.seeds), (fault,))
    return {f"{debugging.FOLDER}/{program.id}.json": encode(extended(program, found))}


_REGRESSION = "regression"


def _program(skill: str) -> dict[str, str]:
    """The files of the regression that ships, its TOML file first; all its faults are for one skill."""
    shipped = Source.installed()
    names = (f"{_REGRESSION}.toml", f"{_REGRESSION}.py", f"{_REGRESSION}.json", debugging.SHARED)
    files = {f"{debugging.FOLDER}/{name}": shipped.text(debugging.FOLDER, name) for name in names}
    place = next(iter(files))
    files[place] = re.sub(r"^skills = .*$", f'skills = ["{skill}"]', files[place], flags=re.MULTILINE)
    return files


CASES: Mapping[str, tuple[str, Callable[[Source], Sequence[object]]]] = {
    "diagnose": (diagnosis.FOLDER, diagnosis.diagnosis_entries),
    "repair": (repair.FOLDER, repair.repair_entries),
}
"""By form of a case, its folder and what lists the cases of a course."""


def _last_skill(source: Source) -> Skill:
    skills = [skill for skill in Course(source).outline.skills if not skill.second_pass]
    if not skills:
        raise TemplateError("the course has no skill yet; begin with `tutor lessons new page RUNG.NAME`")
    return skills[-1]


def write(root: Path, files: Files) -> None:
    """Write files into the folder of a course. Raises OSError."""
    for place, text in files.items():
        path = root.joinpath(*place.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _filled(template: str, **names: str) -> str:
    text = (TEMPLATES / f"{template}{ENDING}").read_text(encoding="utf-8")
    for name, value in names.items():
        text = text.replace(f"@{name}@", value)
    return text


def _check_name(name: str, pattern: str) -> None:
    if not re.fullmatch(pattern, name):
        raise TemplateError(f"{name!r} is no name here; use small letters, digits and _, with a letter first")


def _skill_of(source: Source, page_id: str) -> str:
    """The first skill that a page teaches. Raises UnknownIdError for a page that there is not."""
    skills = Course(source).page(page_id).teaches
    if not skills:
        raise TemplateError(f"the page {page_id} teaches no skill; name one in its teaches")
    return skills[0]


def _page_path(source: Source, page_id: str) -> str:
    return Course(source).page(page_id).place


def _item_files(source: Source, page_id: str, name: str, skill: str, title: str, *, practice: bool) -> Files:
    rung, _, page = page_id.partition(".")
    function = f"{page}_{name}"
    if f"{page_id}.{name}" in Course(source).templates:
        raise TemplateError(f"there is a question {page_id}.{name} already; choose another name")
    text = _filled(
        "item.py",
        ID=f"{page_id}.{name}",
        FUNCTION=function,
        SKILL=skill,
        STRATEGY=page.replace("_", "-"),
        TITLE=title,
        PRACTICE=", practice=True" if practice else "",
    )
    return _declared(source, rung, "items", f"items_{function}", function, text)


def _declared(source: Source, rung: str, gathered: str, module: str, name: str, text: str) -> Files:
    """A module, and its name in the module that gathers those of the rung, if there is one."""
    if source.has(rung, f"{module}.py"):
        raise TemplateError(f"{rung}/{module}.py is there already; choose another name")
    files = {f"{rung}/{module}.py": text}
    if source.has(rung, f"{gathered}.py"):
        lines = source.text(rung, f"{gathered}.py").split("\n")
        imports = [node for node in ast.parse("\n".join(lines)).body if isinstance(node, ast.Import | ast.ImportFrom)]
        lines.insert(max((node.end_lineno or 0 for node in imports), default=0), f"from .{module} import {name}")
        gatherer = "\n".join(lines).replace("__all__ = [\n", f'__all__ = [\n    "{name}",\n', 1)
        files[f"{rung}/{gathered}.py"] = gatherer
    return files


def _appended(source: Source, place: str, text: str) -> Files:
    before = source.text(*place.split("/")) if source.has(*place.split("/")) else ""
    return {place: before.rstrip("\n") + "\n" + text if before else text.lstrip("\n")}


def _offered(source: Source, place: str, block: str) -> Files:
    """A page with one more block: before the sentence that ends it, if there is one."""
    text = source.text(*place.split("/")).rstrip("\n") + "\n"
    before, ending, rest = text.rpartition(f"\n{CAN_NOW}")
    if not ending or "\n```" in rest:
        return _appended(source, place, block)
    return {place: f"{before.rstrip(chr(10))}\n{block}{ending}{rest}"}


def _with_entry(outline: str, rung: Rung, key: str, entry: str) -> str:
    """course.toml with one more entry in a list of a rung."""
    start = outline.index(f'id = "{rung.id}"')
    end = outline.find("\n[[", start)
    table, rest = (outline[start:], "") if end < 0 else (outline[start:end], outline[end:])
    found = re.search(rf"^{key} = \[(.*?)\]$", table, re.DOTALL | re.MULTILINE)
    if found is None:
        return f"{outline[:start]}{table.rstrip()}\n{key} = [{entry}]\n{rest}"
    inside = found[1].rstrip().rstrip(",")
    separator = ",\n  " if "\n" in found[1] else ", " if inside.strip() else ""
    last = ",\n" if "\n" in found[1] else ""
    return outline[:start] + table[: found.start(1)] + inside + separator + entry + last + table[found.end(1) :] + rest


def _outline(text: str) -> str:
    """The text of course.toml, if it can still be read. Raises TemplateError."""
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise TemplateError(f"{PLACE} cannot be extended automatically ({error}); write the entry by hand") from None
    return text
