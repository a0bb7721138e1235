#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Measure kernels side by side, in one go, and write a page.

usage: run-bench.py [--machines a,b] [--rows a,b] [--rounds N] [--fresh] [--out FILE.rst] ...

Machines (--list names them): ours (./linux, each engine, one CPU and two, and
on one host processor), User Mode Linux 6.1 (/usr/bin/linux.uml) and the newest
one of Debian (fetched, with seccomp=on), each also on one host processor,
gVisor's runsc, and the host itself. What is not there is left out. All run the
same static program and the same script on the same Debian image; they take
turns, and the median over the rounds is kept, so that a change of the host's
load meets all alike.

Besides the rows of bench.c and work.sh: start (process start to the first
instruction of init), start_to_end (that and the halt), idle_cpu (of one
processor, with init asleep) and memory (of the idle machine).

Every result is kept in build/bench/results.json at once: a run that was
interrupted goes on where it was, --fresh starts again. As root for the host
and runsc (they use the image's files by a loop mount).
"""
import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

from machines import Host, Kernel, Sandbox, Setup, with_own_libc
from report import Report

HERE = os.path.dirname(os.path.abspath(__file__))
INITRAMFS = os.path.join(HERE, "../testing/selftests/mkinitramfs.py")
MKDEBIAN = os.path.join(HERE, "../testing/images/mkdebian.sh")
CHARTED = ["ours", "ours-pinned", "ours-ptrace", "uml-new", "uml-new-pinned", "runsc"]
BOOT_ROWS = ["start", "start_to_end", "idle_cpu", "memory"]


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def fetch_rivals(store):
    """{name: version} of what could be fetched."""
    rivals = os.path.join(store, "rivals")
    if subprocess.run([os.path.join(HERE, "fetch-rivals.sh"), rivals], check=False).returncode:
        print("no newer UML and no runsc: could not be fetched", file=sys.stderr)
        return {}
    with open(os.path.join(rivals, "versions"), encoding="ascii") as f:
        return dict(line.split() for line in f)


def sandboxes(rivals, versions):
    """(path, version, platform) of each runsc, the likely best first."""
    if shutil.which("runsc"):
        yield shutil.which("runsc"), "as installed", "systrap"
    for name in ("runsc", "runsc-stable"):
        for platform in ("systrap", "ptrace"):
            if name in versions:
                yield os.path.join(rivals, name), versions[name], platform


def all_machines(args, setup):
    ours, uml = args.kernel, "/usr/bin/linux.uml"
    yield Kernel("ours", "this kernel, two CPUs", setup, ours, ["ncpus=2"])
    yield Kernel("ours-1", "one CPU", setup, ours, ["ncpus=1"])
    yield Kernel("ours-pinned", "one CPU, all on one host processor", setup, ours, ["ncpus=1"], True)
    yield Kernel("ours-ptrace", "one CPU, ptrace engine", setup, ours, ["ncpus=1", "seccomp=off"])
    yield Kernel("ours-ptrace-2", "two CPUs, ptrace engine", setup, ours, ["ncpus=2", "seccomp=off"])
    if os.path.exists(uml):
        yield Kernel("uml-6.1", "User Mode Linux 6.1 (ptrace)", setup, uml)
        yield Kernel("uml-6.1-pinned", "the same on one host processor", setup, uml, pinned=True)
    versions = fetch_rivals(args.store)
    rivals = os.path.join(args.store, "rivals")
    if "user-mode-linux" in versions:
        new, env = with_own_libc(f"{rivals}/linux.uml", f"{rivals}/lib", setup.work)
        what = f"User Mode Linux {versions['user-mode-linux']}, seccomp=on"
        yield Kernel("uml-new", what, setup, new, ["seccomp=on"], env=env)
        yield Kernel("uml-new-pinned", "the same on one host processor", setup, new, ["seccomp=on"], True, env)
    sandbox = Sandbox("runsc", setup, list(sandboxes(rivals, versions)))
    if not os.geteuid() and sandbox.probe():
        yield sandbox
    yield Host("native", "the host", setup)


class Results:
    """{machine: {row: [values]}} in a file."""

    def __init__(self, path, fresh):
        self.path, self.values, self.units = path, {}, {}
        if os.path.exists(path) and not fresh:
            with open(path, encoding="ascii") as f:
                self.values, self.units = json.load(f)

    def add(self, machine, row, value, unit):
        self.values.setdefault(machine, {}).setdefault(row, []).append(value)
        self.units[row] = unit

    def save(self):
        with open(self.path + ".tmp", "w", encoding="ascii") as f:
            json.dump([self.values, self.units], f, indent=1)
        os.replace(self.path + ".tmp", self.path)

    def missing(self, machine, rows, round_nr):
        have = self.values.get(machine, {})
        return [r for r in rows if len(have.get(r, [])) < round_nr]


def measure(machine, do, rows, results, timeout):
    if rows:
        out = machine.run(do, rows, timeout)
        for name, value, unit in re.findall(r"^row (\S+) (\S+) (\S+)", out, re.M):
            results.add(machine.name, name, float(value), unit)


def measure_boot(machine, rows, results):
    """Return: whether the machine can be started at all."""
    if "start" in rows or "start_to_end" in rows:
        reached, end = machine.boot()
        if not reached:
            print(f"{machine.name}: does not start", file=sys.stderr)
            return False
        results.add(machine.name, "start", reached, "ns")
        results.add(machine.name, "start_to_end", end, "ns")
    if "idle_cpu" in rows or "memory" in rows:
        cpu, memory = machine.idle(2)
        results.add(machine.name, "idle_cpu", cpu, "%")
        results.add(machine.name, "memory", memory, "MiB")
    return True


def one_round(nr, machines, rows, results, args):
    for m in machines:
        groups = {g: results.missing(m.name, r, nr) for g, r in rows.items()}
        if nr > min(args.work_rounds, m.work_rounds):
            groups["work"] = []
        if nr > 1:
            groups["boot"] = [r for r in groups["boot"] if r.startswith("start")]
        print(f"round {nr}: {m.name}", file=sys.stderr)
        if m.is_kernel and groups["boot"] and not measure_boot(m, groups["boot"], results):
            continue
        measure(m, "rows", groups["rows"], results, args.timeout)
        measure(m, "work", groups["work"], results, args.timeout)
        results.save()


def arguments():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("--kernel", default="./linux")
    p.add_argument("--machines", default="")
    p.add_argument("--rows", default="")
    p.add_argument("--image", default="build/debian.img", help="made when it is not there")
    p.add_argument("--store", default="build/bench", help="folder for results and downloads")
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--work-rounds", type=int, default=2, help="those with work.sh")
    p.add_argument("--inner", type=int, default=3, help="rounds inside one run")
    p.add_argument("--ms", type=int, default=60, help="length of each of these")
    p.add_argument("--timeout", type=int, default=150, help="seconds for one run of one machine")
    p.add_argument("--mem", default="1G")
    p.add_argument("--fresh", action="store_true")
    p.add_argument("--list", action="store_true")
    p.add_argument("--out")
    return p.parse_args()


def write_page(report, out):
    chart = os.path.splitext(out)[0] + ".svg"
    with open(out, "w", encoding="ascii") as f:
        f.write(report.page("tools/bench/run-bench.py", os.path.basename(chart)))
    with open(chart, "w", encoding="ascii") as f:
        f.write(report.chart(CHARTED))


def run(args, setup):
    machines = list(all_machines(args, setup))
    rows = {"boot": BOOT_ROWS, "rows": output(setup.program, "--list").split(),
            "work": output("bash", f"{setup.work}/work.sh", "--list").split()}
    if args.list:
        print("machines:", *(m.name for m in machines))
        print("rows:", *sum(rows.values(), []))
        return
    chosen = args.machines.split(",") if args.machines else [m.name for m in machines]
    if args.rows:
        rows = {g: [x for x in r if x in args.rows.split(",")] for g, r in rows.items()}
    results = Results(os.path.join(args.store, "results.json"), args.fresh)
    for nr in range(1, args.rounds + 1):
        one_round(nr, [m for m in machines if m.name in chosen], rows, results, args)
    report = Report(results.values, results.units, [(m.name, m.what) for m in machines], args.rounds)
    if args.out:
        write_page(report, args.out)
    print(report.figures(), report.goals(), sep="\n")


def main():
    args = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    os.makedirs(args.store, exist_ok=True)
    if not args.list and not os.path.exists(args.image):
        subprocess.run([MKDEBIAN, args.image], check=True)
    work = tempfile.mkdtemp(prefix="b.")
    setup = Setup(work, os.path.abspath(args.image), args.mem, args.ms, args.inner)
    try:
        subprocess.run(["gcc", "-O2", "-Wall", "-Wextra", "-static", "-pthread", "-o", setup.program,
                        os.path.join(HERE, "bench.c")], check=True)
        shutil.copy(os.path.join(HERE, "work.sh"), work)
        subprocess.run([INITRAMFS, setup.initrd, f"/init={setup.program}"], check=True)
        run(args, setup)
    finally:
        setup.close()
        shutil.rmtree(work, True)


if __name__ == "__main__":
    main()
