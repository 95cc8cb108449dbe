"""Digits (数字成文): many whole numbers written as a JSON list, piece by piece; a city's instance has tens of millions."""

import json
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from solver.compiled import compiled

PIECE = 200_000  # numbers of one piece
WIDEST = 21  # characters of a number with its sign and its comma

Ints = npt.NDArray[np.int64]
Text = npt.NDArray[np.uint8]


def listed(values: Ints) -> Iterator[bytes]:
    """Write numbers between -2^63 and 2^63 as a JSON list without spaces."""
    yield b"["
    for first in range(0, len(values), PIECE):
        yield b"," if first else b""
        yield _piece(values[first : first + PIECE])
    yield b"]"


def _piece(values: Ints) -> bytes:
    text = np.empty(WIDEST * len(values), dtype=np.uint8)
    try:
        return text[: write_digits(values, text)].tobytes()
    except Exception:  # noqa: BLE001  (whatever a compiler does, an instance has a name)
        return json.dumps(values.tolist(), separators=(",", ":"))[1:-1].encode()


@compiled
def write_digits(values: Ints, text: Text) -> int:
    """Write numbers with commas between them; gives where the last one ends."""
    at, ten = 0, np.uint64(10)
    for value in values:
        if value < 0:
            text[at] = 45  # -
            at += 1
        size, rest = 1, np.uint64(abs(value)) // ten
        while rest > 0:
            size, rest = size + 1, rest // ten
        rest = np.uint64(abs(value))
        for place in range(at + size - 1, at - 1, -1):
            text[place] = 48 + rest % ten  # 0 and on
            rest //= ten
        text[at + size] = 44  # ,
        at += size + 1
    return at - 1
