"""The legal limit of a case (法定办案期限): its last day, net of the spans that stop the clock and with extensions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from allocator.domain.calendar import WorkCalendar
from allocator.domain.clocks.clock import Matter, clocks
from allocator.domain.clocks.events import CaseEvent, standing_events
from allocator.domain.clocks.running import Span, union
from allocator.domain.clocks.runs import stop_spans
from allocator.domain.rulebook.book import Rulebook


@dataclass(frozen=True)
class ClosingLimits:
    """Finds the last day of the closing node and the stopped spans of cases, as of a day (期限测算)."""

    rulebook: Rulebook
    calendar: WorkCalendar
    as_of: date

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Name the kinds of event that stop or prolong it."""
        rules = self.rulebook.happenings
        stops = [kind for stop in rules.stops for kind in (stop.begins, stop.ends)]
        return frozenset((*stops, *(kind.id for kind in rules.kinds.values() if kind.extends)))

    def stops(self, events: Sequence[CaseEvent]) -> tuple[Span, ...]:
        """Give the spans in which a case's limit stood still, joined; an open one goes on."""
        rules = self.rulebook.happenings
        history = standing_events(events, self.as_of)
        mine = [stop for stop in rules.stops if rules.closing_node in stop.nodes]
        return union(span for stop in mine for span in stop_spans(stop, history))

    def due(self, matter: Matter, events: Sequence[CaseEvent]) -> date | None:
        """Give the last day on which a case may be closed; None where it has no limit, or while an open stop holds it."""
        found = clocks(matter, events, self._only, self.calendar, max(self.as_of, matter.filed_on))
        return next((clock.due for clock in found), None)

    @cached_property
    def _only(self) -> Rulebook:
        """The rules with no node but the closing."""
        name = self.rulebook.happenings.closing_node
        return replace(self.rulebook, nodes=tuple(node for node in self.rulebook.nodes if node.id == name))
