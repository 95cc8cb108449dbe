"""A plan made in a few words, so that it can be asked."""

from collections.abc import Sequence

from allocator.decisions.allocation.allocation import allocate
from allocator.decisions.explaining.planned import Planned
from allocator.domain.canonical import plain
from allocator.domain.snapshot import CaseToPlace, Snapshot
from tests.allocator.decisions.builders import a_case, rules
from tests.allocator.decisions.stock import lots
from tests.stories import a_snapshot, an_office, an_officer

LI, WANG, ZHAO = "li", "wang", "zhao"
SEED, SECONDS = 7, 3


def asked(cases: Sequence[CaseToPlace], seen: Snapshot) -> Planned:
    """Allocate the cases, and give the plan as it would be read from its document."""
    plan = allocate(cases, seen, lots, SEED, SECONDS)
    document = {
        "cases": plain(tuple(cases)),
        "chosen": plan.proof.plan.chosen.tolist(),
        "loads": plain(plan.loads),
        "certificate": plain(plan.proof.certificate) | {"given": {}},
        "seconds": SECONDS,
    }
    return Planned.read(document, seen, plan.proof.problem.to_json(), lots, SEED)


def three_officers(*more, held=None, **office):
    """Li, Wang and Zhao, who lead regular cases; loads as told."""
    people = [an_officer(code, name=code.title()) for code in (LI, WANG, ZHAO)]
    return a_snapshot(an_office(*people, *more, **office), held or {}, rulebook=rules())


def cases(*hours: float, **more) -> list[CaseToPlace]:
    """Regular cases of so many hours."""
    return [
        a_case(minutes={"officer": round(count * 60)}, filed={"case_no": f"（2022）内0222执{number}号"}, **more)
        for number, count in enumerate(hours, 1)
    ]
