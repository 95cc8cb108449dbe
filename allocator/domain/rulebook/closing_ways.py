"""The ways in which a case may be closed (结案方式), as the rulebook lists them in [closings], each with its check-list."""

from dataclasses import dataclass
from datetime import date

from allocator.domain.rulebook.conditions import Condition
from allocator.domain.rulebook.section import Section
from allocator.domain.words import Text


@dataclass(frozen=True, slots=True)
class ClosingCheck:
    """One item of a way's check-list (结案核查项): it is green when any of what it names is so.

    That `when` holds of the case, that one of `happened` is recorded (within so many days before the closing), that none
    of the nodes of `no_open` waits, or, with `unpaid`, that less was recovered than is claimed.
    """

    id: str
    name: Text
    when: Condition = False
    happened: tuple[str, ...] = ()
    within: int | None = None
    no_open: tuple[str, ...] = ()
    unpaid: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class ClosingWay:
    """One way of closing: for which kinds of case (empty: all), not before which node's day, whether an amount is due.

    `happens` is what such a closing is for the nodes that begin with it (终本裁定), beside being a closing; no case is
    closed so before all its `checks` are green, but for history: what was over before `checks_from`, the day since which
    the office keeps the list here, and before it was put down, was checked on paper.
    """

    id: str
    name: Text
    kinds: tuple[str, ...] = ()
    earliest: str = ""
    recovers: bool = False
    source: str = ""
    happens: str = ""
    checks: tuple[ClosingCheck, ...] = ()
    checks_from: date = date.min


def read_closing_way(name: str, section: Section) -> ClosingWay:
    """Read one way of closing."""
    return ClosingWay(
        name,
        section.names(),
        section.strings("kinds"),
        section.text("earliest", ""),
        section.flag("recovers"),
        section.text("source", ""),
        section.text("happens", ""),
        tuple(_check(row) for row in section.sections("checks")),
        section.day("checks_from") if "checks_from" in section.values else date.min,
    )


def _check(row: Section) -> ClosingCheck:
    return ClosingCheck(
        row.text("id"), row.names(), row.condition() if "when" in row.values else False, row.strings("happened"),
        row.optional("within", least=1), row.strings("no_open"), row.flag("unpaid"), row.text("source", ""),
    )  # fmt: skip
