"""Which row of an office's tables a change means, also where nobody is told all that names it."""

import pytest

from allocator.domain.errors import BadInput, NotFound
from allocator.files.office.calendar import OwnDays
from allocator.files.office.editing import RowChange, changed, key_told, row_named
from allocator.files.office.writing import Sheets
from tests.stories import an_office

NUMBERED, OTHER = "11010519491231002X", "110101194912310016"


def ties(*numbers):
    """Ties of one officer with one name, and these identity numbers."""
    return [{"officer": "li", "party": "子虚", "identity": one, "case_no": "", "state": "declared"} for one in numbers]


def key(**more):
    return {"officer": "li", "party": "子虚", **more}


@pytest.mark.parametrize(
    "rows, named, place",
    [
        (ties(NUMBERED), key(), 0),
        (ties(NUMBERED), key(identity=OTHER), None),
        (ties("", NUMBERED), key(), 0),
        (ties(NUMBERED, ""), key(), 1),
        (ties("", NUMBERED), key(identity="#2"), 1),
        (ties("", NUMBERED), key(identity="#3"), None),
        (ties("", NUMBERED), key(identity="#two"), None),
        (ties(NUMBERED, OTHER), key(), None),
        (ties(NUMBERED, OTHER), key(identity=OTHER), 1),
        (ties(NUMBERED), key(case_no="（2022）内0222执1号"), None),
    ],
)
def test_a_key_names_one_row_or_none(rows, named, place):
    """What is left out must be blank in the row, or the row the only one with the rest; #2 is the second of those alike."""
    assert row_named(rows, "recusals", named) == place


@pytest.mark.parametrize("rows", [ties(NUMBERED), ties("", NUMBERED), ties(NUMBERED, OTHER, "")])
def test_what_is_told_of_a_row_names_it_again_without_its_number(rows):
    """Each row of those alike is found by what is told of it, and no number is."""
    for place, row in enumerate(rows):
        told = key_told(rows, "recusals", row)
        assert row_named(rows, "recusals", told) == place
        assert NUMBERED not in told.values()


def test_a_key_that_fits_several_rows_is_refused_with_a_way_to_say_which():
    """Two ties alike but for their numbers: neither is changed by chance; one that is not there is another matter."""
    office = an_office()
    sheets = Sheets(
        office.bureau, "", "", OwnDays(frozenset(), frozenset()), {"recusals": tuple(ties(NUMBERED, OTHER))}
    )

    with pytest.raises(BadInput, match="several rows") as several:
        changed(sheets, [RowChange("recusals", key(), {"state": "dismissed"})])
    with pytest.raises(NotFound, match="no"):
        changed(sheets, [RowChange("recusals", key(identity="#3"), {"state": "dismissed"})])
    after = changed(sheets, [RowChange("recusals", key(identity="#2"), {"state": "dismissed"})])

    assert several.value.code == "row-ambiguous"
    assert [row["state"] for row in after.tables["recusals"]] == ["declared", "dismissed"]
