#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""What a kernel does with what it cannot use.

usage: badinput.py [--kernel PATH] [--reference] [-v] [-l] [word...]

Each case starts the kernel with something wrong and expects a line that
names it, the documented exit status, and nothing left behind: no process, no
file in TMPDIR, no umid directory (but after a panic). Death from a signal is
only allowed as the SIGABRT of a panic, status 134.

--reference skips the cases in which UML 6.1 is known to do worse; a word
selects the cases whose name contains it. Output is TAP, the last line is
"N passed, N failed, N skipped".
"""
import argparse
import atexit
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import leftovers  # noqa: E402
from tap import Report  # noqa: E402

PANIC = 134
CRASH = re.compile(r"Oops|BUG:|kernel NULL pointer|Kernel mode (fault|signal)|"
                   r"double free|stack smashing|Segmentation fault")
CASES = []


class Case:
    def __init__(self, name, args, status, expect, **more):
        self.name, self.args, self.status, self.expect = name, args, status, expect
        self.stdin = more.pop("stdin", "null")	# null, closed, file:TEXT, pipe:TEXT, dir
        self.stdout = more.pop("stdout", "file")	# file, closed, broken, full
        self.env = more.pop("env", {})
        self.prepare = more.pop("prepare", None)	# called with the Bench
        self.during = more.pop("during", None)		# called with the process
        self.after = more.pop("after", None)		# returns a complaint
        self.reference = more.pop("reference", True)	# does UML 6.1 pass?
        self.keeps_files = more.pop("keeps_files", False)
        self.seconds = more.pop("seconds", 60)
        assert not more, more
        CASES.append(self)


class Bench:
    """The files of a run: a small good image, and bad ones made from it."""

    def __init__(self, work, kernel):
        self.work = work
        self.kernel = kernel
        self.good = os.path.join(work, "good.img")
        self.init = os.path.join(work, "init")
        subprocess.run(["gcc", "-O1", "-static", "-o", self.init,
                        os.path.join(HERE, "badinput/guest.c")], check=True)
        self.make_good()
        self.run_dir = None

    def make_good(self):
        root = os.path.join(self.work, "rootdir")
        for d in ("dev", "proc", "mnt", "sub/dir"):
            os.makedirs(os.path.join(root, d))
        shutil.copy(self.init, os.path.join(root, "init"))
        self.bad_programs(root)
        for i in range(300):
            with open(os.path.join(root, "sub/dir", f"file-with-a-longish-name-{i}"), "w") as f:
                f.write("text\n" * i)
        os.symlink("/sub/dir", os.path.join(root, "link"))
        os.symlink("x" * 200, os.path.join(root, "longlink"))
        subprocess.run(["mke2fs", "-q", "-F", "-t", "ext4", "-d", root, self.good, "24M"],
                       check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(root)

    def bad_programs(self, root):
        with open(self.init, "rb") as f:
            elf = f.read()

        def program(name, data):
            path = os.path.join(root, name)
            with open(path, "wb") as f:
                f.write(data)
            os.chmod(path, 0o755)

        program("plain", b"just text\n")
        program("empty", b"")
        program("cut-header", elf[:40])
        program("cut-segments", elf[:3000])
        program("i386", elf[:18] + b"\3\0" + elf[20:])
        program("arm", elf[:18] + b"\xb7\0" + elf[20:])
        program("garbage-segments", elf[:64] + random.Random(1).randbytes(500) + elf[564:])
        program("huge-count", elf[:56] + b"\xff\xff" + elf[58:])
        program("no-interpreter", b"#!/nonexistent/shell\n")
        program("loops", b"#!/loops\n")

    def new_run(self):
        self.run_dir = tempfile.mkdtemp(prefix="run.", dir=self.work)
        for d in ("tmp", "home"):
            os.mkdir(os.path.join(self.run_dir, d))

    def path(self, name):
        return os.path.join(self.run_dir, name)

    def copy(self, name="root.img"):
        path = self.path(name)
        subprocess.run(["cp", "--sparse=always", self.good, path], check=True)
        return path

    def debugfs(self, image, *commands):
        for c in commands:
            subprocess.run(["debugfs", "-w", "-R", c, image], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def scribble(self, image, offset, data):
        with open(image, "r+b") as f:
            f.seek(offset)
            f.write(data)


# Words every guest of these tests gets; {img} and {run} are filled in.
CON = ["con=null", "con0=fd:0,fd:1"]
MEM = ["mem=128M"]
BOOT = MEM + CON + ["ubd0={img}", "root=/dev/ubda", "rw", "init=/init"]


def fsck(bench, image="root.img"):
    r = subprocess.run(["e2fsck", "-fn", bench.path(image)], text=True,
                       stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return r.stdout if r.returncode else ""


def good_boot():
    Case("a good boot", BOOT, 0, "guest: up(.|\n)*guest: done", after=fsck)
    for n, want in ((7, 7), (300, 44), (255, 255), (256, 0)):
        Case(f"exit code {n}", BOOT + [f"DO=code={n}"], want, "guest: done")
    Case("full disk", BOOT + ["DO=fill"], 0, "guest: full ENOSPC\n(.|\n)*guest: wrote much",
         after=fsck)
    Case("a flood of output", BOOT + ["DO=flood"], 0, "guest: done")


def no_root():
    sync = "Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block"
    Case("no image at all", MEM + CON + ["root=/dev/ubda"], PANIC, sync)
    Case("image is missing", MEM + CON + ["ubd0=/nonexistent/disk.img", "root=/dev/ubda"], PANIC,
         sync + r"\(0,0\)")
    Case("image is missing: named", MEM + CON + ["ubd0=/nonexistent/disk.img", "root=/dev/ubda"], PANIC,
         "/nonexistent/disk.img.*(ENOENT|No such file|errno = 2|err(or)? = -?2)", reference=False)
    Case("image is a directory", MEM + CON + ["ubd0=/etc", "root=/dev/ubda"], PANIC,
         "Mounted root .hostfs(.|\n)*No working init found", reference=False)
    Case("overlayroot of a kind unknown", BOOT + ["overlayroot=disk"], 0,
         "overlayroot=disk: only tmpfs(.|\n)*guest: done", reference=False)
    Case("image is empty", MEM + CON + ["ubd0={run}/empty", "root=/dev/ubda"], PANIC, sync,
         prepare=lambda b: open(b.path("empty"), "w").close())
    Case("image is tiny text", MEM + CON + ["ubd0={run}/g", "root=/dev/ubda"], PANIC, sync,
         prepare=lambda b: b.scribble(b.copy("g"), 0, b"garbage") or os.truncate(b.path("g"), 7))
    Case("image is zeroes", MEM + CON + ["ubd0={run}/z", "root=/dev/ubda"], PANIC, sync,
         prepare=lambda b: open(b.path("z"), "w").truncate(8 << 20))
    Case("image is cut", MEM + CON + ["ubd0={img}", "root=/dev/ubda"], PANIC,
         "EXT4-fs.*ubda.*(bad geometry|exceeds size)(.|\n)*" + sync,
         prepare=lambda b: os.truncate(b.copy(), 10 << 20))
    Case("image is locked", BOOT, PANIC, sync, prepare=lock_image)
    Case("image is locked: named", BOOT, PANIC, r"(F_SETLK failed|Failed to lock '.*root.img')",
         prepare=lock_image)
    Case("unknown root device", MEM + CON + ["ubd0={img}", "root=/dev/nosuch"], PANIC,
         'VFS: Cannot open root device "(/dev/)?nosuch" or unknown-block\\(0,0\\)')
    Case("unknown root by number", MEM + CON + ["ubd0={img}", "root=99:1"], PANIC, "unknown-block")
    Case("partitions are listed", MEM + CON + ["ubd0={img}", "root=/dev/nosuch"], PANIC,
         r"6200 +24576 ubda")
    Case("unknown root type", MEM + CON + ["ubd0={img}", "root=/dev/ubda", "rootfstype=nosuchfs"],
         PANIC, sync)


def lock_image(bench):
    image = bench.copy()
    # A POSIX lock lives as long as its process.
    code = ("import fcntl, sys, time; f = open(sys.argv[1], 'r+'); "
            "fcntl.lockf(f, fcntl.LOCK_EX); print(1, flush=True); time.sleep(300)")
    p = subprocess.Popen([sys.executable, "-c", code, image], stdout=subprocess.PIPE)
    p.stdout.readline()
    bench.helper = p


def bad_init():
    def init(name, path, status, more=""):
        Case(f"init: {name}", MEM + CON + ["ubd0={img}", "root=/dev/ubda", "rw", f"init={path}"],
             PANIC, f"Requested init {path} failed \\(error {status}\\)" + more)

    init("does not exist", "/nosuch", -2)
    init("is a directory", "/sub", -13)
    init("is not executable", "/sub/dir/file-with-a-longish-name-7", -13)
    init("is text", "/plain", -8)
    init("is empty", "/empty", -8)
    init("has half a header", "/cut-header", "-[0-9]+")
    init("is for 32 bits", "/i386", -8)
    init("is for another machine", "/arm", -8)
    init("has too many segments", "/huge-count", "-[0-9]+")
    init("has no interpreter", "/no-interpreter", -2)
    init("is its own interpreter", "/loops", "-(8|40)")
    Case("init: lacks its segments", MEM + CON + ["ubd0={img}", "root=/dev/ubda", "rw",
                                                  "init=/cut-segments"], PANIC, "Kernel panic")
    Case("init: has garbage segments", MEM + CON + ["ubd0={img}", "root=/dev/ubda", "rw",
                                                    "init=/garbage-segments"], PANIC, "Kernel panic")
    Case("init ends", BOOT + ["DO=exit=3"], PANIC,
         "Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000300")
    Case("init crashes", BOOT + ["DO=crash"], PANIC,
         "Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b")


def options():
    Case("mem is garbage", ["mem=garbage"] + CON, 1, "(?i)mem|physical memory")
    Case("mem is far too small", ["mem=4K"] + CON, 1, "(?i)too few physical memory")
    Case("mem is negative", ["mem=-5M"] + CON, 1, "(?i)mem", reference=False)
    Case("mem is impossible", ["mem=9999999T"] + CON, 1, "(?i)mem", reference=False)
    Case("command line is too long", MEM + CON + ["x=" + "y" * 5000], 1,
         "Too many command line arguments")
    Case("umid twice", BOOT + ["umid=one", "umid=two"], 0, "umid already set")
    Case("umid is too long", BOOT + ["umid=" + "u" * 200], 0, "guest: done")
    Case("umid leaves its directory", BOOT + ["umid=../../escape"], 0, "guest: done",
         after=lambda b: "escaped" if os.path.lexists(b.path("escape")) else "", reference=False)
    Case("umid is in use by a stale directory", BOOT + ["umid=old", "uml_dir={run}/uml/"], 0,
         "guest: done", prepare=stale_umid)
    Case("uml_dir is empty", BOOT + ["uml_dir="], 0, "uml_dir can't be an empty string")
    Case("uml_dir cannot be made", BOOT + ["uml_dir=/proc/nosuch/"], 0, "/proc/nosuch(.|\n)*guest: done",
         reference=False)
    Case("HOME is not set", BOOT, 0, r"\$HOME(.|\n)*guest: done", env={"HOME": None}, reference=False)
    # UML gives up; going on with another place is as good if it is told.
    Case("TMPDIR does not exist", BOOT, (0, 1), "/nonexistent|No such file", env={"TMPDIR": "/nonexistent"})
    Case("unknown words are harmless", BOOT + ["nonsense=1", "fooword", "mode=skas0", "a.b=c"], 0,
         "guest: done")
    Case("seccomp= has a bad value", MEM + CON + ["seccomp=maybe"], 1,
         "Invalid seccomp option 'maybe'", reference=False)
    Case("ncpus= has a bad value", MEM + CON + ["ncpus=abc"], 1, "Couldn't parse 'abc'", reference=False)
    Case("udb is a typo", BOOT + ["udb0=x"], 0, "almost certainly a ubd -> udb TYPO")
    Case("ubd without a number", BOOT + ["ubdZ=x"], 0, "Couldn't parse device number")
    Case("ubd number out of range", BOOT + ["ubd16=x"], 0, "Device number out of range")
    Case("ubd twice", BOOT + ["ubd0=x"], 0, "Device is already configured", reference=False)
    Case("ubd with a bad flag", BOOT + ["ubd1q=x"], 0, "Expected '=' or flag letter")
    Case("ubd without =", BOOT + ["ubd1r"], 0, "Missing '='|Expected '='", reference=False)
    Case("con number out of range", BOOT + ["con99=null"], 0, "Device number out of range")
    Case("con has an unknown channel", BOOT + ["con3=bogus"], 0, "failed to parse channel pair")
    Case("con has a bad descriptor", BOOT + ["con3=fd:x"], 0, "couldn't parse file descriptor")
    Case("con0 on a closed descriptor", MEM + ["ubd0={img}", "root=/dev/ubda", "rw", "init=/init",
                                               "con=null", "con0=fd:77"], 0, "")


def stale_umid(bench):
    bench.copy()
    os.makedirs(bench.path("uml/old"))
    with open(bench.path("uml/old/pid"), "w") as f:
        f.write("99999999\n")


def initrds():
    panic = "Kernel panic - not syncing"
    Case("initrd is missing", MEM + CON + ["initrd=/nonexistent/rd", "ubd0=/dev/null"], PANIC,
         '/nonexistent/rd" : err = 2|Couldn.t (stat|open) "/nonexistent/rd"')
    Case("initrd is empty", MEM + CON + ["initrd={run}/rd", "root=/dev/ubda"], PANIC, '"[^"]*/rd" is empty',
         prepare=lambda b: open(b.path("rd"), "w").close())
    Case("initrd is garbage", MEM + CON + ["initrd={run}/rd"], PANIC, panic,
         prepare=lambda b: write(b.path("rd"), random.Random(2).randbytes(50000)))
    Case("initrd is a cut archive", MEM + CON + ["initrd={run}/rd"], PANIC, panic, prepare=cut_initrd)
    Case("initrd is a cut gzip", MEM + CON + ["initrd={run}/rd"], PANIC, panic,
         prepare=lambda b: write(b.path("rd"), b"\x1f\x8b\x08\0" + bytes(100)))
    Case("initrd claims huge files", MEM + CON + ["initrd={run}/rd"], PANIC, panic,
         prepare=lambda b: write(b.path("rd"), b"070701" + b"0" * 48 + b"FFFFFFF0" + b"0" * 32 +
                                 b"00000005" + b"0" * 8 + b"init\0" + bytes(500)))


def write(path, data):
    with open(path, "wb") as f:
        f.write(data)


def cut_initrd(bench):
    subprocess.run([os.path.join(HERE, "selftests/mkinitramfs.py"), bench.path("whole"),
                    "/init=" + bench.init], check=True)
    with open(bench.path("whole"), "rb") as f:
        write(bench.path("rd"), f.read()[:200000])


def corrupt():
    """Broken file systems: as root, and mounted read-write by the guest."""
    Case("superblock: no magic", BOOT, PANIC, "Unable to mount root fs",
         prepare=lambda b: b.scribble(b.copy(), 1024 + 56, b"\0\0"))
    Case("superblock: checksum is wrong", BOOT, PANIC,
         "EXT4-fs.*ubda.*(checksum|invalid superblock)(.|\n)*Unable to mount root fs",
         prepare=lambda b: b.scribble(b.copy(), 1024 + 0x3fc, b"\1\2\3\4"))
    Case("superblock: unknown feature", BOOT, PANIC,
         "EXT4-fs.*ubda.*unsupported optional features(.|\n)*Unable to mount root fs",
         prepare=lambda b: b.debugfs(b.copy(), "ssv feature_incompat 0x800002c2"))
    Case("superblock: block size is absurd", BOOT, PANIC, "Unable to mount root fs",
         prepare=lambda b: b.debugfs(b.copy(), "ssv log_block_size 40"))
    Case("superblock: no inodes per group", BOOT, PANIC, "Unable to mount root fs",
         prepare=lambda b: b.debugfs(b.copy(), "ssv inodes_per_group 0"))
    Case("superblock: block count is huge", BOOT, PANIC, "Unable to mount root fs",
         prepare=lambda b: b.debugfs(b.copy(), "ssv blocks_count 99999999999"))
    Case("group descriptors are garbage", BOOT, PANIC, "EXT4-fs(.|\n)*Unable to mount root fs",
         prepare=lambda b: scribble_descriptors(b))
    Case("root inode is not a directory", BOOT, PANIC, "Unable to mount root fs|Requested init",
         prepare=lambda b: b.debugfs(b.copy(), "sif <2> mode 0100644"))

    disk = MEM + CON + ["ubd0={img}", "root=/dev/ubda", "rw", "init=/init", "ubd1={run}/bad.img",
                        "DO=walk=/dev/ubdb"]

    def second(name, expect, prepare, **more):
        Case(f"disk: {name}", disk, 0, f"{expect}(.|\n)*guest: done",
             prepare=prepare, seconds=90, **more)

    told = "EXT4-fs error.*ubdb(.|\n)*guest: walked"	# readdir goes on, the log says it
    either = "guest: (walked|mount)"

    second("whole", "guest: walked, no errors", lambda b: b.copy("bad.img"),
           after=lambda b: fsck(b, "bad.img"))
    second("directory block is garbage", told,
           lambda b: scribble_file(b, "/sub/dir"))
    second("extent tree is garbage", told + ", errors",
           lambda b: b.debugfs(b.copy("bad.img"), "sif /init block[0] 0xffffffff",
                               "sif /init block[3] 0x7fffffff"))
    second("file points outside", told + ", errors",
           lambda b: b.debugfs(b.copy("bad.img"), "sif /init block[5] 0x7fffffff"))
    second("entry points to a free inode", either,
           lambda b: b.debugfs(b.copy("bad.img"), "link <4000> /free"))
    second("inode size is huge", either,
           lambda b: b.debugfs(b.copy("bad.img"), "sif /sub/dir/file-with-a-longish-name-9 size "
                               "0x7fffffffffffffff"))
    second("journal is garbage", either,
           lambda b: scribble_file(b, "<8>", marked=True))
    second("journal inode is missing", "guest: mount",
           lambda b: b.debugfs(b.copy("bad.img"), "clri <8>"))
    for seed in range(24):
        second(f"random damage {seed}", either, lambda b, seed=seed: damage(b, seed))


def scribble_descriptors(bench):
    image = bench.copy()
    size = block_size(image)
    bench.scribble(image, 2048 if size == 1024 else size, random.Random(1).randbytes(1024))


def block_size(image):
    with open(image, "rb") as f:
        f.seek(1024 + 24)
        return 1024 << int.from_bytes(f.read(4), "little")


def scribble_file(bench, path, marked=False):
    """Random bytes over the first block of a file or directory."""
    image = bench.copy("bad.img")
    out = subprocess.run(["debugfs", "-R", f"bmap {path} 0", image], text=True, check=True,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    if marked:
        bench.debugfs(image, "feature needs_recovery")
    bench.scribble(image, int(out.split()[0]) * block_size(image), random.Random(3).randbytes(1000))


def damage(bench, seed):
    """Change a few dozen bytes where the metadata is; checksums off half the time."""
    rng = random.Random(seed)
    image = bench.copy("bad.img")
    if seed % 2:
        subprocess.run(["tune2fs", "-O", "^metadata_csum", image], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(image, "r+b") as f:
        head = f.read(3 << 20)
        used = [i for i in range(0, len(head), 64) if any(head[i:i + 64])]
        for _ in range(rng.choice((1, 4, 16, 64))):
            f.seek(rng.choice(used) + rng.randrange(64))
            f.write(rng.randbytes(rng.choice((1, 1, 2, 4))))


def streams():
    read = BOOT + ["DO=read"]
    Case("stdin is /dev/null", read, 0, "guest: (end of file|no input|EIO)(.|\n)*guest: done")
    Case("stdin is closed", read, 0, "guest: (end of file|no input|EIO)(.|\n)*guest: done", stdin="closed")
    Case("stdin is a file", read, 0, "guest: read typed(.|\n)*guest: done", stdin="file:typed\nmore\n",
         reference=False)
    Case("stdin is a pipe", read, 0, "guest: read typed(.|\n)*guest: done", stdin="pipe:typed\n")
    Case("stdin is a directory", read, 0, "guest: done", stdin="dir", reference=False)
    Case("stdout is closed", BOOT, 0, "", stdout="closed")
    Case("stdout is a broken pipe", BOOT + ["DO=flood"], 0, "", stdout="broken", reference=False)
    Case("stdout is full", BOOT + ["DO=flood"], 0, "", stdout="full")


def signals():
    pause = BOOT + ["DO=pause"]

    def send(sig):
        def during(process, log):
            wait_for(log, "guest: up")
            time.sleep(0.2)
            os.kill(process.pid, sig)
        return during

    Case("SIGTERM", pause, 1, "guest: up", during=send(signal.SIGTERM))
    Case("SIGINT", pause, 1, "guest: up", during=send(signal.SIGINT))
    Case("SIGKILL", pause, -signal.SIGKILL, "guest: up", during=send(signal.SIGKILL), keeps_files=True,
         reference=False)
    Case("reboot with noreboot", BOOT + ["DO=reboot", "noreboot"], 0, "guest: up")


def wait_for(log, text, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with open(log, errors="replace") as f:
            if text in f.read():
                return True
        time.sleep(0.05)
    return False


def open_stdin(case, bench):
    kind, _, text = case.stdin.partition(":")
    if kind == "file":
        write(bench.path("stdin"), text.encode())
        return open(bench.path("stdin"), "rb")
    if kind == "pipe":
        r, w = os.pipe()
        os.write(w, text.encode())
        bench.pipe = w			# stays open: no end of file
        return os.fdopen(r, "rb")
    if kind == "dir":
        return os.open("/", os.O_RDONLY)
    return open("/dev/null", "rb")


def open_stdout(case, log):
    if case.stdout == "broken":
        r, w = os.pipe()
        os.close(r)
        return w
    if case.stdout == "full":
        return os.open("/dev/full", os.O_WRONLY)
    return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)


def start(case, bench, log):
    env = {"PATH": "/usr/bin:/bin", "HOME": bench.path("home"), "TMPDIR": bench.path("tmp")}
    for k, v in case.env.items():
        env.pop(k, None) if v is None else env.update({k: v})
    args = [a.format(img="root.img", run=bench.run_dir) for a in case.args]

    def closings():
        os.setsid()
        if case.stdin == "closed":
            os.close(0)
        if case.stdout == "closed":
            os.close(1)

    stdin, stdout = open_stdin(case, bench), open_stdout(case, log)
    with open(log, "ab") as err:
        p = subprocess.Popen([bench.kernel, *args], env=env, stdin=stdin, stdout=stdout, stderr=err,
                             preexec_fn=closings, restore_signals=True, cwd=bench.run_dir)
    os.close(stdout)
    os.close(stdin) if isinstance(stdin, int) else stdin.close()
    return p


def judge(case, bench, status, text):
    why = []
    want = case.status if isinstance(case.status, tuple) else (case.status,)
    if status not in want and not (PANIC in want and status == -signal.SIGABRT):
        why.append(f"exit status {status}, expected {case.status}")
    if not re.search(case.expect, text, re.M):
        why.append(f"no line like /{case.expect}/")
    if CRASH.search(text):
        why.append("a crash: " + CRASH.search(text).group(0))
    left = leftovers.processes()
    if left:
        time.sleep(0.5)
        left = leftovers.processes()
    if left:
        why.append(f"left processes: {left}")
    files = leftovers.files(bench.path("tmp"), bench.path("home"))
    if files and case.status != PANIC and not case.keeps_files:
        why.append(f"left files: {files}")
    if case.after and not why:
        complaint = case.after(bench)
        if complaint:
            why.append(complaint)
    return why


def run_case(case, bench, report, verbose):
    bench.helper = bench.pipe = None
    bench.new_run()
    if case.prepare:
        case.prepare(bench)
    if not os.path.exists(bench.path("root.img")):
        bench.copy()
    log = bench.path("log")
    p = start(case, bench, log)
    late = ""
    try:
        if case.during:
            case.during(p, log)
        p.wait(case.seconds)
    except subprocess.TimeoutExpired:
        late = f"still running after {case.seconds} s"
        p.kill()
        p.wait()
    if bench.helper:
        bench.helper.kill()
        bench.helper.wait()
    if bench.pipe:
        os.close(bench.pipe)
    with open(log, errors="replace") as f:
        text = f.read().replace("\r\n", "\n")
    why = judge(case, bench, p.returncode, text)
    if late:
        why.insert(0, late)
    tail = "\n".join(text.splitlines()[-25:])
    report.result(not why, case.name, "\n".join(why) + "\n" + " ".join(case.args) + "\nlast output:\n" + tail)
    if verbose:
        print(text)
    leftovers.kill_processes()
    shutil.rmtree(bench.run_dir)


def main():
    p = argparse.ArgumentParser(usage=__doc__, add_help=False)
    p.add_argument("--kernel", default="./linux")
    p.add_argument("--reference", action="store_true")
    p.add_argument("-v", "--verbose", action="store_true")
    p.add_argument("-l", "--list", action="store_true")
    p.add_argument("-h", "--help", action="store_true")
    p.add_argument("words", nargs="*")
    args = p.parse_args()
    if args.help:
        print(__doc__)
        return 0
    for group in (good_boot, no_root, bad_init, options, initrds, corrupt, streams, signals):
        group()
    chosen = [c for c in CASES if not args.words or any(w in c.name for w in args.words)]
    if args.list:
        print("\n".join(c.name for c in chosen))
        return 0
    os.environ["PATH"] += ":/sbin:/usr/sbin"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    leftovers.become_reaper()
    work = tempfile.mkdtemp(prefix="badinput.")
    atexit.register(shutil.rmtree, work, True)
    atexit.register(leftovers.kill_processes)
    bench = Bench(work, shutil.which(args.kernel) or os.path.abspath(args.kernel))
    report = Report()
    for case in chosen:
        if args.reference and not case.reference:
            report.skip(case.name, "UML 6.1 does worse")
        else:
            run_case(case, bench, report, args.verbose)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
