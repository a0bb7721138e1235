# SPDX-License-Identifier: GPL-2.0
"""What can be measured: kernels that are processes, a sandbox, the host.

Each machine can run the guest program (bench.c) and gives its output; the
kernels can also be timed from outside. All see the same root: the kernels
the image as a disk, the others its files.
"""
import json
import os
import signal
import shutil
import subprocess
import sys
import time

LD_SO = b"/lib64/ld-linux-x86-64.so.2\0"


class Setup:
    """What all machines share: the files in @work, and the settings."""

    def __init__(self, work, image, mem, ms, inner):
        self.work, self.image, self.mem, self.ms, self.inner = work, image, mem, ms, inner
        self.program = os.path.join(work, "bench")
        self.initrd = os.path.join(work, "initrd")
        self.tree = os.path.join(work, "tree")
        self.cpu = min(os.sched_getaffinity(0))
        self.mounted = False

    def mount(self):
        """The files of the image, for machines that use no disk; needs root."""
        if not self.mounted:
            os.makedirs(self.tree, exist_ok=True)
            copy = os.path.join(self.work, "tree.img")
            shutil.copyfile(self.image, copy)
            subprocess.run(["mount", "-o", "loop", copy, self.tree], check=True)
            self.mounted = True
            for name in ("bench", "work.sh"):
                shutil.copy(os.path.join(self.work, name), self.tree)

    def close(self):
        if self.mounted:
            subprocess.run(["umount", "-l", self.tree], check=False)

    def settings(self, do, rows):
        return {"BENCH_DO": do, "BENCH_MS": str(self.ms), "BENCH_ROUNDS": str(self.inner),
                "BENCH_ROWS": "," + ",".join(rows) + ","}


class Machine:
    is_kernel = False
    work_rounds = 9

    def __init__(self, name, what, setup, pinned=False):
        self.name, self.what, self.setup, self.pinned = name, what, setup, pinned

    def command(self, do, rows):
        raise NotImplementedError

    def environment(self):
        return {"PATH": os.environ["PATH"], "HOME": self.setup.work}

    def start(self, do, rows=()):
        """Start the guest program; its output is in the process's stdout."""
        def pin():
            if self.pinned:
                os.sched_setaffinity(0, {self.setup.cpu})
        return subprocess.Popen(self.command(do, rows), stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                env=self.environment(), preexec_fn=pin,
                                start_new_session=True, text=True, errors="replace")

    def run(self, do, rows, timeout, quiet=False):
        p = self.start(do, rows)
        try:
            out, _ = p.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            self.kill(p)
            out, _ = p.communicate()
        except BaseException:		# we are being ended: leave nothing behind
            self.kill(p)
            raise
        if "bench: done" not in out and not quiet:
            print(f"{self.name}: did not finish {do}:\n{out[-2000:]}", file=sys.stderr)
        return out

    def kill(self, p):
        for pid in reversed(descendants(p.pid)):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


class Kernel(Machine):
    """A kernel that is a host process, with UML's command line."""
    is_kernel = True

    def __init__(self, name, what, setup, path, words=(), pinned=False, env=None):
        super().__init__(name, what, setup, pinned)
        self.path, self.words, self.env = os.path.abspath(path), list(words), env or {}
        self.disk = os.path.join(setup.work, f"{name}.img")

    def environment(self):
        return {**super().environment(), **self.env}

    def command(self, do, rows):
        if do in ("rows", "work"):
            if not os.path.exists(self.disk):
                make_disk(self.setup, self.disk)
            root = [f"ubd0={self.disk}", "root=/dev/ubda", "rw", "init=/bench"]
        else:
            root = [f"initrd={self.setup.initrd}"]
        words = [f"{k}={v}" for k, v in self.setup.settings(do, rows).items()]
        return [self.path, f"mem={self.setup.mem}", *root, "con=null", "con0=null,fd:1", "quiet",
                *self.words, *words]

    def boot(self):
        """(start to init, start to end), in ns."""
        begin, reached = time.monotonic(), None
        p = self.start("halt")
        for line in p.stdout:
            if "init-reached" in line:
                reached = (time.monotonic() - begin) * 1e9
        p.wait()
        return reached, (time.monotonic() - begin) * 1e9

    def idle(self, seconds):
        """(percent of a processor, MiB) of a machine whose init sleeps."""
        p = self.start("idle")
        for line in p.stdout:
            if "init-reached" in line:
                break
        time.sleep(0.7)
        family = descendants(p.pid)
        before = sum(cpu_ticks(pid) for pid in family)
        time.sleep(seconds)
        used = sum(cpu_ticks(pid) for pid in family) - before
        memory = sum(proportional_kb(pid) for pid in family) / 1024
        self.kill(p)
        p.wait()
        return used / os.sysconf("SC_CLK_TCK") / seconds * 100, memory


