"""What could be otherwise (假设的改变): one thing about one person or rule, the same office with it, and how it is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from allocator.decisions.recommendation.eligibility import Refusal
from allocator.decisions.recommendation.recusal import is_party, recusals_of
from allocator.domain.office import Office
from allocator.domain.people import Officer, Pairing, Period, Recusal, RecusalState, Reduction, Skill, Team
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Count, Text

MINUTES_AN_HOUR = 60
TIE, NAMESAKE, EVIDENCE = "其他关系", "同名", "待补依据"
"""What a new row holds where the office alone knows what to write: a relation, and what a skill rests on."""


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One thing that could be otherwise, of one kind, about one person; `amount` in minutes, per mille or cases.

    `what` is the skill to be held, the level whose tolerance is meant, or how many people are; `officer` of others' load is
    who does not get any.
    """

    kind: str
    officer: str
    amount: int = 0
    what: str = ""


LAWFUL_WAYS = ("end_absence", "resume_intake", "add_skill", "open_lane", "new_cap")
"""What an office may itself bring about to place a case, the cheapest first; a recusal is not for it to lift."""

WORDS: Mapping[str, Text] = {
    "less_load": Text("{person}减少 {hours} 小时在手工作", "{person} held {hours} h less"),
    "more_load": Text("{person}增加 {hours} 小时工作", "{person} had {hours} h more work"),
    "others_more_load": Text(
        "其余可承办本案的 {what} 人各增加 {hours} 小时工作",
        "everybody else who may lead it ({what} in all) had {hours} h more work",
    ),
    "tolerance": Text(
        "“{level}”的容差由 {before}% 提高到 {percent}%",
        'the tolerance of "{level}" were {percent} % instead of {before} %',
    ),
    "more_moves": Text("多允许 {amount} 件移交", "{amount:more move was|more moves were} allowed"),
    "raise_cap": Text("负荷上限提高到 {percent}%", "the load cap were raised to {percent} %"),
    "end_absence": Text("{person}当日在岗", "{person} were present that day"),
    "resume_intake": Text("{person}恢复收案", "{person} took new cases again"),
    "lift_recusal": Text("{person}的回避不成立", "the recusal of {person} were dismissed"),
    "add_skill": Text("{person}具备有效资格“{what}”", '{person} held a valid "{what}"'),
    "join_team": Text("{person}调入{what}签发", "{person} joined {what} to sign there"),
    "stand_in": Text("{person}代管带教{what}", "{person} stood in as the mentor of {what}"),
    "open_lane": Text("{person}所在团队办理此类通道", "the team of {person} took this lane"),
    "recuse": Text("{person}对本案须回避", "{person} were recused from this case"),
    "stop_intake": Text("{person}当日暂停收案", "{person} took no new cases that day"),
    "hire": Text(
        "增加一名与{person}同岗、同团队、同资格的人员（编号 {what}）",
        "there were one more person with the role, team and skills of {person} (code {what})",
    ),
    "name": Text("指定由{person}承办", "{person} were named"),
    "no_reserve": Text("不再为简转繁预留工时", "no room were kept free for cases that will convert"),
    "new_cap": Text("七日内新案上限提高到 {amount} 件", "the cap of new cases in 7 days were {amount:case|cases}"),
}
"""How each kind of change is said."""


def said(change: Change, person: Text | str, snapshot: Snapshot) -> Text:
    """Say a change as the condition of a sentence, of one person or several."""
    from allocator.decisions.allocation.allocation import LEVELS  # brings the solver, which a change found needs not

    what = _named(change.what, snapshot)
    return WORDS[change.kind].fill(
        person=person,
        hours=f"{round(change.amount / MINUTES_AN_HOUR, 1):g}",
        amount=change.amount,
        percent=f"{change.amount / 10:g}",
        before=f"{getattr(snapshot.rulebook.levers, f'{change.what}_tolerance', 0) / 10:g}",
        level=LEVELS.get(change.what, what),
        what=what,
    )


def called(code: str, snapshot: Snapshot) -> Text:
    """Call somebody by name and code."""
    officer = snapshot.office.officer_by_code.get(code)
    return Text(f"{officer.name}（{code}）", f"{officer.name} ({code})") if officer else Text(code, code)


