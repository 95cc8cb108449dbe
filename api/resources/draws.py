"""Draws (抽签): the transcript of a past day."""

from typing import Any

from marshmallow import ValidationError

from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from allocator.services.audit import export_draws
from api.noun import Noun
from api.schemas.audit import Transcript
from api.schemas.fields import Day
from api.surroundings import acting

draws = Noun("draws", "抽签 Transcripts with which anybody can check a past day's draws.")
DAY = {"in": "path", "name": "day", "schema": {"type": "string", "format": "date"}}


@draws.route("/<string(maxlength=10):day>", methods=["GET"], parameters=[DAY])
@draws.needs("draws:read")
@draws.alt_response(409, "CONFLICT")
@draws.alt_response(422, "UNPROCESSABLE_ENTITY")
@draws.response(200, Transcript)
def transcript(day: str) -> Any:
    """Read a past day's draws with its secret; today's stays closed (409)."""
    try:
        wanted = Day().deserialize(day)
    except ValidationError as error:
        raise BadInput(
            Text("地址中的日期不成立。", "The day in the address is no date."),
            Text("请写作 2022-09-05。", "Write it like 2022-09-05."),
            code="day-unreadable",
        ) from error
    return export_draws(acting(), wanted)
