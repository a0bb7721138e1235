# SPDX-License-Identifier: GPL-2.0
"""port-helper: telnet and plain connections, xterm's way, and a real machine
whose telnetd it is."""

import array
import fcntl
import os
import pty
import select
import signal
import socket
import struct
import termios
import time

from bench import check, equal, test, wait_for
from mconsole import boot, boot_ours

IAC, DONT, DO, WONT, WILL, SB, SE = 255, 254, 253, 252, 251, 250, 240
OFFERS = bytes((IAC, WILL, 1, IAC, WILL, 3, IAC, DO, 31))


def receive_terminal(sock, process):
    """What a machine gets: the helper's pid and a descriptor."""
    sock.settimeout(10)
    data, control, _, _ = sock.recvmsg(100, socket.CMSG_SPACE(4))
    equal(struct.unpack("<i", data), (process.pid,), "pid")
    fds = array.array("i")
    for _, _, received in control:
        fds.frombytes(received)
    equal(len(fds), 1, "descriptors")
    return fds[0]


def serve(place, name="port-helper", *args):
    """A helper with a connection: our end of it, the terminal, the process."""
    listener = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(listener.getsockname())
    server, _ = listener.accept()
    listener.close()
    machine, helper_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)

    def descriptors():
        os.dup2(helper_end.fileno(), 3)
        os.set_inheritable(3, True)
    program = name if "/" in name else place.tool(name)
    process = place.start(program, *args, stdin=server, stdout=server, stderr=server,
                          preexec_fn=descriptors, pass_fds=(3,))
    server.close()
    helper_end.close()
    terminal = receive_terminal(machine, process)
    machine.close()
    client.settimeout(10)
    got = b""
    while len(got) < len(OFFERS):
        got += client.recv(len(OFFERS) - len(got))
    equal(got, OFFERS, "the first offers")
    return client, terminal, process


def read_terminal(fd, length):
    got = b""
    while len(got) < length:
        check(select.select([fd], [], [], 5)[0], f"only {got!r}")
        got += os.read(fd, length - len(got))
    check(not select.select([fd], [], [], 0.05)[0], f"more than {got!r}")
    return got


def read_client(client, length):
    got = b""
    while len(got) < length:
        got += client.recv(length - len(got))
    return got


@test
def a_plain_connection_passes_bytes_unchanged(place):
    client, terminal, process = serve(place)
    everything = bytes(range(255)) * 3 + b"\r\nx\r\0y"
    client.sendall(everything)
    equal(read_terminal(terminal, len(everything)), everything)
    everything = bytes(range(256)) * 3 + b"\rx\xff"
    os.write(terminal, everything)
    equal(read_client(client, len(everything)), everything)
    client.close()
    try:
        equal(os.read(terminal, 10), b"", "no hangup")
    except OSError:
        pass				# EIO: hung up even before we looked
    equal(process.wait(timeout=5), 0)
    os.close(terminal)


@test
def a_telnet_client_is_spoken_to(place):
    client, terminal, process = serve(place)
    client.sendall(bytes((IAC, DO, 1, IAC, DO, 3, IAC, WILL, 31,
                          IAC, SB, 31, 0, 132, 0, 43, IAC, SE)))
    wait_for(lambda: fcntl.ioctl(terminal, termios.TIOCGWINSZ, bytes(8))[:4] ==
             struct.pack("HH", 43, 132), "the window size", 5)
    client.sendall(b"ls\r\0pwd\r\nx\xff\xffy")
    equal(read_terminal(terminal, 10), b"ls\rpwd\rx\xffy"[:10])
    os.write(terminal, b"a\r\nb\rc\xff")
    equal(read_client(client, 9), b"a\r\nb\r\0c\xff\xff")
    client.sendall(bytes((IAC, DO, 24, IAC, WILL, 39, IAC, DO, 1, IAC, WILL, 3)))
    equal(read_client(client, 9), bytes((IAC, WONT, 24, IAC, DONT, 39, IAC, DO, 3)))
    client.sendall(bytes((IAC, 244, IAC, 236, IAC, 246)))
    equal(read_terminal(terminal, 2), b"\x03\x04", "interrupt and end of file")
    equal(read_client(client, 9), b"\r\n[Yes]\r\n")
    client.sendall(bytes((IAC, SB, 31, 0, IAC, IAC, 0, 50, IAC, SE)))
    wait_for(lambda: fcntl.ioctl(terminal, termios.TIOCGWINSZ, bytes(8))[:4] ==
             struct.pack("HH", 50, 255), "a window 255 wide", 5)
    os.close(terminal)
    equal(process.wait(timeout=5), 0, "its end with the machine's")
    equal(client.recv(10), b"")


@test
def it_stands_in_for_telnetd(place):
    os.symlink(place.tool("port-helper"), place.path("in.telnetd"))
    client, terminal, process = serve(place, place.path("in.telnetd"), "-L", "/usr/lib/uml/port-helper")
    client.sendall(b"hello")
    equal(read_terminal(terminal, 5), b"hello")
    process.kill()			# as a machine does it
    process.wait()
    equal(client.recv(10), b"")
    os.close(terminal)


