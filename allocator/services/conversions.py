"""Converting a complex case back to simple (繁转简): by two persons, the one who put the facts down and the one who approves."""

from collections.abc import Sequence

from allocator.decisions.relearning import Relearned
from allocator.domain.docket import Case
from allocator.domain.errors import Conflict, NotAllowed
from allocator.domain.words import Text
from allocator.persistence.log import Entry
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.casework import ENTRY, check_version, find_case, learn_within
from allocator.services.context import Context, look, writing
from allocator.services.drawing import open_day
from allocator.services.second_person import check_proven

HELD_BACK = "needs_approval"


def approve_conversion(context: Context, ref: str | int, expected: int | None = None) -> Relearned:
    """Let a case become simple as the facts put down last would have it, as a second person (双人复核).

    Raises NotFound, Stale, Conflict where no conversion waits for approval, NotAllowed for who put the facts down and for
    who is not signed in although people of the office do.
    """
    with writing(context) as (uow, here):
        snapshot = look(uow, here)
        open_day(uow, here, snapshot.day)
        case = find_case(uow, ref)
        check_version(case, expected)
        _check_other(uow, case, here)
        check_proven(uow, here)
        done = learn_within(uow, here, case, {}, snapshot, here.actor)
        uow.commit()
    return done


def waits_for_approval(story: Sequence[Entry]) -> Entry | None:
    """Give the entry by which a conversion waits for a second person, of all entries about a case; None where none waits."""
    last = next((entry for entry in reversed(story) if entry.kind == ENTRY), None)
    return last if last is not None and last.body.get("held_back") == HELD_BACK else None


def _check_other(uow: UnitOfWork, case: Case, here: Context) -> None:
    waiting = waits_for_approval(uow.log.entries(kind=ENTRY, case_id=case.id))
    if waiting is None:
        raise Conflict(
            Text(f"{case.case_no} 没有待批准的繁转简。", f"No conversion of {case.case_no} waits for approval."),
            Text("请先登记使其转为简案的事实。", "Put the facts down first that make it simple."),
            code="no-conversion-waits",
            facts={"case_no": case.case_no},
        )
    if waiting.actor == here.actor:
        raise NotAllowed(
            Text("事实由您登记，批准须由另一人作出。", "You put the facts down: somebody else has to approve."),
            Text("请由另一位有权用户登录后批准。", "Another user who may signs in and approves."),
            code="second-person-same",
            facts={"case_no": case.case_no, "by": waiting.actor},
        )
