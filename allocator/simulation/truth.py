"""What a case is really like (案件真相): facts nobody knows yet are drawn by the rulebook's chances, under the case's own name."""

from collections.abc import Callable, Sequence
from itertools import accumulate

from allocator.domain.facts import CaseInput, facts_after
from allocator.domain.office import Office
from allocator.domain.rulebook.book import FactKind, Rulebook
from allocator.domain.rulebook.conditions import All, AnyOf, Condition, Facts, FactValue, Is, Not
from allocator.domain.scenarios.process import Process
from allocator.simulation.chance import Chance, pick

PERMILLE = 1000


Open = tuple[int, FactKind, bool]
"""A fact nobody knows of a case: its place in the rulebook, and whether only a stage or the time to come brings it about."""


def open_facts(known: Facts, rulebook: Rulebook, process: Process) -> tuple[Open, ...]:
    """Give the facts nobody knows of a case, but those that follow from others."""
    return tuple(
        (place, fact, fact.later or fact.id in process.set_by_stages)
        for place, fact in enumerate(rulebook.facts.values())
        if known[fact.id] is None and not fact.from_assets
    )


def truth_of(
    case: CaseInput, known: Facts, unknown: Sequence[Open], office: Office, rulebook: Rulebook, chance: Chance
) -> Facts:
    """Give every fact of a case as it truly is; what is known stays, the rest does not depend on anything but its name.

    Facts that stages set are not drawn, nor those that arise later: they tell how far a case has come.
    """
    last = max((place for place, _, set_later in unknown if not set_later), default=-1)
    drawn = chance.uniforms("truth", case.filing.case_no, last + 1)
    found = {
        fact.id: fact.assume if set_later else _value(fact, drawn[place], rulebook)
        for place, fact, set_later in unknown
    }
    return facts_after(known, case.learn(found), found, office, rulebook)


def _value(fact: FactKind, uniform: float, rulebook: Rulebook) -> FactValue:
    if fact.kind == "yes_no":
        return uniform * PERMILLE < fact.chance
    if fact.kind == "choice":
        return _choice(fact, uniform, rulebook)
    return fact.assume if fact.assume is not None else 0 if fact.kind in ("money", "count") else None


def _choice(fact: FactKind, uniform: float, rulebook: Rulebook) -> FactValue:
    """Choose a cause by how often each comes, any other word evenly."""
    shares = {row.id: row.share for row in rulebook.weights.causes} if fact.id == "cause" else {}
    weights = [float(shares.get(value, 0)) for value in fact.values]
    return fact.values[pick(list(accumulate(weights if any(weights) else [1.0] * len(fact.values))), uniform)]


Test = Callable[[Facts], bool]


def holds(condition: Condition) -> Test:
    """Make a condition ready to be asked of many cases whose facts are known; an open fact counts as not so."""
    if isinstance(condition, bool):
        return lambda _: condition
    if isinstance(condition, Not):
        part = holds(condition.part)
        return lambda facts: not part(facts)
    if isinstance(condition, (All, AnyOf)):
        return _joined([holds(part) for part in condition.parts], settles=isinstance(condition, AnyOf))
    if isinstance(condition, Is):
        name = condition.fact
        return lambda facts: facts.get(name) is True
    atom, names = condition, condition.facts()
    return lambda facts: all(facts.get(name) is not None for name in names) and atom.holds(facts)


def _joined(parts: Sequence[Test], *, settles: bool) -> Test:
    """Join tests: the first that is `settles` settles them all."""

    def test(facts: Facts) -> bool:
        """Ask one after the other until the matter is settled."""
        for part in parts:
            if part(facts) is settles:
                return settles
        return not settles

    return test
