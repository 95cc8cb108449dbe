"""Draws (抽签): the transcript of a past day, and showing the secret of today before it is over, by two persons."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from allocator.domain.errors import BadInput
from allocator.domain.words import Text
from allocator.services.assignment.draw_reveals import (
    ask_to_reveal,
    draws_view,
    read_draws,
    reveal_today,
    take_back_asking,
)
from allocator.services.audit import export_draws
from api.noun import Noun
from api.schemas.audit import AskingIn, DrawsToday, Transcript
from api.schemas.fields import Day
from api.surroundings import acting

draws = Noun("draws", "抽签 Transcripts with which anybody can check a past day's draws.")
DAY = {"in": "path", "name": "day", "schema": {"type": "string", "format": "date"}}


@draws.get("")
@draws.needs("draws:read")
@draws.response(200, DrawsToday)
def today() -> Any:
    """Read how today's draws stand: the commitment, whether the secret is shown, and what waits for a second person."""
    return draws_view(read_draws(acting()))


@draws.post("/today/asking")
@draws.needs("draws:reveal")
@draws.arguments(AskingIn)
@draws.once
@draws.response(201, DrawsToday)
def ask(body: Mapping[str, str]) -> Any:
    """Ask, with a reason, that today's secret be shown before the day is over; somebody else has to do it."""
    ask_to_reveal(acting(), body["because"])
    return draws_view(read_draws(acting())), 201


@draws.delete("/today/asking")
@draws.needs("draws:reveal")
@draws.response(200, DrawsToday)
def take_back() -> Any:
    """Take back what was asked for today."""
    take_back_asking(acting())
    return draws_view(read_draws(acting()))


@draws.post("/today/reveal")
@draws.needs("draws:reveal")
@draws.once
@draws.response(200, DrawsToday)
def reveal() -> Any:
    """Show today's secret, as the second person; nothing more is drawn today, and the transcript may be read at once."""
    reveal_today(acting())
    return draws_view(read_draws(acting()))


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
