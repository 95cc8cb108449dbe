"""Why, why not, what if: each answer in at most three sentences whose numbers are measured."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.allocation.allocation import allocate
from allocator.decisions.allocation.translate import translate
from allocator.decisions.explaining.anew import MOST_DRAWN, Drawing, Whole, office_with
from allocator.decisions.explaining.answers import why, why_not
from allocator.decisions.explaining.changes import Change
from allocator.decisions.explaining.contrast import contrast, swapped
from allocator.decisions.explaining.otherwise import otherwise
from allocator.decisions.explaining.planned import Planned
from allocator.decisions.explaining.saying import SOURCES
from allocator.decisions.explaining.solving import BEFORE_DRAW
from allocator.decisions.explaining.summaries import middle_half, of_person, of_plan
from allocator.decisions.recommendation.reasons import REFUSED_FOR
from allocator.domain.errors import NotFound
from allocator.domain.rulebook.planning import Reserve
from solver.assignment import Plan, score, solve
from solver.assignment.narrowing import only
from solver.assignment.plan import new_minutes
from solver.assignment.resuming import bring
from solver.search import Limits
from tests.allocator.decisions.builders import a_case, a_recusal, rules
from tests.allocator.decisions.explaining.asking import LI, SECONDS, SEED, WANG, ZHAO, asked, cases, three_officers
from tests.allocator.decisions.stock import lots, snapshot, waiting
from tests.stories import a_snapshot, an_office, an_officer, away

FIELDS = ("kind", "officer", "amount", "what")
OTHERWISE_LIMITED = Limits(seconds=30, deterministic=2)


def told(answer) -> str:
    """The English sentences of an answer, at most three."""
    assert 1 <= len(answer.sentences) <= 3
    assert all(sentence.zh and sentence.en and "{" not in sentence.zh + sentence.en for sentence in answer.sentences)
    return " ".join(sentence.en for sentence in answer.sentences)


def changes_of(answer):
    """The changes of an answer's flip."""
    return tuple(Change(**item) for item in answer.facts["flip"]["changes"])


def allocated(planned, case, changes):
    """Who leads the case when the batch is allocated from the beginning in the office with some changes."""
    changed = office_with(planned, case, tuple(Change(*(item[name] for name in FIELDS)) for item in changes))
    plan = allocate(list(planned.cases), changed, lots, SEED, SECONDS)
    return next((row.officer for row in plan.rows if row.case_no == planned.case_no(case)), None)


def solved_again(planned, case, officer, changes):
    """Whether, by another seed, longer and from scratch, a plan in which the case goes there keeps what a free search holds."""
    changed = otherwise(planned, case, [Change(**item) for item in changes])
    free = solve(changed.instance, OTHERWISE_LIMITED, 99, terms=BEFORE_DRAW)
    most = {level.name: level.held for level in free.certificate.levels}
    small = only(changed.instance, case, changed.options_of(case, officer))
    begun = solve(small.instance, OTHERWISE_LIMITED, 99, terms=BEFORE_DRAW).plan
    best = small.whole(bring(small.instance, begun, most, OTHERWISE_LIMITED, 99, BEFORE_DRAW))
    values = score(changed.instance, best)
    kept = all(values[name] <= height for name, height in most.items())
    return kept and int(best.chosen[case]) >= 0 and changed.lead_of(int(best.chosen[case])) == officer


def short_of(flip):
    """The changes of a flip with the last one as big as does not do."""
    return [*flip["changes"][:-1], flip["short"]]


