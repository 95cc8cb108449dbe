"""The TOML files of the folder: reading them, and noting a fault of theirs with the line on which its path stands."""

import re
import sys
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from allocator.domain.errors import BadInput
from allocator.domain.rulebook.section import Faults, Section
from allocator.domain.rulebook.written import WRITTEN_OUT, Quoted, Written
from allocator.domain.toml_words import not_toml
from allocator.domain.words import Text
from allocator.files.faults import Place
from allocator.files.office.findings import Findings
from allocator.files.office.toml_lines import row_of_path

AT_LINE = re.compile(r"line (\d+)")
FILES_KEPT = 32
LONGEST_KEPT = 200_000  # characters: nobody fills the memory with what they upload
DIGITS = re.compile(rf"[0-9_]{{{sys.get_int_max_str_digits() + 1},}}")


def read_text(file: Path, findings: Findings) -> str | None:
    """Read a text file of the folder in UTF-8; None when it is missing or not text, which is noted."""
    place = Place(file.name)
    if not file.is_file():
        text = Text(f"缺少 {file.name}。", f"{file.name} is missing.")
        findings.fault(place, "file-missing", text, Text("请添加该文件。", "Add the file."))
        return None
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = Text(f"第 {error.start} 字节不是 UTF-8 文字。", f"The byte at offset {error.start} is not UTF-8.")
        findings.fault(place, "file-undecodable", text, Text("请以 UTF-8 保存。", "Save it in UTF-8."))
        return None


def open_toml(file: Path, findings: Findings) -> tuple[str, Section] | None:
    """Open a TOML file as a section whose faults are noted by `note_paths`; None when it cannot be read."""
    text = read_text(file, findings)
    section = None if text is None else toml_of(file.name, text, findings)
    return None if text is None or section is None else (text, section)


def toml_of(name: str, text: str, findings: Findings) -> Section | None:
    """Read the text of a TOML file as a section, numbers with a point as they are written; None when it is no TOML."""
    try:
        return Section("", values_of(text), Faults())
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        row = row_of_error(str(error)) if isinstance(error, tomllib.TOMLDecodeError) else _row_of_digits(text)
        told = Text("不是有效的 TOML：{why}。", "It is not valid TOML: {why}.").fill(why=not_toml(error))
        findings.fault(Place(name, row), "not-toml", told, Text("请照此更正。", "Correct that."))
        return None


def values_of(text: str) -> Mapping[str, Any]:
    """Give the values of a TOML text as `toml_of` does; those of an office's files are kept, so nobody changes what is given."""
    return (_kept if len(text) <= LONGEST_KEPT else _values)(text)


def _values(text: str) -> Mapping[str, Any]:
    values: Mapping[str, Any] = _marked(tomllib.loads(text, parse_float=Written))
    return values


_kept = lru_cache(maxsize=FILES_KEPT)(_values)


def _marked(value: Any) -> Any:
    """Mark the texts that read like numbers, as deep as values go."""
    if isinstance(value, dict):
        return {key: _marked(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_marked(one) for one in value]
    return Quoted(value) if type(value) is str and WRITTEN_OUT.fullmatch(value) else value


def _row_of_digits(text: str) -> int | None:
    """Give the line on which more digits stand in a row than are read as a number."""
    return next((row for row, line in enumerate(text.splitlines(), start=1) if DIGITS.search(line)), None)


def note_paths(file: str, text: str, faults: Faults, findings: Findings) -> None:
    """Note the faults of a section, each with the line its path stands on."""
    for path, fault in faults.found:
        findings.fault(Place(file, row_of_path(text, path), path), fault.code, fault.text, fault.remedy)


def note_error(file: str, text: str, error: BadInput, findings: Findings) -> None:
    """Note the faults an error carries, each a dictionary with field, text and remedy; one without is one itself."""
    if not error.faults:
        findings.fault(Place(file, row_of_error(str(error))), error.code, error.text, error.remedy)
    for fault in error.faults:
        path = str(fault.get("field") or "")
        place = Place(file, row_of_path(text, path), path or None)
        findings.fault(
            place, error.code, _text(fault.get("text"), error.text), _text(fault.get("remedy"), error.remedy)
        )


def _text(words: object, default: Text) -> Text:
    return Text(str(words["zh"]), str(words["en"])) if isinstance(words, Mapping) else default


def row_of_error(message: str) -> int | None:
    """Give the line a TOML error names."""
    found = AT_LINE.search(message)
    return int(found[1]) if found else None


def as_values(section: Section, key: str) -> list[Any]:
    """Give a list of values; one that is missing or no list is empty, the fault noted."""
    values = section.value(key, [])
    if isinstance(values, list):
        return values
    section.wrong(key, Text("列表", "a list"))
    return []
