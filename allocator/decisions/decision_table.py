"""The triage table, folded fact by fact (判定表).

A state of the table is what is left of its rows once some facts are known. Different cases pass through the same
states, so each step is worked out once for the whole stock; a state with nothing left to decide is a lane.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from allocator.decisions.completions import Cell, Group, Truths
from allocator.domain.conditions import Atom, Condition, atoms, reduce
from allocator.domain.rulebook import Triage

Row = tuple[Condition, str]
Point = tuple[Condition, int]


@dataclass(frozen=True, slots=True)
class Open:
    """Rows not yet settled, in order, then the points so far and those not yet settled."""

    rows: tuple[Row, ...]
    score: int
    points: tuple[Point, ...]


State: TypeAlias = Open | str


@dataclass
class DecisionTable:
    """One rulebook's table with the steps already worked out."""

    triage: Triage
    _steps: dict[tuple[State, tuple[Atom, ...], Truths], State] = field(default_factory=dict, repr=False)

    def atoms(self) -> tuple[Atom, ...]:
        """Give every atom of the table once, rows before points."""
        conditions = [rule.when for rule in self.triage.rules] + [rule.when for rule in self.triage.points]
        return tuple(dict.fromkeys(atom for condition in conditions for atom in atoms(condition)))

    def start(self, known: Mapping[Atom, bool]) -> State:
        """Give the state once the known atoms are put in."""
        rows = tuple((rule.when, rule.lane) for rule in self.triage.rules)
        points = tuple((rule.when, rule.points) for rule in self.triage.points)
        return self._fold(Open(rows, 0, points), known)

    def step(self, state: State, group: tuple[Atom, ...], truths: Truths) -> State:
        """Go on from a state when the atoms of one fact become known."""
        if isinstance(state, str):
            return state
        key = (state, group, truths)
        if key not in self._steps:
            self._steps[key] = self._fold(state, dict(zip(group, truths, strict=True)))
        return self._steps[key]

    def _fold(self, state: Open, known: Mapping[Atom, bool]) -> State:
        rows = tuple(_still_open(state.rows, known))
        if rows and rows[0][0] is True:
            return rows[0][1]
        points = [(reduce(when, known), worth) for when, worth in state.points]
        score = state.score + sum(worth for when, worth in points if when is True)
        open_points = tuple((when, worth) for when, worth in points if not isinstance(when, bool))
        return self._settle(Open(rows, score, open_points))

    def _settle(self, state: Open) -> State:
        """Turn a state whose outcome no longer depends on anything into its lane."""
        by_points = self._by_points(state)
        if by_points is None:
            return state
        if all(lane == by_points for _, lane in state.rows):
            return by_points
        above = by_points == self.triage.at_or_above
        return Open(state.rows, self.triage.threshold if above else self.triage.threshold - 1, ())

    def _by_points(self, state: Open) -> str | None:
        least = state.score + sum(min(0, worth) for _, worth in state.points)
        most = state.score + sum(max(0, worth) for _, worth in state.points)
        if least >= self.triage.threshold or self.triage.at_or_above == self.triage.below:
            return self.triage.at_or_above
        return self.triage.below if most < self.triage.threshold else None


def _still_open(rows: tuple[Row, ...], known: Mapping[Atom, bool]) -> Iterator[Row]:
    """Drop rows that cannot hold; nothing behind a row that holds can matter."""
    for when, lane in rows:
        reduced = reduce(when, known)
        if reduced is not False:
            yield reduced, lane
        if reduced is True:
            return


OpenFacts: TypeAlias = tuple[tuple[Group, tuple[Cell, ...]], ...]


def outcomes(table: DecisionTable, start: State, open_facts: OpenFacts) -> dict[str, Fraction]:
    """Give every lane the completions can lead to, with its weight (the rulebook's chances taken as independent)."""
    reached: dict[State, Fraction] = {start: Fraction(1)}
    for group, options in open_facts:
        if all(isinstance(state, str) for state in reached):
            break
        after: dict[State, Fraction] = {}
        for state, weight in reached.items():
            for cell in options if isinstance(state, Open) else (Cell(None, (), Fraction(1)),):
                target = table.step(state, group.atoms, cell.truths)
                after[target] = after.get(target, Fraction(0)) + weight * cell.weight
        reached = after
    return {lane: weight for lane, weight in reached.items() if isinstance(lane, str)}


def can_flip(table: DecisionTable, start: State, open_facts: OpenFacts, place: int, labels: Mapping[str, str]) -> bool:
    """Say whether some completion changes its label when the fact at `place` alone is answered otherwise.

    `labels` gives each lane what is compared: its class, or itself.
    """
    pairs: set[tuple[State, State]] = {(start, start)}
    for position, (group, options) in enumerate(open_facts):
        pairs = {
            (table.step(one, group.atoms, first.truths), table.step(other, group.atoms, second.truths))
            for one, other in pairs
            for first in options
            for second in (options if position == place else (first,))
        }
        if position >= place:
            pairs = {pair for pair in pairs if not _alike(pair, labels)}
            if any(isinstance(one, str) and isinstance(other, str) for one, other in pairs):
                return True
    return False


def _alike(pair: tuple[State, State], labels: Mapping[str, str]) -> bool:
    one, other = pair
    return one == other or (isinstance(one, str) and isinstance(other, str) and labels[one] == labels[other])
