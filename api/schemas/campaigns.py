"""Special actions (专项行动)."""

from marshmallow import fields

from allocator.services.saying_why import LONGEST_REASON
from api.schemas.common import Bilingual, Load, text_list
from api.schemas.fields import Answer, Asked, Prose

LONGEST_CAMPAIGN = 100_000


class CampaignIn(Asked):
    """A campaign, as its file says it."""

    toml = Prose(LONGEST_CAMPAIGN, required=True)


class CampaignEnd(Asked):
    """Why a campaign ends before its last day."""

    because = Prose(LONGEST_REASON, required=True)


class CampaignTarget(Answer):
    """What is to be reached: cases closed, and fen recovered; null where none is set."""

    closed = fields.Integer(allow_none=True)
    recovered = fields.Integer(allow_none=True)


class Campaign(Answer):
    """A campaign: window, its cases in words, people with the share of their time, vehicles, target."""

    code = fields.String()
    name = fields.Nested(Bilingual)
    first = fields.String(metadata={"format": "date"})
    last = fields.String(metadata={"format": "date"})
    about = fields.Nested(Bilingual)
    people = text_list()
    share_permille = fields.Integer()
    vehicles = text_list()
    target = fields.Nested(CampaignTarget)


class CampaignCases(Answer):
    """Open cases it is about: held, waiting, and those of which a fact is still open."""

    held = fields.Integer()
    waiting = fields.Integer()
    facts_open = fields.Integer()


class CampaignMinutes(Answer):
    """Minutes its cases need of the people given to it, and those given to it in the window."""

    needed = fields.Integer()
    given = fields.Integer()


class VehicleDays(Answer):
    """Days of vehicles in the window, and those left to the rest."""

    before = fields.Integer()
    after = fields.Integer()


class PersonCost(Answer):
    """What somebody holds and the hours for it, without and with it; in the office's own order, never a ranking."""

    officer = fields.String()
    given = fields.Boolean()
    before = fields.Nested(Load)
    after = fields.Nested(Load)


class Endangered(Answer):
    """A deadline of another case that no longer fits, and the minutes missing."""

    case_no = fields.String()
    node = fields.String()
    officer = fields.String()
    due = fields.String(metadata={"format": "date"})
    short_minutes = fields.Integer()


class Preview(Answer):
    """What a campaign costs the rest."""

    campaign = fields.Nested(Campaign)
    day = fields.String(metadata={"format": "date"})
    cases = fields.Nested(CampaignCases)
    minutes = fields.Nested(CampaignMinutes)
    vehicle_days = fields.Nested(VehicleDays)
    people = fields.List(fields.Nested(PersonCost))
    endangered = fields.List(fields.Nested(Endangered))
    relieved = fields.Integer()
    booked_trips = text_list()


class CalledOff(Answer):
    """That a campaign ended early: who said so, why, and from which day on everybody has all hours again."""

    actor = fields.String()
    on = fields.String(metadata={"format": "date"})
    because = fields.String()


class Opened(Answer):
    """A campaign that was opened, with what it was expected to cost; `called_off` is null while it runs or ran to its end."""

    decision = fields.Integer()
    actor = fields.String()
    opened_on = fields.String(metadata={"format": "date"})
    campaign = fields.Nested(Campaign)
    called_off = fields.Nested(CalledOff, allow_none=True)
    preview = fields.Nested(Preview)


class OpenedList(Answer):
    """Every campaign that was opened, oldest first."""

    items = fields.List(fields.Nested(Opened))


class RestOfCases(Answer):
    """Other cases that fell due for closing in the window, and those not closed by then."""

    due = fields.Integer()
    missed = text_list()


class CampaignReport(Answer):
    """What came of a campaign; money in fen, effort in minutes."""

    campaign = fields.Nested(Campaign)
    opened_on = fields.String(metadata={"format": "date"})
    until = fields.String(metadata={"format": "date"})
    cases = text_list()
    closed = text_list()
    recovered = fields.Integer()
    minutes = fields.Integer()
    field_minutes = fields.Integer()
    rest = fields.Nested(RestOfCases)
