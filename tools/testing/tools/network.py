# SPDX-License-Identifier: GPL-2.0
"""uml_switch between models of clients and between real machines; tunctl and
uml_net, in a network namespace of their own."""

import os
import random
import resource
import select
import signal
import socket
import stat
import struct
import subprocess
import time

import bench
from bench import Skip, check, equal, need, need_root, test, wait_for
from mconsole import boot

SWITCH_MAGIC = 0xFEEDFACE
ALL = b"\xff" * 6


class Client:
    """One port, as a machine opens it: control connection and data socket."""

    serial = 0

    def __init__(self, control_path, version=3, request=None):
        Client.serial += 1
        name = bytes(4) + struct.pack("<II", os.getpid(), Client.serial)
        self.address = (struct.pack("<H", socket.AF_UNIX) + name).ljust(110, b"\0")
        self.data = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.data.bind(self.address[2:])
        self.control = socket.socket(socket.AF_UNIX)
        self.control.settimeout(5)
        self.control.connect(control_path)
        self.mac = struct.pack(">HI", 0x0200, Client.serial)
        if request is None:
            request = self.request(version)
        self.control.sendall(request)
        answer = self.control.recv(200)
        self.switch = answer[2:] if answer[2:3] == b"\0" else answer[2:].rstrip(b"\0")
        check(len(answer) in (0, 110), f"an answer of {len(answer)} bytes")
        self.refused = not answer

    def request(self, version):
        if version == 3:
            return struct.pack("<III", SWITCH_MAGIC, 3, 0) + self.address + b"\0\0"
        return struct.pack("<II", SWITCH_MAGIC, 0) + bytes(6) + self.address

    def send(self, to, payload=b"hello", source=None):
        frame = to + (source or self.mac) + b"\x08\x00" + payload
        self.data.sendto(frame, self.switch)
        return frame

    def receive(self, seconds=0.3):
        if select.select([self.data], [], [], seconds)[0]:
            return self.data.recv(70000)
        return None

    def close(self):
        self.control.close()
        self.data.close()


def start_switch(place, *args, program="uml_switch"):
    control = place.path("ctl")
    process = place.start_logged("switch.log", program, "-unix", control, *args)
    wait_for(lambda: os.path.exists(control), "the control socket")
    time.sleep(0.1)
    return process, control


@test
def frames_find_their_way(place):
    _, control = start_switch(place)
    a, b, c = (Client(control, version) for version in (3, 1, 3))
    frame = a.send(ALL)
    equal((b.receive(), c.receive(), a.receive(0)), (frame, frame, None), "broadcast")
    frame = b.send(a.mac)
    equal((a.receive(), c.receive(0.1)), (frame, None), "an address that was learned")
    frame = a.send(c.mac)
    equal((b.receive(), c.receive()), (frame, frame), "an unknown address")
    equal(a.send(a.mac) and a.receive(0.1), None, "never back to where it came from")
    frame = c.send(ALL, source=a.mac)			# a has moved to c's port
    b.receive(), a.receive()
    frame = b.send(a.mac)
    equal((c.receive(), a.receive(0.1)), (frame, None), "an address that moved")
    frame = b.send(b"\x01\0\x5e\0\0\1", b"x" * 60000)
    equal((a.receive(), c.receive()), (frame, frame), "a large multicast frame")
    c.close()
    wait_for(lambda: "Disconnect" in place.text("switch.log"), "c's end")
    frame = b.send(a.mac)
    equal(a.receive(), frame, "a port that is gone is forgotten")
    log = place.text("switch.log")
    for line in (f"attached to unix socket '{control}'", "New connection", "Disconnect",
                 " Addr: 02:00:00:00:00:", "unknown Addr: 02:00:00:00:00:", " old port "):
        check(line in log, f"no {line!r} in {log}")


