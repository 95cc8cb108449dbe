"""Answers about a move a person settled on (释明选定的移交): no search decided it, and the plan was made around it."""

from collections.abc import Mapping
from typing import Any

from allocator.decisions.explaining.answers import Answer
from allocator.decisions.explaining.changes import called
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text


def why_taken(row: Mapping[str, Any], snapshot: Snapshot, asked: str | None = None) -> Answer:
    """Say that a case moves because somebody ticked that move; of another person `asked`, what would bring it there."""
    case_no, lead, holder = row["case_no"], row["officer"], row["holder"]
    first = Text(
        "{case}由{holder}移交{person}，是主管勾选选定的；重算时照此保留，只对其余案件求解。",
        "{case} moves from {holder} to {person} because a supervisor ticked that move; drafting anew kept it and searched the rest.",
    ).fill(case=case_no, holder=called(holder, snapshot), person=called(lead, snapshot))
    facts = {"lead": lead, "taken": True} | ({"asked": asked} if asked else {})
    return Answer((first, _otherwise(asked, holder, lead, snapshot)), facts)


def _otherwise(asked: str | None, holder: str, lead: str, snapshot: Snapshot) -> Text:
    """Say what to do for another outcome: it is a person's word, and a person can take it back."""
    if asked is None or asked == lead:
        return Text(
            "如不再选定，请取消勾选后重算，新方案将不含该移交。",
            "To take that back, untick it and draft anew: the plan is then made without this move.",
        )
    if asked == holder:
        return Text(
            "如要留给{person}，请勾选“留给”后重算。", 'To leave it with {person}, tick "stays" and draft anew.'
        ).fill(person=called(asked, snapshot))
    return Text(
        "如要改由{person}承办，取消勾选后重算，或在团队负荷页直接改派。",
        "For {person} to have it, untick it and draft anew, or reassign it from the board of teams.",
    ).fill(person=called(asked, snapshot))
