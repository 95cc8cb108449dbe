"""What apprentices are to learn, as the rulebook says it."""

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.errors import BadInput
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.conditions import OneOf
from allocator.domain.rulebook.difference import describe_rulebook
from allocator.domain.rulebook.learning import Learning, Readiness
from allocator.domain.rulebook.reading import read_rulebook
from tests.stories import a_rulebook, a_small_rulebook, small_rulebook_with

LOANS = """
[learning]
co_handled = 0.3
window_days = 60
weekly_hours = 1.5
[[learning.coverage]]
id = "loans"
when = "cause == 'loan'"
least = 3
zh = "借款"
en = "loans"
"""


def reading(section: str) -> Rulebook:
    return read_rulebook(small_rulebook_with() + section)


def faults(section: str) -> dict[str, str]:
    """Give the English sentence and remedy of each fault by path; none when the section is sound."""
    try:
        reading(section)
    except BadInput as caught:
        return {str(fault["field"]): str(fault) for fault in caught.faults}
    return {}


def test_the_fixture_bureau_asks_for_a_third_of_the_cases_together():
    """Thirty per cent together, four hours a week, four kinds of case to meet: each figure as its source says."""
    learning = a_rulebook().learning

    assert (learning.co_handled, learning.window_days, learning.weekly_minutes) == (300, 90, 240)
    assert [(row.id, row.least) for row in learning.coverage] == [
        ("loans", 3),
        ("wages", 2),
        ("family", 1),
        ("resumed", 1),
    ]
    assert learning.mentor_from == "class"
    assert learning.readiness == Readiness(closed=6, signed_off=3, covered=750)


def test_an_office_without_the_section_asks_nothing():
    """A court that keeps no such rules leaves them out, and nothing is owed."""
    assert a_small_rulebook().learning == Learning()
    assert Learning().co_handled == 0
    assert Learning().coverage == ()


def test_who_may_mentor_is_said_by_the_roles():
    """Whoever leads and does not learn may mentor unless the rulebook says otherwise; a senior assistant may too."""
    may = {role.id: role.mentors for role in a_rulebook().roles.values()}

    assert may == {
        "judge": True,
        "officer": True,
        "assistant": True,
        "veteran": True,
        "apprentice": False,
        "clerk": False,
        "bailiff": False,
        "driver": False,
    }


def test_a_row_says_which_cases_it_means():
    """The cases to meet are a condition over the facts, as everywhere in the rulebook."""
    row = reading(LOANS).learning.coverage[0]

    assert row.when == OneOf("cause", frozenset({"loan"}))
    assert reading(LOANS).learning.weekly_minutes == 90


def test_a_cause_nobody_knows_is_told_at_its_row():
    """A misspelt cause would never be met; the fault names the row and the causes there are."""
    found = faults(LOANS.replace("'loan'", "'lone'"))

    assert list(found) == ["learning.coverage.loans.when"]
    assert "loan" in found["learning.coverage.loans.when"]


def test_a_row_is_written_once():
    """Two rows of one name could not be told apart in the ledger."""
    row = LOANS[LOANS.index("[[") :]

    assert "learning.coverage.loans.id" in faults(LOANS + row)


def test_a_misspelt_key_is_no_silent_default():
    """What nobody asked for is told with its path."""
    assert "learning.co_handeld" in faults(LOANS.replace("co_handled", "co_handeld"))


def test_figures_out_of_bounds_are_refused_with_the_bounds():
    """A share above one, a window of a day, more hours than the week has."""
    assert (
        "team, class, office"
        in faults(LOANS.replace("co_handled", 'mentor_from = "town"\nco_handled'))["learning.mentor_from"]
    )
    assert "from 0 to 1" in faults(LOANS.replace("0.3", "1.3"))["learning.co_handled"]
    assert "from 7 to 730" in faults(LOANS.replace("60", "1"))["learning.window_days"]
    assert "from 0 to 40" in faults(LOANS.replace("1.5", "41"))["learning.weekly_hours"]
    assert "from 1" in faults(LOANS.replace("least = 3", "least = 0"))["learning.coverage[1].least"]


def test_a_changed_figure_is_told_as_a_change_of_the_rules():
    """Whoever loads the folder again reads what the pairs owe from now on."""
    old, new = reading(LOANS), reading(LOANS.replace("0.3", "0.4").replace("least = 3", "least = 5"))

    changes = describe_rulebook(old.source, new.source)

    assert {change.key for change in changes} == {"learning", "learning.coverage.loans"}


@given(st.integers(0, 1000), st.integers(0, 2400))
def test_shares_and_hours_are_exact(share, minutes):
    """A share is kept per mille, and hours become the nearest whole minute."""
    hours = f"{minutes // 60}.{minutes % 60 * 1000 // 60:03}"
    section = f"[learning]\nco_handled = {share // 1000}.{share % 1000:03}\nweekly_hours = {hours}\n"

    learning = reading(section).learning

    assert learning.co_handled == share
    assert abs(learning.weekly_minutes - minutes) <= 1
