"""Each hard rule left out of the model in turn: whatever plan the poorer model allows, the checker sees what is wrong with it."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from allocator.decisions.allocation import translate_classes
from allocator.decisions.allocation.translate import Translation, chosen, translate
from allocator.decisions.checking.checker import Placement, check_plan
from allocator.decisions.checking.checker_levels import check_levels, measure_plan
from allocator.decisions.recommendation import eligibility
from solver.assignment import Plan, score
from tests.allocator.decisions.offices import RandomOffice, a_random_office, lots

OFFICES = range(16)

LEFT_OUT = {
    "_serves": {"in_service"},
    "_absent": {"present"},
    "_intake_stopped": {"intake_stop"},
    "_recused": {"recusal"},
    "_own_case": {"recusal"},
    "_signer_recused": {"signer"},
    "_barred": {"reviewer_not_handler"},
    "_declined": {"declined"},
    "_lane": {"track"},
    "_apprentice": {"ladder", "mentor"},
    "_skill": {"skill"},
    "_minutes": {"minutes"},
    "_new_cases": {"new_cases"},
}
"""What keeps somebody from leading a case, and what the checker says to a plan made without it."""


ONCE_A_PERSON = {"minutes"}
"""Told of a person, not of each of the cases."""


@cache
def whole(seed: int) -> Translation:
    """Give the model with all rules."""
    return translate(a_random_office(seed).cases, a_random_office(seed).seen, lots)


def rows_of(translation: Translation, plan: Plan) -> list[Placement]:
    options = (option for option in chosen(translation, plan) if option is not None)
    return [Placement(translation.cases[one.case].case.filing.case_no, one.lead, one.mentor) for one in options]


def pairs(translation: Translation) -> set[tuple[int, int, int]]:
    instance = translation.instance
    return set(
        zip(instance.option_case.tolist(), instance.option_lead.tolist(), translation.mentor.tolist(), strict=True)
    )


def astray(poorer: Translation, with_all: Translation) -> Plan:
    """Take for each case an option that only the poorer model allows, else none: the worst it might come to."""
    lawful, instance = pairs(with_all), poorer.instance
    found = np.full(instance.cases, -1, dtype=np.int64)
    for number, (case, lead) in enumerate(
        zip(instance.option_case.tolist(), instance.option_lead.tolist(), strict=True)
    ):
        if (case, lead, int(poorer.mentor[number])) not in lawful:
            found[case] = number
    return Plan(found)


def caught(poorer: Callable[[RandomOffice], Translation], rules: set[str]) -> int:
    """Count the offices in which the poorer model goes astray; in each of them the checker must name one of the rules."""
    count = 0
    for seed in OFFICES:
        office = a_random_office(seed)
        with_all = whole(seed)
        without = poorer(office)
        rows = rows_of(without, astray(without, with_all))
        if rows:
            count += 1
            found = [item for item in check_plan(office.cases, rows, office.seen) if item.rule in rules]
            named = {item.officer if item.rule in ONCE_A_PERSON else item.case_no for item in found}
            assert all(row.case_no in named or row.officer in named for row in rows), (seed, rows)
    return count


@pytest.mark.parametrize("check", LEFT_OUT)
def test_a_model_without_one_reason_to_refuse_is_found_out(check, monkeypatch):
    """Leave, recusal, an intake stop, a skill, the reviewer who handled the act: none can be forgotten unseen."""
    kept = tuple(rule for rule in eligibility.CHECKS if rule.__name__ != check)
    assert len(kept) == len(eligibility.CHECKS) - 1

    def without(office: RandomOffice) -> Translation:
        with monkeypatch.context() as patched:
            patched.setattr(eligibility, "CHECKS", kept)
            return translate(office.cases, office.seen, lots)

    assert caught(without, LEFT_OUT[check]) > 0


def test_every_reason_to_refuse_is_left_out_once():
    """A new one must say here what the checker calls it; who holds a case already may stay with it, so that one is none."""
    assert {rule.__name__ for rule in eligibility.CHECKS} == LEFT_OUT.keys() | {"_holds_it"}


def patched_model(monkeypatch, target, name, value) -> Callable[[RandomOffice], Translation]:
    def without(office: RandomOffice) -> Translation:
        with monkeypatch.context() as patched:
            patched.setattr(target, name, value)
            return translate(office.cases, office.seen, lots)

    return without


def test_a_model_in_which_anybody_leads_is_found_out(monkeypatch):
    """A clerk leads no case."""
    without = patched_model(monkeypatch, translate_classes, "leads_cases", lambda *_: True)

    assert caught(without, {"role"}) > 0


def test_a_model_that_leaves_the_mentor_at_home_is_found_out(monkeypatch):
    """An apprentice who needs the mentor beside does not lead alone."""
    without = patched_model(monkeypatch, translate_classes, "mentor_for", lambda *_: None)

    assert caught(without, {"mentor"}) > 0


def test_a_model_that_takes_any_mentor_is_found_out(monkeypatch):
    """A mentor who is away, recused, barred or without time helps nobody."""
    without = patched_model(monkeypatch, eligibility, "_mentor_faults", lambda *_: False)

    assert caught(without, {"mentor_free"}) > 0


def test_a_model_in_which_a_mentor_has_any_number_of_apprentices_is_found_out():
    """The rulebook says how many a mentor may have."""

    def without(office: RandomOffice) -> Translation:
        levers = replace(office.seen.rulebook.levers, most_apprentices=99)
        rulebook = replace(office.seen.rulebook, levers=levers)
        return translate(office.cases, replace(office.seen, rulebook=rulebook), lots)

    assert caught(without, {"most_apprentices"}) > 0


def most_loaded(translation: Translation) -> Plan:
    """Give every case to whoever has the most options."""
    instance = translation.instance
    wanted = int(np.bincount(instance.option_lead, minlength=instance.people).argmax())
    found = np.full(instance.cases, -1, dtype=np.int64)
    led = np.flatnonzero(instance.option_lead == wanted)
    found[instance.option_case[led]] = led
    return Plan(found)


def test_a_model_without_the_cap_is_found_out():
    """Nobody is planned over the most load, whoever it would suit; the objection says by how many minutes."""
    over = 0
    for seed in OFFICES:
        office = a_random_office(seed)
        translation = whole(seed)
        plan = most_loaded(translation)
        rows, instance = rows_of(translation, plan), translation.instance
        lead = rows[0].officer
        excess = [item for item in check_plan(office.cases, rows, office.seen) if item.rule == "load_cap"]
        person = [one.code for one in office.seen.office.officers].index(lead)
        own = int(instance.charge_minutes[instance.charges_of(plan.taken)][
            instance.charge_person[instance.charges_of(plan.taken)] == person
        ].sum())  # fmt: skip
        if (
            office.seen.minutes_held[lead] + own
            > instance.capacity[person] * instance.ceiling // 1000 + instance.people
        ):
            over += 1
            assert lead in {item.officer for item in excess}
            assert all(int(str(item.facts["excess_minutes"])) >= 0 for item in excess)
    assert over > 0


def test_a_model_without_the_cap_of_new_cases_is_found_out():
    """Nobody is given more new cases by a batch than are left of the seven days, however lawful each of them is alone."""
    over = 0
    for seed in OFFICES:
        office, plan = a_random_office(seed), most_loaded(whole(seed))
        rows, most = rows_of(whole(seed), plan), office.seen.rulebook.levers.most_new_in_7_days
        led = Counter(row.officer for row in rows)
        assert most is not None
        above = {code for code, count in led.items() if office.seen.recent.get(code, 0) + count > most}
        over += len(above)
        told = {item.officer for item in check_plan(office.cases, rows, office.seen) if item.rule == "new_cases"}
        assert told == above
    assert over > 0


@pytest.mark.parametrize(
    "spoil, rule",
    [
        (lambda rows: [*rows, rows[0]], "one_lead"),
        (lambda rows: [*rows, replace(rows[0], case_no="（2022）内0222执999号")], "known_case"),
        (lambda rows: [replace(rows[0], officer="nobody"), *rows[1:]], "known_officer"),
    ],
)
def test_a_plan_of_other_cases_or_people_is_found_out(spoil, rule):
    """A case twice, a case nobody filed, a handler nobody knows."""
    for seed in OFFICES:
        office = a_random_office(seed)
        translation = whole(seed)
        rows = rows_of(translation, most_loaded(translation))

        assert rule in {item.rule for item in check_plan(office.cases, spoil(rows), office.seen)}


def stated_without(office: RandomOffice, **parts: Any) -> Iterator[tuple[str, int, int]]:
    """Give the levels at which a model without parts of the rulebook states another value than the checker finds."""
    poorer = replace(office.seen, rulebook=replace(office.seen.rulebook, **parts))
    translation = translate(office.cases, poorer, lots)
    plan = most_loaded(translation)
    measured = measure_plan(office.cases, rows_of(translation, plan), office.seen, lots)
    for item in check_levels(score(translation.instance, plan), measured):
        yield str(item.facts["level"]), int(str(item.facts["stated"])), int(str(item.facts["measured"]))


@pytest.mark.parametrize(
    "section, level",
    [
        ("deadlines", "deadlines"),
        ("fairness", "fair"),
        ("learning", "learning"),
        ("rotation", "rotation"),
        ("reserves", "spread"),
        ("moves", "moves"),
        ("continuity", "misfit"),
    ],
)
def test_a_model_without_a_section_of_the_rulebook_states_a_value_the_checker_refuses(section, level):
    """Also what a plan should keep cannot be forgotten unseen: the level is worth another value than the plan says."""
    bare = a_random_office(0).seen.rulebook
    nothing = {
        "learning": replace(bare.learning, co_handled=0, coverage=()),
        "moves": replace(bare.moves, price=1, stages=()),
        "continuity": replace(bare.continuity, credit={}, most=0),
        "reserves": (),
    }
    empty = nothing[section] if section in nothing else type(getattr(bare, section))()
    found = [item for seed in OFFICES for item in stated_without(a_random_office(seed), **{section: empty})]

    assert any(name == level and stated != measured for name, stated, measured in found)
