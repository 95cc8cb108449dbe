"""A veiled unit of work leaves hidden cases out of every query, whatever its form; what decides opens its eyes."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import aliased

from allocator.domain.errors import Conflict
from allocator.domain.hidden import Hidden
from allocator.persistence.tables.base import core
from allocator.persistence.tables.cases import AssignmentRow, CaseRow, PartyRow
from allocator.persistence.tables.log import LogRow
from allocator.persistence.tables.whole import metadata
from allocator.persistence.veil import case_column
from tests.allocator.persistence.docket import NOW, held_by, no, put_down, staffed
from tests.stories import a_debtor, a_filing

TELLING = {
    **dict.fromkeys(("party", "party_key", "assignment", "assignment_history", "charge", "restriction"), "case_id"),
    **dict.fromkeys(("case_event", "node_clock", "clock_state", "decision_log", "run"), "case_id"),
    "case_file": "id",
    "errand": "case_key",
}


@pytest.fixture
def seen(either):
    """Three cases on either database, as somebody sees them who may not know of the second; each has an entry of the log."""
    office = staffed(either)
    filings = [a_filing(no(number), parties=(a_debtor(f"赵某{number}"),)) for number in (1, 2, 3)]
    ids = put_down(office, *filings)
    with office.writing() as uow:
        for number in ids:
            uow.cases.save(held_by(uow.cases.get(number)), 1)
            uow.log.append(NOW, "wang", "filing", number, {})
        uow.log.append(NOW, "wang", "office", None, {})
        uow.commit()
    return office.hiding(Hidden(frozenset({ids[1]}), frozenset({no(2)}), frozenset({"W2"})))


def test_every_table_that_tells_of_a_case_is_known():
    """By its columns: a new one that calls the column by the house's name is veiled by itself, and stands here."""
    found = {table.name: case_column(table.columns.keys()) for table in metadata.sorted_tables}
    assert {name: column for name, column in found.items() if column} == TELLING
    referring = {
        table.name
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "case_file"
    }
    assert referring <= set(TELLING)


QUERIES = {
    "the entity": sa.select(CaseRow.id),
    "the table": sa.select(core(CaseRow).c.id),
    "a join": sa.select(CaseRow.id).join(PartyRow, PartyRow.case_id == CaseRow.id),
    "an outer join": sa.select(CaseRow.id).outerjoin(AssignmentRow, AssignmentRow.case_id == CaseRow.id),
    "an alias": sa.select(aliased(CaseRow).id),
    "a subquery": sa.select(sa.select(CaseRow.id).subquery().c.id),
    "a part of a condition": sa.select(CaseRow.id).where(CaseRow.id.in_(sa.select(PartyRow.case_id))),
    "a union": sa.union(sa.select(CaseRow.id), sa.select(PartyRow.case_id)),
    "another table": sa.select(PartyRow.case_id),
    "a table named alone": sa.select(sa.literal_column("id")).select_from(CaseRow),
}


@pytest.mark.parametrize("form", QUERIES)
def test_a_query_of_any_form_leaves_them_out(seen, form):
    """Entities, tables, joins, aliases, queries within queries; the others stay."""
    with seen.reading() as uow:
        assert set(uow.session.scalars(QUERIES[form])) == {1, 3}
        with uow.for_the_office():
            assert set(uow.session.scalars(QUERIES[form])) == {1, 2, 3}
        assert set(uow.session.scalars(QUERIES[form])) == {1, 3}


def test_a_count_counts_what_is_shown_and_a_sum_of_the_office_everything(seen):
    """What is about no case at all stays."""
    with seen.reading() as uow:
        assert uow.cases.counts_by_officer() == {"officer": 2}
        assert uow.session.scalar(sa.select(sa.func.count()).select_from(LogRow)) == 3
        assert uow.log.get(2) is None
        with uow.for_the_office():
            assert uow.cases.held() == {"officer": 180}


def test_a_page_is_full_without_them(seen):
    """Nothing is taken out of a page afterwards, so its length tells nothing."""
    with seen.reading() as uow:
        assert [case.id for case in uow.cases.page(limit=2)] == [1, 3]
        assert [case.id for case in uow.cases.all()] == [1, 3]
        assert uow.cases.search("赵某2", 9) == ()


def test_who_writes_sees_everything_but_what_is_asked_for_with_the_askers_eyes(seen):
    """A number that is taken stays taken; looking back and forth changes nothing."""
    with seen.writing() as uow:
        assert uow.cases.get(2).case_no == no(2)
        with uow.as_asked():
            assert uow.cases.find(no(2)) is None
        assert uow.hidden.hides(no(2))
    with pytest.raises(Conflict, match="on the docket already"):
        put_down(seen, a_filing(no(2)))


def test_what_is_read_within_a_unit_that_writes_is_veiled_too(seen):
    """A request that is answered once reads as it would have by itself."""
    with seen.writing() as uow:
        with seen.within(uow).reading() as within:
            assert within.cases.find(2) is None
        assert uow.cases.find(2) is not None


def test_a_change_of_what_is_hidden_is_another_database(seen):
    """One request's eyes are not another's."""
    with replace(seen, hidden=Hidden()).reading() as uow:
        assert [case.id for case in uow.cases.all()] == [1, 2, 3]
