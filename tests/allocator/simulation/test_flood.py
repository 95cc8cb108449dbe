"""More filings than can be simulated are refused before a run begins."""

from datetime import date

import pytest

from allocator.domain.errors import BadInput
from allocator.domain.people import Period
from allocator.domain.scenarios.scenario import Arrivals, Campaign
from allocator.domain.words import Text
from tests.allocator.simulation.lives import a_bank, a_stage

RUSH = Campaign(Text("集中", "a rush"), Period(date(2023, 2, 1)), 100_000)


@pytest.mark.parametrize(
    "arrivals, field",
    [
        (Arrivals(per_year=1_000_001), "arrivals.per_year"),
        (Arrivals(per_year=100_000, growth=10_000), "arrivals.growth"),
        (Arrivals(per_year=100_000, mix={"loan": 20_000}), "arrivals.mix"),
        (Arrivals(per_year=20_000, growth=500, campaigns=(RUSH,)), "arrivals.campaigns"),
    ],
)
def test_a_flood_is_refused_at_what_multiplies_it_most(arrivals, field):
    """By the field, with how many it would be and how many may be."""
    with pytest.raises(BadInput) as told:
        a_stage(arrivals=arrivals)

    [text] = [one["text"] for one in told.value.faults if one["field"] == field]
    assert isinstance(text, dict)
    assert all("1,000,000" in text[language] for language in ("zh", "en"))


def test_a_hundred_times_a_small_offices_filings_is_a_question_like_any_other():
    """The bank of some forty filings a year says what is usual."""
    assert a_stage(arrivals=Arrivals(growth=99_000), bank=a_bank()).arrivals.growth == 99_000
