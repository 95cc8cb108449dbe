"""The ways of cases through the office."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.domain.rulebook.conditions import Is, atoms
from allocator.simulation.truth import holds
from allocator.simulation.ways import Ways
from tests.allocator.processes import a_process
from tests.fixtures.folders import GUYANG, load

FACTS = ("full_cash", "asset_deposit", "asset_vehicle")
PROCESS = load(GUYANG).process


def stages_of(process, facts, track):
    """The stages a case passes, each asked whether it is one of them."""
    passed = []
    for place, stage in enumerate(process.stages):
        if stage.track in ("", track) and holds(stage.when)(facts):
            passed.append(place)
            if stage.closes:
                return tuple(passed)
    return tuple(passed)


@settings(max_examples=60, deadline=None)
@given(cases=st.lists(st.fixed_dictionaries(dict.fromkeys(FACTS, st.sampled_from([True, False, None]))), max_size=12))
def test_a_case_passes_the_stages_that_are_for_it_up_to_the_one_that_closes(cases):
    """Whatever cases were asked for before: what is remembered of one serves only those that are alike in it."""
    process = a_process()
    ways = Ways(process)
    for facts in cases:
        for track in ("fast", "regular"):
            assert ways.way(facts, track).places == stages_of(process, facts, track)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_ways_of_the_bureau_heed_amounts_and_causes_too(data):
    """Not yes and no alone: what is preserved against the claim, and what the case is about."""
    process = PROCESS
    assert process is not None
    read = {atom for stage in process.stages for atom in atoms(stage.when)}
    yes_or_no = sorted(atom.fact for atom in read if isinstance(atom, Is))
    ways = Ways(process)
    for _ in range(6):
        facts = {name: data.draw(st.sampled_from([True, False, None])) for name in yes_or_no}
        facts |= {"cause": data.draw(st.sampled_from(["eviction", "loan", None])), "claim": 100}
        facts["preserved"] = data.draw(st.sampled_from([None, 0, 99, 100]))
        assert ways.way(facts, "regular").places == stages_of(process, facts, "regular")


def test_the_stage_after_one_of_another_way_is_the_next_of_this():
    """A case that converts may stand in a stage its new way does not have."""
    way = Ways(a_process()).way({"full_cash": True}, "fast")

    assert way.places == (0, 1, 2, 5)
    assert [way.after(place) for place in (2, 3, 4)] == [5, 5, 5]
    with pytest.raises(StopIteration):
        way.after(5)
