# SPDX-License-Identifier: GPL-2.0
"""Stacks of tasks that do not run.

A task that left its CPU has parked its registers on its kernel stack, where
thread.sp points (arch/x86/um/switch.S). gdb is made to believe that the innermost
frame of the selected thread was called from there: then backtrace, up, info
locals and all the rest work on the sleeping task, from debug information, and
no register of the process is touched.
"""
import gdb
from gdb.unwinder import Unwinder, register_unwinder

PARKED = ("r15", "r14", "r13", "r12", "rbx", "rbp", "rip")
OUTERMOST = ("ret_from_fork", "call_on_stack")

state = {"task": None}


class FrameId:
    def __init__(self, sp, pc):
        self.sp, self.pc = sp, pc


def register_value(number):
    return gdb.Value(number).cast(gdb.lookup_type("unsigned long"))


def is_outermost(pc):
    block = gdb.execute(f"info symbol {pc}", to_string=True)
    return block.split(" ")[0] in OUTERMOST


class TaskUnwinder(Unwinder):
    def __init__(self):
        super().__init__("lx-task")

    def __call__(self, pending):
        pc = int(pending.read_register("rip"))
        sp = int(pending.read_register("rsp"))
        if state["task"] is None:
            return self.stop(pending, pc, sp) if is_outermost(pc) else None
        start = state["start"]
        if (pc, sp) == start:
            return self.parked(pending, pc, sp)
        return self.stop(pending, pc, sp) if is_outermost(pc) else None

    @staticmethod
    def stop(pending, pc, sp):
        """The first function of a stack: nobody called it."""
        info = pending.create_unwind_info(FrameId(register_value(sp), register_value(pc)))
        info.add_saved_register("rip", register_value(0))
        info.add_saved_register("rsp", register_value(sp + 8))
        return info

    @staticmethod
    def parked(pending, pc, sp):
        frame = gdb.Value(state["sp"]).cast(gdb.lookup_type("unsigned long").pointer())
        info = pending.create_unwind_info(FrameId(register_value(sp), register_value(pc)))
        for i, name in enumerate(PARKED):
            info.add_saved_register(name, frame[i])
        info.add_saved_register("rsp", register_value(state["sp"] + 8 * len(PARKED)))
        return info


def show_task(task):
    """From now on the frames are those of @task; of the thread itself if None."""
    state["task"] = None
    gdb.invalidate_cached_frames()
    if task is not None:
        frame = gdb.newest_frame()
        state["start"] = (int(frame.read_register("rip")), int(frame.read_register("rsp")))
        state["sp"] = int(task["thread"]["sp"])
        state["task"] = task
        gdb.invalidate_cached_frames()


register_unwinder(None, TaskUnwinder(), replace=True)
