"""Cells of the tables of field work (外勤表单元格): a case's number, how many of a thing, and lists of what is needed."""

import re
from collections.abc import Iterable

from allocator.domain.words import Text
from allocator.files.faults import ValueFault
from allocator.files.office.sheet import Entry, Names
from allocator.files.values import case_no

MOST_THINGS = 999
PARTS = re.compile(r"[;；、\n]")
TWICE = Text("“{what}”写了不止一次。", '"{what}" is written more than once.')
ONCE = Text("只写一次，两个写成 {what}:2。", "Write it once, two of it as {what}:2.")


def case_number(entry: Entry) -> str:
    """Read the number of the case; one that cannot be read is told at its column, a blank one once."""
    written = entry.text("case_no")
    try:
        return written and (case_no(written) or "")
    except ValueFault as fault:
        entry.fault("case_no", fault.code, fault.text, fault.remedy)
        return ""


def count(entry: Entry, name: str) -> int:
    """Read how many there are of something; a blank count is one."""
    return entry.integer(name, 1, MOST_THINGS) if entry.cell(name) else 1


def counted(entry: Entry, name: str, what: Text, names: Names | None) -> dict[str, int]:
    """Read what is needed and how many, written ``woman; police:2``; what is named twice could mean one or two."""
    found: dict[str, int] = {}
    for part in parts(entry.cell(name)):
        word, _, count = part.replace("：", ":").partition(":")
        digits = count.strip()
        number = int(digits) if digits.isdecimal() and len(digits) <= len(str(MOST_THINGS)) else 0
        if digits and not number:
            text = Text(
                f"“{part}”的数量不是 1 至 {MOST_THINGS} 的整数。",
                f'The number in "{part}" is no whole number from 1 to {MOST_THINGS}.',
            )
            entry.fault(name, "number-out-of-range", text, Text("写成 woman:1。", "Write it as woman:1."))
        needed = entry.resolve(name, word.strip(), what, names)
        if needed in found:
            entry.fault(name, "named-twice", TWICE.fill(what=needed), ONCE.fill(what=needed))
        found[needed] = number or 1
    return found


def parts(written: str) -> Iterable[str]:
    """Walk what a cell lists, however it is divided."""
    return (part.strip() for part in PARTS.split(written) if part.strip())
