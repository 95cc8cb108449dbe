"""A targets file: read whole, or refused with every fault at its line and field."""

from fractions import Fraction

import pytest

from allocator.domain.errors import BadInput
from allocator.domain.scenarios.targets import Effort, PeopleAdded, PersonMoved, Target, VehiclesAdded
from allocator.files.targets import read_targets
from tests.stories import a_small_rulebook, a_staffed_office

WHOLE = """
name = {zh = "结案率九成", en = "close nine in ten"}
scenario = "baseline.toml"
probability = 0.8
together = 3

[[targets]]
figure = "closing_rate"
at_least = 0.9
[[targets]]
figure = "days_regular"
at_most = 150
probability = 0.95

[[add]]
role = "officer"
teams = ["regular_1"]
cost = 100
most = 2
note = "a year's salary"
[[vehicles]]
cost = 60
[[rules]]
path = "levers.horizon_working_days"
values = [5, 20]
cost = 1
zh = "期限"
en = "horizon"
[[move]]
who = "clerk_1"
teams = ["fast"]
cost = 3

[effort]
sure = 0.9
zone = 0.1
worth = 10
"""


def read(text):
    return read_targets(text, "goal.toml", a_staffed_office(), a_small_rulebook())


def faults_of(text):
    with pytest.raises(BadInput) as told:
        read(text)
    assert told.value.code == "targets-faulty"
    return [(fault["row"], fault["field"]) for fault in told.value.faults]


def test_a_whole_file_is_read():
    """Targets with their probability, each kind of change with its cost, and how hard to look."""
    found = read(WHOLE)

    assert found.targets == (
        Target("closing_rate", Fraction(9, 10), at_least=True, probability=800),
        Target("days_regular", Fraction(150), at_least=False, probability=950),
    )
    assert found.add == (PeopleAdded("officer", 100, ("regular_1",), 2),)
    assert found.vehicles == (VehiclesAdded(60, 1),)
    assert [(rule.path, rule.values, rule.name.en) for rule in found.rules] == [
        ("levers.horizon_working_days", (5, 20), "horizon")
    ]
    assert found.move == (PersonMoved("clerk_1", ("fast",), 3),)
    assert (found.scenario, found.together) == ("baseline.toml", 3)
    assert found.effort == Effort(sure=900, zone=100, worth=10)


def test_the_same_question_has_the_same_digest():
    """Whatever remarks stand beside it."""
    assert read(WHOLE).digest == read(WHOLE.replace('note = "a year\'s salary"\n', "")).digest
    assert read(WHOLE).digest != read(WHOLE.replace("cost = 60", "cost = 61")).digest


@pytest.mark.parametrize(
    "old,new,place",
    [
        ('figure = "closing_rate"', 'figure = "closing"', (8, "targets[1].figure")),
        ("at_least = 0.9\n", "", (8, "targets[1].figure")),
        ("at_most = 150", "at_most = 150\nat_least = 1", (11, "targets[2].figure")),
        ("at_least = 0.9", 'at_least = "nine"', (9, "targets[1].at_least")),
        ('role = "officer"', 'role = "magician"', (16, "add[1].role")),
        ('teams = ["regular_1"]', 'teams = ["regular_7"]', (17, "add[1].teams[1]")),
        ("cost = 60", "costs = 60", (22, "vehicles[1].costs")),
        ("most = 2", "most = 0", (19, "add[1].most")),
        ('path = "levers.horizon_working_days"', 'path = "levers.horizon"', (24, "rules[1].path")),
        ("values = [5, 20]", 'values = ["soon"]', (25, "rules[1].values[1]")),
        ("values = [5, 20]", "values = []", (25, "rules[1].values")),
        ('who = "clerk_1"', 'who = "nobody"', (30, "move[1].who")),
        ("probability = 0.8", "probability = 1.0", (4, "probability")),
        ("sure = 0.9", "sure = 0.1", (35, "effort.sure")),
        ("sure = 0.9", "beyond = 11", (35, "effort.beyond")),
        ("together = 3", "together = 3\nfoo = 1", (6, "foo")),
        ('{zh = "结案率九成", en = "close nine in ten"}', "nan", (2, "name")),
        ("at_least = 0.9", "at_least = 90", (9, "targets[1].at_least")),
        ("at_most = 150", "at_most = -150", (12, "targets[2].at_most")),
        (
            'figure = "days_regular"\nat_most = 150',
            'figure = "closing_rate"\nat_most = 0.5',
            (12, "targets[2].at_most"),
        ),
        (
            'figure = "days_regular"\nat_most = 150',
            'figure = "closing_rate"\nat_least = 0.5',
            (11, "targets[2].figure"),
        ),
        ('teams = ["regular_1"]', "teams = [5]", (17, "add[1].teams[1]")),
        ('teams = ["regular_1"]', 'teams = ["regular_1", "regular_1"]', (17, "add[1].teams")),
        ("values = [5, 20]", "values = [5, 5]", (25, "rules[1].values")),
        ("cost = 60\n", "cost = 60\n[[vehicles]]\ncost = 61\n", (23, "vehicles[2]")),
        ('teams = ["fast"]', "teams = []", (31, "move[1].teams")),
        ('teams = ["fast"]', 'teams = ["fast", "fast"]', (31, "move[1].teams")),
        ('teams = ["fast"]', 'teams = ["regular_1"]', (31, "move[1].teams")),
    ],
)
def test_a_fault_is_told_at_its_line_and_field(old, new, place):
    """Nothing is simulated from a file that is not understood whole."""
    assert old in WHOLE

    assert place in faults_of(WHOLE.replace(old, new, 1))


def test_every_fault_is_told_at_once():
    """In the order of the lines."""
    text = WHOLE.replace('"closing_rate"', '"closing"').replace('"nobody"', "").replace('"clerk_1"', '"nobody"')

    assert faults_of(text) == [(8, "targets[1].figure"), (30, "move[1].who")]


def test_one_text_names_the_question_in_both_languages():
    """As in a scenario."""
    found = read(WHOLE.replace('{zh = "结案率九成", en = "close nine in ten"}', '"九成"'))

    assert (found.name.zh, found.name.en) == ("九成", "九成")


def test_a_load_may_be_above_the_whole():
    """A peak of 110 % is a target like any other."""
    found = read(WHOLE.replace('figure = "days_regular"\nat_most = 150', 'figure = "load_peak"\nat_most = 1.1'))

    assert found.targets[1].value == Fraction(11, 10)


def test_a_file_without_targets_asks_for_nothing():
    """And is refused, like one that is no TOML."""
    assert (None, "targets") in faults_of('name = {zh = "问", en = "q"}')
    assert faults_of("name = = 1") == [(1, None)]
