# SPDX-License-Identifier: GPL-2.0
"""The machine: lx-version, lx-cpus, lx-dmesg, $lx_per_cpu(name, cpu)."""
import gdb

from lx_lists import cpu_in, cpus, per_cpu, symbol, text

LOG_NEWLINE = 1


def log_lines():
    """(seconds, level, text) of every record that is still there."""
    ring = symbol("ring")
    size, count = int(ring["text_size"]), int(ring["nr_recs"])
    memory = gdb.selected_inferior().read_memory(int(ring["text"]), size).tobytes()
    for number in range(int(ring["first_seq"]), int(ring["next_seq"])):
        record = ring["recs"][number & (count - 1)]
        start, length = int(record["begin"]) & (size - 1), int(record["len"])
        line = (memory + memory)[start:start + length].decode("utf-8", "replace")
        yield int(record["ts_nsec"]) / 1e9, int(record["level"]), line


class Dmesg(gdb.Command):
    """lx-dmesg: the kernel's log, also when the kernel is beyond printing it."""

    def __init__(self):
        super().__init__("lx-dmesg", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        for seconds, _level, line in log_lines():
            print(f"[{seconds:12.6f}] {line.rstrip()}")


class Version(gdb.Command):
    """lx-version: the banner of the kernel that is being looked at."""

    def __init__(self):
        super().__init__("lx-version", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        print(text(symbol("linux_banner"), 512).rstrip())


class Cpus(gdb.Command):
    """lx-cpus: each CPU, what it runs, and how many tasks wait for it."""

    def __init__(self):
        super().__init__("lx-cpus", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        print(f"{'CPU':>3} {'ONLINE':6} {'READY':>5} {'SWITCHES':>10} {'PID':>7} RUNS")
        for cpu in cpus():
            if not cpu_in("__cpu_possible_mask", cpu):
                continue
            queue = per_cpu("runqueues", cpu)
            task = queue["curr"]
            if not int(task):
                continue
            print(f"{cpu:3} {'yes' if cpu_in('__cpu_online_mask', cpu) else 'no':6} "
                  f"{int(queue['nr_running']):5} {int(queue['nr_switches']):10} "
                  f"{int(task['pid']):7} {text(task['comm'], 16)}")


class PerCpu(gdb.Function):
    """$lx_per_cpu("name", cpu): a per-CPU variable of one CPU."""

    def __init__(self):
        super().__init__("lx_per_cpu")

    def invoke(self, name, cpu):
        return per_cpu(name.string(), int(cpu))


for command in (Dmesg, Version, Cpus, PerCpu):
    command()
