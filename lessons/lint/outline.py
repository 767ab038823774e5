"""Checks of course.toml: ids, references, cycles of skills, symbols."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import TYPE_CHECKING

from lessons.lint.problem import Problem
from lessons.lint.tools import Tools
from lessons.outline import Outline, Skill
from lessons.source import PLACE, Source

if TYPE_CHECKING:
    from lessons.model.demo import Demo


def outline_faults(outline: Outline, source: Source, tools: Tools) -> Iterator[Problem]:
    """All problems of an outline that could be read."""
    for word, text in (*_id_faults(outline), *_skill_faults(outline), *_cycle_faults(outline)):
        yield Problem(PLACE, line_of(source, word), text)
    for word, text in _symbol_faults(outline, tools):
        yield Problem(PLACE, line_of(source, word), text)


def demo_name_faults(outline: Outline, source: Source, demos: Container[str] | None) -> Iterator[Problem]:
    """Demos that a rung names and that do not exist; nothing where `demos` is None because they failed to load."""
    for rung in outline.rungs:
        for demo_id in rung.demos if demos is not None else ():
            if demos is not None and demo_id not in demos:
                text = f"rung {rung.id} names the demo {demo_id}, which does not exist; mend the name or write it"
                yield Problem(PLACE, line_of(source, demo_id), text)


def fast_path_faults(outline: Outline, source: Source, demos: Mapping[str, Demo] | None) -> Iterator[Problem]:
    """Ids that the fast path names and that do not exist; its demo is skipped where demos failed to load."""
    path = outline.fast_path
    if path is None:
        return
    if path.rung not in [rung.id for rung in outline.rungs]:
        yield Problem(
            PLACE, line_of(source, path.rung), f"the fast path names the rung {path.rung}, which does not exist"
        )
    if demos is None:
        return
    if path.demo not in demos:
        yield Problem(
            PLACE, line_of(source, path.demo), f"the fast path names the demo {path.demo}, which does not exist"
        )
        return
    known = [prediction.id for prediction in demos[path.demo].predictions]
    for prediction_id in path.predictions:
        if prediction_id not in known:
            has = ", ".join(known)
            text = f"the fast path names the prediction {prediction_id}, which {path.demo} has not; it has {has}"
            yield Problem(PLACE, line_of(source, prediction_id), text)


def _id_faults(outline: Outline) -> Iterator[tuple[str, str]]:
    for name, ids in (
        ("rung", [rung.id for rung in outline.rungs]),
        ("page", [page.id for page in outline.pages]),
        ("skill", [skill.id for skill in outline.skills]),
        ("outcome", [outcome.id for outcome in outline.outcomes]),
        ("card", [card.id for card in outline.cards]),
    ):
        for entry_id in sorted({entry_id for entry_id in ids if ids.count(entry_id) > 1}):
            yield entry_id, f"the {name} id {entry_id} is used twice; ids are unique"
    for page in outline.pages:
        if not page.id.startswith(page.rung + "."):
            yield page.id, f"page {page.id} stands in rung {page.rung}; call it {page.rung}.NAME"


def _skill_faults(outline: Outline) -> Iterator[tuple[str, str]]:
    skills = {skill.id for skill in outline.skills}
    rungs = {rung.id for rung in outline.rungs}
    for skill in outline.skills:
        if skill.rung not in rungs:
            yield skill.id, f"skill {skill.id} names the rung {skill.rung}, which does not exist"
        for need in skill.needs:
            if need not in skills:
                yield skill.id, f"skill {skill.id} needs {need}, which is no skill; declare it or drop it"
        yield from _share_faults(skill)
    for outcome in outline.outcomes:
        for skill_id in outcome.skills:
            if skill_id not in skills:
                yield outcome.id, f"outcome {outcome.id} names the skill {skill_id}, which does not exist"
    former = [old for skill in outline.skills for old in skill.was]
    for old in sorted({old for old in former if old in skills or former.count(old) > 1}):
        yield old, f"{old} is the former id of a skill and stands for another one too; ids are never reused"
    for retired in outline.retired:
        for skill_id in retired.skills:
            if skill_id not in skills and skill_id not in former:
                yield retired.id, f"the retired item {retired.id} names the skill {skill_id}, which there never was"


def _share_faults(skill: Skill) -> Iterator[tuple[str, str]]:
    for need, share in skill.shares.items():
        if need not in skill.needs or not 0 < share <= 1:
            yield skill.id, f"skill {skill.id} has the share {share} for {need}; give one in (0, 1] for what it needs"


def _cycle_faults(outline: Outline) -> Iterator[tuple[str, str]]:
    """Cycles among the prerequisites of skills."""
    needs = {skill.id: skill.needs for skill in outline.skills}
    settled: set[str] = set()

    def visit(skill_id: str, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        if skill_id in path:
            cycle = " > ".join((*path[path.index(skill_id) :], skill_id))
            yield skill_id, f"skill {skill_id} needs itself, by way of {cycle}; break the cycle"
            return
        if skill_id in settled:
            return
        for need in needs.get(skill_id, ()):
            yield from visit(need, (*path, skill_id))
        settled.add(skill_id)

    for skill_id in needs:
        yield from visit(skill_id, ())


def _symbol_faults(outline: Outline, tools: Tools) -> Iterator[tuple[str, str]]:
    pages = {page.id for page in outline.pages}
    for symbol in outline.symbols:
        if symbol.page and symbol.page not in pages:
            yield symbol.page, f"a symbol points at the page {symbol.page}, which does not exist"
        for problem in tools.latex(symbol.latex):
            yield symbol.latex, f"symbol {symbol.latex}: {problem}"


def line_of(source: Source, word: str) -> int:
    """The first line of course.toml that contains a word, from 1."""
    before, match, _ = source.text(PLACE).partition(word)
    return before.count("\n") + 1 if match and word else 1
