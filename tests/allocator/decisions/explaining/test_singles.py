"""A case given out by itself: drawn among equals, named by hand, or still waiting."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.explaining.changes import Change, made
from allocator.decisions.explaining.singles import Single, why, why_not
from allocator.decisions.recommendation.recommendation import rank
from tests.allocator.decisions.builders import a_case, a_recusal
from tests.allocator.decisions.explaining.asking import LI, WANG, ZHAO, three_officers
from tests.allocator.decisions.stock import snapshot, waiting


def told(answer) -> str:
    """The English sentences of an answer, at most three."""
    assert 1 <= len(answer.sentences) <= 3
    return " ".join(sentence.en for sentence in answer.sentences)


def drawn(to, held=None, **office):
    """A case drawn to somebody of three officers."""
    return Single.of(a_case(), three_officers(held=held, **office), {"officer": to, "how": "draw", "wish": None})


def again(single, answer):
    """Whoever is in the pool once the changes of a flip are made."""
    seen = single.snapshot
    for change in answer.facts["flip"]["changes"]:
        seen = made(seen, single.case, Change(**change))
    return rank(single.case, seen).pool


def test_a_drawn_case_says_from_whom():
    """The equals with what they come to, and the tolerance."""
    answer = why(drawn(LI, held={ZHAO: 3000}))

    assert "was drawn to Li" in told(answer)
    assert "within 5 points" in told(answer)
    assert answer.facts["pool"] == [LI, WANG]
    assert "Zhao" not in told(answer)


def test_a_case_given_by_hand_says_the_reason():
    """The listed reason, and among whom the draw would have been."""
    single = replace(drawn(LI), given={"officer": LI, "how": "override", "wish": {"reason": "continuity", "note": ""}})

    assert "by hand, reason: continuity" in told(why(single))


def test_a_waiting_case_says_among_whom_it_would_be_drawn():
    """Nothing was decided yet; nobody may lead it at all in the second."""
    single = Single.of(a_case(), three_officers())
    nobody = Single.of(a_case(barred=(LI, WANG, ZHAO)), three_officers())

    assert "not given to anybody yet" in told(why(single))
    assert "Nobody may lead it" in told(why(nobody))


def test_the_draw_decided_among_equals():
    """Asked why not one of them."""
    assert "the draw decided" in told(why_not(drawn(LI), WANG))


def test_who_holds_more_would_be_among_the_equals_with_less():
    """So many whole hours less suffice, and one hour fewer would not."""
    single = drawn(LI, held={WANG: 600})
    answer = why_not(single, WANG)
    [change] = answer.facts["flip"]["changes"]

    assert f"{answer.facts['price'] / 10:g} points against {answer.facts['best'] / 10:g} for the best" in told(answer)
    assert WANG in again(single, answer)
    fewer = Change(**{**change, "amount": change["amount"] - 60})
    assert WANG not in rank(single.case, made(single.snapshot, single.case, fewer)).pool


def test_a_rule_is_named_and_its_removal_ranked_again():
    """A recusal with its source; of one barred for good no flip is told, nor of who leads no cases."""
    single = drawn(LI, recusals=(a_recusal(WANG, party="赵某"),))
    answer = why_not(single, WANG)
    barred = why_not(Single.of(a_case(barred=(WANG,)), three_officers()), WANG)

    assert "Civil Procedure Law art. 47" in told(answer)
    assert WANG in again(single, answer)
    assert barred.facts["flip"] is None
    assert "leads no cases" in told(why_not(single, "clerk"))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1_000_000))
def test_every_flip_of_a_random_case_holds(seed):
    """Ranked again with the changes, whoever was asked about is among the equals."""
    [case] = waiting(seed, 1)
    single = Single.of(case, snapshot(seed))
    for officer in single.snapshot.office.officers:
        answer = why_not(single, officer.code)
        told(answer)
        if answer.facts.get("flip"):
            assert officer.code in again(single, answer)
