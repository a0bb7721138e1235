# SPDX-License-Identifier: GPL-2.0
"""uml_mconsole against a model of a machine, and beside Debian's against a real
one; uml_watchdog; the notifications."""

import array
import os
import pty
import signal
import socket
import struct
import time

import bench
from bench import check, equal, need, test, wait_for

MAGIC = 0xCAFEBABE


class Machine:
    """The machine's end of the protocol: takes requests, gives what it is told."""

    def __init__(self, place, umid, pid=None):
        self.dir = place.path(f".uml/{umid}")
        os.makedirs(self.dir)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(os.path.join(self.dir, "mconsole"))
        self.socket.settimeout(10)
        if pid:
            with open(os.path.join(self.dir, "pid"), "w") as file:
                file.write(f"{pid}\n")

    def receive(self):
        request, control, _, self.client = self.socket.recvmsg(2000, socket.CMSG_SPACE(4))
        magic, version, length = struct.unpack("<III", request[:12])
        equal((len(request), magic, version), (524, MAGIC, 2), "request")
        self.fds = array.array("i")
        for _, _, data in control:
            self.fds.frombytes(data)
        return request[12:12 + length].decode()

    def answer(self, text, err=0, more=0):
        data = text.encode() + b"\0"
        self.socket.sendto(struct.pack("<iII", err, more, len(data)) + data, self.client)


def ask(place, machine, command, *answers):
    """The command line's words; what the machine got, what the client said."""
    client = place.start("uml_mconsole", "m", *command, stdout=-1, stderr=-1)
    requests = []
    for answer in answers:
        requests.append(machine.receive())
        for n, text in enumerate(answer[1:], 2):
            machine.answer(text, answer[0] if n == 2 else 0, n < len(answer))
    out, err = client.communicate(timeout=10)
    return requests, client.returncode, out.decode(), err.decode()


@test
def a_command_goes_out_and_its_answer_comes_back(place):
    machine = Machine(place, "m")
    equal(ask(place, machine, ["version"], (0, "Linux")), (["version"], 0, "OK Linux\n", ""))
    equal(ask(place, machine, ["proc", "1/maps"], (0, "\n", "a" * 511, "b", "")),
          (["proc 1/maps"], 0, "OK \n" + "a" * 511 + "b\n", ""))
    equal(ask(place, machine, ["remove", "ubd0"], (-16, "Device is currently open")),
          (["remove ubd0"], 240, "ERR Device is currently open\n", ""))
    equal(ask(place, machine, ["config", "con1=bad"], (-1, "failed"))[1], 255, "status of -1")


@test
def log_is_cut_to_pieces(place):
    machine = Machine(place, "m")
    requests, status, out, _ = ask(place, machine, ["log", "x" * 600, "y"], *[(0, "")] * 3)
    equal(requests, ["log " + "x" * 507, "log " + "x" * 93 + " y", "log \n"])
    equal((status, out), (0, "OK \n" * 3))
    with open(place.path("lines"), "w") as file:
        file.write("one\ntwo\n")
    equal(ask(place, machine, ["log", "-f", "lines"], (0, ""))[0], ["log one\ntwo\n"])
    place.fails("opening file 'nothere'", "uml_mconsole", "m", "log", "-f", "nothere")


@test
def names_of_disks_become_absolute(place):
    machine = Machine(place, "m")
    os.mkdir(place.path("sub"))
    here = os.path.realpath(place.dir)
    for spec, wanted in (("a", "{0}/a"), ("sub/a,b,SER", "{0}/sub/a,{0}/b,SER"),
                         ("/etc/x:b", "/etc/x:{0}/b"), ("a,,sub", "{0}/a,,sub"), ("", "")):
        equal(ask(place, machine, ["config", f"ubd3r={spec}"], (0, ""))[0],
              ["config ubd3r=" + wanted.format(here)])
    equal(ask(place, machine, ["config", "ubd3"], (0, "x"))[0], ["config ubd3"])
    equal(ask(place, machine, ["config", "con1=tty:x"], (0, "x"))[0], ["config con1=tty:x"])
    place.fails("nodir/x", "uml_mconsole", "m", "config", "ubd1=nodir/x")


@test
def a_descriptor_travels(place):
    machine = Machine(place, "m")
    reader, writer = os.pipe()
    client = place.start("uml_mconsole", "m", "umlfs", str(writer), stdout=-1, pass_fds=(writer,))
    equal(machine.receive(), f"umlfs {writer}")
    equal(len(machine.fds), 1, "descriptors")
    os.write(machine.fds[0], b"through it")
    equal(os.read(reader, 100), b"through it")
    machine.answer("Unknown command", 1)
    equal(client.communicate(timeout=10)[0], b"ERR Unknown command\n")
    equal(client.returncode, 1)
    for fd in (reader, writer, machine.fds[0]):
        os.close(fd)


