"""Copying a whole embedded database (整库复制): into the place of another, or out into a file of its own."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

OWN_ALONE = 0o600  # a copy holds names, claims and secrets of draws


def copy_into(source: Path, target: Path) -> None:
    """Copy one embedded database over another, which other processes may hold open; they see the old one or the new."""
    with closing(sqlite3.connect(source)) as made, closing(sqlite3.connect(target)) as place:
        made.backup(place)


@contextmanager
def copied(source: Path, folder: Path) -> Iterator[Path]:
    """Copy an embedded database as it stands at one instant, while others work in it; the copy goes when it is left, unless put down."""
    with TemporaryDirectory(prefix=".fenliu-", dir=folder) as room:
        copy = Path(room) / "copy.db"
        copy_into(source, copy)
        yield copy


def damage(copy: Path) -> str:
    """Look through a copy for pages and rows that do not hold together; gives the first thing found, "" for none."""
    try:
        with closing(sqlite3.connect(copy)) as made:
            [found] = made.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if found == "ok" else str(found)


def put_down(copy: Path, place: Path) -> None:
    """Give a finished copy its name in its folder: one file, with nothing in a journal beside it, on the disk for good."""
    with closing(sqlite3.connect(copy)) as made:
        made.execute("PRAGMA journal_mode = DELETE")
    copy.chmod(OWN_ALONE)
    with copy.open("rb") as written:
        os.fsync(written.fileno())
    copy.rename(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
