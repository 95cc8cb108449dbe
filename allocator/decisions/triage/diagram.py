"""How the outcome of one case hangs on its open facts (判定图): a diagram with one branch for each answer that matters.

Branches that lead to the same everywhere are one, and a fact whose answer makes no difference has no branch. A fact
can therefore flip the outcome exactly when it has a branch in the diagram.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from allocator.decisions.triage.completions import View
from allocator.decisions.triage.decision_table import DecisionTable, Node
from allocator.decisions.triage.sight import Views


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """An open fact whose answer matters here, and where each of its cells leads."""

    place: int
    view: View
    targets: tuple["Diagram", ...]


Diagram: TypeAlias = Branch | str


@dataclass(eq=False)
class Diagrams:
    """Draws diagrams of one table; equal parts are drawn once for all cases."""

    table: DecisionTable
    labels: Mapping[str, str]
    _branches: dict[tuple[View, tuple[Diagram, ...]], Branch] = field(default_factory=dict, repr=False)

    def of(self, views: Views) -> Diagram:
        """Draw the diagram of a case; its ends are lanes."""
        return self._draw(self.table.start, views, {})

    def by_label(self, diagram: Diagram) -> Diagram:
        """Draw it again with the label of each lane (its class) at the ends."""
        return self._relabel(diagram, {})

    def _draw(self, node: Node, views: Views, drawn: dict[Node, Diagram]) -> Diagram:
        while not isinstance(node.state, str):
            view = views[node.place]
            if view.open:
                break
            node = self.table.step(node, view.assumed)
        else:
            return node.state
        if node not in drawn:
            targets = tuple([self._draw(self.table.step(node, cell.truths), views, drawn) for cell in view.cells])
            drawn[node] = self._branch(node.place, view, targets)
        return drawn[node]

    def _branch(self, place: int, view: View, targets: tuple[Diagram, ...]) -> Diagram:
        if all(target is targets[0] or target == targets[0] for target in targets):
            return targets[0]
        key = (view, targets)
        if key not in self._branches:
            self._branches[key] = Branch(place, view, targets)
        return self._branches[key]

    def _relabel(self, diagram: Diagram, done: dict[Branch, Diagram]) -> Diagram:
        if isinstance(diagram, str):
            return self.labels[diagram]
        if diagram not in done:
            targets = tuple([self._relabel(target, done) for target in diagram.targets])
            done[diagram] = self._branch(diagram.place, diagram.view, targets)
        return done[diagram]


def walk(diagram: Diagram) -> Iterator[Diagram]:
    """Walk every branch and end of a diagram once."""
    waiting, seen = [diagram], {diagram}
    while waiting:
        part = waiting.pop()
        yield part
        for target in part.targets if isinstance(part, Branch) else ():
            if target not in seen:
                seen.add(target)
                waiting.append(target)


def ends(diagram: Diagram) -> tuple[str, ...]:
    """Give the ends of a diagram by name: what is still possible."""
    return tuple(sorted(part for part in walk(diagram) if isinstance(part, str)))


@dataclass(frozen=True, slots=True)
class Worth:
    """What asking for a fact is worth: how often the answer settles the outcome, and the doubt it leaves on average."""

    settles: Fraction
    doubt: Fraction


@dataclass(frozen=True, eq=False)
class Odds:
    """The exact odds over a diagram, the chances of its facts taken as independent.

    All odds are whole numbers: those of a branch are parts of the product of all scales from its fact on.
    """

    root: Diagram

    @cached_property
    def branches(self) -> list[Branch]:
        """Every branch, earlier facts first."""
        found = [part for part in walk(self.root) if isinstance(part, Branch)]
        return sorted(found, key=lambda branch: branch.place)

    @cached_property
    def views(self) -> dict[int, View]:
        """The open facts that have a branch, by place: those that can flip the outcome."""
        return {branch.place: branch.view for branch in self.branches}

    def worth(self, place: int) -> Worth:
        """Work out what asking for the fact at a place is worth."""
        view, whole = self.views[place], self._from[_place(self.root)]
        settled = doubt = 0
        for share, odds in zip(view.shares, self._answered(place), strict=True):
            settled += share if sum(map(bool, odds)) == 1 else 0
            doubt += share * (whole * whole - sum(part * part for part in odds))
        return Worth(Fraction(settled, view.scale), Fraction(doubt, view.scale * whole * whole))

    def _answered(self, place: int) -> list[list[int]]:
        """Give the odds of the ends for each answer: those of the ways past the fact, and of the ways through it."""
        here = [branch for branch in self.branches if branch.place == place]
        past = list(self._down[self.root])
        for branch in here:
            past = _plus(past, self._down[branch], -self._up[branch])
        answers = [past] * len(self.views[place].cells)
        for branch in here:
            gain = self._up[branch] * branch.view.scale
            answers = [
                _plus(odds, self._down[target], gain * self._skipped(branch, target))
                for odds, target in zip(answers, branch.targets, strict=True)
            ]
        return answers

    @cached_property
    def _from(self) -> dict[int, int]:
        """The product of the scales of a fact and all behind it, by place; 1 behind the last."""
        products, product = {END: 1}, 1
        for place in sorted(self.views, reverse=True):
            product *= self.views[place].scale
            products[place] = product
        return products

    def _skipped(self, branch: Branch, target: Diagram) -> int:
        """Give the product of the scales of the facts between a branch and what it leads to."""
        return self._from[branch.place] // branch.view.scale // self._from[_place(target)]

    @cached_property
    def _down(self) -> dict[Diagram, list[int]]:
        """The odds of each end from every part of the diagram on."""
        names = ends(self.root)
        odds: dict[Diagram, list[int]] = {end: [int(end == other) for other in names] for end in names}
        for branch in reversed(self.branches):
            total = [0] * len(names)
            for share, target in zip(branch.view.shares, branch.targets, strict=True):
                total = _plus(total, odds[target], share * self._skipped(branch, target))
            odds[branch] = total
        return odds

    @cached_property
    def _up(self) -> dict[Branch, int]:
        """The odds of coming by each branch."""
        odds = dict.fromkeys(self.branches, 0)
        for branch in self.branches:
            odds[branch] += branch is self.root
            for share, target in zip(branch.view.shares, branch.targets, strict=True):
                if isinstance(target, Branch):
                    odds[target] += odds[branch] * share * self._skipped(branch, target)
        return odds


END = -1


def _place(diagram: Diagram) -> int:
    return diagram.place if isinstance(diagram, Branch) else END


def _plus(odds: list[int], more: list[int], times: int) -> list[int]:
    return [one + other * times for one, other in zip(odds, more, strict=True)]
