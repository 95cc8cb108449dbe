"""Names near to one that is unknown, for the remedy of a fault."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

LEAST_LIKENESS = 30


def nearest(name: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Give the known names most like one, best first; ties in the order given, none that is quite different."""
    names = list(dict.fromkeys(known))
    found = process.extract(name, names, scorer=fuzz.ratio, limit=None, score_cutoff=LEAST_LIKENESS)
    ranked = sorted(found, key=lambda hit: (-round(hit[1], 6), hit[2]))
    return tuple(hit[0] for hit in ranked[:count])
