"""Who may lead a case at all (承办资格): each refusal names its rule and what it rests on.

The checks are listed in the order a supervisor would ask them; all that fail are told, not only the first.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from allocator.decisions.recommendation.recusal import is_party, recusals_of, tied
from allocator.domain.office import Office
from allocator.domain.people import Officer
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text
from allocator.domain.workload import ladder_step

ALONE, WITH_MENTOR, NO = "alone", "with_mentor", "no"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an officer may not lead a case: the rule's code, a sentence, and what it rests on."""

    code: str
    text: Text
    facts: dict[str, object] = field(default_factory=dict)


Check = Callable[[Officer, CaseToPlace, Snapshot], Iterable[Refusal]]


def refusals(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> tuple[Refusal, ...]:
    """Give every reason that keeps an officer from leading a case; none means eligible, load apart."""
    return tuple(refusal for check in CHECKS for refusal in check(officer, case, snapshot))


def barred_by(checks: Iterable[Check], officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> bool:
    """Say whether any of some checks keeps an officer away."""
    for check in checks:
        for _ in check(officer, case, snapshot):
            return True
    return False


def misfits(officer: Officer, mentor: str | None, case: CaseToPlace, snapshot: Snapshot) -> tuple[Refusal, ...]:
    """Say why who holds a case may not go on with it as it stands now: lane, ladder, mentor, a skill never had (交接事由)."""
    found = tuple(refusal for check in (_lane, _apprentice, _skill) for refusal in check(officer, case, snapshot))
    lacking = tuple(refusal for refusal in found if refusal.code != "skill_expired")
    if mentor is None and not lacking and ladder(officer, case, snapshot) == WITH_MENTOR:
        return (Refusal("mentor_needed", Text("须与师傅共同承办", "must lead with the mentor")),)
    return lacking


def plainly_fits(officer: Officer, lane: str, skills: Iterable[str], snapshot: Snapshot) -> bool:
    """Say whether somebody who holds a case goes on with it without a further question, as nearly everybody does.

    Where this says yes, `misfits` finds nothing: the team takes the lane, no ladder binds, every skill was acquired.
    """
    if (
        not leads_in(officer, lane, snapshot.office)
        or ladder_step(officer, snapshot.rulebook, snapshot.day) is not None
    ):
        return False
    return not skills or {skill.id for skill in officer.skills}.issuperset(skills)


def leads_cases(officer: Officer, snapshot: Snapshot) -> bool:
    """Say whether the officer's role leads cases at all."""
    role = snapshot.rulebook.roles.get(officer.role)
    return role is not None and role.leads


def leads_in(officer: Officer, lane: str, office: Office) -> bool:
    """Say whether the officer's team takes cases of a lane."""
    team = office.team_by_code.get(officer.team or "")
    return team is not None and lane in team.lanes


def mentor_for(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> str | None:
    """Give the mentor who must stand beside an apprentice on this case; None when the officer leads alone."""
    if ladder(officer, case, snapshot) != WITH_MENTOR:
        return None
    return first_free(mentors_of(officer, snapshot), case, snapshot)


def mentors_of(officer: Officer, snapshot: Snapshot) -> tuple[str, ...]:
    """Give who may stand beside an apprentice that day, whatever the case, as far as each teaches no more than allowed."""
    office, most = snapshot.office, snapshot.rulebook.levers.most_apprentices
    found = office.mentors_on(officer.code, snapshot.day)
    return tuple(mentor for mentor in found if officer.code in office.taught_by(mentor, snapshot.day)[:most])


def first_free(mentors: Iterable[str], case: CaseToPlace, snapshot: Snapshot) -> str | None:
    """Give the first of some mentors whom nothing keeps away from a case."""
    return next((mentor for mentor in mentors if not _mentor_faults(mentor, case, snapshot)), None)


def _serves(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Refusal]:
    if not officer.serves(snapshot.day):
        yield Refusal("not_serving", Text("当日不在岗（未入职或已离任）", "not in service that day"))


def _lane(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Refusal]:
    if not leads_in(officer, case.lane, snapshot.office):
        lane = snapshot.rulebook.lanes[case.lane].name
        yield Refusal(
            "track",
            Text("所在团队不办理“{lane}”案件", "the team takes no {lane} cases").fill(lane=lane),
            {"lane": case.lane},
        )


def ladder(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> str:
    """Say whether somebody may lead a case of its class "alone", "with_mentor" or "no" (成长阶梯); only apprentices learn."""
    step = ladder_step(officer, snapshot.rulebook, snapshot.day)
    return step.leads[snapshot.rulebook.lanes[case.lane].track] if step else ALONE


def _apprentice(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Refusal]:
    may = ladder(officer, case, snapshot)
    if may == NO:
        yield Refusal(
            "ladder", Text("学徒阶段尚不能承办此类案件", "an apprentice at this step may not lead such a case yet")
        )
    elif may == WITH_MENTOR and mentor_for(officer, case, snapshot) is None:
        yield Refusal(
            "no_mentor",
            Text("须与师傅共同承办，但无可用的师傅", "must lead with the mentor, and no mentor is available"),
        )


def _mentor_faults(code: str, case: CaseToPlace, snapshot: Snapshot) -> bool:
    mentor = snapshot.office.officer_by_code.get(code)
    return (
        mentor is None
        or not snapshot.capacity.minutes[code]
        or any(
            refusal
            for check in (*WHATEVER_OF_A_MENTOR, _recused, _own_case, _barred)
            for refusal in check(mentor, case, snapshot)
        )
    )


def _absent(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Refusal]:
    away = [item for item in snapshot.office.absences_of(officer.code) if item.period.covers(snapshot.day)]
    if away:
        last = None if any(item.period.last is None for item in away) else max(str(item.period.last) for item in away)
        text = Text("当日不在岗", "away that day") if last is None else Text(f"不在岗至 {last}", f"away until {last}")
        yield Refusal("absent", text, {"until": last})


def _intake_stopped(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Refusal]:
    catalogue = snapshot.rulebook.reductions
    for item in snapshot.office.reductions_of(officer.code):
        kind = catalogue.get(item.kind)
        if kind and kind.stops_intake and item.period.covers(snapshot.day):
            until = str(item.period.last) if item.period.last else None
            yield Refusal("intake_stopped", Text("暂停分案", "intake is stopped"), {"until": until})


def _recused(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Refusal]:
    for recusal in recusals_of(officer, case, snapshot):
        yield Refusal(
            "recused",
            Text(f"须回避（{recusal.relation}）", f"recused ({recusal.relation})"),
            {"relation": recusal.relation, "state": recusal.state.value, "party": recusal.party},
        )


def _own_case(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Refusal]:
    if is_party(officer, case, snapshot):
        yield Refusal(
            "is_party",
            Text("与当事人同名，须先确认并非本人", "bears a party's name: first confirm that it is somebody else"),
        )


def _signer_recused(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Refusal]:
    """A team whose every signing judge is recused cannot carry the case (REC 1)."""
    signers = snapshot.signers.get(officer.team or "", ())
    if signers and officer not in signers and all(tied(other, case, snapshot) for other in signers):
        yield Refusal("signer_recused", Text("本队签发法官须回避", "the team's signing judge is recused"))


def _barred(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Refusal]:
    """The officer who carried out the act may not sit on its review (OBJ 11)."""
    if officer.code in case.barred:
        yield Refusal(
            "reviewer_is_handler", Text("曾承办被异议的执行行为", "handled the enforcement act now under objection")
        )


def _holds_it(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Refusal]:
    if officer.code == case.holder:
        yield Refusal("is_holder", Text("现承办人", "holds the case now"))


def _declined(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Refusal]:
    if officer.code in case.declined:
        yield Refusal("declined", Text("主管不同意由其承办", "the supervisor does not want it moved there"))


def _skill(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Refusal]:
    held = {skill.id: skill for skill in officer.skills}
    for needed in case.skills:
        name = snapshot.rulebook.skill_names.get(needed, Text(needed, needed))
        if needed not in held:
            yield Refusal("skill_missing", Text("缺少资格：{name}", "lacks: {name}").fill(name=name), {"skill": needed})
        elif not held[needed].valid(snapshot.day):
            expired = str(held[needed].expires)
            text = Text("资格已过期：{name}（{day}）", "expired: {name} ({day})").fill(name=name, day=expired)
            yield Refusal("skill_expired", text, {"skill": needed, "expired": expired})


def _minutes(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Refusal]:
    if not snapshot.capacity.minutes[officer.code]:
        yield Refusal("no_minutes", snapshot.load(officer.code).words)


def _new_cases(officer: Officer, case: CaseToPlace, snapshot: Snapshot) -> Iterator[Refusal]:
    most, recent = snapshot.rulebook.levers.most_new_in_7_days, snapshot.recent.get(officer.code, 0)
    if most is not None and recent >= most:
        text = Text(f"近七日已收 {recent} 件，上限 {most} 件", f"{recent} new cases in 7 days, the cap is {most}")
        yield Refusal("new_case_cap", text, {"recent": recent, "cap": most})


CHECKS = (
    _serves,
    _absent,
    _intake_stopped,
    _recused,
    _own_case,
    _signer_recused,
    _barred,
    _holds_it,
    _declined,
    _lane,
    _apprentice,
    _skill,
    _minutes,
    _new_cases,
)
WHATEVER_THE_CASE = (_serves, _absent, _intake_stopped, _lane, _minutes)
"""The checks that read nothing of a case but its lane: whom they bar, they bar all day."""

WHATEVER_OF_A_MENTOR = (_serves, _absent)
"""Those of them that who stands beside an apprentice must pass as well."""
