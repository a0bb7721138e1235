# SPDX-License-Identifier: GPL-2.0
"""What the tests of the host tools share: a place to work in, a way to run a
tool and judge what it said, and the list of the tests."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.dirname(HERE))	# tap; our own modules go before others of a name

DEBIAN = {"uml_net": "/usr/bin/uml_net", "port-helper": "/usr/lib/uml/port-helper"}
REAL_KERNEL = "/usr/bin/linux.uml"
OUR_KERNEL = ""			# set by run.py
TESTS = []


class Skip(Exception):
    pass


def test(function):
    TESTS.append(function)
    return function


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def equal(found, wanted, what=""):
    check(found == wanted, f"{what}: found {found!r}, wanted {wanted!r}")


def wait_for(condition, what, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"{what}: not within {seconds} s")


def need_root():
    if os.geteuid():
        raise Skip("needs root")


def need(path):
    if not os.path.exists(path):
        raise Skip(f"needs {path}")
    return path


class Place:
    """A directory of a test's own, below which everything it makes lies."""

    def __init__(self, tools):
        self.tools = tools
        self.dir = tempfile.mkdtemp(prefix="uml-tools.")
        self.started = []

    def path(self, name):
        return os.path.join(self.dir, name)

    def tool(self, name):
        return os.path.join(self.tools, name)

    @staticmethod
    def debian(name):
        return need(DEBIAN.get(name, f"/usr/bin/{name}"))

    def run(self, name, *args, **more):
        """A tool of ours, or a path, to its end; text in and out."""
        program = name if "/" in name else self.tool(name)
        environment = dict(os.environ, HOME=self.dir, LC_ALL="C")
        return subprocess.run([program, *args], capture_output=True, text=True, cwd=self.dir,
                              errors="replace",
                              timeout=more.pop("timeout", 30), env=environment,
                              stdin=more.pop("stdin", subprocess.DEVNULL), **more)

    def fails(self, words, name, *args, status=1, **more):
        """It must end with @status and one line that has the words."""
        result = self.run(name, *args, **more)
        equal(result.returncode, status, f"{name} {args}: {result.stderr}")
        lines = result.stderr.splitlines()
        check(len(lines) == 1, f"{name} {args}: not one line: {result.stderr}")
        for word in words.split("|"):
            check(word in result.stderr, f"{name} {args}: no {word!r} in {result.stderr}")

    def succeeds(self, name, *args, **more):
        result = self.run(name, *args, **more)
        equal(result.returncode, 0, f"{name} {args}: {result.stderr}")
        return result.stdout

    def start(self, name, *args, **more):
        program = name if "/" in name else self.tool(name)
        environment = dict(os.environ, HOME=self.dir, LC_ALL="C", **more.pop("env", {}))
        process = subprocess.Popen([program, *args], cwd=self.dir, env=environment,
                                   stdin=more.pop("stdin", subprocess.DEVNULL), **more)
        self.started.append(process)
        return process

    def start_logged(self, log, *args, **more):
        with open(self.path(log), "wb") as out:
            return self.start(*args, stdout=out, stderr=subprocess.STDOUT, **more)

    def text(self, name):
        with open(self.path(name), errors="replace") as file:
            return file.read()

    def leave(self):
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.wait()
        shutil.rmtree(self.dir, ignore_errors=True)


def run_all(report, tools, words):
    for function in TESTS:
        name = f"{function.__module__}/{function.__name__}"
        if words and not any(word in name for word in words):
            continue
        place = Place(tools)
        try:
            function(place)
            report.result(True, name)
        except Skip as skip:
            report.skip(name, str(skip))
        except Exception:
            report.result(False, name, traceback.format_exc())
        finally:
            place.leave()
