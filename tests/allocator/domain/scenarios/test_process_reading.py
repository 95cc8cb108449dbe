"""A process is read whole, or every fault is told at its path."""

import pytest

from allocator.domain.errors import BadInput
from allocator.domain.scenarios.process import Duration, Share
from allocator.domain.scenarios.process_reading import read_process
from tests.allocator.processes import a_process, nodes_rulebook, process_with


def faults(*replaced):
    """The paths at which a spoilt process is refused."""
    with pytest.raises(BadInput) as refused:
        read_process(process_with(*replaced), nodes_rulebook())
    assert all({"text", "remedy"} <= fault.keys() for fault in refused.value.faults)
    return {str(fault["field"]) for fault in refused.value.faults}


def test_a_process_is_read_with_its_figures_as_they_are_written():
    """Days become thousandths, shares per mille, conditions conditions; the digest names what was read."""
    query, dormant = a_process().stages[1], a_process().stages[4]

    assert query.wait == Duration("triangular", 3000, 1000, 9000)
    assert query.work == {"officer": 400, "clerk": 400}
    assert (dormant.not_before, dormant.closes, dormant.recovers) == ("N35", "dormant", Share(0, 0, 100))
    assert a_process().stages[0].wait.unit == "working"
    assert a_process().overstays[0].days == 30
    assert a_process().digest == read_process(process_with(), nodes_rulebook()).digest


def test_facts_that_stages_set_are_told_apart():
    """They say how far a case has come, so no truth is drawn for them."""
    text = process_with(("reveals =", "sets = {mood = 'willing'}\nreveals ="))

    assert read_process(text, nodes_rulebook()).set_by_stages == {"mood"}


@pytest.mark.parametrize(
    "old, new, path",
    [
        ("officer = 0.4, clerk", "oficer = 0.4, clerk", "stages[2].work.oficer"),
        ('reveals = ["full_cash"', 'reveals = ["full_cahs"', "stages[2].reveals"),
        ('node = "N05"', 'node = "N99"', "stages[1].node"),
        ('not_before = "N35"', 'not_before = "N36"', "stages[5].not_before"),
        ('limit = "N37"', 'limit = "N38"', "limit"),
        ('assigned_after = "intake"', 'assigned_after = "intaek"', "assigned_after"),
        ('to = "regular"', 'to = "regluar"', "overstays[1].to"),
        ('when = "asset_vehicle"', 'when = "asset_car"', "stages[4].when"),
        ("typical = 3, high = 9", "typical = 3, high = 2", "stages[2].wait.high"),
        (
            'shape = "triangular", low = 1, typical = 3',
            'shape = "triangular", low = 1, typical = 0',
            "stages[2].wait.typical",
        ),
        ('shape = "exponential", typical = 4', 'shape = "lognormal", typical = 0, high = 3', "stages[6].wait.typical"),
        ('shape = "exponential"', 'shape = "erlang"', "stages[6].wait.shape"),
        ("typical = 4", "typical = 4000", "stages[6].wait.typical"),
        ("typical = 1, high = 1", "typical = 1, high = 0.9", "stages[6].recovers.high"),
        ("vehicle = 120", "vehicle = 1500", "stages[4].vehicle"),
        ("vehicle = 120", "vehicels = 120", "stages[4].vehicels"),
        ("vehicle = 120", 'vehicle = 120\nerrand = "vist"', "stages[4].errand"),
        ("vehicle = 120", 'errand = "visit"', "stages[4].errand"),
        ("vehicle = 120", "vehicle = 120\nerrand = 3", "stages[4].errand"),
        ("effort_spread = 0.3", "effort_spread = 'much'", "effort_spread"),
        ('id = "field"', 'id = "query"', "stages[4].id"),
        ("reveals =", "sets = {full_cash = 3}\nreveals =", "stages[2].sets.full_cash"),
        ("pooled = {clerk = 1.0}", "pooled = {clerk = 1.0, officer = 1.0}", "stages[1].pooled.officer"),
    ],
)
def test_what_is_misspelt_or_out_of_bounds_is_told_at_its_path(old, new, path):
    """A name the rulebook does not know, a figure that cannot be, a key nobody reads."""
    assert path in faults((old, new))


def test_nobody_works_on_a_case_before_it_is_assigned_but_the_pools():
    """An officer cannot work on what nobody has given him, and a case cannot end before."""
    assert faults(('assigned_after = "intake"', 'assigned_after = "field"')) >= {"stages[2].id", "stages[4].id"}


def test_minutes_that_no_stage_works_are_refused():
    """Were judges to work in the last stage alone, the judges' minutes of a dormant case would vanish."""
    moved = (
        ("work = {judge = 1.0}", "work = {clerk = 0.1}"),
        ("work = {officer = 0.3, clerk", "work = {judge = 1, clerk"),
    )

    assert "stages" in faults(*moved)


def test_a_case_that_could_stay_open_for_ever_is_refused():
    """The last stage closes whatever comes to it."""
    assert "stages" in faults(('closes = "fulfilled"', ""))


def test_what_is_not_toml_is_refused_by_its_line():
    """The remedy is the line itself."""
    with pytest.raises(BadInput, match="line 2"):
        read_process("limit = 'N37'\nstages = [}", nodes_rulebook())


def test_what_comes_besides_cases_and_back_is_read():
    """Duties in hours by role, resumption with what is known of it, sickness in spells a year."""
    more = """
[resumption]
closes = "dormant"
chance = 0.15
after = {shape = "exponential", typical = 200}
kind = "执恢"
facts = {full_cash = false}
source = "a story"
[[duties]]
id = "petition"
zh = "信访"
en = "petition"
lane = "fast"
per_year = 50
hours = {officer = 1.5}
rank = 1
source = "a story"
[sickness]
per_year = 1.5
lasts = {shape = "lognormal", typical = 2, high = 10}
source = "a story"
[[helps]]
role = "clerk"
lane = "services"
source = "a story"
"""
    process = read_process(process_with() + more, nodes_rulebook())

    assert process.resumption is not None
    assert process.sickness is not None
    assert (process.resumption.chance, process.resumption.facts) == (150, {"full_cash": False})
    assert process.duties[0].minutes == {"officer": 90}
    assert (process.helps[0].role, process.helps[0].lane) == ("clerk", "services")
    assert (process.sickness.per_year, process.sickness.lasts.high) == (1500, 10_000)
