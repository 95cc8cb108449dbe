"""Definitions of indicators are data: read exactly, named by their content, refused with the place of each fault."""

from fractions import Fraction

import pytest

from allocator.domain.errors import BadInput
from allocator.domain.indicators.definitions import Band, How, Window
from allocator.domain.rulebook.reading import read_rulebook
from tests.stories import SMALL_RULEBOOK, a_rulebook, a_small_rulebook

RATE = """
[indicators.rate]
zh = "结案率"
numerator = "closed"
denominator = "accepted"
band = {least = 0.8}
"""


def faults(text: str) -> list[str]:
    """Where a rulebook with these indicators is wrong."""
    with pytest.raises(BadInput) as caught:
        read_rulebook(SMALL_RULEBOOK + text)
    return [str(fault["field"]) for fault in caught.value.faults]


def test_a_rulebook_without_indicators_has_none():
    """The section may be absent."""
    assert a_small_rulebook().indicators == {}


def test_a_definition_is_read_exactly():
    """0.8 is four fifths, never a float; what is left out is the plain case."""
    rate = a_small_rulebook(RATE).indicators["rate"]

    assert (rate.band, rate.how, rate.window) == (Band(Fraction(4, 5)), How.RATIO, Window.PERIOD)


def test_a_definition_is_named_by_its_content():
    """Another band is another definition, another rulebook with the same row is not."""
    name = a_small_rulebook(RATE).indicators["rate"].digest

    assert (
        a_small_rulebook(RATE + '\n[indicators.other]\nzh = "另"\nunit = "cases"\nnumerator = "filed"\n')
        .indicators["rate"]
        .digest
        == name
    )
    assert a_small_rulebook(RATE.replace("0.8", "0.9")).indicators["rate"].digest != name


@pytest.mark.parametrize(
    "text, places",
    [
        (RATE.replace('"closed"', '"closed and"'), ["indicators.rate.numerator"]),
        (RATE.replace('"closed"', '"full_cash"'), ["indicators.rate.numerator"]),
        (RATE.replace('"closed"', "\"closed and way == 'none'\""), ["indicators.rate.numerator"]),
        (RATE.replace('"closed"', "\"kind == '执保'\""), ["indicators.rate.numerator"]),
        (RATE + 'numerator_sum = "kind"\n', ["indicators.rate.numerator_sum"]),
        (RATE + 'window = "week"\n', ["indicators.rate.window"]),
        (RATE + 'how = "mean"\n', ["indicators.rate.how"]),
        (RATE + 'unit = "apples"\n', ["indicators.rate.unit"]),
        (RATE + "floors = {13 = 0.5}\n", ["indicators.rate.floors.13"]),
        (RATE + 'colour = "red"\n', ["indicators.rate.colour"]),
        (RATE + 'how = "growth"\n', ["indicators.rate.how"]),
        ('[indicators.up]\nzh = "同比"\nhow = "growth"\nchange_of = "rate"\n', ["indicators.up.change_of"]),
    ],
)
def test_a_faulty_definition_is_refused_with_its_place(text, places):
    """A misspelt fact, value, window or base would silently count nothing."""
    assert [place for place in faults(text) if place in places] == places


def test_every_indicator_of_the_bureau_names_its_source():
    """No number without somebody's word for what it means."""
    known = a_rulebook().indicators.values()

    assert len(known) >= 30
    assert [one.id for one in known if not one.source] == []
