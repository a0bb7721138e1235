#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Consoles and serial lines: every channel, and what the host's end does to them.

usage: console.py [--kernel PATH] [-v] [-l] [word...]

Guests are small and boot from an initramfs. A word selects the tests whose name
contains it. Output is TAP, the last line is "N passed, N failed, N skipped".
"""
import os
import pty
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import termios
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import guesttest  # noqa: E402
from guest import clean_env, wait_until  # noqa: E402

TEST = guesttest.TEST


def check(ok, what):
    if not ok:
        raise AssertionError(what)


class Terminal:
    """One end of a pseudo terminal or socket, read until something is seen."""

    def __init__(self, fd):
        self.fd, self.said = fd, b""

    def see(self, pattern, seconds=10):
        end = time.monotonic() + seconds
        while not re.search(pattern, self.said):
            left = end - time.monotonic()
            check(left > 0 and select.select([self.fd], [], [], max(left, 0))[0],
                  f"no {pattern!r} in {self.said!r}")
            data = os.read(self.fd, 4096)
            check(data, f"end of file, no {pattern!r} in {self.said!r}")
            self.said += data.replace(b"\r", b"")

    def write(self, data):
        os.write(self.fd, data)


def open_raw(path):
    import tty
    fd = os.open(path, os.O_RDWR | os.O_NOCTTY)
    tty.setraw(fd, termios.TCSANOW)
    return Terminal(fd)


SHELL = "setsid sh -c 'exec sh <%s >%s 2>&1' &"


def shell_on(g, device, prompt=r"# $"):
    g.sh(SHELL % (device, device))


def announced(g, what, number):
    m = g.expect(rf"{what} {number} assigned device '(/dev/pts/\d+)'")
    return m.group(1).decode()


# --- channels ---------------------------------------------------------------

@TEST
def stdin_and_stdout(t):
    g = t.boot()
    check("hello" in g.sh("echo hel''lo"), "no output")
    check("Console initialized on /dev/tty0" in g.sh("dmesg"), "no boot line")


@TEST
def con_without_number_is_for_all_others(t):
    g = t.boot("con=none", "con2=null", "con0x3=pts", "ssl=none", "ssl1=null")
    nodes = g.sh("ls /dev").split()
    check(sorted(n for n in nodes if re.fullmatch(r"tty(S?\d+)", n)) == ["tty0", "tty2", "tty3", "ttyS1"],
          nodes)


@TEST
def null_swallows_and_never_answers(t):
    g = t.boot()
    check(g.sh("echo x >/dev/tty1; echo $?").strip() == "0", "write")
    g.sh("timeout 1 head -c1 /dev/tty1")
    check(g.status != 0, "something was read")


@TEST
def pts_is_announced_and_carries_both_ways(t):
    g = t.boot("con1=pts", "ssl2=pts")
    shell_on(g, "/dev/tty1")
    name = announced(g, "Virtual console", 1)
    term = open_raw(name)
    term.write(b"echo on''pts\n")
    term.see(rb"onpts\n")
    g.sh("echo serial >/dev/ttyS2 &")
    name = announced(g, "Serial line", 2)
    check(g.mc("config con1") == (0, "pts:" + term_name(g, 1)), "query of an open line")
    open_raw(name).see(b"serial\n")


def term_name(g, n):
    out = g.sh(f"dmesg | grep 'console {n} assigned' | tail -1")
    return re.search(r"'(.*)'", out).group(1)


@TEST
def pts_that_is_left_hangs_up_and_comes_anew(t):
    g = t.boot("con1=pts")
    shell_on(g, "/dev/tty1")
    term = open_raw(announced(g, "Virtual console", 1))
    term.write(b"echo in''side\n")
    term.see(b"inside")
    os.close(term.fd)
    check(wait_until(lambda: "tty1" not in g.sh("ls -l /proc/[0-9]*/fd/0"), 5), "shell survives")
    shell_on(g, "/dev/tty1")
    term = open_raw(announced(g, "Virtual console", 1))
    term.write(b"echo aga''in\n")
    term.see(b"again")


@TEST
def descriptors_as_a_pair(t):
    in_r, in_w = os.pipe()
    out_r, out_w = os.pipe()
    g = t.boot(f"con1=fd:{in_r},fd:{out_w}", pass_fds=(in_r, out_w))
    os.close(in_r)
    os.close(out_w)
    g.sh("cat /dev/tty1 >/tmp/in &")
    os.write(in_w, b"line one\n")
    check(wait_until(lambda: "line one" in g.sh("cat /tmp/in")), "input lost")
    g.sh("echo outward >/dev/tty1")
    Terminal(out_r).see(b"outward\n")
    os.close(in_w)


@TEST
def descriptor_that_is_not_open(t):
    g = t.boot("con1=fd:77")
    g.sh("echo x >/dev/tty1")
    check(g.status != 0, "opened")
    check("fd:77 is not open on the host" in g.sh("dmesg"), "not told")


@TEST
def terminal_of_the_host(t):
    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)
    name = os.ttyname(slave)
    g = t.boot(f"con1=tty:{name}")
    check(termios.tcgetattr(slave) == before, "changed before it was opened")
    shell_on(g, "/dev/tty1")
    check(wait_until(lambda: termios.tcgetattr(slave) != before), "not raw")
    term = Terminal(master)
    term.write(b"echo on''tty\n")
    term.see(b"ontty\n")
    g.mc("halt")
    g.wait()
    check(termios.tcgetattr(slave) == before, "not restored")
    os.close(slave)
    os.close(master)


@TEST
def terminal_of_the_host_is_restored_after_sigkill(t):
    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)
    g = t.boot(f"con1=tty:{os.ttyname(slave)}")
    g.sh("sleep 1000 </dev/tty1 &")
    check(wait_until(lambda: termios.tcgetattr(slave) != before), "not raw")
    os.kill(g.pid, signal.SIGKILL)
    g.wait()
    check(wait_until(lambda: termios.tcgetattr(slave) == before), "not restored")
    check(wait_until(g.modes_are_back), "console 0 not restored")


@TEST
def two_guests_joined(t):
    a, b = socket.socketpair()
    g = t.boot(f"ssl0=fd:{a.fileno()}", pass_fds=(a.fileno(),))
    h = t.boot(f"ssl0=fd:{b.fileno()}", pass_fds=(b.fileno(),))
    a.close()
    b.close()
    for guest in (g, h):
        guest.sh("stty raw -echo </dev/ttyS0; exec 3<>/dev/ttyS0; stty raw -echo <&3")
    g.sh("echo from-g >&3")
    check("from-g" in h.sh("head -n1 <&3"), "g to h")
    h.sh("dd if=/dev/zero bs=1k count=200 2>/dev/null | tr '\\0' x >&3 &")
    check(g.sh("head -c 204800 <&3 | wc -c").strip() == "204800", "bulk")


def port_number():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def port_helper():
    for path in (os.path.join(guesttest.TOP, "tools/uml/port-helper"), "/usr/lib/uml/port-helper"):
        if os.access(path, os.X_OK) and os.path.isfile(path):
            return path
    return None


class Telnet(Terminal):
    """Reads what is no telnet command."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        super().__init__(self.socket.fileno())


