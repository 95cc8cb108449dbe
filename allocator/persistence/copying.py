"""Putting a finished database into the place of an empty one (整库写入): all of it in one transaction, or nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path


def copy_into(source: Path, target: Path) -> None:
    """Copy one embedded database over another, which other processes may hold open; they see the old one or the new."""
    with closing(sqlite3.connect(source)) as made, closing(sqlite3.connect(target)) as place:
        made.backup(place)
