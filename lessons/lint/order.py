"""Checks of the order in which skills are taught: nothing is asked before it, and the core stands without the rest."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Protocol

from lessons.lint.problem import Problem
from lessons.model.page import Page
from lessons.outline import Outline, Skill

WORDS = 200
"""The most words of a second-pass page."""

CORE_WORDS = 260
"""The most words of a core page, which is one sitting."""


class Template(Protocol):
    """An item before it is drawn, as far as its skills are concerned."""

    @property
    def skills(self) -> tuple[str, ...]:
        """The ids of the skills that it exercises."""


def pass_faults(outline: Outline) -> Iterator[tuple[str, str]]:
    """Core skills that need a second-pass skill, and outcomes that are about one, each with an id near the fault."""
    second = {skill.id for skill in outline.skills if skill.second_pass}
    for skill in outline.skills:
        for need in skill.needs:
            if need in second and not skill.second_pass:
                yield skill.id, f"the core skill {skill.id} needs {need} of the second pass; teach that in the core"
    for outcome in outline.outcomes:
        for skill_id in outcome.skills:
            if skill_id in second:
                yield outcome.id, f"outcome {outcome.id} names {skill_id} of the second pass; the checklist is core"


def order_faults(
    outline: Outline, pages: Sequence[Page], templates: Mapping[str, Template] | None
) -> Iterator[Problem]:
    """Skills that a page needs, or asks for, and that neither it nor any page before it teaches.

    A second-pass page comes after the core pages of its rung and the second-pass pages before it. Items are looked at
    where they could be loaded (not None).
    """
    second = {page.id for page in outline.pages if page.second_pass}
    skills = {skill.id: skill for skill in outline.skills}
    known: set[str] = set()
    core: set[str] = set()
    for page in pages:
        known |= set(page.teaches)
        core |= set() if page.id in second else set(page.teaches)
        before = known if page.id in second else core
        yield from _page_faults(page, page.id in second, {skill.id for skill in outline.skills if skill.second_pass})
        needs = {need for skill in page.teaches if skill in skills for need in skills[skill].needs}
        for skill_id in sorted((needs | set(page.leans_on)) & set(skills) - before):
            yield Problem(page.place, 2, f"this page needs {skill_id}, which no page before it teaches")
        asked = (*page.items, *_asked_in_exercises(outline, page))
        for item_id in (item_id for item_id in asked if templates and item_id in templates):
            for skill_id in (skill_id for skill_id in (templates or {})[item_id].skills if skill_id in skills):
                if skill_id not in before:
                    text = f"{item_id} needs {skill_id}, which no page up to this one teaches"
                    yield Problem(page.place, 1, text)
    for item_id, template in (templates or {}).items():
        yield from _item_faults(item_id, template, skills, second)


def _asked_in_exercises(outline: Outline, page: Page) -> Iterator[str]:
    """The items of the exercises that a page offers."""
    for exercise in outline.exercises:
        if exercise.id in page.exercises:
            yield from (*exercise.hand, *exercise.after)


def _page_faults(page: Page, second: bool, second_pass: Container[str]) -> Iterator[Problem]:
    for skill_id in page.teaches:
        if (skill_id in second_pass) != second:
            where = ("second-pass", "core") if second else ("core", "second-pass")
            yield Problem(page.place, 2, f"a {where[0]} page teaches {skill_id}, a {where[1]} skill; mend its pass")
    if second and page.words > WORDS:
        yield Problem(page.place, 1, f"{page.words} words; a second-pass page has {WORDS} at most")
    if not second and page.words > CORE_WORDS:
        yield Problem(page.place, 1, f"{page.words} words; a page is one sitting, {CORE_WORDS} at most")


def _item_faults(
    item_id: str, template: Template, skills: Mapping[str, Skill], second: Container[str]
) -> Iterator[Problem]:
    """Items that are named after a page of one pass and exercise the skills of the other only."""
    rung, home = item_id.partition(".")[0], item_id.rpartition(".")[0]
    papers = [skill_id for skill_id in template.skills if skill_id in skills and skills[skill_id].second_pass]
    if papers and home not in second:
        text = f"{item_id} exercises {papers[0]} of the second pass; name it after the page that teaches it"
        yield Problem(f"{rung}/items.toml", 1, text)
    if home in second and not papers:
        text = f"{item_id} is named after a second-pass page and exercises no skill of the second pass"
        yield Problem(f"{rung}/items.toml", 1, text)
