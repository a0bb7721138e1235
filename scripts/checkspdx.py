#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Every file says its licence in its first two lines, and that licence is here."""

import os
import re

import tree

# Files whose format has no room for a comment.
EXEMPT = re.compile(r"^LICENSES/|^scripts/help.txt$|^usr/root/etc/(group|motd|passwd)$|\.(json|png|svg|bin|gz|xz)$"
                    r"|/testdata/|_defconfig$")

report = tree.Report("checkspdx")
for name in tree.files():
    if EXEMPT.search(name):
        continue
    head = "\n".join(tree.read(name).split("\n", 3)[:3])
    found = re.search(r"SPDX-License-Identifier: ([\w.-]+)", head)
    if not found:
        report.complain(name, "has no SPDX-License-Identifier in its first lines")
        continue
    licence = re.sub(r"-(only|or-later)$", "", found.group(1))
    if not os.path.exists(os.path.join(tree.TOP, "LICENSES/preferred", licence)):
        report.complain(name, f"licence {licence} is not in LICENSES/preferred")
report.finish()
