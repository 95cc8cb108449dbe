"""A part of the rulebook file while it is read: typed access, and every fault with the path where it stands."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any, TypeVar

from allocator.domain.canonical import canonical
from allocator.domain.errors import BadInput
from allocator.domain.rulebook.condition_reading import Linear, read_amount, read_condition
from allocator.domain.rulebook.conditions import Condition
from allocator.domain.rulebook.written import WRITTEN_OUT, Quoted, Written
from allocator.domain.words import Text

T = TypeVar("T")
MINUTES_PER_HOUR = 60
REMARKS = ("source", "note")
NO_SUCH_KEY = Text("此处没有这一项。", "There is no such key here.")
NUMBER = Text(
    "写全的数字，如 0.25，小数点前后各至多十二位", "a number written out, such as 0.25, of at most twelve digits a side"
)
TEXT = Text('文字，如 "甲"', 'a text, such as "A"')
TEXTS = Text('文字的列表，如 ["甲", "乙"]', 'a list of texts, such as ["A", "B"]')
TABLES = Text("逐行的表，每行以 [[…]] 起头", "a list of tables, each headed [[…]]")
NAME = Text("看得见的名称，写在一行内", "a name that can be seen, on one line")
LONGEST_SHOWN = 60
NOTHING = Text("", "")
UNQUOTED = Text("请去掉引号。", "Leave out the quotation marks.")
KINDS_OF_VALUE = {
    dict: Text("一个表", "a table"),
    list: Text("列表", "a list"),
    str: Text("文字", "a text"),
    bool: Text("true 或 false", "true or false"),
}


@dataclass(slots=True)
class Faults:
    """Collects what is wrong in one file, so that the reader hears of everything at once.

    `read` are the paths that were asked for: what stands in the file and was never asked for is misspelt.
    """

    found: list[tuple[str, BadInput]] = field(default_factory=list)
    read: set[str] = field(default_factory=set)

    def add(self, path: str, text: Text, remedy: Text) -> None:
        """Note a fault at a path such as ``triage.rules[3].when``."""
        self.found.append((path, BadInput(text, remedy)))


@dataclass(frozen=True, slots=True)
class Section:
    """A table of the file at a path; a missing or wrong value is noted as a fault and answered with a harmless one."""

    path: str
    values: Mapping[str, Any]
    faults: Faults
    kinds: dict[str, str] = field(default_factory=dict)

    def at(self, key: str) -> str:
        """Give the path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def value(self, key: str, default: Any = None) -> Any:
        """Give a value as it stands, and remember that it was asked for."""
        self.faults.read.add(self.at(key))
        return self.values.get(key, default)

    def section(self, key: str) -> "Section":
        """Open a table inside; a missing one is empty."""
        return Section(self.at(key), self._typed(key, dict, {}), self.faults, self.kinds)

    def sections(self, key: str) -> Iterator["Section"]:
        """Walk a list of tables."""
        for number, values in enumerate(self._typed(key, list, [], TABLES), start=1):
            place = f"{self.at(key)}[{number}]"
            if isinstance(values, dict):
                yield Section(place, values, self.faults, self.kinds)
            else:
                self.faults.add(place, unusable(values), give(KINDS_OF_VALUE[dict]))

    def named(self, key: str) -> Iterator[tuple[str, "Section"]]:
        """Walk tables by name; a plain string stands for a Chinese name alone."""
        for name, values in self._typed(key, dict, {}).items():
            self.faults.read.add(f"{self.at(key)}.{name}")
            table = values if isinstance(values, dict) else {"zh": values}
            yield name, Section(f"{self.at(key)}.{name}", table, self.faults, self.kinds)

    def names(self) -> Text:
        """Read `zh` and `en`; one missing is taken from the other."""
        zh, en = (self.text(key, "") for key in ("zh", "en"))
        if all(self.values.get(key, "") == "" for key in ("zh", "en")):
            self.need("zh")
        return Text(zh or en, en or zh)

    def called(self, key: str) -> Text:
        """Read what something is called: a table of `zh` and `en`, or one text that stands for both."""
        known, is_text = len(self.faults.found), not isinstance(self.value(key), (dict, type(None)))
        name = Text(*[self.text(key)] * 2) if is_text else self.section(key).names()
        if len(self.faults.found) == known and not all(_can_be_read(word) for word in (name.zh, name.en)):
            self.wrong(key, NAME)
        return name

    def text(self, key: str, default: str | None = None) -> str:
        """Read a string; one without a default may not be empty."""
        if default is None and self.values.get(key, "") == "":
            self.need(key)
        value = self._typed(key, str, default or "")
        return str(value)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Read true or false."""
        return bool(self._typed(key, bool, default))

    def strings(self, key: str) -> tuple[str, ...]:
        """Read a list of strings; each that is none is told by its number."""
        values = self._typed(key, list, [], TEXTS)
        wrong = [(number, value) for number, value in enumerate(values, start=1) if not _is(value, str)]
        for number, value in wrong:
            self.faults.add(f"{self.at(key)}[{number}]", unusable(value), give(TEXT))
        return () if wrong else tuple(str(value) for value in values)

    def integer(self, key: str, default: int | None = None, least: int = 0, most: int = 10**9) -> int:
        """Read a whole number within bounds."""
        if key not in self.values and default is not None:
            return default
        value = self.value(key)
        if value is None:
            self.need(key)
        elif isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.wrong(key, Text(f"{least} 到 {most} 的整数", f"a whole number from {least} to {most}"))
        else:
            return value
        return default if default is not None else least

    def optional(self, key: str, **bounds: int) -> int | None:
        """Read a whole number that may be left out."""
        return self.integer(key, **bounds) if key in self.values else None

    def permille(self, key: str, default: int | None = None, most: int = 1000, least: int = 0) -> int:
        """Read a share such as 0.72 as per mille within bounds; never through a float, and never to nothing by rounding."""
        wanted = share_between(least, most)
        known = len(self.faults.found)
        number = self.number(key, None if default is None else Fraction(default, 1000), wanted)
        share = round(number * 1000)
        if len(self.faults.found) > known:
            pass
        elif number and not share:
            self.wrong(key, Text(f"{wanted.zh}，最细到千分之一", f"{wanted.en}, to a thousandth at the finest"))
        elif not least <= share <= most:
            self.wrong(key, wanted)
        else:
            return share
        return default or max(0, least)

    def minutes(self, key: str, *, signed: bool = False) -> dict[str, int]:
        """Read hours by role, such as ``{judge = 1.6}``, as whole minutes."""
        hours = self.section(key)
        minutes = {role: round(hours.number(role) * MINUTES_PER_HOUR) for role in hours.values}
        for role, count in minutes.items():
            if count < 0 and not signed:
                hours.wrong(role, Text("不小于 0 的小时数", "hours, not negative"))
        return minutes

    def permilles(self, key: str, most: int = 1000) -> dict[str, int]:
        """Read shares by name as per mille."""
        shares = self.section(key)
        return {name: shares.permille(name, most=most) for name in shares.values}

    def day(self, key: str) -> date:
        """Read a date, written 2022-09-01; as text too, which it becomes where rules are kept as a plain document."""
        value = _day_of(self.value(key))
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value is None:
            self.need(key)
        else:
            self.wrong(key, Text("日期，如 2022-09-01", "a date such as 2022-09-01"))
        return date.min

    def condition(self, key: str = "when") -> Condition:
        """Read a condition over the declared facts."""
        found = self._read(key, read_condition)
        return False if found is None else found

    def amount(self, key: str) -> Linear | None:
        """Read an amount over the declared facts, if one is given."""
        return self._read(key, read_amount) if key in self.values else None

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """Read one of some words."""
        value = self.text(key, default)
        if value not in allowed and key in self.values:
            self.wrong(key, Text("以下之一：" + "、".join(allowed), "one of " + ", ".join(allowed)))
        return value

    def need(self, key: str) -> None:
        """Note that a key is missing."""
        self.faults.add(self.at(key), Text("缺少此项。", "It is missing."), Text(f"请补充 {key}。", f"Add {key}."))

    def wrong(self, key: str, wanted: Text) -> None:
        """Note that a value is not what is wanted."""
        value = self.values.get(key)
        self.faults.add(
            self.at(key), unusable(value), give(wanted) + (UNQUOTED if isinstance(value, Quoted) else NOTHING)
        )

    def number(self, key: str, default: Fraction | None = None, wanted: Text = NUMBER) -> Fraction:
        """Read a decimal number exactly as it is written; `wanted` says what would do."""
        value = self.value(key)
        if value is None and default is not None:
            return default
        written = str(value)
        if value is None:
            self.need(key)
        elif isinstance(value, (bool, Quoted)) or not WRITTEN_OUT.fullmatch(written):
            self.wrong(key, wanted)
        else:
            return Fraction(written)
        return Fraction(0)

    def _read(self, key: str, reader: Callable[[str, Mapping[str, str]], T]) -> T | None:
        sentence = self.text(key)
        try:
            return reader(sentence, self.kinds) if sentence else None
        except BadInput as fault:
            self.faults.found.append((self.at(key), fault))
            return None

    def _typed(self, key: str, kind: type, default: Any, wanted: Text | None = None) -> Any:
        value = self.value(key, default)
        if _is(value, kind):
            return value
        self.wrong(key, wanted or KINDS_OF_VALUE[kind])
        return default


def _is(value: Any, kind: type) -> bool:
    """Say whether a value is of a kind as the file means it: a number is no text, though it is kept as it is written."""
    return isinstance(value, kind) and not (kind is str and isinstance(value, Written))


def unusable(value: Any) -> Text:
    """Say that a value cannot be used, as it stands in a file."""
    written = canonical(value) if isinstance(value, (dict, list)) else str(value)
    shown = (written.lower() if isinstance(value, bool) else written)[:LONGEST_SHOWN]
    return Text(f"“{shown}”不能用。", f'"{shown}" cannot be used.')


def share_between(least: int, most: int) -> Text:
    """Name a share between two bounds, which are per mille, as a file writes it."""
    lowest, highest = f"{least / 1000:g}", f"{most / 1000:g}"
    return Text(f"{lowest} 到 {highest} 的小数", f"a share from {lowest} to {highest}")


def give(wanted: Text) -> Text:
    """Ask for what would do instead."""
    return Text(f"应为{wanted.zh}。", f"Give {wanted.en}.")


def _can_be_read(word: str) -> bool:
    """Say whether a name shows anything, and nothing that moves the pen."""
    return bool(word.strip()) and not any(unicodedata.category(sign) == "Cc" for sign in word)


def _day_of(value: Any) -> Any:
    with suppress(ValueError):
        return date.fromisoformat(value) if isinstance(value, str) else value
    return value


def note_unread(top: Section) -> None:
    """Note every key nobody asked for: a misspelt lever would otherwise silently keep its default.

    `source` and `note` may stand anywhere.
    """
    told = {path for path, _ in top.faults.found}
    for path in _unread(top.values, "", top.faults.read, told):
        remedy = Text("请检查拼写；说明文字用 note。", "Check the spelling; use note for a remark.")
        top.faults.add(path, NO_SUCH_KEY, remedy)


def _unread(values: Mapping[str, Any], path: str, read: set[str], told: set[str]) -> Iterator[str]:
    """Walk the keys nobody asked for; a table that cannot be used at all is not looked into."""
    for key, value in values.items():
        place = f"{path}.{key}" if path else key
        if place not in read:
            if key not in REMARKS:
                yield place
        elif isinstance(value, dict) and place not in told:
            yield from _unread(value, place, read, told)
        elif isinstance(value, list):
            for number, item in enumerate(value, start=1):
                yield from _unread(item, f"{place}[{number}]", read, told) if isinstance(item, dict) else ()
