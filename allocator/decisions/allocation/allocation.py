"""All waiting cases at once (批量分案): one plan, checked by the checker, explained, with value, bound and gap."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from allocator.decisions.allocation.reserve import kept_free
from allocator.decisions.allocation.translate import Lots, Option, Translation, chosen, translate
from allocator.decisions.certificates.certificate import Proof
from allocator.decisions.checking.checker import Objection, Placement, check_plan
from allocator.decisions.checking.checker_levels import check_levels, measure_plan
from allocator.decisions.recommendation.reasons import nobody_eligible, tally
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text
from allocator.domain.workload import Load
from solver.assignment import PREFER, Plan, Result, excess, obstacles, solve
from solver.assignment.rules.must import WithinNewCases
from solver.search import Limits, Progress

SLOWEST = 3
"""How many times slower than its deterministic clock a busy machine may be before wall time cuts a search short."""

__all__ = ["LEVELS", "Allocation", "LoadChange", "PlanRow", "Progress", "Unplaced", "allocate", "dealt"]

LEVELS = {term.name: Text(term.zh, term.en) for term in PREFER}
"""What each level of a plan is called; one for each rank of urgency is named "assigned:RANK"."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One case in a plan: its lead and mentor, who carries which minutes, and how many others could have led it."""

    case_no: str
    officer: str
    mentor: str | None
    charges: Mapping[str, int]
    alternatives: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A case no plan could place: how many were refused for which reason, and the excess that stands in the way.

    `excess_minutes` is the least number of minutes over somebody's cap with which it could be placed; None when
    nobody is eligible whatever the load.
    """

    case_no: str
    reasons: Mapping[str, int]
    excess_minutes: int | None
    officer: str | None
    text: Text


@dataclass(frozen=True, slots=True)
class LoadChange:
    """A person's load before and after the plan."""

    officer: str
    before: Load
    after: Load
    cases: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """A plan for all waiting cases with its proof, what the checker finds each level worth, and its objections (none: lawful)."""

    rows: tuple[PlanRow, ...]
    unplaced: tuple[Unplaced, ...]
    loads: tuple[LoadChange, ...]
    measured: Mapping[str, int]
    objections: tuple[Objection, ...]
    proof: Proof

    @property
    def instance(self) -> str:
        """Name the instance that was solved."""
        return self.proof.problem.digest


def allocate(
    cases: Sequence[CaseToPlace],
    snapshot: Snapshot,
    lots: Lots,
    seed: int,
    seconds: int,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Allocation:
    """Give every waiting case a lead where the rules and the caps allow one; the same input gives the same plan."""
    translation = translate(cases, snapshot, lots)
    result = dealt(translation, seed, seconds, on_progress, cancelled)
    options = chosen(translation, result.plan)
    rows = tuple(_row(option, translation) for option in options if option is not None)
    placements = [Placement(row.case_no, row.officer, row.mentor) for row in rows]
    measured = measure_plan(cases, placements, snapshot, lots)
    stated = {level.name: level.value for level in result.certificate.levels}
    return Allocation(
        rows=rows,
        unplaced=_unplaced(translation, result.plan, options, snapshot),
        loads=_loads(options, snapshot),
        objections=(*check_plan(cases, placements, snapshot), *check_levels(stated, measured)),
        measured=measured,
        proof=Proof(translation.instance, result.plan, result.settled, result.certificate),
    )


def dealt(
    translation: Translation,
    seed: int,
    seconds: float,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    patience: int = 1,
) -> Result:
    """Solve what was translated within a plan's limits: for a plan, and to tell what a plan of another office would be.

    `patience` lets the clock run so many times as long before it cuts a search short; what is counted stays the same.
    """
    return solve(translation.instance, limits_of(seconds, patience), seed, on_progress, cancelled)


def limits_of(seconds: float, patience: int = 1) -> Limits:
    """Give the limits of a plan; `patience` as in `dealt`."""
    return Limits(seconds=seconds * patience, deterministic=seconds / SLOWEST)


def _row(option: Option, translation: Translation) -> PlanRow:
    case_no = translation.cases[option.case].case.filing.case_no
    return PlanRow(case_no, option.lead, option.mentor, option.charges, translation.options(option.case) - 1)


def _unplaced(
    translation: Translation, plan: Plan, options: Sequence[Option | None], snapshot: Snapshot
) -> tuple[Unplaced, ...]:
    left = [number for number, option in enumerate(options) if option is None]
    if not left:
        return ()
    minutes = excess(translation.instance, plan)
    found = obstacles(translation.instance, plan) if len(translation.instance.rationed) else ()
    full = {item.subjects[0] for item in found if item.term == WithinNewCases.name}
    return tuple(
        _all_full(number, translation)
        if number in full
        else _unplaced_case(number, translation, minutes.get(number), snapshot)
        for number in left
    )


def _all_full(number: int, translation: Translation) -> Unplaced:
    """Whoever may lead it is given as many new cases by the plan as the rulebook allows in seven days."""
    people = {translation.option(option).lead for option in translation.instance.options_of(number).tolist()}
    most = translation.snapshot.rulebook.levers.most_new_in_7_days
    text = Text(
        f"可承办本案的 {len(people)} 人，七日内新案均已达上限 {most} 件。",
        f"The cap of {most} new cases in seven days is reached by all who may lead it ({len(people)}).",
    )
    return Unplaced(translation.cases[number].case.filing.case_no, _reasons(number, translation), None, None, text)


def _reasons(number: int, translation: Translation) -> dict[str, int]:
    """Count who is refused for what."""
    return tally(translation.refused(number).values())


def _unplaced_case(number: int, translation: Translation, over: tuple[int, int] | None, snapshot: Snapshot) -> Unplaced:
    counts = _reasons(number, translation)
    case_no = translation.cases[number].case.filing.case_no
    if over is None:
        return Unplaced(case_no, counts, None, None, nobody_eligible(counts, len(translation.refused(number))))
    person, count = over
    officer = snapshot.office.officers[person]
    text = Text(
        f"无论由谁承办，都将有人超过负荷上限；最少须使{officer.name}超出 {count} 分钟。",
        f"Whoever led it, somebody would be over the load cap: {officer.name} by {count} minutes at the least.",
    )
    return Unplaced(case_no, counts, count, officer.code, text + kept_free(officer.code, translation.cases, snapshot))


def _loads(options: Sequence[Option | None], snapshot: Snapshot) -> tuple[LoadChange, ...]:
    new: dict[str, int] = {}
    led: dict[str, int] = {}
    for option in options:
        if option is not None:
            led[option.lead] = led.get(option.lead, 0) + 1
            for code, count in option.minutes.items():
                new[code] = new.get(code, 0) + count
    return tuple(
        LoadChange(
            officer.code,
            snapshot.load(officer.code),
            snapshot.load(officer.code, new.get(officer.code, 0)),
            led.get(officer.code, 0),
        )
        for officer in snapshot.office.officers
    )
