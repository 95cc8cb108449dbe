"""What clocks ask of the rulebook (节点推算准备), laid out once for all cases: what begins a node, holds it, and how long it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allocator.domain.clocks.nodes import EARLY, ClockStop, Happenings, Node, Variant
from allocator.domain.rulebook.conditions import Condition, Facts, atoms, evaluate

_MOST = 20_000  # answers remembered: a rulebook that asks for amounts has as many as there are cases


@dataclass(frozen=True, slots=True)
class NodePlan:
    """A node as clocks are worked out by it (节点推算要素): `kinds` begin or end it, kinds in `holding` begin or end its `stops`.

    Nodes of one `group` are held by the same stops. What is in `before_closing` begins it and happens in open cases alone.
    """

    node: Node
    place: int
    kinds: tuple[str, ...]
    begins: frozenset[str]
    before_closing: frozenset[str]
    ends: frozenset[str]
    lanes: frozenset[str]
    warn: timedelta
    stops: tuple[ClockStop, ...]
    extends: frozenset[str]
    holding: frozenset[str]
    facts: tuple[str, ...]
    own: Variant
    group: int

    @property
    def telling(self) -> frozenset[str]:
        """Name every kind of event on which its clocks rest."""
        return self.begins | self.ends | self.holding | self.extends


@dataclass(frozen=True, slots=True)
class ClockPlan:
    """All nodes of a rulebook (节点推算准备), and by each kind of event those that it begins."""

    nodes: tuple[NodePlan, ...]
    begun_by: Mapping[str, tuple[int, ...]]
    stopping: frozenset[str]
    _known: dict[tuple[Any, ...], Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, nodes: Sequence[Node], rules: Happenings) -> "ClockPlan":
        """Lay the nodes out."""
        groups: dict[tuple[str, ...], int] = {}
        plans = tuple(_plan(place, node, rules, groups) for place, node in enumerate(nodes))
        begun: dict[str, list[int]] = {}
        for plan in plans:
            for kind in plan.begins:
                begun.setdefault(kind, []).append(plan.place)
        stopping = frozenset(kind for stop in rules.stops for kind in (stop.begins, stop.ends))
        return cls(plans, {kind: tuple(places) for kind, places in begun.items()}, stopping)

    def begun(self, kinds: Iterable[str]) -> list[NodePlan]:
        """Give the nodes that some kinds of event may begin, in the rulebook's order."""
        places = {place for kind in kinds for place in self.begun_by.get(kind, ())}
        return [self.nodes[place] for place in sorted(places)]

    def applies(self, plan: NodePlan, facts: Facts) -> bool:
        """Say whether a node is of a case with such facts at all; asked once of the same facts."""
        if plan.node.when is True:
            return True
        key = (plan.place, *[facts.get(name) for name in plan.facts])
        if key not in self._known:
            self._remember(key, evaluate(plan.node.when, facts) is True)
        return bool(self._known[key])

    def limit(self, plan: NodePlan, item: str, facts: Facts) -> Variant:
        """Give the limit of a node for a thing and a case: that of the first variant it falls under, else the node's own."""
        if not plan.node.variants:
            return plan.own
        asset = item.partition(":")[0]
        key = (plan.place, asset, "limit", *[facts.get(name) for name in plan.facts])
        if key not in self._known:
            self._remember(key, limit_of(plan.node, asset, facts))
        found: Variant = self._known[key]
        return found

    def _remember(self, key: tuple[Any, ...], answer: object) -> None:
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[key] = answer


def limit_of(node: Node, asset: str, facts: Facts) -> Variant:
    """Give the limit of a node for a kind of asset and a case."""
    fits = (row for row in node.variants if asset in row.assets or evaluate(row.when, facts) is True)
    return next(fits, Variant(node.limit, node.unit, node.basis))


def _plan(place: int, node: Node, rules: Happenings, groups: dict[tuple[str, ...], int]) -> NodePlan:
    stops = tuple(stop for stop in rules.stops if node.id in stop.nodes)
    holding = {kind for stop in stops for kind in (stop.begins, stop.ends)}
    kinds = tuple(dict.fromkeys((*node.starts, *node.ends)))
    conditions = (node.when, *(row.when for row in node.variants))
    return NodePlan(
        *(node, place, kinds, frozenset(node.starts), _before_closing(node, rules)),
        *(frozenset(node.ends), frozenset(node.lanes)),
        *(timedelta(days=node.warn), stops),
        frozenset(kind.id for kind in rules.kinds.values() if kind.extends) if node.extension else frozenset(),
        frozenset(holding),
        *(_facts(conditions), Variant(node.limit, node.unit, node.basis)),
        groups.setdefault(tuple(stop.id for stop in stops), len(groups)),
    )


def _before_closing(node: Node, rules: Happenings) -> frozenset[str]:
    only_open = {kind.id for kind in rules.kinds.values() if not kind.after_closing}
    return frozenset(kind for kind in node.starts if kind in only_open or kind in EARLY)


def _facts(conditions: Iterable[Condition]) -> tuple[str, ...]:
    return tuple(sorted({name for one in conditions for atom in atoms(one) for name in atom.facts()}))
