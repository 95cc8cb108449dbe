"""Pairs of mentor and apprentice (师徒结对): proposed, or covered, by a run; kept as a document that waits for a person."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from allocator.decisions.pairs.mentoring import standing_pairs
from allocator.decisions.pairs.pair_cover import CoHandled, CoverProposal, cover
from allocator.decisions.pairs.pairing import PairProposal, Search, propose
from allocator.domain.canonical import plain, restore
from allocator.domain.errors import BadInput, Conflict, NotFound
from allocator.domain.people import Period
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text
from allocator.persistence.runs import Run
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.drawing import open_day, secret_to_draw
from allocator.services.jobs.job_errors import cancelled as run_cancelled
from allocator.services.plans.plans import Cancelled, Report, lots_of, seed_of
from allocator.services.remembering import place, snapshot_entry
from allocator.services.run_words import STATES
from allocator.services.transaction import look, writing

PAIRS = "pairs"
DEFAULT_SECONDS = 10


def draft_pairs(
    context: Context,
    run: str,
    params: Mapping[str, Any],
    report: Report | None = None,
    cancelled: Cancelled | None = None,
) -> str:
    """Propose pairs, or cover for somebody away, and keep the proposal as a document; gives the document's digest.

    `params` are the run's: {"anew", "seconds"} for pairs, {"person", "until", "seconds"} for cover. Raises NotFound for
    an unknown person, BadInput for one who mentors nobody or whose leave nobody entered.
    """
    with writing(context) as (uow, here):
        snapshot = look(uow, here)
        open_day(uow, here, snapshot.day)
        secret = secret_to_draw(uow, snapshot.day)
        away = _away(params, snapshot)
        cases = _together(uow, away, snapshot)
        uow.commit()
    seconds = int(params.get("seconds", DEFAULT_SECONDS))
    asked = {"anew": bool(params.get("anew")), "seconds": seconds, "away": plain(away), "cases": plain(cases)}
    return _keep(context, run, decide(asked, snapshot, secret, report, cancelled), snapshot, asked)


def decide(
    asked: Mapping[str, Any],
    snapshot: Snapshot,
    secret: bytes,
    report: Report | None = None,
    cancelled: Cancelled | None = None,
) -> PairProposal | CoverProposal:
    """Propose pairs or cover from what was asked, as it is written down: the same again gives the same."""
    away = {code: restore(Period, span) for code, span in asked["away"].items()}
    cases = {code: [restore(CaseToPlace, item) for item in items] for code, items in asked["cases"].items()}
    search = Search(lots_of(secret), seed_of(secret, snapshot.digest), asked["seconds"], report, cancelled)
    return cover(away, snapshot, cases, search) if away else propose(snapshot, search, anew=asked["anew"])


def _away(params: Mapping[str, Any], snapshot: Snapshot) -> dict[str, Period]:
    """Read who is to be covered, and for how long: until the day said, else to the end of the leave that was entered."""
    if not params.get("person"):
        return {}
    officer = snapshot.office.officer(str(params["person"]))
    if officer.code not in {pair.mentor for pair in standing_pairs(snapshot) if not pair.cover}:
        raise BadInput(
            Text(f"{officer.name}今日没有带徒弟。", f"{officer.name} mentors nobody today."),
            Text("请给出师傅的编号；结对见 pairings.csv。", "Name a mentor; pairings.csv lists the pairs."),
            code="mentors-nobody",
        )
    until = params.get("until")
    last = _day(str(until)) if until else _end_of_leave(officer.code, snapshot)
    if last is not None and last < snapshot.day:
        raise BadInput(
            Text(f"{last} 已经过去。", f"{last} is over."), Text("请给出今日或以后的日期。", "Give today or a later day."),
            code="day-over",
        )  # fmt: skip
    return {officer.code: Period(snapshot.day, last)}


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise BadInput(
            Text(f"“{written}”不是日期。", f'"{written}" is not a day.'),
            Text("例如 2026-12-04。", "For example 2026-12-04."),
            code="day-unreadable",
        ) from error


def _end_of_leave(mentor: str, snapshot: Snapshot) -> date | None:
    """Give the last day of the leave someone is on, None for one without end; raises BadInput when none was entered."""
    spans = [item.period for item in snapshot.office.absences_of(mentor) if item.period.covers(snapshot.day)]
    if spans:
        return (
            max((span.last for span in spans if span.last), default=None) if all(span.last for span in spans) else None
        )
    raise BadInput(
        Text(f"没有登记 {mentor} 今日请假。", f"No leave of {mentor} was entered for today."),
        Text(
            "请写明截止日，如 G14=2026-12-04，或先登记请假。",
            "Say until when, as in G14=2026-12-04, or enter the leave.",
        ),
        code="leave-unknown",
    )


def _together(uow: UnitOfWork, away: Mapping[str, Period], snapshot: Snapshot) -> CoHandled:
    found: dict[str, list[Any]] = {}
    for case in uow.pair_books.together(tuple(away)) if away else ():
        if case.holding is not None:
            found.setdefault(case.holding.officer, []).append(place(uow, case, snapshot))
    return found


def _keep(
    context: Context, run: str, found: PairProposal | CoverProposal, snapshot: Snapshot, asked: Mapping[str, Any]
) -> str:
    with writing(context) as (uow, here):
        document = {
            "run": run, "snapshot": snapshot_entry(uow, snapshot), "snapshot_digest": snapshot.digest, **asked,
            **parts_of(found),
        }  # fmt: skip
        digest = uow.documents.put("pairing", document)
        # A day's transcript is for anybody: who is away, or stays alone, stands in the document only.
        counts = {"pairs": len(document["pairs"]), "alone": len(document["alone"])}
        uow.log.append(here.now(), here.actor, PAIRS, None, {"run": run, "document": digest, **counts})
        if not uow.runs.finish(run, digest, here.now(), _ready(len(document["pairs"]), len(document["alone"]))):
            raise run_cancelled()
        uow.commit()
    return digest


def parts_of(found: PairProposal | CoverProposal) -> dict[str, Any]:
    """Write a proposal down: the pairs, who stays alone, the way out, the proof, and cover where it is that."""
    matching = found.matching if isinstance(found, CoverProposal) else found
    parts: dict[str, Any] = plain(matching)
    return {**parts, "covers": plain(found.covers) if isinstance(found, CoverProposal) else []}


def _ready(pairs: int, alone: int) -> Text:
    return Text(f"结对方案已就绪：{pairs} 对，{alone} 人没有师傅。", f"The pairs are ready: {pairs}, {alone} alone.")


def read_proposal(context: Context, run: str) -> Mapping[str, Any]:
    """Give the proposal of a finished run; raises NotFound or Conflict while there is none."""
    with context.database.reading() as uow:
        return proposal_of(uow, run)


def proposal_of(uow: UnitOfWork, run: str) -> Mapping[str, Any]:
    """Give the proposal of a run within a unit of work; raises like `read_proposal`."""
    found = uow.runs.get(run)
    if found is None or found.kind != PAIRS:
        raise NotFound(
            Text(f"没有结对方案“{run}”。", f'There is no proposal of pairs "{run}".'),
            Text("列表见 fenliu runs。", "`fenliu runs` lists them."),
            code="run-unknown",
        )
    document: Mapping[str, Any] = uow.documents.get(_result(found))
    return document


def _result(run: Run) -> str:
    if run.result:
        return run.result
    raise Conflict(
        Text("任务没有方案（{state}）。", "The run has no proposal ({state}).").fill(state=STATES[run.state]),
        Text("请等待完成，或重新提交。", "Wait for it to finish, or submit it anew."),
        code="run-without-plan",
        facts={"state": run.state},
    )
