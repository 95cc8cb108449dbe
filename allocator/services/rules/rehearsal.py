"""Trying another rulebook over the whole stock (规则试算): which open cases it would put into another lane."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from allocator.decisions.triage.relearning import FAST
from allocator.decisions.triage.triage import classifier
from allocator.domain.docket import Case
from allocator.domain.errors import BadInput
from allocator.domain.facts import facts_of
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Lane, Rulebook
from allocator.domain.rulebook.reading import read_rulebook
from allocator.domain.words import Text
from allocator.services.bulk import much_at_once
from allocator.services.context import Context
from allocator.services.transaction import the_office, the_rulebook


@dataclass(frozen=True, slots=True)
class Flip:
    """A case another rulebook would route otherwise; `certain` says whether that holds whatever is still unknown."""

    id: int
    case_no: str
    old_lane: str
    new_lane: str
    old_track: str
    new_track: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What another rulebook would do: cases looked at, cases by lane before and after, each flip, and that rulebook's lanes."""

    version: str
    digest: str
    cases: int
    before: dict[str, int]
    after: dict[str, int]
    flips: tuple[Flip, ...]
    lanes: Mapping[str, Lane]


@much_at_once()
def rehearse(context: Context, text: str) -> Rehearsal:
    """Classify every open case under another rulebook, changing nothing; raises BadInput with the rulebook's faults."""
    rulebook = read_rulebook(text)
    judge = classifier(rulebook)
    before, after = Counter[str](), Counter[str]()
    flips: list[Flip] = []
    with context.database.reading() as uow:
        office = the_office(uow)
        check_served(rulebook, office)
        for case in uow.cases.open():
            facts = facts_of(case.input, office, rulebook)
            lane, possible = judge.lane(facts)
            if lane != case.standing.lane and _held_back(case, rulebook.lanes[lane].track):
                lane = rulebook.lane_kept(case.standing.lane, case.standing.track) or lane
            before[case.standing.lane] += 1
            after[lane] += 1
            if lane != case.standing.lane:
                tracks = {rulebook.lanes[name].track for name in possible}
                flips.append(_flip(case, lane, rulebook, certain=len(tracks) == 1 and not judge.waits(facts)))
    lanes = rulebook.lanes
    return Rehearsal(rulebook.version, rulebook.digest, after.total(), dict(before), dict(after), tuple(flips), lanes)


def _flip(case: Case, lane: str, rulebook: Rulebook, *, certain: bool) -> Flip:
    old = case.standing
    return Flip(case.id, case.case_no, old.lane, lane, old.track, rulebook.lanes[lane].track, certain)


def _held_back(case: Case, track: str) -> bool:
    """Say whether a conversion to a class would not be made: given by hand, made before, or to simple, which needs approval."""
    standing = case.standing
    free = case.holding is None and not standing.conversions and standing.hand is None and standing.dispute is None
    if track == standing.track or free:
        return False
    return standing.hand is not None or track == FAST or standing.conversions.get(f"to_{track}", 0) >= 1


def check_served(rulebook: Rulebook, office: Office) -> None:
    """Refuse a rulebook whose lanes nobody of this office serves: its cases would wait for ever."""
    served = {lane for team in office.teams for lane in team.lanes}
    alone = sorted(set(rulebook.lanes) - served)
    if alone:
        raise BadInput(
            Text(f"没有团队办理通道：{'、'.join(alone)}。", f"No team serves these lanes: {', '.join(alone)}."),
            Text(
                "请核对规则手册，或先在 bureau.toml 中安排团队。", "Check the rulebook, or give a team the lane first."
            ),
            code="lanes-unserved",
        )


def rulebook_of(context: Context) -> Rulebook:
    """Give the rulebook in force today."""
    with context.database.reading() as uow:
        return the_rulebook(uow, context.today(the_office(uow)))
