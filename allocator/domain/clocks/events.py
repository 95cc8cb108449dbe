"""What happened in a case (办案事件): one dated fact of its history, of a kind the rulebook lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

CORRECTION = "correction"
"""The kind of event that takes an earlier one back (更正): its item is the key of the one which was wrong."""

_ORDER = attrgetter("on", "key")


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One event of a case: `kind` is a row of the rulebook's [happenings], `key` names it once within its case.

    `item` is what it concerns (an attached thing, a receipt, a lead, a node that is extended), `amount` integer fen,
    `until` a day it sets (the end of a public notice, the last day of an attachment), `approver` who agreed.
    """

    key: str
    case_no: str
    kind: str
    on: date
    item: str = ""
    amount: int | None = None
    until: date | None = None
    approver: str = ""
    note: str = ""


def standing_events(events: Iterable[CaseEvent], as_of: date = date.max) -> tuple[CaseEvent, ...]:
    """Give the events up to a day that nobody took back, by day and key; what was taken back never happened."""
    listed = list(events)
    wrong = {event.item for event in listed if event.kind == CORRECTION}
    kept = [event for event in listed if event.on <= as_of]
    if wrong:
        kept = [event for event in kept if event.kind != CORRECTION and event.key not in wrong]
    return tuple(sorted(kept, key=_ORDER))
