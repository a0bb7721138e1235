#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Disks: copy-on-write files, locks, and what is left after a sudden end.

usage: disk.py [--kernel PATH] [--kills N] [--seed N] [-v] [-l] [word...]

Guests are a busybox in an initramfs. COW files are made and understood here by
a second implementation of the format (disk/cow.py), by uml_mkcow and uml_moo,
and by User Mode Linux, where these are installed. --kills sets how often a
writing guest is killed. Output is TAP, the last line is
"N passed, N failed, N skipped".
"""
import argparse
import errno
import fcntl
import hashlib
import os
import random
import re
import resource
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "disk")]
import leftovers  # noqa: E402
import replay  # noqa: E402
from cow import Cow  # noqa: E402
from tap import Report  # noqa: E402

UML = "/usr/bin/linux.uml"
TESTS = []
INIT = """#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t devtmpfs dev /dev
sh /script 2>&1
poweroff -f
"""


def test(function):
    TESTS.append(function)
    return function


class Failure(Exception):
    pass


def check(truth, why):
    if not truth:
        raise Failure(why)


class Bench:
    """A folder of files, and guests that get some of them as disks."""

    def __init__(self, kernel, args):
        self.kernel, self.args = kernel, args
        self.top = tempfile.mkdtemp(prefix="disk.")
        self.guest = os.path.join(self.top, "guest")
        subprocess.run(["gcc", "-O1", "-static", "-o", self.guest,
                        os.path.join(HERE, "disk/guest.c")], check=True)
        self.rng = random.Random(args.seed)
        self.count = 0

    def fresh(self):
        self.count += 1
        self.dir = os.path.join(self.top, str(self.count))
        os.mkdir(self.dir)

    def path(self, name):
        return os.path.join(self.dir, name)

    def image(self, name, size=1 << 20, empty=False):
        with open(self.path(name), "wb") as f:
            f.write(self.rng.randbytes(size) if not empty else b"")
            f.truncate(size)
        return self.path(name)

    def bytes(self, name):
        with open(self.path(name), "rb") as f:
            return f.read()

    def start(self, script, *options, kernel=None, limit=None, fds=()):
        self.count += 1
        for name, text in (("init", INIT), ("script", script)):
            with open(self.path(name), "w") as f:
                f.write(text)
            os.chmod(self.path(name), 0o755)
        cpio = self.path(f"{self.count}.cpio")
        subprocess.run([os.path.join(HERE, "selftests/mkinitramfs.py"), cpio,
                        "/init=" + self.path("init"), "/script=" + self.path("script"),
                        "/guest=" + self.guest, "/bin/busybox=/bin/busybox",
                        "/proc/x=/dev/null", "/sys/x=/dev/null", "/dev/x=/dev/null",
                        "/mnt/x=/dev/null", "/tmp/x=/dev/null"], check=True)
        env = dict(os.environ, HOME=self.dir)
        return subprocess.Popen(
            [kernel or self.kernel, "mem=128M", "initrd=" + cpio, "con=null", "con0=null,fd:1",
             *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env=env, cwd=self.dir, pass_fds=fds,
            preexec_fn=limit)

    def run(self, script, *options, **more):
        process = self.start(script, *options, **more)
        try:
            out = process.communicate(timeout=60)[0].decode(errors="replace").replace("\r", "")
        except subprocess.TimeoutExpired:
            process.kill()
            out = process.communicate()[0].decode(errors="replace")
            raise Failure("the guest did not end:\n" + out)
        if self.args.verbose:
            print(out)
        check(process.returncode == 0, f"exit status {process.returncode}:\n{out}")
        return out

    def sums(self, script, *options, **more):
        """What "sum" in a guest's script said about disks."""
        return re.findall(r"^([0-9a-f]{32})  ", self.run(script, *options, **more), re.M)


def md5(data):
    return hashlib.md5(data).hexdigest()


def put(name, sector, count=1):
    return (f"dd if=/bin/busybox of=/dev/{name} bs=512 skip=9 seek={sector} count={count} "
            "conv=notrunc,fsync 2>/dev/null\n")