@test
def int_interrupts_the_process(place):
    victim = place.start("/bin/sleep", "60")
    Machine(place, "m", victim.pid)
    place.succeeds("uml_mconsole", "m", "int")
    equal(victim.wait(timeout=5), -signal.SIGINT)
    Machine(place, "nopid")
    place.fails("Cannot determine the PID", "uml_mconsole", "nopid", "int")


@test
def a_name_that_is_none_is_told(place):
    equal(place.run("uml_mconsole").stderr, "Usage : uml_mconsole socket-name [command]\n")
    result = place.run("uml_mconsole", "nosuch", "version")
    equal(result.returncode, 1)
    lines = result.stderr.splitlines()
    for line, path in zip(lines, (place.path(".uml/nosuch/mconsole"), "/tmp/uml/nosuch/mconsole", "nosuch")):
        equal(line, f"Warning: couldn't stat file: {path} - No such file or directory")
    equal(lines[3], "Sending command to '' : Invalid argument")
    Machine(place, "m")
    place.fails("longer than 511", "uml_mconsole", "m", "x" * 512)
    result = place.run("uml_mconsole", "/dev/null", "version")
    equal(result.stderr.splitlines()[2:], ["Sending command to '/dev/null' : Connection refused"])


@test
def a_dead_machine_is_noticed(place):
    machine = Machine(place, "m")
    client = place.start("uml_mconsole", "m", "version", stdout=-1, stderr=-1)
    machine.receive()
    machine.socket.close()
    _, err = client.communicate(timeout=10)
    equal((client.returncode, err), (1, b"uml_mconsole: the machine 'm' ended without an answer\n"))
    place.fails("Sending command to|Connection refused", "uml_mconsole", "m", "version")


@test
def strange_answers_do_no_harm(place):
    machine = Machine(place, "m")
    for answer in (b"", b"x" * 11, struct.pack("<iII", 0, 0, 1 << 31) + b"text",
                   struct.pack("<iII", 0, 0, 600) + b"y" * 600, struct.pack("<iII", 5, 0, 0)):
        client = place.start("uml_mconsole", "m", "version", stdout=-1, stderr=-1)
        machine.receive()
        machine.socket.sendto(answer, machine.client)
        client.communicate(timeout=10)
        check(client.returncode >= 0, f"{answer[:20]} killed it")


@test
def the_prompt_speaks_with_several_machines(place):
    first, second = Machine(place, "a-name-of-some-length"), Machine(place, "b")
    master, slave = pty.openpty()
    client = place.start("uml_mconsole", "a-name-of-some-length", stdin=slave, stdout=slave,
                         stderr=slave)
    os.close(slave)
    seen = bytearray()

    def expect(text):
        def there():
            if text in seen:
                return True
            seen.extend(os.read(master, 4096))
            return False
        wait_for(there, text)
        del seen[:seen.index(text) + len(text)]

    expect(b"(a-name-of-) ")
    os.write(master, b"version\n")
    equal(first.receive(), "version")
    first.answer("Linux one")
    expect(b"OK Linux one")
    os.write(master, b"\n")			# nothing typed, nothing sent
    os.write(master, b"switch b\n")
    expect(b"Switched to 'b'")
    os.write(master, b"stop\n")
    equal(second.receive(), "stop")
    second.answer("stopped")
    expect(b"OK stopped")
    os.write(master, b"\x1b[A\x1b[A\x1b[A\n")	# three up: the first command again
    equal(second.receive(), "version")
    second.answer("Linux two")
    expect(b"(b) ")
    os.write(master, b"mconsole-version\n")
    expect(b"uml_mconsole client version 2")
    os.write(master, b"quit\n")
    equal(client.wait(timeout=5), 0)
    os.close(master)


def boot(place, umid, *args, kernel=None, more=None):
    """A real machine on the host's own files, until it has an mconsole."""
    kernel = kernel or need(bench.REAL_KERNEL)
    init = place.path("init")
    if not os.path.exists(init):
        with open(init, "w") as file:
            file.write("#!/bin/sh\nmount -t proc proc /proc\necho READY\nexec sleep 1000\n")
        os.chmod(init, 0o755)
    machine = place.start_logged(f"{umid}.log", kernel, "mem=96M", f"umid={umid}",
                                 "rootfstype=hostfs", "rootflags=/", f"init={init}",
                                 "con=null", "con0=null,fd:1", *args, **(more or {}))
    wait_for(lambda: "READY" in place.text(f"{umid}.log") or machine.poll() is not None,
             f"boot of {umid}", 60)
    check(machine.poll() is None, f"{umid} ended: " + place.text(f"{umid}.log")[-500:])
    return machine


