"""New facts of a case (新事实): triage again, convert simple to complex or back at most once each way; what that asks of its holder.

Where a person gave the class (`by_hand`), it stays, and what contradicts it is a dispute.

Pure: the service that remembers and the simulation that rehearses call the same functions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from allocator.decisions.recommendation.eligibility import Refusal, misfits, plainly_fits
from allocator.decisions.triage.routing import Routed, Triaged
from allocator.decisions.triage.triage import Classification, RuleHit, classify
from allocator.domain.docket import Case, Dispute, Holding, Standing
from allocator.domain.facts import CaseInput
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.conditions import FactValue
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text
from allocator.domain.workload import Capacity, charges

FAST = "fast"


@dataclass(frozen=True, slots=True)
class Relearned:
    """What new facts did to a case.

    `converted` is "to_regular", "to_fast" or None; `held_back` says why a conversion the facts ask for was not made
    ("already_converted", "needs_approval", "by_hand"); `handover` lists what goes along when the holder may not go on with it.
    """

    case: Case
    classification: Classification
    converted: str | None
    held_back: str | None
    handover: Mapping[str, Any] | None


class Settled(NamedTuple):
    """A case as it stands after another triage; `converted` and `held_back` as in `Relearned`."""

    case: Case
    converted: str | None
    held_back: str | None


def standing_of(classification: Triaged, conversions: Mapping[str, int] | None = None, decision: int = 0) -> Standing:
    """Give what lists, loads and plans need of a classification (案件现状); `decision` is its number in the log."""
    return Standing(
        track=classification.track,
        lane=classification.lane,
        certain=classification.certain,
        minutes=dict(classification.weight.minutes),
        priority=classification.priority,
        skills=classification.skills,
        livelihood=next(iter(classification.livelihood), None),
        conversions=dict(conversions or {}),
        decision=decision,
    )


def standing_today(case: Case, snapshot: Snapshot) -> Standing:
    """Give where a case stands; in a lane that the rulebook has no more, as triage sees it today."""
    return case.standing if case.standing.lane in snapshot.rulebook.lanes else _triaged_now(case, snapshot)


def relearn(case: Case, facts: Mapping[str, FactValue], snapshot: Snapshot, approved_by: str | None) -> Relearned:
    """Work out what new facts do to a case; a pure function of what is handed in."""
    learned = case.input.learn(facts)
    classification = classify(learned, snapshot.office, snapshot.rulebook)
    before = replace(case, standing=_lapsed(case.standing) if facts else case.standing)
    after = settle(before, classification, snapshot, approved_by, learned)
    settled = replace(after.case, standing=contradicted(after.case.standing, classification, snapshot.rulebook))
    return Relearned(settled, classification, after.converted, after.held_back, handover_of(settled, snapshot))


def _lapsed(standing: Standing) -> Standing:
    """Let what was said of other facts lapse: a word that waits for a second person, two people who differ."""
    if standing.asked is None and standing.dispute != Dispute.CLERKS:
        return standing
    return replace(standing, asked=None, dispute=Dispute.RULE if standing.hand else None)


def contradicted(standing: Standing, found: Classification, rulebook: Rulebook) -> Standing:
    """Put a class given by hand in dispute, where rules stand against it that did not when it was given or confirmed."""
    hand, open_ = standing.hand, standing.dispute in (Dispute.ASKED, Dispute.CLERKS)
    if hand is None or open_ or set(rules_against(found, hand.track, rulebook)) <= set(hand.rules):
        return standing
    return replace(standing, dispute=Dispute.FACTS, certain=False)


def rules_against(found: Classification, track: str, rulebook: Rulebook) -> tuple[str, ...]:
    """Name the rules that speak against a class, the one that decided first; points speak for complex, taken off for simple."""
    named = (hit.rule for hit in found.hits if _speaks_for(hit, rulebook) not in (track, None))
    return tuple(dict.fromkeys((found.rule, *named)))


def _speaks_for(hit: RuleHit, rulebook: Rulebook) -> str | None:
    if hit.lane is not None:
        return rulebook.lanes[hit.lane].track
    return None if not hit.points else rulebook.lanes[_scored(rulebook, more=hit.points > 0)].track


def _scored(rulebook: Rulebook, *, more: bool) -> str:
    return rulebook.triage.at_or_above if more else rulebook.triage.below


def settle(
    case: Case, found: Triaged, snapshot: Snapshot, approved_by: str | None = None, learned: CaseInput | None = None
) -> Settled:
    """Let a case stand as triage now finds it, as far as its conversions allow, and take what it now weighs.

    `learned` is the case as it is known now, where triage has seen more than it says itself.
    """
    wanted = _wanted(case.standing.track, found.track)
    held_back = _held_back(case, wanted, approved_by)
    standing = _standing(case.standing, found, snapshot.rulebook, wanted, keep=held_back is not None)
    holding = _charged(case.holding, case.standing, standing, snapshot.capacity)
    return Settled(case.stands(learned or case.input, standing, holding), None if held_back else wanted, held_back)


def outstayed(case: Case, lane: str, found: Triaged, snapshot: Snapshot) -> Settled:
    """Move a case that has stayed too long in its lane to another (到期转道), whatever triage finds; once each way."""
    rows = snapshot.rulebook.lanes
    minutes = found.gross.in_lane(rows[lane].effort, [rows[lane].effort])
    moved = Routed(
        rows[lane].track, lane, minutes, found.gross, found.priority, found.livelihood, found.skills, found.certain
    )
    return settle(replace(case, standing=replace(case.standing, hand=None)), moved, snapshot)


def _charged(holding: Holding | None, before: Standing, now: Standing, capacity: Capacity) -> Holding | None:
    """Let a held case take from its people what it weighs now, not what it weighed when it was given (工作量重算)."""
    if holding is None or (now.minutes, now.track) == (before.minutes, before.track):
        return holding
    lead = capacity.office.officer_by_code[holding.officer]
    if lead.role not in capacity.rulebook.roles:  # somebody who left, of a role there is no more
        return holding
    return holding.charged(charges(now.minutes, now.track, lead, holding.mentor, capacity))


def _wanted(old: str, new: str) -> str | None:
    return None if old == new else f"to_{new}"


def _held_back(case: Case, wanted: str | None, approved_by: str | None) -> str | None:
    """A class changes at most once each way; back to simple only when a supervisor agrees (简转繁、繁转简)."""
    if wanted is None:
        return None
    if case.standing.hand is not None and not approved_by:
        return "by_hand"
    if case.standing.conversions.get(wanted, 0) >= 1:
        return "already_converted"
    return "needs_approval" if wanted == f"to_{FAST}" and not approved_by else None


def _standing(
    old: Standing, classification: Triaged, rulebook: Rulebook, wanted: str | None, *, keep: bool
) -> Standing:
    """Give what the case stands at now; one whose conversion is held back keeps its lane, and weighs what it takes there.

    Where the rulebook has that lane no more, it stays in another of its class. What somebody asked stays asked while the
    rules say what they said then.
    """
    counts = {**old.conversions, **({wanted: 1} if wanted and not keep else {})}
    fresh = standing_of(classification, counts, old.decision)
    asked = old.asked if old.asked and old.asked.lane == classification.lane else None
    lane = rulebook.lane_kept(old.lane, old.track)
    if not keep or lane is None:
        said = asked or (old.dispute == Dispute.CLERKS and wanted is None and old.hand is None)
        dispute = old.dispute if said else None
        if asked is None and dispute is None:
            return fresh
        return replace(fresh, asked=asked, dispute=dispute, certain=fresh.certain and dispute is None)
    dispute = old.dispute if asked or (old.hand and old.hand.lane == classification.lane) else Dispute.FACTS
    effort = rulebook.lanes[lane].effort
    minutes = dict(classification.gross.in_lane(effort, [effort]).minutes)
    kept = replace(fresh, track=old.track, lane=lane, minutes=minutes, hand=old.hand, asked=asked, dispute=dispute)
    return replace(kept, certain=old.hand is not None and dispute is None)


def handover_of(case: Case, snapshot: Snapshot) -> dict[str, object] | None:
    """Give what goes along with a case whose holder may not go on with it, and why (交接); None when he may."""
    reasons = handover_reasons(case, snapshot)
    if case.holding is None or not reasons:
        return None
    filing = case.input.filing
    return {
        "from": case.holding.officer,
        "reasons": [{"code": reason.code, "text": reason.text.as_dict()} for reason in reasons],
        "held_since": case.holding.since.isoformat(),
        "filed_on": filing.filed_on.isoformat(),
        "lane": case.standing.lane,
        "known_facts": {
            name: value for name, value in {**filing.traits, **(case.input.learned or {})}.items() if value is not None
        },
        "next_step": Text(
            "为案件重新分案；原承办人在交接前继续负责。", "Assign it anew; the holder stays responsible until then."
        ).as_dict(),
    }


def handover_reasons(case: Case, snapshot: Snapshot) -> tuple[Refusal, ...]:
    """Say why a held case waits for a new handler: its lane, or what it needs, has changed under the holder."""
    if case.holding is None:
        return ()
    standing = standing_today(case, snapshot)
    holder = snapshot.office.officer_by_code[case.holding.officer]
    if plainly_fits(holder, standing.lane, standing.skills, snapshot):
        return ()
    seen = CaseToPlace(case.input, standing.lane, standing.minutes, standing.priority, standing.skills)
    return misfits(holder, case.holding.mentor, seen, snapshot)


def as_triaged_now(case: Case, snapshot: Snapshot) -> Case:
    """Give a case as its facts stand today, whatever conversions it has behind it; who may ask for that has agreed to it.

    A class given by hand stays.
    """
    return replace(case, standing=replace(_triaged_now(case, snapshot), decision=case.standing.decision))


def _triaged_now(case: Case, snapshot: Snapshot) -> Standing:
    found, old = classify(case.input, snapshot.office, snapshot.rulebook), case.standing
    if old.hand is not None:
        return _standing(old, found, snapshot.rulebook, None, keep=True)
    return standing_of(found, old.conversions)


def triage_anew(case: Case, snapshot: Snapshot) -> Relearned:
    """Triage a case by the rulebook in force, without new facts.

    One that nobody holds, that was never converted and whose class is neither given by hand nor in dispute simply moves;
    any other converts, as by new facts.
    """
    standing = case.standing
    if case.holding is not None or standing.conversions or standing.hand or standing.dispute:
        return relearn(case, {}, snapshot, None)
    classification = classify(case.input, snapshot.office, snapshot.rulebook)
    return Relearned(as_triaged_now(case, snapshot), classification, None, None, None)
