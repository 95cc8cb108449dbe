"""Converting a complex case to simple (繁转简): by two persons, the one who put the facts down, or said so, and the one who approves."""

from collections.abc import Mapping, Sequence

from allocator.decisions.triage.by_hand import Heard, Said, Way, hear
from allocator.decisions.triage.relearning import FAST, Relearned
from allocator.decisions.triage.triage import classify
from allocator.domain.docket import Case, Dispute
from allocator.domain.errors import Conflict, NotAllowed
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text
from allocator.persistence.log import Entry
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.access.second_person import check_proven
from allocator.services.cases.casework import ENTRY, check_open, check_version, find_case, learn_within
from allocator.services.cases.lane_entries import Laned, remember
from allocator.services.context import Context
from allocator.services.drawing import open_day
from allocator.services.transaction import look, writing

HELD_BACK = "needs_approval"
APPROVED: Mapping[str, object] = {"because": "approval"}


def approve_conversion(context: Context, ref: str | int, expected: int | None = None) -> Relearned:
    """Let a case become simple as somebody asked by hand, or as the facts put down last would have it: as a second person (双人复核).

    Raises NotFound, Stale, Conflict where no conversion waits for approval, NotAllowed for who asked or put the facts down
    and for who is not signed in although people of the office do.
    """
    with writing(context) as (uow, here):
        snapshot = look(uow, here)
        open_day(uow, here, snapshot.day)
        case = find_case(uow, ref)
        check_version(case, expected)
        done = approve_within(uow, here, case, snapshot, APPROVED)
        uow.commit()
    return done.heard.outcome


def approve_within(
    uow: UnitOfWork, here: Context, case: Case, snapshot: Snapshot, because: Mapping[str, object]
) -> Laned:
    """Approve within a unit of work what waits for it; raises as `approve_conversion` does."""
    check_open(case)
    asked = case.standing.asked
    _check_other(uow, case, here)
    check_proven(uow, here)
    if asked is None:
        done = learn_within(uow, here, case, {}, snapshot, here.actor)
        return Laned(done.case, Heard(done, "moved"), done.case.standing.decision)
    said = Said(FAST, here.actor, Way.APPROVAL)
    heard = hear(case, said, classify(case.input, snapshot.office, snapshot.rulebook), snapshot)
    told = {**because, "approved_by": here.actor, "asked_by": asked.by, "asked": asked.decision}
    return remember(uow, here, case, said, heard, snapshot, told)


def waits_for_approval(case: Case, story: Sequence[Entry]) -> Entry | None:
    """Give the facts whose conversion waits for a second person, of all entries about a case; None where none do.

    Once somebody has given the case its class by hand, they wait no more.
    """
    if case.standing.hand is not None or case.standing.dispute != Dispute.FACTS:
        return None
    last = next((entry for entry in reversed(story) if entry.kind == ENTRY), None)
    return last if last is not None and last.body.get("held_back") == HELD_BACK else None


def waits_in(uow: UnitOfWork, case: Case) -> Entry | None:
    """Give the facts of a case that wait for a second person to approve what follows from them; None where none do."""
    return waits_for_approval(case, uow.log.entries(kind=ENTRY, case_id=case.id))


def _check_other(uow: UnitOfWork, case: Case, here: Context) -> None:
    asked, facts = case.standing.asked, waits_in(uow, case)
    first = asked.by if asked else facts.actor if facts else None
    if first is None:
        raise Conflict(
            Text(f"{case.case_no} 没有待批准的繁转简。", f"No conversion of {case.case_no} waits for approval."),
            Text("请先登记使其转为简案的事实。", "Put the facts down first that make it simple."),
            code="no-conversion-waits",
            facts={"case_no": case.case_no},
        )
    if first == here.actor:
        said = Text("转简由您提出", "You asked for it") if asked else Text("事实由您登记", "You put the facts down")
        raise NotAllowed(
            Text("{said}，批准须由另一人作出。", "{said}: somebody else has to approve.").fill(said=said),
            Text("请由另一位有权用户登录后批准。", "Another user who may signs in and approves."),
            code="second-person-same",
            facts={"case_no": case.case_no, "by": first},
        )
