#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0
"""hostfs from both sides: what the guest does the host sees, and the other way.

usage: hostfs.py [--kernel PATH] [--list] [word...]

The guest is busybox in an initramfs; its shell is driven through a pipe, so the
host side can act between two commands. Words choose cases. Prints a line per
case and "N passed, N failed, N skipped".
"""
import argparse
import fcntl
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
PROMPT = "=guest-done="
INIT = """#!/bin/busybox sh
/bin/busybox mkdir -p /proc /sys /mnt /mnt2 /tmp
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc none /proc
umask 022
stty -echo
echo "%s 0"
while read -r line; do eval "$line" 2>&1; echo "%s $?"; done
poweroff -f
""" % (PROMPT, PROMPT)
cases = []


class Failed(Exception):
    pass


class Skip(Exception):
    pass


def case(func):
    cases.append(func)
    return func


def want(expected, found, what=""):
    if expected != found:
        raise Failed(f"{what or 'result'}: expected {expected!r}, found {found!r}")


class Guest:
    """A running kernel and its shell."""

    def __init__(self, work, kernel, *words, initrd=None, prefix=(), limit=None, env=None):
        self.log = []
        argv = [*prefix, kernel, "mem=192M", f"uml_dir={work}/uml", "con=null", "con0=fd:0,fd:1",
                "quiet", "noreboot", *words]
        if initrd:
            argv.append(f"initrd={initrd}")

        def lower():
            import resource
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
        self.proc = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                     stderr=subprocess.STDOUT, cwd=work, env=env,
                                     preexec_fn=lower if limit else None)
        self.buf = b""
        self.answer("the boot")

    def run(self, command, seconds=30):
        """Output and status of one command line."""
        self.proc.stdin.write(command.encode() + b"\n")
        self.proc.stdin.flush()
        return self.answer(command, seconds)

    def answer(self, command, seconds=30):
        end = time.time() + seconds
        fd = self.proc.stdout.fileno()
        fcntl.fcntl(fd, fcntl.F_SETFL, os.O_NONBLOCK)
        mark = PROMPT.encode() + b" "
        while True:
            at = self.buf.find(mark)
            if at >= 0 and b"\n" in self.buf[at:]:
                break
            try:
                data = os.read(fd, 65536)
                if not data:
                    raise Failed(f"guest ended during {command!r}: {self.buf[-2000:]!r}")
                self.buf += data
            except BlockingIOError:
                if time.time() > end:
                    raise Failed(f"no answer to {command!r}: {self.buf[-2000:]!r}")
                time.sleep(0.0005)
        out = self.buf[:at]
        line, self.buf = self.buf[at:].split(b"\n", 1)
        return out.decode(errors="replace").replace("\r\n", "\n"), int(line.split()[1])

    def sh(self, command, seconds=30):
        """Output of a command that must succeed."""
        out, status = self.run(command, seconds)
        if status:
            raise Failed(f"{command!r} gave {status}: {out}")
        return out

    def end(self):
        try:
            self.proc.stdin.write(b"poweroff -f\n")
            self.proc.stdin.close()
            rest = self.proc.wait(15)
            if rest:
                raise Failed(f"exit status {rest}")
        except (BrokenPipeError, subprocess.TimeoutExpired):
            self.proc.kill()
            raise Failed("the guest did not power off")
        finally:
            self.proc.kill()
            self.proc.wait()

    def host_fds(self):
        return len(os.listdir(f"/proc/{self.proc.pid}/fd"))


