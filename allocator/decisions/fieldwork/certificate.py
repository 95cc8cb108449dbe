"""The certificate of a week of field work (周外勤方案证明): like that of cases, with what the week rests on, thing by thing.

An answer to what goes wrong has one too (当日变动证明): the week as it then is, and how few bookings must move.

It names every part of the snapshot by digest, the rolling books of hard work and learning among them, and the snapshot by these.
"""

from collections.abc import Mapping
from typing import Any

from allocator.decisions.certificates import sealing
from allocator.decisions.certificates.code import WEEK_CHECKER
from allocator.decisions.certificates.sealing import only
from allocator.decisions.fieldwork.outcome import FieldProof
from allocator.decisions.fieldwork.translate import FieldTranslation
from allocator.domain.canonical import plain
from allocator.domain.fieldwork.snapshot import FieldWeek
from solver.fieldwork import PREFER

FIELD = "field-week"  # the kind of a plan for a week of field work
REPAIR = "field-repair"  # that of an answer when the day goes wrong: bookings stay before all that is not urgent
TIMES = ("milliseconds", "deterministic_milliseconds")  # asked twice, an answer is the same, however long it took
LEFT = ("errand", "rules")


def proof_parts(proof: FieldProof, week: FieldWeek) -> dict[str, Any]:
    """Give what a week's document keeps of its proof: whose numbers are whose, and the plan in them."""
    meaning = FieldTranslation(week)
    return {
        "instance": proof.problem.digest,
        "people": list(meaning.people),
        "vehicles": [vehicle.code for vehicle in week.office.vehicles],
        "errands": [errand.code for errand in meaning.errands],
        "numbers": plain(proof.plan),
    }


def certified(document: Mapping[str, Any], proof: FieldProof, week: FieldWeek, kind: str = FIELD) -> dict[str, Any]:
    """Give a week's document with its certificate and seal; everything else must stand in it already."""
    named = {"rulebook": week.rulebook.digest, "snapshot": week.digest, "instance": proof.problem.digest}
    more = {
        "kind": kind,
        "day": week.today.isoformat(),
        "rules": [term.name for term in PREFER],
        "snapshot": week.digests,
    }
    stated = sealing.stated_of(proof.certificate, TIMES if kind == REPAIR else ())
    return sealing.sealed(document, stated, named, plan=plan_part(document), checker=WEEK_CHECKER, more=more)


def plan_part(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give the plan of a week as it may leave the house: numbers and codes, no names, no places."""
    names = ("monday", "people", "vehicles", "errands", "numbers", "values")
    return {
        **{name: document[name] for name in names},
        "rows": document["trips"],
        "left": only(LEFT, document["left"]),
    }


def exported(document: Mapping[str, Any], instance: Mapping[str, Any]) -> dict[str, Any]:
    """Give the one file that stands for a week's plan: certificate, plan, the instance as exact arrays, and the seal."""
    return sealing.exported(document, plan_part(document), instance)


def must_be_certified(document: Mapping[str, Any]) -> None:
    """Raise Conflict for a week's plan without a certificate, or with one that is not its own (无证明不得发布)."""
    sealing.must_be_sealed(document, plan_part(document) if "numbers" in document else {})
