"""Weeks of field work (外勤周): as they stand, checked, drafted, published, repaired."""

from marshmallow import fields, validate

from api.schemas.common import Bilingual, by_name, nothing_or, text_list
from api.schemas.errands import DAY
from api.schemas.fields import Answer, Asked, Count, Day, Line, Whole
from api.schemas.runs import Run
from api.schemas.trips import DAY_MINUTES, MOST_TRIPS, WEEK_MINUTES, Published, Stop, Trip

DEFAULT_SECONDS, MOST_SECONDS = 30, 3600
USUAL_SLOTS, MOST_SLOTS = 3, 10


class FieldObjection(Answer):
    """Something a week of field work must not do: the rule, a sentence, whom or what it concerns, the minute of the week."""

    rule = fields.String()
    text = fields.Nested(Bilingual)
    trip = fields.String()
    errand = fields.String()
    holder = fields.String()
    moment = fields.Integer()
    amount = fields.Integer()


class FieldCheck(Answer):
    """What the checker says of a plan: objections (none: lawful), the value of each level, errands without a place.

    Values are null where the plan names what nobody knows.
    """

    lawful = fields.Boolean()
    objections = fields.List(fields.Nested(FieldObjection))
    values = by_name(allow_none=True)
    left = text_list()


class DraftIn(Asked):
    """For how many seconds to search at most."""

    seconds = Whole(1, MOST_SECONDS, load_default=DEFAULT_SECONDS)


class DraftTrip(Answer):
    """A trip of a plan, with its code there; hours in minutes of the week."""

    code = fields.String()
    vehicle = fields.String()
    driver = fields.String()
    people = text_list()
    leaves = fields.Integer()
    back = fields.Integer()
    stops = fields.List(fields.Nested(Stop))
    state = fields.String(validate=validate.OneOf(["draft", "published", "started"]))


class LeastChange(Answer):
    """The least change that would place an errand, verified by solving again: for which day (0 Monday) and minute."""

    kind = fields.String()
    text = fields.Nested(Bilingual)
    day = fields.Integer()
    starts = fields.Integer()


class LeftOut(Answer):
    """An errand without a place: why, the hard rules in conflict (none: means are missing), and what would place it."""

    errand = fields.String()
    reasons = fields.List(fields.Nested(Bilingual))
    rules = text_list()
    change = nothing_or(LeastChange)


class WeekDraft(Answer):
    """A plan of a week that waits for a person; `published` are codes of its trips that are out already."""

    run = fields.String(metadata={"format": "uuid"})
    week = fields.String()
    trips = fields.List(fields.Nested(DraftTrip))
    left = fields.List(fields.Nested(LeftOut))
    values = by_name()
    objections = fields.List(fields.Nested(FieldObjection))
    certificate = fields.Dict(keys=fields.String())
    seal = fields.String(metadata={"description": "The digest of the certificate, as the log has it."})
    seed = fields.Integer()
    seconds = fields.Integer()
    published = text_list()
    withdrawn = fields.Boolean()


class RunWithWeek(Run):
    """A run with its plan of a week once it is done."""

    draft = nothing_or(WeekDraft)


class WeekPublicationIn(Asked):
    """Which trips of the plan, by code: null publishes all that are not out yet."""

    trips = fields.List(Line(40), allow_none=True, load_default=None, validate=validate.Length(1, MOST_TRIPS))


class Confirmation(Asked):
    """For which week, and the answer that is confirmed: null only asks."""

    week = Line(10, required=True, metadata={"description": "Such as 2022-W41, or the day of its Monday."})
    confirm = Line(64, allow_none=True, load_default=None)


class OutageIn(Confirmation):
    """How long somebody or something is out: from the minute `begins` of the first day until the minute `ends` of the last."""

    first = Day(required=True, metadata={"type": "string", **DAY})
    last = Day(required=True, metadata={"type": "string", **DAY})
    begins = Whole(0, DAY_MINUTES - 1, load_default=0)
    ends = Whole(1, DAY_MINUTES, load_default=DAY_MINUTES)


class ToldHours(Answer):
    """Hours told of an officer, a vehicle or a shared thing; of a person only that they are taken."""

    id = fields.Integer()
    holder = fields.String()
    kind = fields.String()
    hours = fields.Dict(keys=fields.String())
    count = fields.Integer()


class ToldHoursList(Answer):
    """Hours told and not over, in the order they were told."""

    items = fields.List(fields.Nested(ToldHours))


class PlacingIn(Confirmation):
    """Where an errand is wanted: the minute of the week at which it begins, the vehicle, or a published trip to join; null: whichever."""

    starts = Whole(0, WEEK_MINUTES - 1, allow_none=True, load_default=None)
    vehicle = Line(100, allow_none=True, load_default=None)
    trip = Line(40, allow_none=True, load_default=None)


