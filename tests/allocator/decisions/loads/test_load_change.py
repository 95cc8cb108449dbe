"""A change of load as a sum: exact on random weeks of random offices, and a single cause stands in its own part alone."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.loads.load_change import LoadChange, Moment, Wanted, load_change
from allocator.decisions.loads.load_turns import CAUSES, Carried, Turn, turns_of
from allocator.domain.rulebook.reading import read_rulebook
from allocator.domain.workload import Capacity, spread
from tests.stories import MONDAY, a_small_rulebook, a_staffed_office, an_officer, away, reduced, small_rulebook_with

DESKS = ("services/clerk", "regular_1/judge", "regular_1/clerk", "fast/judge")
LEADS = ("officer", "apprentice", "judge", "fast_judge")
TURNS = ("arrivals", "closings", "mix", "conversions", "hand_offs", "weights")
OTHER_RULES = small_rulebook_with(("horizon_working_days = 10", "horizon_working_days = 8"))

minutes = st.integers(1, 900)
desks = st.dictionaries(st.sampled_from(DESKS), minutes, max_size=3)


@st.composite
def carrying(draw):
    """Somebody leads a case; an apprentice's case takes the mentor's minutes, too."""
    lead = draw(st.sampled_from(LEADS))
    mentor = "officer" if lead == "apprentice" else None
    charges = {lead: draw(minutes), **draw(desks), **({mentor: draw(minutes)} if mentor else {})}
    return Carried(charges, mentor)


@st.composite
def weeks(draw):
    """What was carried when the week began, and what came of it, case by case."""
    opening = draw(st.lists(carrying(), max_size=6))
    standing = dict(enumerate(opening))
    turns = []
    for number in range(draw(st.integers(0, 12))):
        cause = draw(st.sampled_from(TURNS))
        case = draw(st.sampled_from(sorted(standing))) if standing and cause != "arrivals" else 100 + number
        before = standing.pop(case, Carried())
        after = Carried() if cause == "closings" else draw(carrying())
        if after.charges:
            standing[case] = after
        turns.append(Turn(f"案{case}", cause if before.charges else "arrivals", before, after))
    return opening, [turn for turn in turns if turn.before != turn.after], list(standing.values())


@st.composite
def moments(draw):
    """An office and the same one some days later: people away, reduced, come or gone, and perhaps other rules."""
    first, last = a_staffed_office(), a_staffed_office()
    for code in draw(st.lists(st.sampled_from(LEADS), max_size=2)):
        first = replace(first, absences=(*first.absences, away(code, "2022-09-06", draw(ends))))
    for code in draw(st.lists(st.sampled_from(LEADS), max_size=2)):
        last = replace(last, absences=(*last.absences, away(code, "2022-09-12", draw(ends))))
        last = replace(last, reductions=(*last.reductions, reduced(code, draw(st.integers(0, 1000)), "2022-09-05")))
    if draw(st.booleans()):
        last = replace(last, officers=(*last.officers[1:], an_officer("newcomer", "clerk")))
    rules = a_small_rulebook(), draw(st.sampled_from([a_small_rulebook(), _other_rules()]))
    later = MONDAY + timedelta(days=draw(st.integers(1, 40)))
    return Moment(first, rules[0], MONDAY), Moment(last, rules[1], later)


ends = st.sampled_from(["2022-09-12", "2022-09-13", "2022-12-31"])
asked = st.sampled_from(
    [Wanted(), Wanted(team="regular_1"), Wanted(team="fast"), *(Wanted(person=code) for code in (*LEADS, "clerk_1"))]
)


def _other_rules():
    return read_rulebook(OTHER_RULES)


def total(cases):
    """Add up what is carried, by holder."""
    held: dict[str, int] = {}
    for carried in cases:
        for holder, count in carried.charges.items():
            held[holder] = held.get(holder, 0) + count
    return held


@settings(max_examples=120, deadline=None)
@given(weeks(), moments(), asked)
def test_the_parts_add_up_exactly_on_random_weeks_of_random_offices(week, ends_of_week, wanted):
    """In minutes, in hours, as fractions and as shown; and the ends are the loads of the board."""
    opening, turns, closing = week
    first, last = ends_of_week

    found = load_change(opening, turns, first, last, wanted)

    assert found.before.held + sum(part.held for part in found.parts) == found.after.held
    assert found.before.available + sum(part.available for part in found.parts) == found.after.available
    assert_loads_add_up(found)
    if wanted.person is not None and wanted.person in last.office.officer_by_code:
        capacity = Capacity(last.office, last.rulebook, last.day)
        assert found.after.held == spread(total(closing), capacity)[wanted.person]
        assert found.after.available == capacity.minutes[wanted.person]


def assert_loads_add_up(found: LoadChange) -> None:
    """Where a load is a number throughout, its parts add up exactly, and what did nothing is shown as nothing."""
    if found.parts[0].load is None:
        assert {part.permille for part in found.parts} == {None}
        return
    began, ended = (Fraction(load.held, load.available) for load in (found.before, found.after))
    exact = [part.load or Fraction(0) for part in found.parts]
    shown = [part.permille or 0 for part in found.parts]
    assert began + sum(exact) == ended
    assert sum(shown) == (found.after.permille or 0) - (found.before.permille or 0)
    assert all(abs(told - part * 1000) < 2 for told, part in zip(shown, exact, strict=True))
    assert all(told == 0 for told, part in zip(shown, exact, strict=True) if part == 0)


def the_week(opening: Any = (), turns: Any = (), wanted: Wanted | None = None, **changed: Any) -> Any:
    """Explain a week at one office on one day, but for what a story changes."""
    office = a_staffed_office()
    first = Moment(office, a_small_rulebook(), MONDAY)
    found = load_change(opening, turns, first, replace(first, **changed), wanted or Wanted())
    assert_loads_add_up(found)
    return {part.cause: (part.held, part.available) for part in found.parts if part.held or part.available}


ALIKE = Carried({"officer": 300, "services/clerk": 60})
HEAVY = Carried({"officer": 500, "services/clerk": 90})
TAUGHT = Carried({"apprentice": 200, "officer": 40}, "officer")


@pytest.mark.parametrize(
    "cause, turns, held",
    [
        ("arrivals", [Turn("新案", "arrivals", Carried(), ALIKE)], 360),
        ("closings", [Turn("旧案", "closings", ALIKE, Carried())], -360),
        ("mix", [Turn("旧案", "mix", ALIKE, HEAVY)], 230),
        ("conversions", [Turn("旧案", "conversions", ALIKE, HEAVY)], 230),
        ("hand_offs", [Turn("旧案", "hand_offs", ALIKE, Carried({"judge": 300, "services/clerk": 60}))], 0),
        ("weights", [Turn("旧案", "weights", ALIKE, HEAVY)], 230),
        ("mentoring", [Turn("旧案", "hand_offs", Carried({"apprentice": 200}), TAUGHT)], 40),
    ],
)
def test_a_single_cause_stands_in_its_own_part_alone(cause, turns, held):
    """At the same hours, for the officer and for the whole office."""
    found = the_week([ALIKE, ALIKE, Carried({"apprentice": 200})], turns, Wanted(person="officer"))
    whole = the_week([ALIKE, ALIKE, Carried({"apprentice": 200})], turns)

    assert set(found) == {cause}
    assert whole.get(cause, (0, 0)) == (held, 0)


def test_a_heavy_case_in_place_of_a_light_one_is_the_mix():
    """What came and what went count alike, and cancel out; the difference in weight is the mix."""
    turns = [Turn("旧案", "closings", ALIKE, Carried()), Turn("新案", "arrivals", Carried(), HEAVY)]

    assert the_week([ALIKE, ALIKE], turns) == {"arrivals": (360, 0), "closings": (-360, 0), "mix": (230, 0)}


def test_what_changes_hours_stands_in_its_own_part_alone():
    """Somebody away, somebody new, other rules, another day: minutes of work are nobody's doing."""
    office, stock = a_staffed_office(), [ALIKE, HEAVY]
    gone = replace(office, absences=(away("clerk_1", "2022-09-06", "2022-09-07"),))
    more = replace(office, officers=(*office.officers, an_officer("newcomer")))

    assert the_week(stock, office=gone) == {"absences": (0, -960)}
    assert the_week(stock, office=more) == {"staffing": (0, 4800)}
    assert set(the_week(stock, rulebook=_other_rules())) == {"weights"}
    assert set(the_week(stock, day=date(2022, 11, 7))) == {"calendar"}


