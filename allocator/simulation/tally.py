"""What is counted while an office runs (统计): figures after the warm-up, and series by week from the first day."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import fmean, pstdev

from allocator.domain.overload import in_long_runs
from allocator.domain.scenarios.scenario import Fieldwork
from allocator.domain.snapshot import Snapshot
from allocator.domain.workload import PERMILLE
from allocator.simulation.desks import Desks
from allocator.simulation.docket import Docket
from allocator.simulation.life import Life
from allocator.simulation.outings.book import Outings
from allocator.simulation.staging import Staged
from allocator.simulation.timetable import Timetable
from allocator.simulation.truth import Test, holds
from allocator.simulation.warm_up import cuts
from allocator.simulation.working_time import DAY, WorkingTime

WEEK, MINUTES = 7, 60
SERIES = ("filed", "closed", "open", "waiting", "load_peak", "load_mean", "hours_worked", "overdue", "conversions",
          "recovered")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Closed:
    """One closing: on which day, in which class, after how many days, in time or not, what was recovered in fen."""

    day: int
    track: str
    days: int
    within: bool
    recovered: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What was counted when counting began (起计点), to be taken off; and by whom which kinds of case had been met."""

    before: Mapping[str, float]
    met: Mapping[tuple[str, str], int]


NOTHING = Mark({}, {})


