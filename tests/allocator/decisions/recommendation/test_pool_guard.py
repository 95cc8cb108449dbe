"""The pool guard: quiet in an ordinary year, loud when a pool is made small."""

import random
from datetime import date, timedelta

import pytest

from allocator.decisions.recommendation.pool_guard import OfficeEdit, Pool, pool_of, watch
from allocator.decisions.recommendation.recommendation import rank
from allocator.domain.people import Absence, Pairing, Period
from tests.allocator.decisions.builders import a_case, a_recusal, rules
from tests.stories import MONDAY, a_period, a_snapshot, an_office, an_officer, away, reduced

JUDGES = tuple(f"J{number:02d}" for number in range(1, 30))


def days_ago(count: int) -> date:
    """A day before the Monday."""
    return MONDAY - timedelta(days=count)


def a_court(codes=JUDGES, **more):
    """So many judges of one team."""
    return an_office(*(an_officer(code, "judge") for code in codes), **more)


def alarms(office, *edits: OfficeEdit, case=None, **snapshot):
    """What the guard says of one filing."""
    seen = a_snapshot(office, rulebook=rules(), **snapshot)
    found = watch(pool_of(rank(case or a_case(), seen)), edits, seen)
    assert all(one.text.zh and one.text.en for one in found)
    return {one.code: one.facts for one in found}


def test_an_ordinary_pool_does_not_alarm():
    """29 judges, nothing entered."""
    assert alarms(a_court()) == {}


def test_28_of_29_judges_sent_away_the_same_day_alarm():
    """The court where leave, missions and illness left one judge to draw from: a small pool, and made small just now."""
    office = a_court(absences=tuple(away(code, "2022-09-05", "2022-09-09") for code in JUDGES[:-1]))
    edits = tuple(OfficeEdit("absences", code, days_ago(number % 3)) for number, code in enumerate(JUDGES[:-1]))

    found = alarms(office, *edits)

    assert found["small_pool"] == {"eligible": 1, "least": 2}
    assert found["pool_shrunk"] == {"lost": list(JUDGES[:-1]), "gone": 0, "eligible": 1}


def test_the_same_absences_entered_long_before_leave_a_small_pool_only():
    """Known leave is no manoeuvre; few to draw from is still told."""
    office = a_court(absences=tuple(away(code, "2022-09-01") for code in JUDGES[:-1]))
    edits = tuple(OfficeEdit("absences", code, days_ago(30)) for code in JUDGES[:-1])

    assert set(alarms(office, *edits)) == {"small_pool"}


@pytest.mark.parametrize("sent_away, alarm", [(4, False), (5, True)])
def test_a_pool_that_lost_half_of_its_people_alarms(sent_away, alarm):
    """Five of ten is half, four is not."""
    office = a_court(JUDGES[:10], absences=tuple(away(code, "2022-09-05") for code in JUDGES[:sent_away]))
    edits = tuple(OfficeEdit("absences", code, MONDAY) for code in JUDGES[:sent_away])

    assert ("pool_shrunk" in alarms(office, *edits)) is alarm


@pytest.mark.parametrize("age, alarm", [(0, True), (3, True), (4, False)])
def test_the_guard_looks_back_as_many_days_as_the_rulebook_says(age, alarm):
    """Three days back, the third included."""
    office = a_court(JUDGES[:4], absences=tuple(away(code, "2022-09-05") for code in JUDGES[:2]))
    edits = tuple(OfficeEdit("absences", code, days_ago(age)) for code in JUDGES[:2])

    assert ("pool_shrunk" in alarms(office, *edits)) is alarm


def test_an_entry_of_another_kind_did_not_cause_the_absence():
    """Whose skills were edited lately and who is away for long was not taken out by the edit."""
    office = a_court(JUDGES[:4], absences=tuple(away(code, "2022-08-01") for code in JUDGES[:3]))
    edits = tuple(OfficeEdit("people", code, MONDAY) for code in JUDGES[:3])

    assert set(alarms(office, *edits)) == {"small_pool"}


def test_who_was_out_anyway_was_not_taken_out():
    """Leave in the fast team shrinks no pool of the regular one."""
    others = tuple(an_officer(f"F{number}", "judge", "fast") for number in range(6))
    absences = tuple(away(officer.code, "2022-09-05", "2022-09-06") for officer in others)
    office = an_office(*others, *(an_officer(code, "judge") for code in JUDGES[:3]), absences=absences)

    assert alarms(office, *(OfficeEdit("absences", officer.code, MONDAY) for officer in others)) == {}


def test_recusals_entered_against_most_of_a_pool_alarm():
    """A party that declares ties to everybody but one."""
    office = a_court(JUDGES[:4], recusals=tuple(a_recusal(code, party="赵某") for code in JUDGES[:3]))
    edits = tuple(OfficeEdit("recusals", code, MONDAY) for code in JUDGES[:3])

    assert alarms(office, *edits)["pool_shrunk"]["lost"] == list(JUDGES[:3])


def test_recusing_the_one_signing_judge_takes_out_the_whole_team():
    """One entry, four people: the officers are counted though the entry names only the judge."""
    officers = (an_officer("judge", "judge"), *(an_officer(code) for code in ("o1", "o2", "o3")))
    office = an_office(*officers, recusals=(a_recusal("judge", party="赵某"),))

    found = alarms(office, OfficeEdit("recusals", "judge", MONDAY))

    assert found["pool_shrunk"]["lost"] == ["judge", "o1", "o2", "o3"]