def test_a_colleague_away_leaves_more_of_the_desk_to_the_others():
    """It stands with the hours away, not with the cases."""
    stock = [Carried({"regular_1/clerk": 900})]
    gone = replace(a_staffed_office(), absences=(away("clerk_1", "2022-09-01", "2022-12-31"),))

    assert the_week(stock, wanted=Wanted(person="clerk_2"), office=gone) == {"absences": (600, 0)}


def test_the_log_tells_the_cause_of_each_change():
    """Given, weighed anew, converted and handed over for it, closed, opened again; other rules; handed over by wish."""
    entries = [
        ("assignment", entry({"a": 10}, **{"from": None})),
        ("facts", entry({"a": 12}, converted=None)),
        ("facts", entry({"a": 20}, converted="to_regular")),
        ("assignment", entry({"b": 20}, because=["lane"], **{"from": "a"})),
        ("closing", {"case_no": "案"}),
        ("reopening", {"case_no": "案"}),
        ("facts", entry({"b": 25}, converted=None, because="rulebook")),
        ("placement", entry({"c": 25, "m": 3}, mentor="m", **{"from": "b"})),
        ("facts", entry(None, converted=None)),
    ]
    turns = list(turns_of(entries))

    assert [turn.cause for turn in turns] == [
        *("arrivals", "mix", "conversions", "conversions", "closings", "closings", "weights", "hand_offs", "mix")
    ]
    assert (turns[4].after, turns[5].after) == (Carried(), Carried({"b": 20}))
    assert turns[-1].before == turns[-1].after == Carried({"c": 25, "m": 3}, "m")
    assert all(CAUSES[turn.cause] for turn in turns)


def entry(charges, mentor=None, **more):
    """What an entry says of a case."""
    return {"case_no": "案", "charges": charges, "mentor": mentor, **more}
