"""What people's words do to the class of a case, in whatever order they come: never to simple by one person alone."""

from dataclasses import replace

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from allocator.decisions.triage.by_hand import COMPLEX, Said, Way, hear, verdicts
from allocator.decisions.triage.relearning import FAST, relearn, standing_of, triage_anew
from allocator.decisions.triage.triage import classify
from allocator.domain.canonical import plain, restore
from allocator.domain.cases import CaseState, Filing
from allocator.domain.docket import Case, Dispute, Standing
from allocator.domain.errors import BadInput
from allocator.domain.facts import CaseInput
from allocator.domain.snapshot import Snapshot
from tests.allocator.decisions.stock import DAY, guyang
from tests.allocator.services.stories import NOON, a_complex_filing, a_filing

SNAPSHOT = Snapshot(guyang().office, guyang().rulebook, DAY)
PEOPLE = ("wang", "zhao", "li")
STEPS = st.one_of(
    st.builds(Said, st.sampled_from([FAST, COMPLEX]), st.sampled_from(PEOPLE), st.sampled_from([*Way])),
    st.dictionaries(st.sampled_from(["appraisal_needed", "objection_pending", "full_cash"]), st.booleans(), min_size=1),
)


def a_case(filing: Filing) -> Case:
    """A case that waits, as triage found it."""
    given_ = CaseInput(filing, False)
    return Case(1, 1, given_, CaseState.WAITING, standing_of(found_of(given_)), NOON)


def found_of(given_: CaseInput):
    """What the rules say of it."""
    return classify(given_, SNAPSHOT.office, SNAPSHOT.rulebook)


def said(case: Case, track: str, by: str, way: Way = Way.WORD) -> Case:
    """The case once somebody has spoken."""
    return hear(case, Said(track, by, way), found_of(case.input), SNAPSHOT).outcome.case


@pytest.mark.parametrize("filing", [a_filing(), a_complex_filing()], ids=["simple", "complex"])
@settings(max_examples=400, deadline=None)
@given(steps=st.lists(STEPS, max_size=7))
def test_whatever_is_said_a_case_stands_well(filing: Filing, steps: list[Said | dict[str, bool]]) -> None:
    """To simple goes only what was approved or what the rules had agreed to; a hand is never the rules' class; a second
    triage of the same facts changes nothing; and a standing comes back from the log as it was written.
    """
    case = a_case(filing)
    for step in steps:
        before = case
        if isinstance(step, Said):
            if step.way == Way.APPROVAL and (before.standing.asked is None or step.track != FAST):
                continue
            case = hear(case, step, found_of(case.input), SNAPSHOT).outcome.case
        else:
            case = relearn(case, step, SNAPSHOT, None).case
        assert_well(before, case, step)


def assert_well(before: Case, after: Case, step: Said | dict[str, bool]) -> None:
    """What holds after every step."""
    standing, found = after.standing, found_of(after.input)
    approved = isinstance(step, Said) and step.way == Way.APPROVAL
    assert approved or (before.standing.track, standing.track) != (COMPLEX, FAST)
    if standing.hand is not None:
        assert (standing.hand.track, found.track != standing.track) == (standing.track, True)
    if standing.asked is not None:
        assert (standing.track, standing.dispute in (Dispute.ASKED, Dispute.CLERKS)) == (COMPLEX, True)
    if found.track != standing.track:
        assert standing.hand is not None or standing.dispute == Dispute.FACTS or standing.asked is not None
    assert not (standing.dispute is not None and standing.certain)
    assert all(count <= 1 for count in standing.conversions.values())
    assert triage_anew(after, SNAPSHOT).case == after
    assert restore(Standing, plain(standing)) == standing
    assert bool(verdicts(standing, found)) == (standing.dispute is not None)


@pytest.mark.parametrize("word", ["complex", "繁案", ""])
def test_a_word_that_is_no_class_is_refused(word):
    """A slip of the pen becomes no class of its own, in which nobody would look for the case."""
    with pytest.raises(BadInput, match="no class of cases") as refused:
        Said(word, "wang", Way.WORD)

    assert FAST in refused.value.remedy.en


def test_only_another_way_of_speaking_settles() -> None:
    """A word keeps a dispute open, a verdict ends it."""
    case = said(a_case(a_filing()), COMPLEX, "wang")

    assert case.standing.dispute == Dispute.RULE
    assert hear(case, Said(COMPLEX, "li", Way.WORD), found_of(case.input), SNAPSHOT).act == "nothing"
    assert said(case, COMPLEX, "li", Way.VERDICT).standing.dispute is None


def test_a_lane_that_is_gone_is_another_of_the_same_class() -> None:
    """A case that a person made complex stays complex when its lane has another name."""
    case = said(a_case(a_filing()), COMPLEX, "wang")
    gone = replace(case, standing=replace(case.standing, lane="no-such-lane"))

    anew = triage_anew(gone, SNAPSHOT).case.standing

    assert (anew.track, anew.lane, anew.hand) == (COMPLEX, "regular", case.standing.hand)
