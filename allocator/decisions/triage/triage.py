"""Telling simple from complex (繁简分流): class, lane, certainty, reasons and weight of one case.

Over all completions of the unknown facts the class is *certain* or *provisional*, exactly; while provisional, the
rulebook's assumptions stand in, and the case says which fact could flip it and what to ask next.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from allocator.decisions.triage.decision_table import DecisionTable, table_atoms
from allocator.decisions.triage.diagram import Diagram, Diagrams, Odds, ends
from allocator.decisions.triage.sight import Judged, Sight, Verdict, Views, picker
from allocator.decisions.triage.weighing import Scales, Weight
from allocator.domain.facts import CaseInput, facts_of
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Label, PointRule, Priority, Rulebook, TriageRule
from allocator.domain.rulebook.conditions import Facts, FactValue
from allocator.domain.words import Text

SCORE = "score"
PERMILLE = 1000
MOST_REMEMBERED = 100_000
RowOfRules = TypeVar("RowOfRules", TriageRule, PointRule, Label, Priority)
Labels = tuple[int, tuple[str, ...], tuple[str, ...]]
"""A case's rank in the order of service, its livelihood kind and the skills it needs."""


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
    all completions, unless `pending` names facts for which it has to wait; `tracks` and `lanes` are what is still
    possible; `flips` the facts that could change the outcome. `weight` is the effort in that lane, `gross` in any.
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
    gross: Weight
    pending: tuple[str, ...] = ()


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
    """Classifies by one rulebook and remembers every case that looks different to its conditions."""

    rulebook: Rulebook
    _known: dict[tuple[object, ...], Classification] = field(default_factory=dict, repr=False)
    _lanes: dict[Views, tuple[str, frozenset[str]]] = field(default_factory=dict, repr=False)

    def classify(self, facts: Facts) -> Classification:
        """Classify a case from its facts."""
        reader = self.reader
        views = reader.sight.look(facts)
        key = (views, reader.scales.counted(facts))
        if key not in self._known:
            self._known[key] = reader.classify(facts, views)
        return self._known[key]

    def lane(self, facts: Facts) -> tuple[str, frozenset[str]]:
        """Give only the lane a case takes and the lanes still possible: what a dry run over the whole stock needs."""
        reader = self.reader
        views = reader.sight.look(facts, first=len(reader.table.lenses))
        if views not in self._lanes:
            self._lanes[views] = (reader.table.assumed(views), reader.table.reached(views))
        return self._lanes[views]

    def waits(self, facts: Facts) -> bool:
        """Say whether the class of a case has to wait, whatever it is."""
        return self.reader.provisional.verdict_on(facts).known is True

    @cached_property
    def _reader(self) -> "Reader":
        return Reader(self.rulebook)

    @property
    def reader(self) -> "Reader":
        """Give the rulebook made ready; before memory runs out begin anew: what is forgotten is worked out again."""
        if len(self._known) + len(self._lanes) >= MOST_REMEMBERED:
            self._known, self._lanes = {}, {}
            self.__dict__.pop("_reader", None)
        return self._reader


