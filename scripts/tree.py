# SPDX-License-Identifier: GPL-2.0
"""What the checks share: the files of the tree, and how a complaint is made."""

import os
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def files():
    """Every file under version control; all files if this is not a clone."""
    git = subprocess.run(["git", "-C", TOP, "ls-files", "-co", "--exclude-standard", "-z"],
                         capture_output=True, text=True)
    if git.returncode == 0:
        names = git.stdout.split("\0")
    else:
        names = [os.path.relpath(os.path.join(folder, name), TOP)
                 for folder, _, inside in os.walk(TOP) for name in inside]
    return sorted(name for name in set(names) if os.path.isfile(os.path.join(TOP, name)))


def read(name):
    with open(os.path.join(TOP, name), errors="replace") as file:
        return file.read()


def rules(name):
    """Lines of a text file, each split into words; # starts a comment."""
    for line in read(name).splitlines():
        words = line.split("#")[0].split()
        if words:
            yield words


class Report:
    """Collects complaints; its exit status says whether there were any."""

    def __init__(self, check):
        self.check = check
        self.count = 0

    def complain(self, where, what):
        self.count += 1
        print(f"{where}: {what}", file=sys.stderr)

    def finish(self):
        print(f"  {'ok' if not self.count else 'FAILED':7} {self.check}"
              + (f": {self.count} found" if self.count else ""))
        sys.exit(1 if self.count else 0)
