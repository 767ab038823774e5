"""A worksheet, one cell after the other."""

from __future__ import annotations

from lessons.model.page import Item
from progress.events import Stepped
from tutor.learning.worksheet import Cell, Sheet, sheet, verdict_of
from tutor.plain.console import Console, Quit
from tutor.plain.recorder import Recorder
from tutor.plain.text import TextStyle

_LEAVING = ("", "skip", "show")
_HELP = ("?", "help")

TRIES = 3
"""Wrong tries at a cell after which its value is said: nobody gets stuck in a step."""


def fill(console: Console, voice: TextStyle, keeper: Recorder, item: Item) -> None:
    """Ask each cell that is not given; an empty line leaves the worksheet. Quit, Closed."""
    made = sheet(item, solved=0)
    if made is None:
        return
    console.say(voice.words("Step by step; an empty line goes back to the question."))
    for index, cell in enumerate(made.cells):
        head = f"{index + 1}. {voice.inline(cell.step.lead)} "
        if cell.given:
            console.say(voice.fold([head + voice.inline(cell.step.value) + " (given)"]))
            continue
        done = _cell(console, voice, keeper, made, index, head)
        if done is None:
            return
        made = done
    console.say(voice.words("Those are all the steps; what is left is the answer."))


def _cell(console: Console, voice: TextStyle, keeper: Recorder, made: Sheet, index: int, head: str) -> Sheet | None:
    """The sheet with a cell settled; None where the learner leaves."""
    wrong = 0
    while wrong < TRIES:
        if len(head) > voice.width // 2:
            console.say(voice.fold([head]))
        typed = console.ask(head if len(head) <= voice.width // 2 else "> ")
        if typed.casefold() == "quit":
            raise Quit
        if typed.casefold() in _LEAVING:
            return None
        if typed.casefold() in _HELP:
            console.say(voice.words("Type what this step gives. An empty line goes back to the question; quit stops."))
            continue
        made = made.filled(index, typed)
        cell = made.cells[index]
        keeper.keep(
            Stepped(
                item=made.item.id,
                seed=made.item.seed,
                step=index,
                typed=typed,
                verdict=verdict_of(cell).mark,
                carried=cell.mark == "carried",
            )
        )
        console.say(_said(voice, cell))
        if cell.settled:
            return made
        wrong += cell.mark == "wrong"
    console.say(voice.words(f"It is {voice.inline(made.cells[index].step.value)}."))
    return made


def _said(voice: TextStyle, cell: Cell) -> list[str]:
    if cell.mark == "right":
        return ["Right."]
    lead = {"carried": "Carried. ", "wrong": "Wrong. ", "unreadable": "Not readable: "}[cell.mark]
    return voice.markdown(cell.message, lead)
