"""What a plan is worth, level by level (独立计分): said again in plain Python from the office's own data, without the solver.

It reads a snapshot, the cases and a plan's placements, and works out what each level of the certificate should say. A
value that differs is an objection to the plan, so that no error of translation or search stays unseen.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from allocator.decisions.checking.checker import Objection, Placement
from allocator.decisions.checking.checker_counts import Counted
from allocator.decisions.checking.checker_office import Bureau, Placed
from allocator.domain.facts import facts_of
from allocator.domain.rulebook.conditions import evaluate
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text
from allocator.domain.workload import PERMILLE

Lots = Callable[[str, str], int]


def check_levels(stated: Mapping[str, int], measured: Mapping[str, int]) -> tuple[Objection, ...]:
    """Compare what a certificate states with what the plan is worth; a level the office does not have is worth nothing."""
    found = []
    for level in sorted(stated.keys() | measured.keys()):
        says, worth = stated.get(level, 0), measured.get(level, 0)
        if says != worth:
            text = Text(f"“{level}”应为 {worth}，方案写 {says}", f"{level} is worth {worth}, the plan says {says}")
            found.append(Objection("level_value", "", "", text, {"level": level, "stated": says, "measured": worth}))
    return tuple(found)


def measure_plan(
    cases: Sequence[CaseToPlace], placements: Sequence[Placement], snapshot: Snapshot, lots: Lots
) -> dict[str, int]:
    """Give the value of every level of a plan, in the order of the levels."""
    plan = _Plan(tuple(cases), {row.case_no: row for row in placements}, snapshot, lots)
    counted = Counted(plan.bureau, plan.placed)
    return {
        **plan.assigned(),
        "deadlines": counted.deadlines(),
        "peak": plan.peak(),
        "spread": plan.spread(),
        "fair": counted.fair(),
        "learning": counted.learning(),
        "together": plan.together(),
        "rotation": counted.rotation(),
        "misfit": plan.misfit(),
        "moves": plan.moves(),
        "lots": plan.lots(),
    }


@dataclass(frozen=True)
class _Plan:
    """A plan with all that its levels are worked out from."""

    cases: tuple[CaseToPlace, ...]
    rows: Mapping[str, Placement]
    seen: Snapshot
    drawn: Lots

    @cached_property
    def bureau(self) -> Bureau:
        return Bureau(self.cases, self.seen)

    @cached_property
    def placed(self) -> tuple[Placed, ...]:
        """The cases that have a row, in their order."""
        pairs = ((case, self.rows.get(case.case.filing.case_no)) for case in self.cases)
        return tuple(self.bureau.placed(row, case) for case, row in pairs if row is not None)

    def assigned(self) -> dict[str, int]:
        """Cases left out, by rank of urgency, the overdue before the others of their priority (按缓急)."""
        found = {self._rank(case): 0 for case in self.cases}
        for case in self.cases:
            found[self._rank(case)] += case.case.filing.case_no not in self.rows
        return {f"assigned:{rank}": found[rank] for rank in sorted(found)}

    def _rank(self, case: CaseToPlace) -> int:
        waited = self.seen.day - case.case.filing.filed_on
        overdue = waited.days >= self.seen.rulebook.levers.assign_within_days
        return 2 * case.priority + (not overdue)

    @cached_property
    def loads(self) -> dict[str, int]:
        """Minutes by person after the plan, of those who count."""
        found = {code: self.bureau.held[code] for code in self.bureau.counting}
        for row in self.placed:
            for code, count in row.carried.items():
                found[code] = found.get(code, 0) + count
        return {code: found[code] for code in self.bureau.counting}

    def peak(self) -> int:
        """The highest load, per mille of the own minutes, rounded up."""
        minutes = self.seen.capacity.minutes
        return max((-(-count * PERMILLE // minutes[code]) for code, count in self.loads.items()), default=0)

    def spread(self) -> int:
        """Every minute once for each step of load that lies below it."""
        step, total = self.seen.rulebook.levers.spread_step, 0
        for code, count in self.loads.items():
            number, height = 1, step * self.seen.capacity.minutes[code] // PERMILLE
            while height < count:
                total, number = total + count - height, number + 1
                height = number * step * self.seen.capacity.minutes[code] // PERMILLE
        return total

    def together(self) -> int:
        """Groups of linked cases whose placed cases have more than one lead."""
        group_of: dict[str, set[str]] = {}
        for case in self.cases:
            tied = {case.case.filing.case_no, *self._ties(case)}
            whole = tied.union(*(group_of[name] for name in tied if name in group_of))
            group_of |= dict.fromkeys(whole, whole)
        groups = {id(group): group for group in group_of.values()}.values()
        leads = ({self.rows[name].officer for name in group if name in self.rows} for group in groups)
        return sum(len(found) > 1 for found in leads)

    def _ties(self, case: CaseToPlace) -> Iterator[str]:
        """Name the waiting cases of its lane to which a case is surely tied."""
        known = self._by_number
        for link in case.linked:
            if link.sure and link.case_no in known and known[link.case_no].lane == case.lane:
                yield link.case_no

    @cached_property
    def _by_number(self) -> dict[str, CaseToPlace]:
        return {case.case.filing.case_no: case for case in self.cases}

    def misfit(self) -> int:
        """The credit of continuity that each lead lacks (承办连续性), per mille."""
        most = self.seen.rulebook.continuity.most
        return sum(max(0, most - self._credit(row)) for row in self.placed)

    def _credit(self, row: Placed) -> int:
        """Give what a lead is credited for linked cases: the best of each tie, all together no more than the ceiling."""
        rules, best = self.seen.rulebook.continuity, dict[str, int]()
        for link in row.case.linked:
            if link.sure and link.handler == row.officer:
                age = max(0, (self.seen.day - link.since).days) if link.since else 0
                credit = round(rules.credit.get(link.tie, 0) * float(0.5 ** (age / rules.half_life_days)))
                best[link.tie] = max(best.get(link.tie, 0), credit)
        return min(rules.most, sum(best.values()))

    def moves(self) -> int:
        """What the changes of handler cost by the stages of the cases (变更代价)."""
        return sum(self._move_price(row.case) for row in self.placed if row.case.holder not in (None, row.officer))

    def _move_price(self, case: CaseToPlace) -> int:
        rules = self.seen.rulebook.moves
        facts = facts_of(case.case, self.seen.office, self.seen.rulebook)
        held = (stage.price for stage in rules.stages if evaluate(stage.when, facts) is True)
        return next(held, rules.price)

    def lots(self) -> int:
        """The lots drawn by the leads."""
        return sum(self.drawn(row.case.case.filing.case_no, row.officer) for row in self.placed)
