"""Pairs, cover and ledgers as JSON documents (视图): one form for the API and the command line."""

from collections.abc import Mapping
from typing import Any

from allocator.decisions.pairs.pair_ledger import Ledger, PairHours
from allocator.domain.canonical import plain
from allocator.domain.people import Pairing
from allocator.domain.workload import Load
from allocator.services.pairs.pair_acceptance import Accepted
from allocator.services.pairs.pair_ledgers import Advanced
from allocator.services.views import load_view

PROPOSAL = (
    "seconds",
    "kept",
    "alone",
    "certificate",
    "check",
    "way_out",
    "way_pairs",
    "way_check",
    "covers",
    "away",
)


def proposal_view(run: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """Show a proposal as it waits for a person: pairs, who stays alone and why, the way out, proof and check."""
    pairs = [
        {**pair, "before": load_view(Load(**pair["before"])), "after": load_view(Load(**pair["after"]))}
        for pair in document["pairs"]
    ]
    parts = {name: document[name] for name in PROPOSAL}
    return {"run": run, "snapshot": document["snapshot_digest"], "pairs": pairs, **parts}


def accepted_view(done: Accepted) -> dict[str, Any]:
    """Show what accepting changed, and the rows the folder should have."""
    return {
        "begun": [pairing_view(pair) for pair in done.begun],
        "ended": [pairing_view(pair) for pair in done.ended],
        "notices": [notice.as_dict() for notice in done.notices],
        "cases_left": dict(done.left),
        "away": [{"officer": item.officer, **plain(item.period)} for item in done.away],
        "decision": done.decision,
    }


def pairing_view(pair: Pairing) -> dict[str, Any]:
    """Show a pair as pairings.csv has it."""
    return {"mentor": pair.mentor, "apprentice": pair.apprentice, **plain(pair.period), "cover": pair.cover}


def ledger_view(book: Ledger) -> dict[str, Any]:
    """Show an apprentice's book; hours as minutes with their interval."""
    shown: dict[str, Any] = plain(book)
    evidence = [{**plain(item), "enough": item.enough} for item in book.evidence]
    return {**shown, "pairs": [_hours(pair) for pair in book.pairs], "evidence": evidence}


def _hours(pair: PairHours) -> dict[str, Any]:
    return {**plain(pair), "still_asked": max(0, pair.asked - pair.given.minutes - pair.running.minutes)}


def advanced_view(done: Advanced) -> dict[str, Any]:
    """Show a step somebody decided on."""
    return {
        "apprentice": done.apprentice,
        "before": done.before,
        "after": done.after,
        "proposed": done.proposed,
        "graduated": done.graduated,
        "ended": [pairing_view(pair) for pair in done.ended],
        "decision": done.decision,
    }
