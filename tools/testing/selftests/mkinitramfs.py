#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Write an initramfs (cpio "newc") without root and without cpio(1).

usage: mkinitramfs.py OUT.cpio [/guest/path=host/file | /guest/dir=host/dir]...

Host directories are copied with everything below them. Parent directories,
/dev/console and /dev/null are made, everything belongs to root.
"""
import os
import stat
import sys


class Cpio:
    def __init__(self, out):
        self.out = out
        self.ino = 0
        self.seen = set()

    def entry(self, name, mode, data=b"", rdev=(0, 0)):
        name = name.strip("/")
        self.ino += 1
        raw = name.encode() + b"\0"
        fields = [self.ino, mode, 0, 0, 1, 0, len(data), 0, 0, *rdev, len(raw), 0]
        head = b"070701" + b"".join(b"%08X" % f for f in fields)
        self.out.write(self.pad(head + raw))
        self.out.write(self.pad(data))
        self.seen.add(name)

    @staticmethod
    def pad(data):
        return data + b"\0" * (-len(data) % 4)

    def parents(self, name):
        parts = name.strip("/").split("/")[:-1]
        for i in range(len(parts)):
            d = "/".join(parts[: i + 1])
            if d not in self.seen:
                self.entry(d, stat.S_IFDIR | 0o755)

    def add(self, name, path):
        self.parents(name)
        st = os.lstat(path)
        if stat.S_ISDIR(st.st_mode):
            if name.strip("/") and name.strip("/") not in self.seen:
                self.entry(name, stat.S_IFDIR | 0o755)
            for child in sorted(os.listdir(path)):
                self.add(name.rstrip("/") + "/" + child, os.path.join(path, child))
        elif stat.S_ISLNK(st.st_mode):
            self.entry(name, stat.S_IFLNK | 0o777, os.readlink(path).encode())
        elif stat.S_ISREG(st.st_mode):
            with open(path, "rb") as f:
                self.entry(name, stat.S_IFREG | st.st_mode & 0o755, f.read())

    def finish(self):
        self.entry("TRAILER!!!", 0)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    with open(sys.argv[1], "wb") as out:
        cpio = Cpio(out)
        for d in ("dev", "proc", "sys", "tmp", "mnt"):
            cpio.entry(d, stat.S_IFDIR | 0o755)
        cpio.entry("dev/console", stat.S_IFCHR | 0o600, rdev=(5, 1))
        cpio.entry("dev/null", stat.S_IFCHR | 0o666, rdev=(1, 3))
        for arg in sys.argv[2:]:
            name, sep, path = arg.partition("=")
            if not sep:
                sys.exit(f"mkinitramfs.py: {arg}: not NAME=PATH")
            cpio.add(name, path)
        cpio.finish()


if __name__ == "__main__":
    main()
