"""Closing cases (结案): one, or a whole file of them; what is still planned for them; and undoing a mistaken closing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from allocator.domain.canonical import plain
from allocator.domain.cases import CaseState
from allocator.domain.clocks.closing import Closing, check_closing, closed, is_closed_so, reopened
from allocator.domain.docket import Case
from allocator.domain.errors import AllocatorError, BadInput, Conflict
from allocator.domain.words import Count, Text
from allocator.files.faults import Place
from allocator.files.office.closings import ClosingRow, read_closing, read_closings
from allocator.persistence.errands import WITHDRAWN, KeptErrand
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.cases.casework import check_version, find_case, known_cases
from allocator.services.cases.closing_checks import Histories, histories
from allocator.services.cases.wishes import check_note
from allocator.services.context import Context
from allocator.services.fieldwork.errands import remember
from allocator.services.transaction import the_office, the_rulebook, writing

COLUMNS = {
    "case-unknown": "case_no", "case-closed": "case_no", "closing-way-unknown": "way",
    "closing-way-of-another-kind": "way", "closing-not-ready": "way", "recovered-missing": "recovered",
    "recovered-beyond-claim": "recovered", "note-private": "note",
}  # fmt: skip
"""In which column of a file what is wrong with a closing is put right (所在列); what is not named here, at its day."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A case closed: whether that was news, the errands withdrawn with it, and those on published trips, which stay."""

    case: Case
    changed: bool
    withdrawn: tuple[str, ...] = ()
    booked: tuple[str, ...] = ()


def close_case(context: Context, ref: str | int, closing: Closing, expected: int | None = None) -> Closed:
    """Close a case; one that was closed in just this way answers as before.

    Its minutes leave everybody's load, and open errands that are on no published trip are withdrawn. Raises NotFound,
    Stale, Conflict (closed otherwise), BadInput or NotAllowed with what contradicts the case or the rules.
    """
    check_note(closing.note)
    with writing(context) as (uow, here):
        case = find_case(uow, ref)
        if not is_closed_so(case, closing):
            check_version(case, expected)
        (done,) = _close_all(uow, here, [(case, closing)], histories(uow, here, [case]))
        uow.commit()
    return done


def _close_all(
    uow: UnitOfWork, here: Context, asked: Sequence[tuple[Case, Closing]], known: Histories
) -> tuple[Closed, ...]:
    """Close cases, each in its way; those closed just so already stay as they are."""
    told, news = [], []
    for case, closing in asked:
        if is_closed_so(case, closing):
            told.append(Closed(case, changed=False))
            continue
        check_closing(case, closing, known.by.rulebook, known.by.today)
        known.examined(case).check(closing)
        done = _without_errands(uow, here, closed(case, closing))
        told.append(done)
        news.append((here.now(), here.actor, "closing", case.id, _body(done, closing, known)))
    uow.log.append_many(news)
    saved = {case.id: case for case in uow.cases.assign_many(one.case for one in told if one.changed)}
    return tuple(replace(one, case=saved.get(one.case.id, one.case)) for one in told)


def _without_errands(uow: UnitOfWork, here: Context, case: Case) -> Closed:
    """Withdraw the errands of a case that are free, and tell which ones are booked."""
    free, booked = _errands(uow, case)
    for kept in free:
        remember(uow, here, uow.errands.save(replace(kept, state=WITHDRAWN), kept.version), "withdrawn")
    return Closed(case, changed=True, withdrawn=tuple(kept.errand.code for kept in free), booked=booked)


def _body(done: Closed, closing: Closing, known: Histories) -> dict[str, object]:
    return {
        "case_no": done.case.case_no,
        **plain(closing),
        "rulebook": known.by.rulebook.digest,
        "errands": done.withdrawn,
        "booked": done.booked,
    }


