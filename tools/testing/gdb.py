#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""gdb on a running kernel, with scripts/gdb, as Documentation/dev-tools/gdb.rst shows it.

usage: gdb.py [--kernel PATH]

Boots the embedded root filesystem to its shell, which starts a sleeper and something
busy, and lets gdb look, go on under load and leave. Skips if there is no gdb.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from tap import Report  # noqa: E402

SCRIPT = os.path.join(os.path.dirname(os.path.dirname(HERE)), "scripts/gdb/vmlinux-gdb.py")

# What is typed, and what must be seen.
LOOK = (
    ("lx-version", r"^Linux version \d+\.\d+"),
    ("lx-cpus", r"^ +0 yes +\d+ +\d+ +\d+ \S+"),
    ("lx-ps", r"^ +1 +0 S +\d+ 0x[0-9a-f]{16} init +\w+$"),
    ("lx-ps", r"^ +\d+ +\d+ S +\d+ 0x[0-9a-f]{16} sleep +\w*sleep\w*$"),
    ("lx-dmesg", r"^\[ +\d+\.\d{6}\] Kernel command line: .*con0="),
    ("lx-mounts", r"^0x[0-9a-f]{16} proc +/proc +proc +rw"),
    ("lx-mounts 1", r"^0x[0-9a-f]{16} devpts +/dev/pts +devpts +rw"),
    ("lx-files 1", r"^ +0 0x[0-9a-f]{16} +0o2 +\d+ /dev/console$"),
    ("lx-bt 1", r"^#1 .*switch_tasks .*prev=0x[0-9a-f]+ <task 1 init \(S\)>"),
    ("lx-bt 1", r"^#\d+ .*sys_rt_sigtimedwait"),
    ("lx-bt 1", r"^#\d+ .*um_ret_from_fork .*process\.c:\d+$"),
    ("lx-bt all", r"^task 2 \(kthreadd\), state S"),
    ("lx-bt all", r"^#\d+ .*kthreadd \("),
    ("lx-task 1", r"^#1 .*switch_tasks"),
    ("frame", r"switch_tasks"),
    ("lx-task", r""),
    ("bt", r"^#0 "),
    ("print $lx_task(1)", r"= 0x[0-9a-f]+ <task 1 init \(S\)>"),
    ("print init_task.tasks", r"= \{list of \d+\}"),
    ("print $lx_task(1)->files->fdt.fd[0]", r"<file /dev/console>"),
    ('print $lx_per_cpu("runqueues", 0).nr_switches > 0', r"= 1$"),
    ("lx-bt 99999", r"no task 99999"),
    ("lx-files", r"usage: lx-files PID"),
)


def gdb(pid, *commands, seconds=60):
    arguments = [word for command in commands for word in ("-ex", command)]
    run = subprocess.run(["gdb", "-q", "-nx", "-batch", "-p", str(pid), "-x", SCRIPT,
                          "-ex", "set width 0", "-ex", "set pagination off", *arguments],
                         capture_output=True, text=True, timeout=seconds,
                         stdin=subprocess.DEVNULL)
    return run.stdout + run.stderr


def wait_for(log, text, process, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with open(log, errors="replace") as file:
            if re.search(text, file.read()):
                return True
        time.sleep(0.05)
    return False


def look(report, pid):
    """All commands in one gdb, their outputs told apart by marks."""
    commands = []
    for number, (command, _) in enumerate(LOOK):
        commands += [f"echo \\n<{number}>\\n", command]
    output = gdb(pid, *commands)
    for number, (command, wanted) in enumerate(LOOK):
        found = re.search(rf"^<{number}>$(.*?)(?=^<{number + 1}>$|\Z)", output, re.M | re.S)
        part = found.group(1) if found else ""
        # Errors go to stderr, behind everything else.
        ok = re.search(wanted, part + (output if "no task" in wanted or "usage" in wanted else ""),
                       re.M)
        report.result(bool(ok), f"{command}: {wanted}", part[:2000])
    report.result("Python Exception" not in output and "Error occurred" not in output,
                  "no error in the scripts", output[-2000:])


def go_on(report, pid, say, log, process):
    """Under gdb the machine works at full speed and no signal stops it."""
    script = ["-ex", "python import threading, os, signal",
              "-ex", f"python threading.Timer(5, lambda: os.kill({pid}, signal.SIGTRAP)).start()"]
    debugger = subprocess.Popen(["gdb", "-q", "-nx", "-batch", "-p", str(pid), "-x", SCRIPT,
                                 *script, "-ex", "continue", "-ex", "detach"],
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                stdin=subprocess.DEVNULL)
    time.sleep(2)
    say("i=0; while [ $i -lt 30 ]; do /bin/true; i=$((i+1)); done; echo WORKED-$i")
    worked = wait_for(log, "WORKED-30", process, 25)
    output = debugger.communicate(timeout=30)[0]
    report.result(worked, "guests run under gdb", output[-1500:])
    stops = re.findall(r"received signal (\w+)", output)
    report.result(stops == ["SIGTRAP"], "no signal but ours stops it", output[-1500:])


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--kernel", default="./linux")
    kernel = os.path.realpath(options.parse_args().kernel)
    report = Report()
    if not shutil.which("gdb"):
        report.skip("gdb", "not installed")
        report.passed += 1
        return report.finish()
    work = tempfile.mkdtemp(prefix="gdb-test.")
    log = os.path.join(work, "log")
    with open(log, "wb") as out:
        process = subprocess.Popen([kernel, "mem=96M", f"umid=gdb{os.getpid()}", f"uml_dir={work}",
                                    "con=null", "con0=fd:0,fd:1"], stdin=subprocess.PIPE,
                                   stdout=out, stderr=out, env=dict(os.environ, TMPDIR=work))

    def say(text):
        process.stdin.write(text.encode() + b"\n")
        process.stdin.flush()
    try:
        say("sleep 1000 & echo BOOTED-$((40 + 2))")
        if not wait_for(log, "BOOTED-42", process):
            report.result(False, "boot to a shell", open(log, errors="replace").read()[-1000:])
            return report.finish()
        time.sleep(0.3)
        look(report, process.pid)
        go_on(report, process.pid, say, log, process)
        say("echo ALIVE-$((40 + 3))")
        report.result(wait_for(log, "ALIVE-43", process, 10), "the machine goes on afterwards")
        say("poweroff -f")
        try:
            report.result(process.wait(timeout=15) == 0, "and ends with status 0")
        except subprocess.TimeoutExpired:
            report.result(False, "and ends with status 0", "it does not end")
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(work, ignore_errors=True)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
