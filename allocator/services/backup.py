"""A backup of the office (备份): the whole database as one file, looked through before it gets its name."""

from dataclasses import dataclass
from pathlib import Path

from allocator.domain.errors import BadInput, Conflict, Unavailable
from allocator.domain.system_words import refused_by_system
from allocator.domain.words import Text
from allocator.persistence.copying import copied, damage, put_down
from allocator.persistence.engine import open_database
from allocator.persistence.log import Break
from allocator.services.context import Context
from allocator.services.log_check import LogCheck, verify_log


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup made (备份): its file, its size in bytes, and the decision log in it.

    Of the log the number of entries and the last hash, a witness; and where it breaks, as the office's own then does.
    """

    file: str
    bytes: int
    entries: int
    head: str
    breaks: tuple[Break, ...] = ()


def back_up(context: Context, file: Path) -> Backup:
    """Copy the embedded database as it stands at one instant into a new file, while others go on working.

    Raises BadInput for a database on a server, Conflict where the file exists, Unavailable where it cannot be written or
    the database is damaged; no file is left then. A log that breaks is kept as it is, and told.
    """
    source = context.database.path
    if source is None:
        raise _on_a_server()
    if file.exists():
        raise _taken(file)
    try:
        with copied(source, file.parent) as copy:
            check = _looked_through(context, copy)
            put_down(copy, file)
    except OSError as error:
        raise _unwritable(file, error) from error
    return Backup(str(file), file.stat().st_size, check.entries, check.head, check.breaks)


def _looked_through(context: Context, copy: Path) -> LogCheck:
    if found := damage(copy):
        raise _damaged(found)
    database = open_database(f"sqlite:///{copy}")
    try:
        return verify_log(Context(database, context.now, context.actor))
    finally:
        database.close()


def _on_a_server() -> BadInput:
    return BadInput(
        Text(
            "此数据库在服务器上，备份由服务器自带的工具完成。",
            "This database is on a server, whose own tools back it up.",
        ),
        Text("请用 pg_dump，见 docs/operations.md。", "Use pg_dump; see docs/operations.md."),
        code="backup-on-server",
    )


def _taken(file: Path) -> Conflict:
    return Conflict(
        Text(f"{file} 已存在，未改动。", f"{file} exists; it was left as it is."),
        Text("请换一个文件名，例如带上日期。", "Name another file, with the date in its name, say."),
        code="backup-exists",
    )


def _unwritable(file: Path, error: OSError) -> Unavailable:
    return Unavailable(
        Text("无法写入 {file}：{why}。", "{file} cannot be written: {why}.").fill(
            file=str(file), why=refused_by_system(error)
        ),
        Text("请检查文件夹、权限和剩余空间。", "Check the folder, its permissions and the space left."),
        code="backup-unwritable",
    )


def _damaged(found: str) -> Unavailable:
    return Unavailable(
        Text(
            f"数据库文件已损坏：{found}。未作备份。", f"The database file is damaged: {found}. Nothing was backed up."
        ),
        Text(
            "请停止服务，保留此前的备份，按 docs/operations.md 恢复。",
            "Stop the service, keep the backups from before, and bring one back as docs/operations.md says.",
        ),
        code="database-damaged",
    )
