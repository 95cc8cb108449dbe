"""A file that restricts cases: only who may restrict brings it, and nobody else finds such a case from the first moment."""

import pytest

from allocator.domain.errors import NotAllowed
from allocator.services.access.hiding import seen_by
from allocator.services.access.permissions import Access
from allocator.services.audit import history
from allocator.services.cases.restricting import list_restricted
from allocator.services.intake.filings import import_file
from allocator.services.intake.import_drafts import correct, import_draft, keep_file, look_at
from allocator.services.intake.typed_filings import look_at_typed
from allocator.services.loads.board import page
from allocator.services.log_check import verify_log
from tests.allocator.conftest import BureauAtWork
from tests.intake_files import HEADER, a_row

MARKED = (
    HEADER.strip() + ",限制知悉\n" + f"{a_row(1)},否\n{a_row(2)},涉及本院工作人员\n{a_row(3)},是\n{a_row(4)},\n"
).encode()


def test_nobody_else_finds_such_a_case_from_the_first_moment(bureau: BureauAtWork) -> None:
    """Case and mark come in one transaction; whoever asks next sees the other rows alone."""
    boss = bureau.by("boss")
    report = import_file(boss, "a.csv", MARKED, may_restrict=True)
    assert report.applied

    marked = {one.case.case_no[-2:-1]: (one.by, one.because) for one in list_restricted(boss)}
    assert marked == {"2": ("boss", "涉及本院工作人员"), "3": ("boss", "导入文件标明 marked in the file")}
    clerk = seen_by(bureau.context, Access("clerk", "clerk", session=1))
    assert [case.case_no[-2:-1] for case in page(clerk)] == ["1", "4"]
    own = seen_by(boss, Access("boss", "supervisor", session=2))
    assert len(page(own)) == 4
    assert [entry.kind for entry in history(boss, report.new[1])] == ["filing", "restriction"]
    assert verify_log(boss).breaks == ()


def test_who_may_not_restrict_brings_no_such_file(bureau: BureauAtWork) -> None:
    """Neither at once, nor as a dry run, nor to look at; nor by typing a mark into a file that had none."""
    clerk = bureau.context
    for refused in (
        lambda: import_file(clerk, "a.csv", MARKED),
        lambda: import_file(clerk, "a.csv", MARKED, dry_run=True),
        lambda: keep_file(clerk, "a.csv", MARKED),
    ):
        with pytest.raises(NotAllowed, match="which you may not"):
            refused()
    plain = (HEADER.strip() + ",限制知悉\n" + f"{a_row(1)},\n").encode()
    draft = keep_file(clerk, "b.csv", plain)
    marked = correct(clerk, draft.id, {(2, 9): "是"})
    assert look_at(clerk, draft.id).sheet.rows[0].restricted

    with pytest.raises(NotAllowed):
        import_draft(clerk, draft.id, marked.version)
    assert page(clerk) == ()
    done = import_draft(clerk, draft.id, marked.version, may_restrict=True).done
    assert done is not None
    assert done["created"] == 1


def test_a_file_brought_again_marks_nothing_and_says_so(bureau: BureauAtWork) -> None:
    """A case on the docket is restricted on its own page, so that a file cannot do it unseen."""
    plain = (HEADER + f"{a_row(2)}\n").encode()
    import_file(bureau.context, "a.csv", plain)
    again = (HEADER.strip() + ",限制知悉\n" + f"{a_row(2)},是\n").encode()

    report = import_file(bureau.context, "b.csv", again, may_restrict=True)

    assert (report.unchanged, report.created) == (1, 0)
    assert "restriction-not-marked" in [fault["code"] for fault in report.faults]
    assert list_restricted(bureau.context) == ()


def test_two_rows_that_differ_in_the_mark_alone_are_told_apart(bureau: BureauAtWork) -> None:
    """The mark of one is not lost as a double of the other."""
    twice = (HEADER.strip() + ",限制知悉\n" + f"{a_row(2)},\n{a_row(2)},是\n").encode()

    report = import_file(bureau.context, "a.csv", twice, may_restrict=True)

    assert not report.applied
    assert "case-no-double" in [fault["code"] for fault in report.faults]


def test_a_reason_too_long_is_told_at_its_cell_and_the_form_has_no_such_field(bureau: BureauAtWork) -> None:
    """What nothing can keep is a fault; a typed filing is restricted on its page."""
    long = (HEADER.strip() + ",限制知悉\n" + f"{a_row(2)},{'长' * 201}\n").encode()

    report = import_file(bureau.context, "a.csv", long, may_restrict=True)

    assert [fault["code"] for fault in report.faults if fault["severity"] == "error"] == ["restriction-too-long"]
    assert look_at_typed(bureau.context, {"restricted": "是"}).report.restricted is None
