"""Which deadlines will probably be missed (超期预测): what closed cases tell of the clocks that are open today."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allocator.decisions.deadlines.missing import FEATURES, Chance, Foresight, Look, foresee
from allocator.domain.clocks.clock import NodeClock
from allocator.domain.office import Office
from allocator.persistence.past import Held, Pending
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.clocks.clock_keeping import desk
from allocator.services.clocks.clock_work import Desk
from allocator.services.clocks.deadlines import due_list
from allocator.services.clocks.due_items import Due
from allocator.services.context import Context

QUARTERS = (0, 1, 2, 3)
MOST_CLOCKS = 10_000
AHEAD = 60
"""How many days ahead open clocks are told of, unless asked otherwise."""


@dataclass(frozen=True, slots=True)
class Predicted:
    """An open clock and how likely it is missed."""

    due: Due
    chance: Chance


@dataclass(frozen=True, slots=True)
class Prediction:
    """What was learned, on which day, and the open clocks in order of their last day; people are not ranked by it."""

    day: date
    foresight: Foresight
    items: tuple[Predicted, ...]


def predict_misses(context: Context, *, days: int = AHEAD, owner: str | None = None) -> Prediction:
    """Tell of each open clock due within some days, and not missed yet, how likely it will be.

    Changes no decision. Raises BadInput for days out of range.
    """
    listed = due_list(context, "due", days=days, owner=owner)
    with context.database.reading() as uow, uow.for_the_office():
        past = _Past.of(uow, desk(uow, context))
        foresight = foresee(list(past.looks(uow.past.closed_clocks(MOST_CLOCKS))))
        ahead = [item for item in listed.items if item.clock.due is not None and item.clock.due >= listed.as_of]
        found = tuple(
            Predicted(item, foresight.chance(past.look(item.case_id, item.clock, listed.as_of))) for item in ahead
        )
    return Prediction(listed.as_of, foresight, found)


@dataclass(frozen=True)
class _Past:
    """Who held what when, and which field work was pending, so that a clock can be looked at on any day."""

    office: Office
    held: Mapping[int, Sequence[Held]]
    pending: Mapping[int, Sequence[Pending]]
    begins: Mapping[str, Sequence[date]]
    ends: Mapping[str, Sequence[date]]

    @classmethod
    def of(cls, uow: UnitOfWork, by: Desk) -> "_Past":
        """Read all of it once; begins and ends of holdings are sorted by handler, so that a day is looked up."""
        held: dict[int, list[Held]] = {}
        begins: dict[str, list[date]] = {}
        ends: dict[str, list[date]] = {}
        for one in uow.past.held():
            held.setdefault(one.case_id, []).append(one)
            begins.setdefault(one.handler, []).append(one.since)
            if one.until is not None:
                ends.setdefault(one.handler, []).append(one.until)
        for days in (*begins.values(), *ends.values()):
            days.sort()
        pending: dict[int, list[Pending]] = {}
        for errand in uow.past.pending():
            pending.setdefault(errand.case_id, []).append(errand)
        return cls(by.office, held, pending, begins, ends)

    def looks(self, closed: Sequence[tuple[int, NodeClock]]) -> Iterator[Look]:
        """Look at closed clocks at the quarters of their time at which they were open."""
        for case, clock in closed:
            if clock.due is None:
                continue
            ended = min(clock.done_on or date.max, clock.lapsed_on or date.max)
            for quarter in QUARTERS:
                day = clock.started + (clock.due - clock.started) * quarter / 4
                if day < ended:
                    yield self.look(case, clock, day, known_on=ended, missed=ended > clock.due)

    def look(
        self, case: int, clock: NodeClock, day: date, *, known_on: date = date.max, missed: bool | None = None
    ) -> Look:
        """Look at a clock on a day; its last day must be known."""
        due = clock.due or day
        handler = next((one.handler for one in reversed(self.held.get(case, ())) if one.since <= day), "")
        return Look(
            node=clock.node,
            left=(due - day).days / max(1, (due - clock.started).days),
            load=self._load(handler, day),
            away=self._away(handler, day, due),
            errands=float(any(one.stands_on(day) for one in self.pending.get(case, ()))),
            known_on=known_on,
            missed=missed,
        )

    def _open(self, handler: str, day: date) -> int:
        return bisect_right(self.begins.get(handler, ()), day) - bisect_right(self.ends.get(handler, ()), day)

    def _load(self, handler: str, day: date) -> float:
        """Give a handler's open cases over the mean of all handlers who had some that day; one where nobody has it."""
        counts = [count for code in self.begins if (count := self._open(code, day)) > 0]
        return self._open(handler, day) * len(counts) / sum(counts) if counts and handler else 1.0

    def _away(self, handler: str, day: date, due: date) -> float:
        """Give the share of the time up to the last day for which the handler is away, gone or lent to a special action."""
        days = self.office.calendar.between(day, min(due, day + timedelta(days=AHEAD)))
        there = (one for one in days if handler and self.office.is_there(handler, one))
        left = sum(1000 - self.office.lent_on(handler, one) for one in there)
        return 1 - left / (1000 * len(days)) if days and handler else 0.0


def prediction_view(found: Prediction) -> dict[str, Any]:
    """Show what was learned with its Brier score, and each open clock with its probability and what speaks for it."""
    seen = found.foresight
    return {
        "day": found.day.isoformat(),
        "method": seen.method,
        "looks": seen.looks,
        "missed": seen.missed,
        "tested": seen.tested,
        "brier": _figure(seen.brier),
        "brier_of_curve": _figure(seen.brier_of_curve),
        "brier_of_rate": _figure(seen.brier_of_rate),
        "items": [_item_view(one) for one in found.items],
    }


def _item_view(one: Predicted) -> dict[str, Any]:
    chance, clock = one.chance, one.due.clock
    return {
        "case_no": one.due.case_no,
        "node": clock.node,
        "name": one.due.node.name.as_dict(),
        "owner": one.due.owner,
        "due": clock.due.isoformat() if clock.due else None,
        "probability": _figure(chance.probability),
        "low": _figure(chance.low),
        "high": _figure(chance.high),
        "because": [
            {"feature": name, "name": FEATURES[name].as_dict(), "log_odds": _figure(value)}
            for name, value in chance.because
        ],
    }


def _figure(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
