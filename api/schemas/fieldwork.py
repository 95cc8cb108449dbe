"""Errands, trips and weeks of field work (外勤): what is asked for, and what is answered."""

from marshmallow import fields, validate

from api.schemas.common import Bilingual, Page, by_name, text_list
from api.schemas.fields import Answer, Asked, Day, Flag, Line, Whole, counts_by_name

WEEK_MINUTES = 7 * 24 * 60
LONGEST, MOST_NAMES, MOST_TRIPS, LAST_PRIORITY = 720, 50, 500, 99
DAY = {"format": "date"}
STATES = ("open", "done", "withdrawn")


def _day() -> Day:
    return Day(allow_none=True, metadata={"type": "string", **DAY})


class PlaceIn(Asked):
    """A town, the village in it, and the drive on from the town's centre in minutes."""

    town = Line(100, required=True)
    village = fields.String(load_default="", validate=validate.Length(0, 100))
    minutes = Whole(0, LONGEST, load_default=0)


class ErrandChanges(Asked):
    """What of an errand is to be otherwise; what is left out stays.

    `needs` are people by skill, `uses` shared things by kind, both beyond what the kind of errand asks; days are inclusive.
    """

    kind = Line(100, metadata={"description": "A kind of the rulebook, such as `service`."})
    place = fields.Nested(PlaceIn)
    handler = Line(100, allow_none=True)
    minutes = Whole(1, LONGEST, allow_none=True)
    earliest = _day()
    latest = _day()
    due = _day()
    urgent = Flag()
    livelihood = Flag()
    priority = Whole(0, LAST_PRIORITY)
    noticed_on = _day()
    approved_on = _day()
    warranted_on = _day()
    booked_on = _day()
    needs = counts_by_name(MOST_NAMES)
    uses = counts_by_name(MOST_NAMES)
    barred = fields.List(Line(100), validate=validate.Length(0, MOST_NAMES))


class ErrandIn(ErrandChanges):
    """An errand for a case; without a code it gets one. Who holds the case goes, as the docket says on the day of planning."""

    code = Line(40)
    case_no = Line(100, required=True)
    kind = Line(100, required=True, metadata={"description": "A kind of the rulebook, such as `service`."})
    place = fields.Nested(PlaceIn, required=True)


EXAMPLE_ERRAND = {
    "kind": "service",
    "case_no": "（2022）内0222执101号",
    "place": {"town": "银号镇"},
    "due": "2022-09-16",
}


class Place(Answer):
    """Where an errand is done."""

    town = fields.String()
    village = fields.String()
    minutes = fields.Integer()


class Errand(Answer):
    """An errand, and where it stands."""

    id = fields.Integer()
    version = fields.Integer()
    state = fields.String(validate=validate.OneOf(STATES))
    source = fields.String(validate=validate.OneOf(["api", "file", "case"]))
    code = fields.String()
    kind = fields.String()
    case_no = fields.String()
    place = fields.Nested(Place)
    asked_on = fields.String(metadata=DAY)
    handler = fields.String(allow_none=True)
    minutes = fields.Integer(allow_none=True)
    earliest = fields.String(allow_none=True, metadata=DAY)
    latest = fields.String(allow_none=True, metadata=DAY)
    due = fields.String(allow_none=True, metadata=DAY)
    urgent = fields.Boolean()
    livelihood = fields.Boolean()
    priority = fields.Integer()
    noticed_on = fields.String(allow_none=True, metadata=DAY)
    approved_on = fields.String(allow_none=True, metadata=DAY)
    warranted_on = fields.String(allow_none=True, metadata=DAY)
    booked_on = fields.String(allow_none=True, metadata=DAY)
    needs = by_name()
    uses = by_name()
    barred = text_list()


class ErrandQuery(Page):
    """Which errands."""

    state = fields.String(validate=validate.OneOf(STATES))


class ErrandPage(Answer):
    """A page of errands by id; `next` is null on the last one."""

    items = fields.List(fields.Nested(Errand))
    next = fields.String(allow_none=True)


class StopIn(Asked):
    """An errand on a trip: which part of it, and the minute of the week at which work begins."""

    errand = Line(40, required=True)
    starts = Whole(0, WEEK_MINUTES, required=True)
    part = Whole(0, 20, load_default=0)


class TripIn(Asked):
    """A trip made by hand: `people` are all aboard, the driver too; hours in minutes from Monday 00:00."""

    code = Line(40, required=True)
    vehicle = Line(100, required=True)
    driver = Line(100, required=True)
    people = fields.List(Line(100), required=True, validate=validate.Length(1, MOST_NAMES))
    leaves = Whole(0, WEEK_MINUTES, required=True)
    back = Whole(0, WEEK_MINUTES, required=True)
    stops = fields.List(fields.Nested(StopIn), required=True, validate=validate.Length(1, MOST_NAMES))


class TripsIn(Asked):
    """Trips made by hand."""

    trips = fields.List(fields.Nested(TripIn), required=True, validate=validate.Length(1, MOST_TRIPS))


EXAMPLE_TRIPS = {
    "trips": [
        {
            "code": "a",
            "vehicle": "V1",
            "driver": "G31",
            "people": ["G08", "G09", "G31"],
            "leaves": 480,
            "back": 600,
            "stops": [{"errand": "W1", "starts": 520, "part": 0}],
        }
    ]
}


class Stop(Answer):
    """An errand on a trip."""

    errand = fields.String()
    starts = fields.Integer()
    part = fields.Integer()


class Trip(Answer):
    """A trip; hours in minutes of its week. `undone` are errands it could not do."""

    id = fields.Integer()
    version = fields.Integer()
    code = fields.String()
    week = fields.String()
    day = fields.String(metadata=DAY)
    state = fields.String(validate=validate.OneOf(["published", "started", "finished", "withdrawn"]))
    vehicle = fields.String()
    driver = fields.String()
    people = text_list()
    leaves = fields.Integer()
    back = fields.Integer()
    stops = fields.List(fields.Nested(Stop))
    undone = text_list()


class TripQuery(Asked):
    """Of which week."""

    week = Line(10, required=True, metadata={"description": "Such as 2022-W41, or the day of its Monday."})


class TripList(Answer):
    """The trips of a week."""

    items = fields.List(fields.Nested(Trip))


class TripBack(Asked):
    """What a trip that came back could not do, by the codes of errands."""

    undone = fields.List(Line(40), load_default=list, validate=validate.Length(0, MOST_NAMES))


class Published(Answer):
    """What publishing did: trips that are new, trips that moved, trips withdrawn; `codes` by the codes of the plan."""

    published = fields.List(fields.Nested(Trip))
    moved = fields.List(fields.Nested(Trip))
    withdrawn = fields.List(fields.Nested(Trip))
    codes = fields.Dict(keys=fields.String(), values=fields.String())


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


class FieldWeek(FieldCheck):
    """A week as it stands; `now` is the minute at which it was looked at, counted from its Monday 00:00."""

    week = fields.String()
    monday = fields.String(metadata=DAY)
    now = fields.Integer()
    trips = fields.List(fields.Nested(Trip))