@test
def a_real_machine_hears_what_debians_client_hears(place):
    """Byte for byte the same answers and statuses from a real kernel."""
    debian = place.debian("uml_mconsole")
    machine = boot(place, "real")
    with open(place.path("disk"), "wb") as file:
        file.truncate(1 << 20)
    for command in ("version", "help", "bogus", "config ubd3", "config ubd99=x", "sysrq h",
                    "remove ubd5", "remove nothing", "config con3", "stack", "stack 99999",
                    "proc filesystems", "proc nothing", "log hello there", "mconsole-version",
                    "go", "umlfs 0", "stop", "version", "go"):
        if command in ("stop", "go"):		# the second would be another answer
            place.succeeds("uml_mconsole", "real", command) if command == "stop" else \
                place.run("uml_mconsole", "real", command)
            continue
        theirs = place.run(debian, "real", *command.split())
        ours = place.run("uml_mconsole", "real", *command.split())
        equal((ours.returncode, ours.stdout, ours.stderr),
              (theirs.returncode, theirs.stdout, theirs.stderr), command)
    equal(place.succeeds("uml_mconsole", "real", "config", "ubd3=disk"), "OK \n")
    equal(place.succeeds(debian, "real", "config", "ubd3"),
          f"OK {os.path.realpath(place.dir)}/disk\n")
    place.succeeds("uml_mconsole", "real", "stack", "1")
    equal(place.succeeds("uml_mconsole", "real", "halt"), "OK \n")
    equal(machine.wait(timeout=20), 0, "status of the machine")


def boot_ours(place, umid, *args, **more):
    """Our kernel, to the shell of its embedded root filesystem, which reads from us."""
    need(bench.OUR_KERNEL)
    machine = place.start_logged(f"{umid}.log", bench.OUR_KERNEL, "mem=96M", f"umid={umid}",
                                 "con=null", "con0=fd:0,fd:1", *args, stdin=-1, **more)
    machine.stdin.write(b"echo READY-$((40 + 2))\n")
    machine.stdin.flush()
    wait_for(lambda: "READY-42" in place.text(f"{umid}.log") or machine.poll() is not None,
             f"boot of {umid}", 60)
    check(machine.poll() is None, f"{umid} ended: " + place.text(f"{umid}.log")[-500:])
    return machine


@test
def our_machine_is_the_same_to_both_clients(place):
    debian = place.debian("uml_mconsole")
    machine = boot_ours(place, "ours", env={"TMPDIR": place.dir})
    for command in ("version", "help", "bogus", "config ubd3", "config ubd99=x", "sysrq h",
                    "remove ubd5", "remove nothing", "stack", "stack 99999", "proc filesystems",
                    "proc 1/comm", "proc nothing", "log hello there"):
        theirs = place.run(debian, "ours", *command.split())
        ours = place.run("uml_mconsole", "ours", *command.split())
        equal((ours.returncode, ours.stdout, ours.stderr),
              (theirs.returncode, theirs.stdout, theirs.stderr), command)
    equal(place.succeeds("uml_mconsole", "ours", "stop"), "OK stopped\n")
    equal(place.succeeds(debian, "ours", "go"), "OK \n")
    check("Call Trace" in place.succeeds("uml_mconsole", "ours", "stack", "1"), "no stack")
    equal(place.succeeds("uml_mconsole", "ours", "halt"), "OK \n")
    equal(machine.wait(timeout=20), 0, "status of the machine")


@test
def the_watchdog_ends_a_machine_that_hangs(place):
    for arguments in ((), ("-pid",), ("-pid", "x"), ("-pid", "1", "-mconsole", "s"), ("-x", "y")):
        result = place.run("uml_watchdog", *arguments)
        equal((result.returncode, result.stderr.count("\n")), (1, 1), f"usage {arguments}")
    place.fails("cannot watch pid", "uml_watchdog", "-pid", "2147483646")
    victim = place.start("/usr/bin/python3", "-c", "import signal, time\n"
                         "signal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(60)")
    dog = place.start("uml_watchdog", "-timeout", "1", "-pid", str(victim.pid), stdin=-1, stdout=-1)
    equal(dog.stdout.read(1), b"\n", "the byte that says it watches")
    for _ in range(4):			# alive for longer than a watch
        time.sleep(0.5)
        dog.stdin.write(b"\n")
        dog.stdin.flush()
    equal((victim.poll(), dog.poll()), (None, None), "ended too early")
    equal(victim.wait(timeout=10), -signal.SIGKILL, "INT, INT, KILL")
    equal(dog.wait(timeout=5), 0)


@test
def the_watchdog_ends_with_its_pipe(place):
    dog = place.start("uml_watchdog", "-pid", str(os.getpid()), stdin=-1, stdout=-1)
    dog.stdout.read(1)
    dog.stdin.close()
    equal(dog.wait(timeout=5), 0)


@test
def the_watchdog_notifies(place):
    notified = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notified.bind(place.path("notify"))
    notified.settimeout(5)
    dog = place.start("uml_watchdog", "-timeout", "1", "-mconsole", place.path("notify"),
                      stdin=-1, stdout=-1)
    equal(notified.recv(600), struct.pack("<IIII", MAGIC, 2, 2, 0), "the notification")
    equal(dog.wait(timeout=5), 0)
    silent, writer = os.pipe()
    place.fails("cannot notify|No such file", "uml_watchdog", "-timeout", "1", "-mconsole",
                "nothere", stdin=silent)
    for fd in (silent, writer):
        os.close(fd)