class Bench:
    """What a case is given: a directory of the host and ways to start guests."""

    def __init__(self, kernel, work):
        self.kernel = kernel
        self.work = work
        self.initrd = os.path.join(work, "initrd")
        with open(os.path.join(work, "init"), "w") as f:
            f.write(INIT)
        os.chmod(f.name, 0o755)
        subprocess.run([os.path.join(HERE, "selftests/mkinitramfs.py"), self.initrd,
                        f"/init={f.name}", f"/bin/busybox={shutil.which('busybox')}"], check=True)
        self.guests = []
        self.count = 0

    def dir(self):
        self.count += 1
        path = os.path.join(self.work, f"d{self.count}")
        os.mkdir(path)
        os.chmod(path, 0o755)
        return path

    def guest(self, *words, **kw):
        g = Guest(self.work, self.kernel, *words, initrd=kw.pop("initrd", self.initrd), **kw)
        self.guests.append(g)
        return g

    def mounted(self, path, *words, **kw):
        g = self.guest(*words, **kw)
        g.sh(f"mount -t hostfs none /mnt -o {path}")
        return g

    def done(self):
        for g in self.guests:
            if g.proc.poll() is None:
                g.end()
        self.guests = []


def write(path, text, mode="w"):
    with open(path, mode) as f:
        f.write(text)


def read(path):
    with open(path) as f:
        return f.read()


# ---- coherence ----

@case
def host_changes_are_seen(b):
    d = b.dir()
    g = b.mounted(d)
    write(f"{d}/a", "one\n")
    want("one\n", g.sh("cat /mnt/a"))
    write(f"{d}/a", "two\n")                      # same size, maybe same tick
    want("two\n", g.sh("cat /mnt/a"))
    for i in range(30):
        write(f"{d}/a", f"{i:04}\n")
        want(f"{i:04}\n", g.sh("cat /mnt/a"))
    write(f"{d}/a", "more\n", "a")
    want("0029\nmore\n", g.sh("cat /mnt/a"))
    os.truncate(f"{d}/a", 2)
    want("00", g.sh("cat /mnt/a"))
    want("2\n", g.sh("stat -c %s /mnt/a"))
    os.chmod(f"{d}/a", 0o600)
    want("600\n", g.sh("stat -c %a /mnt/a"))
    os.rename(f"{d}/a", f"{d}/b")
    want(1, g.run("cat /mnt/a")[1])
    want("00", g.sh("cat /mnt/b"))
    os.unlink(f"{d}/b")
    want("", g.sh("ls /mnt"))
    os.mkdir(f"{d}/b")
    write(f"{d}/b/x", "in a directory\n")
    want("in a directory\n", g.sh("cat /mnt/b/x"))
    shutil.rmtree(f"{d}/b")
    os.symlink("x", f"{d}/b")
    want("x\n", g.sh("readlink /mnt/b"))
    want("x -> \n", g.sh("cd /mnt; ls; cd /").replace("b\n", "x -> \n"))


@case
def open_file_follows_the_host(b):
    d = b.dir()
    write(f"{d}/log", "1\n")
    g = b.mounted(d)
    g.sh("exec 5</mnt/log")
    want("1\n", g.sh("cat <&5"))
    write(f"{d}/log", "2\n", "a")
    want("2\n", g.sh("cat <&5"))
    os.unlink(f"{d}/log")                         # still readable
    want("0\n", g.sh("stat -L -c %h /proc/$$/fd/5"))
    g.sh("exec 5<&-")
    want(False, any("deleted" in os.readlink(f"/proc/{g.proc.pid}/fd/{n}") and d in
                    os.readlink(f"/proc/{g.proc.pid}/fd/{n}")
                    for n in os.listdir(f"/proc/{g.proc.pid}/fd")), "descriptor kept")


@case
def directory_moved_by_the_host(b):
    d = b.dir()
    os.makedirs(f"{d}/x/y/z")
    write(f"{d}/x/y/z/f", "here\n")
    g = b.mounted(d)
    g.sh("cd /mnt/x/y/z && cat f && cd /")
    os.rename(f"{d}/x", f"{d}/w")
    want("here\n", g.sh("cat /mnt/w/y/z/f"))
    want(1, g.run("cat /mnt/x/y/z/f")[1])
    os.rename(f"{d}/w/y", f"{d}/y")
    want("here\n", g.sh("cat /mnt/y/z/f"))
    want("", g.sh("ls /mnt/w"))


