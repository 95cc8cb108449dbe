"""The docket: what is put down comes back, changes are guarded, loads add up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.domain.cases import CaseState, PartyKind
from allocator.domain.docket import Holding, Standing
from allocator.domain.errors import BadInput, Conflict, NotFound, Stale
from allocator.domain.facts import CaseInput
from allocator.persistence.engine import open_database
from allocator.persistence.migrate import upgrade
from tests.stories import MONDAY, a_creditor, a_debtor, a_filing, a_staffed_office

NOW = datetime(2022, 9, 5, 1, 2, 3, tzinfo=UTC)
FAST = Standing("fast", "fast", True, {"officer": 270, "clerk": 90}, 1)


@pytest.fixture
def office(database):
    """A database with the staffed office in it."""
    return staffed(database)


@pytest.fixture
def either_office(either):
    """The same on both databases."""
    return staffed(either)


def staffed(database):
    with database.writing() as uow:
        uow.office.save(a_staffed_office(), MONDAY)
        uow.commit()
    return database


def no(number):
    return f"（2022）内0222执{number}号"


def put_down(database, *filings, standing=FAST):
    with database.writing() as uow:
        ids = uow.cases.add([(CaseInput(filing), standing, NOW) for filing in filings])
        uow.commit()
    return ids


def get(database, number):
    with database.reading() as uow:
        return uow.cases.get(number)


def held_by(case, handler="officer", mentor=None, since=MONDAY, **charges):
    holding = Holding(handler, mentor, "draw", since, charges or {handler: 60}, 7)
    return replace(case, state=CaseState.ASSIGNED, holding=holding)


def save(database, case, expected=None):
    with database.writing() as uow:
        saved = uow.cases.save(case, case.version if expected is None else expected)
        uow.commit()
    return saved


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


def test_a_change_moves_the_version_and_is_read_back(either_office):
    """What was saved is what the next reader sees."""
    put_down(either_office, a_filing())
    case = held_by(get(either_office, 1), officer=60, judge=30, mentor=None)
    case = replace(case, holding=replace(case.holding, mentor="judge"))
    saved = save(either_office, case)

    assert saved.version == 2
    assert get(either_office, 1) == saved


def test_a_change_on_an_old_view_is_refused_with_the_present_state(either_office):
    """The loser of a race is told who has the case now."""
    put_down(either_office, a_filing())
    seen = get(either_office, 1)
    save(either_office, held_by(seen))

    with pytest.raises(Stale) as refused:
        save(either_office, held_by(seen, "judge"))

    assert refused.value.facts == {"id": 1, "case_no": no(1), "version": 2, "state": "assigned", "handler": "officer"}
    assert get(either_office, 1).holding.officer == "officer"


def test_a_case_that_does_not_exist_cannot_be_saved(office):
    """A change of nothing is told."""
    put_down(office, a_filing())

    with pytest.raises(NotFound):
        save(office, replace(get(office, 1), id=2))


def test_the_database_itself_allows_one_handler_a_case(either_office):
    """A second row for one case is refused, whoever writes it."""
    put_down(either_office, a_filing())
    save(either_office, held_by(get(either_office, 1)))

    with pytest.raises(sa.exc.IntegrityError), either_office.writing() as uow:
        uow.session.execute(
            sa.text("INSERT INTO assignment SELECT case_id,'judge',mentor,how,since,charges,decision FROM assignment")
        )


def test_a_handler_nobody_knows_is_refused(either_office):
    """A case is never held by a code without a person."""
    put_down(either_office, a_filing())

    with pytest.raises(sa.exc.IntegrityError):
        save(either_office, held_by(get(either_office, 1), "ghost"))


def test_nobody_is_mentor_of_himself(either_office):
    """The pair on a case is two people."""
    put_down(either_office, a_filing())

    with pytest.raises(sa.exc.IntegrityError):
        save(either_office, held_by(get(either_office, 1), "judge", "judge"))


def loads(database):
    with database.reading() as uow:
        return uow.cases.held()


def test_loads_are_the_sum_of_what_open_cases_charge(either_office):
    """Minutes follow the case: to the holder and desk, to the next holder, and away when it is closed."""
    put_down(either_office, a_filing(), a_filing(no(2)))
    first = save(either_office, held_by(get(either_office, 1), "officer", **{"officer": 60, "regular_1/clerk": 20}))
    save(either_office, held_by(get(either_office, 2), "officer", officer=5, judge=1))
    assert loads(either_office) == {"officer": 65, "regular_1/clerk": 20, "judge": 1}

    first = save(either_office, held_by(first, "judge", **{"judge": 60, "regular_1/clerk": 25}))
    assert loads(either_office) == {"officer": 5, "regular_1/clerk": 25, "judge": 61}

    closed = save(either_office, replace(first, state=CaseState.CLOSED, closed_on=MONDAY))
    assert loads(either_office) == {"officer": 5, "judge": 1}
    assert get(either_office, 1) == closed
    assert closed.holding.officer == "judge"

    save(either_office, replace(closed, state=CaseState.ASSIGNED, closed_on=None))
    assert loads(either_office) == {"officer": 5, "regular_1/clerk": 25, "judge": 61}


def test_a_case_given_back_waits_again_and_charges_nobody(either_office):
    """A handover leaves no minutes behind."""
    put_down(either_office, a_filing())
    case = save(either_office, held_by(get(either_office, 1)))
    save(either_office, replace(case, state=CaseState.WAITING, holding=None))

    assert loads(either_office) == {}
    with either_office.reading() as uow:
        assert [waiting.id for waiting in uow.cases.waiting()] == [1]


def test_a_plan_is_written_whole(either_office):
    """Many cases get their people in one go."""
    put_down(either_office, *(a_filing(no(number)) for number in range(50)))
    with either_office.writing() as uow:
        given = uow.cases.assign_many([held_by(case, officer=3, judge=1) for case in uow.cases.waiting()])
        uow.commit()

    assert {case.version for case in given} == {2}
    assert loads(either_office) == {"officer": 150, "judge": 50}
    with either_office.reading() as uow:
        assert uow.cases.counts_by_officer() == {"officer": 50}
        assert uow.cases.count_by_state() == {"assigned": 50}
        assert uow.cases.versions([1, 50, 51]) == {1: 2, 50: 2}
        assert tuple(uow.cases.open()) == given


def test_a_plan_with_one_stale_case_is_not_written_at_all(either_office):
    """Whole or nothing."""
    put_down(either_office, a_filing(), a_filing(no(2)))
    with either_office.reading() as uow:
        waiting = uow.cases.waiting()
    save(either_office, held_by(waiting[1], "judge"))

    with pytest.raises(Stale), either_office.writing() as uow:
        uow.cases.assign_many([held_by(case) for case in waiting])

    assert loads(either_office) == {"judge": 60}


def test_an_empty_plan_changes_nothing(office):
    """Nothing to publish publishes nothing."""
    with office.writing() as uow:
        assert uow.cases.assign_many([]) == ()


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


def test_a_corrected_filing_takes_its_parties_along(either_office):
    """Parties and keys follow what was corrected."""
    put_down(either_office, a_filing())
    case = get(either_office, 1)
    corrected = replace(case.input.filing, parties=(a_debtor("新人", identity="99"),), series="某案")
    saved = save(either_office, replace(case, input=replace(case.input, filing=corrected)))

    assert get(either_office, 1) == saved
    with either_office.reading() as uow:
        assert [tie.tie for tie in uow.cases.linked(a_filing(no(9), parties=(a_debtor("别名", identity="99"),)))] == [
            "debtor"
        ]
        assert uow.cases.linked(a_filing(no(9))) == ()


def test_a_decision_is_noted_without_a_new_version(database):
    """The log's number is written down after the log gave it; nobody's view of the case grows old by that."""
    put_down(database, a_filing(), a_filing(no(2)))
    with database.writing() as uow:
        uow.cases.mark_decisions({1: 11, 2: 12})
        uow.cases.mark_decisions({})
        uow.commit()

    assert (get(database, 1).standing.decision, get(database, 1).version) == (11, 1)


def queries(database, read):
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT"):
            statements.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    with database.reading() as uow:
        read(uow.cases)
    sa.event.remove(database.engine, "before_cursor_execute", note)
    return len(statements)


READINGS = {
    "waiting": (2, lambda cases: cases.waiting()),
    "open": (2, lambda cases: tuple(cases.open())),
    "page": (2, lambda cases: cases.page(limit=200)),
    "one": (2, lambda cases: cases.find(no(1))),
    "existing": (2, lambda cases: cases.existing([no(number) for number in range(500)])),
    "held": (1, lambda cases: cases.held()),
    "recent": (1, lambda cases: cases.recent(MONDAY)),
    "linked": (2, lambda cases: cases.linked(a_filing(no(9999)))),
    "in_series": (1, lambda cases: cases.in_series([a_filing(no(number)) for number in range(500)])),
}


@pytest.mark.parametrize("name", READINGS)
def test_reading_takes_the_same_number_of_queries_whatever_the_size(office, name):
    """The work of the database grows, the number of questions does not."""
    expected, read = READINGS[name]
    put_down(office, a_filing(no(1)))
    few = queries(office, read)
    put_down(office, *(a_filing(no(number)) for number in range(2, 300)))
    many = queries(office, read)

    assert (few, many) == (expected, expected)


def test_the_loads_of_twenty_thousand_cases_come_from_one_index(database):
    """The sum reads a narrow index and never the cases."""
    with database.reading() as uow:
        plan = uow.session.execute(
            sa.text("EXPLAIN QUERY PLAN SELECT holder, sum(minutes) FROM charge GROUP BY holder")
        ).all()

    assert [row.detail for row in plan] == ["SCAN charge USING COVERING INDEX ix_charge_holder_minutes"]
