#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""No source file above 1,000 lines and no function above 80.

A function is what stands between "{" and "}" in column 0.  An exception needs a
line "file [function] reason" in scripts/size-exceptions.txt.
"""

import re

import tree

FILE_LIMIT = 1000
FUNCTION_LIMIT = 80

exceptions = {tuple(words[:2]) for words in tree.rules("scripts/size-exceptions.txt")}
used = set()


def excepted(name, function):
    if (name, function) in exceptions:
        used.add((name, function))
        return True
    return False


def functions(text):
    """(first line, name, length) of each function of a C file."""
    start, title = 0, ""
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        called = re.match(r"[A-Za-z_][^;={]*?(\w+)\s*\(([^;]*)$", line)
        if called:
            title = called.group(1)
            if title.startswith("SYSCALL_DEFINE"):
                title = called.group(2).split(",")[0].strip(") ")
        if line == "{":
            start = number
        elif line == "}" and start:
            yield start, title, number - start - 1
            start = 0


report = tree.Report("checksizes")
for name in tree.files():
    if not name.endswith((".c", ".h", ".S", ".py", ".sh", ".awk")):
        continue
    text = tree.read(name)
    length = text.count("\n")
    if length > FILE_LIMIT and not excepted(name, "-"):
        report.complain(name, f"{length} lines; split it by concern ({FILE_LIMIT} at most)")
    if not name.endswith((".c", ".h")):
        continue
    for line, function, length in functions(text):
        if length > FUNCTION_LIMIT and not excepted(name, function):
            report.complain(f"{name}:{line}", f"{function}() has {length} lines"
                            f" ({FUNCTION_LIMIT} at most)")
for name, function in sorted(exceptions - used):
    report.complain("scripts/size-exceptions.txt", f"{name} {function} needs no exception")
report.finish()
