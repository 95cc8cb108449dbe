"""The independent checker (独立校验): says again, in plain Python and without the solver, whether a plan is lawful.

It reads a snapshot and a plan and works everything out anew from the office's own data: who may lead, who carries
which minutes, what each load becomes. What it finds is told by rule, case and person.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from allocator.domain.cases import normal_name
from allocator.domain.people import Officer, Recusal
from allocator.domain.sharing import shared
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text
from allocator.domain.workload import PERMILLE, charges, ladder_step, members_of


@dataclass(frozen=True, slots=True)
class Placement:
    """One row of a plan: a case, its lead, and the mentor beside an apprentice."""

    case_no: str
    officer: str
    mentor: str | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """Something a plan must not do: the rule, the case and person it concerns, and by how much where that has a unit."""

    rule: str
    case_no: str
    officer: str
    text: Text
    facts: dict[str, object] = field(default_factory=dict)


def check_plan(
    cases: Sequence[CaseToPlace], placements: Sequence[Placement], snapshot: Snapshot
) -> tuple[Objection, ...]:
    """Check a plan against the office; no objection means lawful."""
    known = {case.case.filing.case_no: case for case in cases}
    found: list[Objection] = [*_once(placements, known), *_strangers(placements, snapshot)]
    people = snapshot.office.officer_by_code
    sound = [row for row in placements if row.case_no in known and {row.officer, row.mentor} - {None} <= people.keys()]
    for row in sound:
        found += _row(row, known[row.case_no], snapshot)
    found += _loads(sound, known, snapshot)
    found += _new_cases(sound, known, snapshot)
    return tuple(found)


def _once(placements: Sequence[Placement], known: Mapping[str, CaseToPlace]) -> Iterator[Objection]:
    """One lead for each case, and no case that is not there (一案一承办人)."""
    seen: set[str] = set()
    for row in placements:
        if row.case_no in seen:
            yield Objection("one_lead", row.case_no, row.officer, Text("同一案件出现两次", "the case stands twice"))
        if row.case_no not in known:
            yield Objection("known_case", row.case_no, row.officer, Text("不是待分案件", "not a waiting case"))
        seen.add(row.case_no)


def _strangers(placements: Sequence[Placement], snapshot: Snapshot) -> Iterator[Objection]:
    """Whoever stands in a plan belongs to the office (查无此人)."""
    for row in placements:
        for code in (row.officer, row.mentor):
            if code is not None and code not in snapshot.office.officer_by_code:
                yield Objection("known_officer", row.case_no, code, Text("查无此人", "nobody of this office"))


def _row(row: Placement, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Objection]:
    lead = snapshot.office.officer_by_code[row.officer]
    for rule, text in (
        *_person(lead, case, snapshot),
        *_fit_to_lead(lead, case, snapshot),
        *_pair(row, lead, case, snapshot),
    ):
        yield Objection(rule, row.case_no, row.officer, text)


def may_lead(row: Placement, case: CaseToPlace, snapshot: Snapshot) -> bool:
    """Say whether a row of a plan would be lawful, loads apart."""
    minutes = snapshot.capacity.minutes
    return bool(minutes[row.officer]) and not any(_row(row, case, snapshot))


def mentor_beside(lead: Officer, case: CaseToPlace, snapshot: Snapshot) -> str | None:
    """Give the first mentor who may stand beside an apprentice on a case; None for who leads alone, or has nobody."""
    paired = _paired(lead, snapshot) if _may(lead, case, snapshot) == "with_mentor" else set()
    order = dict.fromkeys(item.mentor for item in snapshot.office.pairings if item.mentor in paired)
    known = (snapshot.office.officer_by_code[mentor] for mentor in order)
    return next((one.code for one in known if not any(_mentor_faults(one, lead, case, snapshot))), None)


def _person(person: Officer, case: CaseToPlace, snapshot: Snapshot) -> Iterator[tuple[str, Text]]:
    """What bars anybody, lead or mentor: not there, recused, handled what is under review."""
    day = snapshot.day
    if not (person.entered <= day and (person.left is None or day <= person.left)):
        yield "in_service", Text("当日不在岗", "not in service that day")
    if any(item.officer == person.code and item.period.covers(day) for item in snapshot.office.absences):
        yield "present", Text("当日不在岗", "away that day")
    if _recused(person, case, snapshot):
        yield "recusal", Text("须回避", "recused")
    if person.code in case.barred:
        yield "reviewer_not_handler", Text("曾承办被异议的行为", "handled the act under objection")


def _recused(person: Officer, case: CaseToPlace, snapshot: Snapshot) -> bool:
    """Tied to the case by an open or upheld recusal, or a party by name whom nobody declared to be a namesake."""
    ties = [item for item in snapshot.office.recusals if item.officer == person.code and _concerns(item, case)]
    same_name = any(
        party.kind.value == "person" and normal_name(party.name) == normal_name(person.name)
        for party in case.case.filing.parties
    )
    return any(item.state.value != "dismissed" for item in ties) or (same_name and not ties)


def _concerns(recusal: Recusal, case: CaseToPlace) -> bool:
    filing = case.case.filing
    if recusal.case_no and normal_name(recusal.case_no) == normal_name(filing.case_no):
        return True
    for party in filing.parties:
        if recusal.identity and party.identity:
            if normal_name(recusal.identity) == normal_name(party.identity):
                return True
        elif recusal.party and normal_name(recusal.party) == normal_name(party.name):
            return True
    return False


def _fit_to_lead(lead: Officer, case: CaseToPlace, snapshot: Snapshot) -> Iterator[tuple[str, Text]]:
    office, rulebook = snapshot.office, snapshot.rulebook
    if not rulebook.roles[lead.role].leads:
        yield "role", Text("该岗位不承办案件", "the role leads no cases")
    team = office.team_by_code.get(lead.team or "")
    if team is None or case.lane not in team.lanes:
        yield "track", Text("团队不办理该通道", "the team does not take this lane")
    valid = {skill.id for skill in lead.skills if skill.expires is None or snapshot.day <= skill.expires}
    for needed in set(case.skills) - valid:
        yield "skill", Text(f"缺少有效资格 {needed}", f"no valid {needed}")
    if lead.code != case.holder:
        yield from _takes_new(lead, snapshot)
    if lead.code in case.declined:
        yield "declined", Text("主管不同意由其承办", "the supervisor does not want it moved there")
    if not rulebook.roles[lead.role].signs and not _somebody_signs(lead, case, snapshot):
        yield "signer", Text("本队签发法官均须回避", "every signing judge of the team is recused")


def _takes_new(lead: Officer, snapshot: Snapshot) -> Iterator[tuple[str, Text]]:
    """What keeps new cases from somebody; what is held already may stay."""
    if any(
        _stops_intake(item.kind, snapshot) and item.officer == lead.code and item.period.covers(snapshot.day)
        for item in snapshot.office.reductions
    ):
        yield "intake_stop", Text("暂停分案", "intake is stopped")
    most = snapshot.rulebook.levers.most_new_in_7_days
    if most is not None and snapshot.recent.get(lead.code, 0) >= most:
        yield "new_cases", Text(f"近七日已收满 {most} 件", f"was given {most} new cases in 7 days already")


def _stops_intake(kind: str, snapshot: Snapshot) -> bool:
    found = snapshot.rulebook.reductions.get(kind)
    return found is not None and found.stops_intake


def _somebody_signs(lead: Officer, case: CaseToPlace, snapshot: Snapshot) -> bool:
    signers = [
        other
        for other in snapshot.office.officers
        if other.team == lead.team and other.serves(snapshot.day) and snapshot.rulebook.roles[other.role].signs
    ]
    return not signers or not all(_recused(other, case, snapshot) for other in signers)


def _pair(row: Placement, lead: Officer, case: CaseToPlace, snapshot: Snapshot) -> Iterator[tuple[str, Text]]:
    """An apprentice leads what the ladder allows, beside the mentor where it says so (师徒结对)."""
    may = _may(lead, case, snapshot)
    if may == "no":
        yield "ladder", Text("学徒阶段不可承办", "the apprentice may not lead this yet")
    if may != "with_mentor":
        if row.mentor is not None:  # whose minutes would be charged for nothing
            yield "mentor", Text("无须师傅共同承办", "leads without a mentor")
        return
    if row.mentor not in _paired(lead, snapshot):
        yield "mentor", Text("须与师傅共同承办", "must lead with the mentor")
    else:
        yield from _mentor_faults(snapshot.office.officer_by_code[row.mentor], lead, case, snapshot)


def _may(lead: Officer, case: CaseToPlace, snapshot: Snapshot) -> str:
    """What the ladder lets somebody do with a case: lead it alone, with the mentor, or not."""
    step = ladder_step(lead, snapshot.rulebook, snapshot.day)
    return step.leads[snapshot.rulebook.lanes[case.lane].track] if step else "alone"


def _mentor_faults(
    mentor: Officer, apprentice: Officer, case: CaseToPlace, snapshot: Snapshot
) -> Iterator[tuple[str, Text]]:
    """What keeps a mentor from standing beside an apprentice on a case."""
    if any(_person(mentor, case, snapshot)) or not snapshot.capacity.minutes[mentor.code]:
        yield "mentor_free", Text("师傅不能参与本案", "the mentor may not take part")
    if apprentice.code not in _taught(mentor, snapshot):
        most = snapshot.rulebook.levers.most_apprentices
        yield "most_apprentices", Text(f"师傅最多带 {most} 人", f"a mentor has {most} apprentices at most")


def _taught(mentor: Officer, snapshot: Snapshot) -> list[str]:
    """The apprentices of a mentor that day, as many as a mentor may have: own before covered ones, then by age of the pair."""
    pairs = [item for item in snapshot.office.pairings if item.mentor == mentor.code]
    now = [(item.cover, item.period.first, item.apprentice) for item in pairs if item.period.covers(snapshot.day)]
    return [apprentice for _, _, apprentice in sorted(now)][: snapshot.rulebook.levers.most_apprentices]


def _paired(apprentice: Officer, snapshot: Snapshot) -> set[str]:
    """The apprentice's mentor that day; who covers only while no mentor of the apprentice's own is there (代管)."""
    day, office = snapshot.day, snapshot.office
    pairs = [item for item in office.pairings if item.apprentice == apprentice.code and item.period.covers(day)]
    gone = {item.officer for item in office.absences if item.period.covers(day)}
    gone |= {one.code for one in office.officers if day < one.entered or (one.left is not None and one.left < day)}
    left_alone = all(item.mentor in gone for item in pairs if not item.cover)
    return {item.mentor for item in pairs if left_alone or not item.cover}


def _loads(rows: Sequence[Placement], known: Mapping[str, CaseToPlace], snapshot: Snapshot) -> Iterator[Objection]:
    """Nobody goes over the cap by what the plan gives to lead or stand beside, and nobody without minutes is given any."""
    new: dict[str, dict[str, int]] = {}
    for row in rows:
        lead = snapshot.office.officer_by_code[row.officer]
        case = known[row.case_no]
        track = snapshot.rulebook.lanes[case.lane].track
        taken = charges(case.minutes, track, lead, row.mentor, snapshot.capacity)
        for code in {row.officer, row.mentor or row.officer}:
            own = new.setdefault(code, {})
            own |= {holder: own.get(holder, 0) + count for holder, count in taken.items()}
    cap, minutes = snapshot.rulebook.levers.most_load, snapshot.capacity.minutes
    for row in {row.officer: row for row in rows}.values():
        if not minutes[row.officer]:
            yield Objection("minutes", row.case_no, row.officer, Text("无可用工时", "has no available minutes"))
    for code, own in sorted(new.items()):
        given = _own(code, own, snapshot)
        total = snapshot.minutes_held[code] + given
        if (
            given and minutes[code] and total * PERMILLE > cap * minutes[code]
        ):  # who is above it may lead what takes none
            excess = total - minutes[code] * cap // PERMILLE
            text = Text(f"超过负荷上限 {excess} 分钟", f"{excess} minutes over the cap")
            yield Objection("load_cap", "", code, text, {"excess_minutes": excess})


def _new_cases(rows: Sequence[Placement], known: Mapping[str, CaseToPlace], snapshot: Snapshot) -> Iterator[Objection]:
    """Nobody is given more new cases than are left of the seven days' cap (新案上限); who had it already is told by the row."""
    most = snapshot.rulebook.levers.most_new_in_7_days
    if most is None:
        return
    given = Counter(row.officer for row in rows if row.officer != known[row.case_no].holder)
    for code, count in sorted(given.items()):
        had = snapshot.recent.get(code, 0)
        if had < most < had + count:
            text = Text(
                f"近七日已收 {had} 件，本方案再给 {count} 件，超过上限 {most} 件",
                f"was given {had} in 7 days and {count} more by the plan, above the cap of {most}",
            )
            yield Objection("new_cases", "", code, text, {"recent": had, "given": count, "cap": most})


def _own(code: str, new: Mapping[str, int], snapshot: Snapshot) -> int:
    """Add up somebody's part of what the own cases charge: directly, and at desks where the person sits too."""
    total = new.get(code, 0)
    for holder, count in new.items():
        if "/" in holder:
            total += shared(count, members_of(holder, snapshot.capacity)).get(code, 0)
    return total
