"""Leaving root: RLIMIT_NPROC does not bind root, so the program runs as a user of its own."""

from __future__ import annotations

import os

PR_SET_KEEPCAPS = 8
CAP_VERSION = 0x20080522
CAP_DAC_READ_SEARCH = 2


def leave_root(user: int, work: str) -> None:
    """Become another user; where root may not, as in some containers, drop all capabilities."""
    try:
        _become(user, work)
    except OSError:
        _keep_only(0)


def _become(user: int, work: str) -> None:
    """Become a user who owns only the working folder but can read Python, even in root's home."""
    for folder, _, names in os.walk(work):
        os.chown(folder, user, user)
        for name in names:
            os.chown(os.path.join(folder, name), user, user)
    reachable = _reachable(user)
    if not reachable:
        _prctl(PR_SET_KEEPCAPS)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    if not reachable:
        _keep_only(1 << CAP_DAC_READ_SEARCH)


def _reachable(user: int) -> bool:
    """Whether that user can read the standard library, tested under its effective user id."""
    os.seteuid(user)
    try:
        return os.access(os.__file__, os.R_OK, effective_ids=True)
    finally:
        os.seteuid(0)


def _prctl(option: int) -> None:
    import ctypes

    ctypes.CDLL(None).prctl(option, 1, 0, 0, 0)


def _keep_only(capability: int) -> None:
    """Keep one capability (0: none) as effective and permitted. The second half of the struct is for those above 31."""
    import ctypes

    header = (ctypes.c_uint32 * 2)(CAP_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)(capability, capability, 0, 0, 0, 0)
    ctypes.CDLL(None).capset(header, sets)
