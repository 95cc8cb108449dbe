"""The rescue desk: as cheap as the best of everything tried by hand, lawful, and nothing else late by it; or there is none."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.allocation.moving import may_move_from
from allocator.decisions.deadlines.due_lines import DueWork, Late, late_work, sharers_of
from allocator.decisions.deadlines.due_work import due_work
from allocator.decisions.deadlines.handing import HeldWork
from allocator.decisions.deadlines.rescue import COVER, MOVE, SWAP, rescue
from allocator.decisions.recommendation.recommendation import rank
from allocator.domain.clocks.deadlines import due_on
from allocator.domain.ledgers import counted_nodes
from allocator.domain.people import Absence, Period
from allocator.domain.snapshot import HeldCase
from tests.allocator.decisions.deadlines.colleagues import colleagues_work, late_of_colleagues
from tests.allocator.decisions.held_stock import a_held_stock

seeds = st.integers(0, 60)


def a_pressed_stock(seed):
    """A small stock whose every case must be closed within some days, and whose busiest handler is away for some of them."""
    chance = Random(seed)
    stock, seen = a_held_stock(seed, cases=8)
    names = [case.holder for case in stock]
    busiest = max(sorted(set(names)), key=names.count)
    gone = Absence(busiest, Period(seen.day, seen.day + timedelta(days=chance.choice([1, 4, 9]))))
    pressed = tuple(_falling_due(case, seen, chance.randrange(1, 9)) for case in stock)
    return pressed, replace(seen, office=replace(seen.office, absences=(*seen.office.absences, gone)))


def _falling_due(case, seen, days):
    """Give a case with a filing so old that the counted nodes fall due within the horizon, the last in some days."""
    closing = next(node for node, _ in counted_nodes(seen.rulebook) if node.id == "close")
    filed = next(
        day
        for day in (seen.day - timedelta(days=age) for age in range(400))
        if due_on(closing, day, seen.office.calendar) <= seen.day + timedelta(days=days)
    )
    filing = replace(case.place.case.filing, filed_on=filed)
    return replace(case, place=replace(case.place, case=replace(case.place.case, filing=filing)))


def late_of(stock, seen):
    """Give what is late, worked out anew over the whole stock."""
    return late_work([work for case in stock for work in due_work(case, seen)], seen.capacity)


def keys(late):
    """Name late work."""
    return {(one.work.case_no, one.work.node) for one in late}


def late_shared(stock, seen):
    """Name what mentors and desks cannot do by its day, worked out anew over the whole stock."""
    own = [work for case in stock for work in due_work(case, seen)]
    shared = [work for case in stock for work in colleagues_work(case, seen)]
    found = late_of_colleagues(own, shared, seen.capacity)
    return {(one.work.officer, one.work.case_no, one.work.node) for one in found}


def taken_from(seen, *cases):
    """Give the office without what some cases weigh."""
    held = dict(seen.held)
    for case in cases:
        for holder, minutes in case.charges.items():
            held[holder] -= minutes
    return replace(seen, held=held)


def with_them(case, taker):
    """Give a case in the hands of who takes it."""
    return HeldCase(replace(case.place, holder=taker.officer), taker.mentor, case.since, taker.charges)


def saves(target, stock, changed, seen):
    """Say whether the whole stock after a change is late nowhere anew, with colleagues neither, and the target is done."""
    after = tuple(changed.get(case.case_no, case) for case in stock)
    now, shared = keys(late_of(after, seen)), late_shared(after, seen)
    key = (target.work.case_no, target.work.node)
    holder = next(case.holder for case in stock if case.case_no == target.work.case_no)
    done = key not in now if target.work.officer == holder else (target.work.officer, *key) not in shared
    return done and now <= keys(late_of(stock, seen)) and shared <= late_shared(stock, seen)


def late_of_others(stock, seen):
    """Give what is late at desks and with mentors, worked out anew over the whole stock."""
    own = [work for case in stock for work in due_work(case, seen)]
    shared = [work for case in stock for work in colleagues_work(case, seen)]
    return late_of_colleagues(own, shared, seen.capacity)


def a_stock_pressed_at_its_desks(seed):
    """The same with desks that have four or six times as much to do in every case."""
    stock, seen = a_pressed_stock(seed)
    times = Random(seed).choice([4, 6])
    heavy = tuple(replace(case, charges=_heavier(case, times)) for case in stock)
    return heavy, replace(seen, held=_held(heavy, seen))


def _heavier(case, times):
    return {holder: minutes * (times if "/" in holder else 1) for holder, minutes in case.charges.items()}


def _held(stock, seen):
    held = dict.fromkeys(seen.held, 0)
    for case in stock:
        for holder, minutes in case.charges.items():
            held[holder] = held.get(holder, 0) + minutes
    return held


def all_prices(target, stock, seen):
    """Give the prices of every single move of any case and every swap of the target that saves it, by brute force."""
    target_case = next(case for case in stock if case.case_no == target.work.case_no)
    for case in stock:
        own = target.work.officer == target_case.holder
        if (case.holder == target_case.holder or not own) and may_move_from(case.place, seen) is None:
            for taker in rank(case.place, taken_from(seen, case)).candidates:
                if saves(target, stock, {case.case_no: with_them(case, taker)}, seen):
                    yield taker.price
    for other in stock:
        if other.holder == target_case.holder or any(may_move_from(one.place, seen) for one in (target_case, other)):
            continue
        left = taken_from(seen, target_case, other)
        takes = rank(target_case.place, left).candidate(other.holder)
        gives = rank(other.place, left).candidate(target_case.holder)
        if takes is not None and gives is not None:
            changed = {target_case.case_no: with_them(target_case, takes), other.case_no: with_them(other, gives)}
            if saves(target, stock, changed, seen):
                yield takes.price + gives.price


class PlainWork(HeldWork):
    """The same stock with nothing left out: each case is asked about by itself, and every change is laid out in full."""

    def surely_within(self, officer, case):
        """Let caps be reckoned, and with them everything else."""
        return False

    def _likeness(self, case):
        return case.case.filing.case_no


@settings(max_examples=25, deadline=None)
@given(seeds, st.booleans())
def test_what_is_not_looked_into_is_counted_as_if_it_were(seed, at_desks):
    """Of cases that are alike rules are asked once, and a change that cannot help is not laid out: way, price and counts stay."""
    stock, seen = a_stock_pressed_at_its_desks(seed) if at_desks else a_pressed_stock(seed)

    for late in [*late_of(stock, seen)[:3], *late_of_others(stock, seen)[:2]]:
        assert rescue(late, HeldWork(stock, seen)) == rescue(late, PlainWork(stock, seen))


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_the_cost_is_the_optimum_of_everything_there_is(seed):
    """Each late node of a small stock: the price found is the least of all, and none is found only where none exists."""
    stock, seen = a_pressed_stock(seed)

    for late in late_of(stock, seen)[:3]:
        found = rescue(late, HeldWork(stock, seen))
        best = min(all_prices(late, stock, seen), default=None)
        assert (None if found.way is None else found.way.price) == best


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_what_is_late_at_a_desk_is_saved_at_the_optimum_or_not_at_all(seed):
    """Every move of every case and every swap of the late one, by brute force: of work late with clerks, judges or a mentor."""
    stock, seen = a_stock_pressed_at_its_desks(seed)

    for late in late_of_others(stock, seen)[:3]:
        found = rescue(late, HeldWork(stock, seen))
        best = min(all_prices(late, stock, seen), default=None)
        assert (None if found.way is None else found.way.price) == best


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_all_rescues_of_one_look_are_those_of_each_alone(seed):
    """What was worked out for one late node serves the next: nobody's answer rests on what was asked before it."""
    stock, seen = a_stock_pressed_at_its_desks(seed)
    together = HeldWork(stock, seen)

    for late in together.late():
        assert rescue(late, together) == rescue(late, HeldWork(stock, seen))


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_the_lines_of_an_office_tell_what_is_late_with_handlers_and_then_with_others(seed):
    """As the whole stock's work says, laid out by hand."""
    stock, seen = a_stock_pressed_at_its_desks(seed)

    assert tuple(HeldWork(stock, seen).late()) == (*late_of(stock, seen), *late_of_others(stock, seen))