@case
def guest_changes_are_on_the_host(b):
    d = b.dir()
    g = b.mounted(d)
    g.sh("echo hello >/mnt/f")
    want("hello\n", read(f"{d}/f"))
    g.sh("exec 6>>/mnt/f; echo more >&6")
    want("hello\nmore\n", read(f"{d}/f"))
    write(f"{d}/f", "host\n", "a")
    g.sh("echo again >&6")                        # after the host's line
    want("hello\nmore\nhost\nagain\n", read(f"{d}/f"))
    g.sh("exec 6>&-; mkdir -m 2750 /mnt/dir; ln -s /etc /mnt/link; ln /mnt/f /mnt/dir/g")
    want(0o2750, stat.S_IMODE(os.stat(f"{d}/dir").st_mode))
    want("/etc", os.readlink(f"{d}/link"))
    want(2, os.stat(f"{d}/f").st_nlink)
    want("2\n", g.sh("stat -c %h /mnt/f"))
    g.sh("touch -d '2001-02-03 04:05:06' /mnt/f")
    want(981173106, int(os.stat(f"{d}/f").st_mtime))
    g.sh("mv /mnt/dir/g /mnt/h; rmdir /mnt/dir; rm /mnt/f /mnt/link; truncate -s 7 /mnt/h")
    want(["h"], os.listdir(d))
    want(7, os.stat(f"{d}/h").st_size)
    g.sh("umask 0; : >/mnt/open; mkdir /mnt/wide; umask 022")
    want(0o666, stat.S_IMODE(os.stat(f"{d}/open").st_mode), "the host's umask")
    want(0o777, stat.S_IMODE(os.stat(f"{d}/wide").st_mode), "the host's umask")


# ---- confinement ----

@case
def nothing_leads_out(b):
    d = b.dir()
    os.mkdir(f"{d}/root")
    os.mkdir(f"{d}/outside")
    write(f"{d}/outside/secret", "SECRET TEXT\n")
    os.mkdir(f"{d}/root/in")
    write(f"{d}/root/in/f", "inside\n")
    os.symlink(f"{d}/outside", f"{d}/root/abs")
    os.symlink("../outside", f"{d}/root/rel")
    os.symlink("in", f"{d}/root/good")
    os.symlink("/in", f"{d}/root/rooted")
    g = b.guest(f"hostfs={d}/root")
    for option in ("..", "../outside", "/../../outside", "in/../../outside", "abs", "rel",
                   "good/../../outside", f"{d}/outside", "/proc/self/root"):
        out, status = g.run(f"mount -t hostfs none /mnt -o {option} && "
                            "{ cat /mnt/secret 2>&-; ls /mnt; umount /mnt; }")
        if "SECRET TEXT" in out or "secret\n" in out:
            raise Failed(f"-o {option} leads out: {out}")
    for option in ("in", "/in", "good", "rooted", "../in"):
        g.sh(f"mount -t hostfs none /mnt -o {option}")
        want("inside\n", g.sh("cat /mnt/f"))
        g.sh("umount /mnt")
    g.sh("mount -t hostfs none /mnt")
    for name in ("abs/secret", "rel/secret", "in/../../outside/secret"):
        want(1, g.run(f"cat /mnt/{name}")[1], name)
    want(f"{d}/outside\n", g.sh("readlink /mnt/abs"))
    g.sh("echo x >/mnt/via; ln -s /via /mnt/l; ln -s ../outside/new /mnt/l2")
    g.run("echo y >/mnt/l2")
    want(["secret"], os.listdir(f"{d}/outside"))
    want("none /mnt hostfs rw,relatime 0 0\n", g.sh("grep hostfs /proc/mounts"))


