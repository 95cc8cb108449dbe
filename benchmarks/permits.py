"""Routes real filings: each town of a folder of building permits as an office of its own, with one rulebook for all.

    python benchmarks/permits.py FOLDER [--seed N] [--json]

Prints for each town how often the class agrees with the real track (where that is recorded), beside the share of the
more frequent track, and how evenly the work lies on its people, beside what really happened.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._permit_routing import Routed, route
from benchmarks._permit_town import Person, Town, read_town
from benchmarks._table import machine, parser, print_machine, print_table, timed

# The files the rulebook's author looked at, by content: a renamed or another town counts as not seen.
LOOKED_AT = (
    "3d8592d01e83e6d8d406307f08f5a75fbcb56bb10103447074f5a2c2014937e2",
    "b14ecc5aaf2c45b7747a6b3a63665442a4cbe9533805bb05a9480f6d1e67b9d9",
)
LEAST_MONTHS = 6
DAYS_PER_MONTH = 30.44
TRACK_NAMES = {"regular": "complex", "fast": "simple"}


@dataclass(frozen=True, slots=True)
class Spread:
    """How unevenly something lies on people: the fullest over the mean, and the coefficient of variation."""

    peak: float
    variation: float


@dataclass(frozen=True)
class Finding:
    """All that is printed of one town."""

    town: str
    looked_at: bool
    cases: int
    people: int
    unusable: int
    unplaced: int
    by_services: int
    same_pool: int
    confusion: Mapping[str, int]
    agreement: float | None
    base_rate: float | None
    balanced: float | None
    certain: float
    complex_share: float
    effort_real: Spread | None
    effort_ours: Spread | None
    open_real: Spread | None
    open_ours: Spread | None
    seconds: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Route every town of the folder and print what was found."""
    asked = _parsed(arguments)
    files = sorted(asked.folder.glob("*.csv"))
    if not files:
        raise SystemExit(f"No .csv file in {asked.folder}.")
    with tempfile.TemporaryDirectory() as folder:
        findings = [
            examine(town, Path(folder), asked.seed)
            for file in files
            if (town := read_town(file)).permits or _empty(file)
        ]
    if asked.json:
        document = {
            "benchmark": "permits",
            "machine": machine(),
            "seed": asked.seed,
            "towns": [asdict(f) for f in findings],
        }
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        _show(findings)


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    found = parser(str(__doc__))
    found.add_argument("folder", type=Path, help="a folder with one .csv for each town")
    found.add_argument("--seed", type=int, default=7, help="of the draws")
    return found.parse_args(arguments)


def _empty(file: Path) -> bool:
    print(f"{file.name}: no row with case_id and filed_on; left out", file=sys.stderr)
    return False


def examine(town: Town, folder: Path, seed: int) -> Finding:
    """Route one town and measure it."""
    routed, seconds = timed(lambda: route(town, folder, seed))
    known = [(permit.track, routed.cases[permit.case_no].standing.track) for permit in town.permits if permit.track]
    real = {permit.case_no: permit.handler for permit in town.permits}
    standings = [case.standing for case in routed.cases.values()]
    return Finding(
        town=town.name,
        looked_at=town.digest in LOOKED_AT,
        cases=len(town.permits),
        people=len(town.people),
        unusable=town.unusable,
        unplaced=len(routed.unplaced),
        by_services=routed.by_services,
        same_pool=routed.agree,
        confusion=_confusion(known),
        agreement=sum(real == ours for real, ours in known) / len(known) if known else None,
        base_rate=max(sum(real == track for real, _ in known) for track in TRACK_NAMES) / len(known) if known else None,
        balanced=_balanced(known),
        certain=sum(standing.certain for standing in standings) / len(standings),
        complex_share=sum(standing.track == "regular" for standing in standings) / len(standings),
        effort_real=effort_spread(town, real),
        effort_ours=effort_spread(town, routed.officer),
        open_real=open_spread(town, real, routed),
        open_ours=open_spread(town, routed.officer, routed),
        seconds=round(seconds, 1),
    )


def _balanced(known: Sequence[tuple[str, str]]) -> float | None:
    """Give the mean of both tracks' shares told right: always saying the same makes one half, however rare the other."""
    right = [[real == ours for real, ours in known if real == track] for track in TRACK_NAMES]
    return statistics.fmean(sum(found) / len(found) for found in right) if all(right) else None


def _confusion(known: Sequence[tuple[str, str]]) -> dict[str, int]:
    return {
        f"really {TRACK_NAMES[real]}, here {TRACK_NAMES[ours]}": sum(pair == (real, ours) for pair in known)
        for real in TRACK_NAMES
        for ours in TRACK_NAMES
    }


