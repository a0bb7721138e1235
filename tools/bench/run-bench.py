#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Measure kernels side by side, in one go, and write a table.

usage: run-bench.py [--kernel NAME=PATH]... [--no-native] [--image IMG] [--rounds N]
                    [--ms N] [--rows a,b] [--mem SIZE] [--append NAME:WORDS] [--out FILE.rst]

Every kernel (default: ours=./linux, and uml=/usr/bin/linux.uml when there)
and the host itself run the same static program. The machines take turns,
N rounds, and the median over the rounds is kept, so that a change of the
host's load meets all alike. Kernels boot a copy of the Debian image if there
is one (sh and gcc come from it), else an initramfs of the program alone.
Besides the rows of bench.c: start (process start to the first instruction of
init), start_to_end (that and the halt), idle_cpu (of one processor, with
init asleep) and memory (resident size of the idle machine).
"""
import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
INITRAMFS = os.path.join(HERE, "../testing/selftests/mkinitramfs.py")
NATIVE = "native"


class Machine:
    """A kernel to measure, or the host; results are lists by row."""

    def __init__(self, name, path, args, work):
        self.name, self.path, self.args, self.work = name, path, args, work
        self.results = {}
        self.units = {}
        self.image = None
        if path and args.image:
            self.image = os.path.join(work, f"{name}.img")
            subprocess.run(["cp", "--sparse=always", "--reflink=auto", args.image, self.image], check=True)
            subprocess.run(["debugfs", "-w", "-R", f"write {work}/bench /bench", self.image], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            subprocess.run(["debugfs", "-w", "-R", "sif /bench mode 0100755", self.image], check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def add(self, row, value, unit):
        self.results.setdefault(row, []).append(value)
        self.units[row] = unit

    def command(self, do):
        if not self.path:
            return [os.path.join(self.work, "bench")]
        root = [f"ubd0={self.image}", "root=/dev/ubda", "rw", "init=/bench"] if self.image else \
            [f"initrd={self.work}/initrd"]
        more = [w for a in self.args.append if a.startswith(self.name + ":")
                for w in a.partition(":")[2].split()]
        return [self.path, f"mem={self.args.mem}", *root, "con=null", "con0=null,fd:1", "quiet",
                f"BENCH_DO={do}", f"BENCH_MS={self.args.ms}", f"BENCH_ROUNDS={self.args.inner}",
                f"BENCH_ROWS={self.args.rows}", *more]

    def start(self, do):
        home = os.path.join(self.work, "home")
        os.makedirs(home, exist_ok=True)
        env = {"PATH": os.environ["PATH"], "HOME": home, "BENCH_MS": str(self.args.ms),
               "BENCH_ROUNDS": str(self.args.inner), "BENCH_ROWS": self.args.rows}
        return subprocess.Popen(self.command(do), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL, env=env, text=True, errors="replace")

    def rows(self):
        p = self.start("rows")
        try:
            out, _ = p.communicate(timeout=1200)
        except subprocess.TimeoutExpired:
            p.kill()
            out, _ = p.communicate()
        for name, value, unit in re.findall(r"^row (\S+) (\S+) (\S+)", out, re.M):
            self.add(name, float(value), unit)
        if "bench: done" not in out:
            print(f"{self.name}: did not finish:\n{out[-2000:]}", file=sys.stderr)

    def start_times(self):
        if not self.path:
            return
        t = time.monotonic()
        p = self.start("halt")
        for line in p.stdout:
            if "init-reached" in line:
                self.add("start", (time.monotonic() - t) * 1e9, "ns")
        p.wait()
        self.add("start_to_end", (time.monotonic() - t) * 1e9, "ns")

    def idle(self, seconds=3):
        if not self.path:
            return
        p = self.start("idle")
        for line in p.stdout:
            if "init-reached" in line:
                break
        time.sleep(0.5)
        family = descendants(p.pid)
        before = sum(cpu_ticks(pid) for pid in family)
        time.sleep(seconds)
        used = sum(cpu_ticks(pid) for pid in family) - before
        self.add("idle_cpu", used / os.sysconf("SC_CLK_TCK") / seconds * 100, "%")
        self.add("memory", sum(proportional_kb(pid) for pid in family) / 1024, "MiB")
        p.terminate()
        p.wait()
        for pid in family[1:]:
            try:
                os.kill(pid, 9)
            except ProcessLookupError:
                pass


def stat_fields(pid):
    try:
        with open(f"/proc/{pid}/stat") as f:
            return f.read().rpartition(")")[2].split()
    except OSError:
        return None


def descendants(pid):
    parents = {}
    for p in filter(str.isdigit, os.listdir("/proc")):
        fields = stat_fields(p)
        if fields:
            parents.setdefault(int(fields[1]), []).append(int(p))
    family, todo = [], [pid]
    while todo:
        p = todo.pop()
        family.append(p)
        todo += parents.get(p, [])
    return family


def cpu_ticks(pid):
    fields = stat_fields(pid)
    return int(fields[11]) + int(fields[12]) if fields else 0


def proportional_kb(pid):
    try:
        with open(f"/proc/{pid}/smaps_rollup") as f:
            return int(re.search(r"^Pss: +(\d+)", f.read(), re.M).group(1))
    except (OSError, AttributeError):
        return 0


def show(value, unit):
    if unit != "ns":
        return f"{value:.1f} {unit}"
    for limit, div, name in ((1e3, 1, "ns"), (1e6, 1e3, "us"), (1e9, 1e6, "ms")):
        if value < limit:
            return f"{value / div:.3g} {name}"
    return f"{value / 1e9:.2f} s"


def table(machines):
    """An RST grid-free table: rows, one column per machine, ratios to the first."""
    first = machines[0]
    rows = []
    for m in machines:
        rows += [r for r in m.results if r not in rows]
    head = ["row"] + [m.name for m in machines] + [f"{m.name}/{first.name}" for m in machines[1:]]
    lines = []
    for row in rows:
        medians = [statistics.median(m.results[row]) if row in m.results else None for m in machines]
        cells = [row.replace("_", " ")]
        unit = next(m.units[row] for m in machines if row in m.units)
        cells += [show(v, unit) if v is not None else "-" for v in medians]
        cells += [f"{v / medians[0]:.3g}" if v is not None and medians[0] else "-" for v in medians[1:]]
        lines.append(cells)
    widths = [max(len(x[i]) for x in [head] + lines) for i in range(len(head))]
    bar = "  ".join("=" * w for w in widths)

    def text(cells):
        return "  ".join(c.ljust(w) for c, w in zip(cells, widths)).rstrip()

    return "\n".join([bar, text(head), bar, *map(text, lines), bar]) + "\n"


def page(machines, args):
    with open("/proc/cpuinfo") as f:
        cpu = re.search(r"model name\s*: (.*)", f.read())
    return (".. SPDX-License-Identifier: GPL-2.0\n\n==========\nBenchmarks\n==========\n\n"
            "Written by ``tools/bench/run-bench.py``; do not edit.  The machines took turns in one run;\n"
            f"each cell is the median of {args.rounds} rounds.  The columns with a slash are times as long as\n"
            f"``{machines[0].name}`` takes: above 1, {machines[0].name} is faster.\n\n"
            f"Host: {cpu.group(1) if cpu else platform.machine()}, {os.cpu_count()} processors, Linux "
            f"{platform.release().partition('-')[0]}.\n\n" + table(machines))


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("--kernel", action="append", default=[])
    p.add_argument("--no-native", action="store_true")
    p.add_argument("--image", default="")
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--inner", type=int, default=3, help="rounds inside one run")
    p.add_argument("--ms", type=int, default=100)
    p.add_argument("--rows", default="")
    p.add_argument("--mem", default="512M")
    p.add_argument("--append", action="append", default=[])
    p.add_argument("--out")
    args = p.parse_args()
    kernels = [k.partition("=")[::2] for k in args.kernel]
    if not kernels:
        kernels = [(n, f) for n, f in (("ours", "./linux"), ("uml", "/usr/bin/linux.uml")) if os.path.exists(f)]
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    work = tempfile.mkdtemp(prefix="bench.")
    try:
        subprocess.run(["gcc", "-O2", "-Wall", "-Wextra", "-static", "-pthread", "-o", f"{work}/bench",
                        os.path.join(HERE, "bench.c")], check=True)
        subprocess.run([INITRAMFS, f"{work}/initrd", f"/init={work}/bench"], check=True)
        machines = [Machine(n, os.path.abspath(f), args, work) for n, f in kernels]
        if not args.no_native:
            machines.append(Machine(NATIVE, None, args, work))
        for n in range(args.rounds):
            for m in machines:
                print(f"round {n + 1}: {m.name}", file=sys.stderr)
                m.start_times()
                m.rows()
        for m in machines:
            m.idle()
        if args.out:
            with open(args.out, "w") as f:
                f.write(page(machines, args))
        print(table(machines))
    finally:
        shutil.rmtree(work, True)


if __name__ == "__main__":
    main()
