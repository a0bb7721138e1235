# SPDX-License-Identifier: GPL-2.0
"""The table of debian_boot.py: what a person types in a day.

Each row: name, command, regular expression found in the output (multi-line),
and by keyword: status (0; None: any), keys, needs, seconds, refuse, always,
guest_only. keys are (when, what) pairs typed after the command: when is a
number of seconds or a regular expression to wait for.

Commands are typed at an interactive bash. Later rows may use what earlier
ones made below /root/t; a row that others need is marked always.
"""
from dataclasses import dataclass


@dataclass
class Case:
    name: str
    command: str
    expect: str = ""
    status: int = 0
    keys: tuple = ()
    needs: tuple = ()
    seconds: int = 30
    refuse: str = ""
    always: bool = False
    guest_only: bool = False


FILES = {
    "/root/t/hello.c": r"""
#include <stdio.h>
int main(int argc, char **argv)
{
	printf("hello from %s, %d\n", argv[0] + 2, argc);
	return 3;
}
""",
    "/root/t/proj/Makefile": """
OBJS = main.o sum.o square.o
prog: $(OBJS)
	$(CC) -o $@ $(OBJS)
%.o: %.c sum.h
	$(CC) -O2 -Wall -c -o $@ $<
clean:
	rm -f prog $(OBJS)
""",
    "/root/t/proj/sum.h": "int sum(int a, int b);\nint square(int a);\n",
    "/root/t/proj/sum.c": '#include "sum.h"\nint sum(int a, int b) { return a + b; }\n',
    "/root/t/proj/square.c": '#include "sum.h"\nint square(int a) { return a * a; }\n',
    "/root/t/proj/main.c": '#include <stdio.h>\n#include "sum.h"\n'
                           'int main(void) { printf("%d\\n", sum(square(3), square(4))); return 0; }\n',
    "/root/t/threads.c": r"""
#include <pthread.h>
#include <stdio.h>
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t b;
static long count;
static __thread long mine;
static void *work(void *arg)
{
	int i;
	pthread_barrier_wait(&b);
	for (i = 0; i < 20000; i++) {
		pthread_mutex_lock(&m);
		count++;
		pthread_mutex_unlock(&m);
		mine++;
	}
	return (void *)mine;
}
int main(void)
{
	pthread_t t[16];
	long sum = 0;
	void *r;
	int i;
	pthread_barrier_init(&b, NULL, 16);
	for (i = 0; i < 16; i++)
		if (pthread_create(&t[i], NULL, work, NULL))
			return 1;
	for (i = 0; i < 16; i++) {
		pthread_join(t[i], &r);
		sum += (long)r;
	}
	printf("count %ld sum %ld\n", count, sum);
	return 0;
}
""",
    "/root/t/crash.c": "int main(void) { *(volatile int *)0 = 1; return 0; }\n",
    "/root/t/sock.py": """
import os, socket, threading
path = '/root/t/sock'
s = socket.socket(socket.AF_UNIX)
s.bind(path)
s.listen(5)
def serve():
    c, _ = s.accept()
    while True:
        d = c.recv(1000)
        if not d:
            break
        c.sendall(d.upper())
threading.Thread(target=serve, daemon=True).start()
c = socket.socket(socket.AF_UNIX)
c.connect(path)
c.sendall(b'over a socket')
print(c.recv(100).decode())
os.unlink(path)
""",
    "/root/t/work.py": """
import concurrent.futures, hashlib, multiprocessing, subprocess, tempfile
def f(n):
    return hashlib.sha256(str(n).encode()).hexdigest()[:4]
if __name__ == '__main__':
    with multiprocessing.Pool(4) as p:
        print('pool', p.map(f, range(4)) == [f(i) for i in range(4)])
    with concurrent.futures.ThreadPoolExecutor(8) as e:
        print('threads', sum(e.map(lambda x: x * x, range(100))))
    print('sub', subprocess.run(['cat'], input=b'abc', capture_output=True).stdout)
    with tempfile.NamedTemporaryFile() as t:
        t.write(b'x' * 100000)
        t.flush()
        print('size', len(open(t.name, 'rb').read()))
""",
    "/root/t/pkg/DEBIAN/control": "Package: tpkg\nVersion: 1.0\nArchitecture: all\n"
                                  "Maintainer: nobody <nobody@localhost>\nDescription: a test\n",
    "/root/t/pkg/usr/bin/tpkg": "#!/bin/sh\necho tpkg runs\n",
    "/root/t/lines": "pear 3\napple 1\nfig 2\napple 5\n",
    "/root/t/trap.sh": "trap 'echo got usr1' USR1\ntrap 'echo bye' EXIT\nkill -USR1 $$\nsleep 0.1\nexit 4\n",
}

