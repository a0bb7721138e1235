# SPDX-License-Identifier: GPL-2.0
"""The page and the chart of a benchmark run."""
import math
import os
import platform
import re
import statistics

# Row, what it is, goal: (against whom, times as fast as it, or times as long).
# "one" is our machine on one host processor.
GOALS = [
    ("getppid", "uml", 25), ("page_touch", "uml", 30), ("fork_exit_wait", "uml", 2.5),
    ("vfork_exec_wait", "uml", 3), ("sh_true", "uml", 4), ("pipe_ping_pong", "uml", 4),
    ("thread_create_join", "uml", 3), ("signal_self", "uml", 8),
    ("mmap_touch_munmap", "uml", 5), ("pread_4k", "uml", 15), ("getppid", "one", 3),
    ("page_touch", "native", 1), ("compile_40", "native", 1.3),
    ("subshells_2000", "native", 1.5), ("pipes_1g", "native", 1.5), ("find_usr", "native", 1.5),
    ("tar_usr", "native", 1.5), ("grep_usr", "native", 1.5),
    ("compute_1_thread", "native", 1.05), ("compute_2_threads", "native", 1.05),
    ("start", "limit", 100e6), ("idle_cpu", "limit", 0),
]

COLOURS = ["#1b6ca8", "#5fa8d3", "#9bb1c9", "#c44536", "#e58e73", "#7a9e5f", "#8d6a9f", "#555555"]


def show(value, unit):
    if unit != "ns":
        return f"{value:.1f} {unit}"
    for limit, div, name in ((1e3, 1, "ns"), (1e6, 1e3, "us"), (1e9, 1e6, "ms")):
        if value < limit:
            return f"{value / div:.3g} {name}"
    return f"{value / 1e9:.3g} s"


