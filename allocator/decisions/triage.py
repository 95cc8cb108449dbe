"""Telling simple from complex (繁简分流): class, lane, certainty, reasons and weight of one case.

Over all completions of the unknown facts the class is *certain* or *provisional*, exactly; while provisional, the
rulebook's assumptions stand in, and the case says which fact could flip it and what to ask next.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from allocator.decisions.completions import PERMILLE, Cell, cells, group_atoms
from allocator.decisions.decision_table import DecisionTable, OpenFacts, State, can_flip, outcomes
from allocator.decisions.weighing import Weight, weigh
from allocator.domain.conditions import Atom, Facts, FactValue, Is, OneOf, atoms, evaluate, settled
from allocator.domain.facts import CaseInput, facts_of
from allocator.domain.office import Office
from allocator.domain.rulebook import PointRule, Rulebook, TriageRule
from allocator.domain.rulebook_check import conditions
from allocator.domain.words import Text

SCORE = "score"


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A rule that holds for the case, as far as known or assumed; `points` for a row of the score."""

    rule: str
    text: Text
    decisive: bool
    assumed: bool
    points: int | None = None
    lane: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """The next best question (下一步查明): the fact, how to ask, and how often its answer settles the class, per mille."""

    fact: str
    text: Text
    settles: int


@dataclass(frozen=True, slots=True)
class Classification:
    """What triage says of a case.

    `track` is the class ("fast" or "regular"), `lane` the way through the office; `certain` holds for the class over
    all completions; `tracks` and `lanes` are what is still possible; `flips` the facts that could change the outcome.
    """

    track: str
    lane: str
    certain: bool
    tracks: tuple[str, ...]
    lanes: tuple[str, ...]
    rule: str
    score: int | None
    hits: tuple[RuleHit, ...]
    unknown: tuple[str, ...]
    assumed: Mapping[str, FactValue]
    flips: tuple[str, ...]
    question: Question | None
    weight: Weight
    priority: int
    livelihood: tuple[str, ...]
    skills: tuple[str, ...]
    rulebook: str


def classify(case: CaseInput, office: Office, rulebook: Rulebook) -> Classification:
    """Classify one case under a rulebook; a pure function of its input."""
    return classifier(rulebook).classify(facts_of(case, office, rulebook))


_classifiers: dict[str, "Classifier"] = {}


def classifier(rulebook: Rulebook) -> "Classifier":
    """Give the classifier of a rulebook; the steps it has worked out serve every later case."""
    if rulebook.digest not in _classifiers:
        _classifiers[rulebook.digest] = Classifier(rulebook)
    return _classifiers[rulebook.digest]