class RearrangeIn(Asked):
    """How a trip is wanted: to leave at another minute of the week, with another vehicle, with `into` instead of `out`; null: as it is."""

    leaves = Whole(0, WEEK_MINUTES - 1, allow_none=True, load_default=None)
    vehicle = Line(100, allow_none=True, load_default=None)
    out = Line(100, allow_none=True, load_default=None)
    into = Line(100, allow_none=True, load_default=None)
    confirm = Line(64, allow_none=True, load_default=None)


class FieldBooking(Answer):
    """When and with whom a part of an errand is booked; minutes of the week."""

    trip = fields.String()
    vehicle = fields.String()
    driver = fields.String()
    people = text_list()
    leaves = fields.Integer()
    starts = fields.Integer()
    ends = fields.Integer()
    back = fields.Integer()


class Moved(Answer):
    """A part of an errand booked otherwise than before: null before: it is new; null after: it has no place; whom to tell."""

    errand = fields.String()
    part = fields.Integer()
    before = nothing_or(FieldBooking)
    after = nothing_or(FieldBooking)
    told = text_list()


class Answered(Answer):
    """What the day's change would do, moving the fewest published bookings; `applied` is null until it is confirmed.

    `value` is the price of what moves, `bound` a price below which no plan gets; `along` are bookings that stand while
    their trip changes round them. Send `confirm` back to apply exactly this.
    """

    confirm = fields.String()
    trips = fields.List(fields.Nested(DraftTrip))
    moves = fields.List(fields.Nested(Moved))
    along = fields.List(fields.Nested(Moved))
    value = fields.Integer()
    bound = fields.Integer()
    proven = fields.Boolean()
    placed = fields.Boolean()
    objections = fields.List(fields.Nested(FieldObjection))
    left = fields.List(fields.Nested(LeftOut), metadata={"description": "What has no place then, and why."})
    under_way = fields.List(
        fields.Nested(Bilingual),
        metadata={
            "description": "Trips that have left and stay as they are, though an outage takes somebody of theirs."
        },
    )
    effect = by_name(metadata={"description": "Of what is placed by hand: what it adds to each level."})
    against = fields.List(
        fields.Nested(Bilingual), metadata={"description": "Why exactly what was wished by hand cannot be."}
    )
    applied = nothing_or(Published)


class FieldWeek(FieldCheck):
    """A week as it stands; `now` is the minute at which it was looked at, counted from its Monday 00:00.

    `estimated`: its working days are estimates, for the make-up days of its year are not proclaimed yet.
    """

    week = fields.String()
    monday = fields.String(metadata=DAY)
    now = fields.Integer()
    estimated = fields.Boolean()
    trips = fields.List(fields.Nested(Trip))


class Violation(FieldObjection):
    """An objection to a plan made by hand, with its price: what the nearest lawful plan books otherwise to mend it.

    `unit` is that of `amount`, empty where nothing is counted. `moves` are errands by code, `along` those that stand while their
    trip changes round them; `cost` is the rulebook's price of the moves. One move may mend several violations.
    """

    unit = fields.String(validate=validate.OneOf(["", "minutes", "people", "seats", "things", "days"]))
    moves = text_list()
    along = text_list()
    cost = fields.Integer()


class Repair(Answer):
    """The lawful plan nearest to one made by hand: what moves at which price, and what it is then worth.

    `objections` is what the checker says of it: nothing.
    """

    moves = fields.List(fields.Nested(Moved))
    along = fields.List(fields.Nested(Moved))
    value = fields.Integer()
    bound = fields.Integer()
    proven = fields.Boolean()
    objections = fields.List(fields.Nested(FieldObjection))
    values = by_name()
    trips = fields.List(fields.Nested(DraftTrip))


class FieldReview(FieldCheck):
    """What a plan made by hand is: each violation with its price; null for the repair of a lawful one."""

    objections = fields.List(fields.Nested(Violation))
    monday = fields.String(metadata=DAY)
    repair = nothing_or(Repair)


class SheetQuery(Asked):
    """Whose sheets, by the code of an officer or a vehicle, and of which day; left out: of all who go out, of every day."""

    of = Line(100, load_default=None)
    day = Day(load_default=None, metadata={"type": "string", **DAY})


class SlotQuery(Asked):
    """Of which week, and how many at most."""

    week = Line(10, required=True, metadata={"description": "Such as 2022-W41, or the day of its Monday."})
    most = Count(1, MOST_SLOTS, load_default=USUAL_SLOTS)


class Slot(Answer):
    """An hour that could be offered: how the errand would be booked, and what that adds to each level."""

    day = fields.String(metadata=DAY)
    booking = fields.Nested(FieldBooking)
    effect = by_name()


class Slots(Answer):
    """Hours to offer a partner, best first; where there is none, `advice` says why, and what would help."""

    items = fields.List(fields.Nested(Slot))
    advice = fields.List(fields.Nested(Bilingual))
