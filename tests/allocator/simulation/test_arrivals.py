"""Which cases come in on each day."""

from datetime import date

import pytest

from allocator.domain.facts import CaseInput
from allocator.domain.people import Period
from allocator.domain.scenarios.scenario import Arrivals, Campaign
from allocator.domain.words import Text
from allocator.simulation.arrivals import Source, grouped, source_of
from allocator.simulation.chance import Chance
from allocator.simulation.timetable import Timetable
from tests.allocator.simulation.lives import FIRST, a_bank, a_stage
from tests.stories import a_creditor, a_debtor, a_filing

HERE = Chance(3, 0)


def a_source(bank=None, **arrivals):
    """The filings of a year to come."""
    bank = a_bank(120) if bank is None else bank
    return Source(bank, Timetable(a_stage(bank=bank, days=364, arrivals=Arrivals(**arrivals))))


def drawn(source, chance=HERE):
    """Every filing of the year by its number, with its day."""
    days = [day for day, works in enumerate(source.table.working) if works]
    came = ((on, found.case) for day in days for on, found in source.begun(day, chance))
    return {case.filing.case_no: (on, case) for on, case in came}


def test_as_many_come_as_the_scenario_says():
    """Over the year the expected filings add up to the number a year, with growth on top."""
    source = a_source(per_year=400, growth=200)

    size = len(source.bank) / len(source.groups)
    expected = sum(
        source.groups_on(day) * size
        for day, works in zip(source.table.dates, source.table.working, strict=True)
        if works
    )
    assert expected == pytest.approx(480, rel=0.01)
    assert a_source().per_year == pytest.approx(120, rel=0.05)


def test_more_filings_are_the_same_and_some_besides():
    """A fifth more brings every case of the baseline, under the same number and as the same case."""
    usual, more = drawn(a_source(per_year=300)), drawn(a_source(per_year=300, growth=200))

    assert usual.keys() <= more.keys()
    assert len(more) > len(usual)
    assert all(usual[number] == more[number] for number in usual)


def test_a_series_comes_as_a_whole_with_parties_of_its_own():
    """Cases of one debtor stay tied to each other and to nothing else."""
    bank = a_bank(60)
    source = a_source(bank, per_year=200)
    found = [case for _, case in drawn(source).values()]

    assert [len(group) for group in grouped(bank)][:2] == [3, 3]
    names = {party.name for case in found for party in case.filing.parties}
    assert names.isdisjoint({party.name for case in bank for party in case.filing.parties})
    debtors = [case.filing.parties[0].identity for case in found]
    assert max(debtors.count(one) for one in set(debtors)) == 3


def test_a_campaign_and_a_mix_change_what_comes():
    """Twice the wage claims in March, none of a cause that is mixed to nothing."""
    loans = tuple(CaseInput(a_filing(f"（2022）内0222执{n}号", parties=(a_debtor(f"a{n}"),))) for n in range(30))
    wages = tuple(
        CaseInput(a_filing(f"（2022）内0222执5{n}号", cause="追索劳动报酬", parties=(a_debtor(f"b{n}"),)))
        for n in range(30)
    )
    march = Campaign(Text("三月", "March"), Period(date(2023, 3, 1), date(2023, 3, 31)), 3000, ("wage",))
    source = a_source((*loans, *wages), per_year=1000, campaigns=(march,))
    none = a_source((*loans, *wages), per_year=1000, mix={"wage": 0})

    assert source.groups_on(date(2023, 3, 6)) == pytest.approx(2 * source.groups_on(date(2023, 4, 3)))
    assert {case.filing.cause for _, case in drawn(none).values()} == {"民间借贷"}


def test_the_season_is_the_scenarios_or_the_banks():
    """Twelve weights say when more is filed; a bank too short to tell leaves every month alike."""
    source = a_source(per_year=300, season=(2, *(1,) * 11))

    assert source.groups_on(date(2023, 1, 9)) == pytest.approx(2 * source.groups_on(date(2023, 2, 6)))
    assert set(a_source(a_bank(120)[:20], per_year=300).season) == {1.0}
    assert len(set(a_source(per_year=300).season)) > 1


def test_an_origin_within_a_group_is_renamed_with_it():
    """The resumed case goes back to the new number of the case it continues, also over New Year."""
    first = CaseInput(
        a_filing("（2022）内0222执1号", parties=(a_creditor(), a_debtor(identity="x")), filed_on=date(2022, 6, 1))
    )
    later = CaseInput(
        a_filing(
            "（2022）内0222执恢1号",
            kind="执恢",
            parties=(a_creditor(), a_debtor(identity="x")),
            filed_on=date(2022, 9, 1),
            origin_case_no="（2022）内0222执1号",
        )
    )
    found = drawn(a_source((first, later), per_year=100))

    resumed = [(on, case) for on, case in found.values() if case.filing.kind == "执恢"]
    assert resumed
    for on, case in resumed:
        assert found[case.filing.origin_case_no][0] == on - 92
        assert case.filing.filed_on == FIRST.fromordinal(FIRST.toordinal() + on)


def test_a_simulated_number_is_none_the_office_has():
    """Where its own cases are called like simulated ones, those bear the mark of them once more; as a rule once."""
    assert a_source().mark == "推"
    assert a_source((CaseInput(a_filing("（2023）推执1-1-1号")),)).mark == "推推"

    found = drawn(
        a_source((CaseInput(a_filing("（2023）推推执1-1-1号", origin_case_no="（2022）推执4号")),), per_year=50)
    )

    assert found
    assert all(number.startswith(("（2023）推推推执", "（2024）推推推执")) for number in found)


def test_where_filings_come_from_is_worked_out_once_for_all_runs_of_a_staging():
    """The next replication finds the groups of the bank ready; another staging has its own."""
    first, other = (Timetable(a_stage(bank=a_bank(), days=28)) for _ in range(2))

    assert source_of(first) is source_of(first)
    assert source_of(other) is not source_of(first)
