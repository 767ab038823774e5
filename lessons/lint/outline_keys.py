"""What each key of course.toml means, for the reference of authors."""

from __future__ import annotations

from collections.abc import Mapping

KEYS: Mapping[str, Mapping[str, str]] = {
    "": {
        "format": "1: the version of this format",
        "stage": "the course as a whole",
        "rung": "a part of the course, in the order in which it is learned",
        "skill": "what a question can show: questions, reviews and the checklist go by skills",
        "outcome": "a line of the checklist",
        "exercise": "a program that learners write",
        "card": "a paper card",
        "paper_line": "the line of the checklist that paper cards clear",
        "pitfall": "a common mistake about the course as a whole",
        "book": "a book that goes further",
        "symbol": "a symbol of the glossary",
        "later": "a course that could follow",
        "retired": "a question that was taken out, whose answers go on counting for its skills",
    },
    "stage": {
        "id": "the name of the course",
        "title": "its title",
        "order": "why the rungs come in this order",
        "fast_path": "the short road: what to do in ten minutes",
    },
    "stage.fast_path": {
        "title": "its title",
        "about": "what it shows",
        "rung": "the rung whose predictions it asks for later",
        "demo": "the demo that it opens",
        "predictions": "the predictions of the demo that it asks for",
        "road": "the page of the short road: it teaches no skill, and asks questions of other pages",
    },
    "stage.fast_path.road": {
        "id": "the id of the page: RUNG.NAME",
        "title": "its title",
        "about": "what it is for",
        "minutes": "how long it takes",
    },
    "rung": {
        "id": "the name of its folder",
        "title": "its title",
        "tagline": "what it is for, in a few words",
        "pages": "its pages, in order",
        "demos": "the ids of its demos, in order",
    },
    "rung.pages": {
        "id": "RUNG.NAME, where NAME.md is the file",
        "title": "its title",
        "pass": '"papers" for a page of the second pass; "core" by default',
    },
    "skill": {
        "id": "its name; never reused",
        "title": "what it is to do, such as `work out a dot product`: it stands within sentences",
        "rung": "the rung that teaches it",
        "needs": "the skills that it needs directly; no circles",
        "shares": "by needed skill, what a right answer here counts for there, above 0 and at most 1",
        "was": "former ids",
        "pass": '"papers" if a page of the second pass teaches it, "cards" if only paper cards ask for it',
    },
    "retired": {
        "id": "the id of the question",
        "kind": "its kind",
        "skills": "its skills",
    },
    "outcome": {
        "id": "its name; never reused",
        "title": "what the learner can do",
        "skills": "the skills that it takes",
        "part": "what has to be shown, part by part; without any, each skill is a part",
        "was": "former ids",
    },
    "outcome.part": {
        "id": "its name within the outcome",
        "title": "what is shown",
        "items": "the questions whose right first answers show it",
        "words": "the explanations that need the learner's own words, too",
    },
    "paper_line": {
        "id": "its name",
        "title": "what the learner can do",
        "skills": "the skills of reading that it takes",
        "cards": "how many cards have to be read without help, one of them on a second day",
        "rungs": "how many different rungs they have to come from",
    },
    "exercise": {
        "id": "the name of its file",
        "title": "its title",
        "rung": "the rung whose folder `exercises` has the files",
        "about": "what is built, and what for, as Markdown",
        "hand": "the questions of items.toml that are done by hand first",
        "after": "the questions of items.toml that are asked when it passes",
        "hints": "hints, in order",
    },
    "pitfall": {
        "id": "its name",
        "title": "the mistake",
        "text": "what goes wrong, and what to do instead, as Markdown",
    },
    "book": {
        "id": "its name",
        "title": "its title",
        "authors": "its authors",
        "publisher": "its publisher",
        "year": "the year of the edition",
        "free": "whether it can be read free of charge",
        "start": "whether to begin with it",
        "text": "what it is good for",
    },
    "card": {
        "id": "its name: paper.NAME",
        "title": "its title",
        "rung": "the rung that it builds on most",
        "needs": "the skills that it needs; its limit and its number are graded for the first",
    },
    "later": {
        "id": "its name",
        "title": "its title",
        "text": "what it would teach",
    },
    "symbol": {
        "latex": "the symbol, as LaTeX",
        "aloud": "how it is read aloud",
        "meaning": "what it means",
        "page": "the page that introduces it",
    },
}
"""By table, with a dotted name for one inside another and none for the file itself, the meaning of each key."""
