"""The names by which `tutor open` knows the screens that are no thing of the course."""

from __future__ import annotations

from collections.abc import Mapping

SCREENS: Mapping[str, tuple[str, str]] = {
    **{
        name: (name, "")
        for name in ("home", "review", "practice", "ten", "checkpoint", "placement", "record", "search")
    },
    **{name: (name, "") for name in ("misconceptions", "papers", "letters", "debug")},
    **{name: ("reference", name) for name in ("books", "pitfalls", "symbols")},
    "checklist": ("outcome", ""),
}
"""By name, the kind and id of each screen that is no thing of the course."""

OTHER_NAMES: Mapping[str, str] = {
    "start": "home", "continue": "home", "menu": "home", "reviews": "review", "due": "review", "minutes": "ten",
    "ten-minutes": "ten", "quiz": "practice", "outcomes": "checklist", "statistics": "record", "stats": "record",
    "progress": "record", "mistakes": "misconceptions", "paper": "papers", "cards": "papers", "debugging": "debug",
    "models": "debug", "hunts": "debug", "hunt": "debug", "cases": "debug", "diagnose": "debug", "repair": "debug",
    "reference": "symbols", "glossary": "symbols", "terms": "symbols", "notation": "symbols", "book": "books",
    "reading": "books", "pitfall": "pitfalls",
}  # fmt: skip
"""Other names under which a person looks for a screen."""
