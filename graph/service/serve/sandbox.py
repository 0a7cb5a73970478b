"""Walls that the system puts around a process that answers queries.

The review of a query (:mod:`graph.engines.sparql`) is what refuses to reach outside, with a
sentence.  These walls hold if it ever fails: a worker cannot open a connection (Linux, seccomp),
cannot take more than its memory, and does not outlive its time.  Where a system lacks one of
them, the others still stand.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import signal
from collections.abc import Iterator
from pathlib import Path

# Of linux/audit.h and the tables of system calls: the architecture's mark, the number of socket().
_SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # of linux/bpf_common.h
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 13  # 13 is EACCES


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("then", ctypes.c_ubyte),
        ("otherwise", ctypes.c_ubyte),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def without_network() -> bool:
    """Take from this process, for good, the ability to make sockets; whether the system did so.

    It does not where it is not Linux on x86-64 or ARM64.
    """
    known = _SOCKET.get(platform.machine())
    if platform.system() != "Linux" or known is None:
        return False
    architecture, number = known
    steps = [
        _Step(_LOAD, 0, 0, 4),  # the architecture of the call
        _Step(_EQUAL, 1, 0, architecture),
        _Step(_RETURN, 0, 0, _ALLOW),
        _Step(_LOAD, 0, 0, 0),  # its number
        _Step(_EQUAL, 1, 0, number),
        _Step(_RETURN, 0, 0, _ALLOW),
        _Step(_RETURN, 0, 0, _DENY),
    ]
    program = _Program(len(steps), (_Step * len(steps))(*steps))
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(system.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def within_memory(more: int) -> bool:
    """Let this process take only so many more bytes of address space; whether it is held to that.

    Only Linux does so dependably.
    """
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * os.sysconf("SC_PAGE_SIZE") + more
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ImportError, OSError, ValueError):
        return False
    return True


@contextlib.contextmanager
def within_time(seconds: float) -> Iterator[None]:
    """Let the system end this process if what is done within takes too long.

    The parent's own clock strikes before; this one counts when the parent is gone.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
