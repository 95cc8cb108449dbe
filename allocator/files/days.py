"""Days as clerks write them: ISO, slashes, dots, 年月日, Chinese numerals, Excel's serial numbers."""

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

from allocator.domain.words import Text
from allocator.files.faults import ValueFault

UNKNOWN = frozenset(("", *["-", "--", "—", "——", "/", "未知", "不详", "待定", "unknown", "n/a", "null"]))
FIRST_YEAR, LAST_YEAR = 1950, 2199
EXCEL_ZERO, EXCEL_FIRST, EXCEL_LAST = date(1899, 12, 30), 18264, 109574
CHINESE = str.maketrans("〇○零一二两三四五六七八九", "0001223456789")
TENS = re.compile(r"([一二三]?)十([一二三四五六七八九]?)|廿([一二三四五六七八九]?)|卅([一]?)")
CLOCK = re.compile(
    r"(?:[t\s]+|(?<=日)|(?<=号))(?:上午|下午|am|pm)?\s*\d{1,2}[:时点]\s*\d{0,2}(?:[:分]\s*\d{0,2}(?:\.\d+)?)?秒?\s*(?:am|pm)?(?P<zone>z|[+-]\d\d:?\d\d)?$"
)
HALF_DAY = re.compile(r"(?<=[日号\d])\s*(?:上午|下午|早上|中午|晚上|am|pm)$")
WEEKDAY = re.compile(r"[(\s]*(?:星期|周|礼拜)[一二三四五六日天1-6]\)?")
SEPARATED = re.compile(
    r"(\d{4}|\d{2})\s*(?:[-/.。、·_\u2010-\u2015\u2212]|年|\s)\s*(\d{1,2})\s*(?:[-/.。、·_\u2010-\u2015\u2212]|月|\s)\s*(\d{1,2})\s*[日号.]?"
)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
SERIAL = re.compile(r"(\d{5,6})(?:\.\d+)?")
YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
NO_YEAR = re.compile(r"\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?|[a-z]{3,9}\.?\s*\d{1,2}|\d{1,2}\s*[a-z]{3,9}")
NO_DAY = re.compile(r"\d{4}\s*(?:[-/.]|年)\s*\d{1,2}\s*月?")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
ENGLISH = re.compile(r"[a-z\d\s,./'\-]+")
ORDINAL, SHORTEST_MONTH = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b"), 3


@lru_cache(maxsize=16384)
def day(text: str, today: date | None = None) -> date | None:
    """Read a day; blank or unknown is None.

    With `today` a later day is refused, as no case is filed in the future. A year of two digits means 20xx.
    Raises ValueFault for what does not exist, is in the future, or could be meant two ways.
    """
    word = unicodedata.normalize("NFKC", text).strip().lower()
    if word in UNKNOWN:
        return None
    found = _read(_without_clock(_digits(word), text), text)
    check_day(found, text, today)
    return found


def check_day(found: date, text: str, today: date | None = None) -> None:
    """Refuse a day no case was filed on: of another century, or after `today`; raises ValueFault."""
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise _impossible(text)
    if today is not None and found > today:
        raise _future(text, today)


def _digits(word: str) -> str:
    """Write Chinese numerals as digits: 二〇二二年九月二十三日 becomes 2022年9月23日."""
    return TENS.sub(_tens, word).translate(CHINESE)


def _tens(found: re.Match[str]) -> str:
    tens, ones, after_twenty, after_thirty = found.groups()
    if found[0].startswith("廿"):
        return f"2{after_twenty or 0}"
    return f"3{after_thirty or 0}" if found[0].startswith("卅") else f"{tens or 1}{ones or 0}"


def _without_clock(word: str, text: str) -> str:
    """Leave out weekday and time of day; a time told in UTC may be another day here and is refused."""
    word = HALF_DAY.sub("", WEEKDAY.sub(" ", word).strip())
    clock = CLOCK.search(word)
    if clock is None:
        return word
    if clock["zone"] in ("z", "+0000", "+00:00"):
        raise _in_utc(text)
    return word[: clock.start()].rstrip(" ,")


