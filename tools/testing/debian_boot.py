#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Boot a Debian image in a terminal and do a day's work in it.

usage: debian_boot.py [options] [word...]

  --kernel PATH    the kernel to boot (default ./linux)
  --native         no kernel: the same table in a chroot of the image (root)
  --image IMG      root image (default build/debian.img, see images/mkdebian.sh)
  --mem SIZE       memory of the guest (default 512M)
  --append WORDS   more words for the kernel command line
  --no-remount     halt without remounting the root read-only first
  --total N        seconds for everything (default 1800)
  --log FILE       keep the whole dialogue
  -v               show it while it happens
  -l               list the cases

The kernel gets a pseudo terminal and a copy of the image. Each case of
debian_cases.py types a command at the bash prompt and judges its output and
status; a word selects the cases whose name contains it (set-up cases always
run). Then the machine is halted and the rest must hold: exit status 0,
terminal settings as before, no process and no file left behind, and
"e2fsck -fn" finding nothing.

Output is TAP; the last line is "N passed, N failed, N skipped".
"""
import argparse
import atexit
import errno
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import leftovers  # noqa: E402
from debian_cases import CASES, FILES  # noqa: E402
from tap import Report  # noqa: E402

PROMPT = re.compile(rb"@(\d+)@ $")
FIRST_PROMPT = re.compile(rb"[^\n]*[#$] $")
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>78]|\x07")


class Stuck(Exception):
    """The machine did not answer in time, or ended."""


class Terminal:
    """A pseudo terminal with a child on it, and what the child said."""

    def __init__(self, verbose, log):
        self.master, self.slave = pty.openpty()
        size = struct.pack("HHHH", 40, 200, 0, 0)
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, size)
        self.before = termios.tcgetattr(self.slave)
        self.verbose = verbose
        self.log = log
        self.pending = b""
        self.eof = False
        self.process = None
        self.deadline = None

    def start(self, argv, env):
        def controlling_terminal():
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        self.process = subprocess.Popen(
            argv, stdin=self.slave, stdout=self.slave, stderr=self.slave,
            env=env, preexec_fn=controlling_terminal, close_fds=True)

    def pump(self, seconds):
        """Take what the child says now; wait at most @seconds for it."""
        if not select.select([self.master], [], [], max(seconds, 0))[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError as e:
            if e.errno != errno.EIO:
                raise
            data = b""
        if not data:
            return False
        self.pending += data
        if self.log:
            self.log.write(data)
            self.log.flush()
        if self.verbose:
            sys.stderr.buffer.write(data)
            sys.stderr.buffer.flush()
        return True

    def send(self, data):
        while data:
            n = os.write(self.master, data[:256])
            data = data[n:]
            self.pump(0)

    def wait_for(self, pattern, seconds, what):
        """Everything up to and including @pattern; it leaves the buffer."""
        end = time.monotonic() + seconds
        if self.deadline:
            end = min(end, self.deadline)
        while True:
            match = pattern.search(self.pending)
            if match:
                text, self.pending = self.pending[:match.end()], self.pending[match.end():]
                return text, match
            left = end - time.monotonic()
            if left <= 0:
                raise Stuck(f"no {what} within {seconds} s")
            self.pump(min(left, 0.2))
            if self.process.poll() is not None and not self.pump(0.1):
                raise Stuck(f"ended with status {self.process.returncode} before {what}")


def text_of(data):
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "")
    return ESCAPES.sub("", text)


class Session:
    """The bash prompt on a terminal."""

    def __init__(self, term):
        self.term = term
        self.commands = None

    def open(self, boot_seconds):
        boot, _ = self.term.wait_for(FIRST_PROMPT, boot_seconds, "prompt")
        self.set_prompt()
        self.job_control_at_once = b"no job control in this shell" not in boot
        if not self.job_control_at_once:
            # Stock Linux gives init no controlling terminal, and does no
            # job control on descriptors of /dev/console.
            self.term.send(b"[ -e /dev/tty0 ] && exec </dev/tty0 >/dev/tty0 2>&1; "
                           b"setsid -c /bin/bash\n")
            self.term.wait_for(FIRST_PROMPT, 20, "second shell")
            self.set_prompt()
        return text_of(boot)

    def set_prompt(self):
        self.term.send(b"PS2= PS1='\\n@$?@ ' PROMPT_COMMAND= HISTFILE=; set +o histexpand; "
                       b"bind 'set enable-bracketed-paste off' 2>/dev/null\n")
        self.term.wait_for(PROMPT, 20, "prompt of ours")

    def run(self, command, keys=(), seconds=30):
        """Type @command, then the @keys; output without the echo, and status."""
        self.drain()
        self.term.send(command.encode() + b"\n")
        for when, what in keys:
            if isinstance(when, str):
                head, _ = self.term.wait_for(re.compile(when.encode()), seconds, f"/{when}/")
                self.kept += head
            else:
                end = time.monotonic() + when
                while time.monotonic() < end:
                    self.term.pump(end - time.monotonic())
            self.term.send(what.encode())
        data, match = self.term.wait_for(PROMPT, seconds, "prompt")
        text = text_of(self.kept + data[:match.start()])
        return text.partition("\n")[2], int(match.group(1))

    def drain(self):
        while self.term.pump(0):
            pass
        self.term.pending = b""
        self.kept = b""

    def put_file(self, path, content):
        """A file typed into cat, tabs included, without line editing."""
        self.run("mkdir -p " + os.path.dirname(path))
        self.run("set +o emacs")
        self.drain()
        self.term.send(f"cat >{path} <<'END_OF_FILE'\n".encode())
        for line in content.splitlines():
            self.term.send(line.encode() + b"\n")
            self.term.pump(0.02)
        self.term.send(b"END_OF_FILE\n")
        _, match = self.term.wait_for(PROMPT, 30, f"prompt after {path}")
        self.run("set -o emacs")
        return int(match.group(1))

    def have(self, tool):
        """Is @tool installed in the image? (asked once for all)"""
        if self.commands is None:
            out, _ = self.run("compgen -c | sort -u | tr '\\n' ' '", seconds=60)
            self.commands = set(out.split())
        return tool in self.commands


def run_case(session, case, report):
    missing = [t for t in case.needs if not session.have(t)]
    if missing:
        report.skip(case.name, "no " + " ".join(missing))
        return True
    try:
        out, status = session.run(case.command, case.keys, case.seconds)
    except Stuck as e:
        report.result(False, case.name,
                      f"{case.command}\n{e}; last output:\n{text_of(session.term.pending)[-1500:]}")
        return rescue(session)
    why = ""
    if case.status is not None and status != case.status:
        why += f"status {status}, expected {case.status}\n"
    if not re.search(case.expect, out, re.M):
        why += f"no match for /{case.expect}/\n"
    if case.refuse and re.search(case.refuse, out, re.M):
        why += f"unwanted match for /{case.refuse}/\n"
    report.result(not why, case.name, f"$ {case.command}\n{why}output:\n{out[-2000:]}")
    return True


def rescue(session):
    """Try to get the prompt back after a case that hangs."""
    for key in (b"\x03", b"\x1c", b"\x1b:q!\r", b"q", b"\x04"):
        session.term.send(key)
        try:
            session.term.wait_for(PROMPT, 3, "prompt")
            return True
        except Stuck:
            pass
    return False


def run_table(session, args, report):
    for path, content in FILES.items():
        if session.put_file(path, content):
            report.result(False, f"write {path}", "cat failed")
    for case in CASES:
        wanted = case.always or not args.words or any(w in case.name for w in args.words)
        if not wanted:
            continue
        if case.guest_only and args.native:
            report.skip(case.name, "only in a guest")
            continue
        if not run_case(session, case, report):
            raise Stuck(f"lost the prompt in {case.name}")


def end_process(term):
    if term.process and term.process.poll() is None:
        term.process.terminate()
        try:
            term.process.wait(5)
        except subprocess.TimeoutExpired:
            term.process.kill()
            term.process.wait()
    leftovers.kill_processes()


def halt(session, args, report):
    term = session.term
    if not args.no_remount:
        session.run("cd /; sync; umount -a -t tmpfs,devpts 2>/dev/null; sync")
        out, status = session.run("mount -o remount,ro /", seconds=60)
        report.result(status == 0, "remount read-only", out)
    session.drain()
    term.send(b"sync; halt -f\n")
    end = time.monotonic() + 60
    while term.process.poll() is None and time.monotonic() < end:
        term.pump(0.1)
    while term.pump(0.1):
        pass
    report.result(term.process.poll() is not None, "halt ends the kernel",
                  "still running after 60 s:\n" + text_of(term.pending)[-1500:])
    report.result(term.process.poll() == 0, "exit status 0",
                  f"status {term.process.returncode}\n" + text_of(term.pending)[-1500:])


def after_checks(term, args, image, dirs, report):
    after = termios.tcgetattr(term.slave)
    report.result(after == term.before, "terminal settings as before",
                  f"before {term.before}\nafter  {after}")
    time.sleep(0.2)
    left = leftovers.processes()
    report.result(not left, "no process left behind", str(left))
    files = leftovers.files(*dirs)
    report.result(not files, "no file left behind", "\n".join(files))
    check_image(image, args, report)


def check_image(image, args, report):
    env = dict(os.environ, PATH=os.environ["PATH"] + ":/sbin:/usr/sbin")
    if args.no_remount:
        # Not unmounted: the journal may have to be replayed, nothing more.
        replay = subprocess.run(["e2fsck", "-fp", image], env=env, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        report.result(replay.returncode in (0, 1), "e2fsck -fp after halt", replay.stdout)
    fsck = subprocess.run(["e2fsck", "-fn", image], env=env, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    report.result(fsck.returncode == 0, "e2fsck -fn finds nothing", fsck.stdout)


def guest_command(args, image):
    return [args.kernel, f"mem={args.mem}", f"ubd0={image}", "root=/dev/ubda", "rw",
            "init=/bin/bash", "con=null", "con0=fd:0,fd:1", *args.append.split()]


def native_command(args, image, work):
    """A chroot of the image, in mount and pid namespaces of its own."""
    root = os.path.join(work, "root")
    os.mkdir(root)
    subprocess.run(["mount", "-o", "loop", image, root], check=True)
    atexit.register(lambda: subprocess.run(["umount", "-l", root], check=False))
    inner = ("mount -t proc proc /proc; mount -t sysfs sysfs /sys; "
             "mount -t devpts devpts /dev/pts; exec setsid -c /bin/bash")
    return ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc", "chroot", root,
            "/bin/bash", "-c", inner]


def parse():
    p = argparse.ArgumentParser(usage=__doc__, add_help=False)
    p.add_argument("--kernel", default="./linux")
    p.add_argument("--native", action="store_true")
    p.add_argument("--image", default=os.path.join(HERE, "../../build/debian.img"))
    p.add_argument("--mem", default="512M")
    p.add_argument("--append", default="")
    p.add_argument("--no-remount", action="store_true")
    p.add_argument("--total", type=int, default=1800)
    p.add_argument("--boot-seconds", type=int, default=120)
    p.add_argument("--log")
    p.add_argument("-v", "--verbose", action="store_true")
    p.add_argument("-l", "--list", action="store_true")
    p.add_argument("-h", "--help", action="store_true")
    p.add_argument("words", nargs="*")
    return p.parse_args()


def main():
    args = parse()
    if args.help:
        print(__doc__)
        return 0
    if args.list:
        for case in CASES:
            print(f"{case.name}: {case.command}")
        return 0
    leftovers.become_reaper()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    report = Report()
    work = tempfile.mkdtemp(prefix="debian_boot.")
    atexit.register(shutil.rmtree, work, True)
    image = os.path.join(work, "root.img")
    subprocess.run(["cp", "--sparse=always", "--reflink=auto", args.image, image], check=True)
    dirs = [os.path.join(work, d) for d in ("tmp", "home")]
    for d in dirs:
        os.mkdir(d)
    env = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
           "TERM": "linux"}
    if args.native:
        argv = native_command(args, image, work)
        env["HOME"] = "/root"
    else:
        argv = guest_command(args, image)
        env.update(TMPDIR=dirs[0], HOME=dirs[1])
    term = Terminal(args.verbose, open(args.log, "wb") if args.log else None)
    term.deadline = time.monotonic() + args.total
    atexit.register(end_process, term)
    session = Session(term)
    start = time.monotonic()
    try:
        term.start(argv, env)
        session.open(args.boot_seconds)
        report.result(True, "boot to the prompt")
        print(f"# {time.monotonic() - start:.2f} s; job control "
              f"{'at once' if session.job_control_at_once else 'after setsid -c'}")
        run_table(session, args, report)
        if not args.native:
            halt(session, args, report)
    except Stuck as e:
        report.result(False, "the machine answers", f"{e}; last output:\n" +
                      text_of(term.pending)[-3000:])
    end_process(term)
    if not args.native:
        after_checks(term, args, image, dirs, report)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