def test_who_holds_more_is_not_chosen_and_would_be_with_less():
    """Wang has a full week in hand: the peak would rise, by so much; with some hours less the case could be his."""
    planned = asked(cases(10), three_officers(held={WANG: 1800, ZHAO: 2400}))
    answer = why_not(planned, 0, WANG)
    peaks = [answer.facts["contrast"]["before"], answer.facts["contrast"]["after"]]

    assert planned.lead(0) == LI
    assert answer.facts["contrast"]["level"] in ("peak", "spread")
    assert (
        answer.facts["contrast"]["after"]
        == score(planned.instance, swapped(planned, 0, WANG)[0])[answer.facts["contrast"]["level"]]
    )
    assert str(peaks[0]) in told(answer)
    assert str(peaks[1]) in told(answer)
    [change] = changes_of(answer)
    assert (change.kind, change.officer) in {("less_load", WANG), ("more_load", LI)}
    assert allocated(planned, 0, answer.facts["flip"]["changes"]) == WANG
    assert "confirmed by allocating the whole batch anew" in told(answer)


def test_the_peak_is_told_in_per_cent():
    """Where the peak decides, the sentence says from which load to which."""
    planned = asked(cases(20), three_officers(held={WANG: 4000, ZHAO: 4000}))
    answer = why_not(planned, 0, WANG)
    found = answer.facts["contrast"]

    assert found["level"] == "peak"
    assert f"the peak load would rise from {found['before'] / 10:g} % to {found['after'] / 10:g} %" in told(answer)
    assert f"最高负荷将由 {found['before'] / 10:g}% 升至 {found['after'] / 10:g}%" in answer.sentences[0].zh


def test_equals_are_told_as_drawn():
    """Three officers with nothing in hand and one case: the draw decided, whoever is asked about, and what would move it is told."""
    planned = asked(cases(10), three_officers())

    for officer in {LI, WANG, ZHAO} - {planned.lead(0)}:
        answer = why_not(planned, 0, officer)
        assert "the draw decided" in told(answer)
        assert allocated(planned, 0, answer.facts["flip"]["changes"]) == officer
    assert "2 people are as good, so that the draw decided" in told(why(planned, 0))


def test_who_has_the_case_is_told_so():
    """Asked why not the one who has it."""
    planned = asked(cases(10), three_officers())

    assert "does go to" in told(why_not(planned, 0, str(planned.lead(0))))


def test_a_recusal_is_named_with_its_source_and_what_would_lift_it():
    """Li, who holds least, is recused: the law is named, and without the recusal the case would be Li's."""
    seen = three_officers(held={WANG: 3000, ZHAO: 3000}, recusals=(a_recusal(LI, party="赵某"),))
    planned = asked(cases(10), seen)
    answer = why_not(planned, 0, LI)

    assert answer.facts["refused"] == ["recused"]
    assert "民事诉讼法第47条" in answer.sentences[0].zh
    assert "Civil Procedure Law art. 47" in answer.sentences[0].en
    assert answer.facts["flip"] == {
        "goes": True, "changes": [{"kind": "lift_recusal", "officer": LI, "amount": 0, "what": ""}], "short": None,
    }  # fmt: skip
    assert solved_again(planned, 0, LI, answer.facts["flip"]["changes"])


def test_every_reason_to_refuse_says_where_it_stands_in_both_languages():
    """None is told by the word of the program, and no English answer carries Chinese."""
    assert REFUSED_FOR.keys() <= SOURCES.keys()
    assert all(
        source.en.isascii() and not source.zh.isascii() for source in SOURCES.values() if "toml" not in source.zh
    )


def test_what_the_law_forbids_has_no_flip():
    """Who handled what is under review may not sit on it, whatever else changes."""
    planned = asked(cases(10, barred=(LI,)), three_officers())
    answer = why_not(planned, 0, LI)

    assert answer.facts["refused"] == ["reviewer_is_handler"]
    assert answer.facts["flip"] is None
    assert "not for the office to remove" in told(answer)


def test_removing_what_bars_somebody_may_not_be_enough_by_itself():
    """Li is away and busy: back at the desk Li does not get the case yet; what else it takes is told, and comes out."""
    planned = asked(cases(10), three_officers(held={LI: 4500}, absences=(away(LI, "2022-09-05", "2022-09-05"),)))
    answer = why_not(planned, 0, LI)
    first, *more = answer.facts["flip"]["changes"]

    assert first["kind"] == "end_absence"
    assert more
    assert "were present that day and" in told(answer)
    assert allocated(planned, 0, [first]) != LI
    assert allocated(planned, 0, [first, *more]) == LI


