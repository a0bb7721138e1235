# SPDX-License-Identifier: GPL-2.0
"""A small guest to talk to: busybox in an initramfs, its shell on console 0."""
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import time

HERE = os.path.dirname(os.path.abspath(__file__))
INIT = """#!/bin/busybox sh
export PATH=/bin
busybox mount -t proc proc /proc
busybox mount -t sysfs sys /sys
busybox mount -t devtmpfs dev /dev
busybox mkdir -p /dev/pts /tmp
busybox mount -t devpts devpts /dev/pts
busybox --install -s /bin
[ -z "$RUN" ] || eval "$(echo "$RUN" | tr '~' ' ')"
stty -echo 2>/dev/null
export PS1='# '
echo READY
while :; do sh; done
"""
MAGIC = 0xcafebabe


class Stuck(Exception):
    """A guest did not do in time what was expected."""


def build_initramfs(work):
    init = os.path.join(work, "init")
    with open(init, "w") as f:
        f.write(INIT)
    os.chmod(init, 0o755)
    image = os.path.join(work, "initramfs")
    subprocess.run([sys.executable, "-B", os.path.join(HERE, "selftests/mkinitramfs.py"), image,
                    "/init=" + init, "/bin/busybox=" + shutil.which("busybox", path="/bin:/usr/bin")],
                   check=True)
    return image


def clean_env(work, **more):
    env = {k: v for k, v in os.environ.items()
           if k not in ("TMP", "TEMP", "DISPLAY", "WAYLAND_DISPLAY", "UML_PORT_HELPER")}
    env["HOME"] = work
    env.update(more)
    return env


class Guest:
    """A running kernel with a terminal (or pipes) as console 0."""

    words = ["mem=96M", "con=null", "con0=fd:0,fd:1", "rdinit=/init"]

    def __init__(self, kernel, work, initramfs, *args, umid=None, terminal=True, env=None,
                 pass_fds=(), wait=True, **popen):
        self.work = work
        self.umid = umid or "g%d" % (time.monotonic_ns() % 10**9)
        self.said = b""
        self.stderr = tempfile.TemporaryFile(dir=work)
        words = [kernel, *self.words, "initrd=" + initramfs, "umid=" + self.umid, *args]
        self.slave = -1
        if terminal:
            self.master, self.slave = pty.openpty()
            self.before = termios.tcgetattr(self.slave)
            stdin = stdout = self.slave
        else:
            self.master, stdout = os.pipe()
            stdin = popen.pop("stdin", subprocess.DEVNULL)
        self.process = subprocess.Popen(words, stdin=stdin, stdout=stdout, stderr=self.stderr,
                                        env=env or clean_env(work), pass_fds=pass_fds, cwd=work, **popen)
        if not terminal:
            os.close(stdout)
        if wait:
            self.expect("READY")
            self.expect("# $")

    @property
    def pid(self):
        return self.process.pid

    def errors(self):
        self.stderr.seek(0)
        return self.stderr.read().decode(errors="replace")

    def read(self, seconds):
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.said += data.replace(b"\r", b"")
        return bool(data)

    def expect(self, pattern, seconds=20):
        """Wait for @pattern; what was said up to its end is gone. Returns the match."""
        end = time.monotonic() + seconds
        while True:
            m = re.search(pattern.encode(), self.said)
            if m:
                self.said = self.said[m.end():]
                return m
            left = end - time.monotonic()
            if left <= 0 or (not self.read(left) and self.process.poll() is not None):
                raise Stuck(f"no {pattern!r}; last said: {self.said[-600:]!r}; {self.errors()[-300:]!r}")

    def type(self, text):
        os.write(self.master, text.encode())

    def sh(self, command, seconds=10):
        """Run a command in the guest's shell; its output."""
        if command.endswith("&"):
            command = f"({command})"	# busybox ends at a prompt when a child does
        self.type(f"{command}\necho =$?=\n")
        m = self.expect(r"(?s)(.*?)(?:# )?=(\d+)=\n# ", seconds)
        self.status = int(m.group(2))
        return m.group(1).decode(errors="replace")

    def wait(self, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                while self.read(0.05):
                    pass
                return self.process.returncode
            self.read(0.05)
        raise Stuck(f"still running; last said: {self.said[-300:]!r}")

    def modes_are_back(self):
        return termios.tcgetattr(self.slave) == self.before

    def resize(self, rows, cols):
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))

    def socket_path(self):
        return os.path.join(self.work, ".uml", self.umid, "mconsole")

    def mc(self, text, **more):
        """One command of the management console: (err, text)."""
        return mconsole(self.socket_path(), text, **more)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)
        if self.slave >= 0:
            os.close(self.slave)
        self.stderr.close()
        shutil.rmtree(os.path.join(self.work, ".uml", self.umid), ignore_errors=True)


def client(seconds=10):
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.bind(b"\0test%d.%d" % (os.getpid(), time.monotonic_ns()))
    s.settimeout(seconds)
    return s


def request(text, version=2, magic=MAGIC, length=None):
    data = text if isinstance(text, bytes) else text.encode()
    return struct.pack("<III", magic, version, len(data) if length is None else length) + data


def answer(s):
    """The parts of one answer: (err of the first, text, list of (err, more, text))."""
    parts = []
    while True:
        data = s.recv(4096)
        err, more, length = struct.unpack_from("<iII", data)
        assert length == len(data) - 12 and data[-1:] == b"\0", data
        parts.append((err, more, data[12:-1]))
        if not more:
            break
    return parts[0][0], b"".join(p[2] for p in parts).decode(errors="replace"), parts


def mconsole(path, text, seconds=10):
    with client(seconds) as s:
        s.sendto(request(text), path)
        return answer(s)[:2]


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def end(pid, sig=signal.SIGKILL):
    try:
        os.kill(pid, sig)
    except ProcessLookupError:
        pass
