"""Certificates of plans (方案证明): handed out as one file, and verified without any office's database."""

import json
from typing import Any

from allocator.decisions.certificate import exported, must_be_certified
from allocator.decisions.verification import Verdict
from allocator.domain.canonical import plain
from allocator.services.context import Context
from allocator.services.plans import draft_in


def export_certificate(context: Context, run: str) -> dict[str, Any]:
    """Give the one document that stands for a run's plan; raises NotFound or Conflict where there is none."""
    with context.database.reading() as uow:
        document = draft_in(uow, run).document
        must_be_certified(document)
        return exported(document, json.loads(uow.documents.get_text(document["instance"])))


def verdict_view(verdict: Verdict) -> dict[str, Any]:
    """Show what verifying a certificate came to."""
    return {
        "holds": verdict.holds,
        "open": verdict.open,
        "seal": verdict.seal,
        "findings": [plain(item) for item in verdict.findings],
    }
