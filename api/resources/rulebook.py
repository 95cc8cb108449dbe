"""The rulebook in force, another one tried over the stock, and versions rehearsed and released (规则手册、试算、先试后行)."""

from typing import Any

from allocator.services.rules.proposals import check_released
from allocator.services.rules.rehearsal import rehearse, rulebook_of
from allocator.services.rules.release_views import rehearsed_view, released_view, versions_view, watched_view
from allocator.services.rules.releases import (
    REHEARSAL,
    bring_back,
    propose_rules,
    read_rehearsal,
    release_rules,
    versions,
    withdraw_rules,
)
from allocator.services.rules.rule_books import compare_rules, compared_view
from allocator.services.rules.rule_watch import watch_rules
from allocator.services.rules.taken_back import take_back_version
from allocator.services.runs import read_run, run_view
from allocator.services.views import rehearsal_view
from api.door import PLAIN
from api.noun import LOCATION, Noun, key_of_request
from api.schemas.fields import PROSE_PATTERN
from api.schemas.office import LONGEST_RULEBOOK, Rehearsal, Rulebook, RulebookIn
from api.schemas.releases import (
    DifferenceQuery,
    Rehearsed,
    Released,
    RulesCompared,
    RunWithRehearsal,
    TakingBackIn,
    Versions,
    Watched,
)
from api.schemas.runs import Run
from api.spec import PREFIX
from api.surroundings import acting, asking, engine
from api.views import rulebook_view

rulebook = Noun(
    "rulebook", "规则手册 The rules in force, what other rules would change, and how a version is released."
)
PLAIN_BODY = {
    "content": {PLAIN: {"schema": {"type": "string", "maxLength": LONGEST_RULEBOOK, "pattern": PROSE_PATTERN}}}
}


@rulebook.get("")
@rulebook.needs("rulebook:read")
@rulebook.response(200, Rulebook)
def read() -> Any:
    """Read the rulebook in force."""
    return rulebook_view(rulebook_of(acting()))


@rulebook.post("/rehearsals")
@rulebook.needs("rulebook:rehearse")
@rulebook.doc(requestBody=PLAIN_BODY)
@rulebook.arguments(RulebookIn, location="rulebook")
@rulebook.response(200, Rehearsal)
def rehearsal(body: dict[str, str]) -> Any:
    """Try another rulebook over every open case; changes nothing.

    The rulebook is the text of its file, as text/plain or as JSON.
    """
    return rehearsal_view(rehearse(acting(), body["toml"]))


@rulebook.get("/difference")
@rulebook.needs("rulebook:read")
@rulebook.arguments(DifferenceQuery, location="query")
@rulebook.response(200, RulesCompared)
def difference(query: dict[str, str]) -> Any:
    """Read every difference between two versions, each named by its digest: by table, id and key, as the files have them."""
    return compared_view(compare_rules(acting(), query["old"], query["new"]))


@rulebook.get("/versions")
@rulebook.needs("rulebook:read")
@rulebook.response(200, Versions)
def index() -> Any:
    """List every version kept, the newest first."""
    return versions_view(versions(acting()))


@rulebook.post("/proposals")
@rulebook.needs("rulebook:rehearse")
@rulebook.doc(requestBody=PLAIN_BODY)
@rulebook.arguments(RulebookIn, location="rulebook")
@rulebook.keyed
@rulebook.alt_response(409, "CONFLICT")
@rulebook.response(202, Run, headers=LOCATION)
def propose(body: dict[str, str]) -> Any:
    """Propose a version: a worker rehearses it over the stock, past filings and the coming months."""
    params = propose_rules(acting(), body["toml"])
    run = engine().submit(REHEARSAL, params, acting().actor, key_of_request())
    return run_view(run), 202, {"Location": f"{PREFIX}/rulebook/proposals/{run.id}"}


@rulebook.get("/proposals/<uuid:run_id>")
@rulebook.needs("releases:read")
@rulebook.response(200, RunWithRehearsal)
def proposal(run_id: object) -> Any:
    """Read how far a rehearsal is, and its report once it is done; an auditor reads those of versions that were released."""
    run = read_run(acting(), str(run_id))
    check_released(acting(), run, drafts=asking().may("rulebook:rehearse"))
    done = run.result and run.kind == REHEARSAL
    return {**run_view(run), "rehearsal": rehearsed_view(read_rehearsal(acting(), run.id)) if done else None}


@rulebook.post("/proposals/<uuid:run_id>/release")
@rulebook.needs("rulebook:release")
@rulebook.alt_response(412, "PRECONDITION_FAILED")
@rulebook.response(200, Released)
def release(run_id: object) -> Any:
    """Put a rehearsed version in force from the day it names.

    Where the rules in force ask for it, somebody else than who proposed it must do so. Refused as stale (412) when other
    rules came into force since the rehearsal.
    """
    return released_view(release_rules(acting(), str(run_id)))


@rulebook.post("/proposals/<uuid:run_id>/withdrawal")
@rulebook.needs("rulebook:rehearse")
@rulebook.response(200, Rehearsed)
def withdrawal(run_id: object) -> Any:
    """Withdraw a version that was not released. Asked again, it answers as before."""
    return rehearsed_view(withdraw_rules(acting(), str(run_id)))


@rulebook.get("/watch")
@rulebook.needs("rulebook:read")
@rulebook.response(200, Watched)
def watch() -> Any:
    """Hold the weeks since a rehearsal against the forecast of the version in force; what drifts for two weeks is named."""
    return watched_view(watch_rules(acting()))


@rulebook.post("/versions/<digest>/withdrawal")
@rulebook.needs("rulebook:release")
@rulebook.alt_response(409, "CONFLICT")
@rulebook.arguments(TakingBackIn, example={"because": "附件二尚未定稿"})
@rulebook.response(200, Versions)
def take_back(body: dict[str, str], digest: str) -> Any:
    """Let a version never begin that is yet to, with the reason; asked again, it answers as before."""
    take_back_version(acting(), digest, body["because"])
    return versions_view(versions(acting()))


@rulebook.post("/retreat")
@rulebook.needs("rulebook:release")
@rulebook.once
@rulebook.alt_response(409, "CONFLICT")
@rulebook.response(200, Released)
def retreat() -> Any:
    """Take the version in force back, so that the one before it holds again; cases given meanwhile stay as they are."""
    return released_view(bring_back(acting()))
