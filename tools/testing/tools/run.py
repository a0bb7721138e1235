#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""The host programs of tools/uml against models of the other side, against
Debian's programs of the same names, and against real machines.

usage: run.py [--tools DIR] [--kernel PATH] [word...]

--kernel names our kernel, for the tests with a machine of ours. What needs root, Debian's uml-utilities or user-mode-linux is skipped where it
is missing. A word selects the tests whose name contains it.
"""
import argparse
import os
import sys

sys.dont_write_bytecode = True
import bench  # noqa: E402
import cow_files  # noqa: E402,F401
import mconsole  # noqa: E402,F401
import network  # noqa: E402,F401
import ports  # noqa: E402,F401
import fuzz  # noqa: E402,F401
from tap import Report  # noqa: E402

TOP = os.path.dirname(os.path.dirname(os.path.dirname(bench.HERE)))
options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
options.add_argument("--tools", default=os.path.join(TOP, "tools/uml"))
options.add_argument("--kernel", default=os.path.join(TOP, "linux"))
options.add_argument("words", nargs="*")
options = options.parse_args()

if not os.access(os.path.join(options.tools, "uml_moo"), os.X_OK):
    sys.exit(f"{options.tools}: no programs; build them with: make tools")
bench.OUR_KERNEL = os.path.abspath(options.kernel)
report = Report()
bench.run_all(report, os.path.abspath(options.tools), options.words)
sys.exit(report.finish())
