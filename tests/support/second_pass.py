"""A small course with a second pass: the tiny course and two pages for papers under its rung."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.support.paths import COURSES

CORE, DOUBLE, HALF = "basics.sums", "basics.double", "basics.half"

_PAGES = """
  { id = "basics.sums", title = "Sums" },
  { id = "basics.double", title = "Doubling", pass = "papers" },
  { id = "basics.half", title = "Halving", pass = "papers" },
"""

_SKILL = """
[[skill]]
id = "{name}"
title = "{title} a number"
rung = "basics"
needs = ["{needs}"]
pass = "papers"
"""

_PAGE = """+++
teaches = ["{name}"]
leans_on = ["adding"]
+++

What {name} does to a number. It is done to one number at a time, and the result is a number again. Try it on 2, on 6
and on 8 before you read on, and say each time what you expect.

```figure Each number and what becomes of it.
alt = "A line."
x = [0, 3]
y = [0, 3]
curve = [{{ y = "x", from = 0, to = 3, label = "y = x", role = "accent" }}]
```

```item basics.{name}.pick
```

```python
print(1 + 1)
```
```output
2
```

```item basics.{name}.fixed
```

```item basics.{name}.drawn
```

You can now {name} a number.
"""

_ITEMS = """
[[item]]
id = "basics.{name}.pick"
kind = "choice"
skills = ["{name}"]
prompt = "What does {name} make of 2?"
options = [
  {{ id = "a", text = "${two}$", right = true }},
  {{ id = "b", text = "$7$", message = "7 is neither 4 nor 1. Try it on two coins." }},
  {{ id = "c", text = "$2$", message = "2 is the number itself. Try it on two coins." }},
]
hints = ["Try it on coins.", "Count them."]
explanation = "It gives {two}."

[[item]]
id = "basics.{name}.fixed"
kind = "number"
skills = ["{name}", "adding"]
prompt = "What does {name} make of 6?"
answer = "{six}"
wrong = [
  {{ id = "same", answer = "6", message = "6 is the number itself. Try it on six coins." }},
  {{ id = "two-more", answer = "8", message = "8 is two more. Try it on six coins instead." }},
]
hints = ["Try it on coins.", "Count them."]
explanation = "It gives {six}."
"""

_DRAWN = """

@computed("basics.{name}.drawn", "number", ["{name}"], strategy="{name}")
def {name}(rng: Random) -> ItemDraw:
    a = 2 * rng.randint(4, 90)
    return ItemDraw(
        given={{"a": a}},
        prompt=f"What does {name} make of ${{a}}$?",
        answer={answer},
        misconceptions=(
            Misconception("same", a, f"${{a}}$ is the number itself. Change it to another one."),
            Misconception("two-more", a + 2, f"${{a + 2}}$ is two more. Do not add, multiply or divide."),
            Misconception("square", a * a, f"${{a * a}}$ is the square. Use 2 and the number."),
        ),
        hints=("Try it on coins.", "Count them.", f"Start with ${{a}}$ coins."),
        explanation="That is what it does.",
        steps=(Step(f"Start with ${{a}}$.", str(a)), Step("Change it.", str({answer}))),
    )
"""


def second_pass_course(folder: Path) -> Path:
    """Write the course into a new folder; returns the folder."""
    shutil.copytree(COURSES / "tiny", folder, ignore=shutil.ignore_patterns("__pycache__"))
    _change(folder / "course.toml", 'pages = [{ id = "basics.sums", title = "Sums" }]', f"pages = [{_PAGES}]")
    _append(folder / "course.toml", _SKILL.format(name="double", title="Double", needs="adding"))
    _append(folder / "course.toml", _SKILL.format(name="half", title="Halve", needs="double"))
    for name, two, six, answer in (("double", 4, 12, "2 * a"), ("half", 1, 3, "a // 2")):
        (folder / "basics" / f"{name}.md").write_text(_PAGE.format(name=name), "utf-8")
        _append(folder / "basics" / "items.toml", _ITEMS.format(name=name, two=two, six=six))
        _append(folder / "basics" / "items.py", _DRAWN.format(name=name, answer=answer))
    return folder


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, f"{path} no longer holds {old!r}"
    path.write_text(text.replace(old, new), "utf-8")


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")
