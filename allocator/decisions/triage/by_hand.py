"""A class given by hand (人工变更繁简): to complex at once, to simple once a second person agrees; and how a dispute is settled.

Pure: a person's word goes in with the case and what triage finds, and the case comes out as it then stands. A class that
the rules give as well is the rules' again; one they do not give is the person's (`Standing.hand`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from allocator.decisions.triage.relearning import FAST, Relearned, contradicted, handover_of, rules_against, settle
from allocator.decisions.triage.routing import Routed, Triaged
from allocator.decisions.triage.triage import Classification
from allocator.domain.docket import Case, Dispute, Hand, Standing
from allocator.domain.errors import BadInput
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text

COMPLEX = "regular"


class Way(StrEnum):
    """In which way somebody speaks of a class (意见方式): gives it, settles a dispute, or agrees as the second person."""

    WORD = "word"
    VERDICT = "verdict"
    APPROVAL = "approval"


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a class (人工意见): the class, who says it, and in which way; raises BadInput for no class."""

    track: str
    by: str
    way: Way

    def __post_init__(self) -> None:
        """Refuse what is no class: a case that stood in it would be found by nobody."""
        if self.track not in (FAST, COMPLEX):
            raise BadInput(
                Text(f"“{self.track}”不是案件类别。", f'"{self.track}" is no class of cases.'),
                Text(f"请写 {FAST}（简案）或 {COMPLEX}（繁案）。", f"Say {FAST} (simple) or {COMPLEX} (complex)."),
                code="class-unknown",
                facts={"given": self.track},
            )


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of what was said: "moved", "asked", "kept", "objected", "withdrawn", "confirmed", or "nothing"."""

    outcome: Relearned
    act: str


def hear(case: Case, said: Said, found: Classification, snapshot: Snapshot) -> Heard:
    """Let a case stand as it does once somebody has spoken; "nothing" where that would change nothing.

    Nothing of who may speak is decided here, but that a class changes at most once each way ("already_converted").
    """
    if said.track == case.standing.track:
        stay = _confirm if said.way == Way.VERDICT else _hold
        return stay(case, said, found, snapshot.rulebook)
    if said.track == FAST and said.way != Way.APPROVAL:
        return _ask(case, said, found, snapshot.rulebook)
    return _move(case, said, found, snapshot)


def _move(case: Case, said: Said, found: Classification, snapshot: Snapshot) -> Heard:
    """Take a case to the other class, with all that follows for its minutes and for whoever holds it."""
    old = case.standing
    bare = replace(case, standing=replace(old, hand=None, asked=None, dispute=None))
    target = found if found.track == said.track else _routed(said.track, found, snapshot.rulebook)
    after = settle(bare, target, snapshot, said.by if said.way == Way.APPROVAL else None)
    if after.held_back:
        return Heard(Relearned(case, found, None, after.held_back, None), "nothing")
    hand = _against(found, said.track, _author(old, said), snapshot.rulebook)
    dispute = _after_move(old, said, hand)
    certain = dispute is None and (hand is not None or found.certain)
    moved = replace(after.case, standing=replace(after.case.standing, hand=hand, dispute=dispute, certain=certain))
    return Heard(Relearned(moved, found, after.converted, None, handover_of(moved, snapshot)), "moved")


def _author(old: Standing, said: Said) -> str:
    """Give whose word the class is: of two persons, of who said it first."""
    return old.asked.by if said.way == Way.APPROVAL and old.asked else said.by


def _after_move(old: Standing, said: Said, hand: Hand | None) -> Dispute | None:
    """Say who differs after a move: nobody where two agreed or a dispute was settled, else who said otherwise before."""
    if said.way != Way.WORD:
        return None
    if old.hand is not None and old.hand.by != said.by:
        return Dispute.CLERKS
    return Dispute.RULE if hand else None


def _ask(case: Case, said: Said, found: Classification, rulebook: Rulebook) -> Heard:
    """Put down that somebody finds a case simple; it stays complex until a second person agrees."""
    old = case.standing
    if old.conversions.get(f"to_{FAST}", 0) >= 1:
        return Heard(Relearned(case, found, None, "already_converted", None), "nothing")
    if old.asked is not None:
        return Heard(Relearned(case, found, None, None, None), "nothing")
    clerks = old.hand is not None and old.hand.by != said.by
    asked = Hand(FAST, said.by, found.lane, rules_against(found, FAST, rulebook))
    dispute = Dispute.CLERKS if clerks else Dispute.ASKED
    return _standing(case, found, "asked", held_back="needs_approval", asked=asked, dispute=dispute, certain=False)


def _hold(case: Case, said: Said, found: Classification, rulebook: Rulebook) -> Heard:
    """Keep a case in its class by somebody's word: against the rules, or against who asked otherwise."""
    old, hand = case.standing, _against(found, said.track, said.by, rulebook)
    if old.asked is not None and old.asked.by == said.by:
        dispute = Dispute.RULE if old.hand else Dispute.FACTS if hand else None
        bare = replace(old, asked=None, dispute=dispute, certain=found.certain and dispute is None)
        return _standing(replace(case, standing=contradicted(bare, found, rulebook)), found, "withdrawn")
    if old.asked is not None and old.dispute != Dispute.CLERKS:
        return _standing(case, found, "objected", hand=old.hand or hand, dispute=Dispute.CLERKS, certain=False)
    if old.hand is None and hand is not None:
        return _standing(case, found, "kept", hand=hand, dispute=Dispute.RULE, certain=False)
    return Heard(Relearned(case, found, None, None, None), "nothing")


