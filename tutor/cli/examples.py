"""Examples for the help of every command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

EXAMPLES: Mapping[str, Sequence[str]] = {
    "read": ("tutor read linear_algebra", "tutor read dot --spoken"),
    "demo": ("tutor demo vectors --set a=3,1 --set b=1,2", "tutor demo softmax --ascii --json"),
    "exercise": ("tutor exercise list", "tutor exercise start softmax", "tutor exercise check softmax"),
    "exercise check": ("tutor exercise check softmax", "tutor exercise check softmax mine.py --json"),
    "exercise hints": ("tutor exercise hints softmax",),
    "exercise list": ("tutor exercise list", "tutor exercise list --json"),
    "exercise reset": ("tutor exercise reset softmax",),
    "exercise solution": ("tutor exercise solution softmax",),
    "exercise start": ("tutor exercise start softmax",),
    "exercise watch": ("tutor exercise watch softmax",),
    "lessons": ("tutor lessons list", "tutor lessons show linear_algebra.dot.compute --seed 7"),
    "lessons check": ("tutor lessons check", "tutor --course DIR lessons check"),
    "lessons judge": ("tutor lessons judge --kind number --expected 1/3 --answer 0.333",),
    "lessons list": ("tutor lessons list", "tutor lessons list --json"),
    "lessons measure": ("tutor --course DIR lessons measure regression",),
    "lessons new": ("tutor lessons new course DIR", "tutor --course DIR lessons new page first.means"),
    "lessons reference": ("tutor lessons reference",),
    "lessons show": ("tutor lessons show linear_algebra.dot.compute --seed 7",),
    "practice": (
        "tutor practice",
        "tutor practice by-hand --plain",
        "tutor practice linear_algebra.dot --seed 3 --jsonl",
    ),
    "review": ("tutor review", "tutor review --plain", "tutor review --due"),
    "debug": ("tutor debug list", "tutor debug open hunt.1 --plain"),
    "debug check": ("tutor debug check repair.softmax",),
    "debug list": ("tutor debug list",),
    "debug open": ("tutor debug open hunt.1 --plain",),
    "paper": ("tutor paper list", "tutor paper open adam --plain"),
    "paper list": ("tutor paper list",),
    "paper open": ("tutor paper open adam --plain",),
    "export": ("tutor export html site", "tutor export worksheet eigenvalues sheet.txt"),
    "progress": ("tutor progress show", "tutor progress path"),
    "progress aim": ("tutor progress aim", "tutor progress aim 0.9"),
    "progress export": ("tutor progress export record.json",),
    "progress import": ("tutor progress import record.json",),
    "progress path": ("tutor progress path",),
    "progress reset": ("tutor progress reset linear_algebra.dot", "tutor progress reset --undo"),
    "progress verify": ("tutor progress verify",),
    "study": ("tutor study", "tutor study show"),
    "study export": ("tutor study export",),
    "study finish": ("tutor study finish",),
    "study show": ("tutor study show",),
    "study start": ("tutor study start",),
    "study stop": ("tutor study stop",),
    "settings": ("tutor settings", "tutor settings set keys.hint f2"),
    "settings path": ("tutor settings path",),
    "settings set": ("tutor settings set keys.hint f2",),
    "settings show": ("tutor settings show",),
    "open": ("tutor open linear_algebra.dot", "tutor open exercise.softmax"),
    "doctor": ("tutor doctor", "tutor doctor --json"),
    "completion": ("tutor completion bash",),
}
"""By command without `tutor`, command lines; those that are not here have theirs in their help."""


def with_examples(name: str, command: click.Command) -> click.Command:
    """A command, and those of its group, whose help ends in examples."""
    if name in EXAMPLES and command.epilog is None:
        command.epilog = "\n".join(("\b", "Examples:", *(f"  {line}" for line in EXAMPLES[name])))
    for sub_name, sub in command.commands.items() if isinstance(command, click.Group) else ():
        with_examples(f"{name} {sub_name}", sub)
    return command