@TEST
def port_with_two_lines(t):
    helper = port_helper()
    if not helper:
        return "no port-helper"
    port = port_number()
    env = clean_env(t.work, UML_PORT_HELPER=helper, PATH="/bin:/usr/bin")
    g = t.boot(f"con1=port:{port}", f"con2=port:{port}", env=env)
    shell_on(g, "/dev/tty1")
    shell_on(g, "/dev/tty2")
    check(wait_until(lambda: listening(port)), "nobody listens")
    one, two = Telnet(port), Telnet(port)
    for n, telnet in ((1, one), (2, two)):
        telnet.write(b"echo con''nected %d\n" % n)
        telnet.see(b"connected %d" % n)
    check(g.mc("config con1") == (0, f"port:{port}"), "query")
    three = Telnet(port)
    three.see(rb"\*\*\*\*\n")
    one.socket.close()
    shell_on(g, "/dev/tty1")
    three.write(b"echo third''one\n")
    three.see(b"thirdone")
    g.mc("halt")
    g.wait()


def listening(port):
    with open("/proc/net/tcp") as f:
        return any(line.split()[1].endswith(":%04X" % port) and line.split()[3] == "0A"
                   for line in list(f)[1:])


@TEST
def port_as_kernel_console_waits(t):
    helper = port_helper()
    if not helper:
        return "no port-helper"
    port = port_number()
    env = clean_env(t.work, UML_PORT_HELPER=helper, PATH="/bin:/usr/bin")
    g = t.boot(f"con0=port:{port}", wait=False, env=env)
    check(wait_until(lambda: listening(port)), "nobody listens")
    time.sleep(0.3)
    telnet = Telnet(port)
    telnet.see(b"(?s)Linux version.*READY", 20)
    g.mc("halt")
    g.wait()


