"""Linked cases: every way to share a lead is priced, and of all ways to choose together the least dear ones are offered."""

from itertools import product

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from solver.assignment import score
from solver.assignment.columns import Columns
from solver.assignment.greedy import greedy
from solver.assignment.prices import joint
from solver.assignment.prices.linked import knots, linked
from solver.assignment.prices.offer import case_table, lay_out
from solver.assignment.prices.question import ask
from solver.assignment.prices.regrets import regrets
from solver.assignment.prices.ways import MOST_WAYS
from tests.solver.assignment.offices import LI, WANG, ZHAO, a_random_office, an_office, few, to

SPLIT = 7.0


def linked_office(seed, *groups):
    """A random office of six cases, linked as said."""
    return a_random_office(seed, 6, 3, together=groups)


def asked(office, *, all_placed=True, together=None):
    """The question of the fit, where everybody stays placed who can be, and so many groups may be split."""
    columns = Columns.of(office)
    values = score(office, greedy(office, columns))
    placed = {level: value for level, value in values.items() if all_placed and level.startswith("assigned")}
    split = values["together"] if together is None else together
    return ask(office, columns, "misfit", placed | {"together": split})


def priced_by_chance(question, seed):
    """Some prices, and what is regretted at them."""
    prices = np.random.default_rng(seed).uniform(0, 3, len(question.begin) + len(question.most))
    prices[len(question.begin) + question.group_to] = SPLIT
    return regrets(question, case_table(question), prices)


def choices_of(question, case):
    """What a case may take: its columns, and nothing where it may be left out."""
    first = question.columns.case_start
    return [*range(int(first[case]), int(first[case + 1])), *([] if question.must[case] else [-1])]


def splits(question, knot, way):
    """How many groups of a knot have more than one lead."""
    taken = [[way[knot.cases[place]] for place in group] for group in knot.groups]
    return sum(len({int(question.columns.lead[column]) for column in group if column >= 0}) > 1 for group in taken)


def offered(question, found, chosen=None):
    """The ways offered to each knot, each with its extra cost."""
    choices = linked(question, case_table(question), found, chosen)
    ways = [
        (dict(zip(choices.case[a:b].tolist(), choices.column[a:b].tolist(), strict=True)), float(regret))
        for a, b, regret in zip(choices.part[:-1], choices.part[1:], choices.regret, strict=True)
    ]
    return [ways[a:b] for a, b in zip(choices.first[:-1], choices.first[1:], strict=True)], choices


def cost(question, found, knot, way):
    own = [found.dear[column] if column >= 0 else found.out[case] for case, column in way.items()]
    return float(sum(own)) + SPLIT * splits(question, knot, way)


@few
@given(st.integers(0, 10_000), st.integers(0, 9))
def test_the_least_dear_way_of_a_group_is_offered_first(seed, prices):
    """Three linked cases: no way at all, of all there are, is less dear than the first one offered."""
    question = asked(linked_office(seed, (0, 2, 3)), together=1)
    found = priced_by_chance(question, prices)
    [knot] = knots(question.instance.together)
    every = [dict(zip(knot.cases, way, strict=True)) for way in product(*(choices_of(question, c) for c in knot.cases))]

    [ways], _ = offered(question, found)

    assert cost(question, found, knot, ways[0][0]) == min(cost(question, found, knot, way) for way in every)


@few
@given(st.integers(0, 10_000), st.integers(0, 9))
def test_ways_are_offered_once_and_in_order(seed, prices):
    """Groups that share a case choose together: a few ways, the dearer the later, each with what it adds."""
    question = asked(linked_office(seed, (0, 1), (1, 2, 5), (3, 4)), together=3)
    found = priced_by_chance(question, prices)

    listed, choices = offered(question, found)

    for knot, ways in zip(knots(question.instance.together), listed, strict=True):
        costs = [cost(question, found, knot, way) for way, _ in ways]
        assert len({tuple(way.items()) for way, _ in ways}) == len(ways) <= MOST_WAYS
        assert costs == sorted(costs)
        np.testing.assert_allclose([regret for _, regret in ways], np.array(costs) - costs[0], atol=1e-9)
    assert np.isfinite(choices.amount).all()


