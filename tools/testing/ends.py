#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Ways to end: exit status, last words, and nothing left behind.

usage: ends.py [--kernel PATH] [-v] [-l] [word...]

BOOTS in the environment is the number of boots in a row and of kills at random
moments (default 8). Output is TAP, the last line is "N passed, N failed, N skipped".
"""
import os
import random
import re
import signal
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import guesttest  # noqa: E402
from guest import alive, clean_env, wait_until  # noqa: E402

TEST = guesttest.TEST
BOOTS = int(os.environ.get("BOOTS", "8"))
ABORT = -signal.SIGABRT


def check(ok, what):
    if not ok:
        raise AssertionError(what)


def last_line(g):
    return g.errors().strip().splitlines()[-1]


def files_left(g):
    """The umid directory, and files of ours in the usual places."""
    left = [p for p in (os.path.join(g.work, ".uml", g.umid),) if os.path.exists(p)]
    return left + [f for f in os.listdir("/tmp") if f.startswith(("xterm-pipe", "vm_file-"))]


def ends(t, command, status, words, *args):
    g = t.boot(*args)
    g.type(command + "\n")
    check(g.wait() == status, f"{command}: status {g.process.returncode}")
    check(re.fullmatch(words, last_line(g)), last_line(g))
    check(status == ABORT or not files_left(g), files_left(g))
    return g


@TEST
def halt_and_poweroff(t):
    g = ends(t, "halt -f", 0, "linux: halted, exit status 0")
    check(b"reboot: System halted" in g.said, g.said)
    g = ends(t, "poweroff -f", 0, "linux: powered off, exit status 0")
    check(b"reboot: Power down" in g.said, g.said)


@TEST
def exitcode(t):
    ends(t, "echo 7 >/proc/exitcode; halt -f", 7, "linux: halted, exit status 7")
    ends(t, "echo 0x12c >/proc/exitcode; poweroff -f", 44, "linux: powered off, exit status 44")
    g = t.boot()
    check(g.sh("cat /proc/exitcode").strip() == "0", "default")
    g.sh("echo garbage >/proc/exitcode")
    check(g.status != 0, "garbage was taken")
    check("-rw-------" in g.sh("ls -l /proc/exitcode"), "mode")


@TEST
def reboot_keeps_the_pid(t):
    g = t.boot()
    pid = g.pid
    for _ in range(3):
        g.type("reboot -f\n")
        g.expect("Restarting system")
        g.expect("READY")
        g.expect("# $")
    check(alive(pid) and g.mc("version")[0] == 0, "not the same process")
    check(g.mc("reboot") == (0, ""), "by mconsole")
    g.expect("READY")
    g.mc("halt")
    check(g.wait() == 0, "halt")
    check(g.modes_are_back(), "terminal")


@TEST
def noreboot(t):
    ends(t, "reboot -f", 0, r"linux: ended instead of a reboot \(noreboot\), exit status 0", "noreboot")


@TEST
def panics(t):
    words = "linux: ended by a kernel panic: sysrq triggered crash"
    g = ends(t, "echo c >/proc/sysrq-trigger", ABORT, words)
    check(b"---[ end Kernel panic" in g.said, "not told on the console")
    check(os.path.exists(g.socket_path()), "the umid directory is gone")
    ends(t, "echo c >/proc/sysrq-trigger", ABORT, words, "panic=-1")
    ends(t, "echo c >/proc/sysrq-trigger", ABORT, words, "panic=1", "noreboot")


@TEST
def panic_with_a_timeout_restarts(t):
    g = t.boot("panic=1")
    start = time.monotonic()
    g.type("echo c >/proc/sysrq-trigger\n")
    g.expect(r"Rebooting in 1 seconds\.\.")
    g.expect("READY")
    check(time.monotonic() - start >= 1, "too early")


@TEST
def signals(t):
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        g = t.boot()
        g.sh("while :; do :; done &")
        os.kill(g.pid, getattr(signal, name))
        check(g.wait() == 1, f"{name}: {g.process.returncode}")
        check(last_line(g) == f"linux: ended by {name}", last_line(g))
        check(not files_left(g), files_left(g))


@TEST
def out_of_memory_kills_the_guilty(t):
    g = t.boot()
    g.sh("dd if=/dev/zero of=/dev/null bs=512M count=1 2>/dev/null", 30)
    check(g.status != 0, "it fitted")
    check("well" in g.sh("echo we''ll"), "the machine is not well")
    g.sh("echo 1 >/proc/sys/vm/panic_on_oom; tail /dev/zero &")
    check(g.wait(40) == ABORT, g.process.returncode)
    check("out of memory" in last_line(g).lower(), last_line(g))


@TEST
def many_boots_in_a_row(t):
    for _ in range(BOOTS):
        g = t.boot("RUN=halt~-f", terminal=False, wait=False)
        check(g.wait() == 0 and not files_left(g), "a boot failed")
        g.kill()
        t.guests.remove(g)


@TEST
def sixteen_at_once(t):
    guests = [t.boot(wait=False, terminal=False, umid=f"many{n}") for n in range(16)]
    for g in guests:
        g.expect("READY", 60)
    for g in guests:
        check(g.mc("halt") == (0, ""), "halt")
    for g in guests:
        check(g.wait(30) == 0 and not files_left(g), "end")


@TEST
def killed_at_random_moments(t):
    rng = random.Random(5)
    for n in range(BOOTS * 2):
        g = t.boot("RUN=while~:;do~ls~-lR~/proc/1~>/dev/null;sleep~0.001;done", wait=False)
        time.sleep(rng.uniform(0, 0.4))
        sig = rng.choice((signal.SIGKILL, signal.SIGTERM, signal.SIGINT))
        g.process.send_signal(sig)
        g.wait()
        check(wait_until(g.modes_are_back, 3), "terminal")
        # Before its own handler is there a signal ends it by itself.
        check(sig == signal.SIGKILL or g.process.returncode == -sig or not files_left(g), files_left(g))
        g.kill()
        t.guests.remove(g)


@TEST
def a_killed_machine_leaves_its_name_free(t):
    g = t.boot(umid="again")
    g.process.kill()
    g.process.wait()
    h = t.boot(umid="again")
    check(h.mc("version")[0] == 0, "not the name it was to have")
    check("random umid" not in h.errors(), h.errors())


if __name__ == "__main__":
    sys.exit(guesttest.main(__doc__))
