"""Pair matching: stable by what both wish, as many as can be, balanced, and explained where somebody stays alone."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocator.decisions.pairs.pair_checker import Matched, check_pairs
from allocator.decisions.pairs.pairing import Search, propose
from tests.allocator.decisions.schools import (
    LEARNING,
    a_pairing,
    a_random_school,
    a_school,
    a_wish,
    every_matching,
    no_lots,
    the_round,
)
from tests.stories import a_team, an_officer, away, reduced

few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def proposal(snapshot, lots=no_lots, *, anew=False):
    return propose(snapshot, Search(lots, seed=1, seconds=60), anew=anew)


def pairs_of(found):
    return {pair.apprentice: pair.mentor for pair in found.pairs}


@few
@given(st.integers(0, 10_000))
def test_no_stable_matching_pairs_more_or_is_better_balanced(seed):
    """Every matching of a random office tried: the proposal is stable, the largest, and of those the lightest."""
    snapshot = a_random_school(seed)
    found = proposal(snapshot)

    assert found.check.objections == found.check.blocking == ()
    best = min((-check.paired, check.peak, check.balance) for _, check in every_matching(the_round(snapshot)))
    assert (-found.check.paired, found.check.peak, found.check.balance) == best
    assert found.check.paired <= found.check.most
    assert found.check.balance_floor <= found.check.balance
    assert found.check.peak_floor <= found.check.peak


@few
@given(st.integers(0, 10_000))
def test_a_way_out_is_checked_as_the_office_would_stand_with_it(seed):
    """With the exceptions made, the checker has nothing against the pairs, and more apprentices have a mentor."""
    found = proposal(a_random_school(seed))

    assert bool(found.way_out) == bool(found.way_pairs)
    if found.way_check is not None:
        assert found.way_check.objections == found.way_check.blocking == ()
        assert found.way_check.paired > found.check.paired


@few
@given(st.integers(0, 10_000), st.integers(0, 99))
def test_the_same_office_and_lots_give_the_same_pairs(seed, salt):
    """Nothing is left to the order of anything."""
    snapshot = a_random_school(seed)

    def lots(apprentice, mentor):
        return (ord(apprentice) * 31 + ord(mentor) * 17 + salt) % 64

    assert pairs_of(proposal(snapshot, lots)) == pairs_of(proposal(snapshot, lots))


def test_both_first_choices_are_paired():
    """What both want most is never given up, however busy the mentor."""
    snapshot = a_school("a", "XY", a_wish("a", "X"), a_wish("X", "a"), held={"X": 4000})
    found = proposal(snapshot)

    assert pairs_of(found) == {"a": "X"}
    assert (found.pairs[0].wish, found.pairs[0].regard) == (1, 1)
    assert "某X" in found.pairs[0].text.zh or "某X" in found.pairs[0].text.en


def test_who_wishes_nothing_goes_where_there_is_most_room():
    """No list is no obstacle: all are liked alike, and balance decides."""
    assert pairs_of(proposal(a_school("a", "XY", held={"X": 3000, "Y": 100}))) == {"a": "Y"}


def test_two_apprentices_do_not_crowd_one_mentor():
    """Each place more makes a mentor busier."""
    assert set(pairs_of(proposal(a_school("ab", "XY"))).values()) == {"X", "Y"}


def test_a_pair_that_stands_stays_and_takes_its_place():
    """Only who has none is given a mentor; asked anew, all are."""
    snapshot = a_school("ab", "X", a_wish("X", "b"), pairings=(a_pairing("X", "a"),))

    assert pairs_of(proposal(snapshot)) == {"b": "X"}
    assert [(pair.apprentice, pair.mentor) for pair in proposal(snapshot).kept] == [("a", "X")]
    assert pairs_of(proposal(snapshot, anew=True)) == {"a": "X", "b": "X"}


def test_asked_anew_the_mentor_one_has_is_kept_where_nothing_speaks_against_it():
    """Among equals nobody changes."""
    snapshot = a_school("ab", "XY", pairings=(a_pairing("Y", "a"), a_pairing("X", "b")))

    assert pairs_of(proposal(snapshot, anew=True)) == {"a": "Y", "b": "X"}


def test_a_pair_whose_mentor_has_left_is_over():
    """The apprentice is looked after again."""
    gone = an_officer("Z", left=date(2022, 8, 31))
    snapshot = a_school("a", "X", people=[gone], pairings=(a_pairing("Z", "a"),))

    assert pairs_of(proposal(snapshot)) == {"a": "X"}


def test_a_third_apprentice_stays_alone_and_the_way_out_is_one_place_more():
    """Two at most: said by name, with how many had no place, and what would help."""
    found = proposal(a_school("abc", "X"))

    assert (len(found.pairs), len(found.alone)) == (2, 1)
    assert found.alone[0].reasons == {"no_place": 1} or found.alone[0].reasons == {"preferred_others": 1}
    assert [(one.kind, one.mentor, one.amount) for one in found.way_out] == [("place", "X", 1)]
    assert "3" in found.way_out[0].text.zh
    assert found.way_check is not None
    assert found.way_check.paired == 3


def test_who_refuses_each_other_is_paired_by_consent_only():
    """The cheapest way out names whose word is needed."""
    found = proposal(a_school("a", "X", a_wish("X", "a", None)))

    assert found.pairs == ()
    assert found.alone[0].reasons == {"not_acceptable": 1}
    assert [(one.kind, one.apprentice, one.mentor) for one in found.way_out] == [("consent", "a", "X")]
    assert found.way_out[0].text.en == "某X mentors 某a, with the consent of 某X"
    assert found.way_out[0].text.zh == "某X同意由某X带教某a"


def test_where_nobody_may_mentor_there_is_no_way_out():
    """The only mentor is of a team too far away: the rule is told, no exception is invented."""
    rulebook = LEARNING.replace("window_days", 'mentor_from = "class"\nwindow_days')
    teams = (a_team("fast"), a_team("regular_1", "regular"))
    snapshot = a_school("a", "", people=[an_officer("X", team="fast")], rulebook=rulebook, teams=teams)
    found = proposal(snapshot)

    assert found.alone[0].reasons == {"far_team": 1}
    assert (found.way_out, found.way_pairs, found.way_check) == ((), (), None)
    assert "不在同队" not in found.alone[0].text.zh
    assert "团队不相邻" in found.alone[0].text.zh


def test_leave_takes_places():
    """Away for most of the horizon, a mentor has hours for one apprentice only; away all of it, for none."""
    half = a_school("ab", "X", absences=(away("X", "2022-09-05", "2022-09-12"),))
    whole = a_school("ab", "X", absences=(away("X", "2022-09-05"),))

    assert len(proposal(half).pairs) == 1
    assert proposal(whole).alone[0].reasons == {"no_minutes": 1}


def test_a_reduction_takes_places_too():
    """Four fifths of the time for something else leaves no hours to give."""
    found = proposal(a_school("a", "X", reductions=(reduced("X", 800, "2022-08-01"),)))

    assert found.alone[0].reasons == {"no_place": 1}


def test_who_does_not_mentor_by_role_is_not_asked():
    """A clerk is no mentor."""
    found = proposal(a_school("a", "", people=[an_officer("K", "clerk")]))

    assert found.alone[0].reasons == {}
    assert "nobody may mentor" in found.alone[0].text.en


def test_the_checker_sees_what_is_wrong_with_pairs():
    """Crosswise pairs block; a third place, a stranger and a refusal are objections."""
    both = [a_wish("a", "X"), a_wish("X", "a"), a_wish("b", "Y"), a_wish("Y", "b")]
    asked = the_round(a_school("ab", "XY", *both, a_wish("b", "X", None)))
    good, cross = [Matched("a", "X"), Matched("b", "Y")], [Matched("a", "Y"), Matched("b", "X")]

    assert [(pair.apprentice, pair.mentor) for pair in check_pairs(asked, cross).blocking] == [("a", "X"), ("b", "Y")]
    assert [one.rule for one in check_pairs(asked, cross).objections] == ["willing"]
    assert [one.rule for one in check_pairs(asked, [good[0], good[0]]).objections][:1] == ["one_mentor"]
    assert "mentors" in {one.rule for one in check_pairs(asked, [Matched("a", "b")]).objections}


def test_an_office_without_apprentices_has_nothing_to_pair():
    """Nothing is asked, nothing is wrong."""
    found = proposal(a_school("", "X"))

    assert (found.pairs, found.alone, found.check.paired) == ((), (), 0)
