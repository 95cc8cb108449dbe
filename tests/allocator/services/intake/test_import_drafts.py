"""A file on its way in: kept with every correction, imported once and whole, its owner's alone."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from allocator.domain.errors import BadInput, Conflict, NotFound, Stale
from allocator.files.corrections import ColumnChoice, Corrections
from allocator.services.context import Context
from allocator.services.intake import import_drafts as drafts
from allocator.services.intake.import_rows import SHOWN, import_page
from allocator.services.office.offices import load_office
from tests.allocator.services.stories import NOON
from tests.intake_files import FAULTS, a_file, a_row, forty_seven_rows, two_hundred_rows

GUYANG = Path(__file__).parents[4] / "fixtures" / "guyang"
CLAIM, DAY = 4, 8


@pytest.fixture
def bai(database):
    """The clerk Bai of the office of Guyang, on the fifth of September."""
    context = Context(database, lambda: NOON, "白云")
    load_office(context, GUYANG)
    return context


def docket(context):
    """How many cases there are."""
    with context.database.reading() as uow:
        return sum(uow.cases.count_by_state().values())


def imported(who, draft):
    """Import a draft as it was given and say what that did."""
    return dict(drafts.import_draft(who, draft.id, draft.version).done or {})


def test_a_clean_file_goes_in_whole_and_once(bai):
    """Looked at, it changes nothing; imported twice it is imported once; its content is let go of."""
    draft = drafts.keep_file(bai, "收案.csv", forty_seven_rows())
    assert (drafts.look_at(bai, draft.id).new, docket(bai)) == (47, 0)
    done = [drafts.import_draft(bai, draft.id, draft.version) for _ in range(2)]

    assert [one.done for one in done] == [{"created": 47, "skipped": 0, "at": NOON.isoformat()}] * 2
    assert docket(bai) == 47
    assert drafts.kept_files(bai) == ()
    assert drafts.look_at(bai, draft.id).sheet.rows == ()
    with bai.database.reading() as uow:
        assert uow.import_drafts.content(draft.id) is None


def test_faults_are_put_right_and_nothing_goes_in_before(bai):
    """Nine faults of two hundred rows: refused as a whole while one is left, then all of them are cases."""
    draft = drafts.keep_file(bai, "收案.csv", two_hundred_rows())
    seen = import_page(drafts.look_at(bai, draft.id))
    assert [row.number for row in seen.rows] == [*FAULTS]
    wrong = {row.number: next(cell.place for cell in row.cells if cell.wrong) for row in seen.rows}
    mended = {(number, wrong[number]): text for number, text in FAULTS.items()}
    *most, last = mended.items()
    draft = drafts.correct(bai, draft.id, dict(most))

    with pytest.raises(BadInput, match="1 fault"):
        drafts.import_draft(bai, draft.id, draft.version)
    assert docket(bai) == 0
    draft = drafts.correct(bai, draft.id, dict([last]))
    assert imported(bai, draft)["created"] == 200


def test_a_correction_said_twice_or_taken_back_is_no_change(bai):
    """The version grows with what is new only; the cell of the file itself is no correction."""
    draft = drafts.keep_file(bai, "a.csv", a_file(a_row(1, day="昨天")))
    once, twice = (drafts.correct(bai, draft.id, {(2, DAY): "2022-09-05"}) for _ in range(2))
    back = drafts.correct(bai, draft.id, {(2, DAY): "昨天"})

    assert (once.version, twice.version) == (2, 2)
    assert Corrections.read(back.said).cells == {}
    assert drafts.look_at(bai, draft.id).new == 0


def test_the_faulty_rows_can_be_left_out_as_they_were_shown(bai):
    """On an older view nothing is left out that nobody saw; a row can come back."""
    draft = drafts.keep_file(bai, "a.csv", a_file(a_row(1), a_row(2, day="昨天"), a_row(3, claim="很多")))
    with pytest.raises(Stale):
        drafts.leave_faulty(bai, draft.id, draft.version + 1)
    draft = drafts.leave_faulty(bai, draft.id, draft.version)
    page = import_page(drafts.look_at(bai, draft.id))

    assert (page.wrong, [row.row for row in page.skipped.left_out]) == (0, [3, 4])
    assert import_page(drafts.look_at(bai, drafts.correct(bai, draft.id, {}, take_back=[4]).id)).wrong == 1


def test_a_column_is_what_the_clerk_says_it_is(bai):
    """The whole list is sent; only what was changed is said, and a field leaves the column it was guessed to be."""
    draft = drafts.keep_file(bai, "a.csv", a_file(a_row(1)))
    shown = drafts.look_at(bai, draft.id).sheet.mapping.columns
    same = {column.place: ColumnChoice(column.field, column.unit) for column in shown}
    assert drafts.choose_columns(bai, draft.id, same, draft.version) == draft
    draft = drafts.choose_columns(bai, draft.id, {**same, CLAIM: ColumnChoice("claim", "元")}, draft.version)
    assert [filing.claim for filing in drafts.look_at(bai, draft.id).sheet.filings] == [300]

    said = {**same, 3: ColumnChoice("claim"), CLAIM: ColumnChoice("claim", "元")}
    draft = drafts.choose_columns(bai, draft.id, said, draft.version)
    found = drafts.look_at(bai, draft.id).sheet.mapping.by_field
    assert (found["claim"].place, "cause" in found) == (3, False)
    with pytest.raises(Stale):
        drafts.choose_columns(bai, draft.id, same, draft.version - 1)


@pytest.mark.parametrize(
    "cells, rows", [({(99, 0): "x"}, ()), ({(2, 99): "x"}, ()), ({}, (99,)), ({(2, 0): "案" * 2001}, ())]
)
def test_what_the_file_does_not_have_cannot_be_corrected(bai, cells, rows):
    """No row, no column, no cell without end; nor a field or a unit there is not."""
    draft = drafts.keep_file(bai, "a.csv", a_file(a_row(1)))
    with pytest.raises(BadInput):
        drafts.correct(bai, draft.id, cells, rows)
    for choice in ({99: ColumnChoice(None)}, {0: ColumnChoice("nothing")}, {CLAIM: ColumnChoice("claim", "里")}):
        with pytest.raises(BadInput):
            drafts.choose_columns(bai, draft.id, choice, draft.version)


def test_a_draft_is_its_owners_alone(bai):
    """Another sees none of it, can do nothing to it, and bringing the same file makes one of their own."""
    draft = drafts.keep_file(bai, "a.csv", forty_seven_rows())
    other = bai.by("高岗")

    for act in (drafts.look_at, drafts.discard):
        with pytest.raises(NotFound):
            act(other, draft.id)
    assert drafts.kept_files(other) == ()
    assert drafts.keep_file(other, "a.csv", forty_seven_rows()).id != draft.id
    assert drafts.keep_file(bai, "b.csv", forty_seven_rows()).id == draft.id


def test_two_clerks_with_one_file_make_each_case_once(bai):
    """The second import skips what is there by then; a row that says otherwise stops it, and is shown."""
    mine, theirs = (drafts.keep_file(who, "a.csv", forty_seven_rows()) for who in (bai, bai.by("高岗")))
    third = drafts.keep_file(bai.by("苏木"), "b.csv", a_file(a_row(1, claim="99"), a_row(100)))
    drafts.import_draft(bai, mine.id, 1)

    assert imported(bai.by("高岗"), theirs)["skipped"] == 47
    with pytest.raises(BadInput):
        drafts.import_draft(bai.by("苏木"), third.id, 1)
    [row] = import_page(drafts.look_at(bai.by("苏木"), third.id)).rows
    assert [fault.code for fault in row.faults] == ["case-differs"]
    assert docket(bai) == 47


def test_what_nobody_touches_for_a_week_is_let_go_of(bai):
    """It is gone for its owner at once, and from the database with the next file that comes."""
    draft = drafts.keep_file(bai, "a.csv", a_file(a_row(1)))
    later = replace(bai, clock=lambda: NOON + timedelta(days=7, seconds=1))

    assert drafts.kept_files(later) == ()
    with pytest.raises(NotFound):
        drafts.look_at(later, draft.id)
    drafts.keep_file(later, "b.csv", a_file(a_row(2)))
    with bai.database.reading() as uow:
        assert uow.import_drafts.find(draft.id, "白云") is None


def test_nobody_keeps_files_without_end(bai):
    """Twenty at a time; one that was imported or discarded makes room."""
    kept = [drafts.keep_file(bai, "a.csv", a_file(a_row(number))) for number in range(drafts.MOST_KEPT)]
    with pytest.raises(Conflict):
        drafts.keep_file(bai, "a.csv", a_file(a_row(99)))
    drafts.discard(bai, kept[0].id)
    drafts.keep_file(bai, "a.csv", a_file(a_row(99)))


def test_an_imported_file_is_changed_no_more(bai):
    """What is a case is changed as a case."""
    draft = drafts.keep_file(bai, "a.csv", a_file(a_row(1)))
    drafts.import_draft(bai, draft.id, 1)

    with pytest.raises(Conflict):
        drafts.correct(bai, draft.id, {(2, 0): "x"})


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04broken", "只有一格".encode(), a_file()])
def test_what_is_no_table_with_rows_is_not_kept(bai, data):
    """The error says what is wrong with the file."""
    with pytest.raises(BadInput) as refused:
        drafts.keep_file(bai, "a.csv", data)

    assert refused.value.faults
    assert drafts.kept_files(bai) == ()


def test_of_very_many_faulty_rows_some_are_shown_and_all_are_counted(bai):
    """Fifty rows, how many more, and how often each fault stands in them."""
    rows = (a_row(number, day="昨天", claim="很多" if number % 2 else "3") for number in range(300))
    page = import_page(drafts.look_at(bai, drafts.keep_file(bai, "a.csv", a_file(*rows)).id))

    assert (len(page.rows), page.more_rows, page.wrong) == (SHOWN, 300 - SHOWN, 300)
    assert [(kind.first.field, kind.rows) for kind in page.kinds] == [("filed_on", 300), ("claim", 150)]
