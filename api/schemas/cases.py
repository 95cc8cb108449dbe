"""Cases, their triage, their history (案件、分流结果、留痕)."""

from marshmallow import fields, validate

from api.schemas.common import Bilingual, Page, RulebookName, by_name, nothing_or, text_list
from api.schemas.fields import Answer, Asked, Day, Fen, Line, Prose, facts_by_name


class Party(Answer):
    """A party of a case."""

    side = fields.String(validate=validate.OneOf(["creditor", "debtor"]))
    name = fields.String()
    kind = fields.String(validate=validate.OneOf(["person", "enterprise", "organ"]))
    identity = fields.String(allow_none=True)


class Holding(Answer):
    """Who holds a case, since when, and whose minutes it takes."""

    officer = fields.String()
    mentor = fields.String(allow_none=True)
    how = fields.String(
        metadata={"description": "draw, designated, override, reassign, plan, rebalance or conversion."}
    )
    since = fields.String(metadata={"format": "date"})
    decision = fields.Integer()
    charges = by_name()


class Hand(Answer):
    """A class a person gave, or asked for: which, who, and the lane and the rules that stood against it then."""

    track = fields.String(data_key="class", attribute="track", validate=validate.OneOf(["fast", "regular"]))
    by = fields.String()
    lane = fields.String()
    rules = text_list()
    decision = fields.Integer()


class Flag(Answer):
    """A fact that takes two persons, said by one: which, who, when, why (empty where it came with the filing)."""

    fact = fields.String()
    by = fields.String()
    at = fields.String(metadata={"format": "date-time"})
    because = fields.String()
    decision = fields.Integer(metadata={"description": "The log entry of what was said."})


class Case(Answer):
    """A case on the docket."""

    id = fields.Integer()
    version = fields.Integer()
    case_no = fields.String()
    kind = fields.String()
    title = fields.String()
    cause = fields.String(allow_none=True)
    claim = fields.Integer(metadata={"description": "In fen."})
    town = fields.String(allow_none=True)
    filed_on = fields.String(metadata={"format": "date"})
    state = fields.String(validate=validate.OneOf(["waiting", "assigned", "closed"]))
    class_ = fields.String(data_key="class", attribute="class", validate=validate.OneOf(["fast", "regular"]))
    lane = fields.String()
    certain = fields.Boolean()
    priority = fields.Integer()
    livelihood = fields.String(allow_none=True)
    minutes = by_name()
    decision = fields.Integer(metadata={"description": "The log entry of the last triage."})
    conversions = by_name()
    by_hand = nothing_or(Hand)
    asked = nothing_or(Hand)
    dispute = fields.String(allow_none=True, metadata={"description": "asked, rule, facts or clerks."})
    parties = fields.List(fields.Nested(Party))
    facts = facts_by_name(0, None)
    flags = fields.List(
        fields.Nested(Flag), metadata={"description": "Facts that are unknown until a second person approves."}
    )
    holding = nothing_or(Holding)
    closed_on = fields.String(allow_none=True, metadata={"format": "date"})
    closed_as = fields.String(allow_none=True, metadata={"description": "The way of closing, by id of the rulebook."})
    recovered = fields.Integer(allow_none=True, metadata={"description": "What was recovered, in fen."})


class ClosingIn(Asked):
    """How a case was closed: the way by id of the rulebook, the day, what was recovered in fen."""

    way = Line(100, required=True)
    on = Day(required=True)
    recovered = Fen(allow_none=True, load_default=None)
    note = Prose(500, load_default="")


class LeftErrands(Answer):
    """What became of a closed case's field work: withdrawn with it, or still on published trips."""

    withdrawn = text_list()
    booked = text_list()


class Closed(Case):
    """A case closed, and whether that was news."""

    changed = fields.Boolean()
    errands = fields.Nested(LeftErrands)


class ReopeningIn(Asked):
    """Why a closing is undone."""

    because = Prose(500, required=True)


class CasePage(Answer):
    """A page of the docket; `next` is null on the last one."""

    items = fields.List(fields.Nested(Case))
    next = fields.String(allow_none=True)


class CaseQuery(Page):
    """Which cases."""

    state = fields.String(validate=validate.OneOf(["waiting", "assigned", "closed"]))
    class_ = fields.String(data_key="class", validate=validate.OneOf(["fast", "regular"]))
    handler = Line(100, metadata={"description": "An officer's code."})
    disputed = fields.Boolean(metadata={"description": "Only open cases whose class is in dispute, or only others."})
    flagged = fields.Boolean(
        metadata={"description": "Only open cases of which a fact waits for a second person, or only others."}
    )
    asked = fields.Boolean(
        validate=validate.Equal(True),
        metadata={
            "description": "Only open cases whose handler is asked for and waits for a second person's approval."
        },
    )


