"""Files of words that a command names (文本文件): read as UTF-8 or refused; what was guessed would stand in a name for ever."""

from pathlib import Path

from allocator.cli.group import read_bytes
from allocator.domain.errors import BadInput
from allocator.domain.words import Text


def read_words(file: Path) -> str:
    """Read a file of words; raises Unavailable with the path, or BadInput with the line that is none of UTF-8."""
    data = read_bytes(str(file))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _no_words(file.name, data.count(b"\n", 0, error.start) + 1) from error


def _no_words(name: str, row: int) -> BadInput:
    place, text = {"file": name, "row": row}, Text("此行不是 UTF-8 文字。", "This line is not UTF-8.")
    remedy = Text("请以 UTF-8 保存。", "Save it in UTF-8.")
    return BadInput(
        Text(f"文件“{name}”读不出文字。", f'The file "{name}" cannot be read as text.'),
        remedy,
        code="file-undecodable",
        facts=place,
        faults=[{**place, "text": text.as_dict(), "remedy": remedy.as_dict()}],
    )
