"""Locks that die with their process (进程锁): who holds one is alive, whatever the last row it wrote says.

Beside the embedded database they are files, on a server session locks; both are let go by the system on kill -9, so
nobody has to guess from a heartbeat whether a worker is dead.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from allocator.persistence.engine import Database


@dataclass(frozen=True)
class Held:
    """A lock this process holds until `release` or its end."""

    name: str
    file: int | None = None
    connection: sa.Connection | None = None

    def release(self) -> None:
        """Let go of it."""
        if self.file is not None:
            os.close(self.file)
        if self.connection is not None:
            self.connection.execute(sa.select(sa.func.pg_advisory_unlock(_key(self.name))))
            self.connection.close()


def take(database: Database, name: str) -> Held | None:
    """Take a lock by name, or give None when another process (or thread) holds it."""
    return _take_file(name, _folder(database.path)) if database.path else _take_session(database, name)


def take_first(database: Database, prefix: str) -> Held:
    """Take the lowest free lock of a row, such as worker-0."""
    number = 0
    while (held := take(database, f"{prefix}-{number}")) is None:
        number += 1
    return held


def is_free(database: Database, name: str) -> bool:
    """Say whether nobody holds a lock: its last holder has ended or died."""
    held = take(database, name)
    if held is not None:
        held.release()
    return held is not None


@contextmanager
def holding(held: Held) -> Iterator[str]:
    """Keep a lock for a while; gives its name."""
    try:
        yield held.name
    finally:
        held.release()


def _folder(path: Path) -> Path:
    return path.with_name(path.name + ".locks")


def _take_file(name: str, folder: Path) -> Held | None:
    folder.mkdir(exist_ok=True)
    file = os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return None
    return Held(name, file=file)


def _take_session(database: Database, name: str) -> Held | None:
    connection = database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    if connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_key(name)))):
        return Held(name, connection=connection)
    connection.close()
    return None


def _key(name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"fenliu {name}".encode()).digest()[:8], "big", signed=True)
