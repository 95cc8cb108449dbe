"""A simulation's report as a document (推演报告文件): what a Word template is filled with, and the file itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from allocator.domain.words import Text, spoken
from allocator.files.word_reports import fill_template
from allocator.files.word_simulations import simulation_template
from allocator.services.context import Context
from allocator.services.staffing.simulations import read_simulation
from allocator.services.transaction import the_office
from allocator.simulation.comparison import Compared, compared, conclusions
from allocator.simulation.report import Report, report_from

TITLE = Text("{office}推演报告", "{office}: simulation")
ABOUT = Text(
    "自 {first} 起 {days} 天，每个方案推演 {runs} 次；± 为 95% 区间的半宽；报告 {digest}",
    "{days} days from {first}, {runs} runs of each scenario; ± is half of the 95 % interval; report {digest}",
)
HEAD = (
    *(Text("指标", "figure"), Text("基准", "baseline"), Text("方案", "scenario"), Text("差", "difference")),
    Text("结论", "verdict"),
)
NOTE = Text(
    "各方案共用同样的收案与运气，差异成对比较；区间含零的差异不能断定。每个区间单独成立。不对人员排名。",
    "Scenarios share the same filings and the same luck and are compared run by run; where the interval of a difference includes "
    "zero, the difference may be chance. Each interval stands by itself. Nobody is ranked.",
)
ALONE = Text("没有可对比的方案", "nothing to compare with")


def simulation_word(context: Context, run: str, language: str) -> bytes:
    """Give the report of a run as a Word file; raises NotFound, or Conflict while there is none."""
    document = read_simulation(context, run)
    with context.database.reading() as uow:
        office = the_office(uow).bureau.name
    values = report_values(report_from(document), office, str(document["digest"]), language)
    return fill_template(simulation_template(), values)


def report_values(report: Report, office: Text, digest: str, language: str) -> Mapping[str, Any]:
    """Give what a report says, in one language: the marks of the template by name."""
    about = ABOUT.fill(first=report.first, days=report.days, runs=report.replications, digest=digest[:12])
    return {
        "title": spoken(TITLE.fill(office=office), language),
        "about": spoken(about, language),
        "head": [spoken(name, language) for name in HEAD],
        "parts": list(_parts(report, language)),
        "note": spoken(NOTE, language),
    }


def _parts(report: Report, language: str) -> Iterator[Mapping[str, Any]]:
    rows = compared(report)
    for place, outcome in enumerate(report.outcomes[1:] or report.outcomes, start=min(1, len(report.outcomes) - 1)):
        sentences = (
            [spoken(text, language) for _, text in conclusions(report, place)] if place else [spoken(ALONE, language)]
        )
        lines = [_line(row, place, language) for row in rows]
        yield {"name": spoken(outcome.name, language), "sentences": sentences, "lines": lines}


def _line(row: Compared, place: int, language: str) -> Mapping[str, str]:
    name = f"{spoken(row.figure.name, language)} {spoken(row.unit, language)}"
    if not place:
        return {"name": name, "before": row.values[0], "after": "", "difference": "", "verdict": ""}
    found = row.differences[place - 1]
    difference = (
        f"{found.number} {spoken(row.unit_of_difference, language)}" if found.found.mean is not None else found.number
    )
    words = spoken(found.words, language)
    return {
        "name": name,
        "before": row.values[0],
        "after": row.values[place],
        "difference": difference,
        "verdict": words,
    }
