"""Recommendation and assignment (推荐、分案)."""

from marshmallow import fields, validate

from api.schemas.cases import Case
from api.schemas.common import Alarm, Bilingual, Load, nothing_or, text_list
from api.schemas.fields import Answer, Asked, Line, Prose


class Term(Answer):
    """One part of a candidate's price, per mille of load."""

    id = fields.String()
    amount = fields.Integer()
    text = fields.Nested(Bilingual)


class Candidate(Answer):
    """An officer who may take the case."""

    officer = fields.String()
    name = fields.String()
    team = fields.String()
    mentor = fields.String(allow_none=True)
    load_before = fields.Nested(Load)
    load_after = fields.Nested(Load)
    price = fields.Integer()
    terms = fields.List(fields.Nested(Term))
    in_pool = fields.Boolean()
    new_in_7_days = fields.Integer()
    text = fields.Nested(Bilingual)


class Reason(Answer):
    """One reason against an officer."""

    code = fields.String()
    text = fields.Nested(Bilingual)


class Refused(Answer):
    """An officer who may not take the case, and every reason."""

    officer = fields.String()
    name = fields.String()
    team = fields.String(allow_none=True)
    load_ = fields.Nested(Load, data_key="load", attribute="load")
    reasons = fields.List(fields.Nested(Reason))
    text = fields.Nested(Bilingual)


class WayOut(Answer):
    """A way by which somebody may have a case nobody may have now, tried with the rules that refuse it today."""

    kind = fields.String(
        validate=validate.OneOf([
            "name", "wait", "class", "resume_intake", "stand_in", "join_team", "open_lane", "end_absence", "add_skill",
        ])
    )  # fmt: skip
    people = text_list()
    text = fields.Nested(Bilingual)
    facts = fields.Dict(keys=fields.String())


class Recommendation(Answer):
    """Every officer for one case, and the pool a draw would take from; where nobody may have it, the `ways` out."""

    id = fields.Integer()
    case_no = fields.String()
    version = fields.Integer()
    lane = fields.String()
    candidates = fields.List(fields.Nested(Candidate))
    refused = fields.List(fields.Nested(Refused))
    nobody = nothing_or(Bilingual, metadata={"description": "Where nobody is eligible: how many are refused for what."})
    ways = fields.List(fields.Nested(WayOut))
    pool = text_list()
    pool_digest = fields.String()
    tolerance_permille = fields.Integer()
    alarms = fields.List(fields.Nested(Alarm))
    snapshot = fields.String()


class AssignmentIn(Asked):
    """Who is to have the case: null lets the draw decide; a named officer needs a reason of the rulebook's list.

    `approved_by` is a name only where nobody of the office signs in; elsewhere a second person approves
    (`POST /cases/{id}/assignment/asking`).
    """

    officer = Line(100, allow_none=True, load_default=None)
    reason = Line(100, allow_none=True, load_default=None)
    note = Prose(500, load_default="")
    approved_by = Line(100, allow_none=True, load_default=None)


class HandlerAskingIn(Asked):
    """Who is asked for with approval: null for a new draw; always for a reason of the rulebook's list."""

    officer = Line(100, allow_none=True, load_default=None)
    reason = Line(100, required=True)
    note = Prose(500, load_default="")


class HandlerAsked(Answer):
    """What waits for a second person: who asked, when, by which entry of the log, and for what."""

    by = fields.String()
    at = fields.String(metadata={"format": "date-time"})
    decision = fields.Integer()
    officer = fields.String(allow_none=True)
    reason = fields.String()
    note = fields.String()


class HandlerAsking(Answer):
    """What is asked of a case's handler; null where nothing is."""

    asked = nothing_or(HandlerAsked)


class Draw(Answer):
    """A draw, from which and from the day's secret anybody can work it out again."""

    case_no = fields.String()
    round = fields.Integer()
    pool = text_list()
    pool_digest = fields.String()
    mac = fields.String()
    tries = fields.Integer()
    index = fields.Integer()
    chosen = fields.String()


class Assigned(Case):
    """A case just given to somebody."""

    officer = fields.String(allow_none=True)
    mentor = fields.String(allow_none=True)
    how = fields.String(allow_none=True)
    load_permille = fields.List(fields.Integer(allow_none=True))
    draw = nothing_or(Draw)
    alarms = fields.List(fields.Nested(Alarm))
    notify = text_list()
    assignment_decision = fields.Integer()
