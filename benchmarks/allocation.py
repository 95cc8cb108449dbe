"""A batch plan for all waiting cases: value, proven bound and gap of every level, and the seconds it took.

    python benchmarks/allocation.py [--sizes 150 1535] [--seconds 5 15] [--json]

The rival is CP-SAT as most people would first write it, on the same instance and with the same seconds: one Boolean for
each pair of case and officer, all wishes in one weighted sum, two workers.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from allocator.decisions.allocation.allocation import Allocation, allocate
from allocator.decisions.allocation.translate import translate
from allocator.decisions.triage.triage import classify
from allocator.domain.facts import CaseInput
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.reading import read_rulebook
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.files.office import read_office
from benchmarks._naive import naive_plans
from benchmarks._table import Row, parser, show, timed
from fixtures.generate import generate
from fixtures.guyang_month import GUYANG
from solver.assignment import score

DAY = date(2022, 9, 30)
FIRST, LAST = date(2022, 1, 1), date(2022, 9, 29)
MONTH, MONTH_DAYS, LONGEST_HORIZON = 150, 60, 260
CAP_OF_A_YEAR = "3.0"  # for a year's filings at once, so that the load and not the cap decides
MILLION = 10**6


@dataclass(frozen=True)
class Compared:
    """One size: our plan with its certificate, the rival's score on the same levels, and both times in seconds."""

    size: str
    plan: Allocation
    seconds: float
    translating: float
    rival: dict[str, int] | None
    rival_status: str
    rival_seconds: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Plan each size, let the rival plan it, print."""
    asked = parser(str(__doc__))
    asked.add_argument("--sizes", type=int, nargs="+", default=[150, 1535], help="waiting cases")
    asked.add_argument("--seconds", type=int, nargs="+", default=[5, 15], help="most seconds for each size")
    asked.add_argument("--seed", type=int, default=7)
    options = asked.parse_args(arguments)
    found = [compare(size, seconds, options.seed) for size, seconds in zip(options.sizes, options.seconds, strict=True)]
    rows = [row for compared in found for row in _rows(compared)]
    show("Batch plan", rows, as_json=options.json, notes=[note for compared in found for note in _notes(compared)])


def compare(count: int, seconds: int, seed: int) -> Compared:
    """Plan one size with both."""
    snapshot = Snapshot(*_office(count), DAY)
    cases = waiting(count, seed, snapshot.office, snapshot.rulebook)
    plan, took = timed(lambda: allocate(cases, snapshot, lots, seed, seconds))
    translation, translating = timed(lambda: translate(cases, snapshot, lots))
    (met, status), rival_took = timed(lambda: naive_plans(translation.instance, seconds))
    rival = dict(score(translation.instance, met[-1].plan)) if met else None
    teams = {team.code for team in snapshot.office.teams if team.lanes}
    people = sum(officer.serves(DAY) and officer.team in teams for officer in snapshot.office.officers)
    return Compared(f"{count:,} × {people}", plan, took, translating, rival, status, rival_took)


def _office(count: int) -> tuple[Office, Rulebook]:
    """Read the fixture bureau; more cases than a month brings are planned over a longer horizon and a higher cap."""
    days = min(LONGEST_HORIZON, max(MONTH_DAYS, MONTH_DAYS * count // (2 * MONTH)))
    text = (GUYANG / "rulebook.toml").read_text(encoding="utf-8")
    longer = text.replace("horizon_working_days = 60", f"horizon_working_days = {days}")
    cap = "most_load = 1.10" if count <= 2 * MONTH else f"most_load = {CAP_OF_A_YEAR}"
    return read_office(GUYANG, DAY).office, read_rulebook(longer.replace("most_load = 1.10", cap))


def waiting(count: int, seed: int, office: Office, rulebook: Rulebook) -> tuple[CaseToPlace, ...]:
    """Draw seeded filings and triage them."""
    inputs = [CaseInput(filing) for filing in generate(seed, count, FIRST, LAST, rulebook, office)]
    found = [classify(case, office, rulebook) for case in inputs]
    return tuple(
        CaseToPlace(case, said.lane, said.weight.minutes, said.priority, said.skills)
        for case, said in zip(inputs, found, strict=True)
    )


def lots(case_no: str, officer: str) -> int:
    """Give the lot of an officer for a case, fixed for this benchmark."""
    return int.from_bytes(sha256(f"{case_no}\n{officer}".encode()).digest()[:2])


def _rows(found: Compared) -> list[Row]:
    certificate = found.plan.proof.certificate
    told = f"naive CP-SAT {found.rival_seconds:.1f} s ({found.rival_status})"
    placed = f"{len(found.plan.rows)} placed, {len(found.plan.unplaced)} not"
    rows = [Row("plan", found.size, f"{found.seconds:.1f} s", placed, told, found.rival_seconds / found.seconds)]
    for level in certificate.levels:
        rival = found.rival.get(level.name) if found.rival is not None else None
        beside = "no plan" if rival is None else f"{rival:,}"
        ratio = rival / level.value if rival is not None and level.value and rival else None
        value = f"{level.value:,} {level.unit}"
        rows.append(
            Row(f"  {level.name}", found.size, value, f"bound {level.bound:,}, gap {_gap(level.gap)}", beside, ratio)
        )
    return rows


def _gap(millionths: int) -> str:
    return f"{100 * millionths / MILLION:.2f} %"


def _notes(found: Compared) -> list[str]:
    certificate = found.plan.proof.certificate
    lawful = "lawful by the checker" if not found.plan.objections else f"{len(found.plan.objections)} OBJECTIONS"
    rival = "the rival's sum knows assigned, peak and misfit only"
    net = "needed" if certificate.safety_net else "not needed"
    told = f"{found.size}: {lawful}; {certificate.method}, wall-clock safety net {net}"
    return [f"{told}; translating the office takes {found.translating:.1f} s of it; {rival}"]


if __name__ == "__main__":
    main()