@few
@given(st.integers(0, 10_000), st.integers(0, 9))
def test_what_a_way_adds_is_what_its_cases_add(seed, prices):
    """Minutes, tallies and costs of all cases of a way, those left out, and the groups it splits."""
    question = asked(linked_office(seed, (0, 1), (1, 2)), all_placed=False)
    table, rows = case_table(question), len(question.begin)
    begin = np.concatenate([[0], np.cumsum(table.entries)])
    [knot] = knots(question.instance.together)

    [ways], choices = offered(question, priced_by_chance(question, prices))

    for number, (way, _) in enumerate(ways):
        expected = np.zeros(rows + len(question.most))
        expected[rows + question.group_to] = splits(question, knot, way)
        for case, column in way.items():
            if column >= 0:
                own = slice(begin[column], begin[column + 1])
                np.add.at(expected, table.coordinate[own], table.amount[own])
            elif question.out_to[case] >= 0:
                expected[rows + question.out_to[case]] += 1
        found = np.zeros(len(expected))
        found[choices.coordinate[choices.start[number] : choices.start[number + 1]]] = choices.amount[
            choices.start[number] : choices.start[number + 1]
        ]
        assert found.tolist() == expected.tolist()


@few
@given(st.integers(0, 10_000), st.integers(0, 9))
def test_what_there_is_now_is_always_offered(seed, prices):
    """However dear it has become, a plan can be kept as it is."""
    question = asked(linked_office(seed, (0, 1, 4, 5)))
    chosen = question.columns.chosen(greedy(question.instance, question.columns))
    assume(all(chosen[case] in choices_of(question, case) for case in (0, 1, 4, 5)))

    [ways], _ = offered(question, priced_by_chance(question, prices), chosen)

    assert {case: int(chosen[case]) for case in (0, 1, 4, 5)} in [way for way, _ in ways]


@few
@given(st.integers(0, 10_000), st.integers(0, 9))
def test_no_way_splits_a_group_where_none_may_be(seed, prices):
    """Only a group that nothing keeps together is split all the same."""
    question = asked(linked_office(seed, (0, 2), (1, 3, 4)), together=0)
    found = priced_by_chance(question, prices)

    for knot, ways in zip(knots(question.instance.together), offered(question, found)[0], strict=True):
        counts = {splits(question, knot, way) for way, _ in ways}
        assert counts == {0} or not any(
            splits(question, knot, dict(zip(knot.cases, way, strict=True))) == 0
            for way in product(*(choices_of(question, case) for case in knot.cases))
        )


def test_a_group_nothing_keeps_together_is_split():
    """Only Li can take the one case and only Wang the other, and both must be placed."""
    office = an_office([to(LI, 10)], [to(WANG, 10)], [to(ZHAO, 10)], together=[(0, 1)])
    question = asked(office, together=0)

    [[(way, regret)]], choices = offered(question, priced_by_chance(question, 1))

    assert (way, regret) == ({0: 0, 1: 1}, 0.0)
    assert len(question.begin) + question.group_to in choices.coordinate.tolist()


def every_shared_lead(question, group):
    """Each way in which the placed cases of a group have one lead, written out; nobody placed counts with each lead."""
    leads = list(dict.fromkeys(int(question.columns.lead[c]) for n in group for c in choices_of(question, n) if c >= 0))
    return [
        way
        for lead in [*leads, -1]
        for way in product(
            *([c for c in choices_of(question, n) if c < 0 or question.columns.lead[c] == lead] for n in group)
        )
    ]


@few
@given(st.integers(0, 10_000), st.booleans())
def test_every_way_to_share_a_lead_is_priced(seed, all_placed):
    """The bound knows each common lead of a group; of two groups that share a case, the first one's."""
    question = asked(linked_office(seed, (0, 1, 2), (2, 3), (5, 4), (4,)), all_placed=all_placed)
    assume(question.columns.size)
    offer = lay_out(question)
    groups = [(0, 1, 2), (5, 4)]
    joints = len(offer.first) - 1 - len(groups)

    for place, group in enumerate(groups):
        ways = every_shared_lead(question, group)
        assert offer.first[joints + place + 1] - offer.first[joints + place] == len(ways)


def test_a_group_with_too_many_ways_is_left_to_the_search():
    """Eleven cases that each of two officers could take or leave: two thousand ways are not written down."""
    office = an_office(*[[to(LI, 1), to(WANG, 1)]] * 12, together=[tuple(range(11)), (0, 11)])
    question = asked(office, all_placed=False)
    offer = lay_out(question)

    assert offer.member.tolist() == [0, 11]
    assert joint.MOST_JOINT < 2 * 2**11
