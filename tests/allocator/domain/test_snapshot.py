"""What one decision may see."""

from dataclasses import replace
from datetime import date

from allocator.domain.workload import Load
from tests.stories import MONDAY, a_small_rulebook, a_snapshot, a_staffed_office, away


def test_a_load_counts_the_own_minutes_and_the_part_of_the_desk():
    """A clerk who holds 100 minutes and two thirds of a desk's 90 holds 160 of ten days."""
    snapshot = a_snapshot(held={"clerk_1": 100, "regular_1/clerk": 90})

    assert snapshot.load("clerk_1") == Load(160, 4800)
    assert snapshot.load("clerk_2", extra=70) == Load(100, 2400)


def test_somebody_away_has_no_load_but_keeps_what_is_held():
    """An absent officer never looks idle."""
    snapshot = a_snapshot(a_staffed_office(absences=(away("officer", "2022-01-01"),)), {"officer": 300})

    assert snapshot.load("officer") == Load(300, 0)
    assert snapshot.load("officer").permille is None


def test_the_digest_names_all_that_was_seen():
    """Another office, rulebook, day, load or recent count is another snapshot."""
    seen = a_snapshot(held={"officer": 1})
    others = [
        a_snapshot(),
        a_snapshot(held={"officer": 2}),
        a_snapshot(held={"judge": 1}),
        replace(seen, day=date(2022, 9, 6)),
        replace(seen, recent={"officer": 1}),
        replace(seen, rulebook=a_small_rulebook('[skills]\ndrive = {zh = "驾驶", en = "driving"}\n')),
        replace(seen, office=a_staffed_office(absences=(away("judge", "2023-01-01"),))),
    ]

    assert len({seen.digest, *(other.digest for other in others)}) == len(others) + 1


def test_the_order_of_loads_does_not_change_the_digest():
    """The database may return them in any order."""
    assert a_snapshot(held={"officer": 1, "judge": 2}).digest == a_snapshot(held={"judge": 2, "officer": 1}).digest


def test_a_snapshot_is_for_one_day():
    """Capacity is counted from that day on."""
    assert a_snapshot().capacity.day == MONDAY
    assert a_snapshot(day=date(2022, 9, 6)).capacity.day == date(2022, 9, 6)
