# SPDX-License-Identifier: GPL-2.0
"""COW files as the format describes them, written without a look at the kernel's code."""
import os
import struct

MAGIC = 0x4F4F4F4D


def up(value, unit):
    return -(-value // unit) * unit


class Cow:
    """Headers of versions 1, 2, 3 and "3b", the broken third one."""

    def __init__(self, version, backing, size, mtime, align=4096):
        self.version, self.backing, self.size, self.mtime = version, backing, size, mtime
        self.align = align

    @classmethod
    def over(cls, version, path, **more):
        st = os.stat(path)
        return cls(version, os.path.realpath(path), st.st_size, int(st.st_mtime), **more)

    @classmethod
    def read(cls, path):
        with open(path, "rb") as f:
            head = f.read(4136)
        version = struct.unpack(">I", head[4:8])[0]
        if struct.unpack("<II", head[:8]) == (MAGIC, 1):
            name, mtime, size, _ = struct.unpack("<256sIQI", head[8:280])
            return cls(1, name.rstrip(b"\0").decode(), size, mtime)
        if version == 2:
            name, mtime, size, _ = struct.unpack(">4096sIQI", head[8:4120])
            return cls(2, name.rstrip(b"\0").decode(), size, mtime)
        if head[32:36] == b"\0" * 4:
            mtime, size, _, align, _ = struct.unpack(">I4xQIII", head[8:36])
            return cls("3b", head[36:4132].rstrip(b"\0").decode(), size, mtime, align)
        mtime, size, _, align, _ = struct.unpack(">IQIII", head[8:32])
        return cls(3, head[32:4128].rstrip(b"\0").decode(), size, mtime, align)

    def header(self):
        name = self.backing.encode()
        if self.version == 1:
            return struct.pack("<II256sIQI", MAGIC, 1, name, self.mtime, self.size, 512)
        if self.version == 2:
            return struct.pack(">II4096sIQI", MAGIC, 2, name, self.mtime, self.size, 512)
        if self.version == 3:
            return struct.pack(">IIIQIII4096s", MAGIC, 3, self.mtime, self.size, 512,
                               self.align, 0, name)
        return struct.pack(">III4xQIII4096s4x", MAGIC, 3, self.mtime, self.size, 512,
                           self.align, 0, name)

    def bitmap(self):
        if self.version in (1, 2):
            return len(self.header()), (self.size + 511) // 4096
        return up(len(self.header()), self.align), -(-up(self.size, 512) // 4096)

    def data(self):
        return up(sum(self.bitmap()), 512 if self.version in (1, 2) else self.align)

    def write(self, path, sectors=None):
        """Create the file; sectors: {number: 512 bytes}."""
        sectors = sectors or {}
        bits = bytearray(self.bitmap()[1] + 1)
        with open(path, "wb") as f:
            f.write(self.header())
            f.truncate(self.data() + self.size)
            for n, data in sectors.items():
                f.seek(self.data() + n * 512)
                f.write(data)
                bits[n // 8] |= 1 << n % 8
            f.seek(self.bitmap()[0])
            f.write(bits[:self.bitmap()[1]])

    def merged(self, path, backing=None):
        """What a guest sees."""
        with open(backing or self.backing, "rb") as f:
            image = bytearray(f.read())
        with open(path, "rb") as f:
            f.seek(self.bitmap()[0])
            bits = f.read(self.bitmap()[1])
            for n in range(self.size // 512):
                if n // 8 < len(bits) and bits[n // 8] >> n % 8 & 1:
                    f.seek(self.data() + n * 512)
                    image[n * 512:n * 512 + 512] = f.read(512).ljust(512, b"\0")
        return image
