"""Loads the program by running it once without a terminal; imported by the process that is forked for each page.

What is loaded, and what is looked up again and again, is made once then, and its memory is shared by all pages.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import tutor.cli.main
import tutor.cli.open
import tutor.driver.browser_driver  # noqa: F401
from ml_math_tutor.entry import main
from progress.files import SaveError
from tutor.app.bootstrap import build
from tutor.app.launch_options import LaunchOptions
from tutor.app.rehearsal import open_rehearsal, run_without_terminal

__all__ = ["main"]
SIZE = (80, 24)


def load() -> None:
    """Run the app with an empty record, from Home to a page with a figure."""
    with TemporaryDirectory() as folder:
        app, mouse = build(LaunchOptions(Path(folder)), open_rehearsal)
        run_without_terminal(app, mouse, SIZE)
        with suppress(SaveError):  # in a rehearsal nothing is; this ends the thread, for a fork is safe with one only
            app.session.close()


load()
gc.collect()
gc.freeze()  # a collection would write to every object, and the memory would not be shared any more
