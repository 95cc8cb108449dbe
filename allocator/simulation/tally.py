"""What is counted while an office runs (统计): figures after the warm-up, and series by week from the first day."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, pstdev

from allocator.domain.overload import in_long_runs
from allocator.domain.snapshot import Snapshot
from allocator.domain.workload import PERMILLE
from allocator.simulation.desks import Desks
from allocator.simulation.docket import Docket
from allocator.simulation.life import Life
from allocator.simulation.staging import Staged
from allocator.simulation.timetable import Timetable
from allocator.simulation.truth import Test, holds
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
    unassigned_late: int = 0
    recovered: int = 0
    people: Mapping[str, WorkingTime] = field(default_factory=dict)
    weeks: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in SERIES})
    _before: dict[str, float] = field(default_factory=dict)
    _week: dict[str, float] = field(default_factory=dict)
    _over: dict[str, list[bool]] = field(default_factory=dict)
    _peaks: list[float] = field(default_factory=list)
    _spreads: list[float] = field(default_factory=list)
    _met: dict[tuple[str, str], int] = field(default_factory=dict)
    _coverage: list[tuple[str, int, Test]] = field(default_factory=list)

    def __post_init__(self) -> None:
        rules = self.staged.rulebook.learning.coverage
        self._coverage = [(row.id, row.least, holds(row.when)) for row in rules]

    @property
    def warm_up(self) -> int:
        """Give the number of days that count for nothing."""
        return self.staged.warm_up_days or 0

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
        due = self.table.due(node, life.case.input.filing.filed_on)
        late: int = (self.table.dates[day] - due).days
        closed = Closed(day, life.case.standing.track, day - life.filed, late <= life.stopped, recovered)
        self.closings.append(closed)
        self.recovered += recovered

    def begin_counting(self, docket: Docket, desks: Desks, now: float) -> None:
        """Begin to count for the figures: what happened before is taken off."""
        self._before = {**self._so_far(desks, now), "open": float(len(docket.open))}
        self._met.clear()

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
        if now > self.warm_up * DAY:
            self._note_loads(known)

    def _note_loads(self, loads: Mapping[str, float]) -> None:
        cap = self.staged.rulebook.levers.most_load / PERMILLE
        for officer in self.staged.office.officers:
            self._over.setdefault(officer.code, []).append(loads.get(officer.code, 0.0) >= cap)
        if loads:
            self._peaks.append(max(loads.values()))
            self._spreads.append(pstdev(loads.values()))

    def _so_far(self, desks: Desks, now: float) -> dict[str, float]:
        people = self.table.staged.office.officer_by_code
        workers = [*desks.workers.values(), *desks.gone]
        return {
            "filed": float(self.filed),
            "closed": float(len(self.closings)),
            "overdue": float(self.overdue),
            "conversions": float(self.conversions),
            "reassigned": float(self.reassigned),
            "unassigned_late": float(self.unassigned_late),
            "hours_worked": sum(one.worked(now) for one in workers if one.name in people) / MINUTES,
            "vehicle": sum(one.worked(now) for one in workers if one.name not in people) / MINUTES,
            "recovered": float(self.recovered),
        }

    def figures(self, docket: Docket, desks: Desks, now: float) -> dict[str, float]:
        """Give the figures of the time after the warm-up; what nothing tells is not a number."""
        so_far = self._so_far(desks, now)
        told = {name: count - self._before.get(name, 0.0) for name, count in so_far.items()}
        counted = [one for one in self.closings if one.day >= self.warm_up]
        accepted = self._before.get("open", 0.0) + told["filed"]
        return {
            "accepted": accepted,
            "closed": float(len(counted)),
            "closing_rate": _over(len(counted), accepted),
            "within_limit": _over(sum(one.within for one in counted), len(counted)),
            "days_fast": _mean([one.days for one in counted if one.track == "fast"]),
            "days_regular": _mean([one.days for one in counted if one.track != "fast"]),
            "open_at_end": float(len(docket.open)),
            "overdue_nodes_per_case": _over(told["overdue"], accepted),
            "overload_weeks": float(sum(sum(in_long_runs(weeks)) for weeks in self._over.values())),
            "load_peak": _mean(self._peaks),
            "load_spread": _mean(self._spreads),
            "conversions": told["conversions"],
            "reassigned": told["reassigned"],
            "vehicle_use": _over(told["vehicle"], self._available(self.table.vehicles)),
            "hours_worked": told["hours_worked"],
            "hours_available": self._available(self.people),
            "apprentice_coverage": self._covered(),
            "unassigned_late": told["unassigned_late"],
            "recovered": told["recovered"],
        }

    def _available(self, times: Mapping[str, WorkingTime]) -> float:
        first, last = float(self.warm_up * DAY), float(self.staged.days * DAY)
        return sum(one.between(first, last) for one in times.values()) / MINUTES

    def _covered(self) -> float:
        """Give the part of the kinds of case that apprentices should meet and have met in the time, over all of them."""
        roles = self.staged.rulebook.roles
        learners = [one.code for one in self.staged.office.officers if one.role in roles and roles[one.role].learns]
        met = [self._met.get((code, name), 0) >= least for code in learners for name, least, _ in self._coverage]
        return _over(sum(met), len(met))


def _over(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else math.nan
