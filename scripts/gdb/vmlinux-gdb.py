# SPDX-License-Identifier: GPL-2.0
"""gdb for this kernel, which is a process: gdb -p PID.

gdb loads this by itself if it may: "make" puts a link to it beside the kernel, and
"add-auto-load-safe-path DIR" in ~/.config/gdb/gdbinit allows DIR. Otherwise:
gdb -x scripts/gdb/vmlinux-gdb.py -p PID.
"""
import os
import sys

import gdb

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "lx"))
sys.dont_write_bytecode = True

# Signals are how this machine works, not news: the timer and kicks (ALRM), what
# guest code runs into (SEGV and its like, SYS), the ends of guest processes
# (CHLD), the way out of suspend (USR1). A fault of the kernel itself ends in die().
for name in "ALRM CHLD SEGV BUS FPE ILL SYS USR1 IO URG WINCH PIPE".split():
    gdb.execute(f"handle SIG{name} nostop noprint pass", to_string=True)
gdb.execute("set print thread-events off")
gdb.execute("set backtrace past-main on")

import lx_tasks		# noqa: E402,F401
import lx_vfs		# noqa: E402,F401
import lx_machine	# noqa: E402,F401
import lx_printers	# noqa: E402,F401
