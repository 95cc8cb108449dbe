"""What makes a text no TOML (文本格式错误), in the words of whoever wrote it: the reader itself says it in one language only."""

import re
from collections.abc import Mapping

from allocator.domain.words import Text

FAULTS: Mapping[str, Text] = {
    "Invalid statement": Text(
        "此处应为“键 = 值”、[表] 或 # 注释；键名若非英文字母、数字、_ 或 -，须加引号",
        "a key = value, a [table] or a # remark should stand here; a key of other signs than A to Z, digits, _ and - is quoted",
    ),
    "Expected newline or end of document after a statement": Text(
        "一行写完一项后还有别的内容", "something else follows on the line of a finished entry"
    ),
    "Expected '=' after a key in a key/value pair": Text("键后面缺少等号", "no = follows the key"),
    "Invalid initial character for a key part": Text(
        "键名须由英文字母、数字、下划线或连字符组成，否则加引号",
        "a key is of letters A to Z, digits, _ and -, or stands in quotation marks",
    ),
    "Invalid value": Text(
        "等号后的值写法不对，文字须加英文引号", "the value after = cannot be read; a text stands in quotation marks"
    ),
    "Invalid date or datetime": Text("没有这一天或这一时刻", "there is no such day or time"),
    "Cannot overwrite a value": Text("该键此前已写过", "that key is there already"),
    "Duplicate inline table key": Text("花括号内有重复的键", "a key stands twice within braces"),
    "Cannot declare": Text(
        "该表此前已写过，或已在一行内写完", "that table is there already, or was finished on one line"
    ),
    "Cannot mutate immutable namespace": Text(
        "该表此前已在一行内写完，不能再添", "that table was finished on one line before, and nothing can be added to it"
    ),
    "Cannot redefine namespace": Text("该表此前已写过", "that table is there already"),
    "Expected ']' at the end of a table declaration": Text("表名后缺少 ]", "no ] follows the name of the table"),
    "Expected ']]' at the end of an array declaration": Text("表名后缺少 ]]", "no ]] follows the name of the table"),
    "Unclosed array": Text("列表没有以 ] 结束", "a list is not closed with ]"),
    "Unclosed inline table": Text("花括号没有结束", "braces are not closed"),
    "Unterminated string": Text("引号没有结束", "a quotation mark is not closed"),
    "Expected": Text("引号没有结束", "a quotation mark is not closed"),
    "Unescaped '\\' in a string": Text(
        "双引号内的反斜杠须写成两个，或改用单引号",
        "a backslash within double quotation marks is written twice, or use single ones",
    ),
    "Invalid hex value": Text("\\u 之后须为十六进制数", "after \\u hexadecimal digits should follow"),
    "Escaped character is not a Unicode scalar value": Text("\\u 之后的数不是任何字符", "no character has the number after \\u"),
    "Illegal character": Text("引号须在同一行结束，且其间不能有控制字符", "a text ends on its line, without control characters"),
    "Found invalid character": Text("有控制字符", "there is a control character"),
    "Exceeds the limit": Text("有一个数写了数千位", "a number of thousands of digits stands there"),
}  # fmt: skip
"""By how the reader's sentence begins; a longer beginning goes before a shorter one."""
LINE = re.compile(r"\(at line (\d+), column (\d+)\)$")
AT_END = "(at end of document)"
NOT_READ = Text("无法读懂", "it cannot be read")


def not_toml(error: Exception) -> Text:
    """Say why a text is no TOML and where, from what the reader raised (TOMLDecodeError, ValueError, RecursionError)."""
    if isinstance(error, RecursionError):
        return Text("表或列表嵌套太深", "tables or lists stand too deep in one another")
    said = str(error)
    begins = max((one for one in FAULTS if said.startswith(one)), key=len, default="")
    return _place(said).fill(why=FAULTS.get(begins, NOT_READ))


def _place(said: str) -> Text:
    found = LINE.search(said)
    if found:
        row, column = found.groups()
        return Text(f"第 {row} 行第 {column} 字：{{why}}", f"line {row}, column {column}: {{why}}")
    return Text("文末：{why}", "at the end: {why}") if said.endswith(AT_END) else Text("{why}", "{why}")
