"""The file of a certificate for a week of field work (周外勤方案证明文件)."""

from allocator.decisions.certificates.certificate_shape import COUNTS, NAMES, Form
from solver.fieldwork import PREFER, Instance

STOP = {"errand": str, "starts": int, "part": int}
ROW = {
    "code": str, "vehicle": str, "driver": str, "people": [str], "leaves": int, "back": int, "stops": [STOP], "state": str,
}  # fmt: skip

WEEK = Form(
    certificate={"snapshot": NAMES, "day": str},
    plan={
        "monday": str,
        "people": [str],
        "vehicles": [str],
        "errands": [str],
        "numbers": {
            "trips": [{"leaves": int, "vehicle": int, "back": int, "people": [int]}],
            "trip": [int],
            "start": [int],
        },
        "values": COUNTS,
        "rows": [ROW],
        "left": [{"errand": str, "rules": [str]}],
    },
    rules={term.name for term in PREFER},
    instance=Instance.from_json,
)
"""What stands in the certificate of a week: trips twice, in numbers as the instance has them and in the office's codes."""
