"""People, desks and the order in which work is done."""

import heapq
import math
from functools import partial
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.simulation.clock import Clock
from allocator.simulation.desks import Desks, Task
from allocator.simulation.working_time import DAY, Always, WorkingTime, opening_hours

WORKWEEK = opening_hours(8 * 60, 16 * 60, (True,) * 10)


class Office:
    """Desks whose tasks tell when they were done and by whom."""

    def __init__(self):
        self.clock = Clock()
        self.desks = Desks(self.clock)
        self.log = []

    def give(self, key, minutes, rank=0, name=""):
        """Put a task into a queue."""
        self.desks.put(key, Task(minutes, rank, lambda task: self._note(name, task)))

    def _note(self, name, task):
        self.log.append((name, task.worker.name, self.clock.now))

    def names(self):
        """The tasks in the order in which they were done."""
        return [name for name, _, _ in self.log]


def test_urgent_work_goes_before_older_work_but_interrupts_nothing():
    """A preservation overtakes the queue, not the task in hand."""
    office = Office()
    office.desks.seat("wang", Always(), "wang")
    for rank, name in ((2, "in hand"), (2, "older"), (0, "urgent")):
        office.give("wang", 10, rank, name)

    office.clock.run(100.0)

    assert office.names() == ["in hand", "urgent", "older"]


def test_a_desk_shares_its_queue_and_who_was_free_longest_is_next():
    """Two clerks take turns."""
    office = Office()
    for clerk in ("a", "b"):
        office.desks.seat(clerk, Always(), "team/clerk")
    for start in (0.0, 20.0, 40.0):
        office.clock.at(start, lambda _: office.give("team/clerk", 5), None)

    office.clock.run(100.0)

    assert [who for _, who, _ in office.log] == ["a", "b", "a"]


def test_a_person_works_for_the_own_queue_and_for_the_desk():
    """Of equal rank what came first is done first, wherever it waits."""
    office = Office()
    office.desks.seat("judge", Always(), "judge", "team/judge")
    for key, name in (("judge", "first"), ("team/judge", "second"), ("judge", "third")):
        office.give(key, 10, name=name)

    office.clock.run(100.0)

    assert office.names() == ["first", "second", "third"]


def test_work_of_somebody_away_waits_for_the_return_and_a_desk_does_not():
    """The clerk who is there takes the desk's work; what is the absent one's alone is done on Tuesday."""
    office = Office()
    office.desks.seat("away", WorkingTime(WORKWEEK, [0] + [480] * 9), "away", "desk")
    office.desks.seat("there", WorkingTime(WORKWEEK, [480] * 10), "desk")
    office.give("away", 60, name="own")
    office.give("desk", 60, name="shared")

    office.clock.run(10.0 * DAY)

    assert office.log == [("shared", "there", 9 * 60.0), ("own", "away", DAY + 9 * 60.0)]


def test_who_leaves_hands_back_the_rest_of_the_task():
    """A quarter is done; three quarters come back and are counted as worked by nobody."""
    office = Office()
    leaver = office.desks.seat("leaver", Always(), "desk")
    office.give("desk", 40, name="half done")
    office.clock.run(10.0)

    rest = office.desks.unseat("leaver")
    office.clock.run(100.0)

    assert rest is not None
    assert (rest[1], leaver.worked(100.0), office.log) == (30, 10, [])
    assert office.desks.gone == [leaver]


def test_who_changes_teams_finishes_what_is_in_hand_and_then_serves_the_new_desk():
    """The old desk's queue stays where it is."""
    office = Office()
    office.desks.seat("mover", Always(), "old")
    for key, name in (("old", "in hand"), ("old", "left behind"), ("new", "taken up")):
        office.give(key, 10, name=name)

    office.desks.reseat("mover", "new")
    office.clock.run(100.0)

    assert office.names() == ["in hand", "taken up"]


def test_who_helps_takes_up_a_colleagues_queue_when_nothing_of_the_own_waits():
    """The own older work comes first, then the other desk's; a free member of that desk is asked before a helper."""
    office = Office()
    for clerk, desk in (("member", "services"), ("helper", "fast")):
        office.desks.seat(clerk, Always(), desk)
    office.desks.help("helper", "services")
    for key, name in (
        ("services", "for the member"),
        ("services", "for the helper"),
        ("services", "waits"),
        ("fast", "own"),
    ):
        office.give(key, 10, name=name)

    office.clock.run(100.0)

    assert [(name, who) for name, who, _ in office.log] == [
        ("for the member", "member"),
        ("for the helper", "helper"),
        ("waits", "member"),
        ("own", "helper"),
    ]


def test_a_dropped_task_is_nobodys():
    """Work taken back before it was begun is not done."""
    office = Office()
    office.desks.seat("wang", Always(), "wang")
    office.give("wang", 10, name="kept")
    dropped = Task(10, 0, lambda _: office.log.append(("dropped", "", 0.0)))
    office.desks.put("wang", dropped)
    dropped.dropped = True

    office.clock.run(100.0)

    assert office.names() == ["kept"]


def test_what_waits_can_be_taken_out_in_order():
    """A desk nobody is left at gives up its queue, urgent work first."""
    office = Office()
    for rank in (2, 0):
        office.give("desk", 10, rank)

    assert [task.rank for task in office.desks.queue("desk").take()] == [0, 2]
    assert office.desks.queue("desk").first() is None


@given(st.integers(1, 5), st.integers(0, 10**6), st.floats(0.5, 1.2))
def test_with_time_that_never_stops_the_desks_are_the_plain_queue(servers, seed, busy):
    """Customer by customer the waits are those of the textbook's recursion for one line and several servers."""
    random = Random(seed)
    arrivals = [random.expovariate(busy * servers) for _ in range(200)]
    works = [random.expovariate(1.0) for _ in range(200)]
    office, ends = Office(), dict[int, float]()
    for server in range(servers):
        office.desks.seat(f"s{server}", Always(), "desk")
    time = 0.0
    for number, gap in enumerate(arrivals):
        time += gap
        task = Task(works[number], 0, partial(_note_end, office, ends, number))
        office.clock.at(time, lambda task: office.desks.put("desk", task), task)

    office.clock.run(math.inf)

    assert [ends[number] for number in range(200)] == pytest.approx(_ends(arrivals, works, servers))


def _note_end(office, ends, number, task):
    ends[number] = office.clock.now


def _ends(arrivals, works, servers):
    free, time, ends = [0.0] * servers, 0.0, []
    for gap, work in zip(arrivals, works, strict=True):
        time += gap
        end = max(time, heapq.heappop(free)) + work
        heapq.heappush(free, end)
        ends.append(end)
    return ends


@given(st.lists(st.tuples(st.floats(0, 5 * DAY), st.floats(1, 900), st.integers(0, 3)), max_size=60))
def test_nobody_works_more_than_there_is_time(work):
    """At every midnight the minutes worked are at most those available, and work is not invented."""
    office = Office()
    days = {"full": [480] * 10, "half": [240] * 10, "away": [0, 480] * 5}
    people = [office.desks.seat(name, WorkingTime(WORKWEEK, minutes), "desk") for name, minutes in days.items()]
    for time, minutes, rank in work:
        task = Task(minutes, rank, lambda _: None)
        office.clock.at(time, lambda task: office.desks.put("desk", task), task)

    for day in range(1, 11):
        office.clock.run(day * DAY)
        for person in people:
            assert person.worked(day * DAY) <= sum(days[person.name][:day]) + 1e-6

    assert sum(person.worked(10.0 * DAY) for person in people) <= sum(minutes for _, minutes, _ in work) + 1e-6