@dataclass(eq=False)
class Reader:
    """One rulebook made ready: its table, its other conditions, and the lenses they all look through."""

    rulebook: Rulebook

    def __post_init__(self) -> None:
        rules, triage = self.rulebook, self.rulebook.triage
        self.sight = Sight(rules.facts)
        self.sight.places(table_atoms(triage))  # first, so that the table's lenses stand in front
        self.table = DecisionTable(triage, tuple(self.sight.lenses))
        self.diagrams = Diagrams(self.table, {lane.id: lane.track for lane in rules.lanes.values()})
        self.scales = Scales(rules, self.sight)
        self.rows, self.points = self._prepared(triage.rules), self._prepared(triage.points)
        self.livelihood, self.skills = self._prepared(rules.livelihood), self._prepared(rules.skills)
        self.priorities = self._prepared(rules.priorities)
        self.provisional = self.sight.judged(triage.provisional_when)
        labelling = [judged for _, judged in (*self.priorities, *self.livelihood, *self.skills)]
        self._labelling = picker(sorted({place for judged in labelling for place in judged.places}))
        self._labels: dict[Views, Labels] = {}

    def _prepared(self, rows: tuple[RowOfRules, ...]) -> list[tuple[RowOfRules, Judged]]:
        return [(row, self.sight.judged(row.when)) for row in rows]

    def classify(self, facts: Facts, views: Views) -> Classification:
        """Classify a case that looks like this; its facts are asked only for amounts."""
        labels, diagram = self.diagrams.labels, self.diagrams.of(views)
        lane, lanes = self.table.assumed(views), ends(diagram)
        tracks = tuple(sorted({labels[name] for name in lanes}))
        if len(tracks) > 1:
            diagram = self.diagrams.by_label(diagram)
        hits = self._hits(views)
        decisive = next((hit.rule for hit in hits if hit.decisive), SCORE)
        effort = {name: row.effort for name, row in self.rulebook.lanes.items()}
        gross, pending = self.scales.weigh(facts, views), self._pending(views)
        priority, livelihood, skills = self.labels(views)
        unknown = [lens for lens, view in zip(self.table.lenses, views, strict=False) if view.open]
        return Classification(
            track=labels[lane],
            lane=lane,
            certain=len(tracks) == 1 and not pending,
            tracks=tracks,
            lanes=lanes,
            rule=decisive,
            score=sum(hit.points or 0 for hit in hits) if decisive == SCORE else None,
            hits=hits,
            unknown=tuple(lens.group.fact.id for lens in unknown),
            assumed={lens.group.fact.id: lens.assume for lens in unknown},
            flips=tuple(dict.fromkeys((*(view.fact.id for view in Odds(diagram).views.values()), *pending))),
            question=_question(diagram) or self._wait_for(pending),
            weight=gross.in_lane(effort[lane], [effort[name] for name in lanes]),
            priority=priority,
            livelihood=livelihood,
            skills=skills,
            rulebook=self.rulebook.digest,
            gross=gross,
            pending=pending,
        )

    def labels(self, views: Views) -> Labels:
        """Give a case's rank in the order of service, its livelihood kind and the skills it needs."""
        seen = self._labelling(views)
        found = self._labels.get(seen)
        if found is None:
            found = self._labels[seen] = self._labelled(views)
        return found

    def _labelled(self, views: Views) -> Labels:
        rank = min((row.rank for row in _holding(self.priorities, views)), default=self.rulebook.last_rank)
        livelihood = tuple(row.id for row in _holding(self.livelihood, views))[:1]
        return rank, livelihood, tuple(row.id for row in _holding(self.skills, views))

    def _pending(self, views: Views) -> tuple[str, ...]:
        """Name the facts for which every class has to wait, where they are known to stand so."""
        if not self.provisional.verdict(views).known:
            return ()
        return tuple(lens.group.fact.id for lens in self.provisional.lenses)

    def _wait_for(self, pending: tuple[str, ...]) -> Question | None:
        facts = [self.rulebook.facts[name] for name in pending[:1]]
        return next((Question(fact.id, fact.question, PERMILLE) for fact in facts), None)

    def _hits(self, views: Views) -> tuple[RuleHit, ...]:
        rows = [(rule, verdict) for rule, judged in self.rows if (verdict := judged.verdict(views)).assumed]
        points = [(rule, verdict) for rule, judged in self.points if (verdict := judged.verdict(views)).assumed]
        found = [_hit(rule, verdict, decisive=place == 0) for place, (rule, verdict) in enumerate(rows)]
        return (*found, *(_hit(rule, verdict, decisive=False) for rule, verdict in points))


def _holding(rows: list[tuple[RowOfRules, Judged]], views: Views) -> list[RowOfRules]:
    return [row for row, judged in rows if judged.verdict(views).known]


def _hit(rule: TriageRule | PointRule, verdict: Verdict, *, decisive: bool) -> RuleHit:
    lane = rule.lane if isinstance(rule, TriageRule) else None
    points = rule.points if isinstance(rule, PointRule) else None
    return RuleHit(rule.id, rule.text, decisive, verdict.known is None, points, lane, rule.source)


def _question(diagram: Diagram) -> Question | None:
    """Choose the fact whose answer most often settles the outcome; among equals, the one that leaves least doubt."""
    odds = Odds(diagram)
    worth = {place: odds.worth(place) for place in odds.views}
    if not worth:
        return None
    best = max(worth, key=lambda place: (worth[place].settles, -worth[place].doubt, -place))
    fact = odds.views[best].fact
    return Question(fact.id, fact.question, int(worth[best].settles * PERMILLE))
