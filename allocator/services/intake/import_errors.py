"""What stands in the way of a file on its way in (导入受阻), each said with the next step."""

from allocator.domain.errors import BadInput, Conflict, NotFound
from allocator.domain.words import Count, Text
from allocator.files.filings import FilingSheet


def no_such_draft() -> NotFound:
    """Make the error for a draft there is not, or that is another's."""
    return NotFound(
        Text("没有这份待导入文件，或已过期清除。", "There is no such file, or it was let go of after a week."),
        Text("请重新选择文件。", "Choose the file again."),
        code="draft-unknown",
    )


def imported_already() -> Conflict:
    """Make the error for a change to what was imported."""
    return Conflict(
        Text("该文件已导入，不能再改。", "The file was imported and cannot be changed any more."),
        Text("请在案件中补充或更正。", "Add to the cases themselves."),
        code="draft-imported",
    )


def cell_too_long(longest: int) -> BadInput:
    """Make the error for a cell without end."""
    return BadInput(
        Text("单元格内容过长。", "A cell is too long."),
        Text(f"最多 {longest} 个字符。", f"At most {longest} characters."),
        code="cell-too-long",
    )


def not_there() -> BadInput:
    """Make the error for a row, a column or a field that there is not."""
    return BadInput(
        Text("文件中没有该行、该列或该字段。", "The file has no such row or column, or there is no such field."),
        Text("请刷新页面后重试。", "Load the page again."),
        code="draft-place",
    )


def no_table(sheet: FilingSheet) -> BadInput:
    """Make the error for a file that is no table with rows, with each fault of it."""
    return BadInput(
        Text(f"“{sheet.name}”无法导入。", f'"{sheet.name}" cannot be imported.'),
        Text("请更正文件后重新选择。", "Put the file right and choose it again."),
        code="import-unreadable",
        faults=[fault.as_dict() for fault in sheet.file_faults if fault.is_error],
    )


def too_many(count: int) -> Conflict:
    """Make the error for who keeps too many files."""
    return Conflict(
        Text(f"您已有 {count} 份未导入的文件。", f"You keep {count} files already that are not imported."),
        Text("请先导入或放弃其中一些。", "Import some of them, or let go of them, first."),
        code="drafts-too-many",
    )


def still_faulty(count: int) -> BadInput:
    """Make the error for an import while faults are left."""
    return BadInput(
        Text(
            f"还有 {count} 处错误，未导入任何一行。", f"{Count(count):fault is|faults are} left; no row was imported."
        ),
        Text("请更正，或将该行设为不导入。", "Put them right, or leave the row out."),
        code="import-faulty",
    )
