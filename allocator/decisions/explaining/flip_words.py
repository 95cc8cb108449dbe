"""Saying what would make a case go to somebody (翻转用语): what was confirmed, else what was tried and what came out instead."""

from collections.abc import Mapping, Sequence
from typing import Any

from allocator.decisions.explaining.anew import Changes, Drawing, Outcome, parts
from allocator.decisions.explaining.changes import Change, removing, said, size
from allocator.decisions.explaining.drawn_flips import Confirmed, WhyNot
from allocator.decisions.explaining.flips import Flip
from allocator.decisions.explaining.planned import Planned
from allocator.decisions.explaining.saying import MEASURED_ONLY, TAKES_PLANS, apart, conditions
from allocator.domain.words import Text

TOLD = 3  # changes that came to something else, which are named; all of them stand in the facts
ANEW = Text("整批重新分案", "allocating the whole batch anew")
UNHURRIED = Text(
    "不受时限截断地整批重新分案", "allocating the whole batch anew, without the clock that cut this plan short"
)
SOLVED = Text("重新求解", "solving again")
"""How it was confirmed: a plan of moves is not allocated anew."""


def flip_words(asked: WhyNot, found: Confirmed) -> Text:
    """Say what would make the case go there, or why nothing is told."""
    if found.flip is not None:
        return _flipped(found.flip, asked)
    if not asked.planned.solvable:
        return MEASURED_ONLY
    if found.open:
        return TAKES_PLANS
    return _nothing(asked, found)


def _flipped(flip: Flip, asked: WhyNot) -> Text:
    goes = Text(
        "如{changes}，本案将由{person}承办（已{how}证实{least}）。",
        "If {changes}, the case would go to {person} (confirmed by {how}{least}).",
    )
    as_good = Text(
        "如{changes}，由{person}承办的方案即与所得最优方案同等{drawn}（已{how}证实{least}）。",
        "If {changes}, a plan with {person} would be as good as any found{drawn} (confirmed by {how}{least}).",
    )
    return (goes if flip.goes else as_good).fill(
        changes=conditions(flip.changes, asked.planned),
        person=asked.person,
        how=how_confirmed(asked.planned),
        least=_least(flip),
        drawn=Text("，由抽签决定", " and the lots would decide") if asked.planned.drawn else Text("", ""),
    )


def how_confirmed(planned: Planned) -> Text:
    """Say how what is told was confirmed; allocating may come to something else where the clock cuts that short as well."""
    if planned.lots is None:
        return SOLVED
    return UNHURRIED if planned.cut else ANEW


def _least(flip: Flip) -> Text:
    if flip.short is None:
        return Text("", "")
    return Text("；{size}则不足", "; {size} would not do").fill(size=size(flip.short))


def _nothing(asked: WhyNot, found: Confirmed) -> Text:
    """Say that nothing helps: nothing to remove, removing is not enough, or nothing that was tried suffices."""
    planned = asked.planned
    refused = (
        () if planned.options_of(asked.case, asked.officer) else planned.refused(asked.case).get(asked.officer, ())
    )
    changes = removing(refused, asked.officer)
    if refused and not changes:
        return Text("此障碍不是机构可以免除的。", "What stands in the way is not for the office to remove.")
    if found.instead:
        return _instead(asked, found.instead)
    if not found.found.tried and not changes:
        return Text("没有可试的改变。", "There is no change to try.")
    told = [conditions(changes, planned)] if changes else []
    told += [said(change, planned.person(change.officer), planned.snapshot) for change in found.found.tried]
    text = Text(
        "所试的改变均不足以使本案改由其承办：{tried}。",
        "None of the changes that were tried would bring the case there: {tried}.",
    )
    return text.fill(tried=apart(told))


def _instead(asked: WhyNot, drawn: Sequence[tuple[Changes, Outcome]]) -> Text:
    """Say what came out with each change that was drawn: all of it where it is little."""
    parts_ = [
        Text("{changes}，则{lead}", "{changes}: {lead}").fill(
            changes=conditions(changes, asked.planned), lead=_lead(outcome, asked.planned)
        )
        for changes, outcome in drawn[-TOLD:]
    ]
    text = Text(
        "整批重新分案试了 {count} 次，均未使本案改由{person}承办：{parts}。",
        "Allocating the whole batch anew {count:time|times} did not bring the case to {person}: {parts}.",
    )
    return text.fill(count=len(drawn), person=asked.person, parts=apart(parts_))


def _lead(outcome: Outcome, planned: Planned) -> Text:
    if outcome.lead is None:
        return Text("未能安排", "it is left out")
    return Text("由{name}承办", "it goes to {name}").fill(name=planned.person(outcome.lead))


def confirmed_facts(asked: WhyNot, found: Confirmed) -> dict[str, Any]:
    """Give what was found as plain facts: the flip, what it was tried with in vain, how many plans were solved and drawn."""
    planned, case = asked.planned, asked.case
    return {
        "flip": found.flip and flip_facts(found.flip, planned, case),
        "tried": [change_facts(one, planned, case) for one in found.found.tried],
        "instead": [
            {"changes": [change_facts(one, planned, case) for one in changes], "lead": outcome.lead}
            for changes, outcome in found.instead
        ],
        "solved": found.found.solved,
        **drawn_facts(asked.drawing),
    }


def drawn_facts(drawing: Drawing | None) -> dict[str, int]:
    """Say how many whole plans were drawn anew."""
    return {"drawn": len(drawing.known) if drawing else 0}


def change_facts(change: Change, planned: Planned | None = None, case: int = 0) -> dict[str, Any]:
    """Give a change as plain facts; one about several people with each of them."""
    found = {"kind": change.kind, "officer": change.officer, "amount": change.amount, "what": change.what}
    if planned is None or change.kind != "others_more_load":
        return found
    return found | {"people": [part.officer for part in parts(planned, case, change)]}


def flip_facts(found: Flip, planned: Planned, case: int) -> Mapping[str, Any]:
    """Give a flip as plain facts."""
    changes = [change_facts(change, planned, case) for change in found.changes]
    return {"goes": found.goes, "changes": changes, "short": found.short and change_facts(found.short)}
