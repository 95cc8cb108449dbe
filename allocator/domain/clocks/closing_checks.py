"""Whether a case may be closed in some way (结案核查): its check-list, item by item, and no stop that still runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from allocator.domain.calendar import WorkCalendar
from allocator.domain.clocks.clock import Matter, clocks
from allocator.domain.clocks.closing import Closing
from allocator.domain.clocks.events import CaseEvent, standing_events
from allocator.domain.clocks.runs import stop_spans
from allocator.domain.errors import NotAllowed
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.closing_ways import ClosingCheck, ClosingWay
from allocator.domain.rulebook.conditions import evaluate
from allocator.domain.words import Count, Text


@dataclass(frozen=True, slots=True)
class Checked:
    """One item looked at (核查结果): green or not."""

    check: ClosingCheck
    green: bool


@dataclass(frozen=True, slots=True)
class Examined:
    """A case before it is closed (拟结案件): what is known of it, what happened in it, and what is claimed in fen.

    `put_down` is the day on which the office put the case down here.
    """

    matter: Matter
    claim: int
    events: Sequence[CaseEvent]
    rulebook: Rulebook
    calendar: WorkCalendar
    put_down: date

    def checklist(self, closing: Closing) -> tuple[Checked, ...]:
        """Give the check-list of a way of closing as it stands on the day of the closing; empty where none is kept yet."""
        way = self.rulebook.closings.get(closing.way)
        kept = way.checks if way and not self._is_history(way, closing) else ()
        return tuple(Checked(check, self._is_green(check, closing)) for check in kept)

    def _is_history(self, way: ClosingWay, closing: Closing) -> bool:
        """Say whether a case was over before lists were kept, and before it was put down here: no day set back dodges the list."""
        return closing.on < way.checks_from and closing.on <= self.put_down

    def list_green(self, closing: Closing) -> bool | None:
        """Say whether every item of a closing's list is green as its history stands now; None where no list is kept of it."""
        found = self.checklist(closing)
        return all(one.green for one in found) if found else None

    def check(self, closing: Closing) -> None:
        """Refuse a closing before what happened later, while a stop still runs, or with a list not green; raises NotAllowed, naming each."""
        self._after_its_history(closing.on)
        red = [one.check for one in self.checklist(closing) if not one.green]
        if red:
            raise NotAllowed(
                Text(
                    f"核查清单尚有 {len(red)} 项未完成。",
                    f"{Count(len(red)):item of the check-list is|items of the check-list are} not green.",
                ),
                Text(
                    "待完成：" + "；".join(check.name.zh for check in red) + "。",
                    "Still to do: " + "; ".join(check.name.en for check in red) + ".",
                ),
                code="closing-not-ready",
                facts={"checks": [check.id for check in red]},
            )
        for stop in self.rulebook.happenings.stops:
            if any(first <= closing.on < again for first, again in stop_spans(stop, self._history(closing.on))):
                raise NotAllowed(
                    Text(f"“{stop.name.zh}”尚未结束。", f'"{stop.name.en}" has not ended.'),
                    Text("请先登记其结束。", "Record its end first."),
                    code="stop-never-ends",
                    facts={"stop": stop.id},
                )

    def _after_its_history(self, on: date) -> None:
        """Refuse a day before events that nobody may record of a closed case: put down the other way round they are refused too."""
        kinds = self.rulebook.happenings.kinds
        later = [event for event in standing_events(self.events) if event.on > on and event.kind in kinds]
        last = next((event for event in reversed(later) if not kinds[event.kind].after_closing), None)
        if last is None:
            return
        name = kinds[last.kind].name
        raise NotAllowed(
            Text(
                f"{last.on} 还登记了“{name.zh}”，晚于结案日期 {on}。",
                f'"{name.en}" is recorded on {last.on}, after {on}.',
            ),
            Text(
                "请核对结案日期；事件登记有误的先登记更正。",
                "Check the day of closing, or first take the event back with a correction.",
            ),
            code="closing-before-events",
            facts={"event": last.key, "on": last.on.isoformat()},
        )

    def _history(self, on: date) -> tuple[CaseEvent, ...]:
        return standing_events(self.events, on)

    def _is_green(self, check: ClosingCheck, closing: Closing) -> bool:
        if evaluate(check.when, self.matter.facts) is True:
            return True
        if check.unpaid and (closing.recovered or 0) < self.claim:
            return True
        since = closing.on - timedelta(days=check.within) if check.within else date.min
        if any(event.kind in check.happened and event.on >= since for event in self._history(closing.on)):
            return True
        found = clocks(self.matter, self.events, self.rulebook, self.calendar, closing.on) if check.no_open else ()
        waits = any(clock.node in check.no_open and clock.is_open(closing.on) for clock in found)
        return bool(check.no_open) and not waits
