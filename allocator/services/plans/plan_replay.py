"""Running a stored plan again (方案重演): the same cases, office and seed give the same plan, the same check its verdict."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from allocator.decisions.allocation.allocation import allocate
from allocator.decisions.allocation.move_plan import Asked, Drawn
from allocator.decisions.allocation.rebalancing import rebalance
from allocator.decisions.certificates.certificate import ALLOCATE
from allocator.domain.canonical import plain, restore
from allocator.domain.snapshot import CaseToPlace, HeldCase
from allocator.persistence.log import Entry
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.drawing import secret_of
from allocator.services.fieldwork import replays
from allocator.services.pairs.pairs import decide, parts_of
from allocator.services.plans.plans import lots_of, rows_of, seed_of
from allocator.services.plans.publishing import objections_to
from allocator.services.plans.rebalance import PARTS
from allocator.services.remembering import kept_snapshot

COMPARED = ("instance", "seed", "rows", "unplaced", "loads", "measured", "objections")
GIVEN = ("case_no", "officer", "mentor", "charges")


def replay_plan(uow: UnitOfWork, entry: Entry) -> tuple[Any, Any]:
    """Solve a plan's instance again; gives what was stored, and what comes out now."""
    document = uow.documents.get(entry.body["document"])
    snapshot = kept_snapshot(uow, document["snapshot"])
    secret = secret_of(uow, snapshot.day)
    cases = [restore(CaseToPlace, item) for item in document["cases"]]
    seed = seed_of(secret, ALLOCATE)
    plan = allocate(cases, snapshot, lots_of(secret), seed, document["seconds"])
    again = {"seed": seed, **{name: plain(getattr(plan, name)) for name in COMPARED if name != "seed"}}
    return {name: document[name] for name in COMPARED}, again


def replay_rebalance(uow: UnitOfWork, entry: Entry) -> tuple[Any, Any]:
    """Plan the same moves again; gives what was stored, and what comes out now."""
    document = uow.documents.get(entry.body["document"])
    snapshot = kept_snapshot(uow, document["snapshot"])
    secret = secret_of(uow, snapshot.day)
    drawn = Drawn(lots_of(secret), seed_of(secret, snapshot.digest))
    asked = restore(Asked, document["asked"])
    plan = rebalance(_stock(document), snapshot, asked, drawn, document["seconds"])
    names = (*PARTS, "instance")
    again = {"seed": drawn.seed, **{name: plain(getattr(plan, name)) for name in names}}
    return {name: document.get(name, []) for name in again}, again


def _stock(document: Mapping[str, Any]) -> list[HeldCase]:
    """Give the stock a plan of moves was made from, in its order."""
    places = {item["case"]["filing"]["case_no"]: item for item in (*document["cases"], *document["others"])}
    return [
        HeldCase(
            replace(restore(CaseToPlace, places[name]), holder=holder, declined=()),
            mentor,
            date.fromisoformat(since),
            charges,
        )
        for name, holder, mentor, since, charges in document["held"]
    ]


def replay_publication(uow: UnitOfWork, entry: Entry) -> tuple[Any, Any]:
    """Check the published rows again on the loads of that moment; gives rows and objections as stored and as now."""
    body = entry.body
    document = uow.documents.get(body["document"])
    drafted = {row["case_no"]: row for row in rows_of(document)}
    places = [restore(CaseToPlace, item) for item in uow.documents.get(body["places"])]
    stock = [restore(HeldCase, item) for item in uow.documents.get(body["stock"])] if "stock" in body else []
    objections = objections_to(document, body["rows"], places, stock, kept_snapshot(uow, body["snapshot"]))
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


RUNNERS = {
    "plan": replay_plan,
    "rebalance": replay_rebalance,
    "publication": replay_publication,
    "placement": replay_placement,
    "pairs": replay_pairs,
    "field_plan": replays.replay_draft,
    "trips_published": replays.replay_trips,
    "trips_repaired": replays.replay_trips,
}
