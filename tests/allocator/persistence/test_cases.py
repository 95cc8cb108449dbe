"""The docket: what is put down comes back, changes are guarded, loads add up."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.domain.cases import CaseState, PartyKind
from allocator.domain.errors import BadInput, Conflict, NotFound
from allocator.domain.facts import CaseInput
from allocator.persistence.engine import open_database
from allocator.persistence.migrate import upgrade
from tests.allocator.persistence.docket import FAST, NOW, get, held_by, no, put_down, save
from tests.stories import MONDAY, a_creditor, a_debtor, a_filing


def test_a_case_comes_back_as_it_was_put_down(either):
    """Every value, known and unknown, and the parties in their order."""
    full = a_filing(
        town="金山镇",
        preserved=0,
        assets=frozenset({"vehicle", "deposit"}),
        origin_case_no="（2021）内0222执9号",
        previous_handler="officer",
        series="某小区",
        traits={"full_cash": None, "visits": 3, "mood": "hostile", "x": False, "big": 2**60},
        parties=(a_debtor("乙"), a_creditor("甲公司", PartyKind.ENTERPRISE, "91150222"), a_debtor("丙", identity="15")),
        claim=10**15,
    )
    bare = a_filing(no(2), cause=None, parties=(), assets=frozenset())
    standing = replace(FAST, skills=("query", "search"), livelihood="wages", conversions={"to_regular": 1}, decision=9)
    with either.writing() as uow:
        inputs = (CaseInput(full, True, {"full_cash": True, "mood": None}), CaseInput(bare))
        ids = uow.cases.add([(inputs[0], standing, NOW), (inputs[1], FAST, NOW)])
        uow.commit()

    for number, given_input, said in zip(ids, inputs, (standing, FAST), strict=True):
        case = get(either, number)
        assert (case.input, case.standing, case.received) == (given_input, said, NOW)
        assert (case.version, case.state, case.holding, case.closed_on) == (1, CaseState.WAITING, None, None)


facts = st.none() | st.booleans() | st.integers(0, 2**53) | st.text(max_size=5).filter(lambda text: "\0" not in text)


@given(
    traits=st.dictionaries(st.sampled_from("abc"), facts),
    learned=st.none() | st.dictionaries(st.sampled_from("abc"), facts),
)
@settings(max_examples=25, deadline=None)
def test_facts_come_back_to_the_letter(tmp_path_factory, migrated_file, traits, learned):
    """Unknown, no, zero and nothing stay four different things."""
    database = open_database(tmp_path_factory.getbasetemp() / "facts.db")
    upgrade(database)
    with database.writing() as uow:
        number = uow.cases.add([(CaseInput(a_filing(traits=traits), False, learned), FAST, NOW)])[0]
        case = uow.cases.get(number)
    database.close()

    assert (case.input.filing.traits, case.input.learned) == (traits, learned)
    assert all(type(case.input.filing.traits[name]) is type(value) for name, value in traits.items())


@pytest.mark.parametrize("more", [{"claim": 2**63}, {"title": "\ud800"}], ids=["amount", "half a character"])
def test_what_no_database_can_keep_is_refused_as_bad_input(either, more):
    """A number or character beyond every measure is the sender's fault, told as such, and changes nothing."""
    with pytest.raises(BadInput) as refused:
        put_down(either, a_filing(**more))

    assert refused.value.code == "value-refused"
    with either.reading() as uow:
        assert uow.cases.count_by_state() == {}


@pytest.mark.slow
def test_a_zero_character_is_refused_where_the_server_cannot_keep_it(postgres):
    """PostgreSQL keeps no NUL in a text; the sender is told instead of an internal error."""
    with pytest.raises(BadInput):
        put_down(postgres, a_filing(title="a\0b"))


def test_ids_are_given_in_order(either):
    """The ids of a batch follow its rows, and go on in the next one."""
    assert put_down(either, a_filing(no(5)), a_filing(no(3))) == [1, 2]
    assert put_down(either, a_filing(no(4))) == [3]
    assert put_down(either) == []


