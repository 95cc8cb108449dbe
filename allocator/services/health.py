"""Is the service fit to answer (就绪检查)."""

from allocator.domain.errors import Unavailable
from allocator.domain.words import Text
from allocator.persistence.migrate import is_current
from allocator.services.context import Context


def ready(context: Context) -> bool:
    """Check that the database can be read and has the present form; give whether an office is loaded.

    Raises Unavailable with the next step.
    """
    if not is_current(context.database):
        raise Unavailable(
            Text("数据库结构不是当前版本。", "The database does not have the present form."),
            Text(
                "请先运行任一 fenliu 命令（如 fenliu loads）以升级。",
                "Run any `fenliu` command, which brings it up to date.",
            ),
            code="database-outdated",
        )
    with context.database.reading() as uow:
        return uow.office.version() > 0
