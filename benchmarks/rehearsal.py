"""A dry run of another rulebook over 20,000 open cases: what would flip, in seconds.

    python benchmarks/rehearsal.py [--cases 20000] [--json]

Rivals, on a sample and extrapolated: a fresh classifier for each case (nothing remembered from case to case), and going
through the completions of the unknown facts one by one (cut off after some thousand a case, which favours it).
"""

import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, product
from math import floor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allocator.decisions.triage.triage import Classifier
from allocator.domain.facts import facts_of
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.conditions import AtLeastZero, Atom, FactValue, atoms, evaluate
from allocator.domain.rulebook.reading import read_rulebook
from allocator.services.context import Context
from allocator.services.rules.rehearsal import Rehearsal, rehearse
from allocator.services.transaction import the_office
from benchmarks._office import fill, fresh_office
from benchmarks._table import Row, parser, show, timed, verdict
from fixtures.guyang_month import GUYANG

TARGET = 5.0
SAMPLE, HARD_SAMPLE = 100, 20
MOST_COMPLETIONS = 3000


def main(arguments: Sequence[str] | None = None) -> None:
    """Fill a database, rehearse another rulebook, measure the rivals, print."""
    asked = parser(str(__doc__))
    asked.add_argument("--cases", type=int, default=20_000, help="open cases")
    options = asked.parse_args(arguments)
    text = another_rulebook()
    with tempfile.TemporaryDirectory() as folder:
        context = fresh_office(Path(folder))
        fill(context, options.cases, options.cases // 20)
        found, cold = timed(lambda: rehearse(context, text))
        _, warm = timed(lambda: rehearse(context, text))
        sample = _facts(context, read_rulebook(text), SAMPLE)
        context.database.close()
    rulebook = read_rulebook(text)
    fresh = _extrapolated(
        timed(lambda: [Classifier(rulebook).lane(facts) for facts in sample])[1], len(sample), found.cases
    )
    hard = sample[:HARD_SAMPLE]
    brute = _extrapolated(timed(lambda: [brute_force(facts, rulebook) for facts in hard])[1], len(hard), found.cases)
    _show(found, cold, warm, fresh, brute, as_json=options.json)


def another_rulebook() -> str:
    """Give the bureau's rulebook with another threshold, another version, and one rule moved to the other track."""
    text = (GUYANG / "rulebook.toml").read_text(encoding="utf-8")
    return text.replace("threshold = 60", "threshold = 45").replace('version = "2022-1"', 'version = "2022-2-draft"')


def _facts(context: Context, rulebook: Rulebook, count: int) -> list[dict[str, FactValue]]:
    with context.database.reading() as uow:
        office = the_office(uow)
        return [facts_of(case.input, office, rulebook) for case in islice(uow.cases.open(), count)]


def _extrapolated(seconds: float, sample: int, cases: int) -> float:
    return seconds / sample * cases


def brute_force(facts: Mapping[str, FactValue], rulebook: Rulebook) -> set[str]:
    """Find the lanes still possible by trying completion after completion of the unknown facts."""
    triage = rulebook.triage
    conditions = [*(rule.when for rule in triage.rules), *(rule.when for rule in triage.points)]
    used = dict.fromkeys(atom for condition in conditions for atom in atoms(condition))
    unknown = dict.fromkeys(name for atom in used for name in atom.facts() if facts.get(name) is None)
    options = [[(name, value) for value in _values(name, used, facts, rulebook)] for name in unknown]
    completions = islice(product(*options), MOST_COMPLETIONS)
    return {_lane({**facts, **dict(completion)}, rulebook) for completion in completions}


def _values(name: str, used: Iterable[Atom], facts: Mapping[str, FactValue], rulebook: Rulebook) -> list[FactValue]:
    """Give the values of an unknown fact to be tried: all of a few, of an amount those beside each threshold."""
    kind = rulebook.facts[name]
    if kind.kind == "yes_no":
        return [True, False]
    if kind.kind == "choice":
        return list(kind.values)
    compared = [atom for atom in used if isinstance(atom, AtLeastZero) and name in atom.facts()]
    turns = [floor(atom.threshold(name, facts)) for atom in compared]
    return [0, *(value for turn in turns for value in (turn, turn + 1) if value > 0)]


def _lane(facts: Mapping[str, FactValue], rulebook: Rulebook) -> str:
    triage = rulebook.triage
    for rule in triage.rules:
        if evaluate(rule.when, facts):
            return rule.lane
    score = sum(rule.points for rule in triage.points if evaluate(rule.when, facts))
    return triage.at_or_above if score >= triage.threshold else triage.below


def _show(found: Rehearsal, cold: float, warm: float, fresh: float, brute: float, *, as_json: bool) -> None:
    size = f"{found.cases:,} open cases"
    fresh_told = f"fresh classifier a case {fresh:,.0f} s"
    brute_told = f"completions one by one {brute:,.0f} s"
    rows = [
        Row("dry run, first time", size, f"{cold:.2f} s", verdict(cold, TARGET), fresh_told, fresh / cold),
        Row("dry run, first time", size, f"{found.cases / cold:,.0f} cases/s", "", brute_told, brute / cold),
        Row("dry run, again in the same process", size, f"{warm:.2f} s", "", fresh_told, fresh / warm),
    ]
    certain = sum(flip.certain for flip in found.flips)
    notes = (
        f"{len(found.flips):,} cases would take another lane, {certain:,} of them whatever is still unknown",
        f"rivals extrapolated from {min(SAMPLE, found.cases)} and {min(HARD_SAMPLE, found.cases)} cases",
        f"of the completions at most {MOST_COMPLETIONS:,} a case were tried, which favours that rival",
    )
    show("Dry run of another rulebook", rows, as_json=as_json, notes=notes)


if __name__ == "__main__":
    main()
