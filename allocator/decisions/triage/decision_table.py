"""The triage table, folded fact by fact (判定表).

A state of the table is what is left of its rows once some facts are known. Different cases pass through the same
states, so each step is worked out once for the whole stock; a state with nothing left to decide is a lane.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from allocator.decisions.triage.completions import Lens, Truths
from allocator.decisions.triage.sight import Views
from allocator.domain.rulebook.book import Triage
from allocator.domain.rulebook.conditions import Atom, Condition, atoms, reduce

Row = tuple[Condition, str]
Point = tuple[Condition, int]


@dataclass(frozen=True, slots=True)
class Open:
    """Rows not yet settled, in order, then the points so far and those not yet settled."""

    rows: tuple[Row, ...]
    score: int
    points: tuple[Point, ...]


State: TypeAlias = Open | str


@dataclass(slots=True, eq=False)
class Node:
    """A state of the table, the place of the next fact it reads, and where the answers lead; one for each state.

    `lane` is where it ends, once nothing is left to decide.
    """

    state: State
    place: int
    steps: dict[Truths, "Node"] = field(default_factory=dict, repr=False)
    lane: str | None = field(init=False)

    def __post_init__(self) -> None:
        self.lane = self.state if isinstance(self.state, str) else None


def table_atoms(triage: Triage) -> tuple[Atom, ...]:
    """Give every atom of the table once, rows before points."""
    conditions = [rule.when for rule in triage.rules] + [rule.when for rule in triage.points]
    return tuple(dict.fromkeys(atom for condition in conditions for atom in atoms(condition)))


@dataclass(eq=False)
class DecisionTable:
    """One rulebook's table, read fact by fact in the order of `lenses`, with the steps already worked out."""

    triage: Triage
    lenses: tuple[Lens, ...]
    _nodes: dict[State, Node] = field(default_factory=dict, repr=False)

    @cached_property
    def start(self) -> Node:
        """Give the state in which nothing is known."""
        rows = tuple((rule.when, rule.lane) for rule in self.triage.rules)
        points = tuple((rule.when, rule.points) for rule in self.triage.points)
        return self._node(self._fold(Open(rows, 0, points), {}))

    def step(self, node: Node, truths: Truths) -> Node:
        """Go on from a state when the fact at its place becomes known."""
        target = node.steps.get(truths)
        if target is None and isinstance(node.state, Open):
            known = dict(zip(self.lenses[node.place].group.atoms, truths, strict=True))
            target = node.steps[truths] = self._node(self._fold(node.state, known))
        return target or node

    def assumed(self, views: Views) -> str:
        """Give the lane when every open fact is as assumed."""
        node = self.start
        while (lane := node.lane) is None:
            truths = views[node.place].assumed
            node = node.steps.get(truths) or self.step(node, truths)
        return lane

    def reached(self, views: Views) -> frozenset[str]:
        """Give every lane some completion leads to."""
        waiting, seen, lanes = [self.start], {self.start}, set()
        while waiting:
            node = waiting.pop()
            if isinstance(node.state, str):
                lanes.add(node.state)
                continue
            for cell in views[node.place].cells:
                target = self.step(node, cell.truths)
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return frozenset(lanes)

    @cached_property
    def _place_of(self) -> dict[Atom, int]:
        return {atom: place for place, lens in enumerate(self.lenses) for atom in lens.group.atoms}

    def _node(self, state: State) -> Node:
        if state not in self._nodes:
            self._nodes[state] = Node(state, self._next_place(state))
        return self._nodes[state]

    def _next_place(self, state: State) -> int:
        if isinstance(state, str):
            return len(self.lenses)
        left = [when for when, _ in state.rows] + [when for when, _ in state.points]
        return min(self._place_of[atom] for when in left for atom in atoms(when))

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
        rows = state.rows
        while rows and rows[-1][1] == by_points:
            rows = rows[:-1]
        if not rows:
            return by_points
        above = by_points == self.triage.at_or_above
        return Open(rows, self.triage.threshold if above else self.triage.threshold - 1, ())

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
