# SPDX-License-Identifier: GPL-2.0
"""Walking the kernel's lists, and small conversions, for the other modules.

The kernel is stopped anywhere, so a list may be half changed and memory may be
nonsense: a walk has a limit, and callers catch gdb.MemoryError.
"""
import gdb

LIMIT = 100000


def struct(name):
    return gdb.lookup_type("struct " + name)


def container_of(pointer, type_name, member):
    """The struct that holds, as @member, what @pointer (any pointer) points at."""
    kind = struct(type_name)
    offset, path = 0, kind
    for part in member.split("."):
        field = next(f for f in path.fields() if f.name == part)
        offset += field.bitpos // 8
        path = field.type
    return gdb.Value(int(pointer) - offset).cast(kind.pointer())


def list_entries(head, type_name, member):
    """Pointers to the entries of a struct list_head."""
    first, node = int(head.address), head["next"]
    for _ in range(LIMIT):
        if int(node) == first:
            return
        yield container_of(node, type_name, member)
        node = node["next"]
    raise gdb.GdbError(f"a list of more than {LIMIT} entries: damaged?")


def symbol(name):
    value = gdb.lookup_global_symbol(name) or gdb.lookup_static_symbol(name)
    if not value:
        raise gdb.GdbError(f"no symbol {name}: is this the kernel, built with -g?")
    return value.value()


def constant(name):
    return int(gdb.parse_and_eval(name))


def text(value, limit=256):
    """A char array or pointer as a string."""
    if value.type.strip_typedefs().code == gdb.TYPE_CODE_ARRAY:
        value = value[0].address
    if not int(value):
        return "(null)"
    return value.cast(gdb.lookup_type("char").pointer()).string("utf-8", "replace",
                                                                length=limit).split("\0")[0]


def per_cpu(name, cpu):
    """A per-CPU variable of one CPU."""
    variable = symbol(name)
    offset = int(symbol("__per_cpu_offset")[cpu])
    return gdb.Value(int(variable.address) + offset).cast(variable.type.pointer()).dereference()


def cpus():
    return range(int(symbol("nr_cpu_ids")))


def cpu_in(mask_name, cpu):
    bits = symbol(mask_name)["bits"]
    return bool(int(bits[cpu // 64]) >> cpu % 64 & 1)
