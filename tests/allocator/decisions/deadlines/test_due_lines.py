"""Lines of due work: what a change makes late is what the whole line, laid out again with the change, tells."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.deadlines.due_lines import NEVER, DueWork, Line, Room, Shift
from tests.allocator.decisions.held_stock import a_held_stock

CLERKS = "regular_1/clerk"
_, SEEN = a_held_stock(3)
ROOM = Room(SEEN.capacity)
OFFICER = SEEN.capacity.leaders[0].code
DAYS = [day for day in (SEEN.day + timedelta(days=ahead) for ahead in range(60)) if ROOM.sees(day)]
minutes = st.integers(0, 900)


@st.composite
def a_line_and_a_change(draw):
    """A line of some days' work within sight, own and shared, with each row's minutes before and after a change."""
    count = draw(st.integers(1, 12))
    found = {}
    for number in range(count):
        due = draw(st.sampled_from(DAYS))
        shared = draw(st.booleans())
        work = DueWork(CLERKS if shared else OFFICER, f"{number}号", "N37", due, 0)
        before = draw(minutes)
        found[work.row(shared=shared)] = work, before, draw(st.sampled_from([before, 0, draw(minutes)]))
    return found


def laid_out(rows, column, *, shared):
    """Lay out a line of the rows that are there, with their minutes before or after the change."""
    work = [
        (row, DueWork(one[0].officer, one[0].case_no, one[0].node, one[0].due, one[column]))
        for row, one in rows.items()
        if one[column]
    ]
    own = [item for row, item in work if not row[1]]
    return Line((OFFICER,), own, [item for row, item in work if row[1]] if shared else None, ROOM)


def late_in(line):
    """Name what is late in a line."""
    return {(late.work.case_no, late.work.node) for late in line.late()}


def shifts_of(rows):
    """Give what the change shifts, in order."""
    return [Shift(row, one[1], one[2]) for row, one in sorted(rows.items()) if one[1] != one[2]]


@settings(max_examples=300, deadline=None)
@given(a_line_and_a_change(), st.booleans())
def test_a_change_makes_late_what_the_line_laid_out_again_says(rows, shared):
    """Of a person and of a desk: rows that go, come, grow and shrink, on one day and on many."""
    rows = rows if shared else {row: one for row, one in rows.items() if not row[1]}
    before, after = laid_out(rows, 1, shared=shared), laid_out(rows, 2, shared=shared)

    told = before.makes_late(shifts_of(rows), late_in(before))

    assert told == (not late_in(after) <= late_in(before))


@settings(max_examples=300, deadline=None)
@given(a_line_and_a_change())
def test_the_minutes_left_after_a_change_are_those_of_the_line_laid_out_again(rows):
    """At every row: missing minutes as the late work tells them, and none are asked of work that is gone."""
    before, after = laid_out(rows, 1, shared=True), laid_out(rows, 2, shared=True)
    left = dict(zip(after.rows, after.left, strict=True))

    for row in rows:
        assert before.left_after(row, shifts_of(rows)) == left.get(row, NEVER)
