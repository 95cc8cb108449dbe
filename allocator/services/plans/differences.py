"""The difference of two plans (方案差异): of two runs, of two exported certificates, or of one of each."""

from typing import Any

from allocator.decisions.certificates.certificate import must_be_certified, plan_part
from allocator.decisions.certificates.certificate_file import read_certificate
from allocator.decisions.explaining.difference import PlanDifference, Side, difference
from allocator.domain.canonical import plain
from allocator.services.context import Context
from allocator.services.plans.plans import draft_in


def side_of_run(context: Context, run: str) -> Side:
    """Read the plan of a run; raises NotFound, or Conflict while it has none."""
    with context.database.reading() as uow:
        document = draft_in(uow, run).document
    must_be_certified(document)
    holders = {item["case"]["filing"]["case_no"]: item["holder"] for item in document["cases"] if item.get("holder")}
    return Side.of(run, plan_part(document), document["certificate"], holders)


def side_of_file(text: str | bytes) -> Side:
    """Read the plan of an exported certificate; raises BadInput where it is none."""
    document, instance = read_certificate(text)
    part = document["plan"]
    holders = {
        case: part["people"][holder]
        for case, holder in zip(part["cases"], instance.holder.tolist(), strict=False)
        if 0 <= holder < len(part["people"])
    }
    return Side.of(document["certificate"]["run"], part, document["certificate"], holders)


def compare_runs(context: Context, run: str, other: str) -> PlanDifference:
    """Hold the plan of one run against another's."""
    return difference(side_of_run(context, run), side_of_run(context, other))


def difference_view(found: PlanDifference) -> dict[str, Any]:
    """Show a difference: minutes, per mille of load, and every level in its unit."""
    return {**plain(found), "empty": found.empty, "sentences": [sentence.as_dict() for sentence in found.sentences]}
