"""The least Textual program: what the program is measured against."""

from __future__ import annotations

from tests.support.pty import Terminal

HELLO = """
from textual.app import App
from textual.widgets import Static

class Hello(App):
    def compose(self):
        yield Static("hello world")

Hello().run()
"""


class Hello(Terminal):
    """The least Textual program, in the same kind of terminal."""

    program = ("-c", HELLO)