@case
def swapping_directories_does_not_lead_out(b):
    d = b.dir()
    os.makedirs(f"{d}/root/sub/deep")
    os.makedirs(f"{d}/outside/deep")
    for side, text in (("root/sub", "inside"), ("outside", "secret")):
        write(f"{d}/{side}/f", text)
        write(f"{d}/{side}/deep/f", text)
        write(f"{d}/{side}/deep/{text}", text)
    os.symlink(f"{d}/outside", f"{d}/root/evil")
    stop = threading.Event()

    def swap():
        while not stop.is_set():
            os.rename(f"{d}/root/sub", f"{d}/root/kept")
            os.rename(f"{d}/root/evil", f"{d}/root/sub")
            os.rename(f"{d}/root/sub", f"{d}/root/evil")
            os.rename(f"{d}/root/kept", f"{d}/root/sub")
    g = b.mounted("/", f"hostfs={d}/root")
    thread = threading.Thread(target=swap)
    thread.start()
    try:
        out, _ = g.run("i=0; while [ $i -lt 300 ]; do i=$((i+1)); cat /mnt/sub/f /mnt/sub/deep/f; "
                       "ls /mnt/sub/deep; echo x >/mnt/sub/w; chmod 700 /mnt/sub/f; "
                       "rm -f /mnt/sub/w; done 2>&1", 60)
    finally:
        stop.set()
        thread.join()
    if "secret" in out:
        raise Failed("the secret was read")
    if "inside" not in out:
        raise Failed("nothing was read at all")
    want(["deep", "f"], sorted(os.listdir(f"{d}/outside")))
    want(0o644, stat.S_IMODE(os.stat(f"{d}/outside/f").st_mode))


@case
def append_only(b):
    d = b.dir()
    write(f"{d}/f", "kept\n")
    write(f"{d}/g", "other\n")
    g = b.mounted("/", f"hostfs={d},append")
    g.sh(": >/mnt/f; echo new >/mnt/f; echo end >>/mnt/f; dd if=/dev/null of=/mnt/f bs=1 count=0 seek=1 2>/dev/null")
    want("kept\nnew\nend\n", read(f"{d}/f"))
    want(1, g.run("rm -f /mnt/f")[1])
    want(1, g.run("mv -f /mnt/g /mnt/f")[1])
    want(["f", "g"], sorted(os.listdir(d)))
    want("none /mnt hostfs rw,relatime,/,append 0 0\n", g.sh("grep hostfs /proc/mounts"))


# ---- bounds ----

@case
def many_files_few_descriptors(b):
    d = b.dir()
    g = b.mounted(d, limit=128)
    before = g.host_fds()
    g.sh("cd /mnt; i=0; while [ $i -lt 200 ]; do mkdir $i; j=0; while [ $j -lt 10 ]; do "
         "echo $i >$i/$j; j=$((j+1)); done; i=$((i+1)); done; cd /", 60)
    want("2000\n", g.sh("find /mnt -type f | wc -l"))
    want("2000\n", g.sh("cat /mnt/*/* | wc -l"))
    if g.host_fds() > before + 40:
        raise Failed(f"{g.host_fds()} descriptors open")
    deep = "/".join(["d"] * 400)
    g.sh(f"mkdir -p /mnt/{deep} && echo deep >/mnt/{deep}/f && cat /mnt/0/0 /mnt/{deep}/f")
    out, _ = g.run("tail -f /mnt/*/1 >/dev/null 2>/tmp/err & sleep 1; kill $!; cat /tmp/err")
    if "oo many open files" not in out:
        raise Failed(f"more files open than the host allows: {out}")
    want("1\n", g.sh("cat /mnt/1/1"))
    os.unlink(f"{d}/1/1")


# ---- copies of trees ----

def make_tree(d):
    os.makedirs(f"{d}/sub/empty")
    write(f"{d}/sub/text", "text\n" * 1000)
    os.link(f"{d}/sub/text", f"{d}/hard")
    os.symlink("sub/text", f"{d}/soft")
    os.symlink("/nowhere", f"{d}/dangling")
    os.mkfifo(f"{d}/pipe", 0o640)
    with open(f"{d}/sparse", "wb") as f:
        f.seek(1 << 20)
        f.write(b"end")
    with open(f"{d}/big", "wb") as f:
        f.write(os.urandom(3 << 20))
    write(f"{d}/na me\u00e9 \\", "odd name")
    os.chmod(f"{d}/sub/text", 0o4711)
    os.chmod(f"{d}/sub", 0o1777)
    for path in (f"{d}/big", f"{d}/sub/text", f"{d}/sub"):
        os.utime(path, ns=(10**18, 10**18 + 123456000))


