"""What the solver is told is what the office means: who may lead, who is charged, what binds cases to people."""

from dataclasses import replace

import numpy as np
import pytest

from allocator.decisions.allocation.translate import translate, upper_minutes
from allocator.decisions.allocation.translate_classes import hindrances
from allocator.decisions.recommendation.eligibility import leads_cases, mentor_for
from allocator.decisions.recommendation.recommendation import continuity_terms
from allocator.domain.workload import charges
from tests.allocator.decisions.builders import a_case, linked
from tests.allocator.decisions.offices import a_random_office, lots
from tests.stories import a_filing, a_snapshot

SEEDS = range(20)


def said_plainly(case, seen):
    """Give every lawful way to place a case, asked of each officer: the lead, the mentor and the charges."""
    for place, officer in enumerate(seen.office.officers):
        if leads_cases(officer, seen) and not hindrances(place, case, seen):
            mentor = mentor_for(officer, case, seen)
            track = seen.rulebook.lanes[case.lane].track
            yield officer.code, mentor, charges(case.minutes, track, officer, mentor, seen.capacity)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_options_are_those_one_finds_asking_everybody_about_every_case(seed):
    """Classes of like cases and whole columns of minutes change nothing: leads, mentors, charges, misfit."""
    cases, seen = (found := a_random_office(seed)).cases, found.seen
    translation = translate(cases, seen, lots)

    for number, case in enumerate(cases):
        options = [translation.option(option) for option in translation.instance.options_of(number).tolist()]
        assert [(one.lead, one.mentor, one.charges) for one in options] == list(said_plainly(case, seen))
        for one in options:
            credit = sum(term.amount for term in continuity_terms(one.lead, case, seen))
            assert one.misfit == max(0, seen.rulebook.continuity.most + credit)


@pytest.mark.parametrize("seed", SEEDS)
def test_everybody_is_charged_the_own_part_of_every_desk_rounded_up(seed):
    """The arrays hold for each option what its charges come to by person; who is not there is charged nothing."""
    cases, seen = (found := a_random_office(seed)).cases, found.seen
    translation = translate(cases, seen, lots)
    instance, people = translation.instance, seen.office.officers

    for number in range(instance.options):
        places = slice(instance.charge_start[number], instance.charge_start[number + 1])
        charged = dict(
            zip(instance.charge_person[places].tolist(), instance.charge_minutes[places].tolist(), strict=True)
        )
        wanted = upper_minutes(translation.option(number).charges, seen)
        present = {code: count for code, count in wanted.items() if seen.capacity.minutes[code]}
        assert {people[person].code: count for person, count in charged.items()} == present


@pytest.mark.parametrize("seed", SEEDS)
def test_who_is_left_out_is_told_with_every_reason(seed):
    """Everybody whose role leads cases stands either among the options of a case or among those refused."""
    cases, seen = (found := a_random_office(seed)).cases, found.seen
    translation = translate(cases, seen, lots)
    leaders = {officer.code for officer in seen.office.officers if leads_cases(officer, seen)}

    for number in range(len(cases)):
        options = {translation.option(option).lead for option in translation.instance.options_of(number).tolist()}
        refused = translation.refused(number)
        assert options | refused.keys() == leaders
        assert not options & refused.keys()
        assert translation.options(number) == len(options)


def test_the_lots_of_a_day_do_not_depend_on_who_else_is_planned():
    """A case has the same lots among three cases as among twelve."""
    cases, seen = (found := a_random_office(3)).cases, found.seen
    whole, part = (translate(some, seen, lots).instance for some in (cases, cases[:3]))
    few = whole.option_case < 3

    assert np.array_equal(whole.option_lot[few], part.option_lot)


def test_a_held_case_may_stay_with_its_holder_at_the_price_of_its_stage():
    """The holder is an option although nobody is given a case twice, also when new cases are stopped."""
    case = replace(a_case(), holder="officer")
    instance = translate([case], a_snapshot(), lots).instance
    people = [officer.code for officer in a_snapshot().office.officers]

    assert people.index("officer") in instance.option_lead.tolist()
    assert instance.holder.tolist() == [people.index("officer")]
    assert instance.move_price.tolist() == [1]


def test_surely_linked_cases_of_one_lane_form_a_group():
    """A link by a name alone, or to a case of another lane, binds nobody."""
    first = a_case(filing=a_filing("（2021）内0222执9号"))
    sure, unsure = (replace(a_case(), linked=(linked("judge", sure=sure),)) for sure in (True, False))
    other = replace(first, lane="fast")

    assert translate([first, sure], a_snapshot(), lots).instance.together == ((0, 1),)
    assert translate([first, unsure], a_snapshot(), lots).instance.together == ()
    assert translate([other, sure], a_snapshot(), lots).instance.together == ()


def test_no_cases_are_an_empty_instance():
    """A day on which nothing came in can be planned."""
    instance = translate([], a_snapshot(), lots).instance

    assert (instance.cases, instance.options) == (0, 0)