def _named(what: str, snapshot: Snapshot) -> Text:
    """Name a skill, a team or a person a change speaks of; anything else is said as it is."""
    office = snapshot.office
    if what in office.team_by_code:
        return office.team_by_code[what].name
    name = office.officer_by_code[what].name if what in office.officer_by_code else what
    return snapshot.rulebook.skill_names.get(what, Text(name, name))


def size(change: Change) -> Text:
    """Say only how big a change is: hours, per cent or cases."""
    if change.kind.endswith("_load"):
        hours = f"{round(change.amount / MINUTES_AN_HOUR, 1):g}"
        return Text(f" {hours} 小时", f"{hours} h")
    if change.kind in ("tolerance", "raise_cap"):
        return Text(f" {change.amount / 10:g}%", f"{change.amount / 10:g} %")
    return Text(f" {change.amount} 件", f"{Count(change.amount):case|cases}")


def made(snapshot: Snapshot, case: CaseToPlace, change: Change) -> Snapshot:
    """Give the office with one thing otherwise; the snapshot given stays as it is."""
    return _MADE[change.kind](snapshot, case, change)


def removing(refusals: tuple[Refusal, ...], officer: str) -> tuple[Change, ...] | None:
    """Give the changes that would remove every reason of a refusal; None where one of them cannot be removed."""
    found: list[Change] = []
    for refusal in refusals:
        change = _removing(refusal, officer)
        if change is None:
            return None
        found.append(change)
    return tuple(dict.fromkeys(found))


_KINDS = {
    "absent": "end_absence",
    "intake_stopped": "resume_intake",
    "recused": "lift_recusal",
    "is_party": "lift_recusal",
    "skill_missing": "add_skill",
    "skill_expired": "add_skill",
    "track": "open_lane",
    "new_case_cap": "new_cap",
}
"""Which change removes which reason; what is not here is the law's, or time's."""


def _removing(refusal: Refusal, officer: str) -> Change | None:
    kind = _KINDS.get(refusal.code)
    if kind is None:
        return None
    facts = refusal.facts
    cap = int(str(facts["recent"])) + 1 if kind == "new_cap" else 0
    return Change(kind, officer, cap, str(facts.get("skill", "")))


def _load(sign: int) -> Callable[[Snapshot, CaseToPlace, Change], Snapshot]:
    def change_load(snapshot: Snapshot, case: CaseToPlace, change: Change) -> Snapshot:
        """Give the office in which somebody holds so much more or less."""
        del case
        held = dict(snapshot.held)
        held[change.officer] = held.get(change.officer, 0) + sign * change.amount
        return replace(snapshot, held=held)

    return change_load


def _raise_cap(snapshot: Snapshot, case: CaseToPlace, change: Change) -> Snapshot:
    del case
    return _with_levers(snapshot, {"most_load": change.amount})


def _tolerance(snapshot: Snapshot, case: CaseToPlace, change: Change) -> Snapshot:
    del case
    looser: dict[str, Any] = {f"{change.what}_tolerance": change.amount}
    return _with_levers(snapshot, looser)


def _no_reserve(snapshot: Snapshot, case: CaseToPlace, change: Change) -> Snapshot:
    del case, change
    return replace(snapshot, rulebook=replace(snapshot.rulebook, reserves=()))


def _recuse(snapshot: Snapshot, case: CaseToPlace, change: Change) -> Snapshot:
    tie = Recusal(change.officer, TIE, RecusalState.DECLARED, case_no=case.case.filing.case_no)
    return _with_office(snapshot, replace(snapshot.office, recusals=(*snapshot.office.recusals, tie)))


def _stop_intake(snapshot: Snapshot, case: CaseToPlace, change: Change) -> Snapshot:
    del case
    kind = next(kind for kind, found in snapshot.rulebook.reductions.items() if found.stops_intake)
    stop = Reduction(change.officer, kind, 0, Period(snapshot.day, snapshot.day))
    return _with_office(snapshot, replace(snapshot.office, reductions=(*snapshot.office.reductions, stop)))


def _hire(snapshot: Snapshot, case: CaseToPlace, change: Change) -> Snapshot:
    """Somebody of the same role, team, share and valid skills, who comes last in the list of people."""
    del case
    like = snapshot.office.officer_by_code[change.officer]
    newcomer = replace(like, code=change.what, name=change.what)
    return _with_office(snapshot, replace(snapshot.office, officers=(*snapshot.office.officers, newcomer)))


