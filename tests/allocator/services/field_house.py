"""Field work as the bureau would ask for it: errands of the second week of October 2022."""

from datetime import date
from typing import Any

from allocator.persistence.errands import KeptErrand
from allocator.services.context import Context
from allocator.services.field_errands import add_errand

MONDAY = date(2022, 10, 10)
NEXT_MONDAY = date(2022, 10, 17)


def asked(kind: str = "service", **more: Any) -> dict[str, Any]:
    """A service of documents at Yinhao for a case that is on nobody's docket."""
    place = {"town": "银号镇", "village": "", "minutes": 0}
    return {"kind": kind, "case_no": "（2022）内0222执9001号", "place": place, "handler": "G08", **more}


def an_errand(context: Context, kind: str = "service", **more: Any) -> KeptErrand:
    """Ask for an errand."""
    return add_errand(context, asked(kind, **more))
