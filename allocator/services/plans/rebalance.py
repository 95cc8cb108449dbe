"""Drafting moves (再平衡草案): few moves that lower the peak, or a handing over; a draft like any plan, until published."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from allocator.decisions.allocation.move_plan import Asked, Drawn, Rebalancing
from allocator.decisions.allocation.rebalancing import check_known, rebalance
from allocator.decisions.allocation.taking import taken_moves
from allocator.decisions.certificates.certificate import certified, must_be_certified, proof_parts
from allocator.decisions.recommendation.placing import held_case
from allocator.domain.canonical import plain
from allocator.domain.docket import Case
from allocator.domain.errors import BadInput
from allocator.domain.office import Office
from allocator.domain.snapshot import HeldCase
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.cases.casework import find_case
from allocator.services.cases.wishes import check_note
from allocator.services.context import Context
from allocator.services.drawing import open_day, secret_to_draw
from allocator.services.jobs.job_errors import cancelled as run_cancelled
from allocator.services.plans.plans import REBALANCE, Cancelled, Report, lots_of, seed_of
from allocator.services.plans.stock import stock_of, whole_stock
from allocator.services.remembering import place, snapshot_entry
from allocator.services.transaction import look, look_back, the_office, writing

DEFAULT_SECONDS = 20
MOST_MOVES = 10
Params = Mapping[str, Any]


def draft_rebalance(
    context: Context, run: str, params: Params, report: Report | None = None, cancelled: Cancelled | None = None
) -> str:
    """Plan moves and keep the plan as a document; gives its digest.

    Like a plan for waiting cases it reads one instant of the office, solves without a lock, and writes once at the end.
    Raises BadInput or NotFound for what is asked of people or cases that are not there.
    """
    seconds = int(params.get("seconds") or DEFAULT_SECONDS)
    with writing(context) as (uow, here):
        snapshot = look_back(uow, here)
        open_day(uow, here, snapshot.day)
        secret = secret_to_draw(uow, snapshot.day)
        asked = asked_of(uow, params, snapshot.office, snapshot.day)
        cases, stock = stock_of(uow, asked.absent, snapshot) if asked.absent else whole_stock(uow, snapshot)
        uow.commit()
    drawn = Drawn(lots_of(secret), seed_of(secret, snapshot.digest))
    plan = rebalance(stock, snapshot, asked, drawn, seconds, report, cancelled)
    with writing(context) as (uow, here):
        document = _document(plan, asked, cases, stock) | {
            "kind": REBALANCE, "run": run, "snapshot": snapshot_entry(uow, snapshot), "snapshot_digest": snapshot.digest,
            "seed": drawn.seed, "seconds": seconds, "alarms": [], **proof_parts(plan.proof, snapshot),
        }  # fmt: skip
        document = certified(document, plan.proof, snapshot)
        must_be_certified(document)
        uow.documents.put_text("instance", plan.proof.problem.to_json())
        digest = uow.documents.put(REBALANCE, document)
        body = {"run": run, "document": digest, "certificate": document["seal"], **_summary(plan, asked)}
        uow.log.append(here.now(), here.actor, REBALANCE, None, body)
        if not uow.runs.finish(run, digest, here.now(), _ready(plan)):
            raise run_cancelled()
        uow.commit()
    return digest


def check_asked(context: Context, params: Params) -> None:
    """Refuse at once what no draft can be made of, and moves settled on that are not lawful at this moment.

    The draft looks again when it is made. Raises like `asked_of`; Conflict for moves settled on, with the case, the person, the
    reason, and those of the refused moves that would make them lawful; BadInput for a case that nobody holds any more.
    """
    with context.database.reading() as uow:
        office = the_office(uow)
        asked = asked_of(uow, params, office, context.today(office))
        if not asked.take:
            return
        snapshot = look(uow, context)
        wanted = dict.fromkeys(case_no for case_no, officer in (*asked.take, *asked.refuse) if officer is not None)
        cases = [find_case(uow, case_no) for case_no in wanted]
        stock = [held_case(case, place(uow, case, snapshot)) for case in cases if case.holding is not None]
    check_known(stock, [case_no for case_no, _ in asked.take])
    taken_moves(stock, snapshot, asked)


def asked_of(uow: UnitOfWork, params: Params, office: Office, day: date) -> Asked:
    """Read what is asked; people and cases may be given as a person would write them.

    Raises BadInput unless exactly one of moves, frontier and absent is asked for, or for moves again without a reason.
    """
    ways = [name for name in ("moves", "frontier", "absent") if _is_asked(params.get(name))]
    if len(ways) != 1:
        raise _one_of_three()
    because, second = str(params.get("because") or ""), _cases(uow, params.get("second") or ())
    check_note(because)
    if second and not because.strip():
        raise BadInput(
            Text("再次变更承办人须说明理由。", "A second move needs a reason."),
            Text("请用 --because 写明案件方面的理由。", "Give one that concerns the case with --because."),
            code="second-move-reason",
            facts={"cases": list(second)},
        )
    asked = Asked(
        most=int(params["moves"]) if "moves" in ways else int(params.get("most") or MOST_MOVES),
        frontier="frontier" in ways,
        keep=_cases(uow, params.get("keep") or ()),
        refuse=tuple(_refused(uow, item, office) for item in params.get("refuse") or ()),
        take=_taken(uow, params.get("take") or (), office),
        second=second,
        because=because,
    )
    return _handing_over(asked, params, office, day) if "absent" in ways else asked


def _is_asked(value: object) -> bool:
    """Say whether a way was asked for: no moves at all is asked for, too, though 0 equals False."""
    return value is not None and value is not False


def _one_of_three() -> BadInput:
    return BadInput(
        Text("请在移交件数、前沿、离岗三者中选一。", "Ask for one of moves, the frontier, or an absence."),
        Text("moves=K、frontier 或 absent=人员。", "Give moves=K, frontier, or absent=PERSON."),
        code="rebalance-unclear",
    )


def _handing_over(asked: Asked, params: Params, office: Office, day: date) -> Asked:
    """Say who is away, and until when: as asked, or as the absences of the office have it."""
    person = office.officer(str(params["absent"]))
    until = _last_day(params.get("until"))
    if until is not None and until < day:
        raise BadInput(
            Text(f"截止日期 {until} 已过。", f"The last day away, {until}, is past."),
            Text("请给出今天或以后的日期。", "Give today or a later day."),
            code="absence-over",
        )
    known = [item.period for item in office.absences_of(person.code) if item.period.covers(day)]
    if until is None and known and person.left is None:
        until = None if any(period.last is None for period in known) else max(p.last for p in known if p.last)
    return replace(asked, most=0, absent=person.code, until=until)


def _last_day(written: Any) -> date | None:
    """Read the last day away, None where none is given; raises BadInput."""
    try:
        return date.fromisoformat(str(written)) if written else None
    except ValueError as error:
        raise BadInput(
            Text(f"截止日期“{written}”不是日期。", f'The last day away, "{written}", is no date.'),
            Text("写成 人员=2022-10-12。", "Write it as PERSON=2022-10-12."),
            code="day-unreadable",
        ) from error


def _cases(uow: UnitOfWork, refs: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(find_case(uow, ref).case_no for ref in refs))


def _refused(uow: UnitOfWork, item: Mapping[str, Any], office: Office) -> tuple[str, str | None]:
    officer = item.get("officer")
    return find_case(uow, item["case"]).case_no, office.officer(officer).code if officer else None


def _taken(uow: UnitOfWork, items: Sequence[Mapping[str, Any]], office: Office) -> tuple[tuple[str, str], ...]:
    """Read the moves a person settled on; one case twice is refused."""
    found = [(find_case(uow, item["case"]).case_no, office.officer(item["officer"]).code) for item in items]
    taken = tuple(dict.fromkeys(found))
    twice = [name for name, times in Counter(name for name, _ in taken).items() if times > 1]
    if twice:
        raise BadInput(
            Text(f"同一案件指定了两个去向：{'、'.join(twice)}。", f"Settled on for two people: {', '.join(twice)}."),
            Text("每案只指定一人。", "Name one person for each case."),
            code="taken-twice",
            facts={"cases": twice},
        )
    return taken


def _document(plan: Rebalancing, asked: Asked, cases: Sequence[Case], stock: Sequence[HeldCase]) -> dict[str, Any]:
    moved = {row.case_no for row in (*plan.taken, *plan.rows, *plan.covered)}
    seen = {case.case.filing.case_no for case in plan.cases}
    return {
        "asked": plain(asked),
        "versions": {str(case.id): case.version for case in cases if case.case_no in moved},
        "ids": {case.case_no: case.id for case in cases if case.case_no in moved},
        "cases": [plain(case) for case in plan.cases],
        "others": [plain(item.place) for item in stock if item.case_no not in seen],
        "held": [
            [item.case_no, item.holder, item.mentor, item.since.isoformat(), dict(item.charges)] for item in stock
        ],
        **{name: plain(getattr(plan, name)) for name in PARTS},
    }


PARTS = (
    "points",
    "end",
    "taken",
    "rows",
    "unplaced",
    "covered",
    "unmentored",
    "covers",
    "fixed",
    "loads",
    "objections",
)


def _summary(plan: Rebalancing, asked: Asked) -> dict[str, Any]:
    return {
        "asked": plain(asked),
        "moves": len(plan.taken) + len(plan.rows),
        "unplaced": len(plan.unplaced),
        "lawful": not plan.objections,
        "levels": plain(plan.proof.certificate.levels),
        "instance": plan.instance,
    }


def _ready(plan: Rebalancing) -> Text:
    text = Text("方案已就绪：移交 {n} 件，未能移交 {m} 件。", "The plan is ready: {n:move|moves}, {m} not placed.")
    return text.fill(n=len(plan.taken) + len(plan.rows), m=len(plan.unplaced))
