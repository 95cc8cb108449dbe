"""Looking back (审计)."""

from marshmallow import fields

from allocator.services.saying_why import LONGEST_REASON
from api.schemas.common import Bilingual, nothing_or
from api.schemas.fields import Answer, Asked, Line
from api.schemas.problem import OPTIONAL


class Replay(Answer):
    """A decision run again; `again` only where it differs, `note` where another program or the clock had part in it."""

    decision = fields.Integer()
    kind = fields.String()
    identical = fields.Boolean()
    note = nothing_or(Bilingual, metadata={"description": "Why it may differ all the same."})
    stored = fields.Dict(keys=fields.String())
    again = fields.Dict(keys=fields.String(), metadata={"optional": True})


class Break(Answer):
    """A place where the log does not hold."""

    class Meta:
        """The text stands beside it."""

        unknown = "include"

    seq = fields.Integer()
    code = fields.String()


class LogCheck(Answer):
    """The state of the decision log."""

    entries = fields.Integer()
    head = fields.String()
    whole = fields.Boolean()
    breaks = fields.List(fields.Nested(Break))


class AskingIn(Asked):
    """Why today's secret has to be shown before the day is over."""

    because = Line(LONGEST_REASON, required=True)


class AskedReveal(Answer):
    """What waits for a second person."""

    by = fields.String()
    at = fields.String()
    because = fields.String()


class DrawsToday(Answer):
    """How the draws of today stand; without a commitment nothing was filed yet."""

    day = fields.String(metadata={"format": "date"})
    commitment = fields.String(allow_none=True)
    revealed = fields.Boolean()
    asked = nothing_or(AskedReveal)


class SealedEntry(Answer):
    """An entry of the decision log, or only its place in the chain where its case is not for whoever asks (`withheld`)."""

    seq = fields.Integer()
    prev_hash = fields.String()
    hash = fields.String()
    at = fields.String(metadata={"format": "date-time", **OPTIONAL})
    actor = fields.String(metadata=OPTIONAL)
    kind = fields.String(metadata=OPTIONAL)
    case_id = fields.Integer(allow_none=True, metadata=OPTIONAL)
    body = fields.Dict(keys=fields.String(), metadata=OPTIONAL)
    withheld = fields.Boolean(metadata=OPTIONAL)


class Transcript(Answer):
    """A past day's draws, with which anybody can work them out again without this program."""

    format = fields.String()
    day = fields.String(metadata={"format": "date"})
    commitment = fields.String()
    secret = fields.String()
    entries = fields.List(fields.Nested(SealedEntry))
    closing = nothing_or(SealedEntry)
