"""Lighter pictures (图片瘦身): a picture of a page with a palette of its 256 commonest colours, a third as heavy and read as well.

Chromium takes pictures with every shade of every smoothed letter; a page has few colours that anybody tells apart.
"""

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256
CHANNELS = {2: 3, 6: 4}  # by the kind of a picture: red, green, blue, and perhaps how opaque
Pixels = NDArray[np.uint8]


def lighter(png: bytes) -> bytes:
    """Give a picture with a palette; the same picture again where it would not become lighter, or is of another kind."""
    if png[25] not in CHANNELS or png[24] != 8 or png[28]:
        return png
    pixels = _pixels(png)
    palette, places = _palette(pixels)
    height, width = pixels.shape[:2]
    lines = np.zeros((height, width + 1), dtype=np.uint8)  # each line begins with the filter used: none
    lines[:, 1:] = places.reshape(height, width)
    made = (
        SIGNATURE
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0))
        + _chunk(b"PLTE", palette.tobytes())
        + _chunk(b"IDAT", zlib.compress(lines.tobytes(), 9))
        + _chunk(b"IEND", b"")
    )
    return made if len(made) < len(png) else png


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pixels(png: bytes) -> Pixels:
    """Read red, green and blue of every pixel."""
    width, height, _, kind = struct.unpack(">IIBB", png[16:26])
    data, at = bytearray(), 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + size]
        at += size + 12
    step = CHANNELS[kind]
    lines = np.frombuffer(zlib.decompress(bytes(data)), dtype=np.uint8).reshape(height, 1 + width * step)
    found = np.zeros((height, width * step), dtype=np.uint8)
    above = np.zeros(width * step, dtype=np.uint8)
    for number in range(height):
        above = found[number] = _unfiltered(int(lines[number, 0]), lines[number, 1:], above, step)
    return found.reshape(height, width, step)[:, :, :3]


def _unfiltered(how: int, line: Pixels, above: Pixels, step: int) -> Pixels:
    """Undo one of the five filters of a line: none, left, above, the mean of both, or the nearest of three."""
    if how == 0:
        return line
    if how == 1:
        sums: Pixels = np.cumsum(line.reshape(-1, step), axis=0, dtype=np.uint8).reshape(-1)
        return sums
    if how == 2:
        return line + above
    out, up = line.tolist(), above.tolist()
    for place in range(len(out)):
        left, corner = (out[place - step], up[place - step]) if place >= step else (0, 0)
        guess = (left + up[place]) // 2 if how == 3 else _nearest(left, up[place], corner)
        out[place] = (out[place] + guess) & 255
    return np.array(out, dtype=np.uint8)


def _nearest(left: int, up: int, corner: int) -> int:
    wanted = left + up - corner
    by_left, by_up, by_corner = abs(wanted - left), abs(wanted - up), abs(wanted - corner)
    return left if by_left <= by_up and by_left <= by_corner else up if by_up <= by_corner else corner


def _palette(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """Choose the commonest colours, one of each sixteenth of every channel first, and give each pixel the nearest."""
    whole = pixels.reshape(-1, 3).astype(np.int64)
    packed: NDArray[np.int64] = (whole[:, 0] << 16) | (whole[:, 1] << 8) | whole[:, 2]
    codes, back, counts = np.unique(packed, return_inverse=True, return_counts=True)
    colours = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1)
    common = np.argsort(-counts, kind="stable")
    part = colours[common] >> 4
    _, first = np.unique((part[:, 0] << 8) | (part[:, 1] << 4) | part[:, 2], return_index=True)
    ranked = np.concatenate([np.sort(first), np.setdiff1d(np.arange(len(common)), first)])
    palette = colours[common[ranked[:COLOURS]]]
    distance = ((colours[:, None, :] - palette[None, :, :]) ** 2).sum(axis=2)
    return palette.astype(np.uint8), distance.argmin(axis=1).astype(np.uint8)[back.reshape(-1)]
