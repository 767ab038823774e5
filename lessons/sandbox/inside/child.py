"""The entry point of the child: read the request, apply limits, make the calls, send the results."""

from __future__ import annotations

import faulthandler
import marshal
import os
import sys

from . import confine, runner
from .channel import Channel

TYPE_CHECKING = False  # importing typing takes longer than all of this
if TYPE_CHECKING:
    from typing import Any


def main(request: int, results: int, trace: int) -> None:
    """Carry out the request on descriptor `request`, and exit."""
    job = _read(request)
    faulthandler.enable(trace, all_threads=False)
    faulthandler.register(job["where"], trace, all_threads=False)
    confine.confine(job)
    leave = os._exit
    channel = Channel(results, job["nonce"])
    channel.send({"hello": os.getpid()})
    end = runner.run(job, channel)
    channel.send({"end": end})
    leave(0)


def _read(descriptor: int) -> dict[str, Any]:
    with open(descriptor, "rb") as file:
        job: dict[str, Any] = marshal.load(file)
    if job["supervised"]:
        from .supervise import split

        split(job)
    sys.path[:] = [job["work"], *(path for path in sys.path if path not in job["inside"]), *job["site"]]
    sys.dont_write_bytecode = True
    return job