def effort_spread(town: Town, officers: Mapping[str, str]) -> Spread | None:
    """Spread recorded events over people: events of each one's cases for each month of service.

    Events are what each case really took, known to neither side when it was given out. Whoever served under half a
    year is left out on both sides.
    """
    lasting = {person.code: months for person in town.people if (months := _months(person)) >= LEAST_MONTHS}
    effort = dict.fromkeys(lasting, 0.0)
    for permit in town.permits:
        code = officers.get(permit.case_no)
        if code in effort:
            effort[code] += permit.events / lasting[code]
    return _spread(list(effort.values()))


def _months(person: Person) -> float:
    return ((person.last - person.first).days + 1) / DAYS_PER_MONTH


def open_spread(town: Town, officers: Mapping[str, str], routed: Routed) -> Spread | None:
    """Spread the minutes of open cases over those in service: at the end of each month, then the mean of all months.

    Both sides count the same minutes and the same closing days.
    """
    found = []
    for day in month_ends(town.permits[0].filed_on, town.permits[-1].filed_on):
        load = {person.code: 0 for person in town.people if person.serves(day)}
        for permit in town.permits:
            code = officers.get(permit.case_no)
            if code in load and permit.filed_on <= day <= permit.closed_on:
                load[code] += sum(routed.cases[permit.case_no].standing.minutes.values())
        found.append(_spread(list(load.values())))
    known = [spread for spread in found if spread is not None]
    if not known:
        return None
    return Spread(statistics.fmean(s.peak for s in known), statistics.fmean(s.variation for s in known))


def month_ends(first: date, last: date) -> list[date]:
    """Give the last day of every whole month between two days."""
    found = []
    day = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day <= last:
        found.append(day - timedelta(days=1))
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def _spread(values: Sequence[float]) -> Spread | None:
    if len(values) < 2 or not any(values):
        return None
    mean = statistics.fmean(values)
    return Spread(max(values) / mean, statistics.pstdev(values) / mean)


CLASSES = (
    "town", "seen", "cases", "people", "unplaced", "complex", "certain", "track known", "agreement", "base rate", "balanced",
)  # fmt: skip
SPREADS = (
    "town", "events a month: real", "ours", "cv real", "ours", "open minutes: real", "ours", "cv real", "ours",
)  # fmt: skip


def _show(findings: Sequence[Finding]) -> None:
    looked = ", ".join(finding.town for finding in findings if finding.looked_at) or "none of these"
    unseen = ", ".join(finding.town for finding in findings if not finding.looked_at) or "none"
    print("Real building permits, one rulebook for all towns (benchmarks/permits_rulebook.toml)")
    print(f"  looked at when the rulebook was written: {looked}; not looked at: {unseen}\n")
    _show_classes(findings)
    _show_spread(findings)
    for f in findings:
        print(
            f"  {f.town}: {f.by_services} cases of the first month through the services, {f.same_pool} with the same pool "
            f"in memory; {f.unusable} rows unusable; {f.seconds} s"
        )
    print_machine()


def _show_classes(findings: Sequence[Finding]) -> None:
    print("Cases and classes (track recorded for some cases only; base rate = always saying the more frequent track)")
    print_table(CLASSES, [_class_row(finding) for finding in findings])
    print("  balanced: mean of the shares of both tracks told right; always saying the same makes 50 %")
    print("\nClass against the real track (Uitgebreid = complex, Regulier = simple)")
    print_table(("town", *findings[0].confusion), [(f.town, *map(str, f.confusion.values())) for f in findings])


def _show_spread(findings: Sequence[Finding]) -> None:
    print("\nHow evenly the work lies on people: fullest / mean, and coefficient of variation (cv)")
    print_table(SPREADS, [_spread_row(finding) for finding in findings])
    print(
        "  events: of each one's cases, for each month of service, who served 6 months or more; in neither side's sight"
    )
    print("  real people may have worked part-time, which the data do not say: their unevenness is not all avoidable")
    print("  open minutes: rulebook minutes of open cases of those in service, mean over all month ends")


def _class_row(found: Finding) -> tuple[str, ...]:
    known = sum(found.confusion.values())
    return (
        found.town, "yes" if found.looked_at else "no", str(found.cases), str(found.people), str(found.unplaced),
        _percent(found.complex_share), _percent(found.certain), str(known), _percent(found.agreement), _percent(found.base_rate),
        _percent(found.balanced),
    )  # fmt: skip


def _spread_row(found: Finding) -> tuple[str, ...]:
    effort, held = (found.effort_real, found.effort_ours), (found.open_real, found.open_ours)
    return (
        found.town,
        *(_number(one.peak if one else None) for one in effort),
        *(_number(one.variation if one else None) for one in effort),
        *(_number(one.peak if one else None) for one in held),
        *(_number(one.variation if one else None) for one in held),
    )


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f} %"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


if __name__ == "__main__":
    main()
