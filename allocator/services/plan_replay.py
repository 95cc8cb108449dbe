"""Running a stored plan again (方案重演): the same cases, office and seed give the same plan, the same check its verdict."""

from typing import Any

from allocator.decisions.allocation import allocate
from allocator.decisions.checker import check_plan
from allocator.domain.canonical import plain, restore
from allocator.domain.snapshot import CaseToPlace
from allocator.persistence.log import Entry
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.drawing import secret_of
from allocator.services.pairs import decide, parts_of
from allocator.services.plans import lots_of, placements, seed_of
from allocator.services.remembering import kept_snapshot

COMPARED = ("instance", "seed", "rows", "unplaced", "loads", "measured", "objections")
GIVEN = ("case_no", "officer", "mentor", "charges")


def replay_plan(uow: UnitOfWork, entry: Entry) -> tuple[Any, Any]:
    """Solve a plan's instance again; gives what was stored, and what comes out now."""
    document = uow.documents.get(entry.body["document"])
    snapshot = kept_snapshot(uow, document["snapshot"])
    secret = secret_of(uow, snapshot.day)
    cases = [restore(CaseToPlace, item) for item in document["cases"]]
    seed = seed_of(secret, snapshot.digest)
    plan = allocate(cases, snapshot, lots_of(secret), seed, document["seconds"])
    again = {"seed": seed, **{name: plain(getattr(plan, name)) for name in COMPARED if name != "seed"}}
    return {name: document[name] for name in COMPARED}, again


def replay_publication(uow: UnitOfWork, entry: Entry) -> tuple[Any, Any]:
    """Check the published rows again on the loads of that moment; gives rows and objections as stored and as now."""
    body = entry.body
    drafted = {row["case_no"]: row for row in uow.documents.get(body["document"])["rows"]}
    places = [restore(CaseToPlace, item) for item in uow.documents.get(body["places"])]
    objections = check_plan(places, placements(body["rows"]), kept_snapshot(uow, body["snapshot"]))
    stored = {"rows": body["rows"], "objections": []}
    return stored, {"rows": [drafted.get(name) for name in body["cases"]], "objections": plain(objections)}


def replay_placement(uow: UnitOfWork, entry: Entry) -> tuple[Any, Any]:
    """Look one case of a publication up again; gives its row as the case's entry has it, and as it was published."""
    published = uow.log.get(entry.body["publication"])
    rows = published.body["rows"] if published else []
    found: dict[str, Any] = next((row for row in rows if row["case_no"] == entry.body["case_no"]), {})
    return {name: entry.body[name] for name in GIVEN}, {name: found.get(name) for name in GIVEN}


def replay_pairs(uow: UnitOfWork, entry: Entry) -> tuple[Any, Any]:
    """Match pairs or cover again; gives what was stored, and what comes out now: all but how long it took."""
    document = uow.documents.get(entry.body["document"])
    snapshot = kept_snapshot(uow, document["snapshot"])
    again = parts_of(decide(document, snapshot, secret_of(uow, snapshot.day)))
    names = again.keys() - {"certificate"}
    return {name: document[name] for name in names}, {name: again[name] for name in names}


RUNNERS = {"plan": replay_plan, "publication": replay_publication, "placement": replay_placement, "pairs": replay_pairs}
