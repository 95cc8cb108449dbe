"""Answers about a case given out by itself (单案释明): by the draw among near-equals, or by a person's hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allocator.decisions.explaining.answers import Answer
from allocator.decisions.explaining.changes import MINUTES_AN_HOUR, Change, called, made, removing, said
from allocator.decisions.explaining.flip_words import change_facts
from allocator.decisions.explaining.saying import refusal_words
from allocator.decisions.recommendation.reasons import counted, tally
from allocator.decisions.recommendation.recommendation import Candidate, Ranking, rank
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text, listed


@dataclass(frozen=True)
class Single:
    """One case as it was decided by itself: what was seen, everybody ranked, and what was done (None: not yet).

    `given` holds officer, how ("draw" or by hand) and the wish, as the decision log has them.
    """

    case: CaseToPlace
    snapshot: Snapshot
    ranking: Ranking
    given: Mapping[str, Any] | None = None

    @classmethod
    def of(cls, case: CaseToPlace, snapshot: Snapshot, given: Mapping[str, Any] | None = None) -> "Single":
        """Rank everybody for a case, from what was seen."""
        return cls(case, snapshot, rank(case, snapshot), given)

    @property
    def case_no(self) -> str:
        """The case's number."""
        return self.case.case.filing.case_no

    def person(self, code: str) -> Text:
        """Call somebody by name and code."""
        return called(code, self.snapshot)


def why(single: Single) -> Answer:
    """Say why a case was given to whom it was given; of one that waits, among whom it would be drawn."""
    given, ranking = single.given, single.ranking
    facts: dict[str, object] = {
        "lead": given and given["officer"],
        "how": given and given["how"],
        "pool": list(ranking.pool),
    }
    if given is None:
        text = Text("{case}尚未分案。", "{case} is not given to anybody yet.").fill(case=single.case_no)
        return Answer((text, _pool(single)), facts)
    if given["how"] == "draw":
        text = Text("{case}抽签由{person}承办。", "{case} was drawn to {person}.")
    else:
        text = Text(
            "{case}由人指定{person}承办，事由：{reason}。", "{case} was given to {person} by hand, reason: {reason}."
        )
    first = text.fill(case=single.case_no, person=single.person(given["officer"]), reason=_reason(single))
    return Answer((first, _pool(single), _refused(single)), facts)


def _reason(single: Single) -> Text:
    wish = (single.given or {}).get("wish") or {}
    code = wish.get("reason") or wish.get("note") or "-"
    known = single.snapshot.rulebook.reasons.get(code)
    return known.name if known else Text(code, code)


def _pool(single: Single) -> Text:
    ranking = single.ranking
    if not ranking.candidates:
        return Text("没有合格的承办人。", "Nobody may lead it.")
    tolerance = f"{ranking.tolerance / 10:g}"
    names = listed(
        Text("{person} {points} 个百分点", "{person} {points} points").fill(
            person=single.person(item.officer), points=_points(item.price)
        )
        for item in ranking.in_pool()
    )
    text = Text(
        "相差不超过 {tolerance} 个百分点者视为同等、由抽签决定：{names}。",
        "Those within {tolerance} points of the best count as equal, and the draw decides: {names}.",
    )
    return text.fill(tolerance=tolerance, names=names)


def _refused(single: Single) -> Text:
    refused = single.ranking.refused
    if not refused:
        return Text("承办岗位人人合格。", "Everybody who leads cases may lead it.")
    counts = counted(tally(item.reasons for item in refused), len(refused))
    return Text("不合格者：{counts}。", "Not eligible: {counts}.").fill(counts=counts)


def why_not(single: Single, officer: str) -> Answer:
    """Say why a case did not go to somebody, and the smallest change, ranked again, that would let it."""
    found = single.ranking.candidate(officer)
    facts: dict[str, object] = {"asked": officer, "lead": single.given and single.given["officer"]}
    if found is None:
        return _barred(single, officer, facts)
    best = single.ranking.candidates[0]
    facts |= {"price": found.price, "best": best.price, "tolerance": single.ranking.tolerance}
    if officer in single.ranking.pool:
        text = Text("{person}与他人同等，由抽签决定。", "{person} was as good as the others, and the draw decided.")
        return Answer((text.fill(person=single.person(officer)), _pool(single)), facts)
    text = Text(
        "{case}不由{person}承办：计 {price} 个百分点，最低者 {best} 个，相差超过容差 {tolerance} 个。",
        "{case} does not go to {person}, who comes to {price} points against {best} for the best, beyond the tolerance of {tolerance} points.",
    ).fill(
        case=single.case_no, person=single.person(officer), price=_points(found.price), best=_points(best.price),
        tolerance=_points(single.ranking.tolerance),
    )  # fmt: skip
    return _with_flip(single, officer, text, _lighter(single, found), facts)


def _points(price: int) -> str:
    return f"{price / 10:g}"


def _barred(single: Single, officer: str, facts: dict[str, object]) -> Answer:
    refused = next((item for item in single.ranking.refused if item.officer == officer), None)
    if refused is None:
        text = Text(
            "{case}不由{person}承办：其岗位不承办案件。", "{case} cannot go to {person}, whose role leads no cases."
        )
        return Answer((text.fill(case=single.case_no, person=single.person(officer)),), facts | {"flip": None})
    text = Text("{case}不得由{person}承办：{reasons}。", "{case} may not go to {person}: {reasons}.").fill(
        case=single.case_no, person=single.person(officer), reasons=refusal_words(refused.reasons)
    )
    facts["refused"] = [reason.code for reason in refused.reasons]
    changes = removing(refused.reasons, officer)
    confirmed = changes if changes and _in_pool(single, officer, changes) else None
    return _with_flip(single, officer, text, confirmed, facts)


def _lighter(single: Single, found: Candidate) -> tuple[Change, ...] | None:
    """Find the fewest whole hours less in hand with which somebody is among the equals."""
    most = single.snapshot.held.get(found.officer, 0)
    low, high = 0, most // MINUTES_AN_HOUR
    if not high or not _in_pool(single, found.officer, _less(found.officer, high)):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _in_pool(single, found.officer, _less(found.officer, middle)) else (middle, high)
    return _less(found.officer, high)


def _less(officer: str, hours: int) -> tuple[Change, ...]:
    return (Change("less_load", officer, hours * MINUTES_AN_HOUR),)


def _in_pool(single: Single, officer: str, changes: tuple[Change, ...]) -> bool:
    """Rank again with the changes."""
    snapshot = single.snapshot
    for change in changes:
        snapshot = made(snapshot, single.case, change)
    return officer in rank(single.case, snapshot).pool


def _with_flip(
    single: Single, officer: str, first: Text, changes: tuple[Change, ...] | None, facts: dict[str, object]
) -> Answer:
    if not changes:
        none = Text(
            "所试的改变均不能使其进入候选。", "No change that was tried would bring that person among the equals."
        )
        return Answer((first, none), facts | {"flip": None})
    told = [said(change, single.person(change.officer), single.snapshot) for change in changes]
    text = Text(
        "如{changes}，{person}即与最优者同等，由抽签决定（已重新计算证实）。",
        "If {changes}, {person} would be among the equals and the draw would decide (confirmed by ranking again).",
    ).fill(
        changes=Text("，且".join(one.zh for one in told), " and ".join(one.en for one in told)),
        person=single.person(officer),
    )
    return Answer((first, text), facts | {"flip": {"changes": [change_facts(one) for one in changes]}})