@test
def a_hub_sends_everything_everywhere(place):
    _, control = start_switch(place, "-hub")
    a, b, c = (Client(control) for _ in range(3))
    for one, other in ((a, b), (b, a)):
        frame = one.send(other.mac)
        equal((other.receive(), c.receive()), (frame, frame))
    check("uml_switch will be a hub instead of a switch" in place.text("switch.log"), "log")


@test
def bad_requests_are_refused(place):
    switch, control = start_switch(place)
    name = struct.pack("<H", 1) + bytes(108)
    for request, line in ((struct.pack("<III", SWITCH_MAGIC, 2, 0) + name, "Version 2 is not supported"),
                          (struct.pack("<III", SWITCH_MAGIC, 9, 0) + name,
                           "Request for a version 9 port, which this uml_switch doesn't support"),
                          (struct.pack("<III", SWITCH_MAGIC, 3, 1) + name, "Bad request type"),
                          (struct.pack("<III", SWITCH_MAGIC, 3, 0) + b"\2\0" + bytes(108), "Bad request")):
        check(Client(control, request=request).refused, line)
        wait_for(lambda: line in place.text("switch.log"), line)
    a = Client(control)
    check(Client(control, request=a.request(3)).refused, "two ports with one data socket")
    a.control.send(b"x")
    equal(a.control.recv(1), b"", "a byte after the request")
    slow = socket.socket(socket.AF_UNIX)
    slow.connect(control)
    b = Client(control)
    for byte in a.request(3):			# one byte after the other
        slow.send(bytes([byte]))
        time.sleep(0.001)
    equal(len(slow.recv(200)), 110, "a request in pieces")
    frame = b.send(ALL)
    equal(a.receive(), frame)
    equal(switch.poll(), None)


@test
def requests_are_fuzzed(place):
    switch, control = start_switch(place)
    rng = random.Random(11)
    good = struct.pack("<III", SWITCH_MAGIC, 3, 0) + struct.pack("<H", 1) + bytes(110)
    for n in range(2000):
        sock = socket.socket(socket.AF_UNIX)
        sock.connect(control)
        request = bytearray(good[:rng.randrange(len(good) + 1)] + rng.randbytes(rng.choice((0, 0, 3, 300))))
        for _ in range(rng.randrange(4)):
            if request:
                request[rng.randrange(len(request))] = rng.randrange(256)
        try:
            sock.send(request)
        except BrokenPipeError:
            pass
        sock.close()
    data = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    a, b = Client(control), Client(control)
    for size in (0, 1, 13, 14, 70000):
        a.data.sendto(rng.randbytes(size), a.switch)
        data.sendto(rng.randbytes(size), a.switch)	# from an address nobody announced
    while b.receive(0.2):
        pass
    frame = a.send(ALL)
    equal(b.receive(), frame, "it works no more")
    equal(switch.poll(), None)


@test
def a_client_that_does_not_read_holds_up_nobody(place):
    _, control = start_switch(place)
    a, b, deaf = (Client(control) for _ in range(3))
    b.send(ALL)
    start = time.monotonic()
    for n in range(3000):
        a.send(ALL if n % 2 else b.mac, b"%d" % n)
        equal(b.receive(5)[14:], b"%d" % n)
    check(time.monotonic() - start < 20, "slow")
    check(deaf.receive(), "the deaf one got nothing")


@test
def the_log_need_not_be_read(place):
    control = place.path("ctl")
    place.start("uml_switch", "-unix", control, stdout=-1)
    wait_for(lambda: os.path.exists(control), "the control socket")
    time.sleep(0.1)
    a, b = Client(control), Client(control)
    for n in range(5000):
        frame = a.send(bytes([6]) + n.to_bytes(5, "big"))
        equal(b.receive(5), frame, f"frame {n}")


