#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""ext4's journal: kills at random moments, full disks, small logs.

usage: ext4.py [--kernel PATH] [--kills N] [--seed N] [-v] [-l] [word...]

A guest works on a fresh filesystem and says what it has synced. After a kill
the image is repaired twice: by e2fsck's replay of the journal and by a second
guest's. Both must then be clean for e2fsck -fn, and hold what was synced.
Output is TAP, the last line is "N passed, N failed, N skipped".
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import disk  # noqa: E402
import leftovers  # noqa: E402
from disk import Failure, check  # noqa: E402
from tap import Report  # noqa: E402

KEPT = 28                       # synced files that the work leaves alone
WORK = f"""mount -t ext4 /dev/ubda /mnt && cd /mnt || exit
i=0
while :; do
  i=$((i+1)); d=d$((i%7))
  rm -rf $d; mkdir $d; cp /bin/busybox $d/
  j=0; while [ $j -lt 40 ]; do echo $i.$j > $d/file-with-a-rather-long-name-$j; j=$((j+1)); done
  dd if=/dev/zero of=$d/big bs=64k count=$((i*13%60)) 2>/dev/null
  echo data-$i-$i-$i > new; dd if=new of=sync-$i conv=fsync 2>/dev/null && echo ACK $i
  mv $d/big $d/huge; ln $d/huge link-$((i%9)); rm -f link-$(((i+4)%9))
  dd if=/dev/zero of=hole bs=4k seek=$((i*37%5000)) count=1 conv=notrunc 2>/dev/null
  [ $((i%5)) = 0 ] && rm -f hole
  l=sl-$((i%11)); rm -f $l
  ln -s /a/target/that/does/not/fit/into/the/inode/because/it/is/longer/than/sixty/bytes/$i $l
  [ $((i%8)) = 3 ] && sync
  rm -f sync-$((i-{KEPT + 2}))
done
"""
# What mke2fs makes: extents and checksums; block maps; small blocks and a log that is soon full.
FORMATS = {
    "extents": [],
    "block_maps": ["-O", "^extents,^metadata_csum,^64bit,^flex_bg"],
    "small_log": ["-b", "1024", "-J", "size=4"],
    "2k_blocks": ["-b", "2048", "-O", "^metadata_csum"],
}
TESTS = []


def test(function):
    TESTS.append((function.__name__, function))
    return function


def mkfs(b, name, *options, size="200M"):
    path = b.path(name)
    subprocess.run(["truncate", "-s", size, path], check=True)
    subprocess.run(["mkfs.ext4", "-q", "-F", *options, path], check=True)
    return path


def fsck(image, *options):
    r = subprocess.run(["e2fsck", *options, image], capture_output=True, text=True)
    return r.returncode, r.stdout + r.stderr


def check_clean(image, who):
    code, text = fsck(image, "-fn")
    check(code == 0, f"not clean after {who}:\n{text}")


def kill_at_work(b, image, seconds):
    """Number of the last file that the guest said was on disk."""
    process = b.start(WORK, "ubd0=" + image)
    time.sleep(seconds)
    process.kill()
    out = process.communicate()[0].decode(errors="replace")
    leftovers.kill_processes()
    acked = re.findall(r"^ACK (\d+)\r?$", out, re.M)
    return int(acked[-1]) if acked else 0


def check_synced(b, image, last):
    first = max(1, last - KEPT)
    out = b.run(f"""mount -t ext4 /dev/ubda /mnt && echo MOUNTED
for i in $(seq {first} {last}); do
  [ "$(cat /mnt/sync-$i)" = data-$i-$i-$i ] || echo LOST $i
done
umount /mnt""", "ubd0=" + image)
    check("MOUNTED" in out, "cannot be mounted after a kill:\n" + out)
    check("LOST" not in out, "synced files are lost:\n" + out)


def survives_kills(b, options):
    for n in range(b.args.kills):
        image = mkfs(b, f"img{n}", *options)
        last = kill_at_work(b, image, 0.3 + 1.2 * b.rng.random())
        other = b.path("other")
        shutil.copyfile(image, other)
        code, text = fsck(image, "-p")
        check(code <= 1, f"e2fsck -p: {text}")
        check_clean(image, "e2fsck's replay")
        if last:
            check_synced(b, other, last)
        else:
            b.run("mount /dev/ubda /mnt; umount /mnt", "ubd0=" + other)
        check_clean(other, "the kernel's replay")
        os.unlink(image)


for name, options in FORMATS.items():
    TESTS.append((f"{name}_survive_kills", lambda b, o=options: survives_kills(b, o)))


@test
def full_disk_ends_in_enospc(b):
    """Also where an indexed directory wants to be split."""
    image = mkfs(b, "img", "-b", "1024", "-N", "20000", size="16M")
    out = b.run("""mount /dev/ubda /mnt; mkdir /mnt/d; cd /mnt/d
i=0; while [ $i -lt 1500 ]; do : > name-$i-$(printf %0120d $i); i=$((i+1)); done
dd if=/dev/zero of=/mnt/fill bs=4k 2>/dev/null
while :; do touch name-$i-$(printf %0120d $i) || break; i=$((i+1)); done
echo FULL; rm /mnt/fill; touch again && echo ROOM; cd /; umount /mnt""", "ubd0=" + image)
    check("FULL" in out and "ROOM" in out, out)
    check_clean(image, "a full disk")


@test
def unmounting_leaves_an_empty_journal(b):
    image = mkfs(b, "img")
    b.run("mount -o data=writeback,commit=1 /dev/ubda /mnt; cp /bin/busybox /mnt/a\n"
          "mount -o remount,ro /mnt; mount -o remount,rw /mnt; cp /mnt/a /mnt/b; umount /mnt",
          "ubd0=" + image)
    head = subprocess.run(["dumpe2fs", "-h", image], capture_output=True, text=True).stdout
    check("needs_recovery" not in head, "needs_recovery is set after unmounting")
    check(re.search(r"Journal start:\s+0$", head, re.M), "the log is not empty:\n" + head)
    check_clean(image, "unmounting")


@test
def options_are_told_and_refused(b):
    out = b.run("mount -o data=journal /dev/ubda /mnt || echo REFUSED; dmesg | tail -3\n"
                "mount -o commit=7,data=writeback /dev/ubda /mnt; grep ubda /proc/mounts; umount /mnt\n",
                "ubd0=" + mkfs(b, "img"))
    check("REFUSED" in out and "data=journal is not supported" in out, out)
    check(re.search(r" ext4 rw,relatime,commit=7,data=writeback 0 0", out), out)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1][7:])
    parser.add_argument("--kernel", default="./linux")
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("-l", "--list", action="store_true")
    parser.add_argument("words", nargs="*")
    args = parser.parse_args()
    chosen = [(n, t) for n, t in TESTS if not args.words or any(w in n for w in args.words)]
    if args.list:
        print("\n".join(n for n, _ in chosen))
        return 0
    leftovers.become_reaper()
    b = disk.Bench(os.path.abspath(args.kernel), args)
    report = Report()
    try:
        for name, function in chosen:
            b.fresh()
            try:
                function(b)
            except (Failure, OSError, subprocess.SubprocessError) as why:
                report.result(False, name, str(why))
            else:
                report.result(True, name)
            shutil.rmtree(b.dir, ignore_errors=True)
    finally:
        leftovers.kill_processes()
        shutil.rmtree(b.top, ignore_errors=True)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