def test_who_is_full_gets_it_with_less_in_hand_once_the_others_stay_away():
    """Li is at the cap, Wang and Zhao have room: whatever is told comes out when all is allocated anew."""
    planned = asked(cases(20, 4, 4), three_officers(held={LI: 5280}))
    answer = why_not(planned, 0, LI)

    assert planned.lead(0) in (WANG, ZHAO)
    assert allocated(planned, 0, answer.facts["flip"]["changes"]) == LI


def test_in_a_full_office_a_change_is_found_and_comes_out():
    """Everybody is near the cap and others wait for every hour that gets free: what is told comes out all the same."""
    planned = asked(cases(*[8] * 7), three_officers(held={LI: 5270, WANG: 3900, ZHAO: 3900}))
    case = next(case for case in range(7) if planned.lead(case) is not None)
    answer = why_not(planned, case, LI)

    assert sum(planned.lead(one) is None for one in range(7)) > 0
    assert answer.facts["flip"]["goes"]
    assert allocated(planned, case, answer.facts["flip"]["changes"]) == LI
    assert answer.facts["drawn"] <= MOST_DRAWN


def test_without_leave_to_draw_the_question_stays_open():
    """No whole plan is drawn, and the answer says that more can be found; where nothing could be, it does not."""
    planned = asked(cases(10), three_officers(held={WANG: 1800, ZHAO: 2400}))
    left = asked(cases(20, 20), three_officers(held=dict.fromkeys((LI, WANG, ZHAO), 5000)))

    assert why_not(planned, 0, WANG, None).open
    assert why(left, 0, None).open
    assert not why(planned, 0, None).open
    assert not why_not(planned, 0, WANG).open


def test_called_off_nothing_more_is_drawn():
    """Whoever is told how far it is may stop it there."""

    def stop(done, text):
        """Call it off once the second plan is to be drawn."""
        told_of.append(text.en)
        if done:
            raise KeyboardInterrupt

    told_of: list[str] = []
    planned = asked(cases(20, 4, 4), three_officers(held={LI: 5280}))
    with pytest.raises(KeyboardInterrupt):
        why_not(planned, 0, LI, Whole(stop))

    assert [f"{count} of at most {MOST_DRAWN}" in one for count, one in enumerate(told_of, 1)] == [True, True]


def test_where_nothing_brings_it_there_what_came_out_instead_is_told():
    """Li has not one minute of time, whatever is taken off and whoever stays away: told with what was drawn."""
    planned = asked(cases(100), three_officers(held={LI: 60}))
    answer = why_not(planned, 0, LI)

    assert answer.facts["flip"] is None or allocated(planned, 0, answer.facts["flip"]["changes"]) == LI
    for tried in answer.facts["instead"]:
        assert allocated(planned, 0, tried["changes"]) == tried["lead"] != LI


def test_a_case_that_only_one_may_lead_says_why():
    """The others are barred, and counted by reason."""
    planned = asked(cases(10, skills=("reviewer",)), three_officers())

    assert planned.lead(0) is None
    planned = asked(cases(10, barred=(LI, WANG)), three_officers())
    assert "Nobody else may lead it (2 handled what is under review)" in told(why(planned, 0))


def test_in_an_office_of_one_nobody_else_is_counted():
    """There is no reason to give for people who are not there."""
    alone = a_snapshot(an_office(an_officer(LI)), {}, rulebook=rules())

    assert "Nobody else leads cases here." in told(why(asked(cases(2), alone), 0))


