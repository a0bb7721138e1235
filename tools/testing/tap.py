# SPDX-License-Identifier: GPL-2.0
"""TAP lines on stdout, and the totals of a test script."""


class Report:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def number(self):
        return self.passed + self.failed + self.skipped + 1

    def result(self, ok, name, why=""):
        print(f"{'ok' if ok else 'not ok'} {self.number()} {name}", flush=True)
        if ok:
            self.passed += 1
            return
        self.failed += 1
        for line in why.splitlines():
            print(f"#   {line}", flush=True)

    def skip(self, name, why):
        print(f"ok {self.number()} {name} # SKIP {why}", flush=True)
        self.skipped += 1

    def finish(self):
        """The last line, alone; the exit status of the script."""
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped")
        return 1 if self.failed or not self.passed else 0
