# SPDX-License-Identifier: GPL-2.0
"""Running tests that boot small guests (see guest.py)."""
import argparse
import os
import shutil
import sys
import tempfile
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
import guest  # noqa: E402
import leftovers  # noqa: E402
from tap import Report  # noqa: E402

TESTS = []


def TEST(function):
    """A test takes a Context; it raises, or returns why it was skipped."""
    TESTS.append(function)
    return function


class Context:
    def __init__(self, kernel, top, initramfs):
        self.kernel, self.initramfs = kernel, initramfs
        self.work = tempfile.mkdtemp(dir=top)
        self.guests = []

    def boot(self, *args, **more):
        g = guest.Guest(self.kernel, self.work, self.initramfs, *args, **more)
        self.guests.append(g)
        return g

    def finish(self):
        for g in self.guests:
            g.kill()
        shutil.rmtree(self.work, ignore_errors=True)
        if not guest.wait_until(lambda: not leftovers.processes(), 3):
            left = leftovers.processes()
            leftovers.kill_processes()
            raise AssertionError(f"left behind: {left}")


def run(function, args, top, initramfs):
    context = Context(args.kernel, top, initramfs)
    skip = first = None
    try:
        try:
            skip = function(context)
        except Exception as e:
            first = e
        context.finish()
        if first:
            raise first
        return skip, ""
    except Exception as e:
        e = first or e
        trace = traceback.extract_tb(e.__traceback__)
        where = next((f for f in reversed(trace) if f.filename == sys.argv[0]
                      or os.path.samefile(f.filename, sys.argv[0])), trace[-1])
        return None, f"{type(e).__name__}: {e} (line {where.lineno}: {where.line})"


def main(doc):
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kernel", default=os.path.join(TOP, "linux"))
    parser.add_argument("-l", action="store_true", help="list the tests")
    parser.add_argument("-v", action="store_true", help="show times")
    parser.add_argument("words", nargs="*")
    args = parser.parse_args()
    args.kernel = os.path.abspath(args.kernel)
    chosen = [f for f in TESTS if not args.words or any(w in f.__name__ for w in args.words)]
    if args.l:
        print("\n".join(f.__name__ for f in chosen))
        return 0
    leftovers.become_reaper()
    report = Report()
    with tempfile.TemporaryDirectory(prefix="uml-test.") as top:
        initramfs = guest.build_initramfs(top)
        for f in chosen:
            start = time.monotonic()
            skip, why = run(f, args, top, initramfs)
            name = f.__name__.replace("_", " ")
            if skip:
                report.skip(name, skip)
            else:
                report.result(not why, name, why)
            if args.v:
                print(f"#   {time.monotonic() - start:.1f} s", flush=True)
    return report.finish()
