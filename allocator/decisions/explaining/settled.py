"""Answers about cases no search decided on (释明选定的移交与不移交): a move a person settled on, one kept away from, one moved lately."""

from collections.abc import Mapping
from typing import Any

from allocator.decisions.allocation.moving import may_move_from
from allocator.decisions.explaining.answers import Answer
from allocator.decisions.explaining.changes import called
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text

DONE = Text(
    "该移交已发布；如要再改由他人承办，请在团队负荷页改派，或写明理由准许再次移交后重算。",
    "That move is published: for somebody else to have the case, reassign it from the board of teams, "
    "or allow a second move with a reason and draft anew.",
)


def why_taken(
    row: Mapping[str, Any], snapshot: Snapshot, asked: str | None = None, *, published: bool = False
) -> Answer:
    """Say that a case moves because somebody settled on that move; of another person `asked`, what would bring it there.

    A move that is `published` is done: drafting anew does not bring it back.
    """
    case_no, lead, holder = row["case_no"], row["officer"], row["holder"]
    first = Text(
        "{case}由{holder}移交{person}，是主管选定的；重算时照此保留，只对其余案件求解。",
        "{case} moves from {holder} to {person} because a supervisor settled on that move; drafting anew kept it and searched the rest.",
    ).fill(case=case_no, holder=called(holder, snapshot), person=called(lead, snapshot))
    facts = {"lead": lead, "taken": True} | ({"asked": asked} if asked else {})
    return Answer((first, DONE if published else _otherwise(asked, holder, lead, snapshot)), facts)


def _otherwise(asked: str | None, holder: str, lead: str, snapshot: Snapshot) -> Text:
    """Say what to do for another outcome: it is a person's word, and a person can take it back."""
    if asked is None or asked == lead:
        return Text(
            "如要撤回，请去掉该移交后重算；如须排除，并请否定该移交。",
            "To take that back, take that move out and draft anew; to rule it out, refuse it as well.",
        )
    if asked == holder:
        return Text(
            "如要留给{person}，请指明该案不移交后重算（页面“留给”，命令 --keep）。",
            "To leave it with {person}, say that the case stays (on the page, or with --keep) and draft anew.",
        ).fill(person=called(asked, snapshot))
    return Text(
        "如要改由{person}承办，请改选移交{person}后重算（命令 --take），或在团队负荷页直接改派。",
        "For {person} to have it, settle on the move to {person} instead (--take) and draft anew, "
        "or reassign it from the board of teams.",
    ).fill(person=called(asked, snapshot))


KEPT, LATELY = "kept", "moved_lately"


def why_stays(case: CaseToPlace, why: str, snapshot: Snapshot, asked: str | None = None) -> Answer | None:
    """Say that a case could not move because a person keeps it where it is, or it moved lately; None for any other reason."""
    told = {KEPT: _kept, LATELY: _moved_lately}.get(why)
    if told is None or case.holder is None:
        return None
    facts = {"lead": case.holder, "stays": why} | ({"asked": asked} if asked else {})
    return Answer(told(case, called(case.holder, snapshot), snapshot), facts)


def _kept(case: CaseToPlace, holder: Text, snapshot: Snapshot) -> tuple[Text, ...]:
    del snapshot
    first = Text(
        "{case}留在{holder}处，是主管指明不移交的；其余案件据此求解。",
        "{case} stays with {holder} because a supervisor keeps it there; the rest was searched around it.",
    ).fill(case=case.case.filing.case_no, holder=holder)
    return first, Text(
        "如可移交，请取消“不移交”后重算，由求解决定其去留。",
        "If it may move, no longer keep it and draft anew: the search then decides whether it does.",
    )


def _moved_lately(case: CaseToPlace, holder: Text, snapshot: Snapshot) -> tuple[Text, ...]:
    days, free = snapshot.rulebook.moves.no_second_move_days, may_move_from(case, snapshot)
    first = Text(
        "{case}留在{holder}处：{last} 刚变更过承办人，{days} 日内不再移交（规则手册 moves.no_second_move_days）。",
        "{case} stays with {holder}: it changed hands on {last} and does not move again within {days:day|days} "
        "(rulebook, moves.no_second_move_days).",
    ).fill(
        case=case.case.filing.case_no, holder=holder, days=days, last=snapshot.ledgers.moved[case.case.filing.case_no]
    )
    return first, Text(
        "{free} 起可再移交；此前须写明理由准许再次移交后重算。",
        "From {free} on it may move; before that, allow a second move with a reason and draft anew.",
    ).fill(free=free)
