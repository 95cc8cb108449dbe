"""Which errands the nodes of cases ask for: those that run by the week's Sunday, of the cases the rulebook names."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from allocator.decisions.fieldwork.nodes import asked_by_nodes
from allocator.domain.cases import CaseState
from allocator.domain.docket import Case, Holding, Standing
from allocator.domain.facts import CaseInput
from allocator.domain.fieldwork.trips import Place
from tests.field_stories import FIELD_RULES, a_field_office
from tests.stories import a_filing, a_small_rulebook

NODES = """
[[nodes]]
id = "N05"
zh = "通知"
en = "notice"
start = "handler_receives_file"
limit = 3
unit = "calendar"
owner = "team"
basis = "story"
confirmed = true
[[nodes]]
id = "N19"
zh = "参考价"
en = "price"
start = "seizure"
begun_when = "seizure_pending"
limit = 30
unit = "calendar"
owner = "team"
basis = "story"
confirmed = true
[facts.seizure_pending]
kind = "yes_no"
zh = "查封中"
en = "seizing"
question = {zh = "？", en = "?"}
chance = 0.5
assume = false
[[field.nodes]]
id = "F05"
node = "N05"
errand = "visit"
binding = true
[[field.nodes]]
id = "F19"
node = "N19"
errand = "registry"
at_seat = true
when = "seizure_pending"
"""
TODAY, SUNDAY = date(2022, 9, 2), date(2022, 9, 11)


def held(since: str = "2022-09-01", town: str | None = "东镇", **facts) -> Case:
    """Ann's case, received on a Thursday."""
    holding = Holding("ann", None, "draw", date.fromisoformat(since), {})
    standing = Standing("regular", "regular", certain=True, minutes={}, priority=2, livelihood="wages")
    filing = a_filing(town=town)
    received = datetime(2022, 9, 1, tzinfo=UTC)
    return Case(7, 1, CaseInput(filing, learned=facts), CaseState.ASSIGNED, standing, received, holding)


def asked(*cases: Case, today: date = TODAY):
    rulebook = a_small_rulebook(FIELD_RULES + NODES)
    found = asked_by_nodes(cases, a_field_office(), rulebook, today, SUNDAY)
    return [errand for one in found for errand in one.errands], [no for one in found for no in one.nowhere]


def test_a_node_asks_with_the_cases_own_dates():
    """Received on the 1st, three days: the last falls on a Sunday and rolls on to Monday; the handler goes."""
    (errand,), nowhere = asked(held())

    assert (errand.code, errand.kind, errand.handler, errand.place) == ("F05-7", "visit", "ann", Place("东镇"))
    assert (errand.earliest, errand.due, errand.latest) == (date(2022, 9, 1), date(2022, 9, 5), date(2022, 9, 5))
    assert (errand.livelihood, errand.priority, errand.asked_on) == (True, 2, TODAY)
    assert nowhere == []


def test_what_is_overdue_has_still_to_be_done():
    """A node that binds sets no last day once that day is over."""
    (errand,), _ = asked(held(), today=date(2022, 9, 6))

    assert (errand.due, errand.latest) == (date(2022, 9, 5), None)


@pytest.mark.parametrize("since, count", [("2022-09-11", 1), ("2022-09-12", 0)])
def test_a_node_that_begins_after_the_week_waits(since, count):
    """By Sunday it has begun, or it is a matter of the next week."""
    assert len(asked(held(since))[0]) == count


def test_a_clock_that_only_a_fact_tells_of_runs_without_days():
    """The seizure's day is not recorded: a person adds it; the errand is at the seat."""
    _, registry = asked(held(seizure_pending=True))[0]

    assert (registry.code, registry.kind, registry.place) == ("F19-7", "registry", Place("县城"))
    assert (registry.earliest, registry.due, registry.latest) == (None, None, None)
    assert len(asked(held(seizure_pending=False))[0]) == len(asked(held())[0]) == 1


@pytest.mark.parametrize("town", [None, "无名镇"])
def test_a_case_of_no_known_town_is_told(town):
    """Nobody could say where to go; what is done at the seat needs no town."""
    errands, nowhere = asked(held(town=town, seizure_pending=True))

    assert [errand.code for errand in errands] == ["F19-7"]
    assert nowhere == ["（2022）内0222执1号"]


def test_a_case_nobody_holds_asks_for_nothing():
    """First it gets a handler."""
    assert asked(replace(held(), holding=None)) == ([], [])
