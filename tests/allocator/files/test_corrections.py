"""What a clerk says of a file besides: which column is which, what a cell should hold, which rows stay out."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.files.corrections import ColumnChoice, Corrections
from allocator.files.filing_context import FilingContext
from allocator.files.filings import read_filings
from allocator.files.office import read_office
from tests.intake_files import a_file, a_row

GUYANG = Path(__file__).parents[3] / "fixtures" / "guyang"
NUMBER, CLAIM, DAY = 0, 4, 8


@pytest.fixture(scope="module")
def guyang():
    """The office of Guyang on a day of September."""
    office = read_office(GUYANG)
    return FilingContext(office.office, office.rulebook, date(2022, 9, 8))


def test_a_cell_put_right_counts_and_the_file_stays_as_it_was_brought(guyang):
    """The row is read anew, in full-width digits too; what the file says is still there to be seen."""
    data = a_file(a_row(1, day="昨天"))
    sheet = read_filings("a.csv", data, guyang, Corrections(cells={(2, DAY): "２０２２－９－５"}))

    assert [fault.code for fault in read_filings("a.csv", data, guyang).errors] == ["day-not-understood"]
    assert [filing.filed_on for filing in sheet.filings] == [date(2022, 9, 5)]
    both = [table.rows[0].cells[DAY] for table in (sheet.table, sheet.brought) if table]
    assert both == ["２０２２－９－５", "昨天"]


def test_a_row_left_out_is_skipped_and_no_double_of_anything(guyang):
    """Two rows of one number and different content: without either of them the other is fine."""
    data = a_file(a_row(1), a_row(1, claim="4"))

    for left, claim in ((2, 4_000_000), (3, 3_000_000)):
        sheet = read_filings("a.csv", data, guyang, Corrections(left_out=frozenset({left})))
        assert sheet.errors == ()
        assert [filing.claim for filing in sheet.filings] == [claim]
        assert sheet.skipped == (left,)


def test_what_is_said_of_a_column_goes_before_every_guess(guyang):
    """Yuan instead of ten thousand, another field, not read at all: the field is taken from the column that was guessed."""
    data = a_file(a_row(1))
    in_yuan = read_filings("a.csv", data, guyang, Corrections(columns={CLAIM: ColumnChoice("claim", "元")}))
    moved = read_filings("a.csv", data, guyang, Corrections(columns={CLAIM: ColumnChoice("preserved")}))
    unread = read_filings("a.csv", data, guyang, Corrections(columns={DAY: ColumnChoice(None)}))

    assert [filing.claim for filing in in_yuan.filings] == [300]
    assert [fault.code for fault in moved.errors] == ["column-missing"]
    assert moved.mapping.by_field["preserved"].unit == "万元"
    assert [(fault.code, fault.field) for fault in unread.errors] == [("column-missing", "filed_on")]


def test_a_choice_settles_what_no_guess_can(guyang):
    """A header with two units: nothing is read in one that is only guessed, but a person may say which it is."""
    data = a_file(a_row(1)).decode().replace("标的额(万元)", "标的额(万元/元)")
    said = Corrections(columns={CLAIM: ColumnChoice("claim", "千元")})

    assert [fault.code for fault in read_filings("a.csv", data.encode(), guyang).errors] == ["header-unit"]
    assert [filing.claim for filing in read_filings("a.csv", data.encode(), guyang, said).filings] == [300_000]


def test_of_two_columns_said_to_be_one_field_the_last_is_it(guyang):
    """No field is ever two columns; a field nobody knows is none."""
    said = {DAY: ColumnChoice("case_no"), 2: ColumnChoice("case_no"), 3: ColumnChoice("no such fact")}
    columns = read_filings("a.csv", a_file(a_row(1)), guyang, Corrections(columns=said)).mapping.columns

    assert [(column.place, column.field) for column in columns if column.how == "chosen"] == [
        (2, None),
        (3, None),
        (DAY, "case_no"),
    ]


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9)


@given(
    st.dictionaries(st.integers(0, 20), st.builds(ColumnChoice, TEXTS | st.none(), st.sampled_from([None, "元"]))),
    st.dictionaries(st.tuples(st.integers(1, 99), st.integers(0, 20)), TEXTS),
    st.frozensets(st.integers(1, 99)),
)
def test_what_was_said_is_the_same_after_it_was_kept(columns, cells, left_out):
    """Written down and read again, nothing is lost."""
    said = Corrections(columns, cells, left_out)

    assert Corrections.read(said.as_dict()) == said
