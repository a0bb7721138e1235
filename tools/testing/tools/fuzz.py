# SPDX-License-Identifier: GPL-2.0
"""fuzz.c: a million rounds for each parser."""

import os

import bench
from bench import check, test


@test
def parsers_bear_a_million_mutations(place):
    source = os.path.dirname(os.path.dirname(os.path.dirname(bench.HERE))) + "/tools/uml"
    result = place.run("/usr/bin/gcc", "-std=gnu11", "-D_GNU_SOURCE", "-O1", "-g", "-Wall",
                       "-fsanitize=address,undefined", "-fno-sanitize-recover=all", f"-I{source}",
                       os.path.join(bench.HERE, "fuzz.c"),
                       *(f"{source}/{name}.c" for name in ("cow", "switch_request", "telnet")),
                       "-o", "fuzz", timeout=120)
    check(result.returncode == 0, result.stderr)
    result = place.run(place.path("fuzz"), "1000000", timeout=300)
    check(result.returncode == 0, result.stderr)
