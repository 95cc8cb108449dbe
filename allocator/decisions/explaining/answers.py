"""Answers about a plan (答复): per case, per person and for the whole, each at most three sentences with their facts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from allocator.decisions.allocation.reserve import kept_free
from allocator.decisions.explaining.anew import WITHOUT_A_WORD, Changes, Drawing, Whole
from allocator.decisions.explaining.changes import Change
from allocator.decisions.explaining.contrast import Contrast, contrast_facts, others, swapped
from allocator.decisions.explaining.drawn_flips import Confirmed, WhyNot, confirmed
from allocator.decisions.explaining.flip_words import (
    change_facts,
    confirmed_facts,
    drawn_facts,
    flip_words,
    how_confirmed,
)
from allocator.decisions.explaining.planned import DRAW, Planned
from allocator.decisions.explaining.saying import (
    MEASURED_ONLY,
    RULES,
    SOURCES,
    TAKES_PLANS,
    amount,
    apart,
    conditions,
    level_name,
    priced,
    refusal_words,
    worse,
)
from allocator.decisions.explaining.solving import forced, has, keeps_given
from allocator.decisions.explaining.ways_out import all_full, named, way_out
from allocator.decisions.recommendation.eligibility import leads_cases
from allocator.decisions.recommendation.reasons import counted, tally
from allocator.domain.words import Count, Text, listed
from solver.assignment import Plan, excess, score

PRICES_TOLD = 3  # levels, the highest first


@dataclass(frozen=True, slots=True)
class Answer:
    """At most three sentences, and the facts they are made of; `open` where what would change it takes whole plans."""

    sentences: tuple[Text, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    open: bool = False


def why(planned: Planned, case: int, whole: Whole | None = WITHOUT_A_WORD) -> Answer:
    """Say why a case goes to whom it goes, or why to nobody and what would help, as far as `whole` plans may be drawn."""
    lead = planned.lead(case)
    return _why_nobody(planned, case, whole) if lead is None else _why_lead(planned, case, lead)


def _why_lead(planned: Planned, case: int, lead: str) -> Answer:
    found = others(planned, case)
    before, after = planned.load(lead)
    first = Text(
        "{case}由{person}承办：按方案其负荷由 {before} 至 {after}，合格者共 {count} 人。",
        "{case} goes to {person}, whose load the plan takes from {before} to {after}; {count:person|people} may lead it.",
    ).fill(
        case=planned.case_no(case), person=planned.person(lead), before=before.words, after=after.words,
        count=len(found) + 1,
    )  # fmt: skip
    facts = {"lead": lead, "load": [before.permille, after.permille], "eligible": len(found) + 1}
    facts |= {"others": [contrast_facts(item) for item in found]}
    return Answer((first, *_against(planned, case, found)), facts)


def _against(planned: Planned, case: int, found: list[Contrast]) -> tuple[Text, ...]:
    if not found:
        return (_nobody_else(planned, case),)
    near = [item for item in found if item.near]
    decided = Counter(item.decider or DRAW for item in found if not item.near)
    parts = [
        Text(
            f"{count} 人在“{_decider(name).zh}”上更差",
            f'{Count(count):person is|people are} worse on "{_decider(name).en}"',
        )
        for name, count in sorted(decided.items())
    ]
    drawn = Text("，由抽签决定", ", so that the draw decided") if planned.drawn else Text("", "")
    parts += (
        [Text(f"{len(near)} 人同等{drawn.zh}", f"{Count(len(near)):person is|people are} as good{drawn.en}")]
        if near
        else []
    )
    told = Text("其余不变而改由他人承办：{parts}。", "Given to another with all else unchanged: {parts}.").fill(
        parts=listed(parts)
    )
    nearest = next((item for item in found if not item.near), None)
    if nearest is None:
        return (told,)
    text = Text("最接近的是{person}：{worse}。", "The nearest is {person}: {worse}.")
    return (told, text.fill(person=planned.person(nearest.officer), worse=worse(nearest, planned)))


def _decider(name: str) -> Text:
    return RULES[name] if name in RULES else level_name(name)


def _nobody_else(planned: Planned, case: int) -> Text:
    refused = planned.refused(case)
    counts = tally(refused.values())
    if not counts:
        return Text("没有其他承办人。", "Nobody else leads cases here.")
    text = Text("其他人均不合格（{counts}）。", "Nobody else may lead it ({counts}).")
    return text.fill(counts=counted(counts, len(refused)))


def _why_nobody(planned: Planned, case: int, whole: Whole | None) -> Answer:
    text, facts = _left_out(planned, case)
    drawing = Drawing.of(planned, case, whole)
    if planned.lots is not None and whole is None:
        return Answer((text, TAKES_PLANS), facts, open=True)
    way = way_out(planned, case, drawing)
    by_hand = named(planned, case) if drawing and way is None else None
    facts |= {
        "way_out": [change_facts(one) for one in way or ()],
        "by_hand": by_hand and change_facts(by_hand),
        "tried": [
            change_facts(one) for changes, _ in (drawing.told if drawing and way is None else ()) for one in changes
        ],
        **drawn_facts(drawing),
    }
    return Answer((text, _way(planned, way, drawing), *_naming(planned, by_hand)), facts)


def _left_out(planned: Planned, case: int) -> tuple[Text, dict[str, object]]:
    """Say what stands in the way of a case that is left out, and give the facts of it."""
    least = excess(planned.instance, planned.plan).get(case)
    refused = planned.refused(case)
    counts = tally(refused.values())
    facts: dict[str, object] = {"lead": None, "refused": counts, "excess_minutes": None}
    if least is not None:
        person = planned.snapshot.office.officers[least.person].code
        text = _no_room(planned, case, person, least.minutes)
        return text, facts | {"excess_minutes": least.minutes, "officer": person}
    if people := all_full(planned, case):
        told = Text(
            "{case}未能安排：可承办的 {count} 人，七日内新案均已达上限（{source}）。",
            "{case} is not placed: all who may lead it ({count:person|people}) have had the cap of new cases in seven days ({source}).",
        )
        source = SOURCES["within_new_cases"]
        return told.fill(case=planned.case_no(case), count=len(people), source=source), facts
    barred = Text("{case}未能安排：{counts}。", "{case} is not placed: {counts}.")
    return barred.fill(case=planned.case_no(case), counts=counted(counts, len(refused))), facts


def _no_room(planned: Planned, case: int, person: str, minutes: int) -> Text:
    full = Text(
        "{case}未能安排：无论由谁承办，都将有人超过负荷上限，至少为{person}超出 {minutes} 分钟。",
        "{case} is not placed: whoever led it, somebody would be over the load cap, {person} by {minutes:minute|minutes} at the least.",
    )
    text = full.fill(case=planned.case_no(case), person=planned.person(person), minutes=minutes)
    if planned.lots is None:  # a plan of moves keeps no room
        return text
    return text + kept_free(person, planned.cases, planned.snapshot)


def _way(planned: Planned, way: Changes | None, drawing: Drawing | None) -> Text:
    if drawing is None:
        return MEASURED_ONLY
    if way is None:
        tried = [conditions(changes, planned) for changes, _ in drawing.told]
        none = Text("所试的办法均不能安排本案{tried}。", "Nothing that was tried would place it{tried}.")
        shown = Text("（{ways}）", " ({ways})").fill(ways=apart(tried)) if tried else Text("", "")
        return none.fill(tried=shown)
    text = Text(
        "如{changes}，本案即可安排，且各级缓急未能安排的案件均不增加（已{how}证实）。",
        "If {changes}, it would be placed and no more cases of any rank left out (confirmed by {how}).",
    )
    return text.fill(changes=conditions(way, planned), how=how_confirmed(planned))


def _naming(planned: Planned, by_hand: Change | None) -> tuple[Text, ...]:
    """Say whom a supervisor may name where nothing else was found."""
    if by_hand is None:
        return ()
    text = Text(
        "主管仍可说明事由指定由{person}承办，届时将有人超出负荷上限 {minutes} 分钟。",
        "A supervisor may still name {person}, with a reason: somebody is then {minutes:minute|minutes} over the load cap.",
    )
    return (text.fill(person=planned.person(by_hand.officer), minutes=by_hand.amount),)


def why_not(planned: Planned, case: int, officer: str, whole: Whole | None = WITHOUT_A_WORD) -> Answer:
    """Say why a case does not go to somebody, and what would make it, as far as allocating anew confirms it.

    Without `whole` no whole plan is drawn, and where it takes some the answer stays open.
    """
    if planned.lead(case) == officer:
        text = Text("{case}正由{person}承办。", "{case} does go to {person}.")
        return Answer(
            (text.fill(case=planned.case_no(case), person=planned.person(officer)),),
            {"lead": officer, "asked": officer},
        )
    facts: dict[str, object] = {"lead": planned.lead(case), "asked": officer}
    asked = WhyNot(planned, case, officer, Drawing.of(planned, case, whole), short=whole is None)
    if not planned.options_of(case, officer):
        return _barred(asked, facts)
    first = forced(planned, case, officer)
    found = first.contrast
    facts["contrast"] = contrast_facts(found)
    if found.near:
        told = _drawn(planned, case, officer)
        if planned.lots is None:
            return Answer((told,), facts)
        return _with_flip(asked, told, facts, confirmed(asked, first, near=True))
    again = Text(
        "{case}不由{person}承办，因为即使其余案件尽量重新安排，{worse}。",
        "{case} does not go to {person}: with everything else arranged anew as well as it can be found, {worse}.",
    )
    unchanged = Text(
        "{case}不由{person}承办，因为其余不变，{worse}。",
        "{case} does not go to {person}: with all else unchanged, {worse}.",
    )
    text = again if planned.solvable else unchanged
    told = text.fill(case=planned.case_no(case), person=planned.person(officer), worse=worse(found, planned))
    by_hand = _by_hand(planned, case, officer, first.plan) if planned.solvable else {}
    facts["by_hand"] = {name: list(values) for name, values in by_hand.items()}
    answer = _with_flip(asked, told, facts, confirmed(asked, first))
    return replace(answer, sentences=(*answer.sentences, *_price(planned, officer, by_hand)))


def _by_hand(planned: Planned, case: int, officer: str, other: Plan) -> dict[str, tuple[int, int]]:
    """Give what it costs, level by level, if a supervisor names somebody; nothing where no lawful plan was found for it."""
    if not has(planned, other, case, officer) or not keeps_given(planned, other):
        return {}
    after = score(planned.instance, other, planned.decided)
    return {name: (planned.values[name], value) for name, value in after.items() if value > planned.values[name]}


def _price(planned: Planned, officer: str, by_hand: Mapping[str, tuple[int, int]]) -> tuple[Text, ...]:
    if not by_hand:
        return ()
    text = Text(
        "主管仍可指定由{person}承办，代价：{price}。",
        "A supervisor may name {person} all the same, at this price: {price}.",
    )
    dearest = dict(list(by_hand.items())[:PRICES_TOLD])
    return (text.fill(person=planned.person(officer), price=priced(dearest, planned)),)


def _barred(asked: WhyNot, facts: dict[str, object]) -> Answer:
    planned, officer = asked.planned, asked.officer
    reasons = planned.refused(asked.case).get(officer, ())
    text = Text("{case}不得由{person}承办：{reasons}。", "{case} may not go to {person}: {reasons}.")
    if not reasons:
        text = _no_choice(planned, officer)
    said = text.fill(case=planned.case_no(asked.case), person=asked.person, reasons=refusal_words(reasons))
    facts["refused"] = [reason.code for reason in reasons]
    return _with_flip(asked, said, facts, confirmed(asked, None))


def _with_flip(asked: WhyNot, sentence: Text, facts: dict[str, object], found: Confirmed) -> Answer:
    return Answer((sentence, flip_words(asked, found)), facts | confirmed_facts(asked, found), open=found.open)


def _no_choice(planned: Planned, officer: str) -> Text:
    """Say why somebody without any reason against is yet no choice: by the role, or by what the plan was asked for."""
    if leads_cases(planned.snapshot.office.officer_by_code[officer], planned.snapshot):
        return Text("本方案中{case}不能由{person}承办。", "In this plan {case} could not go to {person}.")
    return Text(
        "{case}不由{person}承办：其岗位不承办案件。", "{case} cannot go to {person}, whose role leads no cases."
    )


def _drawn(planned: Planned, case: int, officer: str) -> Text:
    same = swapped(planned, case, officer)[1].near
    tolerances = listed(
        Text("{name} {amount}", "{name} {amount}").fill(
            name=level_name(level.name), amount=amount(level.held - level.value, level.unit, level.name)
        )
        for level in planned.levels
        if level.name != DRAW and level.held > level.value
    )
    how = Text("", " with all else unchanged") if same else Text("（须调换其他案件）", " with other cases exchanged")
    if not planned.drawn:
        equal = Text("由{person}承办{case}的方案同等可行{how}。", "A plan with {person} for {case}{how} is as good.")
        return equal.fill(person=planned.person(officer), case=planned.case_no(case), how=how)
    text = Text(
        "由{person}承办{case}的方案同等可行{how}，由抽签决定；各层余地：{tolerances}。",
        "A plan with {person} for {case}{how} is as good, and the draw decided; what the levels leave: {tolerances}.",
    )
    return text.fill(
        person=planned.person(officer), case=planned.case_no(case), how=how,
        tolerances=tolerances if tolerances.zh else Text("无", "nothing"),
    )  # fmt: skip
