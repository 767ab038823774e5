"""Runs the app to its end, with everything saved, the terminal restored, and one line for a fault."""

from __future__ import annotations

import asyncio
import io
import os
import sys
import time
from datetime import datetime
from functools import partial
from pathlib import Path

from rich.console import Console

from ml_math_tutor import first_paint
from tutor.app.app import TutorApp
from tutor.app.installation import CHANGED, changed_since, packages
from tutor.app.shutdown import ShutdownGuard

TRACE_WIDTH = 400  # columns of the crash report, whatever the terminal has: a path is one word on one line


def run(app: TutorApp, mouse: bool = True) -> int:
    """Run the app and return its exit status: 0, 128 + N after signal N, 1 if it failed or something was not saved."""
    started = time.time()
    guard = ShutdownGuard(app.session.rescue, partial(stop_children, app))
    guard.watch(app.shown.attributes if app.shown is not None else None)
    first_paint.hand_over()
    app.on_running = lambda: guard.leave_by(asyncio.get_running_loop(), app.leave)
    # Textual prints the traceback of an unhandled exception to this console; it belongs in a file.
    trace = io.StringIO()
    app.error_console = Console(file=trace, width=TRACE_WIDTH)
    try:
        app.run(mouse=mouse)
    except OSError:
        if guard.status is None:
            raise
    finally:
        guard.over()
        stop_programs()
        if app.shown is not None and app.return_code != 0:  # perhaps the driver has never begun
            guard.restore()
    saved = app.session.close_quietly()
    if guard.status is not None:
        guard.restore()
        return guard.status
    if app.return_code:
        if changed_since(started, packages()):
            print(f"tutor: {CHANGED}", file=sys.stderr)
        else:
            _report(app.session.home, trace.getvalue(), app.session.now())
    return app.return_code or int(not saved)


def stop_children(app: TutorApp) -> None:
    """Stop the learner's programs that still run, and the editor that has the terminal."""
    stop_programs()
    if app.lent_to is not None:
        app.lent_to.terminate()


def stop_programs() -> None:
    """Stop the learner's programs that still run, without importing the sandbox if none ever ran."""
    sandbox = sys.modules.get("lessons.sandbox")
    if sandbox is not None:
        sandbox.stop_all()


def _report(home: Path, trace: str, now: datetime) -> None:
    """Write the traceback to a file in the learner's folder, and print where it is."""
    path = home / "crash" / f"{now:%Y-%m-%d-%H%M%S}.txt"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(trace)
        where = f"the details are in {path}"
    except OSError as error:
        where = f"the details could not be kept ({error.strerror})"
    print(f"tutor: a fault in the program ended it; your answers are saved, and {where}.", file=sys.stderr)
