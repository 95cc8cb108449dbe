"""The file of a certificate for a plan of cases (分案证明文件)."""

from typing import Any

import numpy as np

from allocator.decisions.certificates.certificate_shape import COUNTS, Form, expect, kind_of, parsed, unreadable
from allocator.decisions.fieldwork.certificate import FIELD, REPAIR
from allocator.domain.words import Text
from solver.assignment import PREFER, Instance
from solver.assignment.instance import PERMILLE

MOST_STEPS = 1_000_000  # of load, all people together: more belong to no office, and measuring them would never end
LOAD = {"held": int, "available": int}


def _instance(text: str) -> Instance:
    found = Instance.from_json(text)
    there = found.capacity > 0
    steps = np.maximum(found.held, found.limit)[there] * PERMILLE / (found.capacity[there] * found.spread_step)
    if steps.sum() > MOST_STEPS:
        raise unreadable(
            "instance.spread_step", Text("负荷分级过多", "it makes more steps of load than any office has")
        )
    return found


ROW = {"case_no": str, "officer": str, "charges": COUNTS, "alternatives": int}
CASES = Form(
    certificate={"given": COUNTS, "draw": COUNTS},
    plan={
        "people": [str],
        "cases": [str],
        "chosen": [int],
        "settled": [int],
        "rows": [ROW],
        "unplaced": [{"case_no": str}],
        "loads": [{"officer": str, "before": LOAD, "after": LOAD, "cases": int}],
    },
    rules={term.name for term in PREFER},
    instance=_instance,
)
"""What stands in the certificate of a plan that gives cases out, or moves them."""


def read_certificate(text: str | bytes) -> tuple[dict[str, Any], Instance]:
    """Read an exported certificate of a plan of cases; gives the document and its instance.

    Raises BadInput with the place of what cannot be read.
    """
    document = parsed(text)
    if kind_of(document) in (FIELD, REPAIR):
        raise unreadable("certificate.kind", Text("外勤周方案不分派案件", "a week of field work gives no cases out"))
    instance = CASES.read(document)
    expect(document["plan"].get("taken", []), [ROW], "plan.taken")
    return document, instance
