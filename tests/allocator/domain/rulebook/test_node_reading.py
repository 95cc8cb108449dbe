"""Nodes, events and clock stops, as the rulebook says them."""

import pytest

from allocator.domain.clocks.nodes import Happenings
from allocator.domain.errors import BadInput
from allocator.domain.rulebook.reading import read_rulebook
from tests.stories import a_rulebook, a_small_rulebook, small_rulebook_with

NODE = """
[[nodes]]
id = "N1"
zh = "通知"
en = "notice"
start = "filing"
limit = 3
unit = "calendar"
owner = "clerks"
basis = "D06 4"
ends = ["sent"]
"""
RULES = (
    NODE
    + """
[happenings.sent]
zh = "已发出"
en = "sent"
[owners.clerks]
zh = "内勤"
en = "clerks"
"""
)


def faults(section):
    """Give each fault by path; none when the section is sound."""
    try:
        read_rulebook(small_rulebook_with() + section)
    except BadInput as caught:
        return {str(fault["field"]): str(fault) for fault in caught.faults}
    return {}


def test_the_fixture_bureau_has_all_forty_one_nodes_and_their_steps():
    """N01 to N41 stand in the file, and what domain rules split further hangs on one of them."""
    nodes = {node.id: node for node in a_rulebook().nodes}

    assert [name for name, node in nodes.items() if not node.part_of] == [f"N{number:02}" for number in range(1, 42)]
    assert {node.part_of for node in nodes.values() if node.part_of} <= nodes.keys()
    assert [(row.assets, row.limit) for row in nodes["N17"].variants] == [
        (("vehicle", "livestock"), 2),
        (("real_estate", "equity", "receivable"), 3),
    ]
    assert nodes["N34"].steps == (5, 10, 15, 30)
    assert nodes["N36"].within_months == 60
    assert nodes["N35"].earliest


def test_every_node_that_binds_the_office_can_be_fulfilled():
    """A clock nothing ends would be overdue for ever; only days before which something may not be done have no end."""
    assert [node.id for node in a_rulebook().nodes if not node.ends and not node.earliest] == []


def test_every_stop_of_the_fixture_bureau_has_its_own_beginning_and_end():
    """No event begins or ends two stops, and none is its own end."""
    marks = [kind for stop in a_rulebook().happenings.stops for kind in (stop.begins, stop.ends)]

    assert len(marks) == len(set(marks)) == 16


def test_an_office_without_the_sections_knows_no_events():
    """A court that records none leaves the sections out."""
    assert a_small_rulebook().happenings == Happenings()


@pytest.mark.parametrize(
    "change, path",
    [
        (('ends = ["sent"]', 'ends = ["send"]'), "nodes.N1.ends"),
        (('start = "filing"', 'start = "filling"'), "nodes.N1.start"),
        (('owner = "clerks"', 'owner = "nobody"'), "nodes.N1.owner"),
        (("limit = 3", 'limit = 3\nsurvives = ["lost"]'), "nodes.N1.survives"),
        (("limit = 3", "limit = 3\nsteps = [5, 5]"), "nodes[1].steps"),
        (("limit = 3", 'limit = 3\nlist = "other"'), "nodes[1].list"),
        (('en = "sent"', 'en = "sent"\nneeds = ["luck"]'), "happenings.sent.needs"),
    ],
)
def test_a_misspelt_name_is_told_with_its_place(change, path):
    """A node that waits for an event nobody can record is a fault of the file, not of the day it is missed."""
    assert faults(RULES) == {}
    assert path in faults(RULES.replace(*change))


def test_a_stop_of_unknown_events_or_nodes_is_told():
    """A span that no event begins would never stop a clock."""
    stop = '[[stops]]\nid = "s"\nzh = "中止"\nen = "stop"\nbegins = "x"\nends = "sent"\nnodes = ["N9"]\n'

    assert set(faults(RULES + stop)) == {"stops.s.begins", "stops.s.nodes"}


def test_nodes_without_events_need_no_owners():
    """The forty-one nodes of an office that records no events stay as they were."""
    assert faults(NODE) == {}


def test_a_check_list_of_unknown_events_or_nodes_is_told():
    """An item nobody can make green would keep every case open."""
    way = '[closings.dormant]\nzh = "终本"\nen = "dormant"\n[[closings.dormant.checks]]\nid = "K1"\nzh = "查"\nen = "check"\n'

    assert set(faults(RULES + way + 'happened = ["query"]\nno_open = ["N9"]\n')) == {
        "closings.dormant.checks.K1.happened",
        "closings.dormant.checks.K1.no_open",
    }
    assert faults(RULES + way + 'happened = ["sent"]\n') == {}


def test_the_fixture_bureau_asks_twelve_things_before_a_dormant_closing():
    """As the check-list of the dossier has them."""
    assert len(a_rulebook().closings["dormant"].checks) == 12
