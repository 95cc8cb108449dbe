"""Verifying the certificate of a plan of cases (分案证明核验): plan, values, hard rules, and bounds by another solver."""

from collections.abc import Iterator, Mapping
from time import monotonic
from typing import Any

from allocator.decisions.certificates.certificate import ALLOCATE
from allocator.decisions.certificates.certificate_shape import stated_levels
from allocator.decisions.certificates.findings import Finding, differs, heard, refuted, told
from solver.assignment import PREFER, Instance, Plan, excess, score
from solver.assignment.plan import minutes, new_minutes
from solver.assignment.rules.prefer import HOLDABLE
from solver.assignment.rules.rule import Prefer
from solver.assignment.witnesses.recheck import draw_price, recheck, unlawful
from solver.assignment.witnesses.witness import hear
from solver.recheck import Discrepancy


def statements(document: Mapping[str, Any], instance: Instance) -> Iterator[Finding]:
    """Everything but seals and bounds: what does not fit, and nothing where all fits."""
    part = document["plan"]
    sizes = {"people": instance.people, "cases": instance.cases, "chosen": instance.cases, "settled": instance.cases}
    wrong = [item for name, size in sizes.items() for item in differs(f"plan.{name}", len(part[name]), size)]
    yield from wrong or _levels(document, instance)


def _terms_of(document: Mapping[str, Any]) -> tuple[Prefer, ...]:
    """Give the rules a certificate says were switched on."""
    known = {term.name: term for term in PREFER}
    return tuple(known[name] for name in document["certificate"]["rules"])


def _levels(document: Mapping[str, Any], instance: Instance) -> Iterator[Finding]:
    terms, part = _terms_of(document), document["plan"]
    wrong = [told(item) for item in recheck(instance, _plan(part["chosen"]), stated_levels(document), terms)]
    yield from wrong
    if not wrong:
        yield from _given(document, instance)
        yield from _draw(document, instance, terms)
        yield from _rows(part, instance)
        if document["certificate"]["kind"] == ALLOCATE:
            yield from _loads(part, instance)


def _given(document: Mapping[str, Any], instance: Instance) -> Iterator[Finding]:
    """What a plan was held to from the first level on, it keeps; and it is something that can be measured."""
    known = {term.level: term for term in HOLDABLE}
    for name, most in document["certificate"]["given"].items():
        value = known[name].amount(instance, _plan(document["plan"]["chosen"])) if name in known else None
        if value is None or value > most:
            yield refuted(f"certificate.given.{name}", most, value)


def _draw(document: Mapping[str, Any], instance: Instance, terms: tuple[Prefer, ...]) -> Iterator[Finding]:
    """The plan from before the draw keeps what is held, and the draw cost what it is said to."""
    plan, settled = (_plan(document["plan"][name]) for name in ("chosen", "settled"))
    broken = [told(item, "plan.settled") for item in unlawful(instance, settled)]
    yield from broken
    if broken:
        return
    values = score(instance, settled, terms)
    for level in stated_levels(document)[:-1]:
        if values[level.name] > level.held:
            yield told(Discrepancy(level.name, "held", level.held, values[level.name]), "plan.settled")
    wanted = draw_price(instance, plan, settled, terms)
    yield from differs("certificate.draw", document["certificate"]["draw"], wanted)


def _rows(part: Mapping[str, Any], instance: Instance) -> Iterator[Finding]:
    """Each row says what the option taken for its case says, and no case is in two lists or in none."""
    rows = {row["case_no"]: row for row in part["rows"]}
    left = {item["case_no"]: item for item in part["unplaced"]}
    over = excess(instance, _plan(part["chosen"]))
    for case, name in enumerate(part["cases"]):
        option = part["chosen"][case]
        if option < 0:
            least = over.get(case)
            wanted = (part["people"][least.person], least.minutes) if least else (None, None)
            stated = left.pop(name, {})
            yield from differs(f"plan.unplaced.{name}", (stated.get("officer"), stated.get("excess_minutes")), wanted)
        elif name in rows:
            yield from _row(rows.pop(name), case, option, part, instance)
        elif instance.holder[case] != instance.option_lead[option]:
            yield from differs(f"plan.rows.{name}", None, part["people"][int(instance.option_lead[option])])
    yield from (item for name in (*rows, *left) for item in differs(f"plan.rows.{name}", name, None))


def _row(
    row: Mapping[str, Any], case: int, option: int, part: Mapping[str, Any], instance: Instance
) -> Iterator[Finding]:
    place = f"plan.rows.{row['case_no']}"
    yield from differs(f"{place}.officer", row["officer"], part["people"][int(instance.option_lead[option])])
    yield from differs(f"{place}.alternatives", row["alternatives"], len(instance.options_of(case)) - 1)
    charged = slice(int(instance.charge_start[option]), int(instance.charge_start[option + 1]))
    people = [part["people"][person] for person in instance.charge_person[charged].tolist()]
    taken = dict(zip(people, instance.charge_minutes[charged].tolist(), strict=True))
    for code, count in row["charges"].items():
        if code in taken and not count <= taken[code]:  # a share of a desk's work may come on top of the own
            yield refuted(f"{place}.charges.{code}", count, taken[code])


def _loads(part: Mapping[str, Any], instance: Instance) -> Iterator[Finding]:
    """Loads shown of a plan for waiting cases are what is held and what the plan brings.

    An instance may hold more than is shown: minutes kept free for cases that are expected to convert.
    """
    plan = _plan(part["chosen"])
    new, after = new_minutes(instance, plan).tolist(), minutes(instance, plan).tolist()
    number = {code: person for person, code in enumerate(part["people"])}
    for load in part["loads"]:
        person, place = number.get(load["officer"]), f"plan.loads.{load['officer']}"
        if person is None:
            yield from differs(place, load["officer"], None)
        elif instance.capacity[person]:
            shown = load["after"]["held"]
            yield from differs(f"{place}.available", load["after"]["available"], int(instance.capacity[person]))
            yield from differs(f"{place}.new", shown - load["before"]["held"], new[person])
            if shown > after[person]:
                yield refuted(f"{place}.after", shown, after[person])


def bounds(document: Mapping[str, Any], instance: Instance, seconds: float) -> Iterator[Finding]:
    """Ask another solver about the bound of every level, with the levels above held as the certificate says."""
    end, levels, terms = monotonic() + seconds, stated_levels(document), _terms_of(document)
    held: dict[str, int] = dict(document["certificate"]["given"])
    for number, level in enumerate(levels):
        share = max(0.0, end - monotonic()) / (len(levels) - number)
        yield heard(hear(instance, level.name, held, level.bound, share, terms), level, seconds)
        held[level.name] = level.held


def _plan(chosen: list[int]) -> Plan:
    return Plan(chosen)  # type: ignore[arg-type]