def test_sending_a_mentor_away_takes_out_the_apprentice_too():
    """Two of three are lost to one entry."""
    officers = (an_officer("mentor"), an_officer("other"), an_officer("apprentice", "apprentice"))
    pairings = (Pairing("mentor", "apprentice", a_period("2020-01-01")),)
    office = an_office(*officers, pairings=pairings, absences=(away("mentor", "2022-09-05"),))

    assert alarms(office, OfficeEdit("absences", "mentor", MONDAY))["pool_shrunk"]["lost"] == ["mentor", "apprentice"]


def test_skills_taken_from_most_of_a_pool_alarm():
    """Three of four have no longer what the case needs."""
    office = a_court(JUDGES[:4])
    edits = tuple(OfficeEdit("people", code, MONDAY) for code in JUDGES[:3])

    assert "pool_shrunk" in alarms(office, *edits, case=a_case(skills=("reviewer",)))


def test_capacity_taken_from_most_of_a_pool_alarms():
    """Reductions entered today leave three of four without a minute."""
    office = a_court(JUDGES[:4], reductions=tuple(reduced(code, 1000, "2022-09-01") for code in JUDGES[:3]))
    edits = tuple(OfficeEdit("reductions", code, MONDAY) for code in JUDGES[:3])

    assert alarms(office, *edits)["pool_shrunk"]["eligible"] == 1


def test_people_moved_to_a_role_that_leads_nothing_are_missed():
    """Three judges made clerks today have left the ranking altogether, but not the guard's eye."""
    clerks = tuple(an_officer(code, "clerk") for code in JUDGES[:3])
    office = an_office(*clerks, *(an_officer(code, "judge") for code in JUDGES[3:5]))
    edits = tuple(OfficeEdit("people", code, MONDAY) for code in JUDGES[:3])

    assert alarms(office, *edits)["pool_shrunk"] == {"lost": list(JUDGES[:3]), "gone": 0, "eligible": 2}


def test_people_taken_out_of_the_office_are_missed():
    """Rows removed from the list of people count, though they name nobody any more."""
    edits = (OfficeEdit("people", None, MONDAY),) * 3

    assert alarms(a_court(JUDGES[:3]), *edits)["pool_shrunk"] == {"lost": [], "gone": 3, "eligible": 3}


def test_new_clerks_take_nobody_out_of_the_pool():
    """Who has only just entered never was a candidate."""
    clerks = tuple(an_officer(f"C{number}", "clerk", entered=MONDAY) for number in range(5))
    office = an_office(*clerks, *(an_officer(code, "judge") for code in JUDGES[:3]))

    assert alarms(office, *(OfficeEdit("people", clerk.code, MONDAY) for clerk in clerks)) == {}


@pytest.mark.parametrize("day, alarm", [(MONDAY, {"rules_changed_today"}), (days_ago(1), set())])
def test_a_rule_changed_on_the_day_of_the_filing_alarms(day, alarm):
    """From the next day on it is simply the rule."""
    assert set(alarms(a_court(), OfficeEdit("rulebook", None, day))) == alarm


@pytest.mark.parametrize("age, alarm", [(0, {"teams_changed"}), (3, {"teams_changed"}), (4, set())])
def test_a_team_changed_in_the_last_days_alarms(age, alarm):
    """Lanes given and taken decide who is in a pool at all."""
    assert set(alarms(a_court(), OfficeEdit("teams", None, days_ago(age)))) == alarm


@pytest.mark.parametrize("judges, alarm", [(0, True), (1, True), (2, False), (3, False)])
def test_fewer_than_the_rulebooks_least_alarm(judges, alarm):
    """One to draw from is no draw."""
    office = an_office(an_officer("fast", "judge", "fast"), *(an_officer(code, "judge") for code in JUDGES[:judges]))

    assert ("small_pool" in alarms(office)) is alarm


def leave_of_a_year(codes, chance) -> list[tuple[Absence, date]]:
    """Fifteen days off for everybody in pieces of one to five days, each entered up to two weeks before, or on the day."""
    taken = []
    for code in codes:
        left = 15
        while left > 0:
            length = min(left, chance.randint(1, 5))
            first = date(2022, 1, 3) + timedelta(days=chance.randrange(355))
            entered = first - timedelta(days=chance.choice((0, 0, 1, 3, 7, 14)))
            taken.append((Absence(code, Period(first, first + timedelta(days=length - 1))), entered))
            left -= length
    return taken


@pytest.mark.parametrize("seed", range(3))
def test_ordinary_leave_over_a_year_alarms_for_less_than_one_filing_in_a_hundred(seed):
    """Six judges with their leave, five filings each working day of a year."""
    chance = random.Random(seed)
    codes = JUDGES[:6]
    taken = leave_of_a_year(codes, chance)
    filings = alarmed = 0
    for number in range(365):
        day = date(2022, 1, 3) + timedelta(days=number)
        if day.weekday() < 5:
            office = a_court(codes, absences=tuple(absence for absence, entered in taken if entered <= day))
            edits = tuple(
                OfficeEdit("absences", absence.officer, entered) for absence, entered in taken if entered <= day
            )
            filings += 5
            alarmed += 5 * bool(alarms(office, *edits, day=day))

    assert filings == 5 * 261
    assert alarmed * 100 < filings


@pytest.mark.parametrize("drawn, eligible, told", [(1, 4, True), (2, 4, False), (1, 1, False), (None, 4, False)])
def test_a_draw_among_fewer_than_the_least_pool_alarms_though_more_were_eligible(drawn, eligible, told):
    """A draw of one is a designation; where there is but one, the small pool says so already."""
    seen = a_snapshot(a_court(), rulebook=rules())

    codes = {alarm.code for alarm in watch(Pool(eligible, (), drawn), (), seen)}

    assert ("narrow_draw" in codes) is told
