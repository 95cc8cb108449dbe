"""Faults with their place."""

from allocator.domain.words import Text
from allocator.files.faults import Place, UnreadableFile, ValueFault


def test_a_fault_names_file_row_and_field_in_both_languages():
    """The clerk finds the cell without asking."""
    fault = Place("九月.csv", 7, "claim").fault(
        "money-negative", Text("为负", "is negative"), Text("更正", "Correct it.")
    )

    assert fault.place == Text("九月.csv 第 7 行 claim", "九月.csv, row 7, claim")
    assert fault.as_dict() == {
        "file": "九月.csv",
        "row": 7,
        "field": "claim",
        "code": "money-negative",
        "severity": "error",
        "text": {"zh": "为负", "en": "is negative"},
        "remedy": {"zh": "更正", "en": "Correct it."},
    }


def test_a_warning_keeps_nothing_from_being_taken():
    """Only errors stop an import."""
    doubt = ValueFault("id-doubtful", Text("疑", "doubt"), Text("核对", "Check."))

    assert not doubt.at(Place("f"), "warning").is_error
    assert doubt.at(Place("f")).is_error


def test_an_unreadable_file_is_an_error_of_the_house():
    """The API and the command line tell it like any other."""
    error = UnreadableFile(Place("f.pdf").fault("file-type", Text("是 PDF", "is PDF"), Text("另存", "Save it.")))

    assert error.code == "file-type"
    assert error.as_dict()["faults"] == [error.fault.as_dict()]
