"""The code that decides, named by its content (代码摘要): with it a certificate says which program made a plan."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

DECIDING = ("allocator.decisions", "allocator.domain", "solver")
CHECKER = "allocator.decisions.checking.checker"
WEEK_CHECKER = "allocator.decisions.fieldwork.checker"


@cache
def code_digest(packages: tuple[str, ...] = DECIDING) -> str:
    """Name all source files that a decision rests on by one SHA-256; worked out once in a process."""
    return _digest(source for package in packages for source in _sources(files(package), package))


@cache
def checker_digest(checker: str = CHECKER) -> str:
    """Name a checker's own source files (checker.py and those beside it that begin like it)."""
    room, _, name = checker.rpartition(".")
    found = _sources(files(room), room)
    return _digest((path, text) for path, text in found if path.rpartition("/")[2].startswith(name))


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _sources(entry, f"{path}/{entry.name}")
        elif entry.name.endswith(".py"):
            yield f"{path}/{entry.name}", entry.read_bytes()


def _digest(sources: Iterator[tuple[str, bytes]]) -> str:
    whole = hashlib.sha256()
    for path, text in sources:
        whole.update(path.encode() + b"\n" + hashlib.sha256(text).digest())
    return whole.hexdigest()