def _confirm(case: Case, said: Said, found: Classification, rulebook: Rulebook) -> Heard:
    """Settle a dispute for the class a case stands in: the rules' where they give it, else by hand, as things are now."""
    old = case.standing
    if old.dispute is None:
        return Heard(Relearned(case, found, None, None, None), "nothing")
    hand = _against(found, old.track, old.hand.by if old.hand else said.by, rulebook)
    kept = replace(hand, decision=old.hand.decision) if hand and old.hand else hand
    certain = kept is not None or found.certain
    return _standing(case, found, "confirmed", hand=kept, asked=None, dispute=None, certain=certain)


def _standing(case: Case, found: Classification, act: str, held_back: str | None = None, **changes: object) -> Heard:
    """Let a case stay in its lane with something else said of it."""
    standing = replace(case.standing, **changes)  # type: ignore[arg-type]
    return Heard(Relearned(replace(case, standing=standing), found, None, held_back, None), act)


def _against(found: Classification, track: str, by: str, rulebook: Rulebook) -> Hand | None:
    """Give a class as somebody's; None where the rules give it too."""
    return None if found.track == track else Hand(track, by, found.lane, rules_against(found, track, rulebook))


def _routed(track: str, found: Classification, rulebook: Rulebook) -> Triaged:
    """Give what triage found, in the lane of another class."""
    lane = rulebook.lane_of(track) or found.lane
    effort = rulebook.lanes[lane].effort
    weight = found.gross.in_lane(effort, [effort])
    return Routed(track, lane, weight, found.gross, found.priority, found.livelihood, found.skills, certain=True)


def verdicts(standing: Standing, found: Classification) -> Mapping[str, str]:
    """Say by class what settling a dispute for it means: agree to what was asked, confirm, go back to the rules, ask anew."""
    if standing.dispute is None:
        return {}
    other = FAST if standing.track == COMPLEX else COMPLEX
    if standing.conversions.get(f"to_{other}", 0) >= 1:
        return {standing.track: "confirm"}
    waits = other == FAST and (standing.asked is not None or (standing.hand is None and found.track == FAST))
    return {standing.track: "confirm", other: "approve" if waits else "move" if other == COMPLEX else "ask"}
