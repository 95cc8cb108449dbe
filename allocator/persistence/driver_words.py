"""What a database refused (数据库报错), in the words of whoever reads it: its driver says it in one language only."""

import sqlite3
from collections.abc import Mapping

from sqlalchemy.exc import DBAPIError

from allocator.domain.words import Text

KIND = 0xFF  # the last byte of a code of SQLite tells the kind, what stands before it the circumstance
REFUSALS: Mapping[int, Text] = {
    sqlite3.SQLITE_PERM: Text("没有权限", "there is no permission"),
    sqlite3.SQLITE_READONLY: Text("数据库只可读", "it can only be read"),
    sqlite3.SQLITE_IOERR: Text("读写磁盘出错", "the disk cannot be read or written"),
    sqlite3.SQLITE_CORRUPT: Text("数据库文件已损坏", "its file is damaged"),
    sqlite3.SQLITE_FULL: Text("磁盘已满", "the disk is full"),
    sqlite3.SQLITE_CANTOPEN: Text("打不开这个文件", "its file cannot be opened"),
    sqlite3.SQLITE_NOTADB: Text("这不是数据库文件", "the file is not a database"),
}


def refused_by_database(error: DBAPIError) -> Text:
    """Say why a database refused; what is not in the table is said as the driver says it, its first line."""
    said = str(error.orig).strip().partition("\n")[0].rstrip(".")
    return REFUSALS.get(getattr(error.orig, "sqlite_errorcode", 0) & KIND, Text(said, said))