@test
def too_many_connections_do_not_spin(place):
    def few():
        resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    control = place.path("ctl")
    switch = place.start_logged("log", "uml_switch", "-unix", control, preexec_fn=few)
    wait_for(lambda: os.path.exists(control), "the control socket")
    time.sleep(0.1)
    socks = []
    for _ in range(40):
        socks.append(socket.socket(socket.AF_UNIX))
        socks[-1].connect(control)
    time.sleep(1)
    with open(f"/proc/{switch.pid}/stat") as file:
        fields = file.read().split()
    check(int(fields[13]) + int(fields[14]) < 30, "it used the CPU all the time")
    for sock in socks:
        sock.close()
    time.sleep(0.2)
    check(not Client(control).refused, "no connection afterwards")


@test
def sockets_come_and_go(place):
    switch, control = start_switch(place)
    result = place.run("uml_switch", "-unix", control)
    equal(result.returncode, 1)
    check(f"The control socket '{control}' has another server attached to it" in result.stderr, result.stderr)
    switch.kill()
    switch.wait()
    check(stat.S_ISSOCK(os.stat(control).st_mode), "no stale socket to test with")
    again, _ = start_switch(place)
    check(not Client(control).refused, "a stale socket was not replaced")
    for sig in (signal.SIGINT, signal.SIGTERM):
        again.send_signal(sig)
        equal(again.wait(timeout=5), -sig)
        check(not os.path.exists(control), "the socket is still there")
        check(f"Caught signal {sig:d}, cleaning up and exiting" in place.text("switch.log"), "log")
        again, _ = start_switch(place)
    with open(place.path("precious"), "w") as file:
        file.write("text")
    place.fails("exists and is not a socket", "uml_switch", "-unix", "precious")
    equal(place.text("precious"), "text")
    place.fails("No such file", "uml_switch", "-unix", "nodir/ctl")
    place.fails("longer than 107", "uml_switch", "-unix", "x" * 108)
    for arguments in (("-x",), ("-unix",), ("-tap",), ("word",)):
        result = place.run("uml_switch", *arguments)
        equal((result.returncode, len(result.stderr.splitlines())), (1, 2), f"usage {arguments}")


@test
def version_0_knows_the_data_socket(place):
    control, data = place.path("ctl0"), place.path("data0")
    place.start_logged("switch.log", "uml_switch", "-compat-v0", "-unix", control, data)
    wait_for(lambda: os.path.exists(data), "the data socket")
    old_data = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    old_data.bind(place.path("client"))
    old_data.settimeout(5)
    old = socket.socket(socket.AF_UNIX)
    old.connect(control)
    name = struct.pack("<H", 1) + place.path("client").encode().ljust(108, b"\0")
    old.send(struct.pack("<I", 0) + bytes(6) + name)
    new = Client(control)
    frame = new.send(ALL)
    equal(old_data.recv(2000), frame)
    frame = new.mac + b"\2\0\0\0\7\7" + b"\x08\0text"
    old_data.sendto(frame, data)
    equal(new.receive(), frame)


@test
def it_becomes_a_daemon(place):
    control = place.path("ctl")
    equal(place.run("uml_switch", "-daemon", "-unix", control, timeout=5).returncode, 0)
    a, b = Client(control), Client(control)
    peer = a.control.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    frame = a.send(ALL)
    equal(b.receive(), frame)
    for pid in subprocess.run(["pgrep", "-f", f"uml_switch -daemon -unix {control}"],
                              capture_output=True, text=True).stdout.split():
        os.kill(int(pid), signal.SIGTERM)
    check(peer, "credentials")
    wait_for(lambda: not os.path.exists(control), "the daemon's end", 5)


PING = """#!/bin/sh
mount -t proc proc /proc
set -- $(busybox cat /proc/cmdline | busybox tr ' ' '\\n' | busybox grep ^IP=)
busybox ip addr add ${1#IP=}/24 dev eth0
busybox ip link set lo up
busybox ip link set eth0 up
echo READY
busybox ping -c 3 -w 30 10.7.7.1 >/dev/null && echo REACHED
busybox ping -c 3 -w 30 10.7.7.2 >/dev/null && echo REACHED
exec sleep 1000
"""