def _errands(uow: UnitOfWork, case: Case) -> tuple[list[KeptErrand], tuple[str, ...]]:
    """Give the open errands of a case that are free, and the codes of those on published trips."""
    kept = uow.errands.open_of(case.case_no)
    booked = tuple(one.errand.code for one in kept if uow.trips.serving(one.errand.code))
    return [one for one in kept if one.errand.code not in booked], booked


def close_row(context: Context, ref: str, written: Mapping[str, str]) -> Closed:
    """Close a case by what somebody wrote of it, as in a row of a file; without a day it is today. Raises like `close_case`."""
    with context.database.reading() as uow:
        today = context.today(the_office(uow))
        closing = read_closing({"closed_on": today.isoformat(), **written}, the_rulebook(uow, today))
    return close_case(context, ref, closing)


def close_file(context: Context, file: Path) -> tuple[Closed, ...]:
    """Close the cases of a file (CSV or XLSX), all or none; raises BadInput with every fault by row."""
    with writing(context) as (uow, here):
        rows = read_closings(file, the_rulebook(uow, here.today(the_office(uow))))
        cases = known_cases(uow, [row.case_no for row in rows])
        known = histories(uow, here, list(cases.values()))
        faults = list(_faults(rows, cases, known))
        if faults:
            raise BadInput(
                Text(
                    f"“{file.name}”有 {len(faults)} 处错误，未作任何改动。",
                    f'"{file.name}" has {Count(len(faults)):fault|faults}.',
                ),
                Text("请逐行更正后重新载入。", "Correct each row and bring it in again; nothing was changed."),
                code="closings-faulty",
                faults=faults,
            )
        done = _close_all(uow, here, [(cases[row.case_no], row.closing) for row in rows], known)
        uow.commit()
    return done


def _faults(rows: Sequence[ClosingRow], cases: Mapping[str, Case], known: Histories) -> Iterator[dict[str, object]]:
    for row in rows:
        case = cases.get(row.case_no)
        if case is None:
            text = Text(f"没有案件“{row.case_no}”。", f'There is no case "{row.case_no}".')
            yield _fault(row, "case-unknown", text, Text("请核对案号。", "Check the number."))
        elif not is_closed_so(case, row.closing):
            yield from _objections(row, case, known)


def _objections(row: ClosingRow, case: Case, known: Histories) -> Iterator[dict[str, object]]:
    try:
        check_note(row.closing.note)
        check_closing(case, row.closing, known.by.rulebook, known.by.today)
        known.examined(case).check(row.closing)
    except AllocatorError as error:
        yield _fault(row, error.code, error.text, error.remedy)


def _fault(row: ClosingRow, code: str, text: Text, remedy: Text) -> dict[str, object]:
    """Tell a fault at the column in which it is put right."""
    return Place(row.place.file, row.place.row, COLUMNS.get(code, "closed_on")).fault(code, text, remedy).as_dict()


def reopen_case(context: Context, ref: str | int, because: str, expected: int | None = None) -> Case:
    """Undo a closing put down by mistake: the case is with its handler again, or waits; its errands are asked for anew.

    Raises BadInput without a reason, Conflict for a case that is open. A round that is over is not reopened: that is
    another case, filed as resumed (恢复执行).
    """
    if not because.strip():
        raise BadInput(
            Text("撤销结案须说明理由。", "Undoing a closing needs a reason."),
            Text("请写明登记错在哪里。", "Say what was put down wrongly."),
            code="reason-missing",
        )
    check_note(because)
    with writing(context) as (uow, here):
        case = find_case(uow, ref)
        check_version(case, expected)
        if case.state != CaseState.CLOSED:
            raise Conflict(
                Text(f"{case.case_no} 并未结案。", f"{case.case_no} is not closed."),
                Text("无须撤销。", "There is nothing to undo."),
                code="case-open",
            )
        body = {
            "case_no": case.case_no,
            "on": None,
            "because": because,
            "was": str(case.closed_on),
            "way": case.closed_as,
        }
        uow.log.append(here.now(), here.actor, "reopening", case.id, body)
        saved = uow.cases.save(reopened(case), case.version)
        uow.commit()
    return saved
