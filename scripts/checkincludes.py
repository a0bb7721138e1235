#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""checkincludes.py [COMPILER FLAG...]: headers have guards named after their
path, do not include each other in a circle, and, if a compiler is given, each
compiles alone.

The guard of include/linux/fs.h is INCLUDE_LINUX_FS_H: the UAPI headers, which
lie beside ours, own the names that begin with an underscore.
"""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import tree

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.M)
WALL = "arch/um/include/shared/"
ROOTS = ("arch/um/include/", "arch/x86/um/", "include/", WALL, "arch/x86/um/shared/")

report = tree.Report("checkincludes")
headers = [name for name in tree.files() if name.endswith(".h")
           and not name.startswith(("tools/", "scripts/", "usr/"))]
exists = set(headers)
guards = {}


def check_guard(name):
    """The path in capitals; a machine header may leave out leading folders."""
    text = tree.read(name)
    found = re.search(r"^#ifndef (\w+)\n#define \1$", text, re.M)
    guard = found.group(1) if found else None
    parts = [re.sub(r"\W", "_", part).upper() for part in name.split("/")]
    wanted = ["_".join(parts)]
    if parts[0] != "INCLUDE":
        short = [part for part in parts if part != "INCLUDE"]
        wanted += ["_".join(short[first:]) for first in range(len(short) - 1)]
    if guard not in wanted:
        report.complain(name, f"should have the guard {wanted[0]}")
    elif guards.setdefault(guard, name) != name:
        report.complain(name, f"has the same guard as {guards[guard]}")


def includes(name):
    """Headers of ours that a header includes."""
    for style, header in INCLUDE.findall(tree.read(name)):
        places = [os.path.join(root, header) for root in ROOTS]
        if style == '"':
            places.insert(0, os.path.normpath(os.path.join(os.path.dirname(name), header)))
        if header.startswith("asm/"):
            places.append("include/asm-generic/" + header[4:])
        found = next((place for place in places if place in exists), None)
        if found and found != name:
            yield found


def find_cycles():
    """Depth-first walk; a header met again on the way down closes a circle."""
    state = {}

    def visit(name, way):
        state[name] = "open"
        for inner in includes(name):
            if state.get(inner) == "open":
                circle = way[way.index(inner):] if inner in way else [inner]
                report.complain(name, "include circle: " + " -> ".join(circle + [inner]))
            elif inner not in state:
                visit(inner, way + [inner])
        state[name] = "done"

    for name in headers:
        if name not in state:
            visit(name, [name])


def compile_alone(name):
    if re.search(r"\bself-contained: no\b", tree.read(name)):
        return name, ""
    source = f'#include "{os.path.join(tree.TOP, name)}"\n'
    flags = [flag for flag in sys.argv[2:] if not flag.startswith("-fsanitize")]
    run = subprocess.run([sys.argv[1], *flags, "-fsyntax-only", "-Werror", "-x", "c", "-"],
                         input=source, capture_output=True, text=True)
    return name, run.stderr


for header in headers:
    check_guard(header)
find_cycles()
if len(sys.argv) > 1:
    alone = [name for name in headers if name.startswith(("include/", "arch/"))
             and "/os-Linux/" not in name]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, errors in pool.map(compile_alone, alone):
            if errors:
                report.complain(name, "does not compile alone: " + errors.split("error: ")[-1].split("\n")[0])
report.finish()
