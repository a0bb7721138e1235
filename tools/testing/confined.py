#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""Run guests where little is allowed on the host.

usage: confined.py [--kernel PATH] [--list] [word...]

Each case confines the kernel's process in one way and boots a guest that runs a few
selftests. No root is needed, but some cases want it, or user namespaces, to set
the scene, and are skipped without. Words choose cases. Prints a line per case and
"N passed, N failed, N skipped".
"""
import argparse
import ctypes
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = ["process/fork", "process/exec", "process/clone", "signal/frame", "signal/queue",
            "thread/pthread", "mm/mmap", "mm/fork_cow"]
NOBODY = 65534
EPERM, ENOSYS = 1, 38
libc = ctypes.CDLL(None, use_errno=True)

# What a container's default profile keeps from its processes (x86-64).
FORBIDDEN = {
    "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "unshare": 272,
    "setns": 308, "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161,
    "userfaultfd": 323, "bpf": 321, "perf_event_open": 298, "keyctl": 250,
    "add_key": 248, "request_key": 249, "kcmp": 312, "init_module": 175,
    "finit_module": 313, "open_by_handle_at": 304, "io_uring_setup": 425,
    "io_uring_enter": 426, "io_uring_register": 427, "iopl": 172, "ioperm": 173,
    "kexec_load": 246, "reboot": 169, "swapon": 167, "acct": 163,
}
CLONE3, CLONE, SECCOMP, PRCTL = 435, 56, 317, 157
NEW_NAMESPACES = 0x7e020000
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 22, 38


def program(insns):
    """Resolve names of return statements at the end into jumps."""
    ends = {"allow": 0x7fff0000, "eperm": 0x50000 | EPERM, "enosys": 0x50000 | ENOSYS}
    names = list(ends)
    code = b""
    for i, (op, jt, jf, k) in enumerate(insns):
        jt, jf = (len(insns) + names.index(j) - i - 1 if isinstance(j, str) else j
                  for j in (jt, jf))
        code += struct.pack("HBBI", op, jt, jf, k)
    return code + b"".join(struct.pack("HBBI", 0x06, 0, 0, ends[n]) for n in names)


def load(offset):
    return (0x20, 0, 0, offset)


def equal(k, jt, jf=0):
    return (0x15, jt, jf, k)


def install(insns):
    code = program(insns)
    buf = ctypes.create_string_buffer(code)
    prog = ctypes.create_string_buffer(
        struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(buf)))
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or \
       libc.prctl(PR_SET_SECCOMP, 2, prog, 0, 0):
        raise OSError(ctypes.get_errno(), "seccomp")


def become_nobody():
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)


def container_profile():
    become_nobody()
    install([load(0), equal(CLONE3, "enosys")] +
            [equal(nr, "eperm") for nr in FORBIDDEN.values()] +
            [equal(CLONE, 0, "allow"), load(16),
             (0x45, "eperm", "allow", NEW_NAMESPACES)])


def no_filters():
    become_nobody()
    install([load(0), equal(SECCOMP, "eperm"), equal(PRCTL, 0, "allow"), load(16),
             equal(PR_SET_SECCOMP, "eperm", "allow")])


NOEXEC = ["unshare", "-rm", "sh", "-c",
          "mount -t tmpfs -o noexec none /dev/shm && mount -t tmpfs -o noexec none /tmp"
          ' && exec "$0" "$@"']


class Case:
    """@options for the kernel, run by @prefix; @says: what must be on stderr."""
    def __init__(self, name, options, setup=None, prefix=(), says=None, boots=True):
        self.name, self.options, self.setup = name, options, setup
        self.prefix, self.says, self.boots = list(prefix), says, boots


CASES = [
    Case("as nobody", ["seccomp=on"], become_nobody),
    Case("as nobody, by ptrace", ["seccomp=off"], become_nobody),
    Case("in a container's profile", ["seccomp=on"], container_profile),
    Case("in a container's profile, by itself", ["seccomp=auto"], container_profile),
    Case("by ptrace where that is forbidden", ["seccomp=off"], container_profile,
         says="ptrace is not permitted here", boots=False),
    Case("no filters: falls back", ["seccomp=auto"], no_filters,
         says="seccomp=auto: seccomp filter: Operation not permitted"),
    Case("no filters: insists", ["seccomp=on"], no_filters,
         says="SECCOMP userspace requested but not functional!", boots=False),
    Case("in a user namespace", ["seccomp=on"], become_nobody, ["unshare", "-U"]),
    Case("in user and pid namespaces", ["seccomp=on"], become_nobody,
         ["unshare", "-Urpf"]),
    Case("noexec /dev/shm and /tmp", ["seccomp=on"], become_nobody, NOEXEC),
]


def can_run(case):
    """Does the host let us set the scene?"""
    if not case.prefix:
        return True
    return not subprocess.run(case.prefix + ["true"], preexec_fn=case.setup, cwd="/",
                              stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL).returncode


def complaint(case, work, kernel):
    """Boot.  Return: None, or what is wrong."""
    command = case.prefix + [kernel, "mem=128M", f"initrd={work}/initrd", "con=null",
                             "con0=null,fd:1", f"uml_dir={work}/uml", "noreboot",
                             "TEST_SECONDS=60", *case.options]
    env = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": work}
    run = subprocess.run(command, preexec_fn=case.setup, cwd="/", env=env, timeout=240,
                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT)
    text = run.stdout.decode(errors="replace").replace("\r", "")
    if case.says and case.says not in text:
        return f'no "{case.says}" in:\n{text[-1500:]}'
    if not case.boots:
        return None if run.returncode == 1 else f"exit status {run.returncode}"
    if not re.search(rf"# selftests: {len(PROGRAMS)} passed, 0 failed", text):
        return f"the guest did not pass:\n{text[-3000:]}"
    if run.returncode:
        return f"exit status {run.returncode}"
    return None


def prepare(work, kernel):
    out = os.environ.get("SELFTESTS_OUT", os.path.join(HERE, "../../build/selftests"))
    out = os.path.abspath(out)
    subprocess.run(["make", "-s", f"-j{os.cpu_count()}", "-C", f"{HERE}/selftests",
                    f"OUT={out}"], check=True)
    subprocess.run([f"{HERE}/selftests/mkinitramfs.py", f"{work}/initrd",
                    f"/init={out}/init"] +
                   [f"/tests/{p}={out}/{p}" for p in PROGRAMS], check=True)
    shutil.copy(kernel, f"{work}/linux")
    os.chmod(f"{work}/linux", 0o755)
    os.chmod(f"{work}/initrd", 0o644)
    os.mkdir(f"{work}/uml")
    os.chmod(f"{work}/uml", 0o777)
    os.chmod(work, 0o755)
    return f"{work}/linux"


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--kernel", default=os.path.join(HERE, "../../linux"))
    p.add_argument("--list", action="store_true")
    p.add_argument("words", nargs="*")
    args = p.parse_args()
    chosen = [c for c in CASES if not args.words or any(w in c.name for w in args.words)]
    if args.list:
        print("\n".join(c.name for c in chosen))
        return 0
    count = {"passed": 0, "failed": 0, "skipped": 0}
    # Not below /tmp, which one case covers.
    work = tempfile.mkdtemp(prefix="confined.", dir="/var/tmp")
    try:
        kernel = prepare(work, args.kernel)
        for case in chosen:
            if not can_run(case):
                count["skipped"] += 1
                print(f"ok {case.name} # SKIP the host does not allow it", flush=True)
                continue
            why = complaint(case, work, kernel)
            count["failed" if why else "passed"] += 1
            print(f"not ok {case.name}" if why else f"ok {case.name}", flush=True)
            if why:
                print("    " + why.replace("\n", "\n    "))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(", ".join(f"{n} {what}" for what, n in count.items()))
    return 1 if count["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
