# SPDX-License-Identifier: GPL-2.0
"""uml_mkcow and uml_moo: the same bytes as Debian's, every version of the header,
and nothing lost when something goes wrong."""

import os
import random
import resource
import signal
import struct

from bench import check, equal, test

MAGIC = 0x4F4F4F4D


def up(value, to):
    return (value + to - 1) // to * to


def noise(size, seed):
    """Bytes with long runs of zeros in between, as on a disk."""
    rng = random.Random(seed)
    data = bytearray(rng.randbytes(size))
    for start in range(0, size, 4096):
        if rng.random() < 0.5:
            data[start:start + 4096] = bytes(min(4096, size - start))
    return bytes(data)


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def header(version, name, mtime, size):
    """Header, offset of the bitmap, its length, offset of the data."""
    name = name.encode()
    if version == 1:
        head = struct.pack("<II256sIQI", MAGIC, 1, name, mtime, size, 512)
    elif version == "1 big endian":
        head = struct.pack(">II256sIQI", MAGIC, 1, name, mtime, size, 512)
    elif version == 2:
        head = struct.pack(">II4096sIQI", MAGIC, 2, name, mtime, size, 512)
    elif version == 3:
        head = struct.pack(">IIIQIII4096s", MAGIC, 3, mtime, size, 512, 4096, 0, name)
    else:
        head = struct.pack(">IIIIQIII4096s4x", MAGIC, 3, mtime, 0, size, 512, 4096, 0, name)
    if version in (3, "3 padded"):
        bitmap = up(len(head), 4096)
        length = up(up(size, 512) // 512, 8) // 8
        return head, bitmap, length, up(bitmap + length, 4096)
    length = (size + 511) // (8 * 512)
    return head, len(head), length, up(len(head) + length, 512)


def make_cow(path, version, backing, size, sectors, seed=7):
    """A COW file with those sectors; returns the disk a guest would see."""
    head, bitmap_at, length, data_at = header(version, backing, int(os.stat(backing).st_mtime), size)
    bitmap, disk = bytearray(length), bytearray(read(backing))
    with open(path, "wb") as file:
        for n in sectors:
            if n // 8 >= length:
                continue
            bitmap[n // 8] |= 1 << n % 8
            data = random.Random(seed * 100000 + n).randbytes(min(512, size - n * 512))
            disk[n * 512:n * 512 + len(data)] = data
            file.seek(data_at + n * 512)
            file.write(data)
        file.seek(0)
        file.write(head)
        file.seek(bitmap_at)
        file.write(bitmap)
        file.truncate(data_at + size)
    return bytes(disk)


def pair(place, version=3, size=3 << 20, seed=1, name="c.cow"):
    backing, cow = place.path("back"), place.path(name)
    write(backing, noise(size, seed))
    os.utime(backing, (1600000000, 1600000000))
    count = up(size, 512) // 512
    sectors = sorted(random.Random(seed).sample(range(count), count // 3))
    return backing, cow, make_cow(cow, version, backing, size, sectors)


@test
def mkcow_writes_what_debian_writes(place):
    debian = place.debian("uml_mkcow")
    for size in (0, 1, 511, 512, 513, 4096, 1 << 20, (10 << 20) + 17, 5 << 30):
        with open(place.path("back"), "wb") as file:
            file.truncate(size)
        for program, cow in ((place.tool("uml_mkcow"), "ours"), (debian, "theirs")):
            equal(place.run(program, cow, "back").returncode, 0, f"{program}, size {size}")
        equal(os.stat(place.path("ours")).st_size, os.stat(place.path("theirs")).st_size, "length")
        with open(place.path("ours"), "rb") as a, open(place.path("theirs"), "rb") as b:
            check(a.read(3 << 20) == b.read(3 << 20), f"another header or bitmap, size {size}")
        equal(os.stat(place.path("ours")).st_mode & 0o777, 0o644, "mode")
        os.unlink(place.path("ours"))
        os.unlink(place.path("theirs"))


@test
def mkcow_says_what_is_wrong(place):
    backing, cow, _ = pair(place)
    for args in ((), ("a",), ("a", "b", "c"), ("-x", "a", "b")):
        result = place.run("uml_mkcow", *args)
        equal((result.returncode, result.stderr.count("\n")), (2, 3), f"usage for {args}")
    place.fails("open COW file: File exists", "uml_mkcow", cow, backing)
    place.fails("nothere|No such file", "uml_mkcow", "new", "nothere")
    place.fails("No such file", "uml_mkcow", "nodir/new", backing)
    place.fails("Is a directory", "uml_mkcow", "new", ".")
    place.fails("the same file", "uml_mkcow", "-f", backing, backing)
    check(not os.path.exists(place.path("new")), "a file was left behind")


@test
def mkcow_forced_forgets_the_old_bitmap(place):
    backing, cow, _ = pair(place)
    place.succeeds("uml_mkcow", "-f", cow, backing)
    place.succeeds("uml_moo", cow, "merged")
    check(read(place.path("merged")) == read(backing), "old sectors are still there")


@test
def moo_merges_every_version(place):
    for version in (1, "1 big endian", 2, 3, "3 padded"):
        for size in (512, 4096, 1 << 20, (1 << 20) + 1000, (20 << 20) - 512 * 3):
            backing, cow, disk = pair(place, version, size)
            place.succeeds("uml_moo", cow, "new")
            check(read(place.path("new")) == disk, f"version {version}, size {size}: another disk")
            place.succeeds("uml_moo", "-b", backing, "-d", cow)
            check(read(backing) == disk, f"version {version}, size {size}: in place")


@test
def moo_merges_as_debian_does(place):
    debian = place.debian("uml_moo")
    for version in (2, 3, "3 padded"):
        backing, cow, _ = pair(place, version, 5 << 20, seed=4)
        place.succeeds("uml_moo", cow, "ours")
        place.succeeds(debian, cow, "theirs")
        check(read(place.path("ours")) == read(place.path("theirs")), f"version {version}")
        equal(os.stat(place.path("ours")).st_mode & 0o777, 0o644, "mode")
    place.succeeds("uml_mkcow", "-f", cow, backing)
    place.succeeds(debian, cow, "theirs")
    check(read(place.path("theirs")) == read(backing), "Debian cannot use our COW file")


@test
def moo_leaves_holes(place):
    with open(place.path("back"), "wb") as file:
        file.truncate(4 << 30)
        file.seek(3 << 30)
        file.write(b"end")
    place.succeeds("uml_mkcow", "c.cow", "back")
    place.succeeds("uml_moo", "c.cow", "new")
    result = os.stat(place.path("new"))
    equal(result.st_size, 4 << 30, "length")
    check(result.st_blocks < 100, f"{result.st_blocks} blocks are used")


@test
def moo_refuses_what_does_not_fit(place):
    backing, cow, _ = pair(place)
    equal(place.run("uml_moo").returncode, 1, "usage")
    equal(place.run("uml_moo", "-d", cow, "new").returncode, 1, "usage")
    place.fails("COW file open|nothere", "uml_moo", "nothere", "new")
    place.fails("Reading COW header failed|not a COW file", "uml_moo", backing, "new")
    place.fails("Stating backing file|nothere", "uml_moo", "-b", "nothere", cow, "new")
    place.fails("is the backing file itself", "uml_moo", cow, backing)
    place.fails("is the COW file itself", "uml_moo", cow, cow)
    place.fails("is a directory", "uml_moo", cow, ".")
    place.fails("No space left", "uml_moo", cow, "/dev/full")
    os.utime(backing, (1600000001, 1600000001))
    place.fails('mtime mismatch (1600000000 vs 1600000001) of COW header vs backing file "',
                "uml_moo", cow, "new")
    with open(backing, "ab") as file:
        file.write(b"x")
    place.fails(f"Size mismatch ({3 << 20} vs {(3 << 20) + 1}) of COW header vs backing file",
                "uml_moo", "-d", cow)
    check(not os.path.exists(place.path("new")), "a file was left behind")


@test
def moo_notices_what_is_cut_off(place):
    backing, cow, _ = pair(place)
    whole = read(cow)
    for length in (0, 3, 7, 8, 100, 4127, 4128, 8192, 8300, 12288, 12800, len(whole) - 513):
        write(cow, whole[:length])
        place.fails("c.cow", "uml_moo", cow, "new")
        place.fails("c.cow", "uml_moo", "-d", cow)
        os.utime(backing, (1600000000, 1600000000))
        if os.path.exists(cow + ".merging"):
            os.unlink(cow + ".merging")
    check(not os.path.exists(place.path("new")), "a file was left behind")


@test
def moo_keeps_an_old_file_until_the_new_one_is_whole(place):
    _, cow, disk = pair(place)
    write(place.path("new"), b"precious")
    place.fails("File too large", "uml_moo", cow, "new", preexec_fn=limit_quietly)
    equal(read(place.path("new")), b"precious", "the old file")
    equal(sorted(os.listdir(place.dir)), ["back", "c.cow", "new"], "files")
    place.succeeds("uml_moo", cow, "new")
    check(read(place.path("new")) == disk, "another disk")


def limit_size():
    """A write beyond the first MiB kills."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


def limit_quietly():
    """A write beyond the first MiB fails, as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))


@test
def moo_in_place_survives_being_killed(place):
    backing, cow, disk = pair(place)
    other = place.path("other.cow")
    place.succeeds("uml_mkcow", other, backing)
    before = read(backing)
    result = place.run("uml_moo", "-d", cow, preexec_fn=limit_size)
    equal(result.returncode, -signal.SIGXFSZ, "the end of the first try")
    half = read(backing)
    check(half != before and half != disk, "the first try did all or nothing")

    place.succeeds("uml_moo", cow, "copy")
    check(read(place.path("copy")) == disk, "a merge cut off cannot be copied")
    place.fails("mtime mismatch", "uml_moo", other, "copy2")
    place.succeeds("uml_moo", "-d", cow)
    check(read(backing) == disk, "another disk after the second try")
    equal(sorted(os.listdir(place.dir)), ["back", "c.cow", "copy", "other.cow"], "files")
    place.fails("mtime mismatch", "uml_moo", other, "copy2")


@test
def moo_in_place_survives_a_full_disk(place):
    backing, cow, disk = pair(place)
    place.fails("nothing is lost", "uml_moo", "-d", cow, preexec_fn=limit_quietly)
    place.succeeds("uml_moo", "-d", cow)
    check(read(backing) == disk, "another disk")


@test
def moo_in_place_always_changes_the_mtime(place):
    backing, cow, _ = pair(place)
    other = place.path("other.cow")
    os.utime(backing, None)
    for name in (cow, other):
        place.succeeds("uml_mkcow", "-f", name, backing)
    place.succeeds("uml_moo", "-d", cow)
    place.fails("mtime mismatch", "uml_moo", other, "copy")


@test
def moo_respects_the_locks_of_machines(place):
    backing, cow, disk = pair(place)
    holder = place.start("/usr/bin/python3", "-c", "import fcntl, sys, time\n"
                         "a = open(sys.argv[1], 'r+'); fcntl.lockf(a, fcntl.LOCK_EX)\n"
                         "b = open(sys.argv[2]); fcntl.lockf(b, fcntl.LOCK_SH)\n"
                         "print('locked', flush=True); time.sleep(60)", cow, backing, stdout=-1)
    equal(holder.stdout.readline(), b"locked\n", "the holder")
    place.fails(f"in use by pid {holder.pid}", "uml_moo", "-d", cow)
    place.fails(f"in use by pid {holder.pid}", "uml_mkcow", "-f", cow, backing)
    result = place.run("uml_moo", cow, "new")
    equal(result.returncode, 0, result.stderr)
    check("warning" in result.stderr and read(place.path("new")) == disk, result.stderr)


@test
def moo_bears_forged_headers(place):
    _, cow, _ = pair(place, size=64 << 10)
    whole = read(cow)
    rng = random.Random(5)
    for _ in range(300):
        forged = bytearray(whole)
        for _ in range(rng.choice((1, 1, 2, 8))):
            forged[rng.randrange(0, 48)] = rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)))
        write(cow, forged)
        result = place.run("uml_moo", cow, "new")
        check(result.returncode in (0, 1), f"{result.returncode} for {forged[:48].hex()}")
        if result.returncode:
            equal(len(result.stderr.splitlines()), 1, result.stderr)