def test_a_cap_in_the_way_is_told_as_a_refusal():
    """Nobody may be brought above what the rulebook allows: then no move is left, and each is refused by the cap."""
    stock, seen = next((stock, seen) for stock, seen in map(a_pressed_stock, range(20)) if late_of(stock, seen))
    capped = replace(seen, rulebook=replace(seen.rulebook, levers=replace(seen.rulebook.levers, most_load=0)))

    found = rescue(late_of(stock, seen)[0], HeldWork(stock, capped))

    assert found.way is None
    assert found.still_late == 0
    assert found.refused["over_cap"] > 0


def test_desks_are_saved_sometimes_and_sometimes_nothing_is_large_enough():
    """Over many stocks both happen."""
    found = [
        rescue(late, HeldWork(stock, seen))
        for stock, seen in map(a_stock_pressed_at_its_desks, range(12))
        for late in late_of_others(stock, seen)[:3]
    ]

    assert any(one.way for one in found)
    assert any(one.way is None and one.too_small for one in found)


def test_some_are_saved_by_cover_and_where_there_is_none_it_says_what_was_tried():
    """Over many stocks both happen: cover until the return of who is away, and a proof that no way exists."""
    found = [
        rescue(late, HeldWork(stock, seen))
        for stock, seen in map(a_pressed_stock, range(8))
        for late in late_of(stock, seen)[:2]
    ]
    covered = [one for one in found if one.way and one.way.kind == COVER]
    hopeless = [one for one in found if one.way is None]

    assert covered
    assert all(one.way.until and len(one.way.changes) == 1 for one in covered if one.way)
    assert all(set(one.tried) == {MOVE, SWAP} for one in found)
    assert all(one.refused or one.still_late or not sum(one.tried.values()) for one in hopeless)