def busybox(sector, count=1):
    with open("/bin/busybox", "rb") as f:
        f.seek(9 * 512)
        return f.read(count * 512)


def patched(image, *changes):
    image = bytearray(image)
    for sector, data in changes:
        image[sector * 512:sector * 512 + len(data)] = data
    return bytes(image)


@test
def cow_is_created_and_keeps_the_backing_file(b):
    base = b.image("base")
    out = b.run(put("ubda", 3) + put("ubda", 1000, 40), f"ubd0=new.cow,{base}")
    check(f'Creating "new.cow" as COW file for "{base}"' in out, out)
    head = Cow.read(b.path("new.cow"))
    check((head.version, head.size, head.align) == (3, 1 << 20, 4096), vars(head))
    check(head.backing == os.path.realpath(base), head.backing)
    size = os.stat(b.path("new.cow")).st_size
    check(size == 12288 + (1 << 20), f"length {size}")
    want = patched(b.bytes("base"), (3, busybox(3)), (1000, busybox(1000, 40)))
    check(bytes(head.merged(b.path("new.cow"))) == want, "wrong contents")
    check(os.stat(b.path("new.cow")).st_blocks < 600, "the COW file is not sparse")


@test
def cow_of_every_version_is_read_and_written(b):
    base = b.image("base", (1 << 20) + 1536)
    for version in (1, 2, 3, "3b"):
        cow = Cow.over(version, base)
        data = {n: b.rng.randbytes(512) for n in (0, 7, 8, 9, 77, 2045)}
        cow.write(b.path("old.cow"), data)
        want = patched(b.bytes("base"), *data.items())
        got = b.sums("md5sum /dev/ubda\n" + put("ubda", 40, 3), "ubd0=old.cow")
        check(got == [md5(want)], f"version {version}: wrong contents")
        want = patched(want, (40, busybox(40, 3)))
        check(bytes(cow.merged(b.path("old.cow"))) == want, f"version {version}: wrong write")
        check(b.bytes("old.cow")[:len(cow.header())] == cow.header(), "the header changed")


@test
def cow_files_are_those_of_uml(b):
    if not os.access(UML, os.X_OK):
        return f"no {UML}"
    base = b.image("base")
    b.run(put("ubda", 3) + put("ubda", 1000, 40), f"ubd0=a.cow,{base}")
    ours = b.sums("md5sum /dev/ubda\n" + put("ubda", 99, 2) + "md5sum /dev/ubda\n",
                  "ubd0=a.cow", kernel=UML)
    want = patched(b.bytes("base"), (3, busybox(3)), (1000, busybox(1000, 40)))
    check(ours[0] == md5(want), "UML reads something else")
    theirs = b.sums("md5sum /dev/ubda\n", f"ubd0=a.cow,{base}")
    check(theirs == [ours[1]], "we read something else")


@test
def cow_tools_understand_it(b):
    if not shutil.which("uml_moo") or not shutil.which("uml_mkcow"):
        return "no uml-utilities"
    base = b.image("base")
    subprocess.run(["uml_mkcow", b.path("mk.cow"), base], check=True, stdout=subprocess.DEVNULL)
    b.run(put("ubda", 5, 9), "ubd0=mk.cow")
    subprocess.run(["uml_moo", b.path("mk.cow"), b.path("merged")], check=True,
                   stdout=subprocess.DEVNULL)
    check(b.bytes("merged") == patched(b.bytes("base"), (5, busybox(5, 9))), "wrong merge")


@test
def changed_backing_file_is_refused(b):
    base = b.image("base")
    b.run("", f"ubd0=x.cow,{base}")
    st = os.stat(base)
    os.utime(base, (st.st_mtime + 10, st.st_mtime + 10))
    out = b.run("ls /dev/ubda", "ubd0=x.cow")
    check("mtime mismatch (" in out and "No such file" in out, out)
    os.truncate(base, 4096)
    os.utime(base, (st.st_mtime, st.st_mtime))
    out = b.run("ls /dev/ubda", "ubd0=x.cow")
    check("Size mismatch (1048576 vs 4096) of COW header" in out, out)
    os.unlink(base)
    out = b.run("ls /dev/ubda", "ubd0=x.cow")
    check(f'Couldn\'t stat "{base}" : err = 2' in out, out)


