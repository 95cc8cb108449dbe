"""The clocks of a case: what runs, until when, and what its events do to it."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.calendar import WorkCalendar
from allocator.domain.clocks.clock import Matter, NodeClock, clocks
from allocator.domain.clocks.events import CaseEvent
from allocator.domain.clocks.runs import stop_spans
from tests.stories import a_rulebook

NO = "(2022)内0222执1号"
FILED = date(2022, 3, 1)
LATER = date(2030, 1, 1)
WEEKDAYS = WorkCalendar()
CASE = Matter(NO, FILED, assigned_on=date(2022, 3, 3), lane="regular", facts={"kind": "执", "cause": "private_loan"})
CLOSED = Matter(NO, FILED, FILED, date(2022, 9, 1), "dormant", "regular", CASE.facts)


def an_event(kind, on, item="", key=None, **more):
    return CaseEvent(key or f"{kind}-{on}-{item}", NO, kind, on, item, **more)


def of(node, *events, matter=CASE, as_of=LATER):
    """Give the clocks of one node."""
    found = clocks(matter, events, a_rulebook(), WEEKDAYS, as_of)
    return [clock for clock in found if clock.node == node]


def test_a_filed_case_waits_for_its_handler():
    """Seven days from filing (法发〔2006〕35号 2): yellow two days ahead, red the day after."""
    waiting = Matter(NO, FILED, facts=CASE.facts)
    (clock,) = of("N03", matter=waiting, as_of=date(2022, 3, 5))

    assert (clock.started, clock.due, clock.done_on) == (FILED, date(2022, 3, 8), None)
    assert [clock.light(date(2022, 3, day)) for day in (5, 6, 8, 9)] == ["green", "yellow", "yellow", "red"]


def test_a_clock_that_is_done_keeps_the_light_it_had():
    """Done in time is green for ever; done late is red for ever."""
    (sent,) = of("N05", an_event("notice_sent", date(2022, 3, 4)))
    (late,) = of("N05", an_event("notice_sent", date(2022, 3, 10)))

    assert (sent.due, sent.done_on, sent.light(LATER)) == (date(2022, 3, 7), date(2022, 3, 4), "green")
    assert late.light(LATER) == "red"


def test_a_notice_may_go_out_before_anybody_has_the_file():
    """What a node asks for may be done before the case tells that it begins."""
    (clock,) = of("N05", an_event("notice_sent", date(2022, 3, 2)))

    assert clock.done_on == date(2022, 3, 2)


def test_stops_push_the_last_day_and_overlapping_ones_count_once():
    """A public notice of sixty days and a settlement within it: only the days of both together are left out."""
    notice = an_event("public_notice", date(2022, 4, 1), until=date(2022, 5, 31))
    settled = an_event("settlement", date(2022, 5, 20))
    over = an_event("settlement_over", date(2022, 6, 10))
    (free,) = of("N37")
    (held,) = of("N37", notice, settled, over)

    assert free.due == date(2022, 9, 1)
    assert held.stopped == (date(2022, 6, 10) - date(2022, 4, 1)).days
    assert held.due == WEEKDAYS.roll(free.due + timedelta(days=held.stopped))


def test_an_open_stop_suspends_the_clock():
    """While a case is suspended nobody can say when its time is over, and nothing is overdue."""
    begun = an_event("suspension", date(2022, 5, 1))
    (held,) = of("N37", begun, as_of=date(2023, 5, 1))
    (before,) = of("N37", begun, as_of=date(2022, 4, 30))

    assert (held.due, held.light(date(2023, 5, 1)), held.stopped) == (None, "green", 366)
    assert before.due == date(2022, 9, 1)


def test_a_thing_is_attached_for_as_long_as_its_kind_allows():
    """Deposits one year, movables two, real estate three (INT 485); a right lapses on a holiday too."""
    on = date(2022, 3, 5)
    found = {
        item: of("N17", an_event("attachment", on, f"{item}:1"))[0].due
        for item in ("deposit", "vehicle", "real_estate")
    }

    assert found == {"deposit": date(2023, 3, 5), "vehicle": date(2024, 3, 5), "real_estate": date(2025, 3, 5)}
    assert date(2023, 3, 5).isoweekday() == 7


def test_renewing_ends_one_attachment_and_begins_the_next():
    """Each thing has its own clock, and a renewal is of that thing alone."""
    first = an_event("attachment", date(2022, 3, 5), "deposit:a")
    other = an_event("attachment", date(2022, 3, 6), "deposit:b")
    renewed = an_event("attachment_renewed", date(2023, 2, 1), "deposit:a")
    found = [(clock.item, clock.started, clock.done_on) for clock in of("N17", first, other, renewed)]

    assert found == [
        ("deposit:a", date(2022, 3, 5), date(2023, 2, 1)),
        ("deposit:b", date(2022, 3, 6), None),
        ("deposit:a", date(2023, 2, 1), None),
    ]


def test_money_is_paid_out_when_all_of_it_is():
    """A part paid leaves the clock running with the rest."""
    came = an_event("money_received", date(2022, 5, 1), "r1", amount=1000)
    part = an_event("money_paid", date(2022, 5, 4), "r1", amount=400)
    rest = an_event("money_paid", date(2022, 5, 20), "r1", amount=600)

    assert [(clock.left, clock.done_on) for clock in of("N34", came, part)] == [(600, None)]
    assert [(clock.left, clock.done_on) for clock in of("N34", came, part, rest)] == [(0, date(2022, 5, 20))]


def test_a_dormant_case_is_queried_every_six_months_for_five_years():
    """Ten times, each six months after the one before; then nobody asks any more (D16 9)."""
    queries: list[CaseEvent] = []
    while True:
        (*_, last) = of("N36", *queries, matter=CLOSED)
        if last.done_on:
            break
        queries.append(an_event("requery_done", last.due))
    found = of("N36", *queries, matter=CLOSED)

    assert len(found) == 10
    assert found[0].started == CLOSED.closed_on
    assert found[-1].due >= date(2027, 8, 30)


def test_a_case_closed_on_the_day_it_was_filed_owes_nothing_of_its_beginning():
    """Withdrawn the same day: nobody waits for ever for its notice and its queries; what begins with the closing does begin."""
    gone = replace(CLOSED, closed_on=CLOSED.filed_on, closed_as="withdrawn")
    (query,), (archive,) = (of(node, matter=gone) for node in ("N07", "N41"))

    assert query.lapsed_on == gone.filed_on
    assert not query.is_open(gone.filed_on)
    assert archive.lapsed_on is None
    assert archive.is_open(gone.filed_on)


def test_what_began_on_the_day_of_the_closing_ends_with_it():
    """A lead and a car attached on the morning of the last day: after it nobody verifies or renews for a case that is over.

    Money of that day is paid out all the same, and in a case left dormant the car stays attached.
    """
    day = CLOSED.closed_on
    told = [
        an_event("lead_given", day, "a"),
        an_event("attachment", day, "vehicle:1"),
        an_event("money_received", day, "R", amount=500),
    ]
    fulfilled = replace(CLOSED, closed_as="fulfilled")
    (lead,), (car,), (money,) = (of(node, *told, matter=fulfilled) for node in ("N09", "N17", "N34"))
    (dormant,) = of("N17", *told, matter=CLOSED)

    assert (lead.lapsed_on, car.lapsed_on) == (day, day)
    assert not lead.is_open(day)
    assert (money.lapsed_on, dormant.lapsed_on) == (None, None)
    assert money.is_open(day)


def test_what_a_closed_case_owes_no_more_lapses_on_that_day():
    """The query that was never sent is no longer waited for; money, attachments and the archive still are."""
    attached = an_event("attachment", FILED, "deposit:a")
    (query,), (thing,), (archive,) = (of(node, attached, matter=CLOSED) for node in ("N07", "N17", "N41"))

    assert query.lapsed_on == date(2022, 9, 1)
    assert not query.is_open(date(2022, 9, 1))
    assert (thing.lapsed_on, archive.lapsed_on) == (None, None)


def test_the_president_prolongs_the_time_to_close_once():
    """Three months more, once, however often it was written down (D06 1)."""
    asked = [an_event("extension", date(2022, 8, day), "N37", approver="院长") for day in (20, 21)]
    (clock,) = of("N37", *asked)

    assert clock.due == date(2022, 12, 1)


def test_the_earliest_day_is_no_deadline():
    """Before three months a case may not be closed as dormant; afterwards nothing is missed."""
    (clock,) = of("N35")

    assert clock.earliest
    assert (clock.light(date(2022, 5, 31)), clock.light(date(2022, 6, 1)), clock.light(LATER)) == (
        "yellow",
        "green",
        "green",
    )


def test_an_administrative_case_is_closed_in_three_months():
    """A variant holds where the facts say so."""
    facts = {**CASE.facts, "cause": "admin_nonlit"}
    (clock,) = of("N37", matter=Matter(NO, FILED, FILED, facts=facts))

    assert clock.due == date(2022, 6, 1)


KINDS = (
    "attachment",
    "attachment_renewed",
    "money_received",
    "money_paid",
    "suspension",
    "suspension_over",
    "notice_sent",
)
HISTORIES = st.lists(
    st.builds(
        lambda key, kind, day, item: CaseEvent(str(key), NO, kind, FILED + timedelta(days=day), f"deposit:{item}", 100),
        st.integers(0, 10**6),
        st.sampled_from(KINDS),
        st.integers(0, 900),
        st.integers(0, 2),
    ),
    max_size=12,
    unique_by=lambda event: event.key,
)


@given(HISTORIES, st.randoms(use_true_random=False))
def test_the_order_of_recording_changes_nothing(history, luck):
    """The same events in another order are the same clocks."""
    shuffled = list(history)
    luck.shuffle(shuffled)

    assert clocks(CASE, history, a_rulebook(), WEEKDAYS, LATER) == clocks(CASE, shuffled, a_rulebook(), WEEKDAYS, LATER)


@given(HISTORIES, st.integers(0, 900))
def test_what_happens_later_changes_no_past_day(history, day):
    """A day is seen as it stood: with the later events left out it is the same."""
    as_of = FILED + timedelta(days=day)
    known = [event for event in history if event.on <= as_of]

    assert clocks(CASE, history, a_rulebook(), WEEKDAYS, as_of) == clocks(CASE, known, a_rulebook(), WEEKDAYS, as_of)


def test_the_end_of_another_stop_ends_nothing():
    """An end without its beginning makes no span."""
    stop = next(stop for stop in a_rulebook().happenings.stops if stop.id == "suspension")

    assert stop_spans(stop, [an_event("suspension_over", FILED)]) == ()
    assert stop_spans(stop, [an_event("suspension", FILED)]) == ((FILED, date.max),)


def test_a_clock_is_open_from_its_first_day_until_it_is_done():
    """On the day it is done it no longer waits."""
    clock = NodeClock("N", "team", "", 0, FILED, FILED, FILED, 0, done_on=date(2022, 3, 4))

    assert [clock.is_open(FILED + timedelta(days=days)) for days in (-1, 0, 2, 3)] == [False, True, True, False]


def test_a_stop_puts_off_the_earliest_day_of_what_it_holds():
    """Thirty days of suspension: the creditor may go up thirty days later, also on a Saturday; a round without result may not wait."""
    off, on = an_event("suspension", date(2022, 4, 1)), an_event("suspension_over", date(2022, 5, 1))
    (up,), (dormant,) = of("N38", off, on), of("N35", off, on)

    assert (up.due, up.stopped) == (date(2022, 10, 1), 30)
    assert dormant.due == date(2022, 6, 1)
    assert of("N38", off)[0].due is None
