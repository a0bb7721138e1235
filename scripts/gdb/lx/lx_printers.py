# SPDX-License-Identifier: GPL-2.0
"""How tasks, dentries, files, paths and lists are printed: what they are about, in
backtraces too; print/r shows the bare value."""
import gdb
import gdb.printing

from lx_lists import text
from lx_tasks import letter
from lx_vfs import dentry_path, file_path, full_path


def task_line(task):
    return f"task {int(task['pid'])} {text(task['comm'], 16)} ({letter(task)})"


def dentry_line(dentry):
    return f"dentry {dentry_path(dentry)}{'' if int(dentry['d_inode']) else ' (negative)'}"


def file_line(file):
    return f"file {file_path(file)}"


def path_line(path):
    return f"path {full_path(path['mnt'], path['dentry'])}"


def inode_line(inode):
    return (f"inode {int(inode['i_ino'])} of {text(inode['i_sb']['s_type']['name'])},"
            f" mode {int(inode['i_mode']):o}")


def super_line(sb):
    return f"{text(sb['s_type']['name'])} on {text(sb['s_id']) or '-'}"


def list_line(head):
    first, node, count = int(head.address), head["next"], 0
    while int(node) != first and count < 10000:
        if not int(node):
            return "list_head not in use"
        node, count = node["next"], count + 1
    return f"list of {count}" if count else "empty list"


LINES = {"task_struct": task_line, "dentry": dentry_line, "file": file_line, "path": path_line,
         "inode": inode_line, "super_block": super_line}


class PointerPrinter:
    """Address and, if it can be read, what is there."""

    def __init__(self, value, line):
        self.value, self.line = value, line

    def to_string(self):
        address = f"{int(self.value):#x}"
        if not int(self.value):
            return address
        try:
            return f"{address} <{self.line(self.value.dereference())}>"
        except (gdb.error, RuntimeError, StopIteration):
            return address


class ListPrinter:
    def __init__(self, value):
        self.value = value

    def to_string(self):
        try:
            return f"{{{list_line(self.value)}}}" if self.value.address else "{list_head}"
        except gdb.MemoryError:
            return "{damaged list}"


def find(value):
    kind = value.type.strip_typedefs().unqualified()
    if kind.code == gdb.TYPE_CODE_PTR:
        target = kind.target().strip_typedefs().unqualified()
        if target.code == gdb.TYPE_CODE_STRUCT and target.tag in LINES:
            return PointerPrinter(value, LINES[target.tag])
    if kind.code == gdb.TYPE_CODE_STRUCT and kind.tag == "list_head":
        return ListPrinter(value)
    return None


find.__name__ = "lx"
gdb.pretty_printers.append(find)
