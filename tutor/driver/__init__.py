"""A driver for any Textual program that sends the terminal only the cells that changed.

Use it as the driver class of an app:

    App(driver_class=DiffDriver)

The package depends on Textual alone. Textual writes whole segments with their full style. This driver keeps a copy of
what the terminal shows, draws each frame on a screen in memory, and sends the shortest difference it finds: relative or
absolute cursor moves, unchanged cells written again where that is shorter than a move, blanks erased, SGR attributes
changed rather than reset. Frames that arrive while the terminal is still reading are merged, so a slow connection never
falls behind. `Encoder` does the same without Textual: `feed(text)` what a program writes, send what `take()` returns.

It assumes

- a terminal of the VT100 family that nothing else writes to, in UTF-8, with a known size and with autowrap off while
  the app runs. Without a size or UTF-8, everything is sent as Textual writes it;
- that erasing fills with the current background if terminfo says so (`bce`), and only then;
- that East Asian Ambiguous characters take one column, as Textual counts them. After text whose width differs between
  terminals (emoji, variation selectors, right-to-left scripts) the cursor is moved to where Textual expects it, and the
  cells that such text may have covered are sent again.

The whole screen is sent after a resize, after suspending, and when you call `redraw(app)`. An escape sequence that the
parser does not know is sent unchanged; after it the driver treats every cell as unknown until it is written again.

Where terminals are not those of Unix, use Textual's own driver: `DiffDriver` and `ResilientDriver` cannot be imported
there, the other names can.

`ResilientDriver`, its base, is Textual's driver with an input thread of its own: bytes that are not UTF-8, late answers
to queries and mouse reports of the old kind neither end the program nor count as typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.driver.encoder import Encoder
from tutor.driver.messages import Reply, TerminalAnswered, redraw

if TYPE_CHECKING:
    from tutor.driver.driver import DiffDriver
    from tutor.driver.resilient_driver import ResilientDriver

__all__ = ["DiffDriver", "Encoder", "Reply", "ResilientDriver", "TerminalAnswered", "redraw"]


def __getattr__(name: str) -> Any:
    """The drivers, imported when they are asked for: where there are no Unix terminals, they cannot be."""
    if name == "DiffDriver":
        from tutor.driver.driver import DiffDriver

        return DiffDriver
    if name == "ResilientDriver":
        from tutor.driver.resilient_driver import ResilientDriver

        return ResilientDriver
    raise AttributeError(name)
