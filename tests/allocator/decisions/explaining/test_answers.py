"""Why, why not, what if: each answer in at most three sentences whose numbers are measured."""

from dataclasses import replace

import numpy as np
import pytest

from allocator.decisions.allocation.translate import translate
from allocator.decisions.explaining.answers import why, why_not
from allocator.decisions.explaining.contrast import swapped
from allocator.decisions.explaining.planned import Planned
from allocator.decisions.explaining.saying import SOURCES
from allocator.decisions.recommendation.reasons import REFUSED_FOR
from allocator.domain.errors import NotFound
from solver.assignment import Plan, score, solve
from solver.assignment.narrowing import only
from tests.allocator.decisions.builders import a_case, a_recusal, rules
from tests.allocator.decisions.explaining.answered import (
    OTHERWISE_LIMITED,
    allocated,
    changes_of,
    solved_again,
    told,
)
from tests.allocator.decisions.explaining.asking import LI, WANG, ZHAO, asked, cases, three_officers
from tests.allocator.decisions.stock import lots
from tests.stories import a_snapshot, an_office, an_officer


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


def test_where_a_shared_desk_is_full_the_case_goes_to_who_is_free():
    """All three are free, but their only clerk has no minute left: the work is there whoever leads, so the case is placed."""
    clerk = an_officer("clerk", role="clerk", name="Clerk")
    busy = three_officers(clerk, held={"clerk": 20_000})

    assert why(asked([a_case(minutes={"officer": 60, "clerk": 60})], busy), 0).facts["lead"] in (LI, WANG, ZHAO)


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
    assert "If 1 more move was allowed, a plan with Li (li) would be as good" in told(answer)
    assert "如多允许 1 件移交" in answer.sentences[1].zh


def test_a_plan_of_other_code_is_measured_only():
    """Nothing is solved again: what decides is told, and no change."""
    planned = a_plan_without_moves()

    answer = why_not(planned, 0, LI)

    assert '"cases that change their handler" would worsen from 0 cases to 1 case' in told(answer)
    assert answer.facts["flip"] is None
    assert "measured only" in told(answer)
    assert "The nearest is" in told(why(planned, 0))


def test_who_leads_nothing_and_who_was_no_choice_are_told_so():
    """A clerk's role leads no cases; an officer the plan was not asked about could not get the case in it."""
    planned = asked(cases(10), three_officers(an_officer("clerk", "clerk")))
    unasked = replace(planned, instance=only(planned.instance, 0, planned.options_of(0, LI)).instance, lots=None)

    assert "leads no cases" in told(why_not(planned, 0, "clerk"))
    assert "could not go to" in told(why_not(replace(unasked, plan=Plan(np.array([0]))), 0, WANG))
