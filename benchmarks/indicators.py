"""All indicators of the fixture's rulebook for growing dockets, without the database: processor time.

    python benchmarks/indicators.py [--cases 2000 20000 200000] [--json]

The rival is the naive way in the same run: for every indicator go through all cases, ask each condition of a case's facts as
triage does, and add up. Both must give the same numbers.
"""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from statistics import median
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allocator.domain.indicators.definitions import How, Indicator, Part, Stretch, stretch_of
from allocator.domain.indicators.facts import FACTS, CaseRecord
from allocator.domain.indicators.measuring import Docket, measure
from allocator.domain.rulebook.conditions import FactValue, evaluate
from allocator.domain.rulebook.reading import read_rulebook
from benchmarks._table import Row, parser, show

T = TypeVar("T")
RULEBOOK = Path(__file__).resolve().parents[1] / "fixtures" / "guyang" / "rulebook.toml"
ASKED = Stretch(date(2022, 1, 1), date(2022, 9, 30))
FROM, DAYS = date(2020, 10, 1), 730
RIVAL_MOST = 20_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw dockets, work everything out both ways, print."""
    asked = parser(str(__doc__))
    asked.add_argument("--cases", type=int, nargs="+", default=[2_000, 20_000, 200_000])
    options = asked.parse_args(arguments)
    known = read_rulebook(RULEBOOK.read_text(encoding="utf-8")).indicators
    rows = [_row(known, size) for size in options.cases]
    show("All indicators, processor time", rows, as_json=options.json)


def _row(known: Mapping[str, Indicator], size: int) -> Row:
    cases = _cases(size)
    ours, seconds = _busy(
        lambda: {name: measure(one, Docket(cases), ASKED, known).value for name, one in known.items()}
    )
    docket = Docket(cases)
    together, at_once = _busy(lambda: {name: measure(one, docket, ASKED, known).value for name, one in known.items()})
    assert ours == together
    what, value = f"{len(known)} indicators", f"{at_once:.2f} s (one by one {seconds:.2f} s)"
    if size > RIVAL_MOST:
        return Row(what, f"{size:,} cases", value, "-", "not run", None)
    naive, slow = _busy(lambda: {name: _naive(one, cases, ASKED, known) for name, one in known.items()})
    assert naive == ours
    return Row(what, f"{size:,} cases", value, "< 1 s with the database", f"{slow:.2f} s", slow / at_once)


def _busy(work: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


def _cases(size: int) -> list[CaseRecord]:
    random = Random(size)
    return [_case(random, number) for number in range(1, size + 1)]


def _case(random: Random, number: int) -> CaseRecord:
    filed = FROM + timedelta(days=random.randrange(DAYS))
    closed = filed + timedelta(days=random.randrange(400)) if random.random() < 0.8 else None
    way = random.choice(("fulfilled", "dormant", "terminated")) if closed else ""
    claim = random.randrange(1, 10**8)
    return CaseRecord(
        number, str(number), random.choice(("执", "执", "执恢", "执保")), "private_loan", claim, filed, closed, way,
        random.randrange(claim) if closed else 0, "fast", "fast", random.choice(("", "", "wage")), "fast", None,
        filed + timedelta(days=183),
    )  # fmt: skip


def _naive(
    one: Indicator, cases: Sequence[CaseRecord], asked: Stretch, known: Mapping[str, Indicator]
) -> Fraction | None:
    if one.base:
        now, then = (_naive(known[one.base], cases, days, known) for days in (asked, asked.year_before))
        if now is None or not then:
            return None
        return now - then if one.how == How.POINTS else now / then - 1
    days = stretch_of(one.window, asked)
    above = _amounts(one.numerator, cases, days)
    if one.denominator is None:
        return Fraction(sum(above.values()))
    below = _amounts(one.denominator, cases, days)
    if one.how == How.MEDIAN:
        return median([Fraction(above.get(case, 0), amount) for case, amount in below.items() if amount])
    whole = sum(below.values())
    return Fraction(sum(above.values()), whole) if whole else None


def _amounts(part: Part, cases: Sequence[CaseRecord], days: Stretch) -> dict[int, int]:
    found = {}
    for case in cases:
        facts: dict[str, FactValue] = {name: fact.of(case, days) for name, fact in FACTS.items()}
        if evaluate(part.when, facts):
            found[case.id] = int(facts[part.sum] or 0) if part.sum else 1
    return found


if __name__ == "__main__":
    main()
