"""What is known of an office before a run begins."""

from allocator.decisions.recommendation.duty import Duty
from allocator.decisions.recommendation.shortlist import shortlist
from allocator.domain.snapshot import CaseToPlace
from allocator.simulation.held import Held
from allocator.simulation.timetable import Timetable
from tests.allocator.simulation.lives import a_bank, a_small_bureau, a_stage
from tests.stories import away

AWAY = ("2023-01-09", "2023-02-10")


def test_who_does_what_of_a_case_is_found_anew_on_days_on_which_other_desks_are_staffed():
    """A case of the same minutes falls on another desk while the only clerk of the team is away, and on hers when she is back."""
    table = Timetable(a_stage(a_small_bureau(absences=(away("fast_clerk", *AWAY),)), days=56))
    case = CaseToPlace(a_bank()[0], "fast", {"judge": 60, "officer": 200, "clerk": 300}, 1)
    charged = {}
    for day in (0, 8, 9, 43, 44):
        seen = table.snapshot(day, Held(), {}, table.capacity(day))
        kept, fresh = (shortlist(case, seen, duty) for duty in (table.duty(day), Duty(seen.capacity)))
        assert kept.rows
        assert kept.rows == fresh.rows
        assert kept.candidate("fast_judge") == fresh.candidate("fast_judge")
        charged[day] = {*kept.candidate("fast_judge").charges}

    assert ["fast/clerk" in charged[day] for day in (0, 8, 9, 43, 44)] == [True, False, False, True, True]
    assert table.duty(8).parted is table.duty(9).parted
