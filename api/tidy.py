"""What may come through the door at all (入口检查): strict JSON, text without control characters, ids that fit."""

import json
import re
from collections.abc import Mapping
from typing import Any

from werkzeug.routing import BaseConverter

from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from api.refusals import Refusal

LARGEST = 2**53 - 1
DEEPEST = 32
LONGEST_ID = 16
LONGEST_FILE_NAME = 200
IMPOSSIBLE = re.compile("[\x00\ud800-\udfff]")
_MALFORMED = Text("请求体无法读取", "The body cannot be read")
_ADVICE = Text("请发送 UTF-8 编码的内容；JSON 不得有重复键。", "Send UTF-8; JSON must not repeat a key.")
_IMPOSSIBLE = Text(
    "文字含空字符或半个代理对，无法保存。", "The text holds a NUL or half of a surrogate pair, which nothing can keep."
)
TOO_DEEP = Text(f"嵌套超过 {DEEPEST} 层", f"it is nested deeper than {DEEPEST}")
_IMPOSSIBLE_ADVICE = Text("请删去该字符。", "Leave that character out.")


_FOREIGN = Text("after 不是本列表的翻页标记。", "after is not a cursor of this list.")


def file_name(given: str | None) -> str:
    """Give the name a file was sent under, without what nothing can keep; its end stays, where the kind is named."""
    return IMPOSSIBLE.sub("", given or "")[-LONGEST_FILE_NAME:] or "upload"


class IdConverter(BaseConverter):
    """A number in a path: positive and small enough for every database; anything else names nothing (404)."""

    regex = "[1-9][0-9]{0,15}"

    def to_python(self, value: str) -> int:
        """Read the number."""
        return int(value)


def strict_json(data: bytes) -> Any:
    """Read JSON; raises Refusal 400 for what is none, repeats a key or nests too deep, BadInput for impossible text."""
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number, object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as error:
        raise _malformed(_why(error)) from error
    _check(value)
    return value


def plain_text(data: bytes) -> str:
    """Read text in UTF-8; raises Refusal 400 for what is none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _malformed(_why(error)) from error
    if IMPOSSIBLE.search(text):
        raise _malformed(Text("文字含空字符", "text with a NUL character"))
    return text


def foreign_cursor() -> BadInput:
    """Make the error for a cursor that is none of the list it was sent to."""
    fault: dict[str, object] = {"in": "query", "field": "after", "text": _FOREIGN.as_dict()}
    advice = Text("请原样使用上一页的 next。", "Use the `next` of the page before as it is.")
    return BadInput(_FOREIGN, advice, code="cursor-unknown", faults=[fault])


def after_id(query: Mapping[str, Any]) -> int | None:
    """Read after which id a list goes on; raises BadInput for a mark of another list."""
    mark = query.get("after")
    if mark is None:
        return None
    if not mark.isdecimal() or len(mark) > LONGEST_ID:
        raise foreign_cursor()
    return int(mark)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = IMPOSSIBLE.sub("?", next(name for name in names if names.count(name) > 1))[:LONGEST_FILE_NAME]
        raise ValueError(Text(f"键“{twice}”重复", f'the key "{twice}" stands twice'))
    return found


def _no_number(name: str) -> Any:
    raise ValueError(Text(f"JSON 中没有 {name} 这个数", f"{name} is no number of JSON"))


def _why(error: Exception) -> Text:
    """Say why a body cannot be read, in both languages: the reader of JSON says it in one."""
    if isinstance(error, json.JSONDecodeError):
        row, column = error.lineno, error.colno
        return Text(f"第 {row} 行第 {column} 字处不是 JSON", f"no JSON at line {row}, column {column}")
    if isinstance(error, UnicodeDecodeError):
        return Text(f"第 {error.start} 字节不是 UTF-8", f"the byte at offset {error.start} is not UTF-8")
    if isinstance(error, RecursionError):
        return TOO_DEEP
    told = error.args[0] if error.args else None
    return told if isinstance(told, Text) else Text("有一个数写了数千位", "a number has thousands of digits")


def _check(value: Any) -> None:
    """Walk the whole value without recursion, each part with the names that lead to it."""
    left: list[tuple[Any, tuple[str, ...]]] = [(value, ())]
    while left:
        item, path = left.pop()
        if len(path) >= DEEPEST:
            raise _malformed(TOO_DEEP)
        if isinstance(item, str) and IMPOSSIBLE.search(item):
            raise _impossible(path)
        if isinstance(item, dict):
            left += [(part, (*path, name)) for name, inner in item.items() for part in (name, inner)]
        elif isinstance(item, list):
            left += [(part, (*path, str(place))) for place, part in enumerate(item)]


def _impossible(path: tuple[str, ...]) -> BadInput:
    """Make the error for text that is well-formed JSON and yet nothing a person could have typed or a database keeps."""
    field = ".".join(IMPOSSIBLE.sub("?", name) for name in path)
    fault: dict[str, object] = {"in": "json", "field": field or None, "text": _IMPOSSIBLE.as_dict()}
    return BadInput(_IMPOSSIBLE, _IMPOSSIBLE_ADVICE, code="input-refused", faults=[fault])


def _malformed(why: Text) -> Refusal:
    return Refusal(
        400, "malformed-body", Text("{what}：{why}。", "{what}: {why}.").fill(what=_MALFORMED, why=why), _ADVICE
    )
