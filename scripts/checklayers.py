#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Rings and leaves: no file includes upwards.  The rules are scripts/layers.txt.

Beyond those rules a header in quotes must lie in the folder of the file that
includes it, below it, or above it, never in a sibling's: leaves do not know each
other.  Wall headers and generated ones may be written either way.  And only the machine may
ask whether it is this machine (CONFIG_UML).
"""

import fnmatch
import os
import re

import tree

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.M)
WALL = "arch/um/include/shared/"

rules = [words[:3] for words in tree.rules("scripts/layers.txt")]
names = tree.files()
exists = set(names)
wall = {name[len(WALL):] for name in names if name.startswith(WALL)}
ours = wall | {"utsrelease.h", "compile.h", "autoconf.h", "asm-offsets.h"}


def is_denied(name, header):
    verdict = "allow"
    for kind, who, what in rules:
        hit = header in wall if what == "@wall" else fnmatch.fnmatchcase(header, what)
        if hit and fnmatch.fnmatchcase(name, who):
            verdict = kind
    return verdict == "deny"


def is_near(name, header):
    """Is it in the folder of the file, below, or ("../x.h") above?"""
    found = os.path.normpath(os.path.join(os.path.dirname(name), header))
    ours, its = os.path.dirname(name) + "/", os.path.dirname(found) + "/"
    return found in exists and (ours.startswith(its) or its.startswith(ours))


report = tree.Report("checklayers")
for name in names:
    if not name.endswith((".c", ".h", ".S")) or name.startswith(("tools/", "usr/", "scripts/")):
        continue
    text = tree.read(name)
    for found in INCLUDE.finditer(text):
        style, header = found.groups()
        line = text.count("\n", 0, found.start()) + 1
        where = f"{name}:{line}"
        if is_denied(name, header):
            report.complain(where, f"may not include <{header}> (scripts/layers.txt)")
        elif style == '"' and header not in ours and not is_near(name, header):
            report.complain(where, f'"{header}" is neither in this folder nor in one above')
    if not name.startswith("arch/") and re.search(r"\bCONFIG_UML\b", text):
        report.complain(name, "asks for CONFIG_UML; ask <asm/...> instead")
report.finish()
