"""A plan against another (对照): the first level on which the other is worse than what counts as equal decides."""

from dataclasses import dataclass

from allocator.decisions.explaining.planned import DRAW, Planned
from solver.assignment import MUST, Plan, score
from solver.assignment.rules.prefer import HOLDABLE
from solver.term import Match

GIVEN = {term.level: term for term in HOLDABLE}


@dataclass(frozen=True, slots=True)
class Contrast:
    """How another plan compares.

    `level` is the first one on which it lies above what is held (None: it is near-equal, so that the lots decided),
    with the value of the plan and of the other; `broken` are the hard rules the other breaks, by how much.
    """

    officer: str
    level: str | None
    before: int
    after: int
    unit: str
    broken: tuple[Match, ...] = ()

    @property
    def decider(self) -> str | None:
        """Name what makes it worse: a level, or a hard rule; None where it is near-equal."""
        return self.broken[0].term if self.broken else self.level

    @property
    def near(self) -> bool:
        """Say whether the two are near-equal."""
        return self.level is None and not self.broken


def with_option(plan: Plan, case: int, option: int) -> Plan:
    """Give the plan with one case placed otherwise and everything else unchanged."""
    chosen = plan.chosen.copy()
    chosen[case] = option
    return Plan(chosen)


def contrast(planned: Planned, other: Plan, officer: str) -> Contrast:
    """Hold another plan of the same cases against the plan, level by level, by `measure` alone."""
    broken = tuple(match for term in MUST for match in term.measure(planned.instance, other))
    if broken:
        return Contrast(officer, None, 0, broken[0].amount, broken[0].unit, broken)
    for name, most in planned.given.items():
        if (value := GIVEN[name].amount(planned.instance, other)) > most:
            return Contrast(officer, name, GIVEN[name].amount(planned.instance, planned.plan), value, GIVEN[name].unit)
    after = score(planned.instance, other, planned.terms)
    for level in planned.levels:
        if level.name != DRAW and after[level.name] > level.held:
            return Contrast(officer, level.name, planned.values[level.name], after[level.name], level.unit)
    return Contrast(officer, None, 0, 0, "")  # the lots themselves are the day's secret


def swapped(planned: Planned, case: int, officer: str) -> tuple[Plan, Contrast]:
    """Give the case to somebody else and leave everything else: the best of that person's options, and what it means."""
    tried = [with_option(planned.plan, case, option) for option in planned.options_of(case, officer)]
    found = [(plan, contrast(planned, plan, officer)) for plan in tried]
    return min(found, key=lambda pair: severity(planned, pair[1]))


def severity(planned: Planned, found: Contrast) -> tuple[int, int]:
    """Order contrasts: near-equal first, then the lower the level that decides, the better; broken rules last."""
    names = [*planned.given, *(level.name for level in planned.levels)]
    if found.broken:
        return len(names) + 1, found.after
    return (0, 0) if found.level is None else (len(names) - names.index(found.level), found.after - found.before)


def others(planned: Planned, case: int) -> list[Contrast]:
    """Hold every other eligible lead of a case against the plan, everything else unchanged; the nearest first."""
    mine = planned.lead(case)
    leads = dict.fromkeys(planned.lead_of(option) for option in planned.options_of(case))
    found = [swapped(planned, case, officer)[1] for officer in leads if officer != mine]
    return sorted(found, key=lambda item: (*severity(planned, item), item.officer))


def contrast_facts(found: Contrast) -> dict[str, object]:
    """Give a contrast as plain facts."""
    return {
        "officer": found.officer,
        "near": found.near,
        "level": found.level,
        "before": found.before,
        "after": found.after,
        "unit": found.unit,
        "broken": [{"rule": match.term, "amount": match.amount, "unit": match.unit} for match in found.broken],
    }