class Report:
    """Medians by machine and row. @results: {machine: {row: [values]}}."""

    def __init__(self, results, units, machines, rounds):
        self.units, self.rounds = units, rounds
        self.what = {m: w for m, w in machines if results.get(m)}
        self.machines = list(self.what)
        self.medians = {m: {r: statistics.median(v) for r, v in results[m].items() if v}
                        for m in self.machines}
        self.rows = []
        for m in self.machines:
            self.rows += [r for r in self.medians[m] if r not in self.rows]

    def best(self, prefix, row):
        """(value, machine) of the quickest machine whose name starts so, or None."""
        values = [(self.medians[m][row], m) for m in self.machines
                  if m.startswith(prefix) and row in self.medians[m]]
        return min(values) if values else None

    def cell(self, machine, row):
        value = self.medians[machine].get(row)
        return "-" if value is None else show(value, self.units[row])

    def figures(self):
        lines = [[row.replace("_", " ")] + [self.cell(m, row) for m in self.machines]
                 for row in self.rows]
        return grid(["row", *self.machines], lines)

    def ratios(self):
        base = "native" if "native" in self.machines else self.machines[0]
        lines = []
        for row in self.rows:
            if row in self.medians[base] and self.units[row] == "ns":
                lines.append([row.replace("_", " ")] + [
                    f"{self.medians[m][row] / self.medians[base][row]:.3g}"
                    if row in self.medians[m] else "-" for m in self.machines])
        return base, grid(["row", *self.machines], lines)

    def goal(self, row, against, factor):
        ours = self.best("ours-pinned" if against == "one" else "ours", row)
        if not ours:
            return None
        if against == "limit":
            text = f"at most {show(factor, self.units[row])}"
            return [text, self.cell(ours[1], row), verdict(ours[0] <= factor + 0.05)]
        other = self.best("uml" if against in ("uml", "one") else against, row)
        if not other:
            return None
        if against == "native":
            ratio = ours[0] / other[0]
            return [f"native x {factor:g}", f"x {ratio:.3g}", verdict(ratio <= factor)]
        ratio = other[0] / ours[0]
        text = f"{factor:g} x as fast as UML's best"
        return [text + (", one CPU" if against == "one" else ""), f"{ratio:.3g} x",
                verdict(ratio >= factor)]

    def goals(self):
        lines = []
        for row, against, factor in GOALS:
            cells = self.goal(row, against, factor)
            if cells:
                lines.append([row.replace("_", " "), *cells])
        return grid(["row", "goal", "measured", "result"], lines) if lines else ""

    def page(self, command, chart):
        with open("/proc/cpuinfo", encoding="ascii") as f:
            cpu = re.search(r"model name\s*: (.*)", f.read())
        base, ratios = self.ratios()
        out = [".. SPDX-License-Identifier: GPL-2.0", "", "==========", "Benchmarks", "==========", "",
               f"Written by ``{command}``; do not edit.  The machines took turns in one run; each cell is",
               f"the median of {self.rounds} rounds.  What was slower stays in.", "",
               f"Host: {cpu.group(1) if cpu else platform.machine()}, {os.cpu_count()} processors, Linux "
               f"{platform.release().partition('-')[0]}.", ""]
        out += [f"* **{m}**: {self.what[m]}" for m in self.machines]
        out += ["", f".. image:: {chart}", "", "Goals", "=====", "", self.goals(), "Figures", "=======", "",
                self.figures(), f"Times as long as {base}", "=" * (14 + len(base) + 1), "", ratios]
        return "\n".join(out)

    def chart(self, machines):
        """Bars of the ratio to native, on a logarithmic scale, as SVG."""
        rows = [r for r in self.rows if self.units[r] == "ns" and r in self.medians.get("native", {})]
        machines = [m for m in machines if m in self.machines]
        left, width, bar = 150, 560, 7
        high = len(machines) * bar + 8
        scale = width / 4				# decades from 0.1 to 1,000
        height = len(rows) * high + 60
        svg = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + width + 20}" height="{height}" '
               'font-family="sans-serif" font-size="11">',
               '<!-- SPDX-License-Identifier: GPL-2.0 -->',
               '<rect width="100%" height="100%" fill="white"/>']
        for i, m in enumerate(machines):
            svg.append(f'<rect x="{left + i * 105}" y="6" width="10" height="10" fill="{COLOURS[i]}"/>'
                       f'<text x="{left + i * 105 + 14}" y="15">{m}</text>')
        for i, label in enumerate(("0.1", "1 = native", "10", "100", "1000 times as long")):
            x = left + i * scale
            svg.append(f'<line x1="{x}" y1="36" x2="{x}" y2="{height - 10}" '
                       f'stroke="{"#000" if i == 1 else "#ddd"}"/>'
                       f'<text x="{x}" y="32" text-anchor="{"end" if i == 4 else "middle"}">{label}</text>')
        for i, row in enumerate(rows):
            y = 40 + i * high
            svg.append(f'<text x="{left - 6}" y="{y + high / 2}" text-anchor="end">{row.replace("_", " ")}</text>')
            for j, m in enumerate(machines):
                if row in self.medians[m]:
                    x = position(self.medians[m][row] / self.medians["native"][row], scale)
                    svg.append(f'<rect x="{left + min(x, scale):.1f}" y="{y + j * bar}" '
                               f'width="{max(abs(x - scale), 1):.1f}" height="{bar - 1}" fill="{COLOURS[j]}"/>')
        return "\n".join(svg + ["</svg>", ""])


def position(ratio, scale):
    """Of a ratio on the axis: 0.1 is 0, 1 is one decade from it."""
    exponent = 0.0
    if ratio > 0:
        exponent = math.log10(ratio)
    return min(max(exponent + 1, 0), 4) * scale


def verdict(met):
    return "met" if met else "**missed**"


def grid(head, lines):
    """An RST simple table."""
    widths = [max(len(x[i]) for x in [head] + lines) for i in range(len(head))]
    bar = "  ".join("=" * w for w in widths)

    def text(cells):
        return "  ".join(c.ljust(w) for c, w in zip(cells, widths)).rstrip()

    return "\n".join([bar, text(head), bar, *map(text, lines), bar]) + "\n"