def _read(word: str, text: str) -> date:
    parts = SEPARATED.fullmatch(word) or COMPACT.fullmatch(word)
    if parts:
        year, month, number = (int(part) for part in parts.groups())
        return _date(year if year > 99 else 2000 + year, month, number, text)
    serial = SERIAL.fullmatch(word)
    if serial and EXCEL_FIRST <= int(serial[1]) <= EXCEL_LAST:
        return EXCEL_ZERO + timedelta(days=int(serial[1]))
    last = YEAR_LAST.fullmatch(word)
    if last:
        return _year_last(int(last[1]), int(last[2]), int(last[3]), text)
    english = _english(word)
    return _date(*english, text) if english else _refuse(word, text)


def _refuse(word: str, text: str) -> date:
    if NO_DAY.fullmatch(word):
        raise _no_day(text)
    raise _no_year(text) if NO_YEAR.fullmatch(word) else _not_understood(text)


def _year_last(one: int, other: int, year: int, text: str) -> date:
    """Read 13/9/2022 and 9/13/2022, where a number above twelve can be the day only; 3/4/2022 could be two days."""
    if one != other and max(one, other) <= len(MONTHS):
        raise _ambiguous(text)
    return _date(year, min(one, other), max(one, other), text)


def _english(word: str) -> tuple[int, int, int] | None:
    """Read year, month and day of 3 Sep 2022, September 3rd, 2022 and 3-Sep-22; None when it is no such day."""
    if not ENGLISH.fullmatch(word):
        return None
    parts = re.findall(r"\d+|[a-z]+", ORDINAL.sub("", word))
    parts = [part for part in parts if not re.fullmatch(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|of|the", part)]
    months = [month for part in parts if (month := _month(part))]
    numbers = [int(part) for part in parts if part.isdigit()]
    if len(parts) != len(("day", "month", "year")) or len(months) != 1 or len(numbers) != 2:
        return None
    number, year = reversed(numbers) if numbers[0] > 99 else numbers
    return (year if year > 99 else 2000 + year), months[0], number


def _month(word: str) -> int | None:
    """Tell a month by its name or the beginning of it, three letters at least."""
    if len(word) < SHORTEST_MONTH:
        return None
    return next((number for number, name in enumerate(MONTHS, start=1) if name.startswith(word)), None)


def _date(year: int, month: int, number: int, text: str) -> date:
    try:
        return date(year, month, number)
    except ValueError as error:
        raise _impossible(text) from error


FORM = Text("请写成 年-月-日，如 2022-09-03。", "Write year-month-day, such as 2022-09-03.")


def _impossible(text: str) -> ValueFault:
    return ValueFault("day-impossible", Text(f"日期“{text}”不存在。", f'There is no day "{text}".'), FORM)


def _ambiguous(text: str) -> ValueFault:
    told = Text(f"“{text}”分不清月和日。", f'In "{text}" month and day cannot be told apart.')
    return ValueFault("day-ambiguous", told, FORM)


def _no_day(text: str) -> ValueFault:
    return ValueFault("day-missing", Text(f"“{text}”缺少日。", f'"{text}" lacks the day of the month.'), FORM)


def _no_year(text: str) -> ValueFault:
    return ValueFault("year-missing", Text(f"“{text}”缺少年份。", f'"{text}" lacks the year.'), FORM)


def _not_understood(text: str) -> ValueFault:
    return ValueFault(
        "day-not-understood", Text(f"“{text}”不是可读的日期。", f'"{text}" cannot be read as a day.'), FORM
    )


def _in_utc(text: str) -> ValueFault:
    told = Text(f"“{text}”是世界时，当地可能是另一天。", f'"{text}" is told in UTC and may be another day here.')
    return ValueFault("day-in-utc", told, FORM)


def _future(text: str, today: date) -> ValueFault:
    return ValueFault(
        "day-in-future",
        Text(f"日期“{text}”晚于今天（{today}）。", f'The day "{text}" is after today ({today}).'),
        Text("请核对；可填今天或以前的日期。", "Check it; today and any day before will do."),
    )