@test
def moved_backing_file_is_switched_to(b):
    base = b.image("base")
    b.run(put("ubda", 1), f"ubd0=x.cow,{base}")
    shutil.copy2(base, b.path("moved"))
    out = b.run("ls /dev/ubda", f"ubd0=x.cow,{b.path('moved')}")
    check("Switching backing file to" in out, out)
    check(Cow.read(b.path("x.cow")).backing == os.path.realpath(b.path("moved")), "header")
    other = b.image("other")
    os.utime(other, (1, 1))
    out = b.run("md5sum /dev/ubda", f"ubd0=x.cow,{other}")
    check("Backing file mismatch" in out, out)
    check(md5(patched(b.bytes("base"), (1, busybox(1)))) in out, "not the header's file")


@test
def bad_headers_are_refused(b):
    base = b.image("base")
    cow = Cow.over(3, base)
    for what, change in (("align", (24, b"\0" * 4)), ("format", (28, b"\0\0\0\1")),
                         ("sector", (20, b"\0\0\0\7")), ("size", (12, b"\xff" * 8)),
                         ("name", (32, b"x" * 4096))):
        cow.write(b.path("x.cow"))
        with open(b.path("x.cow"), "r+b") as f:
            f.seek(change[0])
            f.write(change[1])
        out = b.run("ls /dev/ubda", "ubd0=x.cow")
        check("No such file" in out, f"{what}: {out}")
    with open(b.path("x.cow"), "r+b") as f:
        f.write(b"OOOM\0\0\0\7")
    out = b.run("ls /dev/ubda", f"ubd0=x.cow,{base}")
    check("Failed to read COW header from COW file" in out, out)
    with open(b.path("x.cow"), "wb") as f:
        f.write(b"nothing" * 1000)
    out = b.run("ls /dev/ubda", f"ubd0=x.cow,{base}")
    check("Failed to open 'x.cow', errno = 22" in out, out)


@test
def data_flag_takes_the_header_for_data(b):
    Cow.over(3, b.image("base")).write(b.path("x.cow"))
    got = b.sums("md5sum /dev/ubda\n", "ubd0d=x.cow")
    check(got == [md5(b.bytes("x.cow"))], "not the file itself")


@test
def locks_keep_others_out(b):
    image = b.image("image")
    with open(image, "r+b") as f:
        fcntl.lockf(f, fcntl.LOCK_EX | fcntl.LOCK_NB)
        out = b.run("ls /dev/ubda", f"ubd0={image}")
        check(f"F_SETLK failed, file already locked by pid {os.getpid()}" in out, out)
        check("No such file" in out, out)
        out = b.run("ls /dev/ubda", f"ubd0c={image}")
        check("Not locking" in out and "No such file" not in out, out)
        fcntl.lockf(f, fcntl.LOCK_UN)
    with open(image, "rb") as f:
        fcntl.lockf(f, fcntl.LOCK_SH | fcntl.LOCK_NB)
        b.run("ls /dev/ubda", f"ubd0r={image}")
        out = b.run("ls /dev/ubda", f"ubd0=a.cow,{image}")
        check("No such file" not in out, "a backing file can't be shared")


@test
def open_descriptors_are_disks(b):
    base = b.image("base")
    with open(base, "rb") as f, open(b.path("second"), "w+b") as g:
        g.truncate(4096)
        out = b.run("cat /sys/block/ubda/ro\n" + put("ubdb", 0) + "md5sum /dev/ubda",
                    f"ubd0=fd:{f.fileno()},,abc", f"ubd1=fd:{g.fileno()}",
                    f"ubd2=x.cow,fd:{f.fileno()}", fds=(f.fileno(), g.fileno()))
    check("\n1\n" in out and md5(b.bytes("base")) in out, out)
    check(b.bytes("second")[:512] == busybox(0), "the write went elsewhere")
    check(Cow.read(b.path("x.cow")).backing == os.path.realpath(base), "backing name")


