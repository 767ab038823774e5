"""After the statements of an explanation: the learner's own words, and what they find in them."""

from __future__ import annotations

from lessons.model.page import Item
from progress.events import Explained
from tutor.plain.console import Console, Quit
from tutor.plain.recorder import Recorder
from tutor.plain.text import TextStyle


def own_words(console: Console, voice: TextStyle, keeper: Recorder, item: Item) -> None:
    """Ask for a sentence, show one, and let the learner tick; an empty line leaves it out. Quit, Closed."""
    if not item.rubric:
        return
    wanted = "Now in your own words, in a line, for somebody who has not read this page. An empty line goes on."
    console.say(voice.words(wanted))
    text = console.ask("> ")
    if text.casefold() == "quit":
        raise Quit
    if not text:
        return
    letters = [chr(ord("a") + index) for index in range(len(item.rubric))]
    console.say([*voice.markdown(item.model, "One way to say it: "), *voice.words("Which of these does yours say?")])
    for letter, line in zip(letters, item.rubric, strict=True):
        console.say(voice.markdown(line, f"{letter}) "))
    console.say(voice.words("(letters with spaces between, or an empty line for none)"))
    chosen = console.ask("> ").casefold().replace(",", " ").split()
    ticked = tuple(index for index, letter in enumerate(letters) if letter in chosen)
    keeper.keep(Explained(item=item.id, seed=item.seed, typed=text, ticked=ticked))
    console.say(voice.words(f"Kept: {len(ticked)} of {len(letters)}, by your own account."))
