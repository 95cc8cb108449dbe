"""What is wrong with a value, in both languages (校验用语): the sentences of the schemas and their Chinese."""

import re

from allocator.domain.words import Text

WORDING = {
    r"Missing data for required field\.": "必填。",
    r"Unknown field\.": "没有此项。",
    r"Field may not be null\.": "不能为 null。",
    r"Invalid value\.": "值不合要求。",
    r"Invalid input\.": "值不合要求。",
    r"Invalid input type\.": "须为对象。",
    r"Invalid type\.": "类型不符。",
    r"Not a valid string\.": "须为文本。",
    r"Not a valid utf-8 string\.": "须为 UTF-8 文本。",
    r"Not a valid number\.": "须为数字。",
    r"Number too large\.": "数值过大。",
    r"Not a valid integer\.": "须为整数。",
    r"Not a valid boolean\.": "须为 true 或 false。",
    r"Not a valid date\.": "须为日期，例如 2022-09-05。",
    r"Not a valid list\.": "须为列表。",
    r"Not a valid mapping type\.": "须为对象。",
    r"Not a valid file\.": "须为上传的文件。",
    r"Not a valid fact\.": "须为 true、false、整数、文本或 null。",
    r"Not a cursor of this list\.": "不是本列表的翻页标记。",
    r"Control characters are not allowed\.": "不能含控制字符。",
    r"A number is too long to be read\.": "数字过长，无法读取。",
    r"Needs text on one line, without control characters\.": "须为一行文字，不能空白，不能含控制字符。",
    r"Must be one of: (.+)\.": "须为下列之一：{0}。",
    r"Must be greater than or equal to (\S+) and less than or equal to (\S+)\.": "须在 {0} 到 {1} 之间。",
    r"Must be greater than or equal to (\S+)\.": "须不小于 {0}。",
    r"Must be less than or equal to (\S+)\.": "须不大于 {0}。",
    r"Shorter than minimum length (\d+)\.": "长度至少为 {0}。",
    r"Longer than maximum length (\d+)\.": "长度至多为 {0}。",
    r"Length must be between (\d+) and (\d+)\.": "长度须在 {0} 到 {1} 之间。",
    r"Length must be (\d+)\.": "长度须为 {0}。",
    r"Needs between (\d+) and (\d+) facts\.": "须有 {0} 到 {1} 项事实。",
    r"String does not match expected pattern\.": "格式不符。",
}
_RULES = [(re.compile(pattern), chinese) for pattern, chinese in WORDING.items()]


def bilingual(sentence: str) -> Text:
    """Say a schema's sentence in both languages; one nobody translated stays English, and a test finds it."""
    for pattern, chinese in _RULES:
        found = pattern.fullmatch(sentence)
        if found:
            return Text(chinese.format(*found.groups()), sentence)
    return Text(sentence, sentence)
