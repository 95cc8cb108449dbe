"""Single values changed in a rulebook's text (规则手册改值): line by line, so that notes and sources around them stay."""

import re
import tomllib
from collections.abc import Mapping

from allocator.domain.errors import BadInput
from allocator.domain.words import Count, Text
from allocator.files.office.toml_lines import row_of_path
from allocator.files.scenario_writing import quoted

VALUE = re.compile(
    r"""(?P<key>\s*[^=]+=\s*)(?P<value>"(?:[^"\\]|\\.)*"|'[^']*'|[^"'\[{#]+?|[\[{][^#]*[\]}])(?P<note>\s*(?:#.*)?)"""
)
DIRECT = Text("请在文本中直接修改。", "Change it in the text itself.")
NO_SUCH = Text("规则手册中没有这一项。", "The rulebook has no such value.")
SEVERAL_LINES = Text("该值占多行。", "That value takes several lines.")


def with_values(text: str, values: Mapping[str, str]) -> str:
    """Give a rulebook's text with some values, as they were typed, in place of others; raises BadInput by path.

    A path is written with dots, a row of a list by its id: ``triage.rules.S02.when``. What stood there as a text stays one.
    """
    lines, faults = text.splitlines(keepends=True), list[dict[str, object]]()
    for path, typed in values.items():
        row = row_of_path(text, path)
        line = lines[row - 1] if row else ""
        if line.partition("=")[0].strip().strip("\"'") != path.rpartition(".")[2] or "=" not in line:
            faults.append(_fault(path, NO_SUCH))
            continue
        found = VALUE.fullmatch(line.rstrip("\r\n"))
        if found is None or not row:
            faults.append(_fault(path, SEVERAL_LINES))
            continue
        lines[row - 1] = f"{found['key']}{_literal(typed, found['value'])}{found['note']}\n"
    if faults:
        raise _refused(faults)
    return "".join(lines)


def _literal(typed: str, before: str) -> str:
    """Write what was typed as TOML has it; in place of a text it is a text."""
    if before.startswith(('"', "'")) and not typed.startswith(('"', "'")):
        return quoted(typed)
    try:
        alone = tomllib.loads(f"value = {typed}").keys() == {"value"}
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        alone = False
    return typed if alone and "\n" not in typed else quoted(typed)


def _fault(path: str, text: Text) -> dict[str, object]:
    return {"field": path, "text": text.as_dict(), "remedy": DIRECT.as_dict()}


def _refused(faults: list[dict[str, object]]) -> BadInput:
    return BadInput(
        Text(f"有 {len(faults)} 处不能这样修改。", f"{Count(len(faults)):value|values} cannot be changed like this."),
        Text("请逐处更正，或粘贴整份文本。", "Correct each, or paste the whole text."),
        code="rulebook-change-refused",
        faults=faults,
    )
