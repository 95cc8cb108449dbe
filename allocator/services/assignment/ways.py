"""What to do with a case nobody may have (无人可承办时的出路): the ways that were tried, and the refusal that names them."""

from collections.abc import Sequence

from allocator.decisions.explaining.case_ways import WayOut, ways_out
from allocator.decisions.recommendation.reasons import nobody, why_refused
from allocator.decisions.recommendation.recommendation import Ranking
from allocator.decisions.triage.by_hand import COMPLEX, Said, Way, hear
from allocator.decisions.triage.relearning import FAST
from allocator.decisions.triage.triage import classify
from allocator.domain.canonical import plain
from allocator.domain.docket import Case
from allocator.domain.errors import NotAllowed
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.remembering import place

MOST_IN_A_REFUSAL = 3
NONE_FOUND = Text(
    "等待、变更类别、恢复收案、借调、补充资格都试过，仍无人可以承办；请与院庭长商定由他部门承办。",
    "Waiting, the other class, a stop lifted, a loan and a skill were tried, and nobody may have it: agree with the court's "
    "leaders on another department.",
)


def ways_out_of(
    uow: UnitOfWork, case: Case, to_place: CaseToPlace, ranking: Ranking, snapshot: Snapshot
) -> tuple[WayOut, ...]:
    """Give the ways out for a case nobody may have, each decided again by the same rules; none where somebody may."""
    if ranking.candidates:
        return ()
    return ways_out(to_place, ranking, snapshot, _in_the_other_class(uow, case, snapshot))


def _in_the_other_class(uow: UnitOfWork, case: Case, snapshot: Snapshot) -> CaseToPlace | None:
    """Give the case as it would be had people given it the other class; None where it may not change that way any more."""
    found = classify(case.input, snapshot.office, snapshot.rulebook)
    other = COMPLEX if case.standing.track == FAST else FAST
    heard = hear(case, Said(other, "", Way.APPROVAL), found, snapshot)
    return place(uow, heard.outcome.case, snapshot) if heard.act == "moved" else None


def nobody_eligible(ranking: Ranking, ways: Sequence[WayOut], snapshot: Snapshot) -> NotAllowed:
    """Say that nobody may have a case, why each may not, and what would let somebody."""
    told = [way.text for way in ways[:MOST_IN_A_REFUSAL]]
    remedy = Text("".join(one.zh for one in told), " ".join(one.en for one in told)) if told else NONE_FOUND
    return NotAllowed(
        nobody(ranking),
        remedy,
        code="nobody-eligible",
        facts={
            "case_no": ranking.case_no,
            "refused": [
                {"officer": item.officer, "why": why_refused(item, snapshot.office).as_dict()}
                for item in ranking.refused
            ],
            "ways": [plain(way) for way in ways],
        },
    )
