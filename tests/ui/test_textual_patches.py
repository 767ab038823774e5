"""Faults of Textual that are corrected here, seen from outside: what raised does not."""

from __future__ import annotations

from importlib.metadata import version
from random import Random

import pytest
from textual import events
from textual.app import App, ComposeResult

from tutor.app.widgets.code_editor import CodeEditor

STEPS = ["paste", "paste", "undo", "undo", "undo", "redo", "redo", "rub out all", "enter", "backspace", "end", "home"]


class Editor(App[None]):
    """An editor that fills the screen."""

    CSS = "CodeEditor { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield CodeEditor("a\nb\nc\n")


def take(step: str, editor: CodeEditor, lines: int) -> None:
    match step:
        case "paste":
            editor.app.post_message(events.Paste("\n".join(f"x = {number}" for number in range(lines))))
        case "undo":
            editor.action_undo()
        case "redo":
            editor.action_redo()
        case "rub out all":
            editor.action_select_all()
            editor.action_delete_left()
        case "enter":
            editor.action_newline()
        case "backspace":
            editor.action_erase()
        case "end":
            editor.move_cursor(editor.document.end)
        case _:
            editor.move_cursor((0, 0))


def test_the_patched_version_of_textual_is_installed() -> None:
    """The files in `tutor/app/textual_patches` correct Textual 8.2.8: see whether each is still needed in another."""
    assert version("textual") == "8.2.8"


@pytest.mark.parametrize("seed", [0, 5, 11])
async def test_undo_and_redo_across_the_scrollbar_end_nothing(seed: int) -> None:
    rng = Random(seed)
    app = Editor()
    async with app.run_test(size=(60, 16)) as pilot:
        editor = app.query_one(CodeEditor)
        for _ in range(25):
            take(rng.choice(STEPS), editor, rng.choice([1, 5, 12, 25, 110]))
            await pilot.pause()
            assert editor.cursor_location[0] < editor.document.line_count


async def test_undo_takes_a_paste_back_and_shows_the_cursor() -> None:
    app = Editor()
    async with app.run_test(size=(60, 16)) as pilot:
        editor = app.query_one(CodeEditor)
        editor.app.post_message(events.Paste("\n".join("y = 1" for _ in range(40))))
        await pilot.pause()
        assert editor.show_vertical_scrollbar
        editor.action_undo()
        await pilot.pause()
        assert editor.text == "a\nb\nc\n"
        assert not editor.show_vertical_scrollbar
        editor.action_redo()
        await pilot.pause()
        row = editor.cursor_location[0]
        assert editor.scroll_offset.y <= row < editor.scroll_offset.y + editor.size.height
