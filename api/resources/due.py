"""What is due (期限清单): the lists of deadlines from which people work."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from allocator.domain.clocks.clock import Mark
from allocator.services.clocks.deadline_views import list_view
from allocator.services.clocks.deadlines import Portion, due_list
from allocator.services.clocks.misses import predict_misses, prediction_view
from allocator.services.clocks.rescues import rescue_all, rescue_case, rescues_view
from api.noun import Noun
from api.schemas.deadlines import DuePage, DueQuery
from api.schemas.fields import cursor
from api.schemas.misses import MissesQuery, Prediction
from api.schemas.rescues import RescueQuery, Rescues
from api.surroundings import acting
from api.tidy import foreign_cursor

due = Noun("due", "期限清单 What is due to whom: by day, overdue, expiring, unpaid, waiting long.")


@due.get("")
@due.needs("cases:read")
@due.arguments(DueQuery, location="query")
@due.alt_response(422, "UNPROCESSABLE_ENTITY")
@due.response(200, DuePage)
def index(query: Mapping[str, Any]) -> Any:
    """Read a list of deadlines, the first last day leading.

    Complete and without duplicates, as of today or of an earlier day.
    """
    after = _after(query["after"]) if query.get("after") is not None else None
    portion = Portion(query.get("light"), after, most=query["limit"])
    asked = {name: query.get(name) for name in ("owner", "as_of")}
    found = due_list(acting(), query["list_"], days=query["days"], **asked, portion=portion)
    mark = cursor("/".join(map(str, found.next))) if found.next else None
    return {**list_view(found), "next": mark}


@due.get("/misses")
@due.needs("people:explain")
@due.arguments(MissesQuery, location="query")
@due.alt_response(422, "UNPROCESSABLE_ENTITY")
@due.response(200, Prediction)
def misses(query: Mapping[str, Any]) -> Any:
    """Read how likely each open deadline is missed, in order of its day, with the Brier score of what is told."""
    return prediction_view(predict_misses(acting(), days=query["days"], owner=query["owner"]))


@due.get("/rescues")
@due.needs("people:explain")
@due.arguments(RescueQuery, location="query")
@due.response(200, Rescues)
def rescues(query: Mapping[str, Any]) -> Any:
    """Read the cheapest way to save each deadline that no longer fits, of a case or of all, or that there is none."""
    case = query["case"]
    return rescues_view(rescue_all(acting()) if case is None else rescue_case(acting(), case))


def _after(written: str) -> Mark:
    try:
        due_on, case, node, number = written.split("/")
        return (date.fromisoformat(due_on), int(case), node, int(number))
    except ValueError as error:
        raise foreign_cursor() from error
