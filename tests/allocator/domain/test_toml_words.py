"""What makes a text no TOML, told to a reader of either language."""

import re
import tomllib

import pytest

from allocator.domain.toml_words import NOT_READ, not_toml

BROKEN = {
    "= 1": "第 1 行第 1 字",
    "a = 1 b = 2": "第 1 行第 7 字：一行写完一项后还有别的内容",
    "a = 1\nb": "缺少等号",
    "名 = 1": "须加引号",
    "a.王 = 1": "键名须由英文字母",
    "a = 王": "文字须加英文引号",
    "a = 2026-02-30": "没有这一天",
    "a = 1\na = 2\n": "第 2 行第 6 字：该键此前已写过",
    "a = {b = 1, b = 2}": "重复的键",
    "[a]\n[a]": "该表此前已写过",
    "a = {}\n[a.b]": "已在一行内写完",
    "a = {}\na.b = 1\n": "第 2 行",
    "[a": "缺少 ]",
    "[[a]": "缺少 ]]",
    "a = [1": "没有以 ] 结束",
    "a = {b = 1": "花括号没有结束",
    'a = "x': "文末：引号没有结束",
    "a = '''x": "引号没有结束",
    'a = "C:\\d"': "反斜杠",
    'a = "\\uZZZZ"': "十六进制",
    'a = "\\ud800"': "不是任何字符",
    'a = "x\ny"': "须在同一行结束",
    "# \x00": "控制字符",
    f"a = {'1' * 5000}": "数千位",
    f"a = {'[' * 5000}": "嵌套太深",
}


@pytest.mark.parametrize("source", BROKEN)
def test_what_is_wrong_is_said_in_words_and_with_its_place(source):
    """Line and column where the reader names one, and none of the reader's own words."""
    with pytest.raises((ValueError, RecursionError)) as raised:
        tomllib.loads(source)

    told = not_toml(raised.value)

    assert BROKEN[source] in told.zh
    assert not re.search("[a-z]{3}", told.zh.replace("\\u", ""))
    assert told.en.isascii()
    assert str(raised.value).split(" (")[0] not in told.en


def test_what_a_later_reader_may_say_keeps_its_place():
    """A sentence nobody knows yet is not handed on in one language."""
    told = not_toml(tomllib.TOMLDecodeError("Something new (at line 3, column 4)"))

    assert told.zh == f"第 3 行第 4 字：{NOT_READ.zh}"
    assert told.en == f"line 3, column 4: {NOT_READ.en}"
