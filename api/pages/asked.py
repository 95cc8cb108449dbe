"""What a page was asked by its address (查询条件): days, choices and numbers, each refused by the name of its field."""

from datetime import date, time

from flask import request

from allocator.domain.errors import BadInput
from allocator.domain.fieldwork.trips import DAY
from allocator.domain.words import Text

LONGEST = 100
MOST_DIGITS = 15
NOON = 12 * 60


def typed(name: str) -> str:
    """Give a field as it stands in the address, without blanks around it; empty where it was left empty."""
    return request.args.get(name, "").strip()


def choice(name: str) -> str | None:
    """Give what was chosen in a field, None for everything; raises BadInput for what no list can have offered."""
    text = typed(name)
    if len(text) > LONGEST or not text.isprintable():
        raise _refused(name, Text("不在可选范围内。", "It is not one of the choices."))
    return text or None


def day(name: str) -> date | None:
    """Give a day that was asked for, None where none was; raises BadInput for what is no date."""
    text = typed(name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _refused(name, Text("须为日期，如 2022-09-05。", "It has to be a date such as 2022-09-05.")) from None


def moment(monday: date) -> int | None:
    """Give the minute of a week that `day` and `time` name, None where no day was chosen; raises BadInput."""
    chosen = day("day")
    if chosen is None:
        return None
    return (chosen - monday).days * DAY + minute("time", NOON)


def minute(name: str, default: int) -> int:
    """Give a time of day such as 09:30 in minutes after midnight, `default` where none was asked for; raises BadInput."""
    text = typed(name)
    try:
        at = time.fromisoformat(text) if text else None
    except ValueError:
        raise _refused(name, Text("须为时刻，如 09:30。", "It has to be a time such as 09:30.")) from None
    return default if at is None else at.hour * 60 + at.minute


def number(name: str) -> int | None:
    """Give a whole number that was asked for, None where none was; raises BadInput."""
    text = typed(name)
    if text and not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        raise _refused(name, Text("须为整数。", "It has to be a whole number."))
    return int(text) if text else None


def _refused(name: str, text: Text) -> BadInput:
    return BadInput(
        Text("查询条件有误。", "What was asked cannot be read."),
        Text("请更正后重新查询。", "Correct it and ask again."),
        code="query-refused",
        faults=[{"field": name, "text": text.as_dict()}],
    )