@TEST
def port_is_taken(t):
    with socket.socket() as s:
        s.bind(("", 0))
        s.listen()
        port = s.getsockname()[1]
        g = t.boot(f"con1=port:{port}")
        g.sh("echo x >/dev/tty1")
        check(g.status != 0, "opened")
        check(f"binding to port {port} failed" in g.sh("dmesg"), "not told")


@TEST
def xterm_is_the_program_asked_for(t):
    if not port_helper():
        return "no port-helper"
    args, script = os.path.join(t.work, "args"), os.path.join(t.work, "emulator")
    with open(script, "w") as f:
        f.write(f"#!{sys.executable}\nimport os, pty, sys\n"
                f"open({args!r}, 'w').write(repr(sys.argv))\npty.spawn(sys.argv[4:])\n")
    os.chmod(script, 0o755)
    env = clean_env(t.work, UML_PORT_HELPER=port_helper(), DISPLAY=":77")
    g = t.boot("con1=xterm", f"xterm={script},-title,-run", env=env)
    out = g.sh("echo to-the-window >/dev/tty1")
    check(g.status == 0, out)
    with open(args) as f:
        words = eval(f.read())
    check(words[1:4] == ["-title", f"Virtual console #1 ({g.umid})", "-run"], words)
    check(words[5] == "-uml-socket" and words[6].startswith("/tmp/xterm-pipe"), words)
    check(not os.path.exists(words[6]), "socket left behind")
    g.mc("halt")
    g.wait()


@TEST
def xterm_without_display(t):
    g = t.boot("con1=xterm")
    g.sh("echo x >/dev/tty1")
    check(g.status != 0, "opened")
    check("neither $DISPLAY nor $WAYLAND_DISPLAY is set" in g.sh("dmesg"), "not told")


@TEST
def xterm_that_dies_early(t):
    g = t.boot("con1=xterm", "xterm=/bin/false", env=clean_env(t.work, DISPLAY=":77"))
    g.sh("echo x >/dev/tty1")
    check(g.status != 0, "opened")


