"""Looking back (审计): a decision run again, a case's history, a day's draws handed out for anybody to verify."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from allocator.decisions.certificates.code import code_digest
from allocator.decisions.recommendation.draw import Draw, draw
from allocator.decisions.recommendation.recommendation import Ranking, candidate_of, rank
from allocator.decisions.recommendation.shares import Shares
from allocator.decisions.triage.triage import classify
from allocator.domain.canonical import plain, restore
from allocator.domain.errors import NotAllowed, NotFound
from allocator.domain.facts import CaseInput
from allocator.domain.hidden import Hidden
from allocator.domain.snapshot import CaseToPlace
from allocator.domain.words import Text, listed
from allocator.persistence.log import Entry
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.assignment.draw_reveals import REVEALED
from allocator.services.cases.lane_entries import replay_lane
from allocator.services.context import Context
from allocator.services.drawing import over_before, reveal_past, secret_of
from allocator.services.log_words import entry_named
from allocator.services.remembering import kept_office, kept_snapshot, outcome_of, ranking_entry
from allocator.services.transaction import the_office, writing

FORMAT = "fenliu-draws-1"


@dataclass(frozen=True, slots=True)
class Replay:
    """A stored decision run again: `stored` and `again` are the outcomes, equal when `identical`.

    `note` says why they may differ all the same: another version of the program decided, or wall time cut the search short.
    """

    decision: int
    kind: str
    identical: bool
    stored: Any
    again: Any
    note: Text | None = None


def decision(context: Context, seq: int) -> Entry:
    """Give one entry of the log; raises NotFound."""
    with context.database.reading() as uow:
        return _entry(uow, seq)


def _entry(uow: UnitOfWork, seq: int) -> Entry:
    entry = uow.log.get(seq)
    if entry is None:
        raise NotFound(
            Text(f"没有第 {seq} 号决定。", f"There is no decision {seq}."),
            Text("编号见案件的 decision 字段。", "Cases name theirs in the field decision."),
            code="decision-unknown",
        )
    return entry


def history(context: Context, case_id: int) -> list[Entry]:
    """Give every entry about one case, oldest first."""
    with context.database.reading() as uow:
        return uow.log.entries(case_id=case_id)


def replay(context: Context, seq: int) -> Replay:
    """Run a stored decision again from what was stored; raises NotAllowed for entries that decided nothing."""
    with context.database.reading() as uow:
        entry = _entry(uow, seq)
        runner = RUNNERS.get(entry.kind)
        if runner is None:
            raise NotAllowed(
                Text("第 {seq} 号记录（{kind}）不是可重演的决定。", "Entry {seq} ({kind}) decided nothing.").fill(
                    seq=seq, kind=entry_named(entry.kind)
                ),
                Text("可重演：{kinds}。", "Can be run again: {kinds}.").fill(kinds=listed(map(entry_named, RUNNERS))),
                code="not-a-decision",
            )
        with uow.for_the_office():
            stored, again = runner(uow, entry)
        return Replay(seq, entry.kind, stored == again, stored, again, _note(uow, entry))


def _note(uow: UnitOfWork, entry: Entry) -> Text | None:
    """Say what stands in the way of the same outcome, by the certificate of the plan where there is one."""
    named = entry.body.get("document")
    certificate = uow.documents.get(named).get("certificate", {}) if named else {}
    if certificate.get("digests", {}).get("code", code_digest()) != code_digest():
        return Text("当时由另一版本的程序作出。", "Another version of the program made it.")
    if certificate.get("safety_net"):
        return Text("当时的求解被时限截断。", "Wall time cut its search short.")
    return None


def _replay_triage(uow: UnitOfWork, entry: Entry) -> tuple[Any, Any]:
    body = entry.body
    case = restore(CaseInput, body["input"])
    again = classify(case, kept_office(uow, body["office"]), uow.rulebooks.by_digest(body["rulebook"]))
    return body["outcome"], outcome_of(again)


def _replay_assignment(uow: UnitOfWork, entry: Entry) -> tuple[Any, Any]:
    body = entry.body
    snapshot = kept_snapshot(uow, body["snapshot"])
    to_place = restore(CaseToPlace, body["place"])
    ranking = rank(to_place, snapshot)
    chosen, drawn = body["officer"], None
    if body["draw"]:
        drawn = _drawn_anew(uow, body, ranking, snapshot.day)
        chosen = drawn.chosen
    given = candidate_of(snapshot.office.officer(chosen), to_place, Shares(snapshot))
    again: dict[str, Any] = {
        **ranking_entry(ranking),
        "draw": plain(drawn),
        "officer": chosen,
        "mentor": given.mentor,
        "charges": dict(given.charges),
        "load": [given.before.permille, given.after.permille],
    }
    return {name: body[name] for name in again}, again


def _drawn_anew(uow: UnitOfWork, body: Mapping[str, Any], ranking: Ranking, day: date) -> Draw:
    """Draw once more; what had come out again after an undo is held against the entry it came from."""
    before = uow.log.get(body["repeats"]) if "repeats" in body else None
    if before is not None:
        return restore(Draw, before.body["draw"])
    return draw(secret_of(uow, day), body["case_no"], body["draw"]["round"], ranking.pool, ranking.pool_digest)


def _replay_batch(uow: UnitOfWork, entry: Entry) -> tuple[Any, Any]:
    from allocator.services.plans import plan_replay  # brings the solver, which no other replay should wait for

    return plan_replay.RUNNERS[entry.kind](uow, entry)


RUNNERS = {
    "filing": _replay_triage,
    "facts": _replay_triage,
    "lane": replay_lane,
    "assignment": _replay_assignment,
    "plan": _replay_batch,
    "rebalance": _replay_batch,
    "publication": _replay_batch,
    "placement": _replay_batch,
    "pairs": _replay_batch,
    "field_plan": _replay_batch,
    "trips_published": _replay_batch,
    "trips_repaired": _replay_batch,
}


def export_draws(context: Context, day: date) -> dict[str, Any]:
    """Give a past day's transcript with its secret; raises NotAllowed while the day lasts, NotFound without draws.

    Every entry of the day goes along, whatever it is about: a draw left out would be a gap in the numbers. So does the
    entry that follows the day, so that nothing can be cut off at the end; of a day whose secret two persons showed before
    it was over, the entry that shows it, after which nothing was drawn. Of an entry that tells of a case which is not for
    whoever asks, only its number and its two hashes go along: its place in the chain is still proven.
    """
    with writing(context) as (uow, here):
        today = over_before(here, the_office(uow))
        shown = _shown_early(uow, day) if day >= today else None
        reveal_past(uow, here, today)
        secret = secret_of(uow, day)
        known = uow.draws.day(day)
        walked = uow.log.walk(day=day)
        entries = [_exported(entry, uow.hidden) for entry in walked if shown is None or entry.seq < shown.seq]
        closing = shown or (uow.log.get(entries[-1]["seq"] + 1) if entries else None)
        uow.commit()
    return {
        "format": FORMAT,
        "day": day.isoformat(),
        "commitment": known.commitment if known else "",
        "secret": secret.hex(),
        "entries": entries,
        "closing": _exported(closing, uow.hidden) if closing else None,
    }


def _shown_early(uow: UnitOfWork, day: date) -> Entry:
    """Find the entry by which two persons showed the secret of a day not over yet; raises NotAllowed where there is none."""
    for entry in uow.log.walk(kind=REVEALED):
        if entry.body["day"] == day.isoformat():
            return entry
    raise NotAllowed(
        Text(f"{day} 尚未结束，密钥不得公开。", f"{day} is not over; its secret stays closed."),
        Text(
            "请在次日导出，或由两人复核提前公开。",
            "Export it from the next day on, or have two persons show it before.",
        ),
        code="draw-day-open",
    )


def _exported(entry: Entry, hidden: Hidden) -> dict[str, Any]:
    if entry.case_id in hidden.ids or hidden.names_any(entry.body):
        return {"seq": entry.seq, "withheld": True, "prev_hash": entry.prev_hash, "hash": entry.hash}
    return {
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        "kind": entry.kind,
        "case_id": entry.case_id,
        "body": entry.body,
        "prev_hash": entry.prev_hash,
        "hash": entry.hash,
    }
