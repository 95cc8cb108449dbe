"""The certificate of a plan (方案证明): all that is needed to check it, later and elsewhere, without the office's database.

It names by digest what the plan rests on, states value, bound and gap of every level, what the checker said, and what
the draw gave away. Its seal is the digest of all that; the decision log keeps it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from allocator.decisions.certificates import sealing
from allocator.decisions.certificates.code import CHECKER
from allocator.decisions.certificates.sealing import only, sealed, stated_of
from allocator.domain.snapshot import Snapshot
from solver.assignment import PREFER, Instance, Plan
from solver.assignment.rules.rule import Prefer
from solver.assignment.witnesses.recheck import draw_price
from solver.search import Certificate

ALLOCATE = "allocate"  # the kind of a plan for waiting cases
ROW = ("case_no", "officer", "mentor", "charges", "alternatives")
UNPLACED = ("case_no", "reasons", "excess_minutes", "officer")
LOAD = ("officer", "before", "after", "cases")


@dataclass(frozen=True)
class Proof:
    """What stands behind a plan, exactly: the instance, the options taken, and those from before the draw.

    `given` is what the plan was held to from the first level on, whatever it costs (number of moves, for example).
    """

    problem: Instance
    plan: Plan
    settled: Plan
    certificate: Certificate
    terms: Sequence[Prefer] = PREFER
    given: Mapping[str, int] = field(default_factory=dict)


def proof_parts(proof: Proof, snapshot: Snapshot) -> dict[str, Any]:
    """Give what a plan's document keeps of its proof: whose numbers are whose, and the options taken."""
    return {
        "instance": proof.problem.digest,
        "people": [officer.code for officer in snapshot.office.officers],
        "chosen": proof.plan.chosen.tolist(),
        "settled": proof.settled.chosen.tolist(),
    }


def certified(document: Mapping[str, Any], proof: Proof, snapshot: Snapshot) -> dict[str, Any]:
    """Give a plan's document with its certificate and seal; everything else must stand in it already."""
    named = {"rulebook": snapshot.rulebook.digest, "snapshot": snapshot.digest, "instance": proof.problem.digest}
    more = {
        "kind": document.get("kind", ALLOCATE),
        "day": snapshot.day.isoformat(),
        "rules": [term.name for term in proof.terms],
        "given": dict(proof.given),
        "draw": draw_price(proof.problem, proof.plan, proof.settled, proof.terms),
    }
    return sealed(document, stated_of(proof.certificate), named, plan=plan_part(document), checker=CHECKER, more=more)


def plan_part(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give the plan of a document as it may leave the house: numbers, codes and case numbers, no names.

    Moves a person settled on stand beside what was found: the instance holds their minutes already.
    """
    taken = {"taken": only(ROW, document["taken"])} if "taken" in document else {}
    return taken | {
        "people": document["people"],
        "cases": [item["case"]["filing"]["case_no"] for item in document["cases"]],
        "chosen": document["chosen"],
        "settled": document["settled"],
        "rows": only(ROW, document["rows"]),
        "unplaced": only(UNPLACED, document["unplaced"]),
        "loads": only(LOAD, document["loads"]),
    }


def exported(document: Mapping[str, Any], instance: Mapping[str, Any]) -> dict[str, Any]:
    """Give the one file that stands for a plan: certificate, plan, the instance as exact arrays, and the seal."""
    return sealing.exported(document, plan_part(document), instance)


def must_be_certified(document: Mapping[str, Any]) -> None:
    """Raise Conflict for a plan without a certificate, or with one that is not its own (无证明不得发布)."""
    sealing.must_be_sealed(document, plan_part(document))
