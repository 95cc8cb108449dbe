"""Files on their way in and typed filings as JSON documents (导入与录入视图)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from allocator.decisions.triage.triage import Classification
from allocator.domain.canonical import plain
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Text
from allocator.persistence.import_drafts import ImportDraft
from allocator.services.intake.import_drafts import Look
from allocator.services.intake.typed_filings import Typed


def draft_view(draft: ImportDraft) -> dict[str, Any]:
    """Show a file on its way in; `done` says what its import did."""
    return {
        "id": str(UUID(draft.id)),
        "version": draft.version,
        "name": draft.name,
        "digest": draft.digest,
        "row_count": draft.rows,
        "done": draft.done and plain(draft.done),
        "created_at": plain(draft.created_at),
        "changed_at": plain(draft.changed_at),
    }


def look_view(look: Look) -> dict[str, Any]:
    """Show a file as it would be imported, with all that was said of it."""
    said = look.said
    return {
        **draft_view(look.draft),
        "sheet": look.sheet.as_dict(),
        "new": look.new,
        "corrected": [{"row": row, "column": at, "text": text} for (row, at), text in sorted(said.cells.items())],
        "left_out": sorted(said.left_out),
    }


def typed_view(typed: Typed) -> dict[str, Any]:
    """Show what was typed, as it is understood: faults by field, and what triage says once there are none that stop it."""
    return {
        "case_no": typed.report.case_no,
        "faults": [fault.as_dict() for fault in typed.report.faults],
        "on_docket": None if typed.known is None else typed.known.id,
        "triage": None if typed.triage is None else _outcome(typed.triage, typed.reasons, typed.within.rulebook),
    }


def _outcome(found: Classification, reasons: Sequence[Text], rulebook: Rulebook) -> dict[str, Any]:
    """Show what triage says of facts that are no case yet."""
    question = found.question
    return {
        "class": found.track,
        "lane": found.lane,
        "lane_name": rulebook.lanes[found.lane].name.as_dict(),
        "certain": found.certain,
        "reasons": [sentence.as_dict() for sentence in reasons],
        "unknown": list(found.unknown),
        "ask_next": None if question is None else {"fact": question.fact, "question": question.text.as_dict()},
        "minutes": dict(found.weight.minutes),
    }
