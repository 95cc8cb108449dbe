"""The ways out for a case nobody may have (单案出路): who could, and what the office would have to do first; each is tried.

Nothing is said that was not decided again with it by the same rules: the day an absence or a stop has ended, the other
class, a stop lifted, another team's lane, a signing judge or a mentor lent by another team, a skill. What the law bars (a
recusal, an act under objection) is no way out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain, islice

from allocator.decisions.explaining.changes import LAWFUL_WAYS, Change, called, made, removing, said
from allocator.decisions.recommendation.eligibility import Refusal
from allocator.decisions.recommendation.recommendation import Candidate, Ranking, Refused, judge
from allocator.decisions.recommendation.recusal import tied
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text, listed

MOST_TRIED, MOST_TOLD, MOST_OF_A_KIND, MOST_NAMED = 16, 6, 2, 4
CAPS = {"over_cap", "mentor_over_cap", "new_case_cap"}
"""Reasons a person may overrule by naming somebody."""
SIGNER, MENTOR = "signer_recused", "no_mentor"
"""Reasons another team may help with: it lends a signing judge, or a mentor."""
CHEAPEST = ("resume_intake", "stand_in", "join_team", "open_lane", "end_absence", "add_skill")

Changes = tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class WayOut:
    """One way (出路): its kind, who may have the case by it, what to do as a sentence, and the facts of it."""

    kind: str
    people: tuple[str, ...]
    text: Text
    facts: Mapping[str, object] = field(default_factory=dict)


def ways_out(
    case: CaseToPlace, ranking: Ranking, snapshot: Snapshot, other_class: CaseToPlace | None = None
) -> tuple[WayOut, ...]:
    """Give the ways by which somebody may have a case nobody may have now, the least first; none where there is a candidate.

    `other_class` is the case as it would be in the other class, where a person may still give it that one.
    """
    if ranking.candidates:
        return ()
    refused = ranking.refused
    found = chain(
        _by_name(refused, snapshot),
        _later(case, refused, snapshot),
        _in_class(other_class, snapshot),
        _with_changes(case, refused, snapshot),
    )
    return tuple(islice(found, MOST_TOLD))


def _by_name(refused: Sequence[Refused], snapshot: Snapshot) -> Iterator[WayOut]:
    """Whom only a cap bars may be named."""
    people = tuple(item.officer for item in refused if {one.code for one in item.reasons} <= CAPS)
    if people:
        text = Text(
            "{people}仅因上限：负责人可说明事由指定。",
            "Only a cap bars {people}: a supervisor may name one of them, with a reason.",
        )
        yield WayOut("name", people, text.fill(people=_names(people, snapshot)))


def _later(case: CaseToPlace, refused: Sequence[Refused], snapshot: Snapshot) -> Iterator[WayOut]:
    """The first day on which somebody who is away or stopped may have it, all else as it is."""
    ends = {item.officer: day for item in refused if (day := _free_from(item.reasons)) is not None}
    for day in sorted(set(ends.values()))[:MOST_TRIED]:
        people = _may([code for code, end in ends.items() if end <= day], case, replace(snapshot, day=day))
        if people:
            text = Text("{day}起{people}可以承办。", "From {day} on {people} may have it.")
            told = text.fill(day=day.isoformat(), people=_names(people, snapshot))
            yield WayOut("wait", people, told, {"day": day.isoformat()})
            return


def _free_from(reasons: Iterable[Refusal]) -> date | None:
    """Give the day after the last of what ends by itself; None where something has no end the office knows of."""
    days = [reason.facts.get("until") for reason in reasons]
    known = [date.fromisoformat(str(day)) for day in days if day]
    return max(known) + timedelta(days=1) if known and len(known) == len(days) else None


def _in_class(other: CaseToPlace | None, snapshot: Snapshot) -> Iterator[WayOut]:
    """Whoever may have it in the other class."""
    people = _may([one.code for one in snapshot.capacity.leaders], other, snapshot) if other else ()
    if other and people:
        text = Text(
            "案情应属“{lane}”的，由人变更类别：{people}可以承办。",
            'Where its file says it is "{lane}", change its class by hand: {people} may have it.',
        )
        lane = snapshot.rulebook.lanes[other.lane].name
        yield WayOut("class", people, text.fill(lane=lane, people=_names(people, snapshot)), {"lane": other.lane})


def _with_changes(case: CaseToPlace, refused: Sequence[Refused], snapshot: Snapshot) -> Iterator[WayOut]:
    """What the office may change, each tried, so many of a kind; people whom the same change helps are told together."""
    groups: dict[Changes, list[str]] = {}
    for item in refused:
        for changes in _changes(item, case, snapshot):
            groups.setdefault(_for_the_team(changes, item, refused), []).append(item.officer)
    told_of = Counter[str]()
    for changes in sorted(groups, key=_cost)[:MOST_TRIED]:
        if told_of[changes[0].kind] == MOST_OF_A_KIND:
            continue
        changed = snapshot
        for change in changes:
            changed = made(changed, case, change)
        people = _may(groups[changes], case, changed)
        if people:
            told = listed(said(change, called(change.officer, snapshot), snapshot) for change in changes)
            text = Text("如{told}，{people}可以承办。", "If {told}, {people} may have it.")
            told_of[changes[0].kind] += 1
            facts = {"changes": [{"kind": one.kind, "officer": one.officer, "what": one.what} for one in changes]}
            yield WayOut(changes[0].kind, people, text.fill(told=told, people=_names(people, snapshot)), facts)


def _changes(item: Refused, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Changes]:
    """List what would remove every reason against somebody, where the office may do it; what ends by itself is awaited."""
    codes = {reason.code for reason in item.reasons}
    plain = tuple(reason for reason in item.reasons if reason.code not in (SIGNER, MENTOR))
    awaited = any(reason.code == "absent" and reason.facts.get("until") for reason in plain)
    found = removing(plain, item.officer)
    if found is None or awaited or any(one.kind not in LAWFUL_WAYS or one.kind not in CHEAPEST for one in found):
        return
    if SIGNER in codes and MENTOR not in codes:
        yield from (
            (*found, Change("join_team", code, what=item.team or "")) for code in _signers(item, case, snapshot)
        )
    elif MENTOR in codes and SIGNER not in codes:
        yield from ((*found, Change("stand_in", code, what=item.officer)) for code in _mentors(item, snapshot))
    elif found and not {SIGNER, MENTOR} & codes:
        yield found


def _signers(item: Refused, case: CaseToPlace, snapshot: Snapshot) -> list[str]:
    """Give the signing judges another team can spare: one of several, not tied to the case; who leads a team stays in it."""
    teams = (signers for team, signers in snapshot.signers.items() if team != item.team and len(signers) > 1)
    leads = {team.lead for team in snapshot.office.teams}
    spared = (one for signers in teams for one in signers if one.code not in leads)
    return [one.code for one in spared if not tied(one, case, snapshot)]


def _mentors(item: Refused, snapshot: Snapshot) -> list[str]:
    """Give those who mentor already, but for the apprentice's own."""
    own = {pairing.mentor for pairing in snapshot.office.mentor_of(item.officer)}
    return [code for code in dict.fromkeys(one.mentor for one in snapshot.office.pairings) if code not in own]


def _for_the_team(changes: Changes, item: Refused, refused: Sequence[Refused]) -> Changes:
    """Say a lane opened for somebody's team by one of the team, so that it is tried and told once."""
    first = next(other.officer for other in refused if other.team == item.team)
    return tuple(replace(one, officer=first) if one.kind == "open_lane" else one for one in changes)


def _cost(changes: Changes) -> tuple[int, list[int], Changes]:
    return len(changes), [CHEAPEST.index(one.kind) for one in changes], changes


def _may(people: Iterable[str], case: CaseToPlace, snapshot: Snapshot) -> tuple[str, ...]:
    """Decide again, and give who may have the case."""
    officers = snapshot.office.officer_by_code
    return tuple(code for code in people if isinstance(judge(officers[code], case, snapshot), Candidate))


def _names(people: Sequence[str], snapshot: Snapshot) -> Text:
    shown = listed(called(code, snapshot) for code in people[:MOST_NAMED])
    more = len(people) - MOST_NAMED
    return (
        shown
        if more <= 0
        else Text("{shown}等 {n} 人", "{shown} and {more} more").fill(shown=shown, n=len(people), more=more)
    )
