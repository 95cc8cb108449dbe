"""A plan as a whole, and what it means for one person."""

from dataclasses import replace

from allocator.decisions.explaining.summaries import middle_half, of_person, of_plan
from allocator.domain.rulebook.planning import Reserve
from solver.assignment.plan import new_minutes
from tests.allocator.decisions.explaining.answered import told
from tests.allocator.decisions.explaining.asking import LI, WANG, ZHAO, asked, cases, three_officers


def test_a_person_is_told_hours_and_an_interval():
    """What Li gets in hours, where the others lie, and what decided; nobody is ranked."""
    planned = asked(cases(10, 8, 6, 4), three_officers(held={LI: 600}))
    answer = of_person(planned, WANG)
    low, high = middle_half(planned)

    new = int(new_minutes(planned.instance, planned.plan)[1])
    assert answer.facts["new_minutes"] == new
    assert f"{new / 60:+.1f} h of work" in told(answer)
    assert f"between {low / 10:g} % and {high / 10:g} %" in told(answer)
    assert sum(answer.facts["decided"].values()) == len(answer.facts["cases"])
    assert ZHAO not in told(answer)


def test_a_plan_is_told_with_its_proof_and_the_price_of_the_draw():
    """Placed, left, peak and bound; the draw's price where it has one."""
    planned = asked(cases(10, 8, 6), three_officers())

    free = told(of_plan(planned, {"peak": 0, "spread": 0}))
    paid = told(of_plan(planned, {"peak": 2, "spread": 0}))

    assert "places 3 cases and leaves 0" in free
    assert "Every level is proven" in free
    assert "changed no level" in free
    assert "+0.2 %" in paid


def test_room_kept_free_is_told_with_the_peak_and_left_out_of_the_interval():
    """A peak of 2 % that no load on the board shows: what is kept free says why; the interval compares loads of the board."""
    seen = three_officers()
    kept = replace(seen, rulebook=replace(seen.rulebook, reserves=(Reserve("regular", "regular", 1000),)))
    planned = asked(cases(6, 6, 6), kept)
    highest = max(after.permille or 0 for _, after in planned.loads.values())

    assert next(level.value for level in planned.levels if level.name == "peak") > highest
    assert "(with 360 minutes kept free for cases that will convert), proven not below" in told(of_plan(planned, {}))
    assert middle_half(planned) == (highest, highest)
    assert "kept free" not in told(of_plan(asked(cases(6, 6, 6), seen), {}))


def test_where_nobody_may_lead_anything_no_peak_is_told():
    """A peak of nobody would read as if the office stood idle."""
    planned = asked(cases(10, barred=(LI, WANG, ZHAO)), three_officers(held={LI: 3000}))

    assert "places 0 cases and leaves 1." in told(of_plan(planned, {}))
