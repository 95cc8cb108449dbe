"""Restricting a case (限制知悉), and lifting that: by a person, with a reason; each is an entry of the log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allocator.domain.canonical import plain
from allocator.domain.docket import Case
from allocator.domain.errors import Conflict
from allocator.domain.words import Text
from allocator.persistence.restrictions import Restriction
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.cases.casework import find_case
from allocator.services.cases.wishes import check_note
from allocator.services.context import Context
from allocator.services.saying_why import check_because
from allocator.services.transaction import writing

ENTRY = "restriction"


@dataclass(frozen=True, slots=True)
class Restricted:
    """A restricted case (限制知悉的案件): since when, by whom, why."""

    case: Case
    at: datetime
    by: str
    because: str


def restrict_case(context: Context, ref: str | int, because: str) -> Restricted:
    """Restrict a case: only its handler, its mentor, who marked it, and whoever has leave know of it from now on.

    Raises BadInput without a reason, NotFound, Conflict for a case that is restricted already.
    """
    _check_reason(because)
    with writing(context) as (uow, here):
        case = find_case(uow, ref)
        if uow.restrictions.find(case.id) is not None:
            raise Conflict(
                Text(f"{case.case_no} 已限制知悉。", f"{case.case_no} is restricted already."),
                Text("无须再次标记。", "There is nothing to mark."),
                code="case-restricted",
                facts={"case_no": case.case_no},
            )
        made = mark(uow, here, case.id, case.case_no, because.strip())
        uow.commit()
    return Restricted(case, made.at, made.by, made.because)


def mark(uow: UnitOfWork, here: Context, case_id: int, case_no: str, because: str) -> Restriction:
    """Restrict a case within a unit of work, and write it down; nobody else has seen it where it has only just come in."""
    made = Restriction(case_id, here.now(), here.actor, because)
    uow.restrictions.add(made)
    _write_down(uow, here, case_id, case_no, because, restricted=True)
    return made


def disclose_case(context: Context, ref: str | int, because: str) -> Case:
    """Lift the restriction of a case: whoever may read cases reads it again. Raises like `restrict_case`."""
    _check_reason(because)
    with writing(context) as (uow, here):
        case = find_case(uow, ref)
        if uow.restrictions.find(case.id) is None:
            raise Conflict(
                Text(f"{case.case_no} 未限制知悉。", f"{case.case_no} is not restricted."),
                Text("无须解除。", "There is nothing to lift."),
                code="case-open-to-all",
                facts={"case_no": case.case_no},
            )
        uow.restrictions.lift(case.id)
        _write_down(uow, here, case.id, case.case_no, because.strip(), restricted=False)
        uow.commit()
    return case


def list_restricted(context: Context) -> tuple[Restricted, ...]:
    """List the restricted cases whoever asks knows of, in order of id; three queries."""
    with context.database.reading() as uow:
        found = {one.case_id: one for one in uow.restrictions.all()}
        cases = uow.cases.by_id(list(found))
    return tuple(Restricted(cases[number], one.at, one.by, one.because) for number, one in found.items())


def restriction_of(context: Context, case_id: int) -> Restriction | None:
    """Give the restriction of a case that whoever asks knows of; None when there is none."""
    with context.database.reading() as uow:
        return uow.restrictions.find(case_id)


def restricted_view(one: Restricted) -> dict[str, Any]:
    """Show a restricted case."""
    return {
        "case_id": one.case.id,
        "case_no": one.case.case_no,
        "at": plain(one.at),
        "by": one.by,
        "because": one.because,
    }


def _write_down(uow: UnitOfWork, here: Context, case_id: int, case_no: str, because: str, *, restricted: bool) -> None:
    body = {"case_no": case_no, "restricted": restricted, "because": because}
    uow.log.append(here.now(), here.actor, ENTRY, case_id, body)


def _check_reason(because: str) -> None:
    missing = Text("限制知悉及解除须说明理由。", "Restricting a case, or lifting that, needs a reason.")
    check_because(because, missing, "reason-missing")
    check_note(because)
