"""Cover for a mentor who is away: the same day, within the rules, until the leave ends."""

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocator.decisions.pairs.pair_cover import cover
from allocator.decisions.pairs.pairing import Search
from allocator.domain.people import Skill
from tests.allocator.decisions.builders import a_case, a_recusal
from tests.allocator.decisions.schools import SOME_DAY, a_pairing, a_random_school, a_school, a_wish, no_lots
from tests.stories import MONDAY, a_period, an_officer, away

few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FRIDAY = "2022-09-09"
LEAVE = {"X": a_period(SOME_DAY, FRIDAY)}


def covered(snapshot, leave=None, cases=None):
    return cover(leave or LEAVE, snapshot, cases or {}, Search(no_lots, seed=1, seconds=60))


def who(found):
    return {one.apprentice: one.cover for one in found.covers}


def test_every_apprentice_of_the_one_away_gets_cover_until_the_leave_ends():
    """From today to the last day of the leave, with a word for the three."""
    found = covered(a_school("ab", "XY", pairings=(a_pairing("X", "a"), a_pairing("X", "b"))))

    assert who(found) == {"a": "Y", "b": "Y"}
    assert found.covers[0].period == a_period("2022-09-05", FRIDAY)
    assert found.covers[0].pairing.cover
    assert all(name in found.covers[0].notice.zh for name in ("某a", "某X", "某Y", FRIDAY))
    assert "away from 2022-09-05 until 2022-09-09" in found.covers[0].notice.en


def test_leave_without_end_is_covered_until_further_notice():
    """Nobody knows the day yet."""
    found = covered(a_school("a", "XY", pairings=(a_pairing("X", "a"),)), {"X": a_period(SOME_DAY)})

    assert found.covers[0].period.last is None
    assert "until further notice" in found.covers[0].notice.en


def test_apprentices_of_others_keep_their_mentor():
    """Only who is left alone is given cover."""
    assert who(covered(a_school("ab", "XY", pairings=(a_pairing("X", "a"), a_pairing("Y", "b"))))) == {"a": "Y"}


def test_who_has_two_apprentices_takes_no_third_for_cover():
    """Two at most, cover counted: told by rule and amount, with what would help."""
    pairs = (a_pairing("X", "a"), a_pairing("Y", "b"), a_pairing("Y", "c"))
    found = covered(a_school("abc", "XY", pairings=pairs))

    assert found.covers == ()
    assert found.matching.alone[0].reasons == {"no_place": 1}
    assert [(one.kind, one.mentor, one.amount) for one in found.matching.way_out] == [("place", "Y", 1)]


def test_cover_for_somebody_else_counts_too():
    """Who covers for one and mentors one has no place left."""
    pairs = (a_pairing("X", "a"), a_pairing("Y", "b"), a_pairing("Z", "c"), a_pairing("Y", "c", cover=True))
    found = covered(a_school("abc", "XYZ", pairings=pairs, absences=(away("Z", SOME_DAY, FRIDAY),)))

    assert found.matching.alone[0].reasons == {"absent": 1, "no_place": 1}


def test_who_is_away_on_one_day_of_the_leave_does_not_cover():
    """Cover that breaks again is no cover."""
    pairs, thursday = (a_pairing("X", "a"),), "2022-09-08"

    assert who(covered(a_school("a", "XYZ", pairings=pairs, absences=(away("Y", thursday, thursday),)))) == {"a": "Z"}
    assert who(covered(a_school("a", "XY", pairings=pairs, absences=(away("Y", "2022-09-10"),)))) == {"a": "Y"}


def test_who_must_recuse_from_what_is_handled_together_does_not_cover():
    """A relative of a party in the apprentice's open case."""
    tie = a_recusal("Y", party="赵某")
    snapshot = a_school("a", "XYZ", pairings=(a_pairing("X", "a"),), recusals=(tie,), held={"Z": 3000})

    assert who(covered(snapshot)) == {"a": "Y"}
    assert who(covered(snapshot, cases={"a": [a_case()]})) == {"a": "Z"}
    assert who(covered(snapshot, cases={"a": [a_case(barred=("Z",))]})) == {}


def test_who_covers_has_the_skills_of_what_is_handled_together():
    """Valid that day, the apprentice's or the cover's."""
    skilled = an_officer("Z", skills=(Skill("reviewer", "证书"),))
    snapshot = a_school("a", "XY", pairings=(a_pairing("X", "a"),), people=[skilled], held={"Z": 3000})

    assert who(covered(snapshot)) == {"a": "Y"}
    assert who(covered(snapshot, cases={"a": [a_case(skills=("reviewer",))]})) == {"a": "Z"}


def test_wishes_count_for_cover_too():
    """Whom the apprentice likes second covers, though another is lighter; who is refused does not."""
    pairs = (a_pairing("X", "a"),)

    assert who(covered(a_school("a", "XYZ", a_wish("a", "Y"), a_wish("Y", "a"), pairings=pairs, held={"Y": 3000}))) == {
        "a": "Y"
    }
    assert who(covered(a_school("a", "XY", a_wish("a", "Y", None), pairings=pairs))) == {}


def test_where_nobody_is_left_alone_nothing_is_covered():
    """A leave of somebody who mentors nobody."""
    assert who(covered(a_school("a", "XY", pairings=(a_pairing("Y", "a"),)))) == {}


@few
@given(st.integers(0, 10_000))
def test_cover_keeps_every_rule(seed):
    """Of a random office: present all the time, two at most, nobody's own choice against, and never who is away."""
    snapshot = a_random_school(seed)
    mentor = next(pair.mentor for pair in snapshot.office.pairings)
    found = covered(snapshot, {mentor: a_period(SOME_DAY, "2022-09-20")})
    office = snapshot.office
    refused = {(wish.person, wish.other) for wish in office.preferences if wish.rank is None}
    had = Counter(pair.mentor for pair in office.pairings if pair.mentor != mentor)
    taken = had + Counter(one.cover for one in found.covers)

    assert {one.apprentice for one in found.covers} | {one.apprentice for one in found.matching.alone} == {"t"}
    for one in found.covers:
        assert one.cover != mentor
        assert taken[one.cover] <= 2
        assert not refused & {(one.apprentice, one.cover), (one.cover, one.apprentice)}
        assert all(absence.period.first > one.period.last for absence in office.absences_of(one.cover))
        assert one.period.first == MONDAY