def test_a_case_nobody_has_room_for_says_by_how_much_and_the_way_out():
    """Everybody is at the cap; the least excess is told, and with so many minutes less it is placed."""
    planned = asked(cases(20), three_officers(held=dict.fromkeys((LI, WANG, ZHAO), 5000)))
    answer = why(planned, 0)
    [change] = [Change(**item) for item in answer.facts["way_out"]]

    assert answer.facts["excess_minutes"] == change.amount > 0
    assert str(change.amount) in told(answer)
    again = solve(otherwise(planned, 0, (change,)).instance, OTHERWISE_LIMITED, 5)
    assert int(again.plan.chosen[0]) >= 0
    almost = replace(change, amount=change.amount - 1)
    assert int(solve(otherwise(planned, 0, (almost,)).instance, OTHERWISE_LIMITED, 5).plan.chosen[0]) < 0


def test_where_others_wait_for_every_hour_a_way_out_makes_room_for_all_of_them():
    """Three are full and five wait: what is told places this one when all is allocated anew, and leaves out no more."""
    planned = asked(cases(20, 4, 4, 4, 4), three_officers(held=dict.fromkeys((LI, WANG, ZHAO), 5220)))
    answer = why(planned, 0)

    assert planned.lead(0) is None
    assert answer.facts["way_out"]
    assert allocated(planned, 0, answer.facts["way_out"]) is not None
    assert "confirmed by allocating the whole batch anew" in told(answer)


def test_where_no_way_holds_whom_a_supervisor_may_name_is_told(monkeypatch):
    """No whole plan places it: what was tried is told, and who would be over the cap by the least."""
    monkeypatch.setattr(Drawing, "places", lambda self, *changes: self(*changes).lead == "nobody")
    planned = asked(cases(20), three_officers(held=dict.fromkeys((LI, WANG, ZHAO), 5000)))
    answer = why(planned, 0)

    assert answer.facts["way_out"] == []
    assert answer.facts["by_hand"]["amount"] == answer.facts["excess_minutes"]
    assert "A supervisor may still name" in told(answer)
    assert "Nothing that was tried would place it (" in told(answer)


def test_a_plan_the_clock_cut_short_is_confirmed_without_that_clock_and_says_so():
    """Allocating may be cut short again, and then come to something else."""
    planned = replace(asked(cases(10), three_officers(held={WANG: 1800, ZHAO: 2400})), cut=True)

    assert "without the clock that cut this plan short" in told(why_not(planned, 0, WANG))


def test_a_case_whose_people_have_had_the_weeks_new_cases_says_so_and_the_way_out():
    """Two each a week: of seven cases one waits, and is placed once the cap is three. It bars who has two."""
    seen = replace(three_officers(), rulebook=rules("most_new_in_7_days = 2\n"))
    planned = asked(cases(*[2.0] * 7), seen)
    [left] = [case for case in range(7) if planned.lead(case) is None]

    answer = why(planned, left)

    assert "all who may lead it (3 people) have had the cap of new cases in seven days" in told(answer)
    assert "7 days" in told(answer)
    assert [item["kind"] for item in answer.facts["way_out"]] == ["new_cap"]
    given_case = next(case for case in range(7) if planned.lead(case) == LI)
    assert "1 case over the cap of new cases" in told(why(planned, given_case))


def test_a_case_that_waits_for_room_kept_free_says_so():
    """The board shows less than the cap for everybody: what is kept free for cases that will convert is told."""
    seen = three_officers(held=dict.fromkeys((LI, WANG, ZHAO), 5200))
    kept = replace(seen, rulebook=replace(seen.rulebook, reserves=(Reserve("regular", "regular", 1000),)))
    waits = why(asked(cases(1, 1, 1), kept), 0)

    assert why(asked(cases(1, 1, 1), seen), 0).facts["lead"] is not None
    assert waits.facts["lead"] is None
    assert "(with 60 minutes kept free for cases that will convert)" in told(waits)