class RuleHit(Answer):
    """A rule that holds for the case."""

    rule = fields.String()
    text = fields.Nested(Bilingual)
    decisive = fields.Boolean()
    assumed = fields.Boolean()
    points = fields.Integer(allow_none=True)
    lane = fields.String(allow_none=True)
    source = fields.String()


class Question(Answer):
    """The next best question: how often its answer settles the class, per mille."""

    fact = fields.String()
    question = fields.Nested(Bilingual)
    settles_permille = fields.Integer()


class WeightPart(Answer):
    """One part of a weight."""

    id = fields.String()
    text = fields.Nested(Bilingual)
    chance = fields.Integer()
    minutes = by_name()
    source = fields.String()


class Weight(Answer):
    """The effort of a case in minutes by role, with the least and most it may be."""

    minutes = by_name()
    least = by_name()
    most = by_name()
    total = fields.Integer()
    parts = fields.List(fields.Nested(WeightPart))


class Triage(Answer):
    """What triage says of a case."""

    id = fields.Integer()
    case_no = fields.String()
    class_ = fields.String(data_key="class", attribute="class")
    lane = fields.String()
    lane_name = fields.Nested(Bilingual)
    certain = fields.Boolean()
    possible_classes = text_list()
    possible_lanes = text_list()
    rule = fields.String()
    score = fields.Integer(allow_none=True)
    rules = fields.List(fields.Nested(RuleHit))
    reasons = fields.List(fields.Nested(Bilingual))
    unknown_ = text_list(data_key="unknown", attribute="unknown")
    could_flip = text_list()
    ask_next = nothing_or(Question)
    weight = fields.Nested(Weight)
    priority = fields.Integer()
    livelihood = text_list()
    skills = text_list()
    assigned_lane = fields.String()
    by_hand = nothing_or(Hand)
    asked = nothing_or(Hand)
    dispute = fields.String(allow_none=True)
    rulebook = fields.Nested(RulebookName)


class TriageSaid(Triage):
    """What triage says of a case, and in sentences what people said of its class."""

    said = fields.List(fields.Nested(Bilingual))


class NewFacts(Asked):
    """Facts that came after filing; null makes one unknown again."""

    facts = facts_by_name(1, 100, required=True)
    approved_by = Line(100, allow_none=True, load_default=None)
    because = Prose(200, load_default="")


class RefusalIn(Asked):
    """Why what somebody else said of a case is refused."""

    because = Prose(200, required=True)


class Relearned(Triage):
    """What new facts did."""

    case = fields.Nested(Case)
    converted = fields.String(allow_none=True)
    held_back = fields.String(allow_none=True)
    handover = fields.Dict(keys=fields.String(), allow_none=True)


class LaneIn(Asked):
    """Which class a case has by a person's word, one of the rulebook's reasons with the use `lane`, and words beside it."""

    class_ = fields.String(data_key="class", required=True, validate=validate.OneOf(["simple", "complex"]))
    reason = Line(100, required=True)
    words = Prose(500, load_default="")


class DisputeIn(Asked):
    """For which class a dispute is settled, and words beside it."""

    class_ = fields.String(data_key="class", required=True, validate=validate.OneOf(["simple", "complex"]))
    words = Prose(500, load_default="")


class Laned(Relearned):
    """What became of a case of whose class somebody spoke: moved, asked, kept, objected, withdrawn or confirmed."""

    act = fields.String()
    lane_decision = fields.Integer(metadata={"description": "The log entry of what was said."})


class TakerQuery(Asked):
    """To whom a case goes, by code; when left out as it changed hands last, or to whom the paper names."""

    to = Line(100, load_default=None)


class Entry(Answer):
    """An entry of the decision log."""

    seq = fields.Integer()
    at = fields.String(metadata={"format": "date-time"})
    actor = fields.String()
    kind = fields.String()
    case_id = fields.Integer(allow_none=True)
    body = fields.Dict(keys=fields.String())
    prev_hash = fields.String()
    hash = fields.String()


class History(Answer):
    """Every entry about one case, oldest first."""

    items = fields.List(fields.Nested(Entry))
