"""Classes given by hand in the log (人工变更繁简留痕): an entry of their own kind, with enough in it to run it again and to take it back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from allocator.decisions.triage.by_hand import Heard, Said, hear
from allocator.decisions.triage.triage import classify
from allocator.domain.canonical import plain, restore
from allocator.domain.cases import CaseState
from allocator.domain.docket import Case, Hand, Holding, Standing
from allocator.domain.facts import CaseInput
from allocator.domain.snapshot import Snapshot
from allocator.persistence.log import Entry
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.cases.casework import entry_of
from allocator.services.context import Context
from allocator.services.remembering import kept_office, outcome_of

LANE, LANE_UNDONE = "lane", "lane_undone"


@dataclass(frozen=True, slots=True)
class Laned:
    """A case of whose class somebody spoke (人工变更结果), what became of it, and the entry of the log."""

    case: Case
    heard: Heard
    decision: int


def remember(
    uow: UnitOfWork, here: Context, case: Case, said: Said, heard: Heard, snapshot: Snapshot, because: Mapping[str, Any]
) -> Laned:
    """Write down what was said of a class and keep the case as it now stands; `because` holds the reason and the words."""
    after = heard.outcome.case
    entry = {
        **entry_of(uow, case, heard.outcome, snapshot, because),
        "said": plain(said),
        "act": heard.act,
        "day": snapshot.day.isoformat(),
        "was": {"standing": plain(case.standing), "holding": plain(case.holding) if case.holding else None},
        "stands": plain(after.standing),
    }
    seq = uow.log.append(here.now(), here.actor, LANE, case.id, entry)
    standing = replace(
        after.standing,
        decision=seq,
        hand=_numbered(after.standing.hand, seq),
        asked=_numbered(after.standing.asked, seq),
    )
    saved = uow.cases.save(replace(after, standing=standing), case.version)
    return Laned(saved, Heard(replace(heard.outcome, case=saved), heard.act), seq)


def _numbered(hand: Hand | None, seq: int) -> Hand | None:
    """Name the entry that is being written in what it says."""
    return replace(hand, decision=seq) if hand is not None and not hand.decision else hand


def replay_lane(uow: UnitOfWork, entry: Entry) -> tuple[Any, Any]:
    """Hear what was said once more; gives what was stored, and what comes out now."""
    body = entry.body
    office, rulebook = kept_office(uow, body["office"]), uow.rulebooks.by_digest(body["rulebook"])
    case = _as_it_was(entry)
    found = classify(case.input, office, rulebook)
    snapshot = Snapshot(office, rulebook, date.fromisoformat(body["day"]))
    heard = hear(case, restore(Said, body["said"]), found, snapshot)
    after = heard.outcome.case
    again = {
        "outcome": outcome_of(found),
        "act": heard.act,
        "stands": plain(after.standing),
        "converted": heard.outcome.converted,
        "charges": dict(after.holding.charges) if after.holding else None,
    }
    return {name: body[name] for name in again}, again


def before(entry: Entry) -> tuple[Standing, Holding | None]:
    """Give how a case stood, and who held it, before an entry about its class."""
    was = entry.body["was"]
    return restore(Standing, was["standing"]), restore(Holding, was["holding"]) if was["holding"] else None


def _as_it_was(entry: Entry) -> Case:
    standing, holding = before(entry)
    state = CaseState.ASSIGNED if holding else CaseState.WAITING
    given = restore(CaseInput, entry.body["input"])
    return Case(entry.case_id or 0, 0, given, state, standing, datetime.fromisoformat(entry.at), holding)