def mconsole(b, command):
    """(error, text) of one command to the guest "t"."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        s.bind(b.path(f"client{b.count}"))
        b.count += 1
        s.settimeout(10)
        data = command.encode()
        s.sendto(struct.pack("=III512s", 0xCAFEBABE, 2, len(data), data),
                 b.path("u/t/mconsole"))
        reply = s.recv(4096)
        err, _, length = struct.unpack("=iII", reply[:12])
        return err, reply[12:12 + length].rstrip(b"\0").decode()


@test
def disks_come_and_go_at_run_time(b):
    image = b.image("image")
    process = b.start("echo ready; while ! [ -b /dev/ubdd ]; do sleep 0.05; done\n"
                      "exec 3</dev/ubdd; echo opened; while [ -b /dev/ubdc ]; do sleep 0.05; done\n"
                      "md5sum /dev/ubdd; exec 3<&-; echo closed\n"
                      "while [ -b /dev/ubdd ]; do sleep 0.05; done; echo gone\n",
                      f"ubd2=c.cow,{image}", f"uml_dir={b.path('u')}", "umid=t")
    out = b""

    def wait(word):
        nonlocal out
        while word not in out:
            piece = os.read(process.stdout.fileno(), 65536)
            check(piece, "the guest ended: " + out.decode(errors="replace"))
            out += piece

    wait(b"ready")
    for command, want in (("config ubd3=" + image, 0), ("config ubd3=" + image, -errno.EBUSY),
                          ("config ubd4=/nowhere", -errno.ENOENT), ("config ubd16=x", 1)):
        got = mconsole(b, command)
        check(got[0] == want, f"{command}: {got}")
    wait(b"opened")
    check(mconsole(b, "remove ubd3") == (-errno.EBUSY, "Device is currently open"),
          "removed while open")
    check(mconsole(b, "config ubd3") == (0, image), "not what was configured")
    check(mconsole(b, "remove ubdc")[0] == 0, "not removed")
    wait(b"closed")
    check(mconsole(b, "remove ubd3")[0] == 0, "not removed")
    check(mconsole(b, "config ubd3") == (0, ""), "still configured")
    out += process.communicate(timeout=30)[0]
    check(b"gone" in out and md5(b.bytes("image")).encode() in out, out.decode(errors="replace"))


@test
def serial_flags_and_partitions(b):
    image = b.image("image", 8 << 20)
    mbr = bytearray(512)
    mbr[446:462] = bytes([0, 0, 0, 0, 0x83, 0, 0, 0]) + (2048).to_bytes(4, "little") * 2
    mbr[510:512] = b"\x55\xaa"
    with open(image, "r+b") as f:
        f.write(mbr)
    out = b.run("cat /sys/block/ubdb/serial; echo; cat /sys/block/ubdb/ro\n"
                "cat /sys/block/ubdb/queue/discard_max_bytes\n"
                "cat /sys/block/ubdb/ubdb1/start; grep ubdb1 /proc/partitions",
                f"ubdbrt={image},,SER42")
    check("SER42\n1\n0\n2048\n" in out, out)
    check(re.search(r" 98 +17 +1024 ubdb1", out), out)


@test
def discard_frees_and_zeroes(b):
    image, base = b.image("image"), b.image("base")
    if subprocess.run(["fallocate", "-p", "-o", "0", "-l", "4096", image]).returncode:
        return "no holes in this filesystem"
    script = "".join(f"blkdiscard {z} -o 65536 -l 524288 /dev/{d}\n"
                     for d, z in (("ubda", ""), ("ubdb", "")))
    out = b.run(script + "md5sum /dev/ubda /dev/ubdb; "
                "cat /sys/block/ubdb/queue/discard_granularity",
                f"ubd0={image}", f"ubd1=x.cow,{base}")
    if "not found" in out:
        return "busybox has no blkdiscard"
    zero = (128, bytes(524288))
    want = patched(b.bytes("base"), zero)
    check(md5(want) in out, out)
    check(bytes(Cow.read(b.path("x.cow")).merged(b.path("x.cow"))) == want, "COW contents")
    check(b.bytes("image")[65536:65536 + 524288] == zero[1], "not zero")
    check(os.stat(image).st_blocks * 512 < 600 << 10, "nothing was freed")


def record_hash(s):
    return (s * 0x9E3779B97F4A7C15 & (1 << 64) - 1) >> 24


def bad_records(image, original, acked):
    """What is wrong with an image that guest.c wrote to."""
    sectors = len(image) // 512
    last = {}
    for s in range(1, acked + 1):
        last[record_hash(s) % sectors] = s
    for n in range(sectors):
        data = bytes(image[n * 512:n * 512 + 512])
        if data == bytes(original[n * 512:n * 512 + 512]):
            if n in last:
                return f"sector {n}: record {last[n]} of {acked} is lost"
            continue
        s = int.from_bytes(data[:8], "little")
        if data != (data[:8] + n.to_bytes(8, "little")) * 32 or record_hash(s) % sectors != n:
            return f"sector {n}: neither old nor new"
        if s < last.get(n, 0):
            return f"sector {n}: record {s} came back, {last[n]} is lost"
    return ""


def kill_once(b, disk, seconds):
    """Run guest.c for a while; the last record it was promised."""
    process = b.start("/guest\n", disk)
    os.set_blocking(process.stdout.fileno(), True)
    out = b""
    while not re.search(rb"ack \d+\s", out):
        piece = os.read(process.stdout.fileno(), 65536)
        check(piece, "the guest ended: " + out.decode(errors="replace"))
        out += piece
    time.sleep(seconds)
    process.kill()
    process.wait()
    leftovers.kill_processes()		# they have the pipe, too
    out += process.stdout.read()
    check(b"error" not in out, out.decode(errors="replace"))
    return int(re.findall(rb"ack (\d+)\s", out)[-1])


@test
def nothing_synced_is_lost_by_a_kill(b):
    for n in range(b.args.kills):
        base = b.image("base", 1 << 20)
        original = b.bytes("base")
        if n % 2:
            acked = kill_once(b, f"ubd0=k{n}.cow,{base}", b.rng.random() / 2)
            image = Cow.read(b.path(f"k{n}.cow")).merged(b.path(f"k{n}.cow"))
            check(b.bytes("base") == original, "the backing file changed")
        else:
            acked = kill_once(b, f"ubd0={base}", b.rng.random() / 2)
            image = b.bytes("base")
        why = bad_records(image, original, acked)
        check(not why, f"kill {n}: {why}")
        for name in os.listdir(b.dir):		# 500 kills leave much
            if name.endswith((".cpio", ".cow")):
                os.unlink(b.path(name))


@test
def every_moment_of_a_cow_file_is_sound(b):
    base = b.image("base", 256 << 10)
    b.run("", f"ubd0=x.cow,{base}")
    shutil.copyfile(b.path("x.cow"), b.path("before.cow"))
    b.run("/guest 200\n", "ubd0=x.cow", "ubd_record=log")
    entries = replay.read_log(b.path("log"))
    head, original = Cow.read(b.path("x.cow")), b.bytes("base")

    def sound(path, text):
        why = bad_records(head.merged(path), original, 0)
        check(not why, f"{text}: {why}")

    replay.check_all(entries, b.path("before.cow"), sound, 2, b.rng)
    why = bad_records(head.merged(b.path("x.cow")), original, 200)
    check(not why, why)


@test
def host_errors_reach_the_guest_and_pass(b):
    for op, word in (("write", "error"), ("flush", "error sync")):
        for code in (errno.EIO, errno.ENOSPC):
            for disk in ("ubd0={}", "ubd0=x.cow,{}"):
                base = b.image("base", 64 << 10)
                out = b.run("/guest 400\n", disk.format(base), f"ubd_fault={op}:{code}:9:2")
                check(word in out, f"{op} {code} {disk}: nobody was told: {out}")
                check("ack 400" in out, f"{op} {code} {disk}: no way back: {out}")
                if os.path.exists(b.path("x.cow")):
                    os.unlink(b.path("x.cow"))


@test
def short_transfers_are_continued(b):
    base = b.image("base")
    out = b.run("/guest 64\n", f"ubd0=x.cow,{base}", "ubd_fault=write:0:0:100000",
                "ubd_fault=read:0:0:100000")
    check("error" not in out, out)
    why = bad_records(Cow.read(b.path("x.cow")).merged(b.path("x.cow")), b.bytes("base"), 64)
    check(not why, why)


@test
def file_size_limit_is_an_error_not_an_end(b):
    image = b.image("image", 3 << 30, empty=True)

    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 30, 2 << 30))

    out = b.run("dd if=/bin/busybox of=/dev/ubda bs=4096 count=4 seek=655360 conv=fsync\n"
                "dd if=/bin/busybox of=/dev/ubda bs=4096 count=4 seek=1 conv=fsync && echo fine",
                f"ubd0={image}", limit=small)
    check(re.search("No space left|I/O error", out) and "fine" in out, out)


def make_iso(b, tree, name, options):
    tool = shutil.which("genisoimage") or shutil.which("mkisofs")
    if not tool:
        return None
    subprocess.run([tool, "-quiet", *options, "-o", b.path(name), tree], check=True,
                   stderr=subprocess.DEVNULL)
    return b.path(name)


@test
def iso_images_show_the_tree_and_survive_damage(b):
    tree = b.path("tree")
    os.makedirs(tree + "/sub/a/b/c/d/e/f/g/h/i")
    for i in range(150):
        with open(f"{tree}/sub/A file with a rather long name, number {i}", "wb") as f:
            f.write(b.rng.randbytes(b.rng.randrange(9000)))
    with open(tree + "/sub/a/b/c/d/e/f/g/h/i/\u00fcn\u00ef", "w") as f:
        f.write("deep")
    rock = make_iso(b, tree, "rock.iso", ["-R"])
    if not rock:
        return "no genisoimage"
    joliet = make_iso(b, tree, "joliet.iso", ["-J", "-D"])
    script = ("mount -t iso9660 -o ro /dev/{0} /mnt && cd /mnt && "
              "find . -type f -print0 | sort -z | xargs -0 cat | md5sum; cd /; umount /mnt\n")
    names = sorted(os.path.join(d, f)[len(tree):] for d, _, fs in os.walk(tree) for f in fs)
    want = b"".join(open(tree + n, "rb").read() for n in sorted(names, key=os.fsencode))
    got = b.sums(script.format("ubda") + script.format("ubdb"), f"ubd0r={rock}", f"ubd1r={joliet}")
    check(got == [md5(want)] * 2, f"{got}, not {md5(want)}")
    disks = []
    for i in range(14):
        image = bytearray(b.bytes("joliet.iso" if i % 3 == 2 else "rock.iso"))
        for _ in range(200):
            image[b.rng.randrange(32768, min(len(image), 120 << 10))] = b.rng.randrange(256)
        with open(b.path(f"bad{i}"), "wb") as f:
            f.write(image)
        disks.append(f"ubd{i}r={b.path(f'bad{i}')}")
    out = b.run("".join(script.format("ubd" + chr(97 + i)) for i in range(14)), *disks)
    check(not re.search("BUG|Oops|panic", out), out)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1][7:])
    parser.add_argument("--kernel", default=os.path.join(HERE, "../../linux"))
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-v", dest="verbose", action="store_true")
    parser.add_argument("-l", dest="list", action="store_true")
    parser.add_argument("words", nargs="*")
    args = parser.parse_args()
    tests = [t for t in TESTS
             if not args.words or any(w in t.__name__ for w in args.words)]
    if args.list:
        print("\n".join(t.__name__ for t in tests))
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    leftovers.become_reaper()
    bench = Bench(os.path.abspath(args.kernel), args)
    report = Report()
    try:
        for t in tests:
            bench.fresh()
            try:
                why = t(bench)
            except (Failure, OSError, ValueError, subprocess.SubprocessError) as failure:
                report.result(False, t.__name__, str(failure))
                continue
            if why:
                report.skip(t.__name__, why)
            else:
                report.result(True, t.__name__)
    finally:
        leftovers.kill_processes()
        shutil.rmtree(bench.top, ignore_errors=True)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
