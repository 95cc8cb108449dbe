"""Instances in whole numbers (整数算例): arrays that nobody can change, written as one text and named by it.

Each room says what its numbers mean, and refuses what contradicts itself; that is read, written and named alike.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from solver.digits import listed

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

LARGEST = 2**40  # times, costs and counts stay below, so that no sum of a model leaves 63 bits


UNSAID = {"unsaid": True}
"""Marks a field that is not written where it is empty: instances from before there was one keep their names."""


def nothing() -> Ints:
    """Give an array of no numbers: what a part that is left out begins as."""
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Arrays:
    """An instance: its fields of type `Ints` are int64, of one dimension and read-only from the first moment on."""

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for part in fields(self):
            if part.type is Ints:
                object.__setattr__(self, part.name, _frozen(getattr(self, part.name)))

    @classmethod
    def names(cls) -> tuple[list[str], set[str]]:
        """Name the fields in order, and those which an instance may leave unsaid."""
        parts = fields(cls)
        return sorted(part.name for part in parts), {
            part.name for part in parts if UNSAID.items() <= part.metadata.items()
        }

    def fill_in(self, name: str, count: int, value: int) -> None:
        """Give an array that was left out the same number so many times; only while the instance is being built."""
        if not len(getattr(self, name)):
            object.__setattr__(self, name, _frozen(np.full(count, value)))

    def to_json(self) -> str:
        """Write the instance as the one text that stands for it: sorted keys, integers, no spaces."""
        return b"".join(self._text()).decode()

    def _text(self) -> Iterator[bytes]:
        names, may_be_unsaid = self.names()
        for number, name in enumerate(one for one in names if one not in may_be_unsaid or len(getattr(self, one))):
            value = getattr(self, name)
            yield f'{"," if number else "{"}"{name}":'.encode()
            array = isinstance(value, np.ndarray)
            yield from listed(value) if array else (json.dumps(value, separators=(",", ":")).encode(),)
        yield b"}"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote; raises ValueError when the text is no instance."""
        values = json.loads(text)
        names, may_be_unsaid = cls.names()
        if not isinstance(values, dict) or set(values) | may_be_unsaid != set(names):
            raise ValueError(f"An instance must have exactly the fields {', '.join(names)}.")
        return cls(**values)

    def same(self, other: Self) -> bool:
        """Say whether another instance says the same in every field, without writing either."""
        mine, its = ([getattr(one, part.name) for part in fields(one)] for one in (self, other))
        return all(
            np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b for a, b in zip(mine, its, strict=True)
        )

    @cached_property
    def digest(self) -> str:
        """Name the instance by the SHA-256 of its text, which is never there as a whole."""
        name = hashlib.sha256()
        for piece in self._text():
            name.update(piece)
        return name.hexdigest()


def check_within(values: Ints, low: int, high: int, what: str) -> None:
    """Refuse a number below `low`, or from `high` on; raises ValueError that names it, "{}" in `what` being its place."""
    if len(values) and not (low <= int(values.min()) and int(values.max()) < high):
        place = int(np.argmax((values < low) | (values >= high)))
        raise ValueError(f"{what.format(place)} is {values[place]}, which must be from {low} to {high - 1}.")


def check_same_length(instance: Arrays, *names: str) -> None:
    """Refuse columns of one table that differ in length; raises ValueError."""
    lengths = {name: len(getattr(instance, name)) for name in names}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"These must be equally long: {', '.join(f'{name} {n}' for name, n in lengths.items())}.")


def _frozen(values: Any) -> Ints:
    """Copy an array so that nobody can change it; one that nobody can change already stays as it is."""
    if isinstance(values, np.ndarray) and values.dtype == np.int64 and values.ndim == 1 and _nobody_writes(values):
        return values
    array = np.array(values, dtype=np.int64)
    if array.ndim != 1:
        raise ValueError("Every array of an instance must have one dimension.")
    array.setflags(write=False)
    return array


def _nobody_writes(array: Ints) -> bool:
    return not array.flags.writeable and array.base is None
