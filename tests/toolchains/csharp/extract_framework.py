#!/usr/bin/env python3
"""Extract the .NET framework's assemblies from a self-contained single-file application.

usage: extract_framework.py APPLICATION FOLDER

The application runs from its bundle; the compiler needs the assemblies as files to refer to. Only
those of the runtime pack are written, not those that the application brought for itself, so that
code which compiles against the folder needs nothing but the framework.

The bundle's format is described in dotnet/designs, accepted/2020/single-file/bundler.md.
"""

import json
import struct
import sys
import zlib
from pathlib import Path

# SHA-256 of ".net core bundle". The eight bytes before it tell where the bundle's header is.
BUNDLE_SIGNATURE = bytes.fromhex("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae")


class Reader:
    """Reads the little-endian values of a bundle's header one after the other."""

    def __init__(self, data, offset):
        self.data = data
        self.offset = offset

    def read(self, layout):
        values = struct.unpack_from("<" + layout, self.data, self.offset)
        self.offset += struct.calcsize("<" + layout)
        return values

    def read_string(self):
        length = shift = 0
        while True:  # the length comes in groups of seven bits, the lowest first
            (byte,) = self.read("B")
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        (raw,) = self.read(f"{length}s")
        return raw.decode()


def header_offset(data):
    position = data.find(BUNDLE_SIGNATURE)
    while position >= 0:
        (offset,) = struct.unpack_from("<q", data, position - 8)
        if 0 < offset < len(data):
            return offset
        position = data.find(BUNDLE_SIGNATURE, position + 1)
    raise SystemExit("not a single-file .NET application")


def bundled_files(data):
    """Map each bundled file's path to a function that returns its contents."""
    reader = Reader(data, header_offset(data))
    major, _minor, count = reader.read("IIi")
    if major != 6:
        raise SystemExit(f"version {major} of the bundle format is not supported")
    reader.read_string()  # the bundle's identity
    reader.read("qqqqQ")  # where two of the files are, and flags

    def content(offset, size, compressed_size):
        if compressed_size:
            return zlib.decompress(data[offset : offset + compressed_size], -zlib.MAX_WBITS)
        return data[offset : offset + size]

    files = {}
    for _ in range(count):
        position = reader.read("qqq")
        reader.read("B")  # the file's type
        files[reader.read_string()] = lambda position=position: content(*position)
    return files


def framework_names(dependencies):
    """Name the assemblies of the runtime pack, given the application's deps.json."""
    for libraries in json.loads(dependencies)["targets"].values():
        for library, parts in libraries.items():
            if library.startswith("runtimepack.Microsoft.NETCore.App.Runtime."):
                return list(parts["runtime"])
    raise SystemExit("the application has no runtime of its own")


def main(application, folder):
    files = bundled_files(Path(application).read_bytes())
    (dependencies,) = (path for path in files if path.endswith(".deps.json"))
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in framework_names(files[dependencies]()):
        (folder / name).write_bytes(files[name]())


if __name__ == "__main__":
    main(*sys.argv[1:])
