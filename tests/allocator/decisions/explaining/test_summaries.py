"""A plan as a whole, and what it means for one person."""

from allocator.decisions.explaining.summaries import middle_half, of_person, of_plan
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
