"""The class of a case changed by a person (人工变更繁简), and disputes about it settled (争议处理)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from allocator.decisions.triage.by_hand import COMPLEX, Heard, Said, Way, hear, verdicts
from allocator.decisions.triage.relearning import FAST
from allocator.decisions.triage.triage import Classification, classify
from allocator.domain.docket import Case
from allocator.domain.errors import Conflict, NotAllowed
from allocator.domain.rulebook.book import ReasonCode, Rulebook
from allocator.domain.rulebook.check import LANE as USE
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.access.second_person import check_proven
from allocator.services.cases.casework import check_open, check_version, find_case, state_facts
from allocator.services.cases.conversions import approve_within, waits_in
from allocator.services.cases.lane_entries import Laned, remember
from allocator.services.cases.lane_words import CLASSES
from allocator.services.cases.wishes import check_note
from allocator.services.context import Context
from allocator.services.drawing import open_day
from allocator.services.transaction import look, writing

TRACKS: Mapping[str, str] = {"simple": FAST, "complex": COMPLEX}
"""What people call a class, and the name it has."""
SETTLED: Mapping[str, object] = {"because": "dispute"}


def change_lane(
    context: Context, ref: str | int, track: str, reason: str, words: str = "", expected: int | None = None
) -> Laned:
    """Say that a case is complex ("regular"), which it then is, or simple ("fast"), which a second person has to agree to.

    Raises NotFound, Stale, NotAllowed (closed, or none of the rulebook's reasons), BadInput (words about somebody's
    health), Conflict where it stands so already, was said already, or has changed that way once before.
    """
    check_note(words)
    with writing(context) as (uow, here):
        snapshot, case = _opened(uow, here, ref, expected)
        _check_reason(reason, case, snapshot.rulebook)
        _check_waits(uow, case, track)
        said = Said(track, here.actor, Way.WORD)
        done = _said(uow, here, case, said, snapshot, {"reason": reason, "words": words.strip()})
        uow.commit()
    return done


def settle_dispute(context: Context, ref: str | int, track: str, words: str = "", expected: int | None = None) -> Laned:
    """Settle a dispute for a class: confirm the one a case stands in, go back to the rules', or agree to what was asked.

    To simple it takes two persons here too: who settles it so asks, unless somebody did before. Raises like `change_lane`,
    Conflict without a dispute, NotAllowed for one's own word.
    """
    check_note(words)
    with writing(context) as (uow, here):
        snapshot, case = _opened(uow, here, ref, expected)
        found = classify(case.input, snapshot.office, snapshot.rulebook)
        way = verdicts(case.standing, found).get(track)
        if way is None:
            raise _nothing_to_settle(case)
        because = {**SETTLED, "words": words.strip()}
        if way == "approve":
            done = approve_within(uow, here, case, snapshot, because)
        else:
            _check_anothers(uow, here, case, track)
            done = _said(uow, here, case, Said(track, here.actor, Way.VERDICT), snapshot, because)
        uow.commit()
    return done


@dataclass(frozen=True, slots=True)
class Verdict:
    """What settling a dispute for a class would mean (处理方式), and whose own word it is, who may not do it."""

    way: str
    by: str | None


def verdicts_on(uow: UnitOfWork, case: Case, found: Classification) -> Mapping[str, Verdict]:
    """Say by class how the dispute about a case may be settled; nothing where there is none."""
    return {track: Verdict(way, _first(uow, case, way)) for track, way in verdicts(case.standing, found).items()}


def _first(uow: UnitOfWork, case: Case, way: str) -> str | None:
    standing = case.standing
    if way == "confirm":
        return standing.hand.by if standing.hand else None
    waiting = waits_in(uow, case) if way == "approve" and standing.asked is None else None
    return waiting.actor if waiting else standing.asked.by if standing.asked and way == "approve" else None


def lane_reasons(rulebook: Rulebook) -> Sequence[ReasonCode]:
    """Give the reasons for which a class may be changed by hand."""
    return [code for code in rulebook.reasons.values() if USE in code.uses]


def _opened(uow: UnitOfWork, here: Context, ref: str | int, expected: int | None) -> tuple[Snapshot, Case]:
    snapshot = look(uow, here)
    open_day(uow, here, snapshot.day)
    case = find_case(uow, ref)
    check_version(case, expected)
    check_open(case)
    return snapshot, case


def _said(
    uow: UnitOfWork, here: Context, case: Case, said: Said, snapshot: Snapshot, because: Mapping[str, object]
) -> Laned:
    found = classify(case.input, snapshot.office, snapshot.rulebook)
    heard = hear(case, said, found, snapshot)
    if heard.act == "nothing":
        raise _changes_nothing(case, heard, said)
    return remember(uow, here, case, said, heard, snapshot, because)


def _check_reason(reason: str, case: Case, rulebook: Rulebook) -> None:
    listed = lane_reasons(rulebook)
    if reason not in [code.id for code in listed]:
        chinese = "、".join(f"{code.id}（{code.name.zh}）" for code in listed) or "无"
        raise NotAllowed(
            Text("变更繁简须有列明的事由。", "Changing the class needs one of the listed reasons."),
            Text(f"可用事由：{chinese}。", f"Use one of: {', '.join(code.id for code in listed) or 'none is listed'}."),
            code="reason-needed",
            facts={"given": reason, "case_no": case.case_no},
        )


def _check_waits(uow: UnitOfWork, case: Case, track: str) -> None:
    """Facts that make a case simple already wait for approval: nobody has to say so by hand."""
    if track == FAST and waits_in(uow, case):
        raise Conflict(
            Text(
                f"{case.case_no} 的事实已使其可转为简案，正待批准。",
                f"The facts of {case.case_no} make it simple already; that waits for approval.",
            ),
            Text("请由另一人批准。", "Somebody else approves it."),
            code="conversion-waits",
            facts=state_facts(case),
        )


def _check_anothers(uow: UnitOfWork, here: Context, case: Case, track: str) -> None:
    """Nobody settles a dispute for their own word; to keep a case simple takes somebody who is signed in."""
    hand = case.standing.hand
    if hand is not None and hand.track == track and hand.by == here.actor:
        raise NotAllowed(
            Text("该类别由您变更，须由另一人确认。", "You gave it this class: somebody else has to confirm it."),
            Text(
                "请由另一位有权用户确认，或撤销您的变更。", "Another user who may confirms it, or you undo the change."
            ),
            code="second-person-same",
            facts={"case_no": case.case_no, "by": hand.by},
        )
    if track == FAST and case.standing.track == FAST:
        check_proven(uow, here)


def _nothing_to_settle(case: Case) -> Conflict:
    return Conflict(
        Text(f"{case.case_no} 没有可这样处理的争议。", f"{case.case_no} has no dispute to be settled this way."),
        Text("请查看案件当前的类别。", "Look at the class it stands in now."),
        code="no-dispute",
        facts=state_facts(case),
    )


def _changes_nothing(case: Case, heard: Heard, said: Said) -> Conflict:
    if heard.outcome.held_back:
        return Conflict(
            Text(f"{case.case_no} 已在该方向转换过一次。", f"{case.case_no} was converted that way once before."),
            Text(
                "同一方向只能转换一次；确须转换的，经批准后指定承办人。",
                "A case converts once each way; with approval, name a handler.",
            ),
            code="already-converted",
            facts=state_facts(case),
        )
    name = CLASSES[said.track]
    return Conflict(
        Text("{case} 已是或已提出为{name}。", "{case} stands as {name}, or was said to be, already.").fill(
            case=case.case_no, name=name
        ),
        Text("无须再提；有争议的，由负责人处理。", "Nothing to say again; a dispute is settled by a supervisor."),
        code="lane-unchanged",
        facts=state_facts(case),
    )
