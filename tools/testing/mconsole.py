#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""The management console: its protocol byte by byte, every command, bad input.

usage: mconsole.py [--kernel PATH] [-v] [-l] [word...]

The environment variable FUZZ is the number of malformed datagrams (default 4000).
Output is TAP, the last line is "N passed, N failed, N skipped".
"""
import os
import random
import re
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import guesttest  # noqa: E402
from guest import MAGIC, Stuck, answer, clean_env, client, request, wait_until  # noqa: E402

TEST = guesttest.TEST


def check(ok, what):
    if not ok:
        raise AssertionError(what)


def raw(g, data):
    """Send bytes; every datagram that comes back."""
    with client(5) as s:
        s.sendto(data, g.socket_path())
        got = [s.recv(4096)]
        s.settimeout(0.2)
        try:
            while True:
                got.append(s.recv(4096))
        except TimeoutError:
            return got


def reply(err, text, more=0):
    data = text.encode() + b"\0"
    return struct.pack("<iII", err, more, len(data)) + data


# --- protocol ---------------------------------------------------------------

@TEST
def headers_are_judged_in_order(t):
    g = t.boot()
    old = b"ERR Version 0 mconsole clients are not supported by this driver"
    for data in (b"", b"version", b"\0" * 600, struct.pack("<II", MAGIC, 2)[1:]):
        check(raw(g, data) == [old], f"old client {data[:12]!r}")
    check(raw(g, request("version", length=512)) == [reply(1, "Request too large")], "512")
    check(raw(g, request("version", version=9, length=512)) == [reply(1, "Request too large")], "order")
    check(raw(g, request("version", version=1)) ==
          [reply(1, "This driver only supports version 2 clients")], "version 1, answered once")
    check(raw(g, request("bogus")) == [reply(1, "Unknown command")], "unknown")
    check(raw(g, request("")) == [reply(1, "Unknown command")], "empty")
    check(raw(g, request("version", length=511)) == raw(g, request("version")), "shorter than it says")
    check(raw(g, request("versionxyz")) == raw(g, request("version")), "prefix")


@TEST
def long_answers_are_cut(t):
    g = t.boot()
    with client() as s:
        s.sendto(request("help"), g.socket_path())
        err, text, parts = answer(s)
    check(err == 0 and len(parts) == 2 and len(parts[0][2]) == 511, parts)
    check(text.startswith("Commands: \n    version - "), text)
    for word in "version help halt reboot config remove sysrq cad stop go log proc stack".split():
        check(re.search(rf"(?m)^    {word}\b.* - ", text), word)
    check(raw(g, request("go")) == [reply(1, "Not stopped")], "after that")


@TEST
def a_client_that_does_not_read(t):
    g = t.boot()
    s = client()
    for _ in range(40):
        try:
            s.setblocking(False)
            s.sendto(request("help"), g.socket_path())
        except BlockingIOError:
            time.sleep(0.1)
    check(wait_until(lambda: g.mc("version", seconds=60)[0] == 0, 60), "the console is stuck")
    s.close()
    unbound = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    unbound.sendto(request("version"), g.socket_path())
    check(g.mc("version")[0] == 0, "after a client without address")


@TEST
def malformed_datagrams(t):
    g = t.boot()
    n, rng = int(os.environ.get("FUZZ", "4000")), random.Random(4)
    words = [b"version", b"help", b"config con5=", b"config ssl", b"remove con", b"config mem=", b"proc ",
             b"stack ", b"go", b"config ubd", b"remove ubd", b"config", b"remove", b"sysrq", b"cad", b"log "]
    with client(60) as s:
        s.settimeout(2)
        drain = threading.Thread(target=swallow, args=(s,), daemon=True)
        drain.start()
        for i in range(n):
            text = rng.choice(words[:13] if i % 16 else words[:9]) + rng.randbytes(rng.choice((0, 1, 3, 20, 400)))
            if rng.random() < 0.5:
                text = rng.randbytes(rng.randrange(530))
            if text.startswith((b"halt", b"reboot", b"stop")):
                continue
            data = struct.pack("<III", rng.choice((MAGIC, MAGIC, MAGIC, rng.getrandbits(32))),
                               rng.choice((2, 2, 2, 0, 1, 3, rng.getrandbits(32))),
                               rng.choice((len(text), len(text), 511, 512, rng.getrandbits(32)))) + text
            s.sendto(data[:rng.choice((len(data), len(data), rng.randrange(len(data) + 1)))], g.socket_path())
        drain.join(60)
    check(g.process.poll() is None, g.errors())
    check(g.mc("version", seconds=30)[0] == 0, "no answer")
    check("alive" in g.sh("echo ali''ve"), "the guest is not well")


def swallow(s):
    try:
        while True:
            s.recv(4096)
    except OSError:
        pass


# --- commands ---------------------------------------------------------------

@TEST
def version_is_uname(t):
    g = t.boot()
    err, text = g.mc("version")
    check(err == 0 and text == g.sh("uname -snrvm").strip(), text)


@TEST
def log_goes_to_the_log(t):
    g = t.boot()
    check(g.mc("log one two") == (0, "") and g.mc("log \n") == (0, ""), "log")
    check("one two\n" in g.sh("dmesg"), "not there")
    check(g.mc("log %s%n%p\n") == (0, "") and "%s%n%p\n" in g.sh("dmesg"), "formats")


@TEST
def proc_shows_files_of_proc(t):
    g = t.boot()
    check(g.mc("proc version")[1] == "\n" + g.sh("cat /proc/version"), "version")
    check(re.search(r"\nName:\s+init\n", g.mc("proc 1/status")[1]) or
          re.search(r"\nName:\s+busybox\n", g.mc("proc 1/status")[1]), g.mc("proc 1/status")[1][:60])
    check("/bin/busybox" in g.mc("proc 1/maps")[1], "maps")
    check("/init" in g.mc("proc 1/cmdline")[1], "cmdline")
    check(g.mc("proc sys/kernel/pid_max")[1].strip().isdigit(), "sysctl")
    check(g.mc("proc nosuch") == (1, "Failed to open file"), "missing")
    check(g.mc("proc 1") == (1, "Read of file failed"), "directory")
    check(g.mc("proc ../../etc/passwd") == (1, "Failed to open file"), "above")


@TEST
def stack_has_symbols(t):
    g = t.boot()
    err, text = g.mc("stack 1")
    check(err == 0 and re.search(r"\nStack:\n( [0-9a-f]{16}){4}\n.*\nCall Trace:\n", text, re.S), text)
    check(" schedule+0x" in text, text)
    check(g.mc("stack") == (1, "Please specify a pid"), "no pid")
    check(g.mc("stack abc") == (1, "Please specify a pid"), "no number")
    check(g.mc("stack 0") == (1, "Couldn't find that pid"), "0")
    check(g.mc("stack 999999") == (1, "Couldn't find that pid"), "unknown")


@TEST
def sysrq_letters(t):
    g = t.boot("quiet")
    check("HELP : loglevel(0-9)" in g.mc("sysrq")[1], "help")
    check("HELP : loglevel(0-9)" in g.mc("sysrq ?")[1], "unknown")
    check("Mem-Info" in g.mc("sysrq m")[1], "m")
    check("task:kthreadd" in g.mc("sysrq t")[1], "t")
    check("Emergency Sync complete" in g.mc("sysrq s")[1], "s")
    check("Show Blocked" in g.mc("sysrq w")[1], "w")
    check("RIP" in g.mc("sysrq p")[1], "p")
    check("Call Trace" in g.mc("sysrq l")[1], "l")
    check("Nice All RT" in g.mc("sysrq n")[1], "n")
    check("Remount R/O" in g.mc("sysrq u")[1], "u")
    g.mc("sysrq 3")
    level = g.sh("cat /proc/sys/kernel/printk")
    check(re.search(r"(?m)^3\t", level), level)
    g.sh("sleep 1000 &")
    check(g.mc("sysrq f")[0] == 0, "f")
    g.sh("echo 0 >/proc/sys/kernel/sysrq")
    check("disabled" in g.mc("sysrq m")[1], "kernel.sysrq")
    g.sh("echo 1 >/proc/sys/kernel/sysrq")
    g.mc("sysrq o")
    check(g.wait() == 0, "o")


@TEST
def config_and_remove_of_nothing(t):
    g = t.boot()
    for text, want in (("config foo", "Bad configuration option"), ("config", "Bad configuration option"),
                       ("config gdb=xterm", "Bad configuration option"), ("remove foo", "Bad remove option"),
                       ("remove", "Bad remove option"), ("remove con", "Couldn't parse device number")):
        check(g.mc(text) == (1, want), text)


@TEST
def memory_goes_and_comes_back(t):
    g = t.boot()
    total = 96 << 20
    check(g.mc("config mem") == (0, str(total)), "size")
    check(g.mc("config mem=-20M") == (0, ""), "unplug")
    check(g.mc("config mem") == (0, str(total - (20 << 20))), "less")
    free = int(g.sh("grep MemFree /proc/meminfo").split()[1])
    check(g.mc("config mem=+1G") == (0, ""), "plug")
    check(g.mc("config mem") == (0, str(total)), "all")
    check(int(g.sh("grep MemFree /proc/meminfo").split()[1]) > free + 19000, "not free again")
    check(g.mc("config mem=-1G")[1] == "Failed to release memory", "too much")
    check(g.mc("config mem") == (0, str(total)), "after too much")
    check(g.mc("config mem=5M")[1] == "Expected increment to start with '-' or '+'", "sign")
    check(g.mc("config mem=-x")[1] == "Failed to parse memory increment", "number")
    check(g.mc("remove mem") == (-16, "Memory doesn't support the remove operation"), "remove")


@TEST
def stop_and_go(t):
    g = t.boot()
    g.sh("while :; do :; done &")
    g.sh("while :; do echo x >>/tmp/grows; done &")
    check(g.mc("stop") == (0, "stopped"), "stop")
    before = ticks(g)
    time.sleep(0.5)
    check(ticks(g) == before, "guest programs ran")
    check(g.mc("stop") == (1, "Already stopped"), "twice")
    check(g.mc("version")[0] == 0 and g.mc("sysrq s")[0] == 0, "commands while stopped")
    check(g.mc("config con5=null") == (0, ""), "config while stopped")
    check(g.mc("bogus") == (1, "Unknown command"), "unknown while stopped")
    check(g.mc("go") == (0, ""), "go")
    check(g.mc("go") == (1, "Not stopped"), "twice")
    check("hello" in g.sh("echo hel''lo"), "does not go on")


def ticks(g):
    return g.mc("proc stat")[1].split()[1]


@TEST
def copy_of_a_stopped_machine_is_clean(t):
    image = os.path.join(t.work, "disk")
    with open(image, "w") as f:
        f.truncate(32 << 20)
    subprocess.run(["mke2fs", "-qF", "-t", "ext4", image], check=True)
    g = t.boot("ubd0=" + image)
    g.sh("mkdir /mnt; mount -t ext4 /dev/ubda /mnt")
    check(g.status == 0, "mount")
    g.sh("(i=0; while :; do i=$((i+1)); echo text $i >/mnt/f$((i%50)); cp /bin/busybox /mnt/b$((i%5)); done) &")
    for n in range(3):
        time.sleep(0.4)
        check(g.mc("stop") == (0, "stopped"), "stop")
        check("Emergency Sync complete" in g.mc("sysrq s")[1], "sync")
        copy = f"{image}.{n}"
        shutil.copy(image, copy)
        check(g.mc("go") == (0, ""), "go")
        # As mounting would do it: the journal first. Nothing else may be left to do.
        subprocess.run(["e2fsck", "-fp", copy], stdout=subprocess.DEVNULL)
        r = subprocess.run(["e2fsck", "-fn", copy], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        check(r.returncode == 0, r.stdout)
        os.unlink(copy)
    g.mc("halt")
    g.wait()


@TEST
def ctrl_alt_del(t):
    g = t.boot()
    g.sh("echo 0 >/proc/sys/kernel/ctrl-alt-del")
    check(g.mc("cad") == (0, ""), "soft")
    check("alive" in g.sh("echo ali''ve"), "init was to decide")
    g.sh("echo 1 >/proc/sys/kernel/ctrl-alt-del")
    check(g.mc("cad") == (0, ""), "hard")
    g.expect("READY")
    g.mc("halt")
    g.wait()


# --- notification -----------------------------------------------------------

def packet(s):
    data = s.recv(4096)
    magic, version, kind, length = struct.unpack_from("<IIII", data)
    check(magic == MAGIC and version == 2 and length == len(data) - 16, data)
    return kind, data[16:]


@TEST
def notification(t):
    path = os.path.join(t.work, "notify")
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.bind(path)
    s.settimeout(10)
    g = t.boot("mconsole=notify:" + path)
    check(packet(s) == (0, g.socket_path().encode() + b"\0"), "start")
    check(g.sh("ls -l /proc/mconsole").startswith("--w-------"), "mode")
    g.sh("echo hi >/proc/mconsole")
    check(packet(s) == (3, b"hi\n"), "user")
    g.sh("head -c 600 /dev/zero >/proc/mconsole")
    check(packet(s)[1] == b"\0" * 512, "cut")
    g.type("echo c >/proc/sysrq-trigger\n")
    check(packet(s) == (1, b"sysrq triggered crash\0"), "panic")
    g.wait()


@TEST
def notification_to_nobody(t):
    g = t.boot("mconsole=notify:/nonexistent/socket")
    check("mconsole_notify - sendto failed, errno = 2" in g.sh("dmesg"), "not told")
    h = t.boot("mconsole=something")
    check("mconsole_setup : Unknown option - 'something'" in h.sh("dmesg"), "not told")
    check("mconsole" not in h.sh("ls /proc").split(), "/proc/mconsole")


# --- Debian's client --------------------------------------------------------

@TEST
def debian_client(t):
    if not shutil.which("uml_mconsole"):
        return "no uml_mconsole"
    g = t.boot()

    def run(*words):
        r = subprocess.run(["uml_mconsole", g.umid, *words], env=clean_env(t.work), text=True, timeout=20,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return r.returncode, r.stdout

    status, out = run("version")
    check(status == 0 and out.startswith("OK Linux "), out)
    check(run("bogus") == (1, "ERR Unknown command\n"), run("bogus"))
    check(run("remove", "con0") == (234, "ERR Device is already open\n"), run("remove", "con0"))
    check("halt - " in run("help")[1], "help")
    check("task:" in run("sysrq", "t")[1], "sysrq t")
    check(run("log", "from", "debian")[0] == 0 and "from debian" in g.sh("dmesg"), "log")
    check("Commands" not in run("int")[1], "int")
    check(g.wait() == 1, "int ends the machine")
    check("ended by SIGINT" in g.errors(), g.errors())


# --- the umid directory -----------------------------------------------------

@TEST
def umid_directory(t):
    g = t.boot(umid="named")
    d = os.path.join(t.work, ".uml/named")
    check(sorted(os.listdir(d)) == ["mconsole", "pid"], os.listdir(d))
    with open(d + "/pid") as f:
        check(f.read() == f"{g.pid}\n", "pid")
    h = t.boot("umid=named", umid="other", wait=False)
    h.expect("READY")
    check("umid already set" in h.errors(), h.errors())
    r = t.boot(umid="named")
    check(f'umid "named" is already in use by pid {g.pid}' in r.errors(), r.errors())
    check(os.path.exists(d + "/pid"), "the first one's directory is gone")
    g.process.terminate()
    check(g.wait() == 1 and not os.path.exists(d), "left behind after SIGTERM")


@TEST
def without_umid_directory(t):
    env = clean_env(t.work)
    del env["HOME"]
    g = t.boot(env=env)
    check("runs without management console" in g.sh("dmesg"), "no HOME: not told")
    h = t.boot("uml_dir=/proc/nosuch/")
    check("runs without management console" in h.sh("dmesg"), "bad uml_dir: not told")
    long = os.path.join(t.work, "d" * 120)
    i = t.boot("uml_dir=" + long)
    check("umid_file_name : buffer too short" in i.sh("dmesg"), "too long: not told")


if __name__ == "__main__":
    sys.exit(guesttest.main(__doc__))
