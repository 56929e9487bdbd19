# SPDX-License-Identifier: Apache-2.0
"""Tiled TIFF with JPEG tiles (TIFF 6.0 and its Technical Note 2): what Pillow cannot write.

Each tile is a complete JPEG stream. Tiles may come from several processes: encode with `tiles`, join with `assemble`.
"""
import io
import struct

import numpy as np
from PIL import Image

SIDE = 512
_SHORT, _LONG, _RATIONAL = 3, 4, 5


def tiles(array, quality=78):
    """The JPEG streams of an array's tiles, row by row; the edge tiles are filled up with their last pixels."""
    height, width = array.shape[:2]
    sampling = 2 if array.ndim == 3 else 0          # libtiff refuses a single component that claims to be sampled
    down, right = -height % SIDE, -width % SIDE
    if down or right:
        array = np.pad(array, ((0, down), (0, right)) + ((0, 0),) * (array.ndim - 2), mode="edge")
    for y in range(0, height, SIDE):
        for x in range(0, width, SIDE):
            buffer = io.BytesIO()
            tile = Image.fromarray(np.ascontiguousarray(array[y:y + SIDE, x:x + SIDE]))
            tile.save(buffer, "JPEG", quality=quality, subsampling=sampling)
            yield buffer.getvalue()


def write_tiled(path, array, dpi):
    assemble(path, array.shape[1], array.shape[0], 1 if array.ndim == 2 else 3, list(tiles(array)), dpi)


def assemble(path, width, height, samples, streams, dpi):
    """Write header, tiles, directory, in this order."""
    with open(path, "wb") as out:
        out.write(struct.pack("<2sHI", b"II", 42, 0))
        offsets = []
        for stream in streams:
            offsets.append(out.tell())
            out.write(stream + b"\0" * (len(stream) % 2))
        directory = _directory(width, height, samples, offsets, [len(s) for s in streams], dpi)
        start = out.tell()
        out.write(_pack(directory, start))
        out.seek(4)
        out.write(struct.pack("<I", start))


def _directory(width, height, samples, offsets, lengths, dpi):
    entries = [(256, _LONG, [width]), (257, _LONG, [height]), (258, _SHORT, [8] * samples), (259, _SHORT, [7]),
               (262, _SHORT, [6 if samples == 3 else 1]), (277, _SHORT, [samples]),
               (282, _RATIONAL, [dpi, 1]), (283, _RATIONAL, [dpi, 1]), (284, _SHORT, [1]), (296, _SHORT, [2]),
               (322, _SHORT, [SIDE]), (323, _SHORT, [SIDE]), (324, _LONG, offsets), (325, _LONG, lengths)]
    if samples == 3:
        entries += [(530, _SHORT, [2, 2])]
    return entries


def _pack(entries, start):
    """The directory's bytes; values that do not fit in four bytes follow it."""
    body, extra = struct.pack("<H", len(entries)), b""
    after = start + 2 + 12 * len(entries) + 4
    for tag, kind, values in entries:
        data = struct.pack("<%d%s" % (len(values), "H" if kind == _SHORT else "I"), *values)
        count = len(values) // 2 if kind == _RATIONAL else len(values)
        if len(data) <= 4:
            field = data.ljust(4, b"\0")
        else:
            field = struct.pack("<I", after + len(extra))
            extra += data
        body += struct.pack("<HHI", tag, kind, count) + field
    return body + struct.pack("<I", 0) + extra
