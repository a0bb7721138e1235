# SPDX-License-Identifier: GPL-2.0
"""Files and mounts: lx-mounts, lx-files; the paths of dentries."""
import gdb

from lx_lists import container_of, list_entries, text
from lx_tasks import task_of_pid

MOUNT_FLAGS = (("MNT_NOSUID", 0x01, "nosuid"), ("MNT_NODEV", 0x02, "nodev"),
               ("MNT_NOEXEC", 0x04, "noexec"), ("MNT_NOATIME", 0x08, "noatime"),
               ("MNT_NODIRATIME", 0x10, "nodiratime"), ("MNT_RELATIME", 0x20, "relatime"))
MNT_READONLY, SB_RDONLY = 0x40, 1


def dentry_name(dentry):
    name = dentry["d_name"]
    return text(name["name"], int(name["len"])) if int(name["len"]) else ""


def dentry_path(dentry):
    """Inside its filesystem."""
    parts = []
    for _ in range(256):
        if int(dentry["d_parent"]) == int(dentry):
            break
        parts.append(dentry_name(dentry))
        dentry = dentry["d_parent"]
    return "/" + "/".join(reversed(parts))


def full_path(mnt, dentry):
    """Across mounts; @mnt is a struct vfsmount pointer."""
    mount = container_of(mnt, "mount", "mnt")
    parts = []
    for _ in range(256):
        if int(dentry) == int(mount["mnt"]["mnt_root"]):
            if int(mount["mnt_parent"]) == int(mount):
                break
            dentry, mount = mount["mnt_mountpoint"], mount["mnt_parent"]
        elif int(dentry["d_parent"]) == int(dentry):
            break
        else:
            parts.append(dentry_name(dentry))
            dentry = dentry["d_parent"]
    return "/" + "/".join(reversed(parts))


def file_path(file):
    path = file["f_path"]
    if not int(path["mnt"]) or not int(path["dentry"]):
        return "?"
    kind = text(path["dentry"]["d_sb"]["s_type"]["name"])
    if kind in ("pipefs", "sockfs", "anon_inodefs", "anon_inode"):
        return f"{kind}:[{int(file['f_inode']['i_ino'])}] {dentry_name(path['dentry'])}".strip()
    return full_path(path["mnt"], path["dentry"])


def mount_flags(mount):
    flags = int(mount["mnt"]["mnt_flags"])
    read_only = flags & MNT_READONLY or int(mount["mnt"]["mnt_sb"]["s_flags"]) & SB_RDONLY
    return ",".join(["ro" if read_only else "rw"] +
                    [name for _, bit, name in MOUNT_FLAGS if flags & bit])


class Mounts(gdb.Command):
    """lx-mounts [PID]: the mounts a task sees (of task 1 if none is named)."""

    def __init__(self):
        super().__init__("lx-mounts", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        task = task_of_pid(int(argument, 0) if argument else 1)
        if not int(task["nsproxy"]):
            raise gdb.GdbError("the task has ended")
        print(f"{'MOUNT':18} {'DEVICE':16} {'ON':24} {'TYPE':10} FLAGS")
        for mount in list_entries(task["nsproxy"]["mnt_ns"]["list"], "mount", "mnt_list"):
            mnt = mount["mnt"]
            where = full_path(mnt.address, mnt["mnt_root"])
            print(f"{int(mount):#018x} {text(mount['mnt_devname']):16} {where:24} "
                  f"{text(mnt['mnt_sb']['s_type']['name']):10} {mount_flags(mount)}")


class Files(gdb.Command):
    """lx-files PID: the open files of a task."""

    def __init__(self):
        super().__init__("lx-files", gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        if not argument:
            raise gdb.GdbError("usage: lx-files PID")
        task = task_of_pid(int(argument, 0))
        if not int(task["files"]):
            raise gdb.GdbError("the task has no files")
        table = task["files"]["fdt"]
        print(f"{'FD':>4} {'FILE':18} {'FLAGS':>8} {'POSITION':>10} PATH")
        for number in range(int(table["max_fds"])):
            file = table["fd"][number]
            if int(file):
                print(f"{number:4} {int(file):#018x} {int(file['f_flags']):#8o} "
                      f"{int(file['f_pos']):10} {file_path(file)}")


for command in (Mounts, Files):
    command()
