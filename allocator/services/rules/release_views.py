"""How versions of the rules, their rehearsals and releases are shown (规则版本视图)."""

import math
from collections.abc import Sequence
from typing import Any

from allocator.services.rules.releases import RehearsedRules, Released, Version
from allocator.services.rules.rule_watch import Watched


def rehearsed_view(draft: RehearsedRules) -> dict[str, Any]:
    """Show a rehearsed version: who proposed it, what it follows, the report, and what became of it."""
    parts = {name: value for name, value in draft.document.items() if name != "text"}
    return {**parts, "document": draft.digest, "released": bool(draft.published), "withdrawn": draft.withdrawn}


def released_view(done: Released) -> dict[str, Any]:
    """Show a version put in force."""
    return {
        "run": done.run,
        "version": done.rulebook.version,
        "rulebook": done.rulebook.digest,
        "effective_from": done.rulebook.effective_from.isoformat(),
        "follows": done.follows,
        "by": done.by,
    }


def watched_view(found: Watched) -> dict[str, Any]:
    """Show what drifts from its forecast; a band without a bound is null."""
    return {
        "version": found.version,
        "weeks": found.weeks,
        "follows": found.follows,
        "drifts": [
            {
                "series": drift.series,
                "weeks": drift.weeks,
                "value": drift.value,
                "band": [end if math.isfinite(end) else None for end in (drift.low, drift.high)],
                "text": drift.text.as_dict(),
            }
            for drift in found.drifts
        ],
    }


def versions_view(found: Sequence[Version]) -> dict[str, Any]:
    """Show every version kept, the newest first."""
    return {
        "items": [
            {
                "version": item.version,
                "rulebook": item.digest,
                "effective_from": item.effective_from.isoformat(),
                "in_force": item.in_force,
                "to_begin": item.to_begin,
                "state": item.state.as_dict(),
            }
            for item in found
        ]
    }
