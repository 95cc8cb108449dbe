"""Verifying the certificate of a week of field work (周外勤方案证明核验): the plan in numbers and in codes, and its bounds.

Of trips that were under way the instance knows only whom and what they take: they are told, and nothing is said of them.
"""

from collections.abc import Iterator, Mapping
from time import monotonic
from typing import Any

from allocator.decisions.certificates.certificate_shape import stated_levels
from allocator.decisions.certificates.findings import Finding, differs, heard, refuted, told
from allocator.decisions.fieldwork.certificate import REPAIR
from allocator.domain.canonical import digest
from allocator.domain.fieldwork.trips import TripState
from solver.fieldwork import PREFER, Instance, Plan, Trip
from solver.fieldwork.rules.prefer import levels, repair_levels
from solver.fieldwork.rules.rule import Prefer
from solver.fieldwork.witnesses.recheck import recheck
from solver.fieldwork.witnesses.witness import Witnesses, rival

RIVAL_SHARE = 3  # of the seconds for the bounds, a third goes into looking for a better plan
ORDERS = {False: levels, True: repair_levels}  # of the levels: of a drafted week, of an answer when the day goes wrong


def statements(document: Mapping[str, Any], instance: Instance) -> Iterator[Finding]:
    """Everything but seals and bounds: what does not fit, and nothing where all fits."""
    part = document["plan"]
    yield from _snapshot(document)
    sizes = {"people": instance.people, "vehicles": instance.vehicles, "errands": instance.errands}
    wrong = [item for name, size in sizes.items() for item in differs(f"plan.{name}", len(part[name]), size)]
    yield from wrong or _plan(document, instance)


def _snapshot(document: Mapping[str, Any]) -> Iterator[Finding]:
    """The snapshot is named by its parts, and the rulebook and the week are those of the snapshot."""
    certificate, named = document["certificate"], document["certificate"]["snapshot"]
    yield from differs("certificate.digests.snapshot", certificate["digests"]["snapshot"], digest(named))
    yield from differs("certificate.digests.rulebook", certificate["digests"]["rulebook"], named.get("rulebook"))
    yield from differs("plan.monday", digest(document["plan"]["monday"]), named.get("monday"))


def _plan(document: Mapping[str, Any], instance: Instance) -> Iterator[Finding]:
    plan = _numbers(document["plan"]["numbers"])
    ordered = ORDERS[_is_repair(document)](instance, _terms_of(document))
    wrong = [told(item) for item in recheck(instance, plan, stated_levels(document), ordered)]
    yield from wrong
    if not wrong:
        yield from _values(document)
        yield from _rows(document["plan"], instance, plan)
        yield from _left(document["plan"], instance, plan)


def _numbers(numbers: Mapping[str, Any]) -> Plan:
    trips = (Trip(one["leaves"], one["vehicle"], one["back"], tuple(one["people"])) for one in numbers["trips"])
    return Plan(tuple(trips), tuple(numbers["trip"]), tuple(numbers["start"]))


def _terms_of(document: Mapping[str, Any]) -> tuple[Prefer, ...]:
    known = {term.name: term for term in PREFER}
    return tuple(known[name] for name in document["certificate"]["rules"])


def _is_repair(document: Mapping[str, Any]) -> bool:
    return bool(document["certificate"]["kind"] == REPAIR)


def _values(document: Mapping[str, Any]) -> Iterator[Finding]:
    """The checker, which knows no solver, found the same values; a level that is not there is worth nothing."""
    stated = {level.name: level.value for level in stated_levels(document)}
    values = document["plan"]["values"]
    for name in (*stated, *values.keys() - stated.keys()):
        yield from differs(f"plan.values.{name}", values.get(name, 0), stated.get(name, 0))


def _rows(part: Mapping[str, Any], instance: Instance, plan: Plan) -> Iterator[Finding]:
    """Each trip in codes is one in numbers, and each in numbers stands there once."""
    wanted = {(trip["vehicle"], trip["leaves"]): trip for trip in _in_codes(part, instance, plan)}
    for row in (row for row in part["rows"] if row["state"] != TripState.STARTED):
        place, known = f"plan.rows.{row['code']}", wanted.pop((row["vehicle"], row["leaves"]), {})
        yield from (
            item
            for name in ("vehicle", "leaves", "back")
            for item in differs(f"{place}.{name}", row[name], known.get(name))
        )
        yield from differs(f"{place}.people", sorted(row["people"]), sorted(known.get("people", [])))
        yield from differs(f"{place}.stops", row["stops"], known.get("stops"))
        yield from _driver(row, part, instance)
    for vehicle, leaves in wanted:
        yield refuted("plan.rows", None, f"{vehicle} {leaves}")


def _in_codes(part: Mapping[str, Any], instance: Instance, plan: Plan) -> Iterator[dict[str, Any]]:
    for trip, parts in zip(plan.trips, plan.stops, strict=True):
        yield {
            "vehicle": part["vehicles"][trip.vehicle],
            "people": [part["people"][person] for person in trip.people],
            "leaves": trip.leaves,
            "back": trip.back,
            "stops": [_stop(part, instance, plan, number) for number in parts],
        }


def _stop(part: Mapping[str, Any], instance: Instance, plan: Plan, number: int) -> dict[str, Any]:
    errand = int(instance.part_errand[number])
    nth = instance.parts_of[errand].index(number)
    return {"errand": part["errands"][errand], "starts": plan.start[number], "part": nth}


def _driver(row: Mapping[str, Any], part: Mapping[str, Any], instance: Instance) -> Iterator[Finding]:
    """Who drives is aboard and may."""
    people = {code: person for person, code in enumerate(part["people"]) if code in row["people"]}
    skill = (
        int(instance.vehicle_driver[part["vehicles"].index(row["vehicle"])])
        if row["vehicle"] in part["vehicles"]
        else -1
    )
    person = people.get(row["driver"])
    if person is None or (skill >= 0 and not int(instance.person_skills[person]) >> skill & 1):
        yield refuted(f"plan.rows.{row['code']}.driver", row["driver"], None)


def _left(part: Mapping[str, Any], instance: Instance, plan: Plan) -> Iterator[Finding]:
    """Left out are the errands without a place, and no others."""
    served = {int(instance.part_errand[number]) for number in plan.placed}
    wanted = sorted(code for errand, code in enumerate(part["errands"]) if errand not in served)
    yield from differs("plan.left", sorted(item["errand"] for item in part["left"]), wanted)


def bounds(document: Mapping[str, Any], instance: Instance, seconds: float) -> Iterator[Finding]:
    """Ask the witnesses about the bound of every level, with the levels above held as the certificate says."""
    levels, terms, looking = stated_levels(document), _terms_of(document), seconds / RIVAL_SHARE
    better = rival(instance, looking, document["certificate"]["seed"] + 1, terms, repairs=_is_repair(document))
    end = monotonic() + seconds - looking  # kernels may have been translated before the search
    witnesses = Witnesses(instance, (better,), terms)
    for number, level in enumerate(levels):
        asked = sum(other.bound > 0 for other in levels[number:])  # no other needs time
        share = max(0.0, end - monotonic()) / max(1, asked)
        yield heard(witnesses.hear(level.name, level.bound, share), level, seconds)
        witnesses.hold(level.name, level.held)
