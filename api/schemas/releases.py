"""Versions of the rules: rehearsed, released, taken back (规则版本)."""

from marshmallow import fields

from api.schemas.common import Bilingual, RulebookName, by_name, nothing_or
from api.schemas.fields import Answer, Asked, Line, Prose
from api.schemas.office import Rehearsal
from api.schemas.office_changes import OfficeDifference
from api.schemas.runs import Run

DAY = {"format": "date"}
LONGEST_DIGEST = 64


class Version(Answer):
    """A version of the rules, and whether it holds today."""

    version = fields.String()
    rulebook = fields.String()
    effective_from = fields.String(metadata=DAY)
    in_force = fields.Boolean()
    to_begin = fields.Boolean(metadata={"description": "Released or loaded, begins on a day to come, not taken back."})
    state = fields.Nested(Bilingual)


class TakingBackIn(Asked):
    """Why a version shall never begin."""

    because = Prose(200, required=True)


class Versions(Answer):
    """Every version kept, the one loaded or released last first."""

    items = fields.List(fields.Nested(Version))


class DifferenceQuery(Asked):
    """Which two versions, by digest."""

    old = Line(LONGEST_DIGEST, required=True)
    new = Line(LONGEST_DIGEST, required=True)


class RulesCompared(Answer):
    """Every difference between two versions of the rules."""

    old = fields.Nested(RulebookName)
    new = fields.Nested(RulebookName)
    changes = fields.List(fields.Nested(OfficeDifference))


class PastFlip(Answer):
    """A past filing the proposed rules would have routed otherwise."""

    case_no = fields.String()
    old_lane = fields.String()
    new_lane = fields.String()


class Sorted(Answer):
    """What one version makes of past filings: cases by class and lane, minutes of work by role."""

    tracks = by_name()
    lanes = by_name()
    minutes = by_name()


class Replayed(Answer):
    """Past filings under the rules in force and under the proposed ones."""

    filings = fields.Integer()
    before = fields.Nested(Sorted)
    after = fields.Nested(Sorted)
    flips = fields.List(fields.Nested(PastFlip))


class Forecast(Answer):
    """The coming months under both versions: the report of their simulation, or why there is none."""

    report = fields.Dict(keys=fields.String(), allow_none=True)
    why = nothing_or(Bilingual)


class Drift(Answer):
    """An indicator outside its band for some weeks running; a null end of the band is no bound."""

    series = fields.String()
    weeks = fields.Integer()
    value = fields.Integer()
    band = fields.List(fields.Float(allow_none=True))
    text = fields.Nested(Bilingual)


class Watched(Answer):
    """How the version in force does: weeks passed (null without a forecast), what drifts, the version to go back to."""

    version = fields.String()
    weeks = fields.Integer(allow_none=True)
    follows = fields.String(allow_none=True)
    drifts = fields.List(fields.Nested(Drift))


class Rehearsed(Answer):
    """A rehearsed version: who proposed it, what it follows by digest, its report, and what became of it."""

    run = fields.String(metadata={"format": "uuid"})
    document = fields.String()
    by = fields.String()
    day = fields.String(metadata=DAY)
    version = fields.String()
    rulebook = fields.String()
    follows = fields.String()
    stock = fields.Nested(Rehearsal)
    past = fields.Nested(Replayed)
    forecast = fields.Nested(Forecast)
    released = fields.Boolean()
    withdrawn = fields.Boolean()


class RunWithRehearsal(Run):
    """A run and, once it is done, what the rehearsal found."""

    rehearsal = fields.Nested(Rehearsed, allow_none=True)


class Released(Answer):
    """A version put in force: from which day, by whom, which version it follows; `run` is null for one brought back."""

    run = fields.String(allow_none=True, metadata={"format": "uuid"})
    version = fields.String()
    rulebook = fields.String()
    effective_from = fields.String(metadata=DAY)
    follows = fields.String()
    by = fields.String()
