#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Build the states in which a crash could have left a file, and check each.

usage: replay.py [--samples N] [--seed N] [--fd N] LOG IMAGE COMMAND...

LOG is what ubd_record= wrote, IMAGE the file as it was before. COMMAND gets the
name of the rebuilt file in place of {}; exit status 0 says that it is good.

A state is a moment of the log. What was done before the beginning of the last
sync that had ended by then is in it; of what came later any part may be, in any
order. Every moment is tried as it stands, and with N random parts.
"""
import argparse
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile

ENTRY = struct.Struct("<IIIIQQ")
MAGIC = 0x4F494155
WRITE, FLUSH, DISCARD = 2, 3, 4


def read_log(path, fd=None):
    """[(op, start, offset, data or length)] of one file, the first unless told."""
    entries = []
    with open(path, "rb") as f:
        while True:
            raw = f.read(ENTRY.size)
            if len(raw) < ENTRY.size:
                return entries
            magic, op, its_fd, start, off, length = ENTRY.unpack(raw)
            if magic != MAGIC:
                raise SystemExit(f"{path}: not a log of this version")
            what = f.read(length) if op == WRITE else length
            fd = its_fd if fd is None else fd
            if its_fd == fd:
                entries.append((op, start, off, what))


def apply(image, entry):
    op, _, off, what = entry
    if op == WRITE:
        image.seek(off)
        image.write(what)
    elif op == DISCARD:
        image.seek(0, os.SEEK_END)
        end = min(image.tell(), off + what)
        image.seek(off)
        image.write(b"\0" * max(end - off, 0))


def durable_prefixes(entries):
    """For every moment: how many entries were certainly on disk."""
    result, begun, sure = [0], [], 0
    for n, (op, start, _, _) in enumerate(entries):
        if op == FLUSH and start:
            begun.append(n)
        elif op == FLUSH and begun:
            sure = begun.pop(0)	# of several at once, the oldest: no promise too many
        result.append(sure)
    return result


def states(entries, samples, rng):
    """(description, durable entries, further ones) for every moment."""
    for moment, sure in enumerate(durable_prefixes(entries)):
        rest = [e for e in entries[sure:moment] if e[0] != FLUSH]
        yield f"moment {moment}", sure, rest
        for i in range(samples if len(rest) > 1 else 0):
            part = [e for e in rest if rng.random() < 0.5]
            rng.shuffle(part)
            yield f"moment {moment} part {i}", sure, part


def check_all(entries, image, check, samples, rng, every=1):
    """Call check(path, description) for the states; returns their number."""
    count = 0
    with tempfile.TemporaryDirectory() as work:
        base, state = os.path.join(work, "base"), os.path.join(work, "state")
        shutil.copyfile(image, base)
        done = 0
        for n, (text, sure, rest) in enumerate(states(entries, samples, rng)):
            with open(base, "r+b") as f:
                for entry in entries[done:sure]:
                    apply(f, entry)
            done = max(done, sure)
            if n % every:
                continue
            subprocess.run(["cp", "--sparse=always", "--reflink=auto", base, state], check=True)
            with open(state, "r+b") as f:
                for entry in rest:
                    apply(f, entry)
            check(state, text)
            count += 1
    return count


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1][7:])
    parser.add_argument("--samples", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--fd", type=int)
    parser.add_argument("log")
    parser.add_argument("image")
    parser.add_argument("command", nargs="+")
    args = parser.parse_args()
    bad = []

    def check(path, text):
        command = [word.replace("{}", path) for word in args.command]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode:
            bad.append(text)
            print(f"not ok {text}\n{run.stdout}{run.stderr}")

    count = check_all(read_log(args.log, args.fd), args.image, check, args.samples,
                      random.Random(args.seed), args.every)
    print(f"{count - len(bad)} passed, {len(bad)} failed, 0 skipped")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
