#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Every file belongs to exactly one entry of MAINTAINERS, every pattern to a file.

"F:" names a folder (ending in /), a file or a shell pattern; the longest match
counts, so an entry may take a file out of a folder of another.
"""

import fnmatch

import tree


def entries():
    """(entry, pattern) for each F: line."""
    title = previous = None
    for line in tree.read("MAINTAINERS").splitlines():
        if line.startswith("F:\t"):
            title = title or previous
            yield title, line[2:].strip()
        elif not line.strip():
            title = None
        elif line[1:2] != ":" and title is None:
            previous = line


def matches(name, pattern):
    if pattern.endswith("/"):
        return name.startswith(pattern)
    return fnmatch.fnmatchcase(name, pattern) and name.count("/") == pattern.count("/")


report = tree.Report("checkmaintainers")
patterns = list(entries())
used = set()
for name in tree.files():
    found = [(len(pattern), title, pattern) for title, pattern in patterns
             if matches(name, pattern)]
    if not found:
        report.complain(name, "is in no entry of MAINTAINERS")
        continue
    longest = max(found)[0]
    best = {title for length, title, _ in found if length == longest}
    used.update(pattern for _, _, pattern in found)
    if len(best) > 1:
        report.complain(name, "is in several entries of MAINTAINERS: " + ", ".join(sorted(best)))
for title, pattern in patterns:
    if pattern not in used:
        report.complain("MAINTAINERS", f"{title}: no file matches {pattern}")
report.finish()