@pytest.mark.parametrize("ref", ["（2022）内0222执1号", "(2022)内0222执1号", " （2022） 内0222执 1号", 1, "1"])
def test_a_case_is_found_as_people_write_its_number(database, ref):
    """Half or full width, with or without spaces, or by id."""
    put_down(database, a_filing())

    with database.reading() as uow:
        assert uow.cases.find(ref).id == 1


@pytest.mark.parametrize("ref", ["（2022）内0222执2号", 2, "2", 0, -1, "", 2**40, str(2**80), "²"])
def test_what_is_not_there_is_not_found(either, ref):
    """An unknown reference of any size finds nothing and breaks nothing."""
    put_down(either, a_filing())

    with either.reading() as uow:
        assert uow.cases.find(ref) is None


def test_a_case_number_of_digits_goes_before_an_id(database):
    """An office may number its cases plainly."""
    put_down(database, a_filing("7"), a_filing("1"))

    with database.reading() as uow:
        assert uow.cases.find("1").id == 2
        assert uow.cases.find(1).id == 1


def test_an_unknown_id_is_told(database):
    """The id is named."""
    with database.reading() as uow, pytest.raises(NotFound, match="99"):
        uow.cases.get(99)


@pytest.mark.parametrize("again", [no(1), "(2022)内0222执1号"])
def test_a_case_number_is_on_the_docket_once(either, again):
    """Neither the same number nor the same in other brackets is put down twice."""
    put_down(either, a_filing())

    with pytest.raises(Conflict) as refused:
        put_down(either, a_filing(no(2)), a_filing(again))

    assert refused.value.code == "case-exists"
    with either.reading() as uow:
        assert uow.cases.count_by_state() == {"waiting": 1}


def test_a_batch_with_one_number_twice_is_refused(database):
    """Twins in one batch are noticed before anything is written."""
    with pytest.raises(Conflict):
        put_down(database, a_filing(), a_filing())


def test_what_was_filed_is_recognised(either):
    """The same file again is seen to be the same, and a changed row to be another."""
    filing = a_filing()
    put_down(either, filing)

    with either.reading() as uow:
        known = uow.cases.existing([no(1), no(2)])

    assert known == {no(1): filing}
    assert known[no(1)] != replace(filing, claim=1)


def test_waiting_cases_are_listed_the_one_filed_first_leading(database):
    """Who has waited longest comes first."""
    put_down(database, a_filing(no(1)), a_filing(no(2), filed_on=MONDAY - timedelta(days=3)), a_filing(no(3)))

    with database.reading() as uow:
        assert [case.id for case in uow.cases.waiting()] == [2, 1, 3]


def test_pages_go_on_where_the_last_one_ended(either_office):
    """Filters and pages together list each case once."""
    put_down(either_office, *(a_filing(no(number)) for number in range(1, 6)))
    put_down(either_office, a_filing(no(6)), standing=replace(FAST, track="regular", lane="regular"))
    for number in (2, 4):
        save(either_office, held_by(get(either_office, number)))

    with either_office.reading() as uow:

        def page(**wanted):
            return [case.id for case in uow.cases.page(**wanted)]

        assert page(limit=2) == [1, 2]
        assert page(after=2, limit=2) == [3, 4]
        assert page(after=2**60) == []
        assert page(state="assigned") == [2, 4]
        assert page(handler="officer", after=2) == [4]
        assert page(track="regular") == page(lane="regular") == [6]
        assert page(state="assigned", track="regular") == []


def test_new_cases_are_counted_by_officer_from_a_day_on(either_office):
    """A case counts for everybody it was given to since, once each."""
    put_down(either_office, a_filing(), a_filing(no(2)))
    first = save(either_office, held_by(get(either_office, 1), "officer", since=date(2022, 8, 29)))
    save(either_office, held_by(get(either_office, 2), "officer", since=date(2022, 8, 30)))
    again = save(either_office, held_by(first, "judge", since=date(2022, 8, 30)))
    save(either_office, held_by(again, "officer", since=date(2022, 9, 1)))

    with either_office.reading() as uow:
        assert uow.cases.recent(date(2022, 8, 30)) == {"officer": 2, "judge": 1}
        assert uow.cases.recent(date(2022, 9, 1)) == {"officer": 1}
        assert uow.cases.recent(date(2022, 9, 2)) == {}