def _end_absence(snapshot: Snapshot, case: CaseToPlace, change: Change) -> Snapshot:
    del case
    kept = (item for item in snapshot.office.absences if not (_mine(item, change) and item.period.covers(snapshot.day)))
    return _with_office(snapshot, replace(snapshot.office, absences=tuple(kept)))


def _resume_intake(snapshot: Snapshot, case: CaseToPlace, change: Change) -> Snapshot:
    del case
    stops = {kind for kind, found in snapshot.rulebook.reductions.items() if found.stops_intake}
    kept = (
        item
        for item in snapshot.office.reductions
        if not (_mine(item, change) and item.kind in stops and item.period.covers(snapshot.day))
    )
    return _with_office(snapshot, replace(snapshot.office, reductions=tuple(kept)))


def _lift_recusal(snapshot: Snapshot, case: CaseToPlace, change: Change) -> Snapshot:
    """Take every tie of this person to this case as dismissed, and a party of the same name as somebody else."""
    officer = snapshot.office.officer_by_code[change.officer]
    touching = set(recusals_of(officer, case, snapshot))
    ties = (replace(tie, state=RecusalState.DISMISSED) if tie in touching else tie for tie in snapshot.office.recusals)
    lifted = _with_office(snapshot, replace(snapshot.office, recusals=tuple(ties)))
    if not is_party(officer, case, lifted):
        return lifted
    namesake = Recusal(change.officer, NAMESAKE, RecusalState.DISMISSED, case_no=case.case.filing.case_no)
    return _with_office(lifted, replace(lifted.office, recusals=(*lifted.office.recusals, namesake)))


def _add_skill(snapshot: Snapshot, case: CaseToPlace, change: Change) -> Snapshot:
    del case

    def taught(officer: Officer) -> Officer:
        others = tuple(skill for skill in officer.skills if skill.id != change.what)
        return replace(officer, skills=(*others, Skill(change.what, EVIDENCE)))

    return _with_officer(snapshot, change.officer, taught)


def _open_lane(snapshot: Snapshot, case: CaseToPlace, change: Change) -> Snapshot:
    code = snapshot.office.officer_by_code[change.officer].team

    def opened(team: Team) -> Team:
        return replace(team, lanes=(*team.lanes, case.lane)) if team.code == code else team

    return _with_office(snapshot, replace(snapshot.office, teams=tuple(opened(team) for team in snapshot.office.teams)))


def _join_team(snapshot: Snapshot, case: CaseToPlace, change: Change) -> Snapshot:
    del case
    return _with_officer(snapshot, change.officer, lambda officer: replace(officer, team=change.what))


def _stand_in(snapshot: Snapshot, case: CaseToPlace, change: Change) -> Snapshot:
    del case
    cover = Pairing(change.officer, change.what, Period(snapshot.day, None), cover=True)
    return _with_office(snapshot, replace(snapshot.office, pairings=(*snapshot.office.pairings, cover)))


def _new_cap(snapshot: Snapshot, case: CaseToPlace, change: Change) -> Snapshot:
    del case
    return _with_levers(snapshot, {"most_new_in_7_days": change.amount})


_MADE: Mapping[str, Callable[[Snapshot, CaseToPlace, Change], Snapshot]] = {
    "less_load": _load(-1),
    "more_load": _load(1),
    "raise_cap": _raise_cap,
    "tolerance": _tolerance,
    "no_reserve": _no_reserve,
    "recuse": _recuse,
    "stop_intake": _stop_intake,
    "hire": _hire,
    "end_absence": _end_absence,
    "resume_intake": _resume_intake,
    "lift_recusal": _lift_recusal,
    "add_skill": _add_skill,
    "join_team": _join_team,
    "stand_in": _stand_in,
    "open_lane": _open_lane,
    "new_cap": _new_cap,
}


def _with_levers(snapshot: Snapshot, figures: Mapping[str, Any]) -> Snapshot:
    levers = replace(snapshot.rulebook.levers, **figures)
    return replace(snapshot, rulebook=replace(snapshot.rulebook, levers=levers))


def _mine(item: object, change: Change) -> bool:
    return getattr(item, "officer", None) == change.officer


def _with_office(snapshot: Snapshot, office: Office) -> Snapshot:
    return replace(snapshot, office=office)


def _with_officer(snapshot: Snapshot, code: str, edit: Callable[[Officer], Officer]) -> Snapshot:
    officers = (edit(item) if item.code == code else item for item in snapshot.office.officers)
    return _with_office(snapshot, replace(snapshot.office, officers=tuple(officers)))
