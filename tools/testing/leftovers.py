# SPDX-License-Identifier: GPL-2.0
"""What a kernel leaves behind on the host: processes and files.

The script becomes the reaper of its descendants, so that whatever a kernel
started and did not end turns up here as a child of the script.
"""
import ctypes
import os
import signal

PR_SET_CHILD_SUBREAPER = 36


def become_reaper():
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def processes():
    """(pid, name) of every child of ours that is not a zombie."""
    left = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat", errors="replace") as f:
                stat = f.read()
        except OSError:
            continue
        name = stat[stat.index("(") + 1:stat.rindex(")")]
        state, ppid = stat[stat.rindex(")") + 2:].split()[:2]
        if int(ppid) == os.getpid() and state != "Z":
            left.append((int(pid), name))
    return left


def kill_processes():
    """End them and reap everything that is a zombie."""
    for pid, _ in processes():
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def files(*tops):
    """Everything below @tops that is not a directory."""
    return [os.path.join(d, f) for top in tops for d, _, fs in os.walk(top) for f in fs]
