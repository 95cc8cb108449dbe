"""How decisions are written down (留痕): enough in each entry to run it again, larger inputs by digest."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from allocator.decisions.recommendation.placing import named_handler, placed
from allocator.decisions.recommendation.pool_guard import OfficeEdit
from allocator.decisions.recommendation.recommendation import Ranking
from allocator.decisions.triage.triage import Classification
from allocator.domain.canonical import plain, restore
from allocator.domain.docket import Case
from allocator.domain.facts import CaseInput
from allocator.domain.ledgers import Ledgers
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.persistence.unit_of_work import UnitOfWork

GUARD_SPAN = timedelta(days=60)
OUTCOME = (
    "track", "lane", "certain", "tracks", "lanes", "rule", "score", "unknown", "flips", "priority", "livelihood", "skills",
)  # fmt: skip


def outcome_of(classification: Classification) -> dict[str, Any]:
    """Give the outcome of triage as it is stored and compared."""
    found = {name: plain(getattr(classification, name)) for name in OUTCOME}
    question = classification.question
    weight = classification.weight
    return {
        **found,
        "question": question.fact if question else None,
        "minutes": dict(weight.minutes),
        "least": dict(weight.least),
        "most": dict(weight.most),
    }


def triage_entry(
    uow: UnitOfWork, case: CaseInput, classification: Classification, office: Office, rulebook: Rulebook
) -> dict[str, Any]:
    """Write down one classification: its whole input and its outcome."""
    return {
        "case_no": case.filing.case_no,
        "input": case,
        "office": keep_office(uow, office),
        "rulebook": rulebook.digest,
        "outcome": outcome_of(classification),
    }


def keep_office(uow: UnitOfWork, office: Office) -> str:
    """Keep the state of the office under its digest, once."""
    return uow.documents.put("office", office)


_offices: dict[str, Office] = {}
_KEPT = 4


def kept_office(uow: UnitOfWork, digest: str) -> Office:
    """Give a kept state of the office again; one that was met lately is not read anew, for its digest names all of it."""
    found = _offices.get(digest)
    if found is None:
        for old in list(_offices)[: max(0, len(_offices) - _KEPT + 1)]:
            _offices.pop(old, None)
        found = _offices[digest] = restore(Office, uow.documents.get(digest))
    return found


def snapshot_entry(uow: UnitOfWork, snapshot: Snapshot) -> dict[str, Any]:
    """Write down what a decision saw."""
    return {
        "office": keep_office(uow, snapshot.office),
        "rulebook": snapshot.rulebook.digest,
        "day": snapshot.day.isoformat(),
        "held": dict(snapshot.held),
        "recent": dict(snapshot.recent),
        **({"filled": dict(snapshot.filled)} if snapshot.filled else {}),
        **({} if snapshot.ledgers == Ledgers() else {"ledgers": uow.documents.put("ledgers", snapshot.ledgers)}),
    }


def kept_snapshot(uow: UnitOfWork, entry: Mapping[str, Any]) -> Snapshot:
    """Give a written-down snapshot again."""
    return Snapshot(
        office=kept_office(uow, entry["office"]),
        rulebook=uow.rulebooks.by_digest(entry["rulebook"]),
        day=date.fromisoformat(entry["day"]),
        held=entry["held"],
        recent=entry["recent"],
        ledgers=restore(Ledgers, uow.documents.get(entry["ledgers"])) if "ledgers" in entry else Ledgers(),
        filled=entry.get("filled", {}),
    )


def edits_of(uow: UnitOfWork, snapshot: Snapshot) -> tuple[OfficeEdit, ...]:
    """Give what was entered into the office's data lately, for the pool guard."""
    since = snapshot.day - GUARD_SPAN
    return tuple(OfficeEdit(table, officer, day) for table, officer, day in uow.edits.since(since))


def ranking_entry(ranking: Ranking) -> dict[str, Any]:
    """Write down a ranking: candidates with loads and price, refused with codes, and the pool."""
    return {
        "candidates": [
            [item.officer, item.before.permille, item.after.permille, item.price] for item in ranking.candidates
        ],
        "refused": [[item.officer, [reason.code for reason in item.reasons]] for item in ranking.refused],
        "pool": list(ranking.pool),
        "pool_digest": ranking.pool_digest,
    }


def place(uow: UnitOfWork, case: Case, snapshot: Snapshot, *, with_ties: bool = True) -> CaseToPlace:
    """Give a case as recommendation and allocation see it, with the cases tied to it if wanted (a query for each case)."""
    with uow.for_the_office():
        linked = uow.cases.linked(case.input.filing) if with_ties else None
        return placed(case, snapshot, linked, _reviewed_handlers(uow, case, snapshot))


def _reviewed_handlers(uow: UnitOfWork, case: Case, snapshot: Snapshot) -> tuple[str, ...]:
    """Give everybody who ever led or mentored the case under objection or review: they may not sit on it (OBJ 11)."""
    filing = case.input.filing
    kind = snapshot.rulebook.kinds.get(filing.kind)
    if kind is None or not kind.reviews:
        return ()
    former = uow.cases.find(filing.origin_case_no) if filing.origin_case_no else None
    held = _ever_held(uow, former) if former else []
    named = [named_handler(filing, snapshot.office)]
    return tuple(dict.fromkeys(code for code in (*held, *named) if code))


def _ever_held(uow: UnitOfWork, case: Case) -> list[str | None]:
    """Give who holds a case and who held it before: each assignment's entry names whom it took the case from."""
    given = [entry.body for entry in uow.log.entries(case_id=case.id) if entry.kind in ("assignment", "placement")]
    now = [case.holding.officer, case.holding.mentor] if case.holding else []
    return [*now, *(body.get(name) for body in given for name in ("officer", "mentor", "from"))]