@TEST
def xterm_under_xvfb(t):
    if not shutil.which("Xvfb") or not shutil.which("xterm") or not port_helper():
        return "no Xvfb, xterm or port-helper"
    x = subprocess.Popen(["Xvfb", ":79", "-screen", "0", "640x480x8"],
                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        check(wait_until(lambda: os.path.exists("/tmp/.X11-unix/X79")), "no X server")
        env = clean_env(t.work, UML_PORT_HELPER=port_helper(), DISPLAY=":79")
        g = t.boot("con1=xterm", "xterm=xterm", env=env)
        check("24 80" in g.sh("stty size </dev/tty1", 30), "no window")
        children = subprocess.run(["pgrep", "-P", str(g.pid), "xterm"], stdout=subprocess.PIPE).stdout
        check(children, "no xterm")
        os.kill(int(children.split()[0]), signal.SIGKILL)
        check(wait_until(lambda: "24 80" in g.sh("stty size </dev/tty1", 30)), "no second window")
        g.mc("halt")
        g.wait()
    finally:
        x.kill()
        x.wait()


# --- hot configuration ------------------------------------------------------

@TEST
def hot_configuration(t):
    g = t.boot("con=none")
    check("tty5" not in g.sh("ls /dev").split(), "node of a line without channel")
    check(g.mc("config con5") == (0, "none"), "query of none")
    check(g.mc("config con5=null") == (0, ""), "config")
    check(g.mc("config con5") == (0, "null"), "query")
    check("tty5" in g.sh("ls /dev").split(), "no node")
    check(g.mc("config con5=nonsense") == (-1, "failed to parse channel pair"), "nonsense")
    check(g.mc("config con5") == (0, "none"), "after nonsense")
    check("tty5" not in g.sh("ls /dev").split(), "node after nonsense")
    check(g.mc("config con5=none") == (-22, "configured as 'none'"), "none again")
    check(g.mc("config con=pts") == (-22, "Can't configure all devices from mconsole"), "all")
    check(g.mc("config con77=pts")[0] == -22, "range")
    check(g.mc("config conx=pts") == (-22, "Couldn't parse device number"), "number")
    check(g.mc("config con") == (1, "line_get_config failed to parse device number"), "query number")
    check(g.mc("config con99") == (1, "device number out of range"), "query range")
    check(g.mc("remove con") == (1, "Couldn't parse device number"), "remove number")
    check(g.mc("remove con99") == (-22, "Device number out of range"), "remove range")
    check(g.mc("remove con0") == (-22, "Device is already open"), "remove open")
    check(g.mc("config con0=null") == (-22, "Device is already open"), "config open")
    check(g.mc("config ssl3=null") == (0, ""), "serial")
    check(g.mc("remove ssl3") == (0, ""), "remove serial")
    check("ttyS3" not in g.sh("ls /dev").split(), "node after remove")


# --- standard input and output ----------------------------------------------

def run_stdin(t, **stdin):
    g = t.boot("RUN=echo~read:;head~-n1;echo~status~$?;halt~-f", terminal=False, wait=False, **stdin)
    check(g.wait() == 0, "exit status")
    return g.said.decode(errors="replace")


@TEST
def stdin_is_a_file(t):
    path = os.path.join(t.work, "typed")
    with open(path, "w") as f:
        f.write("first line\nsecond\n")
    with open(path) as f:
        check("read:\nfirst line\n" in run_stdin(t, stdin=f), "not read")


@TEST
def stdin_is_a_pipe(t):
    r, w = os.pipe()
    os.write(w, b"through a pipe\n")
    os.close(w)
    check("read:\nthrough a pipe\n" in run_stdin(t, stdin=r), "not read")
    os.close(r)


@TEST
def stdin_is_dev_null(t):
    check(re.search("read:\n(.*\n)?status", run_stdin(t)), "no end of file")


@TEST
def stdin_is_closed(t):
    g = t.boot("RUN=head~-n1;halt~-f", terminal=False, wait=False, stdin=None,
               preexec_fn=lambda: os.close(0))
    check(g.wait() == 0, "exit status")


@TEST
def nothing_is_lost_at_the_end(t):
    g = t.boot("RUN=seq~1~30000;halt~-f", terminal=False, wait=False)
    time.sleep(1.5)			# nobody reads
    check(g.wait() == 0, "exit status")
    check(re.search(rb"29999\n30000\n", g.said), g.said[-200:])
    lines = re.findall(rb"^\d+$", g.said, re.M)
    check(len(lines) >= 30000, len(lines))


@TEST
def size_of_the_window(t):
    g = t.boot(wait=False)
    g.resize(33, 99)
    g.expect("# $")
    g.sh("trap 'echo winch' WINCH; exec 2>&1")
    g.resize(40, 120)
    check(wait_until(lambda: "40 120" in g.sh("stty size"), 5), g.sh("stty size"))


@TEST
def modes_of_the_terminal_come_back(t):
    for how in ("halt -f", "poweroff -f", "TERM", "INT", "HUP", "KILL", "panic"):
        g = t.boot()
        check(not g.modes_are_back(), "never raw")
        if how == "panic":
            g.type("echo c >/proc/sysrq-trigger\n")
        elif how.isupper():
            os.kill(g.pid, getattr(signal, "SIG" + how))
        else:
            g.type(how + "\n")
        g.wait()
        check(wait_until(g.modes_are_back, 3), f"not restored after {how}")
        g.kill()
        t.guests.remove(g)


@TEST
def kmsg_is_dumped_when_nobody_sees_the_panic(t):
    g = t.boot("con0=null,null", "RUN=echo~c~>/proc/sysrq-trigger", terminal=False, wait=False)
    check(g.wait() == -signal.SIGABRT, "status")
    check(re.search(rb"kmsg_dump:\n<5>Linux version", g.said), g.said[:200])


@TEST
def stderr_console(t):
    g = t.boot("stderr=1")
    check("Linux version" in g.errors(), "nothing on stderr")
    check("console [stderr0] disabled" in g.sh("dmesg"), "still there")


if __name__ == "__main__":
    sys.exit(guesttest.main(__doc__))