def describe(d, dir_times=True):
    """All about a tree that a copy has to keep; busybox's tar loses times of directories."""
    found, links = {}, {}
    for root, dirs, files in os.walk(d):
        for name in dirs + files:
            path = os.path.join(root, name)
            st = os.lstat(path)
            entry = [st.st_mode, st.st_size if not stat.S_ISDIR(st.st_mode) else 0]
            if not stat.S_ISLNK(st.st_mode) and (dir_times or not stat.S_ISDIR(st.st_mode)):
                entry.append(st.st_mtime_ns // 10**9)
            if stat.S_ISREG(st.st_mode):
                with open(path, "rb") as f:
                    entry.append(hash(f.read()))
                links.setdefault(st.st_ino, []).append(os.path.relpath(path, d))
            elif stat.S_ISLNK(st.st_mode):
                entry.append(os.readlink(path))
            found[os.path.relpath(path, d)] = entry
    found["hard links"] = sorted(sorted(v) for v in links.values())
    return found


@case
def trees_are_copied_both_ways(b):
    d = b.dir()
    os.mkdir(f"{d}/from")
    make_tree(f"{d}/from")
    expected = describe(f"{d}/from")
    g = b.mounted(d)
    g.sh("mount -t tmpfs none /tmp; cp -a /mnt/from /tmp/copy && cp -a /tmp/copy /mnt/back")
    want(expected, describe(f"{d}/back"), "through tmpfs")
    g.sh("cd /mnt/from; tar cf /mnt/a.tar .; mkdir /mnt/untar; tar xpf /mnt/a.tar -C /mnt/untar; cd /")
    expected = describe(f"{d}/from", False)
    want(expected, describe(f"{d}/untar", False), "by tar")
    os.mkdir(f"{d}/host")
    subprocess.run(["tar", "xpf", f"{d}/a.tar", "-C", f"{d}/host"], check=True)
    want(expected, describe(f"{d}/host", False), "tar of the host")


@case
def a_long_directory_is_read_in_pieces(b):
    d = b.dir()
    for i in range(3000):
        write(f"{d}/file-with-a-long-name-{i:06}", "")
    g = b.mounted(d)
    want("3000\n", g.sh("ls /mnt | sort -u | wc -l"))
    g.sh("ls /mnt | sed s,^,/mnt/, | xargs rm", 60)
    want([], os.listdir(d))


# ---- roots, owners ----

@case
def root_file_system(b):
    d = b.dir()
    for name in ("bin", "proc", "dev", "mnt", "tmp"):
        os.mkdir(f"{d}/{name}")
    shutil.copy(shutil.which("busybox"), f"{d}/bin/busybox")
    for name in ("ls", "cat", "stty", "stat", "sed", "mount", "poweroff"):
        os.symlink("busybox", f"{d}/bin/{name}")
    write(f"{d}/init", INIT.replace("/bin/busybox --install -s /bin", ":"))
    os.chmod(f"{d}/init", 0o755)
    for words in (["rootfstype=hostfs", f"rootflags={d}", "rw"], [f"ubd0={d}", "rw"],
                  ["ubd0=" + os.path.relpath(d, b.work), "rw"],
                  [f"hostfs={d}", "rootfstype=hostfs", "rw"],
                  ["root=98:0", "rootfstype=hostfs", f"rootflags={d}"]):
        g = b.guest(*words, "init=/init", initrd=None)
        want("hostfs\n", g.sh("stat -f -c %T / | sed 's/.*c0ffee.*/hostfs/;s/UNKNOWN/hostfs/'"))
        g.sh("ls -l /bin/busybox /bin/ls")
        want(0 if "rw" in words else 1, g.run("echo x >/tmp/x")[1], "writing")
        g.end()


def as_user():
    if os.getuid():
        return ()
    if not shutil.which("setpriv"):
        raise Skip("setpriv")
    return ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")


@case
def an_ordinary_user_has_all_owners(b):
    prefix = as_user()
    d = b.dir()
    if prefix:
        os.chown(d, 65534, 65534)
        os.chmod(b.work, 0o777)
        os.chmod(b.initrd, 0o644)
    g = b.mounted(f"{d},mapped", prefix=prefix, env={**os.environ, "HOME": "/nonexistent"})
    probe = f"{d}/probe"
    write(probe, "")
    try:
        os.setxattr(probe, "user.x", b"1")
    except OSError:
        raise Skip("no user attributes here")
    os.unlink(probe)
    g.sh("cd /mnt; echo x >f; chown 12:34 f; chmod 4750 f; mkdir dir; chown 5:6 dir; chmod 0 dir; "
         "mknod null c 1 3; mknod disk b 98 0; mkfifo pipe; echo y >zero; chmod 0 zero; cd /")
    expected = ("disk 0 0 644 62:0\ndir 5 6 0 0:0\nf 12 34 4750 0:0\nnull 0 0 644 1:3\n"
                "pipe 0 0 644 0:0\nzero 0 0 0 0:0\n")
    show = "cd /mnt; stat -c '%n %u %g %a %t:%T' disk dir f null pipe zero; cd /"
    want(expected, g.sh(show))
    g.sh("echo gone >/mnt/null; cat /mnt/zero")
    want("y\n", g.sh("cat /mnt/zero"))
    want("", g.sh("ls /mnt/dir"))
    for name in ("null", "disk", "pipe", "f"):
        want(True, stat.S_ISREG(os.lstat(f"{d}/{name}").st_mode), name)
    want(0, os.stat(f"{d}/null").st_size)
    want(True, os.stat(f"{d}/f").st_uid != 12)
    g.sh("umount /mnt")
    g.sh(f"mount -t hostfs none /mnt -o {d},mapped")
    want(expected, g.sh(show))
    g.sh("mv /mnt/f /mnt/dir/f2; rm -r /mnt/dir /mnt/null /mnt/disk /mnt/pipe /mnt/zero")
    want([], os.listdir(d))


# ---- small devices with their other end on the host ----

@case
def devices_watchdog(b):
    if not os.path.exists("/usr/bin/uml_watchdog"):
        raise Skip("uml_watchdog")
    g = b.guest()
    g.sh("mount -t devtmpfs none /dev 2>/dev/null; test -c /dev/watchdog")

    def dogs():
        out = subprocess.run(["ps", "--ppid", str(g.proc.pid), "-o", "args="],
                             capture_output=True, text=True).stdout
        return [line for line in out.splitlines() if "uml_watchdog" in line]
    want([], dogs())
    g.sh("exec 7>/dev/watchdog; echo >&7")
    want([f"/usr/bin/uml_watchdog -pid {g.proc.pid}"], dogs())
    if "busy" not in g.run("(: >/dev/watchdog)")[0]:
        raise Failed("opened twice")
    g.sh("echo >&7; exec 7>&-")
    want([], dogs())


@case
def devices_suspend(b):
    g = b.guest()
    g.sh("mount -t sysfs none /sys")
    want("mem\n", g.sh("cat /sys/power/state"))
    g.proc.stdin.write(b"echo mem >/sys/power/state; echo awake\n")
    g.proc.stdin.flush()
    time.sleep(0.7)
    want(b"", g.buf, "while suspended")
    os.kill(g.proc.pid, signal.SIGUSR1)
    want(("awake\n", 0), g.answer("SIGUSR1", 5))
    os.kill(g.proc.pid, signal.SIGUSR1)           # does nothing now
    start = time.time()
    g.sh("echo +1 >/sys/class/rtc/rtc0/wakealarm; echo mem >/sys/power/state", 5)
    if time.time() - start > 3:
        raise Failed("the alarm came late")
    want(1, g.run("echo disk >/sys/power/state 2>/dev/null")[1])


@case
def the_hosts_own_userland_under_a_throwaway_layer(b):
    prefix = as_user()
    if prefix:
        os.chmod(b.work, 0o777)
    script = os.path.join(b.work, "script")
    write(script, "#!/bin/sh\nPATH=/usr/sbin:/usr/bin:/sbin:/bin\nmount -t proc proc /proc\n"
          "stty -echo\n"
          f'echo "{PROMPT} 0"\n'
          f'while read -r line; do eval "$line" 2>&1; echo "{PROMPT} $?"; done\n')
    os.chmod(script, 0o755)
    g = b.guest("rootfstype=hostfs", "overlayroot=tmpfs", f"init={script}", initrd=None,
                prefix=prefix, env={**os.environ, "HOME": "/nonexistent"})
    want("0\n", g.sh("id -u"))
    write(f"{b.work}/precious", "precious\n")
    g.sh(f"cat {b.work}/precious >/dev/null; echo spoilt >{b.work}/precious; rm -rf /etc/passwd; "
         "echo mine >/etc/new; mkdir /newdir")
    want("spoilt\n", g.sh(f"cat {b.work}/precious"))
    want("precious\n", read(f"{b.work}/precious"))
    want(True, os.path.exists("/etc/passwd"))
    want(False, os.path.exists("/etc/new") or os.path.exists("/newdir"))
    want("mine\n", g.sh("cat /etc/new"))
    want(1, g.run("test -e /etc/passwd")[1])


@case
def errors_are_the_hosts(b):
    prefix = as_user()
    d = b.dir()
    if prefix:
        os.chmod(b.work, 0o777)
    os.mkdir(f"{d}/closed")
    write(f"{d}/ro", "ro\n")
    os.chmod(f"{d}/ro", 0o444)
    os.chmod(f"{d}/closed", 0o700 if prefix else 0)
    g = b.mounted(d, prefix=prefix, env={**os.environ, "HOME": "/nonexistent"})
    for command, text in (("echo x >/mnt/ro", "Permission denied"),
                          ("ls /mnt/closed", "Permission denied"),
                          ("mount -t hostfs none /mnt2 -o /nonexistent", "No such file"),
                          (f"mount -t hostfs none /mnt2 -o {d}/ro", "Not a directory"),
                          ("mknod /mnt/n c 1 3", "ermi"),
                          ("rmdir /mnt/closed/..", "not empty|busy|Invalid")):
        out, status = g.run(command)
        if not status or not any(t in out for t in text.split("|")):
            raise Failed(f"{command}: {status} {out!r}")
    want("ro\n", g.sh("cat /mnt/ro"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kernel", default=os.path.join(HERE, "../../linux"))
    parser.add_argument("--list", action="store_true")
    parser.add_argument("words", nargs="*")
    args = parser.parse_args()
    chosen = [c for c in cases if not args.words or any(w in c.__name__ for w in args.words)]
    if args.list:
        print("\n".join(c.__name__ for c in chosen))
        return 0
    if not shutil.which("busybox"):
        print("0 passed, 0 failed, 1 skipped")
        return 0
    counts = {"ok": 0, "not ok": 0, "skip": 0}
    os.umask(0o022)
    work = tempfile.mkdtemp(prefix="hostfs.")
    os.chmod(work, 0o755)
    try:
        bench = Bench(os.path.abspath(args.kernel), work)
        for func in chosen:
            start, note = time.time(), ""
            result = "ok"
            try:
                func(bench)
                bench.done()
            except Skip as e:
                result, note = "skip", f" # SKIP {e}"
            except (Failed, OSError, subprocess.CalledProcessError) as e:
                result = "not ok"
                note = "".join("\n    " + line for line in str(e).splitlines())
                line = traceback.extract_tb(e.__traceback__)[1]
                note += f"\n    at line {line.lineno}: {line.line}"
            for g in bench.guests:
                g.proc.kill()
                g.proc.wait()
            bench.guests = []
            counts[result] += 1
            print(f"{'ok' if result == 'skip' else result} {func.__name__} "
                  f"({time.time() - start:.1f} s){note}", flush=True)
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", work], check=False)
        shutil.rmtree(work, ignore_errors=True)
    print(f"{counts['ok']} passed, {counts['not ok']} failed, {counts['skip']} skipped")
    return 1 if counts["not ok"] else 0


if __name__ == "__main__":
    sys.exit(main())
