"""Clocks as they are kept tell every day gone by exactly as the events do."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.calendar import WorkCalendar
from allocator.domain.clocks.clock import Matter, NodeClock, clocks
from allocator.domain.clocks.events import CaseEvent
from allocator.domain.clocks.stretches import KeptClock, kept_clocks
from allocator.domain.indicators.tellings import late
from tests.stories import a_rulebook

NO = "(2022)内0222执1号"
FILED = date(2022, 3, 1)
CALENDAR = WorkCalendar(frozenset(date(2022, 5, day) for day in range(1, 6)), frozenset({date(2022, 5, 7)}))
FACTS = {"kind": "执", "cause": "private_loan"}
MATTER = Matter(NO, FILED, assigned_on=date(2022, 3, 3), lane="regular", facts=FACTS)
SPAN = 400


def an_event(kind: str, day: int, item: str = "", key: str = "", **more: object) -> CaseEvent:
    return CaseEvent(key or f"{kind}{day}{item}", NO, kind, FILED + timedelta(days=day), item, **more)  # type: ignore[arg-type]


def told_on(kept: tuple[KeptClock, ...], day: date) -> list[NodeClock]:
    """Give the open clocks of a day from what is kept, as a list reads them."""
    return sorted(one.clock.seen_on(day) for one in kept if one.since <= day < one.until)


def by_hand(matter: Matter, events: list[CaseEvent], day: date) -> list[NodeClock]:
    """Give the open clocks of a day from the events alone."""
    return sorted(one for one in clocks(matter, events, a_rulebook(), CALENDAR, day) if one.is_open(day))


def test_a_stop_divides_what_is_told_of_a_clock() -> None:
    """Before it the old last day, during it none, after it the later one; kept in three rows, and no day is told twice."""
    events = [an_event("suspension", 30), an_event("suspension_over", 50)]
    rows = [one for one in kept_clocks(MATTER, events, a_rulebook(), CALENDAR) if one.clock.node == "N37"]
    told = sorted((one.since, one.until, one.clock.due) for one in rows)

    begun, over = FILED + timedelta(days=30), FILED + timedelta(days=50)
    assert told == [
        (FILED, begun, date(2022, 9, 1)),
        (begun, over, None),
        (over, date.max, date(2022, 9, 21)),
    ]
    assert [one.final for one in rows].count(True) == 1


def test_what_nothing_moves_is_kept_once() -> None:
    """A stop that came after a clock was done, and what has no stop, take no second row."""
    events = [an_event("notice_sent", 3), an_event("suspension", 30), an_event("suspension_over", 50)]
    kept = kept_clocks(MATTER, events, a_rulebook(), CALENDAR)

    assert len([one for one in kept if one.clock.node == "N05"]) == 1
    assert len([one for one in kept if one.clock.node == "N03"]) == 1


def test_a_part_paid_is_owed_in_full_on_the_days_before() -> None:
    """What is left to be paid is told of each day as it was then."""
    events = [
        an_event("money_received", 10, "r", amount=1000),
        an_event("money_paid", 14, "r", amount=400),
        an_event("money_paid", 30, "r", amount=600),
    ]
    kept = kept_clocks(MATTER, events, a_rulebook(), CALENDAR)
    left = {
        day: [one.left for one in told_on(kept, FILED + timedelta(days=day)) if one.node == "N34"]
        for day in (10, 14, 30)
    }

    assert left == {10: [1000], 14: [600], 30: []}


def test_a_converted_case_stood_in_the_fast_track_before() -> None:
    """Its thirty days ran there, and were over; since it is complex nobody waits for them, nor did anybody before it was simple."""
    left, came = FILED + timedelta(days=60), FILED + timedelta(days=10)
    matter = replace(MATTER, lanes_before=((came, "regular"), (left, "fast")))
    kept = [one for one in kept_clocks(matter, [], a_rulebook(), CALENDAR) if one.clock.node == "N13b"]

    assert [(one.since, one.until, one.final) for one in kept] == [(came, left, False)]
    assert late(kept) == (kept[0].clock.due,)
    assert kept[0].clock.light(left - timedelta(days=1)) == "red"


def test_what_nobody_waited_for_in_time_was_not_missed() -> None:
    """A case that was never on the fast track, in which somebody put a conversion down two months later."""
    kept = kept_clocks(MATTER, [an_event("conversion", 60)], a_rulebook(), CALENDAR)
    (stay,) = [one for one in kept if one.clock.node == "N13b"]

    assert (stay.since, stay.until, stay.final) == (stay.clock.done_on, stay.clock.done_on, True)
    assert stay.clock.due not in late([stay])


def a_history(luck: Random) -> list[CaseEvent]:
    """Make any history, sound or not: stops that cross and never end, parts of payments, renewals, extensions, corrections."""
    found = []
    for number in range(luck.randint(0, 14)):
        kind, item, more = luck.choice(
            [
                ("suspension", "", {}), ("suspension_over", "", {}), ("settlement", "", {}), ("settlement_over", "", {}),
                ("public_notice", "", {"until": luck.randint(0, 90)}), ("extension", "N37", {}),
                ("attachment", "deposit:1", {}), ("attachment_renewed", "deposit:1", {}), ("notice_sent", "", {}),
                ("query_sent", "", {}), ("auction_planned", "house", {}), ("sale_held", "house", {}),
                ("appraisal_mandated", "house", {}), ("appraisal_reported", "house", {}), ("conversion_trigger", "", {}), ("conversion", "", {}),
                ("money_received", "r", {"amount": 1000}), ("money_paid", "r", {"amount": luck.choice((300, 700, 1000))}),
                ("correction", f"e{luck.randint(0, 13)}", {}), ("requery_done", "", {}),
            ]
        )  # fmt: skip
        day = luck.randint(0, SPAN)
        until = FILED + timedelta(days=day + more.pop("until")) if "until" in more else None
        found.append(an_event(kind, day, item, f"e{number}", until=until, **more))
    return found


def a_matter(luck: Random) -> Matter:
    """Make any case: given out or not, closed or not, in one lane or another."""
    given_on = FILED + timedelta(days=luck.randint(0, 40)) if luck.random() < 0.8 else None
    closed = FILED + timedelta(days=luck.randint(1, SPAN)) if luck.random() < 0.6 else None
    way = luck.choice(("fulfilled", "dormant", "terminated")) if closed else None
    days = sorted(FILED + timedelta(days=luck.randint(0, SPAN)) for _ in range(luck.choice((0, 0, 1, 2, 3))))
    before = tuple((day, luck.choice(("fast", "regular", "services"))) for day in days)
    return Matter(NO, FILED, given_on, closed, way, luck.choice(("fast", "regular", "")), FACTS, before)


@given(st.integers(0, 10**9))
def test_each_day_is_told_as_by_the_events_alone(seed: int) -> None:
    """Nothing missing, nothing twice, every field: whatever came later and in whatever order."""
    luck = Random(seed)
    matter, events = a_matter(luck), a_history(luck)
    kept = kept_clocks(matter, events, a_rulebook(), CALENDAR)
    last = clocks(matter, events, a_rulebook(), CALENDAR, date(9000, 1, 1))

    assert sorted(one.clock for one in kept if one.final) == sorted(last)
    for day in (FILED + timedelta(days=number) for number in sorted(luck.sample(range(-1, SPAN + 60), 25))):
        assert told_on(kept, day) == by_hand(matter, events, day), day
