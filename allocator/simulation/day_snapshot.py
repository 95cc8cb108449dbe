"""The office as a decision of a simulated day may see it (当日快照), with what is known of the day already."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from allocator.domain.snapshot import Snapshot
from allocator.domain.workload import Capacity, spread
from allocator.simulation.held import Held


@dataclass(frozen=True)
class DaySnapshot(Snapshot):
    """A snapshot whose day's capacity is known already; where `held` are those of a docket, so are its minutes by person.

    `led` are minutes of those who lead or teach, where they are known otherwise.
    """

    known: Capacity | None = field(default=None, repr=False)
    docket: Held | None = field(default=None, repr=False)
    led: Mapping[str, int] | None = field(default=None, repr=False)

    @property
    def capacity(self) -> Capacity:
        """Give what everybody has to give from this day on."""
        if self.known is None:
            raise ValueError("A day's snapshot is made with its capacity.")
        return self.known

    @property
    def minutes_held(self) -> dict[str, int]:
        """Give the minutes of open work by person, desks shared out."""
        live = self._live
        return self._spread if live is None else live.by_person(self.capacity)

    @property
    def _live(self) -> Held | None:
        """Give the docket whose minutes are held, if they are a docket's."""
        return self.docket if self.docket is not None and self.docket.minutes is self.held else None

    @property
    def minutes_led(self) -> Mapping[str, int]:
        """Give the same, where only those are asked for who lead cases or teach."""
        live = self._live
        if live is not None:
            return live.by_lead(self.capacity)
        return self._spread if self.led is None else self.led

    @property
    def support_is_usual(self) -> bool:
        """Whether people of desks that only support hold nothing but what their desk does."""
        live = self._live
        return super().support_is_usual if live is None else live.support_is_usual(self.capacity)

    def less(self, charges: Mapping[str, int]) -> Snapshot:
        """Give the office as it would be without what a case takes of it."""
        live = self._live
        led = None if live is None else live.by_lead_less(charges, self.capacity)
        found = replace(self, held=self.held_less(charges), docket=None, led=led)
        vars(found)["support"] = self.support
        return found

    @cached_property
    def _spread(self) -> dict[str, int]:
        return spread(self.held, self.capacity)