C = Case

CASES = [
    # -- set-up -------------------------------------------------------------
    C("mount proc", "mountpoint -q /proc || mount -t proc proc /proc; ls -d /proc/self/", "/proc/self/",
      always=True),
    C("mount sysfs", "mountpoint -q /sys || mount -t sysfs sysfs /sys; ls /sys", "^block|block ", always=True),
    C("mount devpts", "mkdir -p /dev/pts; mountpoint -q /dev/pts || mount -t devpts devpts /dev/pts; "
      "ls /dev/pts/ptmx", "ptmx", always=True),
    C("mount tmpfs on /tmp", "mount -t tmpfs tmpfs /tmp && chmod 1777 /tmp; stat -fc %T /tmp", "^tmpfs$",
      always=True),
    C("mount /dev/shm", "mkdir -p /dev/shm; mountpoint -q /dev/shm || mount -t tmpfs -o mode=1777 shm /dev/shm; "
      "stat -fc %T /dev/shm", "^tmpfs$", always=True),
    C("dev/fd", "[ -e /dev/fd ] || ln -s /proc/self/fd /dev/fd; ls -d /dev/fd/.", "/dev/fd/", always=True),
    C("home", "cd /root/t && export PATH HOME=/root LC_ALL=C.UTF-8 && pwd", "^/root/t$", always=True),

    # -- the machine ----------------------------------------------------------
    C("uname", "uname -s -m -o", "^Linux x86_64 GNU/Linux$"),
    C("uname release", "uname -r", r"^[5-9]\.\d+"),
    C("hostname", "hostname testbox; hostname", "^testbox$"),
    C("id", "id", r"^uid=0\(root\) gid=0\(root\) groups=0\(root\)"),
    C("proc version", "cat /proc/version", "^Linux version [0-9.]+"),
    C("proc cmdline", "cat /proc/cmdline", "root=/dev/ubda", guest_only=True),
    C("cpuinfo", "grep -c ^processor /proc/cpuinfo", "^[1-9]"),
    C("meminfo", "grep -E '^(MemTotal|MemFree|MemAvailable):' /proc/meminfo | wc -l", "^3$"),
    C("memory as given", "awk '/^MemTotal/ { print ($2 > 400000 && $2 < 524288) ? \"fits\" : $2 }' /proc/meminfo",
      "^fits$", guest_only=True),
    C("free", "free -m | awk '/^Mem:/ { print ($2 > 100) }'", "^1$"),
    C("uptime", "uptime", "up .*load average"),
    C("date", "date +%Y", "^20[2-9][0-9]$"),
    C("clock moves", "a=$(date +%s%N); sleep 0.2; b=$(date +%s%N); echo $(( (b - a) / 100000000 ))", "^[2-9]$"),
    C("vmstat", "vmstat 1 2 | tail -1 | wc -w", "^1[5-9]$"),
    C("df", "df -T / | tail -1", "ext4 .* /$"),
    C("mount lists the root", "mount | grep ' on / '", "type ext4 .rw"),
    C("root is ubda", "grep ' / ' /proc/mounts", "^/dev/(ubda|root) / ext4 rw", guest_only=True),
    C("lsblk", "lsblk -bno NAME,TYPE | grep ubda", "ubda +disk", guest_only=True),
    C("partitions", "cat /proc/partitions", "98 +0 +[0-9]+ ubda$", guest_only=True),
    C("dmesg", "dmesg | grep -c .", "^[1-9]"),
    C("sysctl", "sysctl kernel.ostype", "^kernel.ostype = Linux$"),
    C("limits", "ulimit -n; ulimit -s", "^8192$"),
    C("env has TERM", "echo $TERM", "^linux$"),

    # -- terminal and job control ---------------------------------------------
    C("tty", "tty </dev/tty0", "^/dev/tty0$", guest_only=True),
    C("stty size", "stty size", "^40 200$", guest_only=True),
    C("job control is on", "set -o | grep monitor", "on$"),
    C("ctrl-c", "sleep 100", r"\^C", status=130, keys=((0.5, "\x03"),)),
    C("ctrl-c ends a pipe line", "sleep 100 | cat | cat", status=130, keys=((0.5, "\x03"),)),
    C("ctrl-c in a loop", "while :; do sleep 0.05; done", status=130, keys=((0.5, "\x03"),)),
    C("ctrl-backslash", "sleep 100", "Quit", status=131, keys=((0.5, "\x1c"),)),
    C("ctrl-z", "sleep 101", "Stopped", status=148, keys=((0.5, "\x1a"),)),
    C("jobs", "jobs", r"\[1\]\+ +Stopped +sleep 101"),
    C("bg", "bg; jobs", r"Running +sleep 101"),
    C("fg and ctrl-c", "fg", "sleep 101", status=130, keys=((0.5, "\x03"),)),
    C("background", "sleep 0.2 & wait $!; echo over $?", "^over 0$"),
    C("kill a job", "sleep 100 & sleep 0.1; kill %1; wait %1; echo $?", "^143$"),
    C("two jobs", "sleep 9 & sleep 9 & jobs | wc -l; kill %1 %2; wait", "^2$", status=None),
    C("done is told", "sleep 0.1 &", status=0),
    C("done is told: next prompt", "sleep 0.3; true", r"\[1\]\+ +Done +sleep 0.1"),
    C("background reader stops", "cat & sleep 0.3; jobs", "Stopped +cat"),
    C("background reader ends", "kill -9 %1; wait; true"),
    C("background writer with tostop", "stty tostop; echo hi & sleep 0.3; jobs; stty -tostop", "Stopped +echo hi"),
    C("background writer goes on", "fg", "^hi$"),
    C("ctrl-d ends cat", "cat >eof.out; cat eof.out", "typed", keys=((0.3, "typed\n"), (0.2, "\x04"))),
    C("erase and kill characters", "cat >erase.out; cat erase.out", "^good$",
      keys=((0.3, "bad\x15goox\x7fd\n"), (0.2, "\x04"))),
    C("readline editing", "ech hi\x01\x1b[C\x1b[C\x1b[Co", "^hi$"),
    C("completion", "cat /etc/hostn\t", "debian"),
    C("history", "echo first-$((40+2)); history | tail -3 | grep -c first", "^1$", status=0),
    C("noecho", "stty -echo; read x; stty echo; echo got-$x", "^got-secret$", keys=((0.3, "secret\n"),)),
    C("raw mode", "stty raw -echo; dd bs=1 count=3 2>/dev/null >raw.out; stty sane; od -An -c raw.out",
      r"a +003 +\\r", keys=((0.4, "a\x03\r"),)),
    C("read with time-out", "read -t 0.3 x; echo $?", "^142$"),
    C("select from bash", "select x in one two; do echo chose $x; break; done", "chose two", keys=((0.3, "2\n"),)),
    C("less", "seq 500 | less", keys=(("^|:", " "), (0.3, "G"), ("500", "q")), needs=("less",)),
    C("write to /dev/tty", "echo to the tty >/dev/tty", "^to the tty$"),
    C("pty by script", "script -qc 'tty; stty size' /dev/null", "^/dev/pts/0", needs=("script",)),
    C("job in a sub shell", "bash -ic 'sleep 0.1 & jobs; wait' 2>&1", "Running"),

    # -- processes ------------------------------------------------------------
    C("ps", "ps -o pid,comm -p $$", "bash"),
    C("ps aux", "ps aux | head -2 | tail -1", r"^root +1 .* /?\S+"),
    C("ps tree", "pstree -p $$", "pstree", needs=("pstree",)),
    C("top", "top -bn1 | head -5", r"Tasks: +\d+ total"),
    C("pgrep pkill", "sleep 77 & pgrep -fc 'sleep 7[7]'; pkill -f 'sleep 7[7]'; wait", "^1$", status=None),
    C("killall", "sleep 76 & sleep 0.1; killall sleep; wait $!; echo $?", "^143$", needs=("killall",)),
    C("nice", "nice -n 7 nice", "^7$"),
    C("renice", "sleep 5 & renice -n 5 $! >/dev/null; ps -o ni= -p $!; kill $!; wait", "^ *5$", status=None),
    C("time", "time sleep 0.3", r"real\s+0m0\.[3-9]"),
    C("timeout", "timeout 0.3 sleep 9", status=124),
    C("exit status", "bash -c 'exit 200'", status=200),
    C("not found", "no_such_command", "command not found", status=127),
    C("not executable", "/etc/hostname", "Permission denied", status=126),
    C("is a directory", "/etc", "Is a directory", status=126),
    C("trap", "bash trap.sh", "^got usr1\nbye$", status=4),
    C("sigpipe", "yes | head -1; echo ${PIPESTATUS[0]}", "^y\n141$"),
    C("pipe status", "true | false | true; echo ${PIPESTATUS[*]}", "^0 1 0$"),
    C("long pipe line", "seq 1 1000 | cat | cat | cat | cat | cat | cat | tail -1", "^1000$"),
    C("big pipe", "head -c 20000000 /dev/zero | wc -c", "^20000000$"),
    C("process substitution", "diff <(seq 3) <(seq 3) && echo same", "^same$"),
    C("here string", "cat <<<here", "^here$"),
    C("coproc", "coproc cat; echo ping >&${COPROC[1]}; read -u ${COPROC[0]} x; echo got $x; kill $COPROC_PID; wait",
      "^got ping$", status=None),
    C("xargs in parallel", "seq 20 | xargs -P 4 -n 1 echo | sort -n | tail -1", "^20$"),
    C("hundred sub shells", "for i in $(seq 100); do (exit $((i % 3))); done; echo $?", "^1$"),
    C("hundred in background", "for i in $(seq 100); do sleep 0.1 & done; wait; echo all $?", "^all 0$",
      refuse="fork|rror"),
    C("nohup", "nohup sh -c 'echo out' >nohup.x 2>&1; tail -1 nohup.x", "^out$"),
    C("setsid", "setsid -w sh -c 'ps -o sid= -p $$ | tr -d \" \"; echo $$' | uniq | wc -l", "^1$"),
    C("flock", "flock lk sh -c 'flock -n lk echo no || echo busy'", "^busy$"),
    C("crash is told", "sh -c 'kill -SEGV $$'; echo $?", "^139$"),
    C("proc self", "cat /proc/self/comm; readlink /proc/self/exe", "^cat\n/usr/bin/readlink$"),
    C("proc fd", "ls -l /proc/self/fd 3</etc/hostname", "3 -> /etc/hostname"),
    C("proc maps", "grep -c r-xp /proc/self/maps", "^[2-9]"),
    C("lsof", "sleep 5 </etc/hostname & lsof -p $! | grep -c hostname; kill $!; wait", "^1$", needs=("lsof",),
      status=None),
    C("wait -n", "sleep 5 & false & wait -n; echo $?; kill %1; wait", "^1$", status=None),
    C("umask", "(umask 027; touch um; stat -c %a um)", "^640$"),
    C("random", "echo $((RANDOM < 32768)); head -c 16 /dev/urandom | od -An -tx1 | wc -w", "^1\n16$"),
    C("env and exec", "env -i A=b /usr/bin/env", "^A=b$", refuse="PATH"),

    # -- files ------------------------------------------------------------
    C("mkdir ls", "mkdir -p a/b/c && ls -R a", "^a/b:\nc$"),
    C("touch stat", "touch -d '2001-02-03 04:05:06 UTC' old; stat -c %Y old", "^981173106$"),
    C("cp -a keeps", "cp -a old old2; stat -c %Y old2", "^981173106$"),
    C("mv", "mv old2 old3; ls old2 old3 2>&1", "cannot access 'old2'", status=2),
    C("rename over", "echo 1 >r1; echo 2 >r2; mv -f r1 r2; cat r2; ls r1 2>&1", "^1\n.*No such file", status=2),
    C("hard link", "echo data >h1; ln h1 h2; rm h1; cat h2; stat -c %h h2", "^data\n1$"),
    C("symlink", "ln -s /etc/hostname sl; readlink sl; cat sl", "^/etc/hostname\n"),
    C("symlink loop", "ln -s l2 l1; ln -s l1 l2; cat l1", "Too many levels of symbolic links", status=1),
    C("rmdir not empty", "rmdir a", "Directory not empty", status=1),
    C("rm -rf", "rm -rf a; ls a 2>&1", "No such file", status=2),
    C("chmod", "touch cm; chmod 4711 cm; stat -c '%a %A' cm", "^4711 -rws--x--x$"),
    C("chown", "touch co; chown 12:34 co; stat -c %u:%g co", "^12:34$"),
    C("append", "echo 1 >ap; echo 2 >>ap; tr '\\n' , <ap", "^1,2,"),
    C("noclobber", "set -C; echo x >ap; set +C", "cannot overwrite", status=None),
    C("dd", "dd if=/dev/zero of=z bs=1M count=20 2>&1 | tail -1; stat -c %s z", "^20971520$"),
    C("dd urandom checks", "dd if=/dev/urandom of=ru bs=64k count=64 2>/dev/null; sync; a=$(md5sum <ru); "
      "echo 3 >/proc/sys/vm/drop_caches; b=$(md5sum <ru); [ \"$a\" = \"$b\" ] && echo same", "^same$"),
    C("sparse file", "truncate -s 1G sp; du -k sp | cut -f1; stat -c %s sp", "^[0-8]\n1073741824$"),
    C("seek write", "printf x | dd of=sp bs=1 seek=500000000 conv=notrunc 2>/dev/null; du -k sp | cut -f1; rm sp",
      "^([1-9]|1[0-9])$"),
    C("fallocate", "fallocate -l 5M fa && stat -c '%s %b' fa", "^5242880 102[4-9][0-9]$"),
    C("no space", "dd if=/dev/zero of=/dev/full bs=1k count=1", "No space left on device", status=1),
    C("mkfifo", "mkfifo ff; (echo through >ff &); cat ff", "through"),
    C("mknod", "mknod nn c 1 3; echo x >nn; cat nn; stat -c '%t %T' nn", "^1 3$"),
    C("find", "mkdir -p fd/x/y; touch fd/x/y/n{1..5}; find fd -name 'n*' | wc -l; find fd -type d | sort | tail -1",
      "^5\nfd/x/y$"),
    C("find exec delete", "find fd -type f -exec ls {} + | wc -l; find fd -delete; ls fd 2>&1", "^5\n.*No such",
      status=2),
    C("thousand files", "mkdir k; (cd k; seq 1000 | xargs touch); ls k | wc -l; rm -r k", "^1000$", seconds=60),
    C("names", "touch 'with space' -- $'new\\nline' grün; ls -b -- with* new* gr*", "with\\\\ space"),
    C("long name", "touch $(printf 'n%.0s' $(seq 255)) && touch $(printf 'n%.0s' $(seq 256))", "File name too long",
      status=1),
    C("deep path", "(for i in $(seq 100); do mkdir d && cd d; done; pwd | wc -c); rm -rf d", "^2[0-9][0-9]$"),
    C("du", "du -sk /etc | cut -f1", "^[0-9]{3,}$"),
    C("tail -f", ": >tf; (sleep 0.3; echo late >>tf) & timeout 1.5 tail -f -n0 tf", "late", status=None),
    C("tee", "echo t | tee t1 >t2; cmp t1 t2 && echo eq", "^eq$"),
    C("split cat", "seq 1000 >sq; split -l 100 sq sp_; cat sp_* | cmp - sq && ls sp_* | wc -l", "^10$"),
    C("install", "install -m 755 /bin/true inst && ./inst && echo runs", "^runs$"),
    C("run from ext4 after copy", "cp /bin/echo e2; ./e2 copied", "^copied$"),
    C("text busy", "cp /bin/sleep sl2; ./sl2 3 & sleep 0.2; echo x >sl2; kill $!; wait", "Text file busy", status=None),
    C("setfacl", "touch ac; setfacl -m u:1:r ac && getfacl -c ac | grep user:", "user:(daemon|1):r--",
      needs=("setfacl",)),
    C("xattr", "touch xa; setfattr -n user.k -v val xa; getfattr --only-values -n user.k xa", "val",
      needs=("setfattr",)),
    C("lsattr", "touch la; chattr +i la && ! rm -f la; chattr -i la && rm la && echo gone", "gone", needs=("chattr",)),
    C("mount tmpfs", "mkdir -p m; mount -t tmpfs -o size=1m t m; dd if=/dev/zero of=m/f bs=1k count=2k 2>&1 | grep -o "
      "'No space.*'; umount m; ls m | wc -l", "No space left on device\n0$"),
    C("bind mount", "mkdir -p bm; mount --bind /etc bm; cat bm/hostname; umount bm", "^debian$"),
    C("read-only mount", "mount --bind . bm; mount -o remount,ro,bind bm; touch bm/no; umount bm",
      "Read-only file system", status=None),
    C("umount busy", "mkdir -p m; mount -t tmpfs t m; (cd m; umount /root/t/m); umount m && echo now", "busy[^\n]*\nnow"),
    C("sync", "sync; sync -f .; echo $?", "^0$"),
    C("delete open file", "exec 5>del; rm del; echo still >&5; cat /proc/$$/fd/5; exec 5>&-", "^still$"),

    # -- text ------------------------------------------------------------
    C("sort", "sort -k2n lines | head -1", "^apple 1$"),
    C("sort uniq", "cut -d' ' -f1 lines | sort | uniq -c | sort -rn | head -1", "2 apple"),
    C("awk", "awk '{ s[$1] += $2 } END { print s[\"apple\"] }' lines", "^6$"),
    C("sed", "sed -n 's/fig/date/p' lines", "^date 2$"),
    C("sed -i", "cp lines l3; sed -i 2d l3; wc -l <l3", "^3$"),
    C("grep", "grep -rl fig . --include=lines", "^./lines$"),
    C("grep -c in binary", "grep -c ELF /bin/ls", "^[1-9]"),
    C("tr head tail", "head -2 lines | tail -1 | tr a-z A-Z", "^APPLE 1$"),
    C("wc", "wc lines", "^ *4 +8 +29 lines$"),
    C("diff patch", "cp lines l4; sed s/pear/plum/ lines >l5; diff -u l4 l5 >p; patch -s l4 p; cmp l4 l5 && echo ok",
      "^ok$", needs=("patch",)),
    C("comm join paste", "paste -s -d+ <(seq 5) | tee /dev/stderr | bash -c 'read x; echo $((x))'",
      "^15$"),
    C("od", "printf 'A\\001' | od -An -tx1", "41 01"),
    C("checksums", "echo -n abc | sha256sum", "^ba7816bf8f01cfea414140de5dae2223b00361a3"),
    C("base64", "echo -n hello | base64 | base64 -d", "hello"),
    C("bc", "echo '2^100' | bc", "^1267650600228229401496703205376$", needs=("bc",)),
    C("sort big", "seq 200000 | shuf | sort -n | md5sum | cut -c1-8; seq 200000 | md5sum | cut -c1-8",
      r"^(\w{8})\n\1$", seconds=60),
    C("vim", "vim -u NONE -N edited.txt", keys=((1.0, "ihello from vim\x1b"), (0.3, ":wq\r")), needs=("vim",)),
    C("vim wrote", "cat edited.txt", "^hello from vim$", needs=("vim",)),
    C("vi", "vi -u NONE edited2.txt", keys=((1.0, "ihello from vi\x1b"), (0.3, ":x\r")), needs=("vi",)),
    C("vi wrote", "cat edited2.txt", "^hello from vi$", needs=("vi",)),
    C("file", "file -b /bin/bash", "ELF 64-bit LSB", needs=("file",)),

    # -- archives ------------------------------------------------------------
    C("tar gzip", "tar czf a.tgz -C /etc . 2>/dev/null; tar tzf a.tgz | grep -c hostname", "^[1-9]"),
    C("tar round trip", "mkdir -p tr; tar xzf a.tgz -C tr; diff -r --no-dereference /etc tr >/dev/null 2>&1; echo $?; rm -r tr", "^0$",
      seconds=60),
    C("gzip", "seq 10000 | gzip -9 | gunzip | tail -1", "^10000$"),
    C("xz", "seq 10000 | xz -1 | xz -d | tail -1", "^10000$", needs=("xz",)),
    C("zstd", "seq 10000 | zstd -q | zstd -dq | tail -1", "^10000$", needs=("zstd",)),
    C("bzip2", "seq 10000 | bzip2 | bunzip2 | tail -1", "^10000$", needs=("bzip2",)),
    C("zip", "zip -q z.zip lines && unzip -p z.zip | head -1", "^pear 3$", needs=("zip", "unzip")),
    C("cpio", "ls lines | cpio -o --quiet | cpio -t --quiet", "^lines$", needs=("cpio",)),
    C("rsync", "rsync -a /etc/default/ rs/ && diff -r /etc/default rs && echo same", "^same$", needs=("rsync",)),
    C("tree", "mkdir -p tt/u; tree tt | tail -1", "director", needs=("tree",)),

    # -- users ------------------------------------------------------------
    C("useradd", "useradd -m joe && id joe", r"uid=1000\(joe\)"),
    C("su", "su joe -c 'id -un; touch /root/x'", "^joe\n.*Permission denied", status=1),
    C("su login shell", "su - joe -c 'pwd; umask'", "^/home/joe$"),
    C("kill is refused", "su joe -c 'kill 1'", "not permitted", status=1),
    C("sticky /tmp", "touch /tmp/mine; su joe -c 'rm -f /tmp/mine'", "not permitted", status=1),
    C("setuid program", "cp /usr/bin/id sid; chmod 4755 sid /root /root/t; su joe -c '/root/t/sid -u'; chmod 700 /root",
      "^0$"),
    C("passwd", "echo joe:secret | chpasswd && grep -c '^joe:\\$' /etc/shadow", "^1$"),
    C("chroot", "chroot / /bin/echo in a root", "^in a root$"),
    C("unshare", "unshare --uts sh -c 'hostname other; hostname'; hostname", "^other\ntestbox$"),

    # -- development ------------------------------------------------------------
    C("gcc", "gcc -Wall -o hello hello.c && ./hello a b", "^hello from hello, 3$", status=3, needs=("gcc",), seconds=60),
    C("gcc static", "gcc -static -O2 -o hs hello.c && ./hs", "^hello from hs, 1$", status=3, needs=("gcc",), seconds=60),
    C("make", "make -C proj >/dev/null && proj/prog", "^25$", needs=("gcc", "make"), seconds=90),
    C("make is done", "make -C proj", "is up to date", needs=("gcc", "make")),
    C("make in parallel", "make -sC proj clean; make -j4 -sC proj && proj/prog", "^25$", needs=("gcc", "make"),
      seconds=90),
    C("16 threads", "gcc -O1 -pthread -o th threads.c && ./th", "^count 320000 sum 320000$", needs=("gcc",), seconds=90),
    C("crash", "gcc -o crash crash.c; ./crash", "Segmentation fault", status=139, needs=("gcc",), seconds=60),
    C("gdb", "gdb -q -batch -ex 'break main' -ex run -ex bt -ex continue ./hello 2>&1 | tail -4",
      "exited with code 03", needs=("gdb", "gcc"), seconds=60),
    C("strace", "strace -f -e trace=openat cat /etc/hostname 2>&1 | grep -c hostname", "^[1-9]", needs=("strace",)),
    C("strace -c", "strace -c true 2>&1 | grep -c execve", "^1$", needs=("strace",)),
    C("strace attaches", "sleep 30 & strace -qo st.out -p $! & sleep 0.7; kill %1; wait; cat st.out",
      "nanosleep|restart_syscall.*\n.*SIGTERM.*\n.*killed by SIGTERM", needs=("strace",), status=None),
    C("ldd", "ldd /bin/ls", "libc.so.6 => /lib", needs=("ldd",)),
    C("perl", "perl -e 'print join(\",\", map { $_ ** 2 } 1..5), \"\\n\"'", "^1,4,9,16,25$"),
    C("perl pipe open", "perl -e 'open(P, \"seq 3|\"); print \"<$_>\" for map { chomp; $_ } <P>; print \"\\n\"'",
      "^<1><2><3>$"),
    C("python", "python3 -c 'print(2 ** 100)'", "^1267650600228229401496703205376$", needs=("python3",), seconds=60),
    C("python work", "python3 work.py", "^pool True\nthreads 328350\nsub b'abc'\nsize 100000$", needs=("python3",),
      seconds=90),
    C("python unix socket", "python3 sock.py", "^OVER A SOCKET$", needs=("python3",), seconds=60),
    C("python mmap", "python3 -c 'import mmap; m = mmap.mmap(-1, 1 << 20); m[5] = 7; print(m[5], len(m))'",
      "^7 1048576$", needs=("python3",), seconds=60),
    C("python exception", "python3 -c 'open(\"/nonexistent\")' 2>&1 | tail -1", "^FileNotFoundError", needs=("python3",)),
    C("sqlite", "rm -f db; sqlite3 db 'create table t(a); insert into t values(1),(2),(3); select sum(a) from t; "
      "pragma integrity_check;'", "^6\nok$", needs=("sqlite3",)),
    C("git init", "rm -rf g; git init -q g && cd g && git config user.email a@b && git config user.name n && "
      "ls -d .git", "^.git$", needs=("git",), seconds=60),
    C("git commit", "echo one >f; git add f; git commit -qm first; echo two >>f; git commit -qam second; "
      "git log --format=%s", "^second\nfirst$", needs=("git",), seconds=60),
    C("git diff", "git diff HEAD~ | grep '^+two'", r"^\+two$", needs=("git",), seconds=60),
    C("git branch merge", "git checkout -qb b; echo b >b; git add b; git commit -qm b; git checkout -q -; "
      "git merge -q b; ls b", "^b$", needs=("git",), seconds=60),
    C("git clone gc fsck", "cd ..; git clone -q g g2; cd g2; git gc -q; git fsck 2>&1; git log --oneline | wc -l; cd ..",
      "^3$", needs=("git",), seconds=90),
    C("git leaves", "cd /root/t; pwd", "^/root/t$", always=True),
    C("screen", "screen -dmS s sh -c 'echo in-screen >/root/t/sc; sleep 3'; sleep 1; screen -ls | grep -c '\\.s'; cat sc",
      "^1\nin-screen$", needs=("screen",)),

    # -- packages ------------------------------------------------------------
    C("dpkg -l", "dpkg -l bash | tail -1", "^ii +bash "),
    C("dpkg -S", "dpkg -S /bin/bash", "^bash: "),
    C("dpkg --build", "chmod 755 pkg/usr/bin/tpkg pkg/DEBIAN; dpkg-deb --root-owner-group -b pkg tpkg.deb >/dev/null && "
      "dpkg-deb -I tpkg.deb | grep Package", "Package: tpkg", seconds=60),
    C("dpkg -i", "dpkg -i tpkg.deb 2>&1 | tail -1; tpkg", "^tpkg runs$", seconds=90),
    C("dpkg status", "dpkg-query -W -f '${Status} ${Version}\\n' tpkg", "^install ok installed 1.0$"),
    C("dpkg -r", "dpkg -r tpkg 2>&1 | tail -1; hash -r; tpkg", "not found|No such file", status=127, seconds=90),
    C("dpkg --audit", "dpkg --audit; echo $?", "^0$"),
    C("dpkg -V", "dpkg -V coreutils; echo $?", "^0$", seconds=60),
    C("debconf perl", "perl -MPOSIX -e 'print POSIX::strftime(\"%Y\", gmtime(86400)), \"\\n\"'", "^1970$"),

    # -- the end ------------------------------------------------------------
    C("no zombies left", "ps -eo stat= | grep -c ^Z", "^0$", status=1),
    C("memory is given back", "rm -f z ru; echo 3 >/proc/sys/vm/drop_caches; awk '/^MemFree/ { print $2 > 250000 }' "
      "/proc/meminfo; true", "", guest_only=True),
    C("log has no complaint", "dmesg | grep -iE 'BUG|Oops|WARNING|Call Trace|EXT4-fs error' ; true", "",
      refuse="BUG|Oops|WARNING|Call Trace|error", guest_only=True),
]
