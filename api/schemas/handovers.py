"""Hand-over packs (交接清单): what goes along with a case that changes hands."""

from marshmallow import fields, validate

from api.schemas.common import Bilingual, nothing_or
from api.schemas.fields import Answer, Asked, Line


class HandoverQuery(Asked):
    """Which move: all of the plan's when left out."""

    case = Line(100, load_default=None)


class Clock(Answer):
    """A deadline that goes along; `due` is null where its first day must be asked of the former handler, or a stop holds it."""

    node = fields.String()
    name = fields.Nested(Bilingual)
    due = fields.String(allow_none=True, metadata={"format": "date"})
    light = fields.String(validate=validate.OneOf(["over", "soon", "running", "stopped", "unknown"]))
    owner = fields.String()
    basis = fields.String()


class Money(Answer):
    """What the case knows of money, in fen."""

    claim = fields.Integer()
    preserved = fields.Integer(allow_none=True)
    told = fields.List(fields.Nested(Bilingual))


class NextStep(Answer):
    """What is to be done next, by whom, and by when."""

    text = fields.Nested(Bilingual)
    owner = fields.String()
    due = fields.String(allow_none=True, metadata={"format": "date"})


class Pack(Answer):
    """All that goes along with a case that changes hands; `text` says it line by line."""

    case_no = fields.String()
    title = fields.String()
    giver = fields.String()
    taker = fields.String()
    mentor = fields.String(allow_none=True)
    held_since = fields.String(metadata={"format": "date"})
    lane = fields.String()
    stage = nothing_or(Bilingual)
    clocks = fields.List(fields.Nested(Clock))
    money = fields.Nested(Money)
    booked = fields.List(fields.Nested(Bilingual))
    linked = fields.List(fields.Dict(keys=fields.String()))
    questions = fields.List(fields.Nested(Bilingual))
    next_step = fields.Nested(NextStep)
    text = fields.List(fields.Nested(Bilingual))


class Packs(Answer):
    """The hand-over packs of a plan of moves."""

    run = fields.String()
    items = fields.List(fields.Nested(Pack))