def ping_through(place, program):
    need("/bin/busybox")
    _, control = start_switch(place, program=program)
    with open(place.path("init"), "w") as file:
        file.write(PING)
    os.chmod(place.path("init"), 0o755)
    for n in (1, 2):
        boot(place, f"node{n}", f"eth0=daemon,,unix,{control}", f"IP=10.7.7.{n}")
    for n in (1, 2):
        wait_for(lambda: place.text(f"node{n}.log").count("REACHED") == 2, f"the pings of {n}", 60)


@test
def real_machines_ping_through_it(place):
    ping_through(place, "uml_switch")


def apart(place, script, *args):
    """Runs a shell script where the network is its own; returns its output."""
    need_root()
    if not os.path.exists("/dev/net/tun"):
        raise Skip("needs /dev/net/tun")
    result = subprocess.run(["unshare", "-n", "-m", "sh", "-c",
                             "mount -t sysfs sysfs /sys && ip link set lo up\n" + script, "sh", *args],
                            capture_output=True, text=True, cwd=place.dir, timeout=60)
    equal(result.returncode, 0, result.stdout + result.stderr)
    return result.stdout


@test
def tunctl_says_what_debians_says(place):
    """Options, output, status and the device that results."""
    script = """
    t() { "$P" "$@" 2>&1 | sed "s,^$P,tunctl,;s,^tunctl:.*,,"; }
    show() { for f in owner group tun_flags; do cat /sys/class/net/$1/$f; done; }
    P=$1
    t -b; show tap0; t; t -t one -u nobody; show one; t -t two -u 1234 -g 12; show two
    t -t three -g daemon; show three; t -b -t four; t -d one; t -d nothere; t -d two
    t -u nosuchuser; t -g nosuchgroup; t -x; t word; t -f /nofile; t -f /dev/null -t y
    ip -o link | cut -d: -f2
    """
    ours = apart(place, script, place.tool("tunctl"))
    theirs = apart(place, script, place.debian("tunctl"))
    ours = ours.replace(place.tool("tunctl"), "tunctl")
    equal(ours.splitlines(), theirs.replace("/usr/bin/tunctl", "tunctl").splitlines())


@test
def a_switch_takes_a_tap(place):
    """A frame from the host's side of the tap reaches a client, and back."""
    need("/bin/busybox")
    out = apart(place, """
    "$1/tunctl" -b -t tap5 >/dev/null; ip addr add 10.8.8.1/24 dev tap5; ip link set tap5 up
    "$1/uml_switch" -unix ctl -tap tap5 </dev/null >log 2>&1 & pid=$!
    sleep 0.5
    python3 -B - "$2" <<'PYTHON'
import sys, os, struct, subprocess
sys.path.insert(0, sys.argv[1])
from network import Client
c = Client(os.path.abspath("ctl"))
ping = subprocess.Popen(["/bin/busybox", "ping", "-c1", "-W5", "10.8.8.2"], stdout=subprocess.DEVNULL)
while True:
    frame = c.receive(5)
    if frame[12:14] == b"\\x08\\x06" and frame[38:42] == bytes([10, 8, 8, 2]):
        break
arp = struct.pack(">HHBBH", 1, 0x800, 6, 4, 2) + c.mac + frame[38:42] + frame[22:32]
c.data.sendto(frame[6:12] + c.mac + b"\\x08\\x06" + arp, c.switch)
while True:
    frame = c.receive(5)
    if frame[:6] == c.mac and frame[12:14] == b"\\x08\\0":
        break
print("the host found us")
ping.kill()
PYTHON
    kill $pid; wait $pid; cat log
    """, place.tools, bench.HERE)
    check("the host found us" in out and "tap device 'tap5'" in out, out)


