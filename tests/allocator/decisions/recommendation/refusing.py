"""By which rules somebody may not have a case."""

from allocator.decisions.recommendation.eligibility import (
    refusals,
)
from tests.allocator.decisions.builders import a_case, rules
from tests.stories import (
    a_snapshot,
    a_staffed_office,
)

SUNDAY, TUESDAY = "2022-09-04", "2022-09-06"


def codes(officer, case=None, office=None, **snapshot):
    """The rules that refuse somebody, by code."""
    seen = a_snapshot(office or a_staffed_office(), rulebook=snapshot.pop("rulebook", rules()), **snapshot)
    found = refusals(seen.office.officer_by_code[officer], case or a_case(), seen)
    assert all(one.text.zh and one.text.en for one in found)
    return [one.code for one in found]