def test_where_a_shared_desk_is_full_the_case_goes_to_who_is_free():
    """All three are free, but their only clerk has no minute left: the work is there whoever leads, so the case is placed."""
    clerk = an_officer("clerk", role="clerk", name="Clerk")
    busy = three_officers(clerk, held={"clerk": 20_000})

    assert why(asked([a_case(minutes={"officer": 60, "clerk": 60})], busy), 0).facts["lead"] in (LI, WANG, ZHAO)


@pytest.mark.parametrize(
    "seen, needed, kind",
    [
        (three_officers(), ("reviewer",), "add_skill"),
        (
            three_officers(absences=tuple(away(code, "2022-09-05", "2022-09-05") for code in (LI, WANG, ZHAO))),
            (),
            "end_absence",
        ),
    ],
)
def test_a_case_nobody_may_lead_says_the_cheapest_way_out(seen, needed, kind):
    """A skill lent, a leave ended: verified by solving again."""
    planned = asked(cases(10, skills=needed), seen)
    answer = why(planned, 0)

    [change] = answer.facts["way_out"]
    assert change["kind"] == kind
    assert "no more cases of any rank left out" in told(answer)
    assert int(solve(otherwise(planned, 0, (Change(**change),)).instance, OTHERWISE_LIMITED, 5).plan.chosen[0]) >= 0


def test_a_case_everybody_is_barred_from_takes_one_more_person():
    """A recusal is not for the office to lift; who comes anew handled nothing."""
    planned = asked(cases(10, barred=(LI, WANG, ZHAO)), three_officers())
    answer = why(planned, 0)

    assert [change["kind"] for change in answer.facts["way_out"]] == ["hire"]
    assert allocated(planned, 0, answer.facts["way_out"]) == "X01"


def test_nothing_helps_where_a_newcomer_would_not_either():
    """All handled the act and none holds the skill: no change of one kind places it."""
    planned = asked(cases(10, skills=("reviewer",), barred=(LI, WANG, ZHAO)), three_officers())

    assert why(planned, 0).facts["way_out"] == []
    assert "Nothing that was tried would place it" in told(why(planned, 0))


def test_where_others_as_urgent_take_the_place_made_all_of_them_are_given_one():
    """Nobody holds the skill six cases take, and two new cases each may be given: one skill and a higher cap place this one."""
    seen = replace(three_officers(), rulebook=rules("most_new_in_7_days = 2\n"))
    planned = asked(cases(*[2.0] * 6, skills=("reviewer",)), seen)

    for case in range(6):
        found = why(planned, case).facts["way_out"]
        assert {change["kind"] for change in found} <= {"add_skill", "new_cap"}
        assert allocated(planned, case, found) is not None


def test_a_person_is_told_hours_and_an_interval():
    """What Li gets in hours, where the others lie, and what decided; nobody is ranked."""
    planned = asked(cases(10, 8, 6, 4), three_officers(held={LI: 600}))
    answer = of_person(planned, WANG)
    low, high = middle_half(planned)

    new = int(new_minutes(planned.instance, planned.plan)[1])
    assert answer.facts["new_minutes"] == new
    assert f"{new / 60:+.1f} h of work" in told(answer)
    assert f"between {low / 10:g} % and {high / 10:g} %" in told(answer)
    assert sum(answer.facts["decided"].values()) == len(answer.facts["cases"])
    assert ZHAO not in told(answer)


def test_a_plan_is_told_with_its_proof_and_the_price_of_the_draw():
    """Placed, left, peak and bound; the draw's price where it has one."""
    planned = asked(cases(10, 8, 6), three_officers())

    free = told(of_plan(planned, {"peak": 0, "spread": 0}))
    paid = told(of_plan(planned, {"peak": 2, "spread": 0}))

    assert "places 3 cases and leaves 0" in free
    assert "Every level is proven" in free
    assert "changed no level" in free
    assert "+0.2 %" in paid


def test_a_case_or_person_that_is_not_there_is_refused():
    """A plan knows the cases that waited."""
    with pytest.raises(NotFound):
        asked(cases(10), three_officers()).number("（2022）内0222执99号")