class Sandbox(Machine):
    """gVisor: a bundle that runs the guest program as a container."""
    work_rounds = 1		# it can be very slow

    def __init__(self, name, setup, candidates):
        """@candidates: (path, version, platform), the first that can fork is used."""
        super().__init__(name, "", setup)
        self.candidates = candidates

    def probe(self):
        """Return: whether one of the candidates works here."""
        for self.path, version, self.platform in self.candidates:
            self.what = f"gVisor {version}, {self.platform}"
            if "row fork_exit_wait" in self.run("rows", ["fork_exit_wait"], 20, quiet=True):
                return True
        return False

    def command(self, do, rows):
        self.setup.mount()
        bundle = os.path.join(self.setup.work, "bundle")
        os.makedirs(bundle, exist_ok=True)
        env = {"PATH": "/usr/bin:/bin", "BENCH_PLAIN": "1", **self.setup.settings(do, rows)}
        config = {
            "ociVersion": "1.0.0", "hostname": "bench",
            "process": {"cwd": "/", "args": ["/bench"], "user": {"uid": 0, "gid": 0},
                        "env": [f"{k}={v}" for k, v in env.items()]},
            "root": {"path": self.setup.tree},
            "mounts": [{"destination": "/proc", "type": "proc", "source": "proc"},
                       {"destination": "/dev", "type": "tmpfs", "source": "tmpfs"},
                       {"destination": "/tmp", "type": "tmpfs", "source": "tmpfs"}],
            "linux": {"namespaces": [{"type": t} for t in ("pid", "mount", "ipc", "uts", "network")]},
        }
        with open(os.path.join(bundle, "config.json"), "w", encoding="ascii") as f:
            json.dump(config, f)
        return [self.path, f"--root={self.setup.work}/runsc", "--ignore-cgroups", "--network=none",
                f"--platform={self.platform}", "run", f"--bundle={bundle}", f"bench{time.monotonic_ns()}"]


class Host(Machine):
    """The host's own kernel: the same files, by chroot."""

    SCRIPT = ('mount -t tmpfs tmpfs "$0/tmp" && mount -t proc proc "$0/proc" && '
              'mount --rbind /dev "$0/dev" && exec chroot "$0" /bench')

    def command(self, do, rows):
        if os.geteuid():
            return [self.setup.program]
        self.setup.mount()
        return ["env", *(f"{k}={v}" for k, v in self.setup.settings(do, rows).items()),
                "BENCH_PLAIN=1", "unshare", "--mount", "sh", "-c", self.SCRIPT, self.setup.tree]

    def run(self, do, rows, timeout):
        if os.geteuid() and do == "work":
            return ""
        return super().run(do, rows, timeout)


def make_disk(setup, disk):
    subprocess.run(["cp", "--sparse=always", "--reflink=auto", setup.image, disk], check=True)
    requests = "".join(f"write {setup.work}/{name} /{name}\nsif /{name} mode 0100755\n"
                       for name in ("bench", "work.sh"))
    subprocess.run(["debugfs", "-w", "-f", "-", disk], check=True, input=requests, text=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def with_own_libc(path, lib, work):
    """A copy of a program that finds the C library in @lib: its loader's path is
    replaced by one that is not longer. Return: (program, environment)."""
    loader = os.path.join(work, "ld")
    if len(loader) >= len(LD_SO):
        raise SystemExit(f"TMPDIR is too long: {loader}")
    os.symlink(os.path.abspath(os.path.join(lib, "ld-linux-x86-64.so.2")), loader)
    copy = os.path.join(work, "uml")
    with open(path, "rb") as f:
        image = f.read()
    with open(copy, "wb") as f:
        f.write(image.replace(LD_SO, loader.encode().ljust(len(LD_SO), b"\0")))
    os.chmod(copy, 0o755)
    return copy, {"LD_LIBRARY_PATH": os.path.abspath(lib)}


def stat_fields(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as f:
            return f.read().rpartition(")")[2].split()
    except OSError:
        return None


def descendants(pid):
    parents = {}
    for p in filter(str.isdigit, os.listdir("/proc")):
        fields = stat_fields(p)
        if fields:
            parents.setdefault(int(fields[1]), []).append(int(p))
    family, todo = [], [pid]
    while todo:
        p = todo.pop()
        family.append(p)
        todo += parents.get(p, [])
    return family


def cpu_ticks(pid):
    fields = stat_fields(pid)
    return int(fields[11]) + int(fields[12]) if fields else 0


def proportional_kb(pid):
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as f:
            return next(int(line.split()[1]) for line in f if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0