NET_CLIENT = """
import socket, subprocess, sys
program, user, *args = sys.argv[1:]
stream = args[0] != "tuntap"
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM if stream else socket.SOCK_DGRAM)
become = dict(user=int(user), group=int(user), extra_groups=[]) if user != "0" else {}
p = subprocess.Popen([program, "4", *args], stdin=subprocess.DEVNULL, stdout=b, **become)
b.close()
data, control, _, _ = a.recvmsg(9000, 1000)
status = p.wait()
if stream:
    while len(data) < 4 or len(data) < 4 + int.from_bytes(data[:4], "little"):
        data += a.recv(9000)
    assert len(data) == 4 + int.from_bytes(data[:4], "little") and data[-1] == 0
    print(status, data[4:-1].decode(), end="")
else:
    print(status, len(control), data[:16].rstrip(b"\\0").decode(), data[16:].rstrip(b"\\0").decode(), end="")
"""


def net_script(place, lines):
    with open(place.path("client.py"), "w") as file:
        file.write(NET_CLIENT)
    os.chmod(place.dir, 0o755)
    return apart(place, 'n() { python3 client.py "$1" "$@"; }\nN=$1; T=$2\n'
                 'n() { python3 client.py "$N" "$@"; }\n' + lines,
                 place.tool("uml_net"), place.tool("tunctl"))


@test
def uml_net_makes_a_tap_and_the_way_to_a_guest(place):
    out = net_script(place, """
    n 0 tuntap up 10.9.0.254
    "$T" -b -t keep >/dev/null; ip addr add 10.9.0.254/32 dev keep; ip link set keep up
    n 0 add keep 10.9.0.1 255.255.255.255; ip route; cat /proc/sys/net/ipv4/conf/keep/proxy_arp
    n 0 del keep 10.9.0.1 255.255.255.255; ip route; cat /proc/sys/net/ipv4/conf/keep/proxy_arp
    n 0 add lo 10.9.0.1 255.255.255.255
    """)
    for words in ("0 1 tap0 * ip addr add 10.9.0.254/32 dev tap0\n* ip link set tap0 up\n",
                  "0 * ip route add 10.9.0.1 dev keep\n* sysctl net.ipv4.conf.keep.proxy_arp=1\n"
                  "10.9.0.1 dev keep scope link linkdown \n1\n",
                  "0 * ip route del 10.9.0.1 dev keep\n* sysctl net.ipv4.conf.keep.proxy_arp=0\n0\n",
                  "1 uml_net: 'lo' is no tap device of uid 0\n"):
        check(words in out, f"no {words!r} in {out!r}")


@test
def uml_net_without_rights_uses_the_users_tap(place):
    out = net_script(place, """
    chmod 666 /dev/net/tun 2>/dev/null
    n 65534 tuntap up 10.9.0.254
    "$T" -b -t theirs -u 1 >/dev/null; "$T" -b -t mine -u 65534 >/dev/null
    ip addr add 10.9.0.254/32 dev mine; ip link set mine up
    echo 1 >/proc/sys/net/ipv4/ip_forward
    n 65534 tuntap up 10.9.0.254
    n 65534 add theirs 10.9.0.1 255.255.255.255
    n 65534 add mine 10.9.0.1 255.255.255.255
    """)
    for words in ("1 0  uml_net: no new tap (/dev/net/tun: ", "none of uid 65534 is free; an administrator"
                  " can make one: tunctl -u 65534\n",
                  "0 1 mine * using the existing tap device mine\n",
                  "1 uml_net: 'theirs' is no tap device of uid 65534\n",
                  "1 * ip route add 10.9.0.1 dev mine\nfailed: Operation not permitted (uml_net has no"
                  " CAP_NET_ADMIN: an administrator has to do this)\n"):
        check(words in out, f"no {words!r} in {out!r}")


@test
def uml_net_says_what_is_wrong(place):
    equal(place.run("uml_net").stderr.count("\n"), 3, "lines of the complaint")
    place.fails("Version mismatch - requested version 5, uml_net supports up to version 4",
                "uml_net", "5", "tuntap")
    place.fails("Unknown transport : 'foo'", "uml_net", "4", "foo", "x")
    place.fails("no ethertap", "uml_net", "4", "ethertap", "tap0", "5")
    place.fails("'10.0.0' is no IPv4 address", "uml_net", "4", "tuntap", "up", "10.0.0")