def a_plan_without_moves(**more):
    """Wang holds the case and no move was allowed: Li, who has nothing in hand, would need one."""
    seen = three_officers(held={WANG: 3000})
    stock = cases(10, holder=WANG)
    translated = translate(stock, seen, lots).instance
    found = solve(translated, OTHERWISE_LIMITED, 1, held={"moved": 0})
    return Planned(tuple(stock), seen, translated, found.plan, found.certificate.levels, {}, {"moved": 0}, **more)


def test_a_plan_held_to_so_many_moves_says_how_many_more_it_takes():
    """One more move, and Li may as well have it as Zhao; solved again from the instance stored, as the code is the same."""
    planned = a_plan_without_moves(kept=True)

    answer = why_not(planned, 0, LI)

    assert planned.lead(0) == WANG
    assert (answer.facts["contrast"]["level"], answer.facts["contrast"]["after"]) == ("moved", 1)
    assert answer.facts["flip"] == {
        "goes": False, "changes": [{"kind": "more_moves", "officer": LI, "amount": 1, "what": ""}], "short": None,
    }  # fmt: skip
    assert "If 1 more move was allowed, a plan with Li（li） would be as good" in told(answer)
    assert "如多允许 1 件移交" in answer.sentences[1].zh


def test_a_plan_of_other_code_is_measured_only():
    """Nothing is solved again: what decides is told, and no change."""
    planned = a_plan_without_moves()

    answer = why_not(planned, 0, LI)

    assert '"cases that change their handler" would worsen from 0 cases to 1 case' in told(answer)
    assert answer.facts["flip"] is None
    assert "measured only" in told(answer)
    assert "The nearest is" in told(why(planned, 0))


def test_room_for_one_more_case_costs_no_more_than_what_must_give_way():
    """Li is full with two cases: given the one nobody has, another is left out, and as many are placed as before."""
    planned = asked(cases(40, 40, 40, 40), three_officers(held={WANG: 4800, ZHAO: 2400}))
    left = next(case for case in range(4) if planned.lead(case) is None)

    found = why_not(planned, left, LI).facts["contrast"]

    assert not str(found["level"]).startswith("assigned")


def test_who_leads_nothing_and_who_was_no_choice_are_told_so():
    """A clerk's role leads no cases; an officer the plan was not asked about could not get the case in it."""
    planned = asked(cases(10), three_officers(an_officer("clerk", "clerk")))
    unasked = replace(planned, instance=only(planned.instance, 0, planned.options_of(0, LI)).instance, lots=None)

    assert "leads no cases" in told(why_not(planned, 0, "clerk"))
    assert "could not go to" in told(why_not(replace(unasked, plan=Plan(np.array([0]))), 0, WANG))


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 1_000_000))
def test_what_is_said_of_a_random_month_is_measured_and_what_is_confirmed_comes_out(seed):
    """Each contrast is what `measure` says of that plan; with the change told, allocating from the beginning gives the case there."""
    planned = asked(waiting(seed, 6), snapshot(seed))
    officers = [officer.code for officer in planned.snapshot.office.officers]

    case, officer = seed % len(planned.cases), officers[seed % len(officers)]
    told(why(planned, case))
    answer = why_not(planned, case, officer)

    told(answer)
    for item in why(planned, case).facts.get("others", []):
        plan, found = swapped(planned, case, item["officer"])
        assert contrast(planned, plan, item["officer"]) == found
        assert item["near"] or item["broken"] or item["after"] == score(planned.instance, plan)[item["level"]]
    if flip := answer.facts.get("flip"):
        assert allocated(planned, case, flip["changes"]) == officer
        assert flip["short"] is None or allocated(planned, case, short_of(flip)) != officer
    for tried in answer.facts.get("instead", []):
        assert allocated(planned, case, tried["changes"]) == tried["lead"] != officer