@dataclass
class Classifier:
    """Classifies by one rulebook and remembers each combination of facts its conditions can tell apart."""

    rulebook: Rulebook
    _known: dict[tuple[object, ...], Classification] = field(default_factory=dict, repr=False)
    _lanes: dict[tuple[object, ...], tuple[str, frozenset[str]]] = field(default_factory=dict, repr=False)

    @cached_property
    def table(self) -> DecisionTable:
        """The triage table."""
        return DecisionTable(self.rulebook.triage)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The class of each lane."""
        return {lane.id: lane.track for lane in self.rulebook.lanes.values()}

    def classify(self, facts: Facts) -> Classification:
        """Classify a case from its facts."""
        key = (*self._all_seen(facts), *self._amounts(facts))
        if key not in self._known:
            self._known[key] = self._decide(facts)
        return self._known[key]

    def lane(self, facts: Facts) -> tuple[str, frozenset[str]]:
        """Give only the lane a case takes and the lanes still possible: what a dry run over the whole stock needs."""
        key = self._table_seen(facts)
        if key not in self._lanes:
            start, open_facts = self._opened(facts)
            reached = frozenset(outcomes(self.table, start, open_facts))
            self._lanes[key] = (self._assumed_lane(self._assume(facts, open_facts)), reached)
        return self._lanes[key]

    @cached_property
    def _all_seen(self) -> "Seen":
        found = [atom for _, condition in conditions(self.rulebook) for atom in atoms(condition)]
        return Seen.through(tuple(dict.fromkeys(found)), self.rulebook)

    @cached_property
    def _table_seen(self) -> "Seen":
        return Seen.through(self.table.atoms(), self.rulebook)

    @cached_property
    def _counted(self) -> tuple[str, ...]:
        terms = [adder.times.terms for adder in self.rulebook.weights.adders if adder.times]
        return ("cause", *(name for term in terms for name, _ in term))

    def _amounts(self, facts: Facts) -> tuple[object, ...]:
        return tuple(facts[name] for name in self._counted)

    def _opened(self, facts: Facts) -> tuple[State, OpenFacts]:
        truths = {atom: settled(atom, facts) for atom in self.table.atoms()}
        start = self.table.start({atom: truth for atom, truth in truths.items() if truth is not None})
        groups = group_atoms(self.table.atoms(), self.rulebook.facts, facts)
        return start, tuple((group, cells(group, facts)) for group in groups)

    def _assume(self, facts: Facts, open_facts: OpenFacts) -> dict[str, FactValue]:
        """Complete the open facts by the rulebook's assumptions, kept to values its conditions can tell apart."""
        return {**facts, **{group.fact.id: group.fact.assume for group, _ in open_facts}}

    def _assumed_lane(self, complete: Facts) -> str:
        rule = next((rule for rule in self.rulebook.triage.rules if evaluate(rule.when, complete)), None)
        return rule.lane if rule else self._by_score(complete)[1]

    def _by_score(self, complete: Facts) -> tuple[int, str]:
        triage = self.rulebook.triage
        score = sum(rule.points for rule in triage.points if evaluate(rule.when, complete))
        return score, triage.at_or_above if score >= triage.threshold else triage.below

    def _decide(self, facts: Facts) -> Classification:
        start, open_facts = self._opened(facts)
        complete = self._assume(facts, open_facts)
        lane = self._assumed_lane(complete)
        hits = self._hits(facts, complete)
        decisive = next((hit.rule for hit in hits if hit.decisive), SCORE)
        reached = outcomes(self.table, start, open_facts)
        tracks = tuple(sorted({self.labels[name] for name in reached}))
        labels = self.labels if len(tracks) > 1 else {name: name for name in self.labels}
        flips = self._flips(start, open_facts, labels) if len(reached) > 1 else ()
        return Classification(
            track=self.labels[lane],
            lane=lane,
            certain=len(tracks) == 1,
            tracks=tracks,
            lanes=tuple(sorted(reached)),
            rule=decisive,
            score=self._by_score(complete)[0] if decisive == SCORE else None,
            hits=hits,
            unknown=tuple(group.fact.id for group, _ in open_facts),
            assumed={group.fact.id: group.fact.assume for group, _ in open_facts},
            flips=flips,
            question=self._question(start, open_facts, labels, flips),
            weight=weigh(facts, self.rulebook),
            priority=self._priority(facts),
            livelihood=tuple(row.id for row in self.rulebook.livelihood if evaluate(row.when, facts))[:1],
            skills=tuple(row.id for row in self.rulebook.skills if evaluate(row.when, facts)),
            rulebook=self.rulebook.digest,
        )

    def _priority(self, facts: Facts) -> int:
        ranks = (row.rank for row in self.rulebook.priorities if evaluate(row.when, facts))
        return min(ranks, default=self.rulebook.last_rank)

    def _hits(self, facts: Facts, complete: Facts) -> tuple[RuleHit, ...]:
        rows = [rule for rule in self.rulebook.triage.rules if evaluate(rule.when, complete)]
        found = [_hit(rule, facts, decisive=place == 0) for place, rule in enumerate(rows)]
        points = [rule for rule in self.rulebook.triage.points if evaluate(rule.when, complete)]
        return (*found, *(_hit(rule, facts, decisive=False) for rule in points))

    def _flips(self, start: State, open_facts: OpenFacts, labels: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(
            group.fact.id
            for place, (group, _) in enumerate(open_facts)
            if can_flip(self.table, start, open_facts, place, labels)
        )

    def _question(
        self, start: State, open_facts: OpenFacts, labels: Mapping[str, str], flips: tuple[str, ...]
    ) -> Question | None:
        """Choose the fact whose answer most often settles the outcome; among equals, the one that leaves least doubt."""
        values = [
            (self._value_of_asking(start, open_facts, labels, place), -place)
            for place, (group, _) in enumerate(open_facts)
            if group.fact.id in flips
        ]
        if not values:
            return None
        (settles, _), place = max(values)
        fact = open_facts[-place][0].fact
        return Question(fact.id, fact.question, int(settles * PERMILLE))

    def _value_of_asking(
        self, start: State, open_facts: OpenFacts, labels: Mapping[str, str], place: int
    ) -> tuple[Fraction, Fraction]:
        settles, doubt = Fraction(0), Fraction(0)
        group, options = open_facts[place]
        for cell in options:
            answered = (*open_facts[:place], (group, (_surely(cell),)), *open_facts[place + 1 :])
            shares = _by_label(outcomes(self.table, start, answered), labels)
            settles += cell.weight if len(shares) == 1 else 0
            doubt += cell.weight * (1 - sum(share * share for share in shares.values()))
        return settles, -doubt


@dataclass(frozen=True, slots=True)
class Seen:
    """What some conditions can see of a case: the named values, the truth of comparisons, how open amounts can fall."""

    values: tuple[str, ...]
    comparisons: tuple[Atom, ...]
    rulebook: Rulebook

    @classmethod
    def through(cls, wanted: tuple[Atom, ...], rulebook: Rulebook) -> "Seen":
        """Look through these atoms."""
        values = tuple(dict.fromkeys(atom.fact for atom in wanted if isinstance(atom, (Is, OneOf))))
        return cls(values, tuple(atom for atom in wanted if not isinstance(atom, (Is, OneOf))), rulebook)

    def __call__(self, facts: Facts) -> tuple[object, ...]:
        """Name what is seen; two cases with the same name are told nothing apart by these atoms."""
        truths = tuple([settled(atom, facts) for atom in self.comparisons])
        undecided = [atom for atom, truth in zip(self.comparisons, truths, strict=True) if truth is None]
        falls = [
            (cell.truths, cell.weight)
            for group in group_atoms(undecided, self.rulebook.facts, facts)
            for cell in cells(group, facts)
        ]
        return (*[facts[name] for name in self.values], truths, tuple(falls))


def _surely(cell: Cell) -> Cell:
    return Cell(cell.value, cell.truths, Fraction(1))


def _by_label(reached: Mapping[str, Fraction], labels: Mapping[str, str]) -> dict[str, Fraction]:
    shares: dict[str, Fraction] = {}
    for lane, weight in reached.items():
        shares[labels[lane]] = shares.get(labels[lane], Fraction(0)) + weight
    return shares


def _hit(rule: TriageRule | PointRule, facts: Facts, *, decisive: bool) -> RuleHit:
    lane = rule.lane if isinstance(rule, TriageRule) else None
    points = rule.points if isinstance(rule, PointRule) else None
    return RuleHit(rule.id, rule.text, decisive, evaluate(rule.when, facts) is None, points, lane, rule.source)
