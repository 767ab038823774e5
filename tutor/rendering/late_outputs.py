"""What code below a question prints, set apart: on paper nothing can cover it until the question is answered."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from lessons.model.page import Block, CodeCell, ItemBlock

TITLE = "Output (answer the questions first)"
"""The heading of the outputs that stand at the end of a page."""


def outputs_set_apart(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks with a reference in place of each output below a question, and these outputs, each under its name."""
    kept: list[Block] = []
    outputs: list[str] = []
    asked = False
    for block in blocks:
        asked = asked or isinstance(block, ItemBlock)
        if asked and isinstance(block, CodeCell) and block.output.strip():
            name = f"output {len(outputs) + 1}"
            outputs.append(f"{name}:\n{block.output}")
            kept.append(replace(block, output=f"{name}: at the end of the page"))
        else:
            kept.append(block)
    return tuple(kept), tuple(outputs)
