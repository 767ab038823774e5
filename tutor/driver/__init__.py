"""A driver for any Textual program that sends a terminal only the cells that changed.

    App(driver_class=DiffDriver)

Textual writes whole segments with their full style. This keeps what the terminal shows, draws each frame on a screen of
its own, and sends the difference in the shortest form found: relative or absolute moves, unchanged cells written again
where that is shorter than stepping over them, blanks erased, styles changed rather than reset. While the terminal
has not taken one frame, those that follow become one, so a slow line never falls behind.

It assumes

- a terminal of the VT100 family that it alone writes to, in UTF-8, with line wrap off while the app runs, and that
  tells its size; where it has no size or another encoding, everything passes as Textual writes it;
- that erasing leaves the present background where terminfo says so (`bce`), and only there;
- that characters of ambiguous width take one column, as Textual counts them. After what
  terminals measure differently (emoji, variation selectors, scripts from right to left) the cursor is put where Textual
  believes it to be, and what such a character may have spilled over is sent again.

Everything is sent anew after a change of size, after suspending, and when `redraw(app)` asks for it. What it does not
understand goes as it is, and from then on it knows nothing of what is not written again.
"""

from __future__ import annotations

from tutor.driver.driver import DiffDriver, redraw
from tutor.driver.encoder import Encoder

__all__ = ["DiffDriver", "Encoder", "redraw"]
