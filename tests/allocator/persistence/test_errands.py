"""Errands and the means of field work as they are kept."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from allocator.domain.errors import Conflict, NotFound, Stale
from allocator.domain.fieldwork.means import Closure, Engagement, EngagementKind
from allocator.domain.fieldwork.trips import Hours
from tests.allocator.persistence.field_house import furnish, publish
from tests.field_stories import FIELD_MONDAY, THINGS, a_trip, an_errand
from tests.stories import a_period

NEXT_MONDAY = date(2022, 9, 12)
FULL = an_errand(
    "E9",
    "eviction",
    minutes=90,
    earliest=date(2022, 9, 5),
    latest=date(2022, 9, 9),
    due=date(2022, 9, 8),
    livelihood=True,
    needs={"woman": 1},
    uses={"camera": 2},
    barred=("bo",),
    approved_on=date(2022, 9, 1),
)


@pytest.fixture
def office(either):
    """The small office with two errands, on both databases."""
    furnish(either)
    return either


def add(database, errand, source="api"):
    with database.writing() as uow:
        kept = uow.errands.add(errand, source)
        uow.commit()
    return kept


def test_an_errand_comes_back_as_it_was_asked_for(office):
    """Every value; found by code and by id."""
    kept = add(office, FULL, "case")

    with office.reading() as uow:
        assert uow.errands.get("E9") == uow.errands.get(kept.id) == kept
    assert kept.errand == FULL
    assert (kept.version, kept.state, kept.source) == (1, "open", "case")


def test_a_code_is_given_once(office):
    """A second errand of the code is refused, and one that nobody knows is told so."""
    with pytest.raises(Conflict) as refused:
        add(office, an_errand())
    assert refused.value.code == "errand-exists"
    with office.reading() as uow, pytest.raises(NotFound):
        uow.errands.get("E77")


def test_a_change_on_an_old_view_is_refused(office):
    """With the state as it is now."""
    kept = add(office, FULL)
    with office.writing() as uow:
        changed = uow.errands.save(replace(kept, state="withdrawn"), 1)
        with pytest.raises(Stale) as refused:
            uow.errands.save(kept, 1)

    assert changed.version == 2
    assert refused.value.facts["version"] == 2
    assert refused.value.facts["state"] == "withdrawn"


def test_pages_go_by_id_and_state(office):
    """The list goes on after the last of a page."""
    kept = add(office, FULL)
    with office.writing() as uow:
        uow.errands.save(replace(kept, state="withdrawn"), 1)
        assert [one.errand.code for one in uow.errands.page(limit=2)] == ["E1", "E2"]
        assert [one.errand.code for one in uow.errands.page(2)] == ["E9"]
        assert [one.errand.code for one in uow.errands.page(state="open")] == ["E1", "E2"]
        assert set(uow.errands.by_code(["E2", "E9", "E77"])) == {"E2", "E9"}


def test_a_week_sees_open_errands_and_its_own_but_not_those_of_other_weeks(office):
    """What another week's trip serves is nothing for this one; what is withdrawn for none."""
    add(office, FULL)
    publish(office, a_trip())
    with office.writing() as uow:
        uow.errands.mark({"E1": "done"})
        uow.errands.mark({"E9": "withdrawn"})
        mine = [one.errand.code for one in uow.errands.of_week(FIELD_MONDAY)]
        others = [one.errand.code for one in uow.errands.of_week(NEXT_MONDAY)]

    assert (mine, others) == (["E1", "E2"], ["E2"])


def test_means_come_back_in_order_and_what_was_told_stays_when_files_are_loaded_again(office):
    """An outage told at the desk is no row of a file."""
    hours = Hours(a_period("2022-09-05", "2022-09-09"), 480, 600, (0, 2))
    hearing = Engagement("ann", EngagementKind.HEARING, hours)
    outage = Engagement("V1", EngagementKind.OUTAGE, Hours(a_period("2022-09-05", "2022-09-05")))
    closure = Closure("东镇", hours, "柳村", "修路")
    with office.writing() as uow:
        uow.means.engage(outage)
        uow.means.save(THINGS[::-1], (hearing,), (closure,))
        uow.commit()

    with office.reading() as uow:
        assert uow.means.resources() == THINGS[::-1]
        assert uow.means.engagements() == (hearing, outage)
        assert uow.means.engagements(only_filed=True) == (hearing,)
        assert uow.means.closures() == (closure,)


def test_a_calendars_address_is_good_until_the_next_one(office):
    """Only its hash is kept, so it cannot be told again, only changed."""
    at = datetime(2022, 9, 5, tzinfo=UTC)
    with office.writing() as uow:
        uow.feeds.put("ann", "a" * 64, at)
        assert uow.feeds.holder("a" * 64) == "ann"
        uow.feeds.put("ann", "b" * 64, at)
        assert (uow.feeds.holder("a" * 64), uow.feeds.holder("b" * 64)) == (None, "ann")