def test_who_has_room_is_never_late():
    """The work due first is done first; with time enough nothing is late, and what is overdue already is not counted."""
    stock, seen = a_held_stock(3)
    idle = replace(seen, day=date(2022, 7, 4))

    assert all(late.short > 0 for late in late_of(stock, seen))
    assert late_work([], idle.capacity) == ()


def test_a_desk_has_the_hours_of_its_members_less_what_they_owe_themselves():
    """What the desk owes fits to the minute; one more minute of the desk's, or of a member's own case, does not."""
    stock, seen = a_pressed_stock(1)
    shared = [work for case in stock for work in colleagues_work(case, seen) if "/" in work.officer]
    one = min(shared, key=lambda work: work.due)
    people = sharers_of(one.officer, seen.capacity)
    until = tuple(day for day in seen.office.calendar.working_days(seen.day, 60) if day <= one.due)
    room = sum(seen.capacity.over(until)[code] for code in people)
    full, own = replace(one, minutes=room), DueWork(people[0], "另案", one.node, one.due, 1)

    assert late_of_colleagues([], [full], seen.capacity) == ()
    assert late_of_colleagues([own], [full], seen.capacity) == (Late(full, 1),)
    (late,) = late_of_colleagues([], [replace(full, minutes=room + 1)], seen.capacity)
    assert late.short == 1


def test_a_way_out_that_leaves_no_time_to_those_who_sign_is_none():
    """Where the desk to which a move would bring the case is full already, that move is no way out any more."""
    tried = 0
    for stock, seen in map(a_pressed_stock, range(12)):
        for late in late_of(stock, seen)[:2]:
            way = rescue(late, HeldWork(stock, seen)).way
            for desk, case in _new_desks(way, stock, seen):
                tried += 1
                assert rescue(late, HeldWork((*stock, _filling(desk, case)), seen)).way != way

    assert tried


def _new_desks(way, stock, seen):
    """Name the desks that have nothing to do with a case now and would after a way out of one move."""
    if way is None or len(way.changes) != 1:
        return []
    case = next(case for case in stock if case.case_no == way.changes[0].case_no)
    taker = rank(case.place, taken_from(seen, case)).candidate(way.changes[0].officer)
    asked = {work.officer for work in colleagues_work(with_them(case, taker), seen)}
    return [(carrier, case) for carrier in asked if "/" in carrier and carrier not in case.charges]


def _filling(desk, like):
    """Give a case due on the same days, named first, that asks more of a desk than it has hours, and of its handler nothing."""
    filing = replace(like.place.case.filing, case_no="（2022）内0222执0000号")
    place = replace(like.place, case=replace(like.place.case, filing=filing))
    return replace(like, place=place, charges={desk: 1_000_000})
