#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Run the suites that are built into a kernel and judge their KTAP.

usage: ktap.py --kernel PATH [--mem SIZE] [--seconds N] [--glob SUITE*] [--append WORDS]
       ktap.py --parse FILE

Starts "PATH mem=256M console=tty kunit_shutdown=halt" with a pipe as input
and reads the log. One TAP line for each case; the plans must be kept, the
totals must agree, the status of the kernel must be 0. The last line is
"N passed, N failed, N skipped".
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import leftovers  # noqa: E402
from tap import Report  # noqa: E402

START = re.compile(r"(.*?)(KTAP version 1|TAP version 1[34])$")
RESULT = re.compile(r"^(ok|not ok) (\d+) (?:- )?([^#]*?)(?: ?# ?(.*))?$")
PLAN = re.compile(r"^1\.\.(\d+)")
TROUBLE = re.compile(r"Kernel panic|BUG:|Oops|WARNING:|Call Trace")


def ktap_lines(text):
    """The lines from the first KTAP header on, without the log's prefix."""
    lines = text.replace("\r", "").split("\n")
    for i, line in enumerate(lines):
        match = START.match(line)
        if match:
            width = len(match.group(1))
            return [x[width:] for x in lines[i:]]
    return None


class Suite:
    def __init__(self, depth):
        self.depth = depth
        self.name = "?"
        self.plan = None
        self.seen = 0
        self.failed = 0
        self.diagnosis = []


def judge(lines, report):
    """Walk the nested results; a result line at depth d closes depth d + 1."""
    stack = [Suite(0)]
    for raw in lines:
        depth = (len(raw) - len(raw.lstrip(" "))) // 4
        line = raw.strip()
        if line.startswith("KTAP version") and depth >= len(stack):
            stack.append(Suite(depth))
            continue
        top = stack[-1]
        if line.startswith("# Subtest:"):
            top.name = line.partition(":")[2].strip()
        elif PLAN.match(line) and top.plan is None:
            top.plan = int(PLAN.match(line).group(1))
        elif RESULT.match(line) and depth < len(stack):
            result(stack, depth, RESULT.match(line), report)
        elif line.startswith("#") or raw.startswith(" "):
            top.diagnosis.append(line)
    if stack[0].plan is None:
        report.result(False, "kunit: plan", "no 1..N at the top")
    elif stack[0].plan != stack[0].seen:
        report.result(False, "kunit: all suites ran", f"{stack[0].seen} of {stack[0].plan} suites")


def result(stack, depth, match, report):
    word, number, name, note = match.groups()
    inner = None
    while len(stack) > depth + 1:
        inner = stack.pop()
    suite = stack[-1]
    suite.seen += 1
    path = ".".join(s.name for s in stack[1:]) + ("." if depth else "") + name.strip()
    skipped = bool(note and note.upper().startswith("SKIP"))
    why = ""
    if int(number) != suite.seen:
        why += f"number {number}, expected {suite.seen}\n"
    if inner and inner.plan is not None and inner.plan != inner.seen and not skipped:
        why += f"{inner.seen} of {inner.plan} cases ran\n"
    if inner and word == "ok" and inner.failed:
        why += f"ok in spite of {inner.failed} failed cases\n"
    if word == "not ok" and not (inner and inner.failed):
        why += "\n".join(suite.diagnosis[-20:] or ["failed"])
    suite.diagnosis = []
    suite.failed += word == "not ok"
    if why:
        report.result(False, path, why)
    elif inner is None and word == "ok":	# suites are the sum of their cases
        report.skip(path, note[4:].strip()) if skipped else report.result(True, path)


def run(args):
    command = [args.kernel, f"mem={args.mem}", "console=tty", "kunit_shutdown=halt", "kunit.enable=1"]
    if args.glob:
        command.append(f"kunit.filter_glob={args.glob}")
    command += args.append.split()
    with tempfile.TemporaryDirectory(prefix="kunit.") as work:
        env = dict(os.environ, HOME=work, TMPDIR=work)
        try:
            p = subprocess.run(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env,
                               stderr=subprocess.STDOUT, timeout=args.seconds, check=False)
            return p.stdout.decode(errors="replace"), p.returncode, ""
        except subprocess.TimeoutExpired as e:
            return (e.stdout or b"").decode(errors="replace"), None, f"no end after {args.seconds} s"


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("--kernel", default="./linux")
    p.add_argument("--mem", default="256M")
    p.add_argument("--seconds", type=int, default=300)
    p.add_argument("--glob")
    p.add_argument("--append", default="")
    p.add_argument("--parse")
    args = p.parse_args()
    report = Report()
    if args.parse:
        with open(args.parse, errors="replace") as f:
            text, status, late = f.read(), 0, ""
    else:
        leftovers.become_reaper()
        text, status, late = run(args)
        leftovers.kill_processes()
    lines = ktap_lines(text)
    tail = "\n".join(text.splitlines()[-30:])
    if lines is None:
        report.result(False, "kunit: output", f"no KTAP header; {late}\n{tail}")
    else:
        judge(lines, report)
    if late or status:
        report.result(False, "kunit: end", f"{late or f'exit status {status}'}\n{tail}")
    trouble = TROUBLE.search(text)
    if trouble:
        report.result(False, "kunit: log", f"{trouble.group(0)}\n{tail}")
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
