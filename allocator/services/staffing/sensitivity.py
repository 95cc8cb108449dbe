"""How far a comparison moves with what is assumed (敏感性): the same scenarios with the same luck, weights or filings moved."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from allocator.domain.errors import BadInput
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.scenarios.scenario import PERMILLE
from allocator.domain.words import Text
from allocator.services.staffing.simulations import Asked, helpers, opening_entry, sharpness
from allocator.simulation.opening import Opening
from allocator.simulation.swings import UNMOVED, Ask, Swing, Swung, filings_swung, under_swings, weights_swung

WEIGHTS, FILINGS = "weights", "filings"


def swings_of(words: Sequence[str], rulebook: Rulebook) -> tuple[Swing, ...]:
    """Read what is moved: `weights=0.3` (of all cases), `weights:CAUSE=0.3`, `filings=0.2`; nothing moved comes first.

    Raises BadInput with the word that cannot be understood.
    """
    return (UNMOVED, *(swing for word in words for swing in _swings(word, rulebook)[1:]))


def _swings(word: str, rulebook: Rulebook) -> tuple[Swing, ...]:
    named, _, written = word.partition("=")
    what, _, cause = named.partition(":")
    permille = _permille(written)
    known = {row.id for row in rulebook.weights.causes}
    if permille is not None and what == WEIGHTS and (not cause or cause in known):
        return weights_swung(permille, (cause,)) if cause else weights_swung(permille)
    if permille is not None and named == FILINGS:
        return filings_swung(permille)
    raise BadInput(
        Text(f"“{word}”不是可变动的假设。", f'"{word}" is no assumption that can be moved.'),
        Text(
            f"例如 weights=0.3、weights:{min(known, default='loan')}=0.3、filings=0.2；幅度在 0 与 1 之间。",
            f"For example weights=0.3, weights:{min(known, default='loan')}=0.3, filings=0.2; between 0 and 1.",
        ),
        code="swing",
    )


def _permille(written: str) -> int | None:
    """Read a share between 0 and 1, of which thousandths count."""
    try:
        found = round(Fraction(written) * PERMILLE)
    except (ValueError, ZeroDivisionError):
        return None
    return found if 0 < found < PERMILLE else None


def under_assumptions(
    opening: Opening, asked: Asked, swings: Sequence[Swing], tell: Callable[[int, Text], None]
) -> tuple[Swung, ...]:
    """Compare the scenarios under each assumption; `tell` hears per mille and in a sentence how far that is.

    Raises BadInput where there is nothing to compare.
    """
    if len(asked.scenarios) < 2:
        raise BadInput(
            Text("只有一个方案，没有可比较的差异。", "With one scenario there is no difference that could move."),
            Text("请给出基准与至少一个方案。", "Give the baseline and one scenario at least."),
            code="usage",
        )
    with helpers(asked.workers, asked.cluster) as executor:
        ask = Ask(sharpness(asked), executor=executor)
        return tuple(_each(opening, asked, swings, ask, tell))


def _each(
    opening: Opening, asked: Asked, swings: Sequence[Swing], ask: Ask, tell: Callable[[int, Text], None]
) -> Iterator[Swung]:
    for place, swing in enumerate(swings):
        tell(place * PERMILLE // len(swings), swing.name)
        yield from under_swings(opening, asked.scenarios, (swing,), ask)


def swings_document(opening: Opening, found: Sequence[Swung]) -> dict[str, Any]:
    """Give the comparison under each assumption as one document."""
    return {"opening": opening_entry(opening), "swings": [one.as_dict() for one in found]}