@test
def a_client_that_sends_no_more_still_gets_its_output(place):
    client, terminal, process = serve(place)
    client.sendall(b"date\n")
    client.shutdown(socket.SHUT_WR)
    equal(read_terminal(terminal, 5), b"date\n")
    os.write(terminal, b"today\n")
    equal(read_client(client, 6), b"today\n")
    equal(process.wait(timeout=5), 0)
    os.close(terminal)


@test
def a_slow_client_holds_up_only_its_output(place):
    client, terminal, process = serve(place)
    os.set_blocking(terminal, False)
    written = 0
    while select.select([], [terminal], [], 0.5)[1]:
        written += os.write(terminal, b"x" * 4096)
        check(written < 1 << 26, "it buffers without an end")
    client.sendall(b"stop")
    equal(read_terminal(terminal, 4), b"stop")
    got = 0
    while got < written:
        got += len(client.recv(1 << 16))
    equal(got, written)
    process.kill()
    os.close(terminal)


@test
def bursts_of_requests_and_garbage_do_no_harm(place):
    client, terminal, process = serve(place)
    client.setblocking(False)
    for chunk in (bytes((IAC, DO, 99)) * 4000, os.urandom(100000), bytes((IAC, SB)) + b"z" * 9000):
        while chunk:
            try:
                chunk = chunk[client.send(chunk):]
            except BlockingIOError:
                pass
            for fd in select.select([client, terminal], [], [], 0.01)[0]:
                if fd is client:
                    client.recv(1 << 16)
                else:
                    os.read(terminal, 1 << 16)
    equal(process.poll(), None)
    process.kill()
    os.close(terminal)


@test
def an_xterms_terminal_is_handed_over(place):
    machine = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    machine.bind(place.path("pipe"))
    master, slave = pty.openpty()
    helper = place.start("port-helper", "-uml-socket", place.path("pipe"), stdin=slave,
                         stdout=slave, stderr=slave, start_new_session=True)
    terminal = receive_terminal(machine, helper)
    os.write(terminal, b"to the window")
    equal(os.read(master, 100), b"to the window")
    helper.send_signal(signal.SIGHUP)
    time.sleep(0.2)
    equal(helper.poll(), None, "it must survive SIGHUP")
    for fd in (slave, terminal, master):
        os.close(fd)
    equal(helper.wait(timeout=5), 0, "the window closed")


@test
def wrong_surroundings_are_told(place):
    place.fails("descriptor 3 is no socket", "port-helper")
    place.fails("usage", "port-helper", "-uml-socket")
    place.fails("nothere|No such file", "port-helper", "-uml-socket", "nothere")
    place.fails("too long", "port-helper", "-uml-socket", "x" * 200)


@test
def a_real_machine_takes_it_for_telnetd(place):
    """con1=port: of a real kernel, whose telnetd and port-helper we are both."""
    os.symlink(place.tool("port-helper"), place.path("in.telnetd"))
    with open(place.path("init"), "w") as file:
        file.write("#!/bin/sh\nmount -t proc proc /proc\nmount -t devtmpfs dev /dev\necho READY\n"
                   "while :; do setsid sh -c 'exec sh -i </dev/tty1 >/dev/tty1 2>&1'; done\n")
    os.chmod(place.path("init"), 0o755)
    port = free_port()
    path = place.dir + ":" + os.environ["PATH"]
    boot(place, "real", f"con1=port:{port}",
         more={"env": {"PATH": path, "UML_PORT_HELPER": place.tool("port-helper")}})

    converse(port, 2)


@test
def our_machine_needs_no_telnetd(place):
    port = free_port()
    machine = boot_ours(place, "ours", f"con1=port:{port}",
                        env={"UML_PORT_HELPER": place.tool("port-helper"), "TMPDIR": place.dir})
    machine.stdin.write(b"while :; do setsid sh -c 'exec sh -i </dev/tty1 >/dev/tty1 2>&1'; done &\n")
    machine.stdin.flush()
    converse(port, 1)
    machine.stdin.write(b"poweroff -f\n")
    machine.stdin.flush()
    equal(machine.wait(timeout=20), 0, "status of the machine")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def connect_to_shell(port):
    """Until one answers: UML 6.1 forgets a client that comes before the line is open."""
    for _ in range(6):
        client = socket.create_connection(("127.0.0.1", port))
        client.settimeout(5)
        seen = b""
        try:
            while b"# " not in seen:
                data = client.recv(4096)
                if not data:
                    break
                seen += data
            else:
                return client, seen
        except TimeoutError:
            pass
        client.close()
    raise AssertionError(f"no prompt: {seen!r}")


def converse(port, pause):
    """A command and its output, twice: the line works again after a hangup."""
    for _ in range(2):
        time.sleep(pause)
        client, seen = connect_to_shell(port)
        client.settimeout(20)
        client.sendall(b"echo $((6 * 7))-$(stty -a </dev/tty1 | grep -c speed)\n")
        while b"42-1" not in seen:
            seen += client.recv(4096)
        client.close()
