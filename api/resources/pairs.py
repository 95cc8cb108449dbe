"""Pairs (师徒结对): proposed or covered by a run, looked at, accepted by a person; the mentor ledger and its steps."""

from collections.abc import Mapping
from typing import Any

from allocator.services.pairs.pair_acceptance import accept
from allocator.services.pairs.pair_ledgers import advance, ledgers
from allocator.services.pairs.pair_views import accepted_view, advanced_view, ledger_view, proposal_view
from allocator.services.pairs.pairs import PAIRS, read_proposal
from allocator.services.runs import read_run, run_view
from api.noun import LOCATION, Noun, key_of_request
from api.schemas.pairs import (
    Acceptance,
    AcceptanceIn,
    Advanced,
    CoverIn,
    LedgerQuery,
    Ledgers,
    ProposalIn,
    RunWithProposal,
    StepIn,
)
from api.schemas.runs import Run
from api.spec import PREFIX
from api.surroundings import acting, engine

pairs = Noun("pairs", "师徒结对 Mentors and apprentices: proposed, covered, accepted; the ledger. Never a ranking.")


@pairs.post("/proposals")
@pairs.needs("pairs:write")
@pairs.arguments(ProposalIn, example={"anew": False, "seconds": 10})
@pairs.keyed
@pairs.response(202, Run, headers=LOCATION)
def propose(body: Mapping[str, Any]) -> Any:
    """Ask for a mentor for every apprentice without one; a worker matches them."""
    return _submitted({"anew": body["anew"], "seconds": body["seconds"]})


@pairs.post("/covers")
@pairs.needs("pairs:write")
@pairs.arguments(CoverIn, example={"person": "G14", "until": "2026-12-04", "seconds": 10})
@pairs.keyed
@pairs.response(202, Run, headers=LOCATION)
def cover(body: Mapping[str, Any]) -> Any:
    """Ask for cover for the apprentices of a mentor who is away, to the day given or the end of the leave entered."""
    until = body["until"]
    return _submitted(
        {"person": body["person"], "until": until.isoformat() if until else None, "seconds": body["seconds"]}
    )


def _submitted(params: Mapping[str, Any]) -> Any:
    run = engine().submit(PAIRS, params, acting().actor, key_of_request())
    return run_view(run), 202, {"Location": f"{PREFIX}/pairs/proposals/{run.id}"}


@pairs.get("/proposals/<uuid:run_id>")
@pairs.needs("pairs:read")
@pairs.response(200, RunWithProposal)
def read(run_id: object) -> Any:
    """Read how far a run is, and its proposal once it is done."""
    run = read_run(acting(), str(run_id))
    done = run.result and run.kind == PAIRS
    return {**run_view(run), "proposal": proposal_view(run.id, read_proposal(acting(), run.id)) if done else None}


@pairs.post("/proposals/<uuid:run_id>/acceptance")
@pairs.needs("pairs:accept")
@pairs.arguments(AcceptanceIn, example={"apprentices": None})
@pairs.alt_response(412, "PRECONDITION_FAILED")
@pairs.response(200, Acceptance)
def acceptance(body: Mapping[str, Any], run_id: object) -> Any:
    """Accept a proposal, whole or for some apprentices: the pairs begin today.

    Refused as stale (412) when the office or the rulebook changed since it was made.
    """
    return accepted_view(accept(acting(), str(run_id), body["apprentices"]))


@pairs.get("/ledgers")
@pairs.needs("pairs:read")
@pairs.arguments(LedgerQuery, location="query")
@pairs.response(200, Ledgers)
def index(query: Mapping[str, Any]) -> Any:
    """Read the mentor ledger: of everybody, of one apprentice, or of one mentor's; in the office's own order."""
    found = ledgers(acting(), query.get("person"), query.get("days"))
    return {"items": [ledger_view(book) for book in found]}


@pairs.post("/steps")
@pairs.needs("pairs:accept")
@pairs.arguments(StepIn, example={"person": "G15", "step": None})
@pairs.once
@pairs.response(200, Advanced)
def step(body: Mapping[str, Any]) -> Any:
    """Decide on an apprentice's step of the ladder: the one the ledger proposes, or another that is named."""
    return advanced_view(advance(acting(), body["person"], body["step"]))