@dataclass(eq=False)
class Tally:
    """The counts of one run."""

    staged: Staged
    table: Timetable
    filed: int = 0
    closings: list[Closed] = field(default_factory=list)
    overdue: int = 0
    conversions: int = 0
    reassigned: int = 0
    moved: int = 0
    unassigned_late: int = 0
    recovered: int = 0
    people: Mapping[str, WorkingTime] = field(default_factory=dict)
    outings: Outings = field(default_factory=Outings)
    weeks: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in SERIES})
    _marks: dict[int, Mark] = field(default_factory=dict)
    _week: dict[str, float] = field(default_factory=dict)
    _loads: list[Mapping[str, float]] = field(default_factory=list)
    _met: dict[tuple[str, str], int] = field(default_factory=dict)
    _coverage: list[tuple[str, int, Test]] = field(default_factory=list)

    def __post_init__(self) -> None:
        rules = self.staged.rulebook.learning.coverage
        self._coverage = [(row.id, row.least, holds(row.when)) for row in rules]

    @cached_property
    def warm_ups(self) -> Sequence[int]:
        """Give the numbers of days that may count for nothing: the staging's, or all that its runs may choose."""
        chosen = self.staged.warm_up_days
        return (chosen,) if chosen is not None else cuts(self.staged.days // WEEK)

    def met(self, officer: str, life: Life) -> None:
        """Note the kinds of case an apprentice has met (应办案件类型)."""
        known = self.staged.office.officer_by_code[officer]
        role = self.staged.rulebook.roles.get(known.role)
        if role is not None and role.learns:
            for name, _, test in self._coverage:
                if test(life.facts):
                    self._met[officer, name] = self._met.get((officer, name), 0) + 1

    def closed(self, life: Life, recovered: int, now: float) -> None:
        """Note a closing; in time is who is closed by the limit, days on which the clock stood still added."""
        day = self.table.day(now)
        node = next(node for node in self.staged.rulebook.nodes if node.id == self.staged.process.limit)
        late = day - self.table.due(node, life.filed)
        closed = Closed(day, life.case.standing.track, day - life.filed, late <= life.stopped, recovered)
        self.closings.append(closed)
        self.recovered += recovered

    def begin_counting(self, docket: Docket, desks: Desks, now: float, day: int) -> None:
        """Begin to count for the figures on a day: what happened before is taken off."""
        before = {**self._so_far(desks, now), "open": float(len(docket.open))}
        self._marks[day] = Mark(before, dict(self._met))

    def end_week(self, docket: Docket, desks: Desks, snapshot: Snapshot, now: float) -> None:
        """Add a week to the series; loads are those of the week's last day."""
        loads = {one.code: snapshot.load(one.code).permille for one in snapshot.office.officers}
        known = {code: load / PERMILLE for code, load in loads.items() if load is not None}
        total = self._so_far(desks, now)
        for name in ("filed", "closed", "overdue", "conversions", "hours_worked", "recovered"):
            self.weeks[name].append(total[name] - self._week.get(name, 0.0))
        self._week = total
        self.weeks["open"].append(float(len(docket.open)))
        self.weeks["waiting"].append(float(sum(life.case.holding is None for life in docket.open.values())))
        self.weeks["load_peak"].append(max(known.values(), default=0.0))
        self.weeks["load_mean"].append(fmean(known.values()) if known else 0.0)
        self._loads.append(known)

    def _so_far(self, desks: Desks, now: float) -> dict[str, float]:
        people = self.table.staged.office.officer_by_code
        workers = [*desks.workers.values(), *desks.gone]
        return {
            "filed": float(self.filed),
            "closed": float(len(self.closings)),
            "overdue": float(self.overdue),
            "conversions": float(self.conversions),
            "reassigned": float(self.reassigned),
            "moved": float(self.moved),
            "unassigned_late": float(self.unassigned_late),
            "hours_worked": sum(one.worked(now) for one in workers if one.name in people) / MINUTES,
            "vehicle": sum(one.worked(now) for one in workers if one.name not in people) / MINUTES,
            "recovered": float(self.recovered),
        }

    def figures(self, docket: Docket, desks: Desks, now: float, warm_up: int) -> dict[str, float]:
        """Give the figures of the time after a warm-up; what nothing tells is not a number."""
        so_far, mark = self._so_far(desks, now), self._marks.get(warm_up, NOTHING)
        told = {name: count - mark.before.get(name, 0.0) for name, count in so_far.items()}
        counted = [one for one in self.closings if one.day >= warm_up]
        accepted = mark.before.get("open", 0.0) + told["filed"]
        weeks = self._loads[warm_up // WEEK :]
        return {
            "accepted": accepted,
            "closed": float(len(counted)),
            "closing_rate": _over(len(counted), accepted),
            "within_limit": _over(sum(one.within for one in counted), len(counted)),
            "days_fast": _mean([one.days for one in counted if one.track == "fast"]),
            "days_regular": _mean([one.days for one in counted if one.track != "fast"]),
            "open_at_end": float(len(docket.open)),
            "overdue_nodes_per_case": _over(told["overdue"], accepted),
            "overload_weeks": self._overload(weeks),
            "load_peak": _mean([max(loads.values()) for loads in weeks if loads]),
            "load_spread": _mean([pstdev(loads.values()) for loads in weeks if loads]),
            "conversions": told["conversions"],
            "reassigned": told["reassigned"],
            **({} if self.staged.rebalance is None else {"moved": told["moved"]}),
            "vehicle_use": _over(told["vehicle"], self._available(self.table.vehicles, warm_up)),
            **self._field(warm_up),
            "hours_worked": told["hours_worked"],
            "hours_available": self._available(self.people, warm_up),
            "apprentice_coverage": self._covered(mark),
            "unassigned_late": told["unassigned_late"],
            "recovered": told["recovered"],
        }

    def _field(self, warm_up: int) -> dict[str, float]:
        """Give the figures of planned weeks of field work, where there are any."""
        if self.staged.fieldwork != Fieldwork.WEEKS:
            return {}
        waits = [one.done - one.asked for one in self.outings.done if one.done >= warm_up]
        return {
            "errands_done": float(len(waits)),
            "errand_days": _mean(waits),
            "errands_waiting": float(len(self.outings.asked)),
        }

    def _overload(self, weeks: Sequence[Mapping[str, float]]) -> float:
        """Count the weeks in long runs of load at the cap or above, over everybody."""
        cap = self.staged.rulebook.levers.most_load / PERMILLE
        codes = [officer.code for officer in self.staged.office.officers]
        return float(sum(sum(in_long_runs([loads.get(code, 0.0) >= cap for loads in weeks])) for code in codes))

    def _available(self, times: Mapping[str, WorkingTime], warm_up: int) -> float:
        first, last = float(warm_up * DAY), float(self.staged.days * DAY)
        return sum(one.between(first, last) for one in times.values()) / MINUTES

    def _covered(self, mark: Mark) -> float:
        """Give the part of the kinds of case that apprentices should meet and have met in the time, over all of them."""
        roles = self.staged.rulebook.roles
        learners = [one.code for one in self.staged.office.officers if one.role in roles and roles[one.role].learns]
        asked = [((code, name), least) for code in learners for name, least, _ in self._coverage]
        met = [self._met.get(key, 0) - mark.met.get(key, 0) >= least for key, least in asked]
        return _over(sum(met), len(met))


def _over(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else math.nan
