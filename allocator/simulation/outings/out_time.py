"""Working time beside trips (外勤后的工时): nobody works at a desk while out, and what a trip takes is taken off the day.

What is left of a day is spread evenly over the office's hours in which somebody is back. For whoever is out, no task is done
sooner than it would have been: a minute out takes a minute off the day, and no day has more minutes than hours to work them in.
"""

from collections.abc import Sequence

from allocator.simulation.working_time import DAY, WorkingTime

Away = tuple[int, int]
"""From when to when somebody is out, in minutes of the day."""


class OutTime:
    """One person's hours in a run whose weeks of field work are planned; `desk` are those left for desks."""

    def __init__(self, whole: WorkingTime) -> None:
        self.desk = whole
        self._open = whole.office
        self._out: dict[int, tuple[Away, ...]] = {}

    def leave(self, day: int, spans: Sequence[Away]) -> list[int]:
        """Take trips off a day that has not begun, in their order; gives the minutes each takes of the day's."""
        left, taken = self.desk.minutes[day], []
        for begins, ends in spans:
            taken.append(min(left, ends - begins))
            left -= taken[-1]
        opens, closes = self._open.opens, self._open.closes
        within = tuple((max(opens, a), min(closes, b)) for a, b in spans if a < closes and b > opens)
        if sum(b - a for a, b in within) >= closes - opens:
            left = 0
        minutes = list(self.desk.minutes)
        minutes[day] = left
        self.desk = WorkingTime(self._open, minutes)
        if within:
            self._out[day] = within
        return taken

    def finish(self, now: float, minutes: float) -> float:
        """Give the instant at which so many minutes of work begun now are done; infinite if there are not so many."""
        return max(now, self._back(self.desk.finish(self._there(now), minutes)))

    def between(self, first: float, last: float) -> float:
        """Give the minutes of work at desks that fit between two instants."""
        return self.desk.between(self._there(first), self._there(last))

    def returns(self, now: float) -> float:
        """Give `now` for somebody who is there when work next goes on, else the instant of coming back; infinite: never."""
        day = int(now // DAY)
        at = now - day * DAY
        for begins, ends in self._out.get(day, ()):
            if begins <= at < ends:
                at = ends
        return now if at == now - day * DAY and self.desk.returns(now) == now else self.desk.returns(day * DAY + at)

    def _there(self, now: float) -> float:
        """Turn an instant into the one at which as much of the day's open hours would be over, were they all spent at the office."""
        day = int(now // DAY) if self._out else -1
        if day not in self._out:
            return now
        opens, closes, at = self._open.opens, self._open.closes, now - day * DAY
        if not opens < at < closes:
            return now
        out = sum(b - a for a, b in self._out[day])
        before = sum(min(b, at) - a for a, b in self._out[day] if a < at)
        length = closes - opens
        return (
            day * DAY + opens + (at - opens - before) * length / (length - out)
            if out < length
            else float(day * DAY + opens)
        )

    def _back(self, there: float) -> float:
        """Turn such an instant back into that of the clock."""
        day = int(there // DAY) if self._out and there != float("inf") else -1
        if day not in self._out:
            return there
        opens, closes = self._open.opens, self._open.closes
        out, length = sum(b - a for a, b in self._out[day]), closes - opens
        at = opens + (there - day * DAY - opens) * (length - out) / length
        for begins, ends in self._out[day]:
            at += ends - begins if at > begins else 0
        return day * DAY + min(at, float(closes))
