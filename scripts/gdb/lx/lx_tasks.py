# SPDX-License-Identifier: GPL-2.0
"""Tasks: lx-ps, lx-bt, lx-task, $lx_task(pid), $lx_current()."""
import gdb

import lx_unwind
from lx_lists import cpus, list_entries, per_cpu, symbol, text

# Bits of task->__state, as <linux/sched.h> has them, and their letters in ps.
STATES = ((0x0001, "S"), (0x0002, "D"), (0x0004, "T"), (0x0008, "t"), (0x0080, "X"))
TASK_IDLE, EXIT_ZOMBIE, EXIT_DEAD = 0x0402, 0x0020, 0x0010


def tasks():
    """Every thread of every process, the idle tasks of the CPUs first."""
    for cpu in cpus():
        idle = per_cpu("runqueues", cpu)["idle"]
        if int(idle):
            yield idle
    for leader in list_entries(symbol("init_task")["tasks"], "task_struct", "tasks"):
        yield from list_entries(leader["signal"]["thread_head"], "task_struct", "thread_node")


def task_of_pid(pid):
    for task in tasks():
        if int(task["pid"]) == pid:
            return task
    raise gdb.GdbError(f"no task {pid}")


def letter(task):
    state, exited = int(task["__state"]), int(task["exit_state"])
    if exited & (EXIT_ZOMBIE | EXIT_DEAD):
        return "Z" if exited & EXIT_ZOMBIE else "X"
    if state & TASK_IDLE == TASK_IDLE:
        return "I"
    return next((name for bit, name in STATES if state & bit), "R")


def is_on_cpu(task):
    return int(per_cpu("runqueues", int(task["cpu"]))["curr"]) == int(task)


def stack_size():
    """THREAD_SIZE, from what the first stack is."""
    return int(gdb.parse_and_eval("sizeof(init_thread_union)"))


def thread_of(task):
    """The host thread whose stack pointer is in @task's kernel stack."""
    base = int(task["stack"])
    for thread in gdb.selected_inferior().threads():
        thread.switch()
        frame = gdb.newest_frame()
        while frame:
            if base <= int(frame.read_register("rsp")) < base + stack_size():
                return thread
            frame = frame.older()
    return None


def current_task():
    """The task on whose kernel stack the selected thread is."""
    frame = gdb.newest_frame()
    while frame:
        sp = int(frame.read_register("rsp"))
        for task in tasks():
            if int(task["stack"]) <= sp < int(task["stack"]) + stack_size():
                return task
        frame = frame.older()
    raise gdb.GdbError("this thread runs no task")


class Selection:
    """The selected thread and frame, put back at the end."""

    def __enter__(self):
        self.thread = gdb.selected_thread()
        self.task = lx_unwind.state["task"]

    def __exit__(self, *_):
        lx_unwind.show_task(None)
        if self.thread and self.thread.is_valid():
            self.thread.switch()
        lx_unwind.show_task(self.task)


class Ps(gdb.Command):
    """lx-ps: every task: pid, parent, state, CPU, name, and where it sleeps."""

    def __init__(self):
        super().__init__("lx-ps", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        print(f"{'PID':>7} {'PPID':>7} {'S':1} {'CPU':>3} {'TASK':18} {'NAME':16} WHERE")
        for task in tasks():
            parent = int(task["real_parent"]["tgid"]) if int(task["real_parent"]) else 0
            print(f"{int(task['pid']):7} {parent:7} {letter(task)} {int(task['cpu']):3} "
                  f"{int(task):#018x} {text(task['comm'], 16):16} {where(task)}")


def where(task):
    """The function that called schedule(), by the saved frame pointers."""
    if is_on_cpu(task):
        return "running"
    word = gdb.lookup_type("unsigned long").pointer()
    bottom, top = int(task["thread"]["sp"]), int(task["stack"]) + stack_size()
    frame = int(gdb.Value(bottom).cast(word)[5])
    for _ in range(24):
        if not bottom <= frame <= top - 16:
            break
        pc = int(gdb.Value(frame).cast(word)[1])
        name = gdb.execute(f"info symbol {pc}", to_string=True).split(" ")[0]
        if not any(part in name for part in ("schedule", "switch", "io_wait")):
            return name
        frame = int(gdb.Value(frame).cast(word)[0])
    return "-"


def backtrace(task, more):
    print(f"task {int(task['pid'])} ({text(task['comm'], 16)}), state {letter(task)},"
          f" CPU {int(task['cpu'])}")
    lx_unwind.show_task(None)
    if is_on_cpu(task):
        thread = thread_of(task)
        if not thread:
            print("  runs, but no thread of this process is on its stack")
            return
        thread.switch()
        gdb.execute(f"backtrace {more}".rstrip())
        return
    lx_unwind.show_task(task)
    lines = gdb.execute(f"backtrace {more}".rstrip(), to_string=True).splitlines()
    # Frame 0 is where the thread really is.
    first = next((i for i, line in enumerate(lines) if line.startswith("#1 ")), 0)
    if " 0x0000000000000000 in " in lines[-1]:
        del lines[-1]			# nobody called the first function
    print("\n".join(lines[first:]))


class Backtrace(gdb.Command):
    """lx-bt PID | all [backtrace's options]: the kernel stack of a task, asleep or not.

    Without an argument, that of every task that sleeps uninterruptibly or runs."""

    def __init__(self):
        super().__init__("lx-bt", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        words = gdb.string_to_argv(argument)
        if words and words[0].isdigit():
            chosen = [task_of_pid(int(words[0]))]
        elif words and words[0] == "all":
            chosen = list(tasks())
        elif not words:
            chosen = [task for task in tasks() if letter(task) in "RD"]
        else:
            raise gdb.GdbError("usage: lx-bt [PID | all] [options of backtrace]")
        with Selection():
            for task in chosen:
                backtrace(task, " ".join(words[1:]))


class Task(gdb.Command):
    """lx-task [PID]: make the sleeping task's frames those of gdb: then bt, up, info locals
    and print work in it (frame 0 stays the thread's). Without PID: back to the thread."""

    def __init__(self):
        super().__init__("lx-task", gdb.COMMAND_STACK)

    def invoke(self, argument, from_tty):
        if not argument:
            lx_unwind.show_task(None)
            return
        task = task_of_pid(int(argument, 0))
        if is_on_cpu(task):
            lx_unwind.show_task(None)
            thread = thread_of(task)
            if not thread:
                raise gdb.GdbError(f"task {argument} runs, but on no thread of this process")
            thread.switch()
            return
        lx_unwind.show_task(task)
        gdb.execute("frame 1")


class TaskFunction(gdb.Function):
    """$lx_task(pid): the task of that pid, a struct task_struct pointer."""

    def __init__(self):
        super().__init__("lx_task")

    def invoke(self, pid):
        return task_of_pid(int(pid))


class CurrentFunction(gdb.Function):
    """$lx_current(): the task that the selected thread runs."""

    def __init__(self):
        super().__init__("lx_current")

    def invoke(self):
        return current_task()


def stopped_again(_event):
    """What a task did while the process ran makes its saved stack old."""
    lx_unwind.state["task"] = None


gdb.events.cont.connect(stopped_again)
for command in (Ps, Backtrace, Task, TaskFunction, CurrentFunction):
    command()
