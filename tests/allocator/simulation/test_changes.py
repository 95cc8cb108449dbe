"""What may be changed: single steps, steps together, and what they make of a scenario."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from allocator.domain.scenarios.scenario import Scenario, VehiclesChanged
from allocator.domain.scenarios.targets import PeopleAdded, PersonMoved, RuleChanged, Target, Targets, VehiclesAdded
from allocator.domain.words import Text
from allocator.simulation.changes import (
    Step,
    bundles,
    changed,
    cost_of,
    name_of,
    one_more_of_each,
    steps_of,
)
from tests.stories import a_small_rulebook, a_staffed_office

NAME = Text("问", "question")
FIRST = date(2022, 9, 5)
SCENARIO = Scenario(NAME, FIRST, 90)
GOAL = (Target("closing_rate", Fraction(9, 10), at_least=True, probability=900),)


def asked(**allowed):
    return Targets(NAME, GOAL, **allowed)


def test_a_role_without_teams_may_be_added_where_it_works():
    """One more clerk in each team that has clerks, and like a clerk of that team."""
    steps = steps_of(asked(add=(PeopleAdded("clerk", 60),)), a_staffed_office(), a_small_rulebook())

    assert [(step.role, step.team, step.like, step.cost) for step in steps] == [
        ("clerk", "fast", "fast_clerk", 60),
        ("clerk", "regular_1", "clerk_1", 60),
        ("clerk", "services", "pool_1", 60),
    ]
    assert steps[0].name.en == "one more clerk in fast"


def test_a_role_new_to_a_team_copies_somebody_of_another():
    """The services team has no judge: the new one is like the first of the office."""
    steps = steps_of(asked(add=(PeopleAdded("judge", 90, ("services",)),)), a_staffed_office(), a_small_rulebook())

    assert [(step.team, step.like) for step in steps] == [("services", "fast_judge")]


def test_steps_go_together_unless_they_exclude_one_another():
    """Two cars but not three, one value of a rule, one team for a person."""
    may = asked(
        vehicles=(VehiclesAdded(10, most=2),),
        rules=(RuleChanged("levers.horizon_working_days", (5, 20), 1, Text("期限", "horizon")),),
        move=(PersonMoved("clerk_1", ("fast", "services"), 3),),
    )
    steps = steps_of(may, a_staffed_office(), a_small_rulebook())
    found = bundles(steps, 3)

    assert found[0] == ()
    assert len(set(found)) == len(found)
    assert max(sum(step.group == "vehicle" for step in bundle) for bundle in found) == 2
    for bundle in found:
        others = [step.group for step in bundle if step.group != "vehicle"]
        assert len(set(others)) == len(others)
    # nothing; 5 alone; cars twice, car + 4 others, 2 rules x 2 teams; cars twice + 4 others, car + 2 x 2
    assert len(found) == 1 + 5 + (1 + 4 + 4) + (4 + 4)


def test_a_bundle_costs_and_is_called_what_its_steps_are():
    """Nothing costs nothing."""
    car = Step("vehicle", Text("增加一辆车", "one more vehicle"), 10)

    assert (cost_of(()), name_of(()).en) == (0, "no change")
    assert (cost_of((car, car)), name_of((car, car)).zh) == (20, "增加一辆车、增加一辆车")


def test_a_bundle_changes_the_scenario_from_its_first_day():
    """People come and move, cars are added up, rules get their value; without steps the scenario stays."""
    may = asked(
        add=(PeopleAdded("officer", 100, ("regular_1",), most=2),),
        vehicles=(VehiclesAdded(10, most=2),),
        rules=(RuleChanged("levers.horizon_working_days", (5,), 1, Text("期限", "horizon")),),
        move=(PersonMoved("clerk_1", ("fast",), 3),),
    )
    officer, car, rule, move = steps_of(may, a_staffed_office(), a_small_rulebook())
    made = changed(SCENARIO, (officer, officer, car, car, rule, move))

    assert [(join.like, join.role, join.team, join.first) for join in made.people.join] == [
        ("officer", "officer", "regular_1", FIRST)
    ] * 2
    assert len({join.code for join in made.people.join}) == 2
    assert made.vehicles == (VehiclesChanged(2),)
    assert made.rules == {"levers.horizon_working_days": 5}
    assert [(one.who, one.team) for one in made.people.move] == [("clerk_1", "fast")]
    assert changed(SCENARIO, ()) == SCENARIO


def test_one_more_is_asked_of_the_roles_an_office_has_whatever_they_are_called():
    """A desk of examiners and registrars is told what one more of each is worth; of who carries no case's work nothing is."""
    book = a_small_rulebook()
    called = {"judge": "examiner", "clerk": "registrar"}
    weights = replace(
        book.weights,
        causes=tuple(_named(one, called) for one in book.weights.causes),
        other=_named(book.weights.other, called),
    )
    rules = replace(book, weights=weights, roles={called.get(role, role): one for role, one in book.roles.items()})
    bureau = a_staffed_office()
    office = replace(
        bureau, officers=tuple(replace(one, role=called.get(one.role, one.role)) for one in bureau.officers)
    )

    assert [step.group for step in one_more_of_each(office, rules)] == [
        "examiner@fast", "registrar@fast", "examiner@regular_1", "officer@regular_1", "registrar@regular_1", "registrar@services",
    ]  # fmt: skip


def _named(cause, called):
    return replace(cause, minutes={called.get(role, role): count for role, count in cause.minutes.items()})


def test_one_more_of_everything_is_asked_where_it_would_work():
    """A judge, an officer, a clerk for every team that has one; no car for an office without any."""
    steps = one_more_of_each(a_staffed_office(), a_small_rulebook())

    assert [step.group for step in steps] == [
        "judge@fast", "clerk@fast", "judge@regular_1", "officer@regular_1", "clerk@regular_1", "clerk@services",
    ]  # fmt: skip
